//! The one timer of the page: it wakes the visit.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use wire::Timestamp;

#[derive(Default)]
pub(crate) struct Timer(RefCell<Option<Timeout>>);

impl Timer {
    /// Calls `wake` at this instant, and forgets the one that was set before.
    pub(crate) fn set(&self, now: Timestamp, at: Option<Timestamp>, wake: impl FnOnce() + 'static) {
        *self.0.borrow_mut() = at.map(|at| {
            // A browser cannot wait longer than 2^31 ms, nor is anything that far ahead.
            let wait = u32::try_from(at.0 - now.0).unwrap_or(0).min(3_600_000);
            Timeout::new(wait, wake)
        });
    }
}
