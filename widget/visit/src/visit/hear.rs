//! What the edge said: facts taken over, and messages that are stored.

use wire::message::Stored;
use wire::visitor::{Hears, Say, State};
use wire::{Author, Message, MessageId, Seq, Timestamp};

use super::Visit;
use crate::Failure;

impl Visit {
    pub(super) fn hear(&mut self, now: Timestamp, frame: Hears) {
        match frame {
            Hears::Welcome(visit) => {
                if self.connection.welcomed(now) {
                    self.learn(now, visit);
                    self.outbox.hurry(now);
                }
            }
            Hears::Stored(stored) => self.store(stored),
            Hears::Message(message) => self.receive(message),
            Hears::Presence { mode, faces, back_at, missed } => {
                self.mode = mode;
                self.faces = faces;
                self.back_at = back_at;
                self.is_missed = missed;
            }
            Hears::State { state, .. } => self.state = state,
            Hears::Read { seq } => {
                self.read = self.read.max(seq);
                self.told = self.told.max(seq);
            }
            Hears::Seen { seq } => self.hints.seen = self.hints.seen.max(seq),
            Hears::Typing { name } => self.hints.heard_writing(now, name),
            Hears::Error(refusal) => {
                if let Some(id) = refusal.about {
                    self.outbox.fail(now, &id, Failure::Refused(refusal.problem), &mut self.random);
                }
            }
        }
    }

    /// What the edge knows of this visit, whichever way it came.
    pub(super) fn learn(&mut self, now: Timestamp, visit: wire::visitor::Visit) {
        self.mode = visit.mode;
        self.refresh(now, visit.fresh_for);
        self.back_at = visit.back_at;
        self.is_missed = visit.missed;
        self.faces = visit.faces;
        self.state = visit.state;
        self.is_known |= visit.state != State::None;
        self.has_email = visit.has_email;
        self.told = visit.read;
        self.read = self.read.max(visit.read);
        self.hints.seen = self.hints.seen.max(visit.seen);
        self.read_on(visit.last, visit.messages);
    }

    /// Messages that were asked for, and how far the conversation goes.
    pub(super) fn read_on(&mut self, last: Seq, messages: Vec<Message>) {
        self.log.hear_of(last);
        for message in messages {
            self.receive(message);
        }
    }

    pub(super) fn receive(&mut self, message: Message) {
        match message.author {
            Author::Visitor => {
                self.take_out(&message.id);
            }
            // Who answers has read what stands before.
            Author::Agent { .. } => self.hints.wrote(message.seq),
            Author::Site { .. } => {}
        }
        self.keep(message);
    }

    /// Takes a stored message into the log.
    pub(super) fn keep(&mut self, message: Message) {
        let seq = message.seq;
        self.has_stored_since_asked = true;
        if self.log.take(message) {
            // The visitor answered what now is stored.
            self.read = self.read.max(seq);
        }
        if !self.log.has_local() {
            self.targeted = None;
        }
    }

    /// Takes a message that is stored out of the outbox.
    pub(super) fn take_out(&mut self, id: &MessageId) -> Option<Say> {
        let say = self.outbox.remove(id)?;
        self.has_email |= say.email.is_some();
        self.is_known = true;
        // To write opens a conversation, and opens it again.
        self.state = State::Open;
        Some(say)
    }

    pub(super) fn store(&mut self, stored: Stored) {
        if let Some(say) = self.take_out(&stored.id) {
            let Stored { id, seq, at } = stored;
            self.keep(Message { seq, id, author: Author::Visitor, body: say.body, at, file: None });
        } else {
            // Another tab wrote it, over the same socket.
            self.log.hear_of(stored.seq);
        }
    }
}
