//! Who is in: what visitors see of it, and what agents choose.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::style::Paint;
use crate::text::Name;

/// What a visitor sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Live Chat: somebody can answer now.
    Live,
    /// Messaging: the answer comes later.
    Messaging,
    /// Nothing at all.
    Hidden,
}

/// What a site shows while nobody is in (S2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhenNobody {
    /// Visitors may leave a message.
    #[default]
    Messaging,
    /// The widget is not there.
    Hidden,
}

/// The answer of the presence endpoint. The same bytes for every stranger (S3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    /// What the visitor sees.
    pub mode: Mode,
    /// For how many seconds the answer is good; then ask again (S16). A constant: no timetable shows
    /// through.
    pub fresh_for: u32,
    /// In Messaging: when the site's published hours open next (S13).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Timestamp>,
    /// There is more to know about this site at `GET …/widget`: groups to pick from, targeted chats,
    /// or that the page is to be in the lobby.
    #[serde(default, skip_serializing_if = "is_not")]
    pub more: bool,
    /// Answers are not mailed to visitors, so they are not asked for an address (M2).
    #[serde(default, skip_serializing_if = "is_not")]
    pub no_mail: bool,
    /// How the widget looks; absent where all is as with a new site. The page's own questions pass over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paint: Option<Paint>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
pub(crate) fn is_not(flag: &bool) -> bool {
    !flag
}

/// The status that an agent chose, or that a rule chose for the agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Takes new conversations.
    Online,
    /// Away.
    #[default]
    Offline,
    /// Looks offline to everybody outside the conversations that the agent joined (S3, S4).
    Invisible,
}

/// Why a status is what it is (S15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The agent chose it.
    #[default]
    Manual,
    /// An opening or closing of the agent's activity hours.
    Hours,
    /// No input on any device for the idle delay.
    Idle,
    /// No device was heard from.
    Lease,
    /// An admin, or a system with an admin's key.
    Admin,
    /// A missed conversation.
    Missed,
}

/// How one agent looks to one visitor inside one conversation (S4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Face {
    /// The agent's name.
    pub name: Name,
    /// Whether the agent can answer here now.
    pub online: bool,
}
