//! Who comes onto the team and who leaves it, over HTTP; and what was changed by whom.

use desk::access::Action;
use desk::{Event, Pass, Staffing};
use wire::http::{Code, Link, NewAgent};
use wire::staff::{Invited, ProfilePatch};
use wire::{AgentId, Timestamp};
use worker::{Method, Response};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::mail::{Setup, sign_in};
use crate::perform::Source;
use crate::request::Asked;
use crate::site::{Core, Site};
use crate::team::{Asker, agent_of};
use crate::{auth, clock, picture, reply, session, store};

/// How far back invitations are counted, in milliseconds.
const DAY: i64 = 24 * 3_600 * 1_000;

pub(crate) fn serve(site: &Site, who: &Asker, asked: &Asked, body: Body) -> Result<Response> {
    let segments = asked.segments();
    match (&asked.method, &segments[3..]) {
        (Method::Get, ["audit"]) => {
            who.may(Action::Audit)?;
            let before = asked.parameter("before").map_or(Ok(u32::MAX), str::parse).map_err(|_| {
                Error::new(Code::BadRequest, "The parameter `before` is the number of a line.")
            })?;
            reply::text(200, store::deeds(&site.sql, before)?)
        }
        (Method::Post, ["team"]) => {
            who.may(Action::Staff)?;
            let agent: NewAgent = body.json()?;
            let id = AgentId::parse(auth::id()?)?;
            let new = id.clone();
            invite(site, who, asked, &id, |pass, today| Staffing::Invite { id: new, agent, pass, today })
        }
        (Method::Post, ["team", agent, "link"]) => {
            who.may(Action::Staff)?;
            let agent = agent_of(site, agent)?;
            let id = agent.clone();
            invite(site, who, asked, &id, |pass, today| Staffing::InviteAgain { agent, pass, today })
        }
        (Method::Patch, ["team", agent, "profile"]) => {
            let agent = agent_of(site, agent)?;
            who.may_see_to(&agent)?;
            let patch: ProfilePatch = body.json()?;
            if patch.role.is_some() {
                who.may(Action::Staff)?;
            }
            apply(site, who, Staffing::Change { agent: agent.clone(), patch })?;
            site.with(|core| {
                reply::json(200, &core.desk.agent(&agent).ok_or_else(Error::not_found)?.member())
            })
        }
        (Method::Put, ["team", agent, "picture"]) => {
            let agent = agent_of(site, agent)?;
            who.may_see_to(&agent)?;
            picture::put(site, &agent, body)
        }
        (Method::Delete, ["team", agent]) => {
            who.may(Action::Staff)?;
            let agent = agent_of(site, agent)?;
            remove(site, who, &agent)
        }
        _ => Err(Error::not_found()),
    }
}

/// Lets the desk decide.
pub(crate) fn apply(site: &Site, who: &Asker, what: Staffing) -> Result<()> {
    let event = Event::Staff { what, by: who.name.clone() };
    site.with(|core| site.apply(core, clock::now(), event, Source::default())?.settle())
}

/// Makes the link, has it stored with what it is for, and mails it where mail works.
fn invite(
    site: &Site,
    who: &Asker,
    asked: &Asked,
    id: &AgentId,
    what: impl FnOnce(Pass, u32) -> Staffing,
) -> Result<Response> {
    let now = clock::now();
    let secret = auth::secret()?;
    let until = now + session::INVITATION;
    let today = store::invitations(&site.sql, Timestamp(now.0 - DAY))?;
    apply(site, who, what(Pass { hash: auth::hash(secret.as_str()), until }, today))?;
    site.with(|core| {
        let agent = core.desk.agent(id).ok_or_else(Error::not_found)?;
        let link = Link { url: session::link_url(asked, core, &secret), expires_at: until };
        let mailed = mail(site, core, who, &agent.email, &link)?;
        reply::json(201, &Invited { member: agent.member_for_admin(), link, mailed })
    })
}

/// Answers whether a mail goes out.
fn mail(site: &Site, core: &Core, who: &Asker, to: &wire::Email, link: &Link) -> Result<bool> {
    if !Setup::of(&site.env).works() || store::block(&site.sql, to.as_str())?.is_some() {
        return Ok(false);
    }
    let link = sign_in::SignInLink {
        to: to.clone(),
        site: core.desk.settings().name.clone(),
        url: link.url.clone(),
        by: Some(who.name.clone()),
    };
    let env = site.env.clone();
    site.state.wait_until(async move { sign_in::send(&env, link).await });
    Ok(true)
}

fn remove(site: &Site, who: &Asker, id: &AgentId) -> Result<Response> {
    let sockets = site.with(|core| {
        let now = clock::now();
        // What was due before is done before: it may concern the same conversations.
        site.hear(core, now)?;
        let open = store::open_of(&site.sql, id)?;
        let what = Staffing::Remove { agent: id.clone(), open };
        let event = Event::Staff { what, by: who.name.clone() };
        site.decide(core, now, event, Source::default())?.settle()?;
        Ok(core.lines.of_agent(id).map(|(_, line)| line.socket.clone()).collect::<Vec<_>>())
    })?;
    for socket in sockets {
        site.hang_up(&socket, wire::close::code::UNAUTHORIZED, "removed from the team");
    }
    reply::empty(204)
}
