//! Agents' pictures (T6): an agent's own to set, shown to whoever knows the agent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wire::AgentId;
use wire::http::Code;
use wire::staff::PicturePut;
use worker::{Headers, Response};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::site::Site;
use crate::{reply, store};

/// Keeps a picture, or keeps none any more.
pub(crate) fn put(site: &Site, agent: &AgentId, body: Body) -> Result<Response> {
    let refuse = |sentence| Error::new(Code::BadRequest, sentence);
    let PicturePut { picture } = body.json()?;
    let Some(text) = picture else {
        store::drop_picture(&site.sql, agent)?;
        return reply::empty(204);
    };
    let bytes = STANDARD.decode(text).map_err(|_| refuse("A picture comes as base64."))?;
    desk::picture::kind(&bytes).map_err(refuse)?;
    store::keep_picture(&site.sql, agent, &bytes)?;
    reply::empty(204)
}

/// The picture; nothing, without an error in the browser's console, where there is none.
pub(crate) fn show(site: &Site, agent: &str) -> Result<Response> {
    let bytes = store::picture(&site.sql, agent)?;
    let headers = Headers::new();
    headers.set("cache-control", "public, max-age=600")?;
    headers.set("x-content-type-options", "nosniff")?;
    headers.set("content-security-policy", "default-src 'none'")?;
    let kind = bytes.as_deref().and_then(|bytes| desk::picture::kind(bytes).ok());
    let Some((bytes, kind)) = bytes.zip(kind) else {
        return Ok(Response::builder().with_headers(headers).with_status(204).empty());
    };
    headers.set("content-type", kind)?;
    Ok(Response::builder().with_headers(headers).fixed(bytes))
}
