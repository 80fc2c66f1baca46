//! `fetch`: one request, one answer. The session's cookie goes along by itself.

use console::store::Failure;
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};
use wire::SiteId;
use wire::http::Problem;

/// Asks the edge about a site, and reads what it answers.
pub(crate) async fn ask<T: DeserializeOwned>(
    method: &str,
    site: &SiteId,
    what: &str,
    body: Option<&impl Serialize>,
) -> Result<T, Failure> {
    let text = send(method, site, what, body).await?;
    serde_json::from_str(&text).map_err(|_| Failure::Unreachable)
}

/// The same, where a good answer says nothing.
pub(crate) async fn tell(
    method: &str,
    site: &SiteId,
    what: &str,
    body: Option<&impl Serialize>,
) -> Result<(), Failure> {
    send(method, site, what, body).await.map(drop)
}

async fn send(
    method: &str,
    site: &SiteId,
    what: &str,
    body: Option<&impl Serialize>,
) -> Result<String, Failure> {
    let body = body.map(serde_json::to_string).transpose().map_err(|_| Failure::Unreachable)?;
    let (status, text) = fetch(method, &format!("/v1/sites/{site}/{what}"), body.as_deref())
        .await
        .map_err(|_| Failure::Unreachable)?;
    read(status, text)
}

/// What an answer says: good, or a refusal.
pub(crate) fn read(status: u16, text: String) -> Result<String, Failure> {
    if (200..300).contains(&status) {
        return Ok(text);
    }
    Err(serde_json::from_str::<Problem>(&text).map_or(Failure::Unreachable, Failure::Refused))
}

async fn fetch(method: &str, address: &str, body: Option<&str>) -> Result<(u16, String), JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    if method != "GET" {
        // What changes state must be declared as JSON, with a body or without.
        let headers = Headers::new()?;
        headers.set("content-type", "application/json")?;
        init.set_headers(&headers);
    }
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
    }
    let request = Request::new_with_str_and_init(address, &init)?;
    let response: Response = JsFuture::from(window().fetch_with_request(&request)).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}
