//! What is unsent outlives the page (G5): when it is put into the browser's outbox, when it is taken out, and
//! which of several tabs sends.

use wire::Timestamp;
use wire::visitor::Say;

use super::Visit;
use crate::Effect;
use crate::event::Todo;

/// The lock that one tab of this browser holds while it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    Free,
    Asked,
    Ours,
}

impl Visit {
    pub(super) fn has_lock(&self) -> bool {
        self.lock == Lock::Ours
    }

    /// The lock is ours, and this was left: by this page before a reload, by tabs that are gone, or by tabs
    /// that wait for the lock. Whoever sends it, the edge takes it once (G2).
    pub(super) fn find(&mut self, now: Timestamp, says: Vec<Say>) {
        if self.lock != Lock::Asked {
            return;
        }
        self.lock = Lock::Ours;
        self.may_find = false;
        self.outbox.adopt(now, says, &self.log);
    }

    /// Keeps first, then asks to send. The token comes before all: without it nobody would look again.
    pub(super) fn keep_unsent(&mut self, todo: &mut Todo) {
        while let Some(id) = self.outbox.next_to_drop() {
            todo.push(Effect::Drop(id));
        }
        if self.field_note == Some(crate::Text::NoteFull) && !self.outbox.is_full() {
            self.field_note = None;
        }
        if self.token.is_none() {
            return;
        }
        while let Some(say) = self.outbox.next_to_keep() {
            todo.push(Effect::Put(say.clone()));
        }
        let is_busy = self.outbox.is_busy();
        if self.lock == Lock::Ours && !is_busy {
            self.lock = Lock::Free;
            todo.push(Effect::FreeLock);
        }
        if self.lock == Lock::Free && (is_busy || self.may_find) {
            self.lock = Lock::Asked;
            todo.push(Effect::WantLock);
        }
    }

    /// The timers of a tab that nobody sees are slow: a tab that somebody sees goes first.
    pub(super) fn yield_lock(&mut self, todo: &mut Todo) {
        if self.lock == Lock::Ours && !self.outbox.is_flying() {
            self.lock = Lock::Free;
            todo.push(Effect::FreeLock);
        }
    }
}
