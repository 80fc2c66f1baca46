//! Mail that comes in: read in the stateless Worker, so that a heavy one costs no site anything, and handed to
//! the site that its token names. What names none is kept for the operator.

use desk::Event;
use desk::mail::{Arrival, Claim, Reading, Refusal, Use, judge};
use serde::{Deserialize, Serialize};
use wire::ReceivedId;
use wire::http::Code;
use wire::mail::{Incoming, Judged, Judgement, Stray};
use worker::{Env, ForwardableEmailMessage, Method, Request, RequestInit, Response};

use super::{Setup, mime};
use crate::error::{Error, Result};
use crate::perform::Source;
use crate::site::{Core, Site};
use crate::{auth, clock, directory, reply, store};

/// What the platform takes: <https://developers.cloudflare.com/email-routing/limits/>
pub(crate) const MOST_BYTES: usize = 25 * 1024 * 1024;
pub(crate) const TOO_LARGE: &str = "A mail has 25 MiB at most.";
/// Mails that a site sets aside until somebody looks at them. Then senders are told that the box is full.
const MOST_ASIDE: u32 = 1_000;
/// Characters of a subject that are kept beside the original.
const SUBJECT: usize = 200;

/// The platform brings a mail. What cannot be taken is refused with a reason, so that its sender hears of it.
///
/// # Errors
/// When it may be taken later: then the sender's server brings it again.
pub(crate) async fn hear(message: &ForwardableEmailMessage, env: &Env) -> worker::Result<()> {
    const TRIES: usize = 3;
    let raw = message.raw_bytes().await?;
    let (from, to) = (message.from(), message.to());
    let mut last = None;
    for _ in 0..TRIES {
        // Entered once, however often it is brought.
        match take_in(env, &from, &to, &raw).await {
            Ok(_) => return Ok(()),
            Err(Error::Problem { message: reason, .. }) => {
                message.set_reject(&reason);
                return Ok(());
            }
            Err(error) => last = Some(error),
        }
    }
    Err(worker::Error::RustError(format!("a mail could not be taken in: {last:?}")))
}

/// What a token says to a site that it names.
#[derive(Serialize, Deserialize)]
enum Told {
    Person { number: u32, is_agent: bool },
    Forged,
    Expired,
}

/// What the Worker tells a site's object of a mail, beside its bytes.
#[derive(Serialize, Deserialize)]
struct Envelope {
    id: ReceivedId,
    from: String,
    told: Told,
    server: String,
}

/// Takes a mail in.
///
/// # Errors
/// When it cannot be, with a sentence for its sender; or not now.
pub(crate) async fn take_in(env: &Env, from: &str, to: &str, raw: &[u8]) -> Result<Judged> {
    if raw.len() > MOST_BYTES {
        return Err(Error::new(Code::TooLarge, TOO_LARGE));
    }
    let to = to.trim().to_ascii_lowercase();
    let json = mime::json(raw).await?;
    let setup = Setup::of(env);
    let token = to.split('@').next().and_then(|local| local.split_once('+')).map_or("", |(_, token)| token);
    let read = match &setup.keys {
        Some(keys) => keys.read(clock::now(), token),
        None => Err(Refusal::NoToken),
    };
    let (number, told) = match read {
        Ok(token) if token.is_for == Use::Stop => (token.site, Told::Forged),
        Ok(token) => {
            (token.site, Told::Person { number: token.person, is_agent: token.is_for == Use::Agent })
        }
        Err(Refusal::Expired(token)) => (token.site, Told::Expired),
        Err(Refusal::Forged(site)) => (site, Told::Forged),
        Err(Refusal::NoToken) => return stray(env, to, &json).await,
    };
    let Some(site) = directory::site(env, number).await? else { return stray(env, to, &json).await };
    let id = ReceivedId::parse(auth::hash_bytes(&[raw, b"\n", to.as_bytes()]))?;
    let envelope = Envelope { id, from: from.to_owned(), told, server: setup.server };
    let envelope = serde_json::to_string(&envelope)?;
    let mut body = Vec::with_capacity(raw.len() + json.len() + envelope.len() + 8);
    for part in [envelope.as_bytes(), json.as_bytes()] {
        body.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        body.extend(part);
    }
    body.extend(raw);
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(js_sys::Uint8Array::from(body.as_slice()).into()));
    let request = Request::new_with_init("https://site/mail", &init)?;
    let stub = env.durable_object("SITE")?.get_by_name(site.as_str())?;
    let mut response = stub.fetch_with_request(request).await?;
    let text = response.text().await?;
    match response.status_code() {
        200 => Ok(serde_json::from_str(&text)?),
        429 => Err(Error::new(Code::TooMany, "This mailbox is full. Please write in the chat.")),
        status => Err(Error::Platform(format!("the site answered {status} to a mail: {text}"))),
    }
}

/// A mail that leads to no site.
async fn stray(env: &Env, to: String, json: &str) -> Result<Judged> {
    let reading: Reading = serde_json::from_str(json)?;
    let stray = Stray {
        at: clock::now(),
        to,
        from: reading.from,
        subject: reading.subject.chars().take(SUBJECT).collect(),
        text: reading.text.chars().take(2_000).collect(),
    };
    if directory::keep_stray(env, &stray).await? {
        return Ok(Judged { judgement: None, again: false });
    }
    Err(Error::new(Code::TooMany, "There is no such address here."))
}

/// The site's side of it: `bytes` as [`take_in`] made them.
pub(crate) fn accept(site: &Site, bytes: &[u8]) -> Result<Response> {
    let bad = || Error::Platform("a mail came in another form".to_owned());
    let (envelope, rest) = part(bytes).ok_or_else(bad)?;
    let (reading, original) = part(rest).ok_or_else(bad)?;
    let envelope: Envelope = serde_json::from_str(envelope)?;
    let reading: Reading = serde_json::from_str(reading)?;
    site.with(|core| {
        let now = clock::now();
        site.hear(core, now)?;
        if let Some(mail) = store::received(&site.sql, &envelope.id)? {
            return reply::json(200, &Judged { judgement: Some(mail.judgement), again: true });
        }
        let arrival = arrival(site, core, envelope, &reading, original)?;
        if arrival.mail.judgement != Judgement::Taken && store::count_aside(&site.sql)? >= MOST_ASIDE {
            return Err(Error::new(Code::TooMany, "Too many mails wait to be looked at."));
        }
        let id = arrival.mail.id.clone();
        site.decide(core, now, Event::MailCame(Box::new(arrival)), Source::default())?;
        let judgement = store::received(&site.sql, &id)?.map(|mail| mail.judgement);
        reply::json(200, &Judged { judgement, again: false })
    })
}

/// The first part of what a length stands before, and what follows it.
fn part(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (part, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    Some((std::str::from_utf8(part).ok()?, rest))
}

fn arrival(
    site: &Site,
    core: &Core,
    envelope: Envelope,
    reading: &Reading,
    original: &[u8],
) -> Result<Arrival> {
    let mut mail = Incoming {
        id: envelope.id,
        at: clock::now(),
        from: reading.from.clone(),
        subject: reading.subject.chars().take(SUBJECT).collect(),
        judgement: Judgement::Unknown,
        conversation: None,
        agent: None,
        first: wire::Seq(0),
        last: wire::Seq(0),
        attachments: reading.attachments.iter().map(|one| one.name.clone()).collect(),
    };
    let mut conversation = None;
    let mut address = None;
    match envelope.told {
        Told::Forged => mail.judgement = Judgement::Forged,
        Told::Expired => mail.judgement = Judgement::Expired,
        Told::Person { number, is_agent } => {
            let person = store::person_of(&site.sql, number)?;
            if let Some((id, agent)) = person.filter(|(_, agent)| agent.is_some() == is_agent) {
                conversation = store::conversation(&site.sql, &id)?;
                address = store::last_address(&site.sql, &id, agent.as_ref())?;
                let email = agent.as_ref().and_then(|id| core.desk.agent(id)).map(|agent| &agent.email);
                if conversation.is_some() && email.is_some() == is_agent {
                    let claim = email.map_or(Claim::Visitor, Claim::Agent);
                    mail.judgement = judge(claim, &envelope.from, reading, &envelope.server);
                    mail.conversation = Some(id);
                    mail.agent = agent;
                }
            }
        }
    }
    Ok(Arrival {
        mail,
        text: reading.text.as_str().into(),
        original: original.into(),
        said: reading.new_text().into(),
        conversation,
        address,
    })
}
