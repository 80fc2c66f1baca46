//! Signing in and out, and what a session may do over HTTP.

use std::time::Duration;

use desk::access::{Action, Actor, Resource, allow};
use desk::{Agent, Event};
use wire::http::{Code, LinkRequest, Role, Session, SignIn};
use wire::settings::{Settings, SettingsPatch};
use wire::{AgentId, Name, Secret, Timestamp};
use worker::{Method, Response};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::perform::Source;
use crate::request::Asked;
use crate::row::Row;
use crate::site::{Core, Site};
use crate::{auth, clock, mail, reply};

/// How long a sign-in link is good.
const LINK: Duration = Duration::from_mins(10);
/// How long a session lasts.
const SESSION: Duration = Duration::from_hours(30 * 24);
/// How long an invitation is good.
pub(crate) const INVITATION: Duration = Duration::from_hours(7 * 24);
/// Links of one agent that may be open at a time, when strangers ask for them.
const LINKS_PER_AGENT: u32 = 5;

/// Who is signed in.
pub(crate) struct SignedIn {
    pub(crate) agent: AgentId,
    pub(crate) role: Role,
    pub(crate) hash: String,
    pub(crate) until: Timestamp,
}

/// Whom a link or a session lets in, and until when; `None` once that is over.
fn grant(row: Option<Row>, now: Timestamp) -> Result<Option<(AgentId, Timestamp)>> {
    let Some(row) = row else { return Ok(None) };
    let until = row.instant("expires_at")?;
    Ok((now < until).then_some((AgentId::parse(row.text("agent")?)?, until)))
}

/// The session of a request.
///
/// # Errors
/// 401 without one that holds.
pub(crate) fn of(site: &Site, core: &Core, asked: &Asked, now: Timestamp) -> Result<SignedIn> {
    let signed_out = || Error::new(Code::Unauthorized, "You are not signed in.");
    let secret = auth::session(&asked.headers, &core.id)?.ok_or_else(signed_out)?;
    let hash = auth::hash(secret.as_str());
    let row =
        site.sql.row("SELECT agent, expires_at FROM session WHERE hash = ?", &[hash.as_str().into()])?;
    let (agent, until) = grant(row, now)?.ok_or_else(signed_out)?;
    let role = core.desk.agent(&agent).ok_or_else(signed_out)?.role;
    Ok(SignedIn { agent, role, hash, until })
}

/// Whether a session holds, by its hash.
pub(crate) fn holds(site: &Site, core: &Core, hash: &str, now: Timestamp) -> Result<bool> {
    let row = site.sql.row("SELECT agent, expires_at FROM session WHERE hash = ?", &[hash.into()])?;
    Ok(grant(row, now)?.is_some_and(|(agent, _)| core.desk.agent(&agent).is_some()))
}

pub(crate) fn serve(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    asked.check_cookie_use()?;
    match (&asked.method, asked.path.get(3).map(String::as_str)) {
        (Method::Post, Some("session")) => {
            let SignIn { link } = body.json()?;
            sign_in(site, asked, &link)
        }
        (Method::Get, Some("session")) => site.with(|core| {
            let signed_in = of(site, core, asked, clock::now())?;
            reply::json(200, &session(core, &signed_in.agent)?)
        }),
        (Method::Delete, Some("session")) => sign_out(site, asked),
        (Method::Post, Some("links")) => {
            let LinkRequest { email } = body.json()?;
            mail_link(site, asked, &email)
        }
        (Method::Patch, Some("settings")) => {
            // Who asks is looked at first: what a stranger sends is not even read.
            let by = site.with(|core| may_configure(site, core, asked))?;
            let patch: SettingsPatch = body.json()?;
            configure(site, by, patch)
        }
        _ => Err(Error::not_found()),
    }
}

fn session(core: &Core, agent: &AgentId) -> Result<Session> {
    let me = core.desk.agent(agent).ok_or_else(Error::unauthorized)?.me();
    Ok(Session { me, settings: core.desk.settings().clone() })
}

/// Makes a link for an agent. Old ones are swept by the way.
pub(crate) fn make_link(site: &Site, agent: &Agent, now: Timestamp) -> Result<(Secret, Timestamp)> {
    let secret = auth::secret()?;
    let expires_at = now + LINK;
    site.sql.transaction(|| {
        site.sql.run("DELETE FROM link WHERE expires_at <= ?", &[now.0.into()])?;
        site.sql.run("DELETE FROM session WHERE expires_at <= ?", &[now.0.into()])?;
        site.sql.run(
            "INSERT INTO link (hash, agent, expires_at) VALUES (?, ?, ?)",
            &[auth::hash(secret.as_str()).as_str().into(), agent.id.as_str().into(), expires_at.0.into()],
        )
    })?;
    Ok((secret, expires_at))
}

/// Where a link leads: the secret stands in the fragment, which browsers never send.
pub(crate) fn link_url(asked: &Asked, core: &Core, secret: &Secret) -> String {
    format!("{}/console/?site={}#link={secret}", asked.ours, core.id)
}

fn sign_in(site: &Site, asked: &Asked, link: &Secret) -> Result<Response> {
    let now = clock::now();
    let hash = auth::hash(link.as_str());
    site.with(|core| {
        let secret = auth::secret()?;
        let expires_at = now + SESSION;
        // Used up and turned into a session at once, or neither.
        let agent = site.sql.transaction(|| {
            let query = "DELETE FROM link WHERE hash = ? RETURNING agent, expires_at";
            let row = site.sql.row(query, &[hash.as_str().into()])?;
            let Some((agent, _)) = grant(row, now)? else { return Ok(None) };
            site.sql.run(
                "INSERT INTO session (hash, agent, expires_at) VALUES (?, ?, ?)",
                &[auth::hash(secret.as_str()).as_str().into(), agent.as_str().into(), expires_at.0.into()],
            )?;
            Ok(Some(agent))
        })?;
        let agent = agent.ok_or_else(|| {
            Error::new(Code::Unauthorized, "This link was used already, or its time is over.")
        })?;
        site.apply(core, now, Event::Entered(agent.clone()), Source::default())?;
        site.note_ours(core, asked)?;
        let mut response = reply::json(200, &session(core, &agent)?)?;
        set_cookie(&mut response, core, secret.as_str(), SESSION)?;
        Ok(response)
    })
}

fn set_cookie(response: &mut Response, core: &Core, value: &str, age: Duration) -> Result<()> {
    let cookie = format!(
        "{}={value}; Path=/; Max-Age={}; HttpOnly; Secure; SameSite=Lax",
        auth::cookie_name(&core.id),
        age.as_secs()
    );
    Ok(response.headers_mut().set("set-cookie", &cookie)?)
}

fn sign_out(site: &Site, asked: &Asked) -> Result<Response> {
    let (response, sockets) = site.with(|core| {
        let signed_in = of(site, core, asked, clock::now())?;
        site.sql.run("DELETE FROM session WHERE hash = ?", &[signed_in.hash.as_str().into()])?;
        let lines = core.lines.of_session(&signed_in.hash);
        let sockets: Vec<_> =
            lines.into_iter().filter_map(|id| Some(core.lines.get(id)?.socket.clone())).collect();
        let mut response = reply::empty(204)?;
        set_cookie(&mut response, core, "", Duration::ZERO)?;
        Ok((response, sockets))
    })?;
    for socket in sockets {
        site.hang_up(&socket, wire::close::code::UNAUTHORIZED, "signed out");
    }
    Ok(response)
}

/// Mails a link, if the address is an agent's. The answer and its time are the same if it is not.
fn mail_link(site: &Site, asked: &Asked, email: &wire::Email) -> Result<Response> {
    let now = clock::now();
    site.with(|core| {
        let Some(agent) = core.desk.agent_at(email) else { return Ok(()) };
        let open = site.sql.count(
            "SELECT count(*) AS count FROM link WHERE agent = ? AND expires_at > ?",
            &[agent.id.as_str().into(), now.0.into()],
        )?;
        if open >= LINKS_PER_AGENT {
            return Ok(());
        }
        let (secret, _) = make_link(site, agent, now)?;
        let link = mail::sign_in::SignInLink {
            to: agent.email.clone(),
            site: core.desk.settings().name.clone(),
            url: link_url(asked, core, &secret),
            by: None,
        };
        let env = site.env.clone();
        site.state.wait_until(async move { mail::sign_in::send(&env, link).await });
        Ok(())
    })?;
    reply::empty(202)
}

/// The name of the admin who asks.
fn may_configure(site: &Site, core: &Core, asked: &Asked) -> Result<Name> {
    let signed_in = of(site, core, asked, clock::now())?;
    if allow(Actor::Agent(signed_in.role), Action::Configure, Resource::Site) {
        return Ok(core.desk.agent(&signed_in.agent).ok_or_else(Error::unauthorized)?.name.clone());
    }
    Err(Error::new(Code::Forbidden, "Only an admin can change the settings."))
}

fn configure(site: &Site, by: Name, patch: SettingsPatch) -> Result<Response> {
    site.with(|core| {
        let event = Event::Configured { patch, by };
        site.apply(core, clock::now(), event, Source::default())?.settle()?;
        let settings: &Settings = core.desk.settings();
        reply::json(200, settings)
    })
}
