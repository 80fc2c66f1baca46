//! Frames between a visitor's page and its site's lobby, which knows who is on the site now (O1). The same
//! heartbeat as on the other sockets: `ping`, `pong`.

use serde::{Deserialize, Serialize};

use crate::presence::is_not;
use crate::{Body, Name, Page, TargetedId, Title};

/// What a visitor's page says in the lobby.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(rename = "LobbySays"))]
pub enum Says {
    /// Where the visitor is. The first frame, and again when something of it changes.
    Here(Here),
    /// What became of an invitation.
    Invited {
        /// Which one.
        id: TargetedId,
        /// What.
        outcome: Outcome,
    },
}

/// Where a visitor is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Here {
    /// The address of the page.
    pub page: Page,
    /// Its title.
    pub title: Title,
    /// How many seconds ago the page was opened; a day at most.
    #[serde(default)]
    pub ago: u32,
    /// Which visit it is, where this browser counts them: only once the visitor wrote. Else 1.
    #[serde(default)]
    pub visits: u16,
    /// This browser has written to the site.
    #[serde(default, skip_serializing_if = "is_not")]
    pub wrote: bool,
    /// The visitor closed an invitation in this visit: there is no other one.
    #[serde(default, skip_serializing_if = "is_not")]
    pub declined: bool,
}

/// What became of an invitation on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is on its way to the page.
    Sent,
    /// The page shows it.
    Shown,
    /// A conversation is open there, or the page shows no chat: it is not shown.
    Busy,
    /// The visitor closed it, or one before.
    Declined,
    /// The visitor answered: the conversation is in the inbox.
    Answered,
}

/// What a visitor's page hears in the lobby.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schemars(rename = "LobbyHears"))]
pub enum Hears {
    /// An agent starts a chat. It is shown like a targeted chat, and named by the answer as one.
    Invitation {
        /// Named by [`crate::visitor::Say::targeted`]: by it the edge finds again what was said.
        id: TargetedId,
        /// The agent's name.
        name: Name,
        /// What the agent wrote.
        body: Body,
    },
}

/// The most bytes of a frame that a page sends in the lobby.
pub const MOST_BYTES: usize = 2_048;
