//! A browser that keeps what it is told to, at once, and in which no other tab sends: for tests that are about
//! something else.

use visit::{Effect, Event, Visit};
use wire::Timestamp;

pub(crate) trait Keeper {
    /// Applies an event and whatever follows from keeping; gives what else is to be done.
    fn tell(&mut self, now: Timestamp, event: Event) -> Vec<Effect>;
}

impl Keeper for Visit {
    fn tell(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        let mut others = Vec::new();
        let mut effects = self.apply(now, event);
        while !effects.is_empty() {
            match effects.remove(0) {
                Effect::Put(say) => effects.extend(self.apply(now, Event::Kept(say.id, true))),
                Effect::WantLock => effects.extend(self.apply(now, Event::Found(Vec::new()))),
                Effect::Drop(_) | Effect::FreeLock => {}
                other => others.push(other),
            }
        }
        others
    }
}
