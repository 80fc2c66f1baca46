//! A conversation as consoles list it.

use serde::{Deserialize, Serialize};

use crate::inbox::Tag;
use crate::presence::is_not;
use crate::visitor::State;
use crate::{AgentId, ConversationId, Email, GroupId, Name, Page, Seq, Timestamp};

/// A conversation as a line in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own that a list shows")]
pub struct Row {
    /// Which one.
    pub id: ConversationId,
    /// Open or closed.
    pub state: State,
    /// The visitor wrote last: somebody waits for an answer.
    pub waiting: bool,
    /// Who joined, in the order of joining. Open and empty: the conversation is new.
    pub members: Vec<AgentId>,
    /// The group that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<AgentId>,
    /// Since when the visitor waits for an answer; absent while nobody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// It has waited so long that invisible agents who opted in may take it (S7).
    #[serde(default, skip_serializing_if = "is_not")]
    pub slow: bool,
    /// Nobody answered in time (S14).
    #[serde(default, skip_serializing_if = "is_not")]
    pub missed: bool,
    /// What the visitor is called: by an agent, else by the page, which proves nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The address that the visitor left, or that an agent noted.
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
    /// What the team put on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Nothing more is taken from its visitor, and no mail goes there (B1).
    #[serde(default, skip_serializing_if = "is_not")]
    pub blocked: bool,
}

/// The most characters of [`Row::excerpt`].
pub const EXCERPT: usize = 120;
