//! Who is on the site now, as the team sees it: what a console hears from the lobby, and an agent who starts
//! a chat (O1, O2).

use serde::{Deserialize, Serialize};

use crate::lobby::Outcome;
use crate::presence::is_not;
use crate::{Body, Name, Page, PlaceId, Timestamp, Title};

/// A page that a visitor has open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Visitor {
    /// Which one. Another page of the same visitor is another one.
    pub id: PlaceId,
    /// Its address.
    pub page: Page,
    /// Its title.
    pub title: Title,
    /// When it was opened.
    pub since: Timestamp,
    /// See [`crate::lobby::Here::visits`].
    pub visits: u16,
    /// See [`crate::lobby::Here::wrote`].
    #[serde(default, skip_serializing_if = "is_not")]
    pub wrote: bool,
    /// The last invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<Invited>,
}

/// An invitation, as the team sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invited {
    /// By whom.
    pub by: Name,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: Outcome,
}

/// What a console hears from the lobby. It says nothing there but `ping`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schemars(rename = "OnlineHears"))]
pub enum Hears {
    /// Who is there: the first frames, [`PAGE`] visitors each at most.
    Visitors {
        /// Some of them.
        visitors: Vec<Visitor>,
        /// No more of these frames follow.
        done: bool,
        /// The lobby takes no more: there may be others, who are not listed.
        #[serde(default, skip_serializing_if = "is_not")]
        full: bool,
    },
    /// Somebody came, or something of them changed.
    Visitor(Visitor),
    /// Somebody left.
    Left {
        /// Who.
        id: PlaceId,
    },
}

/// The most visitors in one frame.
pub const PAGE: usize = 200;

/// `POST …/invitations`: an agent starts a chat with a visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// With whom.
    pub visitor: PlaceId,
    /// What the agent wrote: 1,000 characters at most.
    pub body: Body,
}

/// The most characters of an invitation.
pub const MOST_TEXT: usize = 1_000;
