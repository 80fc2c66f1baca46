//! What ends a conversation for good: its visitor is blocked (B1), or it is erased (B2). And what may be taken
//! along before (B4).

use std::time::Duration;

use wire::audit::What;
use wire::http::Code;
use wire::mail::{Purpose, Stage};
use wire::visitor::State;
use wire::{AgentId, Name, Seq, Timestamp};

use crate::audit::Deeds;
use crate::desk::refuse;
use crate::figures::{self, Fact};
use crate::mail::Mail;
use crate::{Conversation, Desk, Effect, Refused, Save, Tell};

/// Transcripts of a conversation that a visitor gets in a day (B6).
const TRANSCRIPTS: u32 = 3;

/// Why an agent cannot write where the visitor is blocked.
pub(crate) const BLOCKED: &str = "This visitor is blocked. Unblock the visitor first.";
/// The same, to the visitor.
pub(crate) const YOU_ARE_BLOCKED: &str =
    "The team has ended this conversation and takes no more messages in it.";

impl Desk {
    pub(crate) fn block(
        &mut self,
        now: Timestamp,
        conversation: &mut Conversation,
        by: &AgentId,
        effects: &mut Vec<Effect>,
    ) {
        if conversation.is_blocked {
            return;
        }
        if conversation.state == State::Open {
            conversation.close();
        }
        conversation.is_blocked = true;
        conversation.missed = None;
        self.take_down(now, What::Blocked, conversation, by, effects);
        // What was handed over already may have arrived.
        let is_unsent =
            |mail: &&Mail| mail.to.is_none() && mail.is_about(&conversation.id) && mail.attempts == 0;
        let unsent: Vec<Mail> = self.mails().filter(is_unsent).cloned().collect();
        for mut mail in unsent {
            mail.stage = Stage::Dropped;
            mail.due = now;
            self.keep_and_tell(mail, effects);
        }
    }

    pub(crate) fn unblock(
        &self,
        now: Timestamp,
        conversation: &mut Conversation,
        by: &AgentId,
        effects: &mut Vec<Effect>,
    ) {
        if std::mem::take(&mut conversation.is_blocked) {
            self.take_down(now, What::Unblocked, conversation, by, effects);
        }
    }

    /// Nothing of it stays, here or in what is stored, but for figures that name nobody.
    pub(crate) fn erase(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        by: &AgentId,
        effects: &mut Vec<Effect>,
    ) {
        if conversation.state == State::Open {
            conversation.close();
            // What was promised and not kept stays a promise that was not kept (R2).
            figures::note(&conversation, Fact::Closed { at: conversation.at.max(now) }, effects);
        }
        self.keep_case(&conversation);
        self.mails.retain(|_, mail| !mail.is_about(&conversation.id));
        self.take_down(now, What::Erased, &conversation, by, effects);
        effects.push(Effect::Save(Save::Erased(conversation.id.clone())));
        if let Some(agent) = self.agent(by) {
            let Conversation { id, visitor, .. } = conversation;
            effects.push(Effect::Tell(Tell::Gone {
                visitor,
                conversation: id,
                by: Some(agent.name.clone()),
                into: None,
            }));
        }
        // Somebody has less to do (S1).
        effects.push(Effect::Presence);
    }

    /// Owes the visitor the whole conversation.
    pub(crate) fn send_transcript(
        &mut self,
        now: Timestamp,
        conversation: &Conversation,
        effects: &mut Vec<Effect>,
    ) {
        if conversation.is_blocked {
            return refuse(effects, Code::Blocked, BLOCKED);
        }
        if conversation.email.is_none() {
            return refuse(effects, Code::Conflict, "This visitor left no address.");
        }
        let is_owed = |mail: &Mail| {
            mail.purpose == Purpose::Transcript
                && mail.to.is_none()
                && mail.is_about(&conversation.id)
                && mail.last == conversation.last
        };
        if self.mails().any(is_owed) {
            return refuse(effects, Code::Conflict, "This transcript is on its way already.");
        }
        self.owe_transcript(now, conversation, None, effects);
    }

    /// The same, by the visitor's own wish (B6). Somebody on the team has seen what it says by then: nobody mails
    /// others through us what nobody answered.
    pub(crate) fn visitor_transcript(
        &mut self,
        now: Timestamp,
        conversation: &Conversation,
        sent: u32,
        effects: &mut Vec<Effect>,
    ) {
        if conversation.is_blocked {
            return refuse(effects, Code::Blocked, YOU_ARE_BLOCKED);
        }
        if !self.mails_visitors() || conversation.answered == Seq(0) || conversation.email.is_none() {
            return refuse(effects, Code::Conflict, "This conversation is not to be mailed now.");
        }
        if sent >= TRANSCRIPTS {
            let message = "This conversation was mailed often today. Please try again tomorrow.";
            let retry_after = Some(Duration::from_hours(24));
            return effects.push(Effect::Refused(Refused { code: Code::TooMany, message, retry_after }));
        }
        self.send_transcript(now, conversation, effects);
    }

    fn take_down(
        &self,
        now: Timestamp,
        what: What,
        conversation: &Conversation,
        by: &AgentId,
        effects: &mut Vec<Effect>,
    ) {
        let of = Name::parse(conversation.id.as_str()).ok();
        if let Some(agent) = self.agent(by) {
            Deeds::new(now, &agent.name, of.as_ref(), effects).note(what, None, None);
        }
    }
}
