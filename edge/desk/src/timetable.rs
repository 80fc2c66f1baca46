//! The next edge of a timetable, kept so that it is done once, however late the clock is looked at.

use std::time::Duration;

use wire::Timestamp;
use wire::hours::Hours;

use crate::hours::{Zones, is_open, next_change};

/// Where nothing changes within 366 days, it is looked again after a year.
const LOOK_AGAIN: Duration = Duration::from_hours(24 * 365);

/// When a timetable opens or closes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// When.
    pub at: Timestamp,
    /// Whether it opens; `None` where nothing changes until then.
    pub opens: Option<bool>,
}

impl Edge {
    /// The first edge after an instant. `None` for a zone that the database does not know any more: it was
    /// checked when the hours were set.
    pub(crate) fn after(hours: &Hours, zones: &dyn Zones, at: Timestamp) -> Option<Self> {
        Some(match next_change(hours, zones, at).ok()? {
            Some(at) => Self { at, opens: Some(is_open(hours, zones, at).ok()?) },
            None => Self { at: at + LOOK_AGAIN, opens: None },
        })
    }
}
