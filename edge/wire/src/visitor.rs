//! Frames between a visitor's page and the edge, and what both sockets and HTTP carry of a visit.
//!
//! The text frames `ping` and `pong` are outside these types: the runtime answers them by itself.

use serde::{Deserialize, Serialize};

use crate::about::Passed;
use crate::frame::frames;
use crate::http::Problem;
use crate::message::Stored;
use crate::presence::is_not;
use crate::{Body, Email, Face, Message, MessageId, Mode, Name, Page, Secret, Seq, TargetedId, Timestamp};

/// A message that a visitor sends, over either way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// Made by the client, the same at each resend.
    pub id: MessageId,
    /// What the visitor wrote.
    pub body: Body,
    /// Where an answer may be sent. A way to write back, never an identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The page that the visitor is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The targeted chat that this answers. It is stored before the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targeted: Option<TargetedId>,
    /// What the visitor answered before, by the questions of [`crate::settings::Settings`] (Y3).
    #[serde(default, skip_serializing_if = "Passed::is_empty")]
    pub answers: Passed,
}

/// `POST …/email`: where an answer may be sent, without a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmailPost {
    /// The address.
    pub email: Email,
}

frames! {
    "Says";
    /// What a visitor's page says on the socket.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[cfg_attr(feature = "schema", schemars(rename = "VisitorSays"))]
    pub enum Says {
        /// The first frame; again when the visitor got a token, or after a gap. Answered by `welcome`.
        Hello {
            /// [`crate::PROTOCOL`].
            protocol: u8,
            /// The visitor's token; absent until the first message.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            token: Option<Secret>,
            /// The last message that this page has: it gets what follows.
            #[serde(default)]
            after: Seq,
        },
        /// A message. Answered by `stored`, or by `error` with `about`.
        Say(Say),
        /// Where an answer may be sent, without a message; for a visitor with a conversation.
        Email {
            /// The address.
            email: Email,
        },
        /// The visitor saw everything up to this message.
        Read {
            /// The last message seen.
            seq: Seq,
        },
        /// The visitor is writing. Said every [`crate::TYPING`] seconds at most; not answered.
        Typing {},
    }
}

/// Where a visitor's conversation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is none yet.
    #[default]
    None,
    /// Open: the team sees it in its lists.
    Open,
    /// Closed by the team. The next message opens it again.
    Closed,
    /// Closed by the team, and nothing more is taken (B1). Told to visitors alone; pages take it for `open`, so
    /// that none says that writing would open it again.
    Blocked,
}

/// A visit as the edge knows it: the answer to `hello`, and to `GET …/conversation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Visit {
    /// What this visitor sees, S5 applied.
    pub mode: Mode,
    /// For how many seconds `mode` is good where no socket is open (S16).
    pub fresh_for: u32,
    /// In Messaging: when the site's published hours open next (S13).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Timestamp>,
    /// Nobody answered this conversation in time (S14).
    #[serde(default, skip_serializing_if = "is_not")]
    pub missed: bool,
    /// The agents who joined this conversation.
    pub faces: Vec<Face>,
    /// Where the conversation stands.
    pub state: State,
    /// The visitor is asked how it was (B5): the score that was given, 0 before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// The visitor may send files (U1).
    #[serde(default, skip_serializing_if = "is_not")]
    pub files: bool,
    /// The address that the visitor left is on file. The address itself is not told.
    pub has_email: bool,
    /// The last message that the visitor saw.
    pub read: Seq,
    /// The last message of the conversation.
    pub last: Seq,
    /// The last message that somebody saw whose presence this visitor may know of.
    #[serde(default)]
    pub seen: Seq,
    /// What follows `after`, in order, [`PAGE`] at most.
    pub messages: Vec<Message>,
}

/// The most messages in one answer. If `last` lies beyond the last one given, ask again from there.
pub const PAGE: u32 = 200;

/// What a visitor's page hears on the socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schemars(rename = "VisitorHears"))]
pub enum Hears {
    /// The answer to `hello`.
    Welcome(Visit),
    /// A message of this page was stored.
    Stored(Stored),
    /// A message that another page of the visitor or an agent wrote.
    Message(Message),
    /// Who is in changed, for this visitor.
    Presence {
        /// What this visitor sees.
        mode: Mode,
        /// The agents who joined this conversation.
        faces: Vec<Face>,
        /// See [`Visit::back_at`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back_at: Option<Timestamp>,
        /// See [`Visit::missed`].
        #[serde(default, skip_serializing_if = "is_not")]
        missed: bool,
    },
    /// The team closed the conversation, or it is open again, or it was rated.
    State {
        /// Where it stands now.
        state: State,
        /// See [`Visit::rating`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rating: Option<u8>,
    },
    /// See [`Visit::read`]: the visitor read on, on whichever page.
    Read {
        /// The last message read.
        seq: Seq,
    },
    /// See [`Visit::seen`].
    Seen {
        /// The last message seen.
        seq: Seq,
    },
    /// Somebody on the team is writing: for [`crate::TYPING`] seconds from now, unless it is said again. A
    /// hint, at most once.
    Typing {
        /// Who.
        name: Name,
    },
    /// Something was refused; the socket stays open.
    Error(Refusal),
}

/// An error on a socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refusal {
    /// What was wrong.
    #[serde(flatten)]
    pub problem: Problem,
    /// The message that was refused, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<MessageId>,
}
