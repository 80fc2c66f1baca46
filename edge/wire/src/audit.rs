//! What was changed, and by whom: settings, the team, keys, blocks, erasures. No secret is in it.

use serde::{Deserialize, Serialize};

use crate::{Name, Timestamp};

/// The most lines in one answer.
pub const AUDIT: u32 = 100;

/// One change, of one thing. `GET …/audit` lists them, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deed {
    /// The place in the list: a later one has a higher number. 0 for one that is not stored yet.
    pub id: u32,
    /// When.
    pub at: Timestamp,
    /// Who, as called then.
    pub by: Name,
    /// What was changed.
    pub what: What,
    /// Whose or which: the name of an agent or of a key, the id of a conversation; null for the site's own.
    #[serde(default)]
    pub of: Option<String>,
    /// What it was, in short: 200 characters at most.
    #[serde(default)]
    pub from: Option<String>,
    /// What it became, likewise.
    #[serde(default)]
    pub to: Option<String>,
}

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// [`crate::settings::Settings::name`].
    SiteName,
    /// [`crate::settings::Settings::when_nobody`].
    WhenNobody,
    /// [`crate::settings::Settings::origins`].
    Origins,
    /// [`crate::settings::Settings::groups`].
    Groups,
    /// [`crate::settings::Settings::ask_group`].
    AskGroup,
    /// [`crate::settings::Settings::assignment`].
    Assignment,
    /// [`crate::settings::Settings::capacity`]; with [`Deed::of`], an agent's own.
    Capacity,
    /// [`crate::settings::Settings::overflow_after`].
    OverflowAfter,
    /// [`crate::settings::Settings::missed_after`].
    MissedAfter,
    /// [`crate::settings::Settings::when_missed`].
    WhenMissed,
    /// [`crate::settings::Settings::ask_rating`].
    AskRating,
    /// [`crate::settings::Settings::visitor_files`].
    VisitorFiles,
    /// [`crate::settings::Settings::targeted`].
    Targeted,
    /// [`crate::settings::Settings::replies`].
    Replies,
    /// [`crate::settings::Settings::style`].
    Style,
    /// [`crate::settings::Settings::texts`].
    Texts,
    /// [`crate::settings::Settings::questions_live`] and those for messages.
    Questions,
    /// [`crate::settings::Settings::hours`]; with [`Deed::of`], an agent's activity hours.
    Hours,
    /// [`crate::settings::Settings::visitor_mail`].
    VisitorMail,
    /// [`crate::settings::Settings::visitors_online`].
    VisitorsOnline,
    /// [`crate::team::Habits::idle_after`].
    IdleAfter,
    /// [`crate::team::Habits::returns`].
    Returns,
    /// [`crate::team::Habits::overflow`].
    Overflow,
    /// [`crate::team::Habits::mail`].
    AgentMail,
    /// When the agent is left in quiet.
    Quiet,
    /// Somebody was invited, with this role.
    Invited,
    /// The link of an invitation was made anew.
    InvitedAgain,
    /// An agent's name.
    AgentName,
    /// An agent's role.
    Role,
    /// Somebody was removed.
    Removed,
    /// A key was made.
    KeyMade,
    /// A key was deleted.
    KeyDeleted,
    /// A key for tokens of identity was made.
    IdentityKeyMade,
    /// A key for tokens of identity was removed.
    IdentityKeyRemoved,
    /// A visitor was blocked.
    Blocked,
    /// A block was taken back.
    Unblocked,
    /// A conversation was erased.
    Erased,
}
