//! The lobby: an object beside the site's own that knows who is on the site now (O1, O2). What the router and
//! the site's object have to do with it stands here; the object itself is `lobby/object.js`.
//!
//! A page that is only open is never a matter of the site's object: the lobby keeps what it must know of the
//! site, and asks anew when an admin changed something and while a console listens.

use desk::Event;
use desk::access::{Action, Actor, Resource, allow};
use serde::Serialize;
use wire::http::Code;
use wire::online::Invite;
use wire::{Name, Origin, PlaceId, SiteId, TargetedId};
use worker::{Context, Env, Method, Request, Response, Stub, console_error};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::perform::Source;
use crate::request::Asked;
use crate::session::SignedIn;
use crate::site::{Core, Site};
use crate::{auth, clock, reply, session, store};

/// What the lobby must know of its site.
#[derive(Serialize)]
struct Rules<'a> {
    site: &'a SiteId,
    on: bool,
    origins: &'a [Origin],
    salt: &'a str,
    /// The session that may listen, or those of them that hold, with commas: by their hashes.
    session: &'a str,
}

/// What an agent may write to a page.
#[derive(Serialize)]
struct Sent {
    visitor: PlaceId,
    id: TargetedId,
    name: Name,
    body: wire::Body,
}

/// In which the lobby names sessions.
const SESSIONS: &str = "x-porchlight-sessions";

/// The lobby of a site that exists.
fn of(env: &Env, site: &SiteId) -> Result<Stub> {
    Ok(env.durable_object("LOBBY")?.get_by_name(site.as_str())?)
}

/// At the router: what the lobby answers, which asks the site's object itself.
pub(crate) async fn serve(request: Request, env: &Env, site: &SiteId) -> Result<Response> {
    Ok(of(env, site)?.fetch_with_request(request).await?)
}

/// At the router: whether this changes something that the lobby goes by.
pub(crate) fn goes_by(asked: &Asked) -> bool {
    matches!(
        (&asked.method, &asked.segments()[1..]),
        (Method::Patch, ["sites", _, "settings"])
            | (Method::Delete, ["sites", _, "session"] | ["sites", _, "team", _])
            | (Method::Put, ["operator", ..])
    )
}

/// At the router: something changed that the lobby goes by.
pub(crate) fn look_again(env: &Env, site: &SiteId, context: &Context) -> Result<()> {
    let (lobby, address) = (of(env, site)?, format!("https://lobby/v1/sites/{site}/look"));
    context.wait_until(async move {
        if let Err(error) = lobby.fetch_with_str(&address).await {
            console_error!("the lobby was not told: {error:?}");
        }
    });
    Ok(())
}

fn rules(core: &Core, session: &str) -> Result<Response> {
    let settings = core.desk.settings();
    let (on, origins) = (settings.visitors_online, settings.origins.as_slice());
    reply::json(200, &Rules { site: &core.id, on, origins, salt: &core.salt, session })
}

/// At the site's object: who may see the visitors, where anybody may.
fn admit(site: &Site, core: &Core, asked: &Asked) -> Result<SignedIn> {
    // A browser sends the cookie from any page: only our own may use it.
    asked.check_origin(&[])?;
    let signed_in = session::of(site, core, asked, clock::now())?;
    if !allow(Actor::Agent(signed_in.role), Action::Handle, Resource::Site) {
        return Err(Error::not_found());
    }
    if core.desk.settings().visitors_online {
        return Ok(signed_in);
    }
    let message = "Visitors online is switched off. An admin can switch it on in the settings.";
    Err(Error::new(Code::Conflict, message))
}

/// At the site's object: a console wants to listen.
pub(crate) fn listen(site: &Site, asked: &Asked) -> Result<Response> {
    Site::expect_upgrade(asked)?;
    site.with(|core| rules(core, &admit(site, core, asked)?.hash))
}

/// At the site's object: what the lobby asks.
pub(crate) fn known(site: &Site, asked: &Asked) -> Result<Response> {
    let sessions = asked.headers.get(SESSIONS)?.unwrap_or_default();
    site.with(|core| {
        let mut held = String::new();
        for hash in sessions.split(',') {
            if session::holds(site, core, hash, clock::now())? {
                held.push_str(hash);
                held.push(',');
            }
        }
        rules(core, &held)
    })
}

/// At the site's object: an agent starts a chat (O2). Whether that may be; what is written is kept, and the
/// lobby hands it on.
pub(crate) fn invite(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    let now = clock::now();
    site.with(|core| {
        let SignedIn { agent, .. } = admit(site, core, asked)?;
        let Invite { visitor, body } = body.json()?;
        site.hear(core, now)?;
        let id = TargetedId::parse(auth::id()?)?;
        let open = store::open_invitations(&site.sql, now)?;
        let name = core.desk.agent(&agent).ok_or_else(Error::unauthorized)?.name.clone();
        let event = Event::Invited { agent, id: id.clone(), body: body.clone(), open };
        site.decide(core, now, event, Source::default())?.settle()?;
        reply::json(201, &Sent { visitor, id, name, body })
    })
}
