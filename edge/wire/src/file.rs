//! Files that people send in a conversation (U).

use serde::{Deserialize, Serialize};

use crate::FileKey;

/// What a file is, by its first bytes: nobody's word counts for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Media {
    /// An image.
    #[serde(rename = "image/gif")]
    Gif,
    /// An image.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// An image.
    #[serde(rename = "image/png")]
    Png,
    /// An image.
    #[serde(rename = "image/webp")]
    Webp,
    /// Everything else: it is saved, and never shown.
    #[serde(rename = "application/octet-stream", other)]
    Other,
}

impl Media {
    /// As it stands in JSON and in `Content-Type`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Other => "application/octet-stream",
        }
    }

    /// The one that stands as this; [`Media::Other`] for all that is none.
    #[must_use]
    pub fn of(text: &str) -> Self {
        [Self::Gif, Self::Jpeg, Self::Png, Self::Webp]
            .into_iter()
            .find(|media| media.as_str() == text)
            .unwrap_or(Self::Other)
    }

    /// Whether every browser can show it.
    #[must_use]
    pub fn is_image(self) -> bool {
        self != Self::Other
    }
}

/// A file that a message brings. The message's body is its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {
    /// Who knows it may fetch the file, at `GET …/files/{key}`.
    pub key: FileKey,
    /// What it is.
    pub media: Media,
    /// Its length in bytes.
    pub size: u32,
}

impl File {
    /// The most bytes of one: 10 MiB (U2).
    pub const MOST_BYTES: u32 = 10 * 1024 * 1024;
}
