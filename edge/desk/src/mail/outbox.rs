//! When a mail goes out, and what becomes of it (M3, M4, M9).
//!
//! Before a mail is handed over it is stored as [`Stage::Sending`] with the instant until which that try has
//! it; after it, what the provider said. A crash in between leaves a mail that is tried again, under the same
//! id, once that instant is over: a second copy is possible only there.

use std::time::Duration;

use wire::mail::{AgentMail, Purpose, Stage};
use wire::visitor::State;
use wire::{Email, MailId, Seq, Timestamp};

use super::Mail;
use crate::{Conversation, Desk, Effect};

/// How long one try has a mail. The shell gives a try up well before.
pub const LEASE: Duration = Duration::from_mins(1);
/// How long a mail is tried while failures may pass.
const PATIENCE: Duration = Duration::from_hours(72);
/// The pause after the first failure; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_hours(4);
const DAY: Duration = Duration::from_hours(24);
/// Mails a day and site to an address that a visitor typed (M9).
const TO_VISITOR: u32 = 5;
/// And to an agent's, who chose to get them.
const TO_AGENT: u32 = 50;

/// What the shell knows of the address that a mail goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// How many mails this site handed over to it within a day.
    pub sent: u32,
    /// When the first of those was.
    pub since: Option<Timestamp>,
    /// The whole deployment has sent it as many as it may get from all sites.
    pub is_full: bool,
    /// Why nothing goes there any more: it bounced, or its owner said stop.
    pub blocked: Option<String>,
}

/// What a provider said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has it.
    Sent,
    /// Not now: the same may pass later. With a sentence.
    Later(String),
    /// Never. With a sentence.
    Never(String),
}

/// What is to be done with a mail whose time has come.
enum Next {
    Drop,
    Fail(String),
    PutOff(Timestamp),
    Post(Email),
}

impl Desk {
    /// The mail whose time it is, the one that has waited longest first.
    #[must_use]
    pub fn mail_due(&self, now: Timestamp) -> Option<&Mail> {
        self.mails.values().filter(|mail| mail.due <= now).min_by_key(|mail| (mail.due, mail.id))
    }

    /// The address of whoever a mail is for.
    #[must_use]
    pub fn address_of(&self, mail: &Mail, conversation: Option<&Conversation>) -> Option<Email> {
        match &mail.to {
            Some(agent) => self.agent(agent).map(|agent| agent.email.clone()),
            None => conversation.and_then(|conversation| conversation.email.clone()),
        }
    }

    /// Whether a mail whose time has come would go out now. For a shell that counts, outside of the site, the
    /// mails an address gets: what is not sent does not count.
    #[must_use]
    pub fn would_post(
        &self,
        now: Timestamp,
        mail: &Mail,
        conversation: Option<&Conversation>,
        read: Seq,
        allowance: &Allowance,
    ) -> bool {
        matches!(self.next_of(now, mail, conversation, read, allowance), Next::Post(_))
    }

    /// What is to be done with a mail whose time has come. `read` is how far whoever it is for has read.
    fn next_of(
        &self,
        now: Timestamp,
        mail: &Mail,
        conversation: Option<&Conversation>,
        read: Seq,
        allowance: &Allowance,
    ) -> Next {
        // What was handed over may be there: it is not taken back.
        let is_new = mail.attempts == 0;
        if is_new && !self.is_needed(mail, conversation, read) {
            return Next::Drop;
        }
        let Some(address) = self.address_of(mail, conversation) else {
            return Next::Fail("There is no address any more.".to_owned());
        };
        if mail.to.is_none() && conversation.is_some_and(|conversation| conversation.is_blocked) {
            return Next::Fail("The visitor is blocked.".to_owned());
        }
        if let Some(why) = &allowance.blocked {
            return Next::Fail(why.clone());
        }
        let most = if mail.to.is_some() { TO_AGENT } else { TO_VISITOR };
        let has_had_enough = allowance.sent >= most;
        if is_new && (has_had_enough || allowance.is_full) {
            let free = allowance.since.filter(|_| has_had_enough).map(|since| since + DAY);
            return Next::PutOff(free.unwrap_or(now).max(now + Duration::from_mins(10)));
        }
        Next::Post(address)
    }

    /// A mail's time has come: it is handed over, put off, or not needed any more. `read` is how far whoever
    /// it is for has read.
    pub(crate) fn mail_came_due(
        &mut self,
        now: Timestamp,
        id: MailId,
        conversation: Option<&Conversation>,
        read: Seq,
        allowance: &Allowance,
        effects: &mut Vec<Effect>,
    ) {
        let Some(mut mail) = self.mails.get(&id).filter(|mail| mail.due <= now).cloned() else { return };
        let next = self.next_of(now, &mail, conversation, read, allowance);
        // Its text stays the same once it was handed over.
        if mail.attempts == 0 && mail.purpose != Purpose::Transcript && !matches!(next, Next::Drop) {
            mail.first = mail.first.max(read.next().min(mail.last));
        }
        match next {
            Next::Drop => {
                mail.stage = Stage::Dropped;
                mail.due = now;
                self.keep_and_tell(mail, effects);
            }
            Next::Fail(why) => self.fail(now, mail, why, effects),
            Next::PutOff(until) => {
                mail.due = until;
                mail.problem = Some("This address has had as many mails today as it may get.".to_owned());
                self.keep_and_tell(mail, effects);
            }
            Next::Post(address) => {
                mail.stage = Stage::Sending;
                mail.attempts = mail.attempts.saturating_add(1);
                mail.tried = mail.tried.or(Some(now));
                mail.due = now + LEASE;
                mail.address = Some(address.as_str().to_ascii_lowercase());
                self.keep_mail(mail.clone(), effects);
                effects.push(Effect::Post { mail, address });
            }
        }
    }

    fn is_needed(&self, mail: &Mail, conversation: Option<&Conversation>, read: Seq) -> bool {
        let agent = mail.to.as_ref().map(|id| self.agent(id));
        let Some(conversation) = conversation else {
            return mail.purpose == Purpose::Test && agent.flatten().is_some();
        };
        let wants = match agent {
            None => true,
            Some(agent) => agent.is_some_and(|agent| agent.habits.mail != AgentMail::Off),
        };
        wants
            && match mail.purpose {
                Purpose::Notice => {
                    conversation.state == State::Open && conversation.answered < mail.last && read < mail.last
                }
                // What follows the last answer may be the visitor's own.
                Purpose::Answer => self.mails_visitors() && read < mail.last.min(conversation.answered),
                Purpose::Transcript | Purpose::Test => true,
            }
    }

    /// A provider said what becomes of a try, or did not.
    pub(crate) fn posted(
        &mut self,
        now: Timestamp,
        id: MailId,
        attempt: u32,
        outcome: Outcome,
        effects: &mut Vec<Effect>,
    ) {
        let Some(mut mail) = self.mails.get(&id).cloned() else { return };
        let is_current = mail.stage == Stage::Sending && mail.attempts == attempt;
        match outcome {
            // However late: it is there.
            Outcome::Sent => {
                mail.stage = Stage::Sent;
                mail.due = now;
                mail.problem = None;
                self.keep_and_tell(mail, effects);
            }
            // Another try has it by now.
            Outcome::Later(_) | Outcome::Never(_) if !is_current => {}
            Outcome::Never(why) => self.fail(now, mail, why, effects),
            Outcome::Later(why) => {
                let gives_up = mail.tried.is_some_and(|tried| now.since(tried) >= PATIENCE);
                if gives_up {
                    return self.fail(now, mail, why, effects);
                }
                let doubled = FIRST_PAUSE.saturating_mul(1 << attempt.saturating_sub(1).min(16));
                mail.stage = Stage::Waiting;
                mail.due = now + doubled.min(LONGEST_PAUSE);
                mail.problem = Some(why);
                self.keep_and_tell(mail, effects);
            }
        }
    }

    fn fail(&mut self, now: Timestamp, mut mail: Mail, why: String, effects: &mut Vec<Effect>) {
        mail.stage = Stage::Failed;
        mail.due = now;
        mail.problem = Some(why);
        self.keep_and_tell(mail, effects);
    }
}
