//! How a visitor found it, once the team has closed the conversation (B5).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::text::{checked, one_line};

/// The best score; 1 is the worst.
pub const BEST: u8 = 5;

checked! {
    /// What a visitor adds to a score: 1 to 500 characters on one line.
    Comment,
    |text| one_line(&text, 500, "a text on one line")
}

/// `POST …/rate`: what the visitor says now. It takes the place of what was said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatingPost {
    /// 1 to [`BEST`].
    pub score: u8,
    /// In words, if the visitor said more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment>,
}

/// What a visitor said of a conversation, as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rating {
    /// 1 to [`BEST`].
    pub score: u8,
    /// In words, if the visitor said more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment>,
    /// When.
    pub at: Timestamp,
}
