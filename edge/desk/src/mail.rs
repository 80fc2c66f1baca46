//! Mail both ways: which mails a site owes to whom, when each goes out, and what one that comes in is.
//!
//! Knows no provider and no MIME: the shell hands a mail over and reads raw ones.

mod judge;
mod letter;
mod outbox;
mod owed;
mod quote;
mod received;
mod token;

use wire::mail::{Outgoing, Purpose, Stage};
use wire::{AgentId, ConversationId, MailId, Seq, Timestamp};

pub use judge::{Attachment, Claim, Reading, judge};
pub use letter::{Letter, Links, letter};
pub use outbox::{Allowance, LEASE as SENDING, Outcome};
pub use quote::new_text;
pub use received::{Arrival, bodies};
pub use token::{Keys, LENGTH as TOKEN, Refusal, Token, Use};

/// A mail that a site owes somebody, as it is stored. Its text is made when it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Which one.
    pub id: MailId,
    /// About which conversation; none for a test.
    pub conversation: Option<ConversationId>,
    /// To which agent; none for the visitor.
    pub to: Option<AgentId>,
    /// What for.
    pub purpose: Purpose,
    /// The first message in it.
    pub first: Seq,
    /// The last message in it.
    pub last: Seq,
    /// How far it has come.
    pub stage: Stage,
    /// When it is to be looked at next; since when it is done.
    pub due: Timestamp,
    /// When the first message in it was written.
    pub began: Timestamp,
    /// When it was handed over first.
    pub tried: Option<Timestamp>,
    /// How often it was handed over.
    pub attempts: u32,
    /// Where it went; known once it was handed over.
    pub address: Option<String>,
    /// What went wrong, in a sentence.
    pub problem: Option<String>,
}

impl Mail {
    /// Whether it is about this conversation.
    pub(crate) fn is_about(&self, conversation: &ConversationId) -> bool {
        self.conversation.as_ref() == Some(conversation)
    }

    /// Whether anything is still to be done about it.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::Sending)
    }

    /// Nothing of it has left yet: it still takes messages in.
    fn gathers(&self) -> bool {
        self.stage == Stage::Waiting && self.attempts == 0
    }

    /// As the console shows it.
    #[must_use]
    pub fn outgoing(&self) -> Outgoing {
        Outgoing {
            id: self.id,
            to: self.to.clone(),
            purpose: self.purpose,
            first: self.first,
            last: self.last,
            stage: self.stage,
            at: self.due,
            problem: self.problem.clone(),
        }
    }
}
