//! Notes: what agents write to each other in a conversation. Visitors never hear of them, so they have no place
//! in the sequence of messages: a gap there would tell that somebody writes (S3, G4).

use serde::{Deserialize, Serialize};

use crate::{AgentId, Body, MessageId, Name, Seq, Timestamp};

/// A note in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// Made by the client, the same at each resend (G2).
    pub id: MessageId,
    /// The message that stood last when it was written: it is shown behind that one.
    pub after: Seq,
    /// Who wrote it.
    pub agent: AgentId,
    /// As called then.
    pub name: Name,
    /// What it says.
    pub body: Body,
    /// When it was stored.
    pub at: Timestamp,
}

/// The most notes of a conversation in one answer: the newest.
pub const NOTES: u32 = 200;
