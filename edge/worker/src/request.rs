//! A request, taken apart once: method, path, query, origin, and the address that it came from.

use desk::install::is_allowed;
use wire::http::Code;
use wire::style::Style;
use wire::{GroupId, SiteId};
use worker::{Env, Headers, Method, Request};

use crate::auth;
use crate::error::{Error, Result};

/// What every route wants to know. The body stays in the request.
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// `/v1/sites/demo/presence` as `["v1", "sites", "demo", "presence"]`.
    pub(crate) path: Vec<String>,
    pub(crate) query: String,
    /// Where this deployment is, as browsers see it.
    pub(crate) ours: String,
    pub(crate) headers: Headers,
}

impl Asked {
    pub(crate) fn new(request: &Request, env: &Env) -> Self {
        let url = request.inner().url();
        // `scheme://host/path?query`: the platform has parsed it already, and the `url` crate is a third
        // of the Worker's weight.
        let host_at = url.find("://").map_or(0, |at| at + 3);
        let path_at = url[host_at..].find('/').map_or(url.len(), |at| host_at + at);
        let (path, query) = match url[path_at..].split_once('?') {
            Some((path, query)) => (path, query),
            None => (&url[path_at..], ""),
        };
        let query = query.split('#').next().unwrap_or_default();
        let ours = env.var("PUBLIC_ORIGIN").map_or_else(|_| url[..path_at].to_owned(), |var| var.to_string());
        Self {
            method: request.method(),
            path: path.trim_matches('/').split('/').map(str::to_owned).collect(),
            query: query.to_owned(),
            ours,
            headers: request.headers().clone(),
        }
    }

    pub(crate) fn segments(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// Whether the route is one that visitors' pages use; then they may read the answer (SPEC.md, H2).
    pub(crate) fn is_for_pages(&self) -> bool {
        matches!(
            self.segments().as_slice(),
            [
                "v1",
                "sites",
                _,
                "presence"
                    | "widget"
                    | "conversation"
                    | "messages"
                    | "files"
                    | "email"
                    | "read"
                    | "look"
                    | "rate"
                    | "identity"
                    | "transcript"
                    | "socket"
                    | "lobby"
            ] | ["v1", "sites", _, "faces" | "files", _]
        )
    }

    /// The group that a visitor's page names; what has not the form of one counts as none.
    pub(crate) fn group(&self) -> Option<GroupId> {
        self.parameter("group").and_then(|text| GroupId::parse(text).ok())
    }

    /// What the page's tag says of the look, put into `style`, and what of it could be.
    pub(crate) fn style(&self, style: &mut Style) -> Vec<(&'static str, String)> {
        let mut said = Vec::new();
        for name in Style::NAMES {
            if let Some(value) = self.parameter(name) {
                // A colour's `#` is encoded; nothing else needs to be.
                let value = value.strip_prefix("%23").unwrap_or(value).to_ascii_lowercase();
                if style.set(name, &value) {
                    said.push((name, value));
                }
            }
        }
        said
    }

    /// The value of a query parameter that may be percent-encoded.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>> {
        let Some(value) = self.parameter(name) else { return Ok(None) };
        let bad = |_| Error::new(Code::BadRequest, "The address is not percent-encoded as it should be.");
        Ok(Some(js_sys::decode_uri_component(value).map_err(bad)?.into()))
    }

    /// The value of a query parameter as it stands: most of ours need no percent-decoding.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, v)| v)
    }

    pub(crate) fn site(&self) -> Result<SiteId> {
        let at = if self.path.get(1).is_some_and(|part| part == "operator") { 3 } else { 2 };
        let text = self.path.get(at).map(String::as_str).unwrap_or_default();
        SiteId::parse(text).map_err(|_| unknown_site())
    }

    /// The address, hashed with the site's salt; `None` where there is none to limit (L3): on a
    /// developer's machine, or behind a proxy that does not tell.
    pub(crate) fn address(&self, salt: &str) -> Result<Option<String>> {
        let Some(text) = self.headers.get("cf-connecting-ip")? else { return Ok(None) };
        let Ok(address) = text.trim().parse::<std::net::IpAddr>() else { return Ok(None) };
        if address.is_loopback() {
            return Ok(None);
        }
        let network = match address {
            std::net::IpAddr::V4(v4) => v4.to_string(),
            // One customer has at least a /64.
            std::net::IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
        };
        Ok(Some(auth::hash(&format!("{salt} {network}"))))
    }

    /// What changes something by a cookie is sent by our own pages only: a browser sends the cookie from any.
    pub(crate) fn check_cookie_use(&self) -> Result<()> {
        if self.method == Method::Get { Ok(()) } else { self.check_origin(&[]) }
    }

    /// Whether a page of this origin may talk to the site: our own, or one of the list, byte for byte.
    pub(crate) fn check_origin(&self, allowed: &[wire::Origin]) -> Result<()> {
        let Some(origin) = self.headers.get("origin")? else {
            return Err(Error::new(Code::ForeignOrigin, "The request names no Origin."));
        };
        if is_allowed(&origin, &self.ours, allowed) {
            return Ok(());
        }
        Err(Error::new(
            Code::ForeignOrigin,
            "Pages of this origin may not carry the widget of this site. An admin can allow it in the settings.",
        ))
    }
}

pub(crate) fn unknown_site() -> Error {
    Error::new(Code::NotFound, "There is no such site.")
}
