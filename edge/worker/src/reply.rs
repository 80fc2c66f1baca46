//! Answers: JSON with the headers that each kind of route owes.

use serde::Serialize;
use worker::{Headers, Response};

use crate::error::Result;
use crate::request::Asked;

/// A JSON answer that nobody keeps.
pub(crate) fn json<T: Serialize>(status: u16, value: &T) -> Result<Response> {
    text(status, serde_json::to_string(value)?)
}

/// The same for what is JSON already. Apart, so that it is there once and not for each type.
#[inline(never)]
pub(crate) fn text(status: u16, json: String) -> Result<Response> {
    let headers = Headers::new();
    headers.set("cache-control", "no-store")?;
    headers.set("content-type", "application/json")?;
    Ok(Response::builder().with_headers(headers).with_status(status).fixed(json.into_bytes()))
}

pub(crate) fn empty(status: u16) -> Result<Response> {
    let headers = Headers::new();
    headers.set("cache-control", "no-store")?;
    Ok(Response::builder().with_headers(headers).with_status(status).empty())
}

/// Lets pages of any origin read the answer of a route that is for them (H2). Nothing of it hangs on a
/// cookie, and who may write is decided by the `Origin` check, so a foreign page reads no more than the
/// reason why it may not.
pub(crate) fn finish(asked: &Asked, mut response: Response) -> worker::Result<Response> {
    // An upgrade's headers are not for pages.
    if asked.is_for_pages() && response.status_code() != 101 {
        let headers = response.headers_mut();
        headers.set("access-control-allow-origin", "*")?;
        headers.set("access-control-expose-headers", "etag, retry-after")?;
    }
    Ok(response)
}

/// The answer to a preflight.
pub(crate) fn preflight() -> worker::Result<Response> {
    let headers = Headers::new();
    headers.set("access-control-allow-origin", "*")?;
    headers.set("access-control-allow-methods", "GET, POST")?;
    headers.set("access-control-allow-headers", "authorization, content-type")?;
    headers.set("access-control-max-age", "7200")?;
    Ok(Response::builder().with_headers(headers).with_status(204).empty())
}
