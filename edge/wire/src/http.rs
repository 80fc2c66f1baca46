//! Bodies of the HTTP interface.

use serde::{Deserialize, Serialize};

use crate::settings::Settings;
use crate::team::Me;
use crate::{Email, Name, Origin, Secret, Seq, SiteId, Timestamp, WhenNobody};

/// The most bytes in a body or a frame, checked before it is parsed.
pub const MOST_BYTES: usize = 16 * 1024;

/// What went wrong, as machines read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// 400. Not JSON, or not of the form that is expected here.
    BadRequest,
    /// 401. No valid token, session, link or key.
    Unauthorized,
    /// 403. The page's origin is not in the site's list.
    ForeignOrigin,
    /// 403. Signed in, but not for this.
    Forbidden,
    /// 404. Not there, or not yours.
    NotFound,
    /// 405. The address is right, the method is not.
    MethodNotAllowed,
    /// 409. This id was used for another text.
    IdReused,
    /// 413. Larger than [`MOST_BYTES`].
    TooLarge,
    /// 415. A body that is not declared as `application/json`.
    NotJson,
    /// 426. The address takes a WebSocket.
    UpgradeRequired,
    /// 429. Too fast, too often; see `Retry-After`.
    TooMany,
    /// 500. Our fault.
    Internal,
    /// 503. The operator has not set this up yet.
    NotConfigured,
    /// 409. It does not go together with what is there already.
    Conflict,
    /// 403. The team has blocked this visitor (B1).
    Blocked,
    /// 400. An answer to what the site does not ask, or not any more (Y3).
    Unasked,
}

/// Every error, over HTTP and inside a socket's `error` frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// For machines.
    pub code: Code,
    /// Of this one occurrence, to find it in the logs.
    pub id: String,
    /// For people: a sentence.
    pub message: String,
    /// Seconds to wait before the next try, with `too_many`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// `POST …/read`: the visitor saw everything up to this message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// The last message seen.
    pub seq: Seq,
}

/// What an agent may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers visitors.
    #[default]
    Agent,
    /// Also changes the site's settings.
    Admin,
}

/// `POST …/session`: uses a sign-in link up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The link's secret.
    pub link: Secret,
}

/// The answer of `POST` and `GET …/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// Who is signed in.
    pub me: Me,
    /// The site's settings.
    pub settings: Settings,
}

/// `POST …/links`: asks for a sign-in link by mail. The answer is the same for every address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkRequest {
    /// The agent's address.
    pub email: Email,
}

/// The operator's answer to `POST /v1/operator/sites/{site}/links`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// Opens the console's sign-in page; good once.
    pub url: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// `PUT /v1/operator/sites/{site}`: creates a site, or brings its team up to this list. Nobody is removed,
/// no setting of an existing site is changed, and whom an admin removed is not brought back: that takes an
/// invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SitePut {
    /// The site's name.
    pub name: Name,
    /// See [`Settings::origins`].
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// See [`Settings::when_nobody`].
    #[serde(default)]
    pub when_nobody: WhenNobody,
    /// The team, 100 at most. At least one admin, or nobody can change the settings.
    pub agents: Vec<NewAgent>,
}

/// An agent to add: of [`SitePut`], or as `POST …/team`, an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAgent {
    /// The name that visitors see.
    pub name: Name,
    /// Where sign-in links go. Tells the agents of one site apart.
    pub email: Email,
    /// What the agent may do.
    #[serde(default)]
    pub role: Role,
}

/// The answer to [`SitePut`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SiteCreated {
    /// Which site.
    pub site: SiteId,
    /// Whether it was created just now.
    pub created: bool,
    /// How many agents are on the team.
    pub agents: u32,
}
