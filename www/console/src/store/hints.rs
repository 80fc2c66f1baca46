//! How far this agent has read, on all devices; what is unread; and who is writing.

use std::collections::BTreeMap;
use std::time::Duration;

use wire::agent::{Mark, Row, Says};
use wire::inbox::View;
use wire::{AgentId, ConversationId, Seq, Status, Timestamp};

use super::{Effect, Query, Store};

/// For how long a hint that somebody writes is good, and the least between two of ours.
const WRITING: Duration = Duration::from_secs(wire::TYPING as u64);

#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    marks: BTreeMap<ConversationId, Seq>,
    /// Who is writing where, and until when to believe it; nobody for the visitor.
    writers: Vec<(ConversationId, Option<AgentId>, Timestamp)>,
    /// Ours is not said again before.
    quiet_until: Option<Timestamp>,
}

impl Store {
    /// Of the conversations in which somebody waits, this agent has read so far. What this device has read and
    /// the edge does not know was lost on the way: it is said again.
    pub(super) fn learn_marks(&mut self, marks: Vec<Mark>) -> Vec<Effect> {
        let known: BTreeMap<_, _> = marks.into_iter().map(|mark| (mark.conversation, mark.seq)).collect();
        let mut effects = Vec::new();
        for (id, seq) in &self.hints.marks {
            let is_waiting = self.inbox.row(id).is_some_and(|row| row.waiting);
            if is_waiting && known.get(id).is_none_or(|known| known < seq) {
                effects.extend(self.say(Says::Read { conversation: id.clone(), seq: *seq }));
            }
        }
        self.take_marks(known);
        effects
    }

    pub(super) fn forget_hints(&mut self, id: &ConversationId) {
        self.hints.marks.remove(id);
        self.hints.writers.retain(|(place, _, _)| place != id);
    }

    /// What another device has read, or the edge remembers.
    pub(super) fn take_marks(&mut self, marks: impl IntoIterator<Item = (ConversationId, Seq)>) {
        for (id, seq) in marks {
            let mark = self.hints.marks.entry(id).or_default();
            *mark = seq.max(*mark);
        }
    }

    /// What is in front of the agent is read.
    pub(super) fn mark_read(&mut self) -> Vec<Effect> {
        let Some(id) = self.selected.clone().filter(|id| self.is_seen(id)) else { return Vec::new() };
        let Some(known) = self.thread().map(|thread| thread.known) else { return Vec::new() };
        let mark = self.hints.marks.get(&id).copied().unwrap_or_default();
        if known <= mark || !self.link.is_open() {
            return Vec::new();
        }
        self.hints.marks.insert(id.clone(), known);
        self.say(Says::Read { conversation: id, seq: known })
    }

    /// Whether the visitor wrote something last that this agent has not read.
    #[must_use]
    pub fn is_unread(&self, row: &Row) -> bool {
        row.waiting && self.hints.marks.get(&row.id).is_none_or(|mark| *mark < row.last)
    }

    /// How many conversations that concern this agent have something unread: the agent's own, and new ones
    /// that this agent is to take (S6, S7). Derived from what is here, so that it is right after any gap.
    #[must_use]
    pub fn unread(&self) -> usize {
        let (new, mine) = (Query::from(View::Unassigned), Query::from(View::Mine));
        let scope = self.scope();
        let is_online = self.me.as_ref().is_some_and(|me| me.status == Status::Online);
        let concerns = |row: &&Row| {
            let is_new = scope.shows(row, &new) && (is_online || (row.slow && scope.takes_slow));
            (is_new || scope.shows(row, &mine)) && self.is_unread(row)
        };
        self.inbox.rows().filter(concerns).count()
    }

    pub(super) fn heard_writing(&mut self, now: Timestamp, id: ConversationId, who: Option<AgentId>) {
        if self.me.as_ref().map(|me| &me.id) == who.as_ref() && who.is_some() {
            return;
        }
        self.wrote(&id, who.as_ref());
        self.hints.writers.push((id, who, now + WRITING));
    }

    /// What was being written is here.
    pub(super) fn wrote(&mut self, id: &ConversationId, who: Option<&AgentId>) {
        self.hints.writers.retain(|(place, writer, _)| (place, writer.as_ref()) != (id, who));
    }

    pub(super) fn forget_writers(&mut self, now: Timestamp) {
        self.hints.writers.retain(|(_, _, until)| now < *until);
    }

    /// Who is writing in the selected conversation; nobody for the visitor.
    pub fn writers(&self) -> impl Iterator<Item = Option<&AgentId>> {
        let here = self.hints.writers.iter().filter(|(id, _, _)| Some(id) == self.selected.as_ref());
        here.map(|(_, writer, _)| writer.as_ref())
    }

    pub(super) fn writers_due(&self) -> Option<Timestamp> {
        self.hints.writers.iter().map(|(_, _, until)| *until).min()
    }

    /// This agent is writing a reply.
    pub(super) fn tell_writing(&mut self, now: Timestamp) -> Vec<Effect> {
        if self.hints.quiet_until.is_some_and(|until| now < until) {
            return Vec::new();
        }
        self.hints.quiet_until = Some(now + WRITING);
        self.about_selected(|conversation| Says::Typing { conversation })
    }
}
