//! Lists of conversations: which there are, how one is asked for, and what a search finds.

use serde::{Deserialize, Serialize};

use crate::agent::Row;
use crate::text::{Invalid, characters, checked, one_line};
use crate::{AgentId, ConversationId, GroupId, Message, Timestamp};

/// A list of conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Open, and nobody joined.
    #[default]
    Unassigned,
    /// Open, and the asking agent joined or it is that agent's.
    Mine,
    /// Every one.
    All,
    /// Nobody answered in time, and nobody has since (S14).
    Missed,
    /// Closed.
    Closed,
}

/// Which conversations of a list: all that fit each of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Those for a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// Those of an agent: assigned or joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// Those with a tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
}

impl Filter {
    /// It lets every conversation pass.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The place of a conversation in a list: what changed last stands first, and of two that changed in the same
/// millisecond the one with the greater id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// [`Row::at`].
    pub at: Timestamp,
    /// [`Row::id`].
    pub id: ConversationId,
}

impl Row {
    /// Where it stands in lists.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.at, id: self.id.clone() }
    }
}

checked! {
    /// A word that the team puts on conversations: 1 to 30 characters, in lower case, without control
    /// characters and outer white space.
    Tag,
    |text| one_line(&text.to_lowercase(), 30, "a tag")
}

/// Tags that one conversation has at most.
pub const TAGS: usize = 20;

checked! {
    /// What is searched for: 1 to 100 characters.
    Words,
    |text| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if characters(text) > 100 { Err(Invalid::TooLong(100)) } else { Ok(text.to_owned()) }
    }
}

/// The most that one search finds: conversations, those with the latest matches.
pub const HITS: u32 = 50;

/// A conversation that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hit {
    /// The conversation.
    pub row: Row,
    /// Its latest message that matches; absent where only the visitor's name or address does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}
