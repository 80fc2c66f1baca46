//! Names of things. None of them authorises anything: only a [`Secret`] does.

use crate::text::{Invalid, checked};

/// URL-safe base64 without padding, `from` to `to` characters.
fn opaque(text: String, from: usize, to: usize, what: &'static str) -> Result<String, Invalid> {
    let is_fine = (from..=to).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_fine { Ok(text) } else { Err(Invalid::Form(what)) }
}

checked! {
    /// A site, as it stands in `data-site`: 1 to 40 lower-case letters, digits and inner hyphens.
    SiteId,
    |text| {
        let is_fine = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        if is_fine { Ok(text) } else { Err(Invalid::Form("the id of a site")) }
    }
}
checked! {
    /// An agent of one site. Made at the edge.
    AgentId,
    |text| opaque(text, 1, 64, "the id of an agent")
}
checked! {
    /// A conversation of one site. Made at the edge. It never authorises.
    ConversationId,
    |text| opaque(text, 1, 64, "the id of a conversation")
}
checked! {
    /// A message, made by the client that writes it, so that a resend is recognised (G2). At least 96
    /// random bits: 16 to 64 characters of URL-safe base64.
    MessageId,
    |text| opaque(text, 16, 64, "the id of a message")
}
checked! {
    /// 256 random bits as 43 characters of URL-safe base64: a visitor's token, a sign-in link, a session.
    /// The edge stores only its hash.
    Secret,
    |text| opaque(text, 43, 43, "a valid token")
}

checked! {
    /// A file that somebody sent: 128 random bits, made at the edge. Other than an id it authorises: who knows it may
    /// fetch the file, from a mail too.
    FileKey,
    |text| opaque(text, 22, 22, "the key of a file")
}
checked! {
    /// A group of one site, as it stands in `data-group`: of the form of a [`SiteId`].
    GroupId,
    |text| SiteId::parse(text).map(String::from).map_err(|_| Invalid::Form("the id of a group"))
}
checked! {
    /// A targeted chat of one site. Made by the console.
    TargetedId,
    |text| opaque(text, 1, 40, "the id of a targeted chat")
}
checked! {
    /// A page in a site's lobby. Made at the edge, for as long as the page is there.
    PlaceId,
    |text| opaque(text, 1, 64, "the id of a visitor's page")
}
checked! {
    /// A key of one site. Made at the edge. Not the secret itself.
    KeyId,
    |text| opaque(text, 1, 64, "the id of a key")
}

/// The place of a message in its conversation, counted from 1 without a gap (G3). 0 is "before the first".
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Seq(pub u32);

impl Seq {
    /// The place after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_id_fits_a_host_name() {
        for good in ["demo", "a", "my-shop-2"] {
            assert!(SiteId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "Demo", "-a", "a-", "a_b", "../x", "a/b", "a b", &"a".repeat(41)] {
            assert!(SiteId::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_secret_has_exactly_256_bits() {
        assert!(Secret::parse("A".repeat(43)).is_ok());
        assert!(Secret::parse("A".repeat(42)).is_err());
        assert!(Secret::parse("A".repeat(44)).is_err());
        assert!(Secret::parse(format!("{}=", "A".repeat(42))).is_err());
    }
}
