//! Figures: how many conversations there were, how soon they were answered, and how often the promise of Live
//! Chat was kept (R).

use serde::{Deserialize, Serialize};

use crate::hours::{Date, Zone};
use crate::{AgentId, GroupId, Timestamp};

/// The answer of `GET …/figures?from=&to=&zone=`. Everything counts at the instant at which the visitor wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// The first instant that counts.
    pub from: Timestamp,
    /// The first one that counts no more.
    pub to: Timestamp,
    /// By whose clock days and hours are told.
    pub zone: Zone,
    /// Of the whole site.
    pub total: Numbers,
    /// Of those agents who answered something, or missed it; in the order of their ids.
    pub agents: Vec<AgentNumbers>,
    /// Of those groups for which somebody came; in the order of their ids.
    pub groups: Vec<GroupNumbers>,
    /// Every day from the first instant to the last one, in order.
    pub days: Vec<DayCount>,
    /// The 24 hours of the day, from midnight on.
    pub hours: Vec<Count>,
}

/// What is counted and measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Numbers {
    /// Conversations that visitors opened, or opened again (R1).
    pub conversations: u32,
    /// Those in which the visitor was shown Live Chat. The others were left as messages.
    pub live: u32,
    /// Those that were closed since.
    pub closed: u32,
    /// How often a visitor was shown Live Chat, wrote, and had to be answered in time (R2).
    pub promised: u32,
    /// How often that was done.
    pub kept: u32,
    /// How often it was not, and was marked as missed (S14).
    pub missed: u32,
    /// From a visitor's message in Live Chat to the first answer; null where there is none.
    pub live_answer: Option<Spread>,
    /// From a message that was left to the first answer; null where there is none.
    pub message_answer: Option<Spread>,
    /// From the opening of a conversation to its closing; null where there is none.
    pub resolution: Option<Spread>,
    /// How often visitors gave each score (R8): 1 first, [`crate::rating::BEST`] last.
    pub ratings: [u32; crate::rating::BEST as usize],
}

/// Spans of time: of how many, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spread {
    /// How many there are.
    pub count: u32,
    /// Seconds that half of them took at most.
    pub median: u32,
    /// Seconds that nine of ten took at most.
    pub p90: u32,
}

/// One agent's: what this agent answered first, and what was missed while it was this agent's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentNumbers {
    /// Whose.
    pub agent: AgentId,
    /// The numbers.
    pub numbers: Numbers,
}

/// One group's: of the visitors who came for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupNumbers {
    /// Which group.
    pub group: GroupId,
    /// The numbers.
    pub numbers: Numbers,
}

/// Conversations of a day or of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// Opened in Live Chat.
    pub live: u32,
    /// Left as messages.
    pub messaging: u32,
    /// See [`Numbers::missed`].
    pub missed: u32,
}

/// A day of the zone's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayCount {
    /// Which day.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// How many.
    pub count: Count,
}
