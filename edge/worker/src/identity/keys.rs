//! The keys with which a site signs who its visitors are (K2).

use desk::Staffing;
use desk::access::Action;
use wasm_bindgen::JsValue;
use wire::KeyId;
use wire::http::Code;
use wire::identity::{Algorithm, IdentityKey, IdentityKeyCreated};
use worker::{Method, Response};

use super::COME_BACK;
use crate::error::{Error, Result};
use crate::request::Asked;
use crate::site::Site;
use crate::team::Asker;
use crate::{auth, clock, reply, staff, store};

/// Keys that a site may have: enough to change them one after the other.
const MOST: u32 = 10;

/// Who may change them.
pub(super) fn who(site: &Site, asked: &Asked) -> Result<Asker> {
    let who = site.with(|core| Asker::of(site, core, asked, clock::now()))?;
    who.may(Action::Configure)?;
    Ok(who)
}

/// Why what was pasted is no key.
pub(super) fn refused(error: &JsValue) -> Error {
    let why = if error.is_string() {
        "This is the private key. Keep it where the site signs, and paste the public one."
    } else {
        "This is no public key of the curve P-256. Paste PEM that begins with BEGIN PUBLIC KEY, or a JWK."
    };
    Error::new(Code::BadRequest, why)
}

/// Of a public key, or of a secret that is made here.
pub(super) fn make(site: &Site, who: &Asker, public: Option<String>) -> Result<Response> {
    if store::count_identity_keys(&site.sql)? >= MOST {
        return Err(Error::new(Code::BadRequest, "A site has 10 identity keys at most. Remove one first."));
    }
    let algorithm = if public.is_some() { Algorithm::Es256 } else { Algorithm::Hs256 };
    let secret = if public.is_none() { Some(auth::secret()?) } else { None };
    let key = IdentityKey { kid: KeyId::parse(auth::short_id()?)?, algorithm, created_at: clock::now() };
    let checks = public.or_else(|| secret.as_ref().map(ToString::to_string)).unwrap_or_default();
    staff::apply(site, who, Staffing::MakeIdentityKey { key: key.clone(), secret: checks })?;
    reply::json(201, &IdentityKeyCreated { key, secret })
}

/// What needs no waiting.
pub(crate) fn serve(site: &Site, who: &Asker, asked: &Asked) -> Result<Response> {
    who.may(Action::Configure)?;
    match (&asked.method, asked.path.get(5)) {
        (Method::Get, None) => reply::text(200, store::identity_key_list(&site.sql)?),
        (Method::Delete, Some(kid)) => {
            let kid = KeyId::parse(kid.as_str()).map_err(|_| Error::not_found())?;
            // One that is not there is removed already.
            if store::has_identity_key(&site.sql, &kid)? {
                staff::apply(site, who, Staffing::DropIdentityKey(kid))?;
                // Pages of whom it vouched for are nobody's now.
                site.restart(&site.with(|core| Ok(core.lines.of_people()))?, COME_BACK);
            }
            reply::empty(204)
        }
        _ => Err(Error::not_found()),
    }
}
