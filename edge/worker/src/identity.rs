//! Visitors whom the site knows (K): their tokens are looked at here, and what follows is the desk's.
//!
//! `identity/jwt.js` checks a signature by the platform's cryptography, which answers later: nothing is changed
//! meanwhile, and what follows is done at once.

pub(crate) mod keys;

use desk::identity::{Binding, Claims, person};
use desk::{Event, VisitorId};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wire::http::Code;
use wire::identity::{Bound, Identified, IdentityKeyPost, IdentityPost};
use wire::{KeyId, Seq};
use worker::{Response, WebSocket};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::perform::Source;
use crate::request::Asked;
use crate::row::Row;
use crate::site::{Core, Site};
use crate::team::Asker;
use crate::{clock, reply, store, visitor};

#[wasm_bindgen(module = "/src/identity/jwt.js")]
extern "C" {
    #[wasm_bindgen(js_name = open)]
    fn open_token(jwt: &str, keys: &str) -> Promise;
    #[wasm_bindgen(js_name = publicKey)]
    fn public_key(text: &str) -> Promise;
}

/// What pages hear that are somebody else's from now on, or nobody's.
const COME_BACK: &str = "come back as who you are";

/// What is waited for.
pub(crate) enum Pending {
    Person { token: VisitorId, is_kept: bool },
    Key { who: Asker, is_public: bool },
}

/// Who asks is looked at first; then the cryptography is set to work. In pieces that do not wait: what stands in a
/// function that does weighs more.
pub(crate) fn begin(site: &Site, asked: &Asked, body: Body) -> Result<(Pending, Promise)> {
    if asked.path.len() > 4 {
        let who = keys::who(site, asked)?;
        let IdentityKeyPost { public_key: pasted } = body.json()?;
        let promise = pasted.as_deref().map_or_else(|| Promise::resolve(&JsValue::NULL), public_key);
        return Ok((Pending::Key { who, is_public: pasted.is_some() }, promise));
    }
    let token = visitor::token_of(asked)?;
    site.with(|core| asked.check_origin(&core.desk.settings().origins))?;
    let IdentityPost { jwt, kept } = body.json()?;
    let promise = open_token(&jwt, &store::identity_keys(&site.sql)?);
    Ok((Pending::Person { token, is_kept: kept }, promise))
}

/// Waits, and changes nothing meanwhile.
pub(crate) async fn wait(begun: &Result<(Pending, Promise)>) -> std::result::Result<JsValue, JsValue> {
    match begun {
        Ok((_, promise)) => JsFuture::from(promise.clone()).await,
        Err(_) => Ok(JsValue::NULL),
    }
}

pub(crate) fn finish(
    site: &Site,
    begun: Result<(Pending, Promise)>,
    told: std::result::Result<JsValue, JsValue>,
) -> Result<Response> {
    match begun?.0 {
        Pending::Key { who, is_public } => {
            let public = told.map_err(|error| keys::refused(&error))?;
            keys::make(site, &who, public.as_string().filter(|_| is_public))
        }
        Pending::Person { token, is_kept } => {
            let told = Row::new(told.map_err(|error| match error.as_string() {
                Some(sentence) => Error::new(Code::Unauthorized, sentence),
                None => error.into(),
            })?);
            let claims = Claims {
                aud: told.text("aud")?,
                exp: told.maybe_integer("exp")?,
                nbf: told.maybe_integer("nbf")?,
                sub: told.text("sub")?,
                name: told.maybe_text("name")?,
                email: told.maybe_text("email")?,
            };
            let kid = KeyId::parse(told.text("kid")?)?;
            let (sockets, answer) = site.with(|core| bind(site, core, token, claims, kid, is_kept))?;
            site.restart(&sockets, COME_BACK);
            reply::json(200, &answer)
        }
    }
}

/// Looks at what is claimed, and lets the desk decide what follows. Answers whose pages are to come back, too.
fn bind(
    site: &Site,
    core: &mut Core,
    token: VisitorId,
    claims: Claims,
    kid: KeyId,
    is_kept: bool,
) -> Result<(Vec<WebSocket>, Identified)> {
    let now = clock::now();
    let person = person(now, &core.id, claims).map_err(|why| Error::new(Code::Unauthorized, why))?;
    site.hear(core, now)?;
    let person_id = VisitorId::of_person(&person.id);
    let was = store::visitor(&site.sql, &token)?;
    if was.person().is_some() && was != person_id {
        return Err(Error::new(
            Code::Conflict,
            "This browser's token is another person's. Forget it, and come with a new one.",
        ));
    }
    let pace = store::pace_of(&site.sql, &person.id)?;
    let here = store::conversation_of(&site.sql, &token)?.map(Box::new);
    let newest = match &here {
        Some(here) => store::messages(&site.sql, &here.id, Seq(here.last.0.saturating_sub(1)))?.pop(),
        None => None,
    };
    let theirs = store::conversation_of(&site.sql, &person_id)?.map(Box::new);
    let answer = Identified {
        conversation: here.is_some() || theirs.is_some(),
        token: if was == person_id {
            Bound::Known
        } else if here.is_some() && theirs.is_some() {
            Bound::Joined
        } else {
            Bound::New
        },
    };
    let pages = core.lines.of_visitor(&token).map(|(_, line)| line.socket.clone()).collect();
    let binding = Box::new(Binding { token, person, kid, is_kept, pace, at: now });
    let event = Event::Identified { binding, here, newest, theirs };
    site.decide(core, now, event, Source::default())?.settle()?;
    Ok((pages, answer))
}
