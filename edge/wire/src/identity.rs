//! Visitors whom the site knows (K): what it says of them, and the keys with which it signs that.

use serde::{Deserialize, Serialize};

use crate::text::{Invalid, characters, checked};
use crate::{KeyId, Secret, Timestamp};

checked! {
    /// What a site calls one of its people: 1 to 128 characters on one line, as they stand. No two of them are one
    /// person, so nothing of it is tidied.
    PersonId,
    |text| {
        let is_fine = text.trim().len() == text.len() && !text.chars().any(char::is_control);
        match characters(&text) {
            0 => Err(Invalid::Empty),
            1..=128 if is_fine => Ok(text),
            1..=128 => Err(Invalid::Form("an id on one line, without space around it")),
            _ => Err(Invalid::TooLong(128)),
        }
    }
}

/// `POST …/identity`: the bearer's browser is this person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityPost {
    /// A JWT, signed with one of the site's identity keys: `kid` in its header; `aud` (the site), `exp`, `sub`, and
    /// if the site likes `name` and `email`.
    pub jwt: String,
    /// The browser keeps its token, and comes with it again: not with another one on the next page.
    #[serde(default)]
    pub kept: bool,
}

/// The answer to [`IdentityPost`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identified {
    /// What became of the bearer's token.
    pub token: Bound,
    /// The person has a conversation.
    pub conversation: bool,
}

/// What became of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// It was this person's before.
    Known,
    /// It is this person's now.
    New,
    /// It opens nothing any more: what it had stands in the person's conversation. Come again with a new one.
    Joined,
}

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Algorithm {
    /// HMAC with SHA-256: the site and the edge share a secret.
    Hs256,
    /// ECDSA over P-256 with SHA-256: the site keeps a private key, the edge has the public one.
    Es256,
}

/// A key with which the site signs who its visitors are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityKey {
    /// `kid` in the header of a token.
    pub kid: KeyId,
    /// How it signs; what a token says of that counts for nothing.
    pub algorithm: Algorithm,
    /// When it was made.
    pub created_at: Timestamp,
}

/// `POST …/identity/keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityKeyPost {
    /// Makes a key for ES256: a JWK, or PEM with an SPKI. Without it a secret for HS256 is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
}

/// The answer to [`IdentityKeyPost`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityKeyCreated {
    /// The key.
    pub key: IdentityKey,
    /// For HS256: what the site signs with, as text; not to be had again.
    #[serde(default)]
    pub secret: Option<Secret>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k3_two_ids_are_never_one_person() {
        for good in ["42", "user|ada@shop.example", "é", &"x".repeat(128)] {
            assert_eq!(PersonId::parse(good).as_ref().map(PersonId::as_str), Ok(good));
        }
        for bad in ["", " ", "42 ", "\t42", "4\n2", &"x".repeat(129)] {
            assert!(PersonId::parse(bad).is_err(), "{bad:?}");
        }
    }
}
