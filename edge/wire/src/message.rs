//! One message of a conversation.

use serde::{Deserialize, Serialize};

use crate::file::File;
use crate::{AgentId, Body, MessageId, Name, Seq, Timestamp};

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Author {
    /// The visitor of the conversation.
    Visitor,
    /// An agent.
    Agent {
        /// Which one.
        id: AgentId,
        /// The name at the time of writing.
        name: Name,
    },
    /// The site itself: a targeted chat, sent by a rule.
    Site {
        /// The site's name at the time of sending.
        name: Name,
    },
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its place in the conversation.
    pub seq: Seq,
    /// The id that the writing client made.
    pub id: MessageId,
    /// Who wrote it.
    pub author: Author,
    /// What it says: plain text, never markup.
    pub body: Body,
    /// When the edge stored it. For show: the order is `seq` (G3).
    pub at: Timestamp,
    /// The file that it brings (U1).
    // In a box: most bring none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Box<File>>,
}

/// The edge stored a message; only now may the writer see a tick (G1). A resend gets the same answer (G2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stored {
    /// The id that the client made.
    pub id: MessageId,
    /// The place that the message got.
    pub seq: Seq,
    /// When it was stored.
    pub at: Timestamp,
}
