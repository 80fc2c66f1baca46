//! What can follow: to be saved, answered, told, in this order.

use std::rc::Rc;
use std::time::Duration;

use wire::about::Passed;
use wire::agent::Call;
use wire::audit::Deed;
use wire::http::Code;
use wire::identity::IdentityKey;
use wire::mail::{Blocked, Incoming};
use wire::message::Stored;
use wire::note::Note;
use wire::settings::Settings;
use wire::team::Key;
use wire::{AgentId, ConversationId, Email, KeyId, Message, Name, Seq, TargetedId, Timestamp};

use crate::figures::Fact;
use crate::identity::Binding;
use crate::mail::Mail;
use crate::{Agent, Conversation, Entry, Invitation, Pass, Told, VisitorId};

/// What follows. The shell saves first, in one transaction, then answers, then tells, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// To be stored before anything else happens.
    Save(Save),
    /// The answer to a message: it is stored. Only to the one who sent it.
    Stored {
        /// Where.
        conversation: ConversationId,
        /// The acknowledgement.
        stored: Stored,
        /// It was stored before.
        resent: bool,
    },
    /// The answer to what is not allowed. Nothing else follows from the event then.
    Refused(Refused),
    /// For others.
    Tell(Tell),
    /// Who is in may have changed: the shell compares each open page's [`crate::View`] with what it was told.
    Presence,
    /// The same for the pages of one visitor, whose conversation changed.
    View(VisitorId),
    /// A push for the agent's devices that want this kind (N4), once what was saved is stored.
    Push {
        /// Whom.
        agent: AgentId,
        /// Why.
        why: Call,
    },
    /// A mail to hand over, once what was saved is stored. What comes of it is [`crate::Event::Posted`].
    Post {
        /// The mail.
        mail: Mail,
        /// To which address.
        address: Email,
    },
}

/// Something to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Save {
    /// An agent, who may be new.
    Agent(Agent),
    /// An agent is on the team no more: without sessions, links and read marks. What was written keeps its
    /// author.
    Removed {
        /// Who.
        agent: AgentId,
        /// Since when.
        at: Timestamp,
    },
    /// What lets an agent in, in place of all that did before.
    Pass {
        /// Whom.
        agent: AgentId,
        /// The link.
        pass: Pass,
    },
    /// A new key.
    Key {
        /// The key.
        key: Key,
        /// The hash of its secret.
        hash: String,
    },
    /// A key that is no more.
    NoKey(KeyId),
    /// What was changed, and by whom.
    Deed(Deed),
    /// A line of an agent's history.
    Entry(Entry),
    /// The settings.
    Settings(Settings),
    /// A conversation's row.
    Conversation(Conversation),
    /// How far an agent has read; never less far than before.
    Mark {
        /// Who.
        agent: AgentId,
        /// What.
        conversation: ConversationId,
        /// Up to which message.
        seq: Seq,
    },
    /// A conversation is no more, and nothing that was kept of it; what figures are made of names it no longer.
    Erased(ConversationId),
    /// A message of it.
    Message {
        /// Where.
        conversation: ConversationId,
        /// The message.
        message: Message,
    },
    /// What figures are made of.
    Fact {
        /// Of which conversation.
        conversation: ConversationId,
        /// What happened.
        fact: Fact,
    },
    /// A note of it.
    Note {
        /// Where.
        conversation: ConversationId,
        /// The note.
        note: Note,
    },
    /// What an agent's devices are to tell when they were woken (N4); in place of an earlier one about the same
    /// conversation.
    Call {
        /// Whom.
        agent: AgentId,
        /// To which conversation.
        conversation: ConversationId,
        /// Why.
        why: Call,
        /// When.
        at: Timestamp,
    },
    /// A token is a person's from now on.
    Bound(Box<Binding>),
    /// All of one conversation stands in another one, behind what is there (K6). The other one is saved after it.
    Joined {
        /// The one that is no more.
        from: ConversationId,
        /// The other one.
        into: ConversationId,
        /// The last message of that one, so far.
        last: Seq,
    },
    /// A new key for tokens of identity.
    IdentityKey {
        /// The key.
        key: IdentityKey,
        /// What a signature is checked with: a secret, or a public key as a JWK.
        secret: String,
    },
    /// One that is no more.
    NoIdentityKey(KeyId),
    /// What the pages of its visitor told.
    Told {
        /// Of which conversation.
        conversation: ConversationId,
        /// All of it.
        told: Told,
    },
    /// What its visitor answered before writing (Y3).
    Answers {
        /// In which conversation, which is saved before.
        conversation: ConversationId,
        /// By the questions.
        answers: Passed,
    },
    /// A mail that is owed, or was.
    Mail(Mail),
    /// A mail that came in.
    Received {
        /// The mail.
        mail: Incoming,
        /// Its whole text.
        text: Rc<str>,
        /// What of it is new.
        said: Rc<str>,
        /// All its bytes.
        original: Rc<[u8]>,
    },
    /// The same mail, when somebody has looked at it.
    Judged(Incoming),
    /// An address that gets no more mail.
    Block(Blocked),
    /// An address that gets mail again.
    Unblock(Email),
    /// What an agent wrote to somebody who has not answered yet.
    Invitation(Invitation),
    /// The same, when it was answered.
    InvitationUsed(TargetedId),
}

/// Something to tell to those who have a page open, but for the page that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "few are made, each is told at once; only on 64 bits is it large"
)]
pub enum Tell {
    /// A message, to the visitor's pages and to the team.
    Message {
        /// Whose conversation.
        visitor: VisitorId,
        /// Where.
        conversation: ConversationId,
        /// The message.
        message: Message,
    },
    /// A conversation's row, to the team; its state, to the visitor, if that changed.
    Conversation {
        /// As it is now.
        conversation: Conversation,
        /// Whether it was opened, closed or rated: what its visitor is told.
        state_changed: bool,
    },
    /// An agent's status, to that agent's devices, the asking one too.
    Me(AgentId),
    /// That a conversation wants this agent, to that agent's devices (S6).
    Call {
        /// Whom.
        agent: AgentId,
        /// Which one.
        conversation: ConversationId,
        /// Why.
        why: Call,
        /// It is the agent's quiet time (N3).
        quiet: bool,
    },
    /// The settings, to the team, the asking one too.
    Settings,
    /// How far an agent has read, to the agent's other devices.
    Mark {
        /// Who.
        agent: AgentId,
        /// What.
        conversation: ConversationId,
        /// Up to which message.
        seq: Seq,
    },
    /// How far the visitor has read, to the visitor's pages, the reading one too: its tabs may share a socket (V20).
    Read {
        /// Whose conversation.
        visitor: VisitorId,
        /// Up to which message.
        seq: Seq,
    },
    /// How far somebody has read whose presence the visitor may know of, to the visitor's pages.
    Seen {
        /// Whose conversation.
        visitor: VisitorId,
        /// Up to which message.
        seq: Seq,
    },
    /// An agent is writing, to the visitor's pages.
    AgentTyping {
        /// Who.
        agent: AgentId,
        /// As the visitor knows the agent.
        name: Name,
        /// To the colleagues too.
        to_team: bool,
        /// Whose conversation.
        visitor: VisitorId,
        /// Which one.
        conversation: ConversationId,
    },
    /// The visitor is writing, to these agents, or to the whole team where it is nobody's.
    VisitorTyping {
        /// Where.
        conversation: ConversationId,
        /// To whom.
        to: Vec<AgentId>,
    },
    /// What is known of a visitor, to the team.
    About(ConversationId),
    /// The mails of a conversation, to the team.
    Mails(ConversationId),
    /// A conversation is no more: to the team, and to the visitor's pages, which begin anew.
    Gone {
        /// Whose it was.
        visitor: VisitorId,
        /// Which one.
        conversation: ConversationId,
        /// Who erased it.
        by: Option<Name>,
        /// Where all of it stands now (K6).
        into: Option<ConversationId>,
    },
    /// A note, to the team, the asking one too.
    Note {
        /// Where.
        conversation: ConversationId,
        /// The note.
        note: Note,
    },
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// For machines.
    pub code: Code,
    /// For people.
    pub message: &'static str,
    /// How long to wait before the next try.
    pub retry_after: Option<Duration>,
}

impl Refused {
    /// For what no waiting helps.
    #[must_use]
    pub fn new(code: Code, message: &'static str) -> Self {
        Self { code, message, retry_after: None }
    }
}
