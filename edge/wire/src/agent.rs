//! Frames between an agent's console and the edge. The same heartbeat as for visitors: `ping`, `pong`.

use serde::{Deserialize, Serialize};

use crate::about::{About, Earlier};
use crate::frame::frames;
use crate::inbox::{Cursor, Filter, Hit, Tag, View, Words};
use crate::mail::{Incoming, Outgoing};
use crate::note::Note;
use crate::presence::is_not;
pub use crate::push::Call;
pub use crate::row::{EXCERPT, Row};
use crate::settings::Settings;
use crate::team::Me;
use crate::visitor::Refusal;
use crate::{
    AgentId, Body, ConversationId, Email, GroupId, Message, MessageId, Name, Seq, Status, Timestamp,
};

frames! {
    "Says";
    /// What a console says.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        /// Asks for messages of a conversation. Answered by `history`; before it, where `after` is 0, by
        /// `conversation`. Where there is none, by `gone`.
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
        /// A note for the team. Answered by `note`, or by `error` with `about`.
        Note {
            /// Where.
            conversation: ConversationId,
            /// Made by the client, the same at each resend.
            id: MessageId,
            /// What the agent wrote.
            body: Body,
        },
        /// There was input on this device (S10). Sent when it begins, and every now and then while it goes on.
        Active {
            /// How many milliseconds ago the last one was; an hour at most.
            #[serde(default)]
            ago: u32,
        },
        /// Gives a conversation to an agent, or to nobody.
        Assign {
            /// Which one.
            conversation: ConversationId,
            /// To whom.
            agent: Option<AgentId>,
        },
        /// Adds an agent to a conversation: the agent joins it (S8).
        Add {
            /// Which one.
            conversation: ConversationId,
            /// Whom.
            agent: AgentId,
        },
        /// Takes an agent out of a conversation.
        Remove {
            /// Which one.
            conversation: ConversationId,
            /// Whom.
            agent: AgentId,
        },
        /// Hands a conversation to a group, or to the whole team. Nobody has it then.
        Move {
            /// Which one.
            conversation: ConversationId,
            /// To which group.
            group: Option<GroupId>,
        },
        /// This agent saw everything up to this message. Not answered; the agent's other devices hear `marks`.
        Read {
            /// Which conversation.
            conversation: ConversationId,
            /// The last message seen.
            seq: Seq,
        },
        /// This agent is writing in a conversation. Said every [`crate::TYPING`] seconds at most; not answered.
        Typing {
            /// Which one.
            conversation: ConversationId,
        },
        /// Closes a conversation. Closing a closed one changes nothing.
        Close {
            /// Which one.
            conversation: ConversationId,
        },
        /// Opens a closed conversation again. Opening an open one changes nothing.
        Reopen {
            /// Which one.
            conversation: ConversationId,
        },
        /// Closes a conversation and takes nothing more from its visitor (B1).
        Block {
            /// Which one.
            conversation: ConversationId,
        },
        /// Takes that back. The conversation stays closed.
        Unblock {
            /// Which one.
            conversation: ConversationId,
        },
        /// Mails the visitor the whole conversation (B4). Answered by `mails`.
        Transcript {
            /// Which one.
            conversation: ConversationId,
        },
        /// Erases a conversation for good (B2); admins only. Answered by `gone`.
        Erase {
            /// Which one.
            conversation: ConversationId,
        },
        /// Puts a tag on a conversation.
        Tag {
            /// Which one.
            conversation: ConversationId,
            /// The tag.
            tag: Tag,
        },
        /// Takes a tag off.
        Untag {
            /// Which one.
            conversation: ConversationId,
            /// The tag.
            tag: Tag,
        },
        /// Says who the visitor is and where an answer may be sent, as this agent knows it; both as they are to be.
        Describe {
            /// In which conversation.
            conversation: ConversationId,
            /// The visitor's name.
            name: Option<Name>,
            /// The visitor's address.
            email: Option<Email>,
        },
        /// Asks for a page of a list. Answered by `conversations`.
        More {
            /// Which list.
            view: View,
            /// Which of it.
            #[serde(default, skip_serializing_if = "Filter::is_empty")]
            filter: Filter,
            /// The last one that this console has of it; absent for the first page.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            before: Option<Cursor>,
        },
        /// Looks for words in all messages, names and addresses; the last one may be the beginning of a word.
        /// Answered by `found`.
        Search {
            /// The words.
            words: Words,
        },
    }
}

/// The most conversations in one answer.
pub const PAGE: u32 = 100;

/// How far an agent has read a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mark {
    /// Which one.
    pub conversation: ConversationId,
    /// The last message seen.
    pub seq: Seq,
}

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
#[allow(clippy::large_enum_variant, reason = "one is made at a time and sent; only on 64 bits is it large")]
pub enum Hears {
    /// The answer to `hello`.
    Welcome {
        /// The agent at this console.
        me: Me,
        /// Everybody on the team, this agent too, by name.
        team: Vec<Colleague>,
        /// The site's settings.
        settings: Settings,
        /// Files can be sent: this deployment keeps them (U1).
        #[serde(default, skip_serializing_if = "is_not")]
        files: bool,
        /// The conversations that changed last, newest first, [`PAGE`] at most.
        conversations: Vec<Row>,
        /// How far this agent has read those in which somebody waits.
        marks: Vec<Mark>,
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
    /// The answer to `more`.
    Conversations {
        /// As it was asked.
        view: View,
        /// As it was asked.
        #[serde(default, skip_serializing_if = "Filter::is_empty")]
        filter: Filter,
        /// As it was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Cursor>,
        /// What follows in that list, [`PAGE`] at most: fewer are the last ones.
        rows: Vec<Row>,
    },
    /// The answer to `search`.
    Found {
        /// As it was asked.
        words: Words,
        /// The latest matches first, [`crate::inbox::HITS`] at most.
        hits: Vec<Hit>,
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
    /// The notes of a conversation, oldest first, [`crate::note::NOTES`] at most: after `history`, where there
    /// are any.
    Notes {
        /// Where.
        conversation: ConversationId,
        /// The newest.
        notes: Vec<Note>,
    },
    /// What is known of a visitor: after `history`, and when it changes.
    About {
        /// In which conversation.
        conversation: ConversationId,
        /// What the visitor's pages told.
        about: About,
        /// Other conversations with the same address, newest first, [`crate::about::EARLIER`] at most.
        earlier: Vec<Earlier>,
    },
    /// A note was stored, whoever wrote it.
    Note {
        /// Where.
        conversation: ConversationId,
        /// The note.
        note: Note,
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
    /// This agent is to be told: by a sound, a notification (S6). A hint, at most once; what it is about
    /// stands in the list.
    Call {
        /// Which conversation.
        conversation: ConversationId,
        /// Why.
        why: Call,
        /// It is the agent's quiet time (N3): no sound, no notification.
        #[serde(default, skip_serializing_if = "is_not")]
        quiet: bool,
    },
    /// How far this agent has read, on another device.
    Marks {
        /// What changed.
        marks: Vec<Mark>,
    },
    /// Somebody is writing: for [`crate::TYPING`] seconds from now, unless it is said again. A hint, at most once.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Which agent; absent for the visitor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// The mails of a conversation, all of them: after `history` where there are any, and when one changes.
    Mails {
        /// Which conversation.
        conversation: ConversationId,
        /// Those that go out, oldest first.
        outgoing: Vec<Outgoing>,
        /// Those that came in, oldest first.
        incoming: Vec<Incoming>,
        /// Why no more mail goes to the visitor's address, in a sentence: it bounced, or the visitor said stop.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        blocked: Option<String>,
    },
    /// A conversation is not there: drop all that is known of it (B2).
    Gone {
        /// Which one.
        conversation: ConversationId,
        /// Who erased it just now; absent in the answer to `open`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Name>,
        /// What was in it stands there now: its visitor turned out to be that one's (K6).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<ConversationId>,
    },
    /// Something was refused; the socket stays open.
    Error(Refusal),
}
