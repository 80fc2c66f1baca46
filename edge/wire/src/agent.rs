//! Frames between an agent's console and the edge. The same heartbeat as for visitors: `ping`, `pong`.

use serde::{Deserialize, Serialize};

use crate::http::{Me, Settings};
use crate::visitor::{Refusal, State};
use crate::{AgentId, Body, ConversationId, Email, Message, MessageId, Name, Page, Seq, Status, Timestamp};

/// What a console says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(rename = "AgentSays"))]
pub enum Says {
    /// The first frame. Answered by `welcome`.
    Hello {
        /// [`crate::PROTOCOL`].
        protocol: u8,
    },
    /// The agent chose a status (S11). Answered by `me`.
    Status {
        /// The chosen one.
        status: Status,
    },
    /// Asks for messages of a conversation. Answered by `history`.
    Open {
        /// Which one.
        conversation: ConversationId,
        /// The last message that this console has.
        #[serde(default)]
        after: Seq,
    },
    /// An answer. The agent joins the conversation by it (S8). Answered by `stored`, or by `error` with
    /// `about`.
    Say {
        /// Where.
        conversation: ConversationId,
        /// Made by the client, the same at each resend.
        id: MessageId,
        /// What the agent wrote.
        body: Body,
    },
    /// Closes a conversation. Closing a closed one changes nothing.
    Close {
        /// Which one.
        conversation: ConversationId,
    },
    /// Asks for older conversations. Answered by `conversations`.
    More {
        /// [`Row::at`] of the oldest one that this console has.
        before: Timestamp,
        /// Its id, since two may have changed in the same millisecond.
        id: ConversationId,
    },
}

/// A conversation as a line in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// Which one.
    pub id: ConversationId,
    /// Open or closed.
    pub state: State,
    /// The visitor wrote last: somebody waits for an answer.
    pub waiting: bool,
    /// Who joined, in the order of joining. Open and empty: the conversation is new.
    pub members: Vec<AgentId>,
    /// The address that the visitor left.
    pub email: Option<Email>,
    /// The page that the visitor wrote from last.
    pub page: Option<Page>,
    /// The last message.
    pub last: Seq,
    /// The last message that the visitor saw.
    pub read: Seq,
    /// When the last message was stored.
    pub at: Timestamp,
    /// The beginning of the last message, [`EXCERPT`] characters at most.
    pub excerpt: String,
}

/// The most characters of [`Row::excerpt`].
pub const EXCERPT: usize = 120;

/// The most conversations in one answer.
pub const PAGE: u32 = 100;

/// A colleague as the team sees one: an invisible one looks offline (S3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colleague {
    /// Which agent.
    pub id: AgentId,
    /// The name that visitors see too.
    pub name: Name,
    /// Online and reachable.
    pub online: bool,
}

/// What a console hears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schemars(rename = "AgentHears"))]
pub enum Hears {
    /// The answer to `hello`.
    Welcome {
        /// The agent at this console.
        me: Me,
        /// Everybody on the team, this agent too, by name.
        team: Vec<Colleague>,
        /// The site's settings.
        settings: Settings,
        /// The conversations that changed last, newest first, [`PAGE`] at most.
        conversations: Vec<Row>,
    },
    /// This agent's status, on whichever device it was chosen.
    Me(Me),
    /// Who on the team is in changed.
    Team {
        /// Everybody on the team.
        team: Vec<Colleague>,
    },
    /// The settings changed.
    Settings(Settings),
    /// A conversation is new or changed.
    Conversation(Row),
    /// The answer to `more`; empty when there are no older ones.
    Conversations {
        /// Newest first.
        rows: Vec<Row>,
    },
    /// The answer to `open`.
    History {
        /// Which conversation.
        conversation: ConversationId,
        /// What follows `after`, in order, [`crate::visitor::PAGE`] at most.
        messages: Vec<Message>,
        /// The last message of the conversation: ask again if it lies beyond those given.
        last: Seq,
    },
    /// A message that somebody else wrote, or this agent on another device.
    Message {
        /// Where.
        conversation: ConversationId,
        /// The message.
        message: Message,
    },
    /// A message of this console was stored.
    Stored {
        /// Where.
        conversation: ConversationId,
        /// The id that the client made.
        id: MessageId,
        /// The place that it got.
        seq: Seq,
        /// When it was stored.
        at: Timestamp,
    },
    /// Something was refused; the socket stays open.
    Error(Refusal),
}
