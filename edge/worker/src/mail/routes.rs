//! What agents see and do about mail over HTTP, and the one route for whoever wants no more of it.

use desk::Event;
use desk::access::{Action, Actor, Resource, allow};
use desk::mail::{Token, Use};
use wire::http::Code;
use wire::mail::{AgentMail, Allowed, Incoming, IncomingText, MailSetup, Verdict};
use wire::team::HabitsPatch;
use wire::{AgentId, Email, ReceivedId};
use worker::{Headers, Method, Response};

use super::Setup;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::perform::Source;
use crate::request::Asked;
use crate::site::{Core, Site};
use crate::{clock, reply, session, store};

pub(crate) fn serve(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    let segments = asked.segments();
    let route = (&asked.method, &segments[3..]);
    if let (Method::Post, ["mail", "stop"]) = route {
        return site.with(|core| stop(site, core, asked));
    }
    let agent = site.with(|core| signed_in(site, core, asked))?;
    match route {
        (Method::Get, ["mail"]) => site.with(|core| setup(site, core)),
        (Method::Post, ["mail", "test"]) => site.with(|core| {
            let event = Event::MailTested { by: agent };
            site.apply(core, clock::now(), event, Source::default())?;
            let test = store::last_test(&site.sql)?.ok_or_else(Error::not_found)?;
            reply::json(202, &test)
        }),
        (Method::Post, ["mail", "allow"]) => {
            let Allowed { address } = body.json()?;
            let address = Email::parse(address.as_str().to_ascii_lowercase())?;
            site.with(|core| {
                let blocked = store::blocked(&site.sql, &address)?.ok_or_else(Error::not_found)?;
                let event = Event::MailAllowed(blocked);
                site.apply(core, clock::now(), event, Source::default())?.settle()?;
                setup(site, core)
            })
        }
        (Method::Get, ["mails"]) => reply::json(200, &store::set_aside(&site.sql)?),
        (Method::Get, ["mails", id]) => {
            let mail = mail(site, id)?;
            let (text, _) = store::received_text(&site.sql, &mail.id)?;
            reply::json(200, &IncomingText { mail, text })
        }
        (Method::Get, ["mails", id, "original"]) => {
            let mail = mail(site, id)?;
            original(store::original(&site.sql, &mail.id)?)
        }
        (Method::Post, ["mails", id]) => {
            let Verdict { confirm } = body.json()?;
            site.with(|core| judge(site, core, id, confirm))?;
            reply::empty(204)
        }
        _ => Err(Error::not_found()),
    }
}

/// Who is signed in, if that one may do this.
fn signed_in(site: &Site, core: &Core, asked: &Asked) -> Result<AgentId> {
    asked.check_cookie_use()?;
    let signed_in = session::of(site, core, asked, clock::now())?;
    let is_setup = asked.path.get(3).is_some_and(|part| part == "mail");
    let action = if is_setup { Action::Configure } else { Action::Handle };
    if allow(Actor::Agent(signed_in.role), action, Resource::Site) {
        return Ok(signed_in.agent);
    }
    Err(Error::new(Code::Forbidden, "Only an admin can see to the mail of the site."))
}

fn mail(site: &Site, id: &str) -> Result<Incoming> {
    let id = ReceivedId::parse(id).map_err(|_| Error::not_found())?;
    store::received(&site.sql, &id)?.ok_or_else(Error::not_found)
}

fn setup(site: &Site, core: &Core) -> Result<Response> {
    let setup = Setup::of(&site.env);
    let reply_to = setup.reply.as_ref().map(|(local, domain)| format!("{local}@{domain}"));
    let (waiting, failed) = store::mail_counts(&site.sql, clock::now())?;
    let nowhere = "Nobody has signed in since mail was set up, so links in mails would lead nowhere.";
    let problem = setup.problem.or_else(|| core.ours.is_empty().then_some(nowhere));
    reply::json(
        200,
        &MailSetup {
            provider: setup.provider.name().to_owned(),
            from: setup.from.to_string(),
            reply_to: reply_to.map(Email::parse).transpose()?,
            problem: problem.map(str::to_owned),
            waiting,
            failed,
            test: store::last_test(&site.sql)?,
            blocked: store::blocks(&site.sql)?,
        },
    )
}

/// The mail as it came, to be kept, never shown: what it holds is somebody else's.
fn original(bytes: Vec<u8>) -> Result<Response> {
    let headers = Headers::new();
    headers.set("content-type", "message/rfc822")?;
    headers.set("content-disposition", "attachment; filename=\"mail.eml\"")?;
    headers.set("x-content-type-options", "nosniff")?;
    headers.set("content-security-policy", "sandbox; default-src 'none'")?;
    headers.set("cache-control", "no-store")?;
    Ok(Response::builder().with_headers(headers).fixed(bytes))
}

fn judge(site: &Site, core: &mut Core, id: &str, is_confirmed: bool) -> Result<()> {
    let now = clock::now();
    site.hear(core, now)?;
    let mail = mail(site, id)?;
    let conversation = store::maybe_conversation(&site.sql, mail.conversation.as_ref())?;
    let (_, said) = store::received_text(&site.sql, &mail.id)?;
    let event = Event::MailJudged { mail, conversation, said, is_confirmed };
    site.decide(core, now, event, Source::default())?.settle()
}

/// Stops mail to whoever its token names. Asked for by a mail program (RFC 8058) or by our page.
fn stop(site: &Site, core: &mut Core, asked: &Asked) -> Result<Response> {
    let bad = || Error::new(Code::Unauthorized, "This link is not valid, or is too old.");
    let now = clock::now();
    let keys = Setup::of(&site.env).keys.ok_or_else(bad)?;
    let token: Token = keys.read(now, asked.parameter("t").unwrap_or_default()).map_err(|_| bad())?;
    if token.is_for != Use::Stop || Some(token.site) != core.number {
        return Err(bad());
    }
    let (conversation, agent) = store::person_of(&site.sql, token.person)?.ok_or_else(bad)?;
    let event = if let Some(agent) = agent {
        let patch = HabitsPatch { mail: Some(AgentMail::Off), ..HabitsPatch::default() };
        Event::Accustomed { agent, patch, by: None }
    } else {
        let address = store::last_address(&site.sql, &conversation, None)?.ok_or_else(bad)?;
        Event::MailStopped { address }
    };
    site.apply(core, now, event, Source::default())?;
    reply::empty(204)
}
