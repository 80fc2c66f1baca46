//! How far the team has read, and who is writing. Hints: each may be lost, and none is said again.

use wire::visitor::{Says, State};
use wire::{Name, Seq, Timestamp};

use super::Visit;
use crate::event::Todo;
use crate::{Effect, after};

/// For how long a hint that somebody writes is good, and the least between two of ours.
const WRITING: i64 = wire::TYPING as i64 * 1_000;

#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    /// The last message that somebody on the team saw.
    pub(crate) seen: Seq,
    /// Who is writing, and until when to believe it.
    writer: Option<(Name, Timestamp)>,
    /// Ours is not said again before.
    quiet_until: Option<Timestamp>,
}

impl Hints {
    pub(super) fn heard_writing(&mut self, now: Timestamp, name: Name) {
        self.writer = Some((name, after(now, WRITING)));
    }

    /// What was being written is here.
    pub(super) fn wrote(&mut self, seq: Seq) {
        self.writer = None;
        self.seen = self.seen.max(seq);
    }

    pub(crate) fn writer(&self, now: Timestamp) -> Option<&Name> {
        self.writer.as_ref().filter(|(_, until)| now < *until).map(|(name, _)| name)
    }

    /// When the writer is to disappear.
    pub(super) fn until(&self) -> Option<Timestamp> {
        self.writer.as_ref().map(|(_, until)| *until)
    }
}

impl Visit {
    /// The visitor is writing: the team may know, where a socket is open anyhow.
    pub(super) fn typed(&mut self, now: Timestamp, todo: &mut Todo) {
        let is_due = self.hints.quiet_until.is_none_or(|until| now >= until);
        if is_due && self.state == State::Open && self.connection.is_ours() {
            self.hints.quiet_until = Some(after(now, WRITING));
            todo.push(Effect::Send(Says::Typing {}));
        }
    }
}
