//! Who comes onto the team and who leaves it.

use serde::{Deserialize, Serialize};

use crate::Name;
use crate::http::{Link, Role};
use crate::team::Member;

/// `PATCH …/team/{agent}/profile`: what is absent stays as it is. Agents for their own name; the rest is for
/// admins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProfilePatch {
    /// The name that visitors see. What was written keeps the one that it was written under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// What the agent may do. The last admin who has signed in stays one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// `PUT …/team/{agent}/picture`: what an agent looks like (T6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PicturePut {
    /// A JPEG, PNG or WebP of 12,000 bytes at most, as base64; null for none.
    pub picture: Option<String>,
}

/// The answer of `POST …/team` and `POST …/team/{agent}/link`: somebody was invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invited {
    /// Who.
    pub member: Member,
    /// Lets that one in, once, for seven days; not to be had again. Those made before open nothing any more.
    pub link: Link,
    /// A mail with the link is on its way. Whether it arrives is not known; without it, the link is to be
    /// handed over.
    pub mailed: bool,
}
