//! Web push (N4, N5): which devices are to be woken, waking them, and what they tell then.
//!
//! A push carries nothing: the device asks for `GET …/calls` with its session.

use std::time::Duration;

use desk::access::{Action, Actor, Resource, allow};
use desk::push::origin_of;
use wasm_bindgen::prelude::*;
use wire::agent::Call;
use wire::http::Code;
use wire::push::{Endpoint, PushPost, PushSetup};
use wire::{AgentId, Timestamp};
use worker::{Delay, Env, Method, Response, console_error, console_warn};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::request::Asked;
use crate::session::SignedIn;
use crate::site::{Core, Site};
use crate::sql::Sql;
use crate::{clock, reply, session, store, team};

#[wasm_bindgen(module = "/src/push/vapid.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = publicKey)]
    async fn public_key(secret: &str) -> std::result::Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = send)]
    async fn send_once(endpoint: &str, audience: &str, contact: &str, secret: &str) -> JsValue;
}

/// Before each try, in seconds. A push is a hint: when it is older, it helps nobody.
const TRIES: [u64; 3] = [0, 2, 10];

fn text(env: &Env, name: &str) -> String {
    env.var(name).map(|value| value.to_string()).unwrap_or_default()
}

fn secret(env: &Env) -> String {
    env.secret("VAPID_PRIVATE_KEY").map(|key| key.to_string()).unwrap_or_default()
}

fn who(site: &Site, core: &Core, asked: &Asked) -> Result<SignedIn> {
    let signed_in = session::of(site, core, asked, clock::now())?;
    if allow(Actor::Agent(signed_in.role), Action::Work, Resource::Site) {
        return Ok(signed_in);
    }
    Err(Error::unauthorized())
}

/// `GET …/push`.
pub(crate) async fn setup(site: &Site, asked: &Asked) -> Result<Response> {
    let on = site.with(|core| store::is_device(&site.sql, &who(site, core, asked)?.hash))?;
    let secret = secret(&site.env);
    let (mut key, mut problem) = (None, None);
    if secret.is_empty() {
        problem =
            Some("Push needs a key: make pushkey, then wrangler secret put VAPID_PRIVATE_KEY.".to_owned());
    } else {
        match public_key(&secret).await {
            Ok(open) => key = open.as_string(),
            Err(_) => problem = Some("VAPID_PRIVATE_KEY is no key: make pushkey prints one.".to_owned()),
        }
    }
    reply::json(200, &PushSetup { key, problem, on })
}

pub(crate) fn serve(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    asked.check_cookie_use()?;
    let now = clock::now();
    let who = site.with(|core| who(site, core, asked))?;
    match asked.method {
        Method::Get => {
            let after = team::instant(asked, "after")?.unwrap_or(Timestamp(0));
            site.with(|core| {
                site.hear(core, now)?;
                let may_tell = core.desk.may_tell(now, &who.agent);
                let calls =
                    if may_tell { store::calls(&site.sql, &who.agent, after, now)? } else { Vec::new() };
                reply::json(200, &calls)
            })
        }
        Method::Post => {
            let post: PushPost = body.json()?;
            if origin_of(&post.endpoint, &text(&site.env, "PUSH_TEST_ORIGIN")).is_none() {
                return Err(Error::new(
                    Code::BadRequest,
                    "This is the address of no push service that is known here.",
                ));
            }
            store::put_device(&site.sql, &who, &post, now)?;
            reply::empty(204)
        }
        _ => {
            store::drop_device(&site.sql, &who.hash)?;
            reply::empty(204)
        }
    }
}

/// Wakes an agent's devices. What goes wrong costs the push and nothing else.
pub(crate) fn send(site: &Site, agent: &AgentId, why: Call, now: Timestamp) {
    let secret = secret(&site.env);
    if secret.is_empty() {
        return;
    }
    let devices = match store::devices(&site.sql, agent, why.kind(), now) {
        Ok(devices) => devices,
        Err(error) => return console_error!("devices could not be read: {error:?}"),
    };
    let also = text(&site.env, "PUSH_TEST_ORIGIN");
    let contact = ["mailto:", &text(&site.env, "MAIL_FROM")].concat();
    for device in devices {
        let Some(origin) = origin_of(&device, &also).map(str::to_owned) else { continue };
        let (sql, contact, secret) = (site.sql.clone(), contact.clone(), secret.clone());
        site.state.wait_until(async move { deliver(&sql, &device, &origin, &contact, &secret).await });
    }
}

async fn deliver(sql: &Sql, device: &Endpoint, origin: &str, contact: &str, secret: &str) {
    for pause in TRIES {
        if pause > 0 {
            Delay::from(Duration::from_secs(pause)).await;
        }
        let status = send_once(device.as_str(), origin, contact, secret).await.as_f64().unwrap_or(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a status has three digits"
        )]
        let status = status as u16;
        match status {
            // What a service does not know any more, nobody reads.
            404 | 410 => {
                if let Err(error) = store::drop_endpoint(sql, device) {
                    console_error!("a device could not be dropped: {error:?}");
                }
                return;
            }
            429 | 500.. => {}
            200..300 => return,
            _ => return console_warn!("a push was refused: {status}"),
        }
    }
}
