//! What happens to a site, and what follows from it. Both lists are closed.

use std::time::Duration;

use wire::http::{Code, Settings, SettingsPatch};
use wire::message::Stored;
use wire::visitor::Say;
use wire::{AgentId, Body, ConversationId, Message, MessageId, Seq, Status, Timestamp};

use crate::{Agent, Conversation, VisitorId};

/// Something happened. A conversation comes as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A device of an agent was heard from.
    Heard {
        /// Whose device.
        agent: AgentId,
        /// When.
        at: Timestamp,
    },
    /// An agent chose a status by hand (S11).
    Chose {
        /// Who.
        agent: AgentId,
        /// What.
        status: Status,
    },
    /// An admin changed settings.
    Configured(SettingsPatch),
    /// Time passed: [`crate::Desk::next_wakeup`] is due, or the shell looks after something else.
    Ticked,
    /// A visitor wrote.
    VisitorSaid {
        /// Where; [`Conversation::new`] for the first message.
        conversation: Conversation,
        /// What.
        say: Say,
        /// The message that this visitor sent with the same id before.
        earlier: Option<Message>,
        /// Conversations opened from the same address within [`crate::CONVERSATIONS_WINDOW`].
        opened: u32,
    },
    /// A visitor saw messages.
    VisitorRead {
        /// Where.
        conversation: Conversation,
        /// Up to which one.
        seq: Seq,
    },
    /// An agent answered.
    AgentSaid {
        /// Where.
        conversation: Conversation,
        /// Who.
        agent: AgentId,
        /// The client's id.
        id: MessageId,
        /// What.
        body: Body,
        /// The message that this agent sent with the same id before.
        earlier: Option<Message>,
    },
    /// An agent closed a conversation.
    AgentClosed {
        /// Which one.
        conversation: Conversation,
    },
}

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
    /// The answer to what is not allowed. Nothing else follows then.
    Refused(Refused),
    /// For others.
    Tell(Tell),
    /// Who is in may have changed: the shell compares each open page's [`crate::View`] with what it was told.
    Presence,
    /// The same for the pages of one visitor, whose conversation changed.
    View(VisitorId),
}

/// Something to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Save {
    /// An agent.
    Agent(Agent),
    /// The settings.
    Settings(Settings),
    /// A conversation's row.
    Conversation(Conversation),
    /// A message of it.
    Message {
        /// Where.
        conversation: ConversationId,
        /// The message.
        message: Message,
    },
}

/// Something to tell to those who have a page open, but for the page that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        /// Whether it was opened or closed.
        state_changed: bool,
    },
    /// An agent's status, to that agent's devices, the asking one too.
    Me(AgentId),
    /// The settings, to the team, the asking one too.
    Settings,
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
