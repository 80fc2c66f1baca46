//! What figures are made of (R): facts about questions, noted in the transaction of what they are about; and
//! how the clock of a zone runs, so that they can be told by day and by hour.
//!
//! A *question* is a visitor's message that wants a first answer: one that opens a conversation, or opens it
//! again, and any other from which on the visitor waits in Live Chat (S14). One that was left as a message and
//! is repeated once somebody is in is two: the second one bears the promise.

use wire::hours::Zone;
use wire::visitor::State;
use wire::{AgentId, GroupId, Timestamp};

use crate::hours::{UnknownZone, Zones, steady};
use crate::{Conversation, Effect, Save, Wait};

const DAY: i64 = 86_400;

/// The longest time that figures are about, in milliseconds: a leap year.
pub const LONGEST: i64 = 366 * DAY * 1_000;

/// The first instant that figures can be about: by then it is the year 2000 everywhere, where our dates begin.
pub const FIRST: Timestamp = Timestamp(946_771_200_000);

/// What became of the questions of one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A visitor asked.
    Asked {
        /// When the message was stored.
        at: Timestamp,
        /// The conversation opened with it.
        opens: bool,
        /// The visitor was shown Live Chat.
        is_live: bool,
        /// For which group the visitor came.
        group: Option<GroupId>,
    },
    /// Nobody answered the newest one in time (S14).
    Missed {
        /// Whose it was.
        whose: Option<AgentId>,
    },
    /// An agent answered: all that were not answered.
    Answered {
        /// When.
        at: Timestamp,
        /// Who.
        by: AgentId,
    },
    /// The conversation was closed: so are all of them.
    Closed {
        /// When.
        at: Timestamp,
    },
    /// The visitor rated the conversation: since it was opened last (R8).
    Rated {
        /// 1 to [`wire::rating::BEST`].
        score: u8,
    },
}

/// What a visitor's message that was just taken in asks. `was` and `waited` say how the conversation stood
/// before, `is_live` what the visitor was shown.
pub(crate) fn asked(
    conversation: &Conversation,
    was: State,
    waited: Option<Wait>,
    is_live: bool,
    effects: &mut Vec<Effect>,
) {
    let opens = was != State::Open;
    let begins = conversation.wait.map(|wait| wait.since) != waited.map(|wait| wait.since);
    if opens || (is_live && begins && !conversation.is_answered) {
        let group = conversation.group.clone();
        note(conversation, Fact::Asked { at: conversation.at, opens, is_live, group }, effects);
    }
}

pub(crate) fn note(conversation: &Conversation, fact: Fact, effects: &mut Vec<Effect>) {
    effects.push(Effect::Save(Save::Fact { conversation: conversation.id.clone(), fact }));
}

/// A time during which the clock of a zone runs evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub to: Timestamp,
    /// How far the zone's clock is ahead of UTC, in milliseconds.
    pub east: i64,
}

/// The stretches from an instant to a later one, in order: one more than the zone changes its clock between.
///
/// # Errors
/// For a zone that does not exist.
pub fn stretches(
    zone: &Zone,
    zones: &dyn Zones,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Stretch>, UnknownZone> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut second = from.0.div_euclid(1_000);
    while second * 1_000 < to.0 {
        let (east, until) = steady(zone, zones, second, second + DAY)?;
        let (begin, end) = (Timestamp((second * 1_000).max(from.0)), Timestamp((until * 1_000).min(to.0)));
        match found.last_mut().filter(|last| last.east == east * 1_000) {
            Some(last) => last.to = end,
            None => found.push(Stretch { from: begin, to: end, east: east * 1_000 }),
        }
        second = until;
    }
    Ok(found)
}
