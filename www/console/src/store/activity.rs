//! Input on this device (S10): when to tell the edge of it. Whether the agent is idle, the edge decides.

use std::time::Duration;

use wire::agent::Says;
use wire::{Cause, Status, Timestamp};

use super::{Effect, Store};

/// While input goes on, it is told this often at least.
const AT_LEAST: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// The last input.
    last: Option<Timestamp>,
    /// When it was told, and nothing since is due before the period has passed.
    told: Option<Timestamp>,
}

impl Activity {
    fn has_news(&self) -> bool {
        match (self.last, self.told) {
            (Some(last), Some(told)) => last > told,
            (last, _) => last.is_some(),
        }
    }

    /// When the edge is to hear of it.
    fn due(&self, period: Duration) -> Option<Timestamp> {
        let last = self.last.filter(|_| self.has_news())?;
        Some(self.told.map_or(last, |told| told + period))
    }
}

impl Store {
    /// There was input just now.
    pub(super) fn moved(&mut self, now: Timestamp) -> Vec<Effect> {
        self.activity.last = Some(now);
        self.tell_activity(now)
    }

    /// Tells the edge of the last input if that is due.
    pub(super) fn tell_activity(&mut self, now: Timestamp) -> Vec<Effect> {
        let is_due = self.activity_due().is_some_and(|due| due <= now);
        let Some(last) = self.activity.last.filter(|_| is_due && self.link.is_open()) else {
            return Vec::new();
        };
        self.activity.told = Some(now);
        let ago = now.since(last).min(Duration::from_hours(1)).as_millis();
        self.say(Says::Active { ago: u32::try_from(ago).unwrap_or(u32::MAX) })
    }

    /// After a cut nobody knows what arrived: the last input is told again.
    pub(super) fn forget_told_activity(&mut self) {
        self.activity.told = None;
    }

    pub(super) fn activity_due(&self) -> Option<Timestamp> {
        // Also where no rule of idleness waits for it: who looks here is not woken elsewhere (N4).
        let idle_after = self.me.as_ref()?.habits.idle_after;
        let period = idle_after.map_or(AT_LEAST, |after| Duration::from_secs(u64::from(after)) / 4);
        self.activity.due(period.min(AT_LEAST)).filter(|_| self.link.is_open())
    }

    /// The edge set this agent offline because there was no input (S10).
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.status == Status::Offline && me.cause == Cause::Idle)
    }
}
