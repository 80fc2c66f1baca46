//! The outbox: what is due is handed over by the alarm, one mail after the other.
//!
//! Nothing here decides: whether, when and how often is `desk::mail`.

use std::panic::AssertUnwindSafe;

use desk::mail::{Allowance, Letter, Links, Mail, Outcome, Use, letter};
use desk::{Conversation, Event};
use futures_util::FutureExt as _;
use wire::{Email, Seq};
use worker::console_error;

use super::Setup;
use crate::error::{Error, Result};
use crate::perform::{Answer, Source};
use crate::site::{Core, Site};
use crate::{auth, clock, directory, store};

/// Mails in one go; then others have their turn, and the alarm rings again at once.
const AT_ONCE: usize = 20;
/// And how long one go may take, in milliseconds.
const LONG: i64 = 60_000;

/// Hands over what is due. Never fails, whatever a provider does.
pub(crate) async fn drain(site: &Site) {
    let begin = clock::now();
    for _ in 0..AT_ONCE {
        if clock::now().0 - begin.0 > LONG {
            return;
        }
        match AssertUnwindSafe(next(site)).catch_unwind().await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => return,
            Ok(Err(error)) => {
                console_error!("a mail could not be handed over: {error:?}");
                return;
            }
            Err(_) => {
                site.recover("the handing over of a mail");
                return;
            }
        }
    }
}

/// One mail. Answers whether there was one.
async fn next(site: &Site) -> Result<bool> {
    let due = site.with(|core| Ok(core.desk.mail_due(clock::now()).cloned()))?;
    let Some(mail) = due else { return Ok(false) };
    let number = number(site).await?;
    let is_full = match site.with(|core| asks_about(site, core, &mail))? {
        Some(address) => !directory::may_mail(&site.env, &auth::hash(&address)).await?,
        None => false,
    };
    let setup = Setup::of(&site.env);
    let ready = site.with(|core| match came_due(site, core, &mail, is_full)? {
        Answer::Post(post) => write(site, core, &setup, *post, number).map(Some),
        Answer::Stored { .. } | Answer::Refused(_) | Answer::Done => Ok(None),
    })?;
    let Some((mail, letter)) = ready else { return Ok(true) };
    let outcome = match setup.problem {
        Some(why) => Outcome::Later(why.to_owned()),
        None => setup.provider.send(&site.env, setup.from.as_str(), &letter).await,
    };
    site.with(|core| {
        let event = Event::Posted { id: mail.id, attempt: mail.attempts, outcome };
        site.decide(core, clock::now(), event, Source::default()).map(drop)
    })?;
    Ok(true)
}

/// The site's number in the directory, asked for once.
async fn number(site: &Site) -> Result<u32> {
    let (id, number) = site.with(|core| Ok((core.id.clone(), core.number)))?;
    if let Some(number) = number {
        return Ok(number);
    }
    let number = directory::number(&site.env, &id).await?;
    site.with(|core| {
        site.sql.run("UPDATE site SET number = ?", &[number.into()])?;
        core.number = Some(number);
        Ok(number)
    })
}

/// What the desk needs to know to say what is to be done with a mail.
struct Known {
    conversation: Option<Conversation>,
    /// Where it goes, in lower case.
    address: Option<String>,
    read: Seq,
    allowance: Allowance,
}

fn known(site: &Site, core: &Core, mail: &Mail) -> Result<Known> {
    let conversation = store::maybe_conversation(&site.sql, mail.conversation.as_ref())?;
    let address = core.desk.address_of(mail, conversation.as_ref());
    let address = address.map(|address| address.as_str().to_ascii_lowercase());
    let read = match (&mail.to, &conversation) {
        (Some(agent), Some(one)) => store::mark(&site.sql, agent, &one.id)?,
        (None, Some(one)) => one.read,
        _ => Seq(0),
    };
    let mut allowance = Allowance::default();
    if let Some(address) = &address {
        (allowance.sent, allowance.since) = store::mails_to(&site.sql, address, clock::now())?;
        allowance.blocked = store::block(&site.sql, address)?;
    }
    Ok(Known { conversation, address, read, allowance })
}

/// The address that the directory is asked about before a mail goes there: one that a visitor named, before the
/// first try, and only if the mail would go out. An agent chose to get mail.
fn asks_about(site: &Site, core: &Core, mail: &Mail) -> Result<Option<String>> {
    if mail.to.is_some() || mail.attempts > 0 {
        return Ok(None);
    }
    let Known { conversation, address, read, allowance } = known(site, core, mail)?;
    let goes_out = core.desk.would_post(clock::now(), mail, conversation.as_ref(), read, &allowance);
    Ok(address.filter(|_| goes_out))
}

/// Lets the desk decide about a mail whose time has come.
fn came_due(site: &Site, core: &mut Core, mail: &Mail, is_full: bool) -> Result<Answer> {
    let Known { conversation, read, mut allowance, .. } = known(site, core, mail)?;
    allowance.is_full = is_full;
    let event = Event::MailDue { id: mail.id, conversation, read, allowance };
    site.decide(core, clock::now(), event, Source::default())
}

/// Writes the mail that is to go out.
fn write(
    site: &Site,
    core: &Core,
    setup: &Setup,
    (mail, to): (Mail, Email),
    number: u32,
) -> Result<(Mail, Letter)> {
    let conversation = store::maybe_conversation(&site.sql, mail.conversation.as_ref())?;
    let messages = match &mail.conversation {
        Some(id) => store::messages_between(&site.sql, id, mail.first, mail.last)?,
        None => Vec::new(),
    };
    let mut links = Links {
        console: format!("{}/console/?site={}", core.ours, core.id),
        id: auth::hash(&format!("{} mail {}", core.salt, mail.id.0))[..22].to_owned(),
        host: setup.host().to_owned(),
        files: format!("{}/v1/sites/{}/files/", core.ours, core.id),
        ..Links::default()
    };
    if let Some(conversation) = &mail.conversation {
        links.console = format!("{}#conversation={conversation}", links.console);
        let person = store::person(&site.sql, conversation, mail.to.as_ref())?;
        let is_for = if mail.to.is_some() { Use::Agent } else { Use::Visitor };
        // Of the mail's own day, so that each try says the same to the byte: providers compare what has one id.
        let sign = |is_for| setup.sign(number, person, is_for, mail.began);
        links.reply_to = sign(is_for).and_then(|token| setup.reply_to(&token));
        let stop = sign(Use::Stop).ok_or_else(|| Error::Platform("there is no mail key".to_owned()))?;
        links.stop = format!("{}/stop/?site={}#{stop}", core.ours, core.id);
        links.stop_at_once = format!("{}/v1/sites/{}/mail/stop?t={stop}", core.ours, core.id);
    }
    let site_name = &core.desk.settings().name;
    let letter = letter(&mail, to, site_name, conversation.as_ref(), &messages, links);
    Ok((mail, letter))
}
