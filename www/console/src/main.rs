//! What the console does: everything that touches a browser is in `page`.

#![allow(unreachable_pub, reason = "`#[component]` makes each of its functions public")]

#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(target_arch = "wasm32")]
fn main() {
    page::start();
}

/// There is nothing to run outside a browser; `cargo test -p console` tests the store.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
