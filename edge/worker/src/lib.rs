//! The edge: a Cloudflare Worker that does what desk decides.
