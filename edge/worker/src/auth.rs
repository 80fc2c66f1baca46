//! Secrets: made here, compared here, stored as hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use wire::{Secret, SiteId};
use worker::{Env, Headers};

use crate::error::{Error, Result};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &js_sys::Uint8Array) -> std::result::Result<JsValue, JsValue>;
}

/// Random bytes of the platform, as URL-safe base64.
fn random(bytes: u32) -> Result<String> {
    let array = js_sys::Uint8Array::new_with_length(bytes);
    get_random_values(&array)?;
    Ok(URL_SAFE_NO_PAD.encode(array.to_vec()))
}

/// A new secret of 256 bits.
pub(crate) fn secret() -> Result<Secret> {
    Ok(Secret::parse(random(32)?)?)
}

/// A new id of 128 bits, for what needs a name but no secret.
pub(crate) fn id() -> Result<String> {
    random(16)
}

/// A new id of 48 bits, for one of a few things.
pub(crate) fn short_id() -> Result<String> {
    random(6)
}

/// A name for one occurrence of an error. Never fails: an error must not be lost to another one.
pub(crate) fn occurrence() -> String {
    short_id().unwrap_or_else(|_| "unknown".to_owned())
}

/// What is stored of a secret. 256 random bits need no salt and no slow hash.
pub(crate) fn hash(text: &str) -> String {
    hash_bytes(&[text.as_bytes()])
}

/// The hash of bytes that follow each other.
pub(crate) fn hash_bytes(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// The token of `Authorization: Bearer`. `None` without the header.
pub(crate) fn bearer(headers: &Headers) -> Result<Option<String>> {
    let Some(value) = headers.get("authorization")? else { return Ok(None) };
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim().to_owned())),
        _ => Err(Error::unauthorized()),
    }
}

/// Whether the request bears the deployment's key.
pub(crate) fn is_operator(headers: &Headers, env: &Env) -> Result<bool> {
    let key = env.secret("OPERATOR_KEY").map(|key| key.to_string()).unwrap_or_default();
    if key.len() < 32 {
        return Err(Error::new(
            wire::http::Code::NotConfigured,
            "This deployment has no operator key yet. Set one of at least 32 characters with `wrangler secret put OPERATOR_KEY`.",
        ));
    }
    // Hashes are compared, so that the time which that takes says nothing about the key.
    Ok(bearer(headers)?.is_some_and(|given| hash(&given) == hash(&key)))
}

/// The name of the cookie that holds a session of this site.
pub(crate) fn cookie_name(site: &SiteId) -> String {
    format!("__Host-porchlight-{site}")
}

/// The session in the request's cookies.
pub(crate) fn session(headers: &Headers, site: &SiteId) -> Result<Option<Secret>> {
    let name = cookie_name(site);
    let cookies = headers.get("cookie")?.unwrap_or_default();
    Ok(cookies
        .split(';')
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| Secret::parse(value).ok()))
}
