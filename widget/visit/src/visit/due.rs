//! What is due, derived from what is known: after every event, and when the visit is to be woken.

use wire::visitor::{Says, State};
use wire::{Mode, Timestamp};

use super::Visit;
use crate::connection::Step;
use crate::event::Todo;
use crate::outbox::Way;
use crate::wakeup::Soonest;
use crate::{Effect, Failure, after};

/// A tab that nobody sees gives its socket back after this long: the edge allows a visitor three.
const UNSEEN: i64 = 30_000;
/// One that shares it with the others, after this long: who has not looked for an hour is told by mail.
const SHARED: i64 = 3_600_000;
/// An answer over HTTP that does not come within this is not waited for.
const ANSWER: i64 = 20_000;
/// How long a broken connection, or a presence that is no longer good, is nobody's business.
const GRACE: i64 = 5_000;
/// The visitor is told of a link that is gone for this long.
const LOST: i64 = 30_000;

impl Visit {
    /// Whether a socket is worth having.
    fn wants_socket(&self, now: Timestamp) -> bool {
        let is_busy = self.outbox.is_busy();
        let is_unseen = self.unseen_until().is_some_and(|until| now >= until);
        let is_live = self.mode == Mode::Live && (self.is_open || is_busy);
        (is_live || self.state != State::None) && (!is_unseen || is_busy)
    }

    /// Until when a tab that nobody sees keeps its socket.
    fn unseen_until(&self) -> Option<Timestamp> {
        self.unseen_since.map(|since| after(since, if self.shares { SHARED } else { UNSEEN }))
    }

    /// Derives what is due.
    pub(super) fn settle(&mut self, now: Timestamp, todo: &mut Todo) {
        if self.token.is_none() && !self.is_token_asked && self.outbox.is_busy() {
            self.is_token_asked = true;
            todo.push(Effect::MakeToken);
        }
        if self.outbox.settle(now) {
            self.connection.doubt(now);
        }
        self.keep_unsent(todo);
        self.steer(now, todo);
        self.deliver(now, todo);
        self.poll(now, todo);
        self.mark_read(todo);
        self.note_lost(now);
    }

    fn steer(&mut self, now: Timestamp, todo: &mut Todo) {
        let is_wanted = self.wants_socket(now);
        loop {
            let was_up = self.connection.is_up();
            let step =
                self.connection.step(now, is_wanted, self.token.is_some(), self.log.span(), &mut self.random);
            let Some(step) = step else { break };
            todo.push(match step {
                Step::Connect => Effect::Connect,
                Step::Ping => Effect::Ping,
                Step::Hello => Effect::Send(Says::Hello {
                    protocol: wire::PROTOCOL,
                    token: self.token.clone(),
                    after: self.log.have(),
                }),
                Step::Disconnect => {
                    self.part(now, was_up);
                    Effect::Disconnect
                }
            });
        }
    }

    /// The socket is gone. What it said last is good for a while; one that never was up said nothing.
    pub(super) fn part(&mut self, now: Timestamp, was_up: bool) {
        self.outbox.cut();
        if !was_up {
            return;
        }
        self.fresh_until = self.fresh_until.max(after(now, i64::from(self.fresh_for) * 1_000));
        self.asked = None;
    }

    fn deliver(&mut self, now: Timestamp, todo: &mut Todo) {
        if self.token.is_none() || !self.has_lock() {
            return;
        }
        let Some(unsent) = self.outbox.due(now) else { return };
        let (say, shuns_socket) = (unsent.say.clone(), unsent.shuns_socket);
        self.may_find = true;
        if self.connection.is_ours() && !shuns_socket {
            self.outbox.launch(now, &say.id, Way::Socket);
            todo.push(Effect::Send(Says::Say(say)));
        } else if self.connection.coming_until().is_none_or(|until| now >= until) {
            self.outbox.launch(now, &say.id, Way::Http);
            todo.push(Effect::Post(say));
        }
    }

    /// Whether the mode has to be asked for: nobody tells it, and somebody looks.
    fn polls(&self) -> bool {
        self.unseen_since.is_none() && !self.connection.is_up()
    }

    fn poll(&mut self, now: Timestamp, todo: &mut Todo) {
        if self.asked.is_some_and(|at| now >= after(at, ANSWER)) {
            self.asked = None;
            self.postpone(now, &Failure::Network);
        }
        if !self.polls() || self.asked.is_some() || now < self.fresh_until {
            return;
        }
        self.asked = Some(now);
        self.has_stored_since_asked = false;
        todo.push(if self.is_known && self.token.is_some() {
            Effect::AskConversation(self.log.have())
        } else {
            Effect::AskPresence
        });
    }

    /// Tells the edge what the visitor saw. Only answers are worth a word.
    fn mark_read(&mut self, todo: &mut Todo) {
        if !self.is_open || self.unseen_since.is_some() {
            return;
        }
        self.log.see_local();
        let answer = self.log.last_answer();
        self.read = self.read.max(answer);
        if answer <= self.told {
            return;
        }
        if self.connection.is_ours() {
            todo.push(Effect::Send(Says::Read { seq: answer }));
        } else if self.connection.is_barred() && self.token.is_some() {
            todo.push(Effect::PostRead(answer));
        } else {
            return;
        }
        self.told = answer;
    }

    /// Whether the edge is out of reach, so that nothing that was known need be true any more.
    pub(crate) fn is_lost(&self, now: Timestamp) -> bool {
        self.lost_from().is_some_and(|from| now >= from)
    }

    fn note_lost(&mut self, now: Timestamp) {
        let from = self.lost_from().filter(|from| now >= *from);
        self.lost_since = match (from, self.lost_since) {
            (None, _) => None,
            (Some(_), Some(since)) => Some(since),
            // It was late before it was lost; an answer that failed says so at once.
            (Some(from), None) => Some(if self.failures > 0 { now } else { after(from, -GRACE) }),
        };
    }

    /// From when on the visitor is told that there is no link.
    pub(crate) fn told_lost_from(&self) -> Option<Timestamp> {
        self.lost_since.map(|since| after(since, LOST))
    }

    fn lost_from(&self) -> Option<Timestamp> {
        if !self.polls() {
            return None;
        }
        if self.failures > 0 {
            return Some(Timestamp(0));
        }
        let late = after(self.asked.unwrap_or(self.fresh_until), GRACE);
        // Where sockets are barred, answers over HTTP will do.
        let missed = self.connection.missed_since().filter(|since| self.reached <= *since);
        Some(missed.map_or(late, |since| late.min(after(since, GRACE))))
    }

    /// When to send [`Event::Woke`], if nothing else happens before. Always later than the last event.
    #[must_use]
    pub fn next_wakeup(&self, now: Timestamp) -> Option<Timestamp> {
        let mut next = Soonest { now, at: None };
        next.consider(self.connection.next_wakeup(self.wants_socket(now)));
        next.consider(self.connection.coming_until());
        next.consider(self.hints.until());
        self.outbox.next_wakeups(&mut next);
        if self.connection.is_up() {
            next.consider(self.unseen_until());
        }
        if self.polls() {
            next.consider(Some(self.asked.map_or(self.fresh_until, |at| after(at, ANSWER))));
            next.consider(self.lost_from());
            next.consider(self.told_lost_from());
        }
        next.at
    }
}
