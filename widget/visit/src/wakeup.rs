//! The soonest of many instants.

use wire::Timestamp;

pub(crate) struct Soonest {
    pub(crate) now: Timestamp,
    pub(crate) at: Option<Timestamp>,
}

impl Soonest {
    /// What lies behind is done already.
    #[inline(never)]
    pub(crate) fn consider(&mut self, at: Option<Timestamp>) {
        if let Some(at) = at
            && at > self.now
            && self.at.is_none_or(|soonest| at < soonest)
        {
            self.at = Some(at);
        }
    }
}
