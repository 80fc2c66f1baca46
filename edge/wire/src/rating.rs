//! How a visitor found it, once the team has closed the conversation (B5).

use serde::{Deserialize, Serialize};

use crate::{Body, Timestamp};

/// The best score; 1 is the worst.
pub const BEST: u8 = 5;

/// The most characters of a comment.
pub const MOST_COMMENT: usize = 500;

/// `POST …/rate`: what the visitor says now. It takes the place of what was said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatingPost {
    /// 1 to [`BEST`].
    pub score: u8,
    /// In words, if the visitor said more: [`MOST_COMMENT`] characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Body>,
}

/// What a visitor said of a conversation, as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rating {
    /// 1 to [`BEST`].
    pub score: u8,
    /// In words, if the visitor said more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Body>,
    /// When.
    pub at: Timestamp,
}
