//! The team: each agent's own settings, what the team and other systems see of an agent, and why (S15).

use serde::{Deserialize, Serialize};

use crate::hours::Hours;
use crate::http::Role;
use crate::mail::AgentMail;
use crate::presence::is_not;
use crate::settings::given;
use crate::{AgentId, Cause, Email, GroupId, KeyId, Mode, Name, Secret, Status, Timestamp};

/// The signed-in agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// Which agent.
    pub id: AgentId,
    /// The name that visitors see.
    pub name: Name,
    /// Where sign-in links go.
    pub email: Email,
    /// What the agent may do.
    pub role: Role,
    /// The chosen status.
    pub status: Status,
    /// Why it is what it is (S15).
    pub cause: Cause,
    /// Since when.
    pub since: Timestamp,
    /// What this agent set, or an admin for this agent.
    pub habits: Habits,
    /// The next change that is known already: an edge of the activity hours (S9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
}

/// A change of status that is known already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// When.
    pub at: Timestamp,
    /// To what.
    pub status: Status,
}

/// How an agent works: the rules by which the status changes by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Habits {
    /// Activity hours (S9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Seconds without input on any device after which the agent is set offline (S10); null for never.
    pub idle_after: Option<u32>,
    /// After that, input sets the agent online again by itself (S10).
    #[serde(default)]
    pub returns: bool,
    /// While invisible: takes conversations that wait too long for online agents (S7).
    #[serde(default)]
    pub overflow: bool,
    /// The most open conversations (S1); null for the site's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u16>,
    /// Which mail the agent gets (M1).
    #[serde(default)]
    pub mail: AgentMail,
    /// When the agent is to be left in quiet (N3): no sound, no notification, no push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Hours>,
}

impl Habits {
    /// Seconds, unless set (S10).
    pub const IDLE_AFTER: u32 = 600;
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            hours: None,
            idle_after: Some(Self::IDLE_AFTER),
            returns: false,
            overflow: false,
            capacity: None,
            mail: AgentMail::default(),
            quiet: None,
        }
    }
}

/// `PATCH …/team/{agent}`: what is absent stays as it is. Agents for themselves, admins for everybody;
/// the capacity is for admins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct HabitsPatch {
    /// See [`Habits::hours`]; null for none.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub hours: Option<Option<Hours>>,
    /// See [`Habits::idle_after`]. 5 s to 1 day; null for never.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub idle_after: Option<Option<u32>>,
    /// See [`Habits::returns`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<bool>,
    /// See [`Habits::overflow`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overflow: Option<bool>,
    /// See [`Habits::capacity`]. 1 to 1,000; null for the site's.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Option<u16>>,
    /// See [`Habits::mail`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<AgentMail>,
    /// See [`Habits::quiet`]; null for never.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Option<Hours>>,
}

/// An agent as everybody but the agent sees one: an invisible one looks offline (S3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// Which agent.
    pub id: AgentId,
    /// The name that visitors see.
    pub name: Name,
    /// Online and reachable.
    pub online: bool,
    /// Why: of the last change that others could see.
    pub cause: Cause,
    /// When that was.
    pub since: Timestamp,
    /// How the agent works.
    pub habits: Habits,
    /// What the agent may do.
    #[serde(default)]
    pub role: Role,
    /// Where sign-in links go. Told to admins only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Was invited and has never signed in. Told to admins only.
    #[serde(default, skip_serializing_if = "is_not")]
    pub invited: bool,
}

/// The answer of `GET …/team`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Team {
    /// What a newcomer without a group sees.
    pub mode: Mode,
    /// By name.
    pub agents: Vec<Member>,
}

/// `PUT …/team/{agent}/status`: another system sets an agent's status, with the cause `admin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusPut {
    /// The status to set.
    pub status: Status,
}

/// One change in an agent's history (S15). Others see only what they could see then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// The chosen status from then on.
    pub status: Status,
    /// Whether a device was heard from.
    pub reachable: bool,
    /// Why.
    pub cause: Cause,
    /// The key or the admin who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Name>,
}

/// The most changes in one answer.
pub const HISTORY: u32 = 100;

/// `GET …/why?group=&at=`: what a visitor of this group sees at this time, and why (S15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// The instant that this is about.
    pub at: Timestamp,
    /// The group that this is about, if there is such a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// What a newcomer sees then.
    pub mode: Mode,
    /// The rules that lead to it.
    pub because: Vec<Reason>,
    /// The next change that is known already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextMode>,
    /// Each agent of the group, by name.
    pub agents: Vec<AgentWhy>,
}

/// A change of what visitors see that is known already. Known are timetables; whether a console is open
/// then, is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextMode {
    /// When.
    pub at: Timestamp,
    /// To what.
    pub mode: Mode,
}

/// Why one agent is in, or is not. For the asking agent the whole truth, for others what they may see (S3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentWhy {
    /// Which agent.
    pub id: AgentId,
    /// The agent's name.
    pub name: Name,
    /// Whether this agent makes the site live for newcomers.
    pub counts: bool,
    /// Why.
    pub because: Vec<Reason>,
}

/// A rule and what follows from it, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// The rule's number in SPEC.md.
    pub rule: String,
    /// A sentence.
    pub text: String,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Until when, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// `POST …/hours`: what a timetable means, before it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoursQuestion {
    /// The timetable.
    pub hours: Hours,
    /// At this instant; now, unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// The answer to [`HoursQuestion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoursAnswer {
    /// Whether they are open then.
    pub open: bool,
    /// The first second after it at which that differs; null for none within 366 days.
    pub next_change: Option<Timestamp>,
}

/// A key for other systems: reads presence and sets statuses. Its secret is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Key {
    /// Which one.
    pub id: KeyId,
    /// What it is for.
    pub name: Name,
    /// When it was made.
    pub created_at: Timestamp,
}

/// `POST …/keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyPost {
    /// What it is for.
    pub name: Name,
}

/// The answer to [`KeyPost`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyCreated {
    /// The key.
    pub key: Key,
    /// For `Authorization: Bearer`; not to be had again.
    pub secret: Secret,
}
