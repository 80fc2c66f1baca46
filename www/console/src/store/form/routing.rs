//! Who gets a conversation, what follows when nobody answers (S1, S7, S14), and what is asked at the end (B5) and
//! whether visitors send files (U6), as it is edited.

use wire::settings::{Assignment, Settings, SettingsPatch, WhenMissed};

use super::{capacity, number};

use crate::say;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routing {
    pub assignment: Assignment,
    /// Empty for none.
    pub capacity: String,
    /// Seconds.
    pub overflow_after: String,
    /// Seconds.
    pub missed_after: String,
    pub when_missed: WhenMissed,
    pub ask_rating: bool,
    pub visitor_files: bool,
}

impl Routing {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self {
            assignment: settings.assignment,
            capacity: settings.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
            overflow_after: settings.overflow_after.to_string(),
            missed_after: settings.missed_after.to_string(),
            when_missed: settings.when_missed,
            ask_rating: settings.ask_rating,
            visitor_files: settings.visitor_files,
        }
    }

    #[must_use]
    pub fn capacity_problem(&self) -> Option<&'static str> {
        capacity(&self.capacity).is_err().then_some(say!("Write a number from 1 to 1000, or nothing."))
    }

    #[must_use]
    pub fn overflow_problem(&self) -> Option<&'static str> {
        self.overflow().is_none().then_some(say!("Write a number of seconds from 1 to 3600."))
    }

    #[must_use]
    pub fn missed_problem(&self) -> Option<&'static str> {
        self.missed().is_none().then_some(say!("Write a number of seconds from 1 to 86400."))
    }

    /// Seconds until an unanswered conversation is offered to invisible agents, where that can be read.
    #[must_use]
    pub fn overflow(&self) -> Option<u32> {
        number(&self.overflow_after, 1, 3_600)
    }

    /// Seconds until it is missed, likewise.
    #[must_use]
    pub fn missed(&self) -> Option<u32> {
        number(&self.missed_after, 1, 86_400)
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        let problems = [self.capacity_problem(), self.overflow_problem(), self.missed_problem()];
        problems.iter().all(Option::is_none)
    }

    #[must_use]
    pub fn patch(&self, settings: &Settings) -> Option<SettingsPatch> {
        let capacity = capacity(&self.capacity).ok()?;
        let overflow_after = self.overflow()?;
        let missed_after = self.missed()?;
        let patch = SettingsPatch {
            assignment: (self.assignment != settings.assignment).then_some(self.assignment),
            capacity: (capacity != settings.capacity).then_some(capacity),
            overflow_after: (overflow_after != settings.overflow_after).then_some(overflow_after),
            missed_after: (missed_after != settings.missed_after).then_some(missed_after),
            when_missed: (self.when_missed != settings.when_missed).then_some(self.when_missed),
            visitor_files: (self.visitor_files != settings.visitor_files).then_some(self.visitor_files),
            ask_rating: (self.ask_rating != settings.ask_rating).then_some(self.ask_rating),
            ..SettingsPatch::default()
        };
        (patch != SettingsPatch::default()).then_some(patch)
    }
}
