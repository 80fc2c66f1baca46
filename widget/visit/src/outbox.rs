//! What the visitor sent and the edge has not acknowledged: kept until it is stored or refused, one at a
//! time and in order, always with the same id (G2, G6).

use wire::http::{Code, Problem};
use wire::visitor::Say;
use wire::{MessageId, Timestamp};

use crate::random::Random;
use crate::texts::Text;
use crate::wakeup::Soonest;
use crate::{Failure, after};

/// A message that is not through after this long is shown as not sent, while we go on trying.
const PATIENCE: i64 = 10_000;
/// An acknowledgement that does not come within this is not waited for: the message is sent again.
const ANSWER: i64 = 20_000;
/// Being told to wait longer than this is a refusal: the visitor decides when to try again.
const WAIT: u32 = 30;
/// The longest pause between two tries.
const PAUSE: i64 = 30_000;

/// Why a message was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// One of our own sentences.
    Text(Text),
    /// A sentence of the edge.
    Sentence(String),
}

/// How a message travels. One way at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Socket,
    Http,
}

/// A message that is not known to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Unsent {
    pub(crate) say: Say,
    /// Since when the visitor waits.
    since: Timestamp,
    /// It is on its way since then.
    flying: Option<(Way, Timestamp)>,
    /// Not before.
    again_at: Timestamp,
    tries: u32,
    /// The socket took it and no acknowledgement came: it takes the other way from now on.
    unheard: bool,
    /// Why the edge does not take it. Only the visitor can send it again.
    pub(crate) refused: Option<Reason>,
}

impl Unsent {
    /// Whether the visitor is to be told that it did not go through.
    pub(crate) fn is_failed(&self, now: Timestamp) -> bool {
        self.refused.is_some() || now >= after(self.since, PATIENCE)
    }
}

/// In the order of sending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    unsent: Vec<Unsent>,
}

impl Outbox {
    pub(crate) fn push(&mut self, now: Timestamp, say: Say) {
        if self.unsent.iter().any(|unsent| unsent.say.id == say.id) {
            return;
        }
        self.unsent.push(Unsent {
            say,
            since: now,
            flying: None,
            again_at: now,
            tries: 0,
            unheard: false,
            refused: None,
        });
    }

    pub(crate) fn unsent(&self) -> &[Unsent] {
        &self.unsent
    }

    /// Whether something waits to be sent or acknowledged.
    pub(crate) fn is_busy(&self) -> bool {
        self.head().is_some()
    }

    /// The first that is not refused: those behind it wait, so that the order stays.
    fn head(&self) -> Option<&Unsent> {
        self.unsent.iter().find(|unsent| unsent.refused.is_none())
    }

    /// The message to send now, if one is due.
    pub(crate) fn due(&self, now: Timestamp) -> Option<&Say> {
        self.head().filter(|head| head.flying.is_none() && now >= head.again_at).map(|head| &head.say)
    }

    /// Whether the one to send next was sent over a socket in vain.
    pub(crate) fn is_unheard(&self) -> bool {
        self.head().is_some_and(|head| head.unheard)
    }

    fn get(&mut self, id: &MessageId) -> Option<&mut Unsent> {
        self.unsent.iter_mut().find(|unsent| unsent.say.id == *id)
    }

    pub(crate) fn launch(&mut self, now: Timestamp, id: &MessageId, way: Way) {
        if let Some(unsent) = self.get(id) {
            unsent.flying = Some((way, now));
            unsent.tries += 1;
        }
    }

    /// Takes a message out that is stored.
    pub(crate) fn remove(&mut self, id: &MessageId) -> Option<Say> {
        let place = self.unsent.iter().position(|unsent| unsent.say.id == *id)?;
        Some(self.unsent.remove(place).say)
    }

    /// The socket is gone, and with it every acknowledgement that was to come over it.
    pub(crate) fn cut(&mut self) {
        for unsent in &mut self.unsent {
            unsent.flying = unsent.flying.filter(|(way, _)| *way != Way::Socket);
        }
    }

    /// There is a way again.
    pub(crate) fn hurry(&mut self, now: Timestamp) {
        for unsent in &mut self.unsent {
            unsent.again_at = unsent.again_at.min(now);
        }
    }

    pub(crate) fn retry(&mut self, now: Timestamp, id: &MessageId) {
        if let Some(unsent) = self.get(id) {
            unsent.since = now;
            unsent.again_at = now;
            unsent.refused = None;
        }
    }

    /// A try failed.
    pub(crate) fn fail(&mut self, now: Timestamp, id: &MessageId, failure: Failure, random: &mut Random) {
        let Some(unsent) = self.get(id) else { return };
        unsent.flying = None;
        let pause = 1_000 + random.up_to((1_000 << unsent.tries.min(5)).min(PAUSE));
        match failure {
            Failure::Network => unsent.again_at = after(now, pause),
            Failure::Refused(problem) => match verdict(problem) {
                Ok(seconds) => {
                    unsent.again_at = after(now, i64::from(seconds) * 1_000 + pause);
                    // To be told to wait is no failure.
                    unsent.since = unsent.since.max(after(now, i64::from(seconds) * 1_000));
                }
                Err(reason) => unsent.refused = Some(reason),
            },
        }
    }

    /// Lets go of acknowledgements that do not come.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        for unsent in &mut self.unsent {
            if let Some((way, since)) = unsent.flying
                && now >= after(since, ANSWER)
            {
                unsent.flying = None;
                unsent.unheard |= way == Way::Socket;
            }
        }
    }

    /// When something is due, or to be shown as not sent.
    pub(crate) fn next_wakeups(&self, next: &mut Soonest) {
        next.consider(
            self.head().map(|head| head.flying.map_or(head.again_at, |(_, since)| after(since, ANSWER))),
        );
        for unsent in &self.unsent {
            if !unsent.is_failed(next.now) {
                next.consider(Some(after(unsent.since, PATIENCE)));
            }
        }
    }
}

/// Whether to try again after so many seconds, or to leave it to the visitor.
fn verdict(problem: Problem) -> Result<u32, Reason> {
    match problem.code {
        Code::Internal => Ok(0),
        Code::TooMany => match problem.retry_after.unwrap_or(1) {
            seconds if seconds <= WAIT => Ok(seconds),
            _ => Err(Reason::Text(Text::RefusedTooMany)),
        },
        Code::ForeignOrigin | Code::Forbidden | Code::NotFound | Code::Unauthorized => {
            Err(Reason::Text(Text::RefusedHere))
        }
        _ => Err(Reason::Sentence(problem.message)),
    }
}

#[cfg(test)]
mod tests {
    use wire::Body;

    use super::*;

    fn say(number: u32) -> Say {
        let id = MessageId::parse(format!("message-number-{number:04}")).expect("valid");
        Say { id, body: Body::parse("hello").expect("valid"), email: None, page: None, targeted: None }
    }

    fn refused(code: Code, retry_after: Option<u32>) -> Failure {
        Failure::Refused(Problem { code, id: "x".into(), message: "No.".into(), retry_after })
    }

    #[test]
    fn one_at_a_time_and_in_order() {
        let mut outbox = Outbox::default();
        outbox.push(Timestamp(0), say(1));
        outbox.push(Timestamp(0), say(2));
        assert_eq!(outbox.due(Timestamp(0)), Some(&say(1)));
        outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
        assert_eq!(outbox.due(Timestamp(1)), None, "the second waits for the first");
        outbox.remove(&say(1).id);
        assert_eq!(outbox.due(Timestamp(1)), Some(&say(2)));
    }

    #[test]
    fn g6_a_refused_message_is_kept_with_its_reason_and_lets_others_pass() {
        let mut outbox = Outbox::default();
        let mut random = Random::new(7);
        outbox.push(Timestamp(0), say(1));
        outbox.push(Timestamp(0), say(2));
        outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
        outbox.fail(Timestamp(5), &say(1).id, refused(Code::IdReused, None), &mut random);
        assert_eq!(outbox.unsent()[0].refused, Some(Reason::Sentence("No.".into())));
        assert_eq!(outbox.due(Timestamp(5)), Some(&say(2)));
        outbox.retry(Timestamp(6), &say(1).id);
        assert_eq!(outbox.due(Timestamp(6)), Some(&say(1)));
    }

    #[test]
    fn l1_being_told_to_wait_is_obeyed_and_no_failure() {
        let mut outbox = Outbox::default();
        let mut random = Random::new(7);
        outbox.push(Timestamp(0), say(1));
        outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
        outbox.fail(Timestamp(0), &say(1).id, refused(Code::TooMany, Some(5)), &mut random);
        assert_eq!(outbox.due(Timestamp(5_000)), None);
        assert!(!outbox.unsent()[0].is_failed(Timestamp(12_000)));
        let mut next = Soonest { now: Timestamp(0), at: None };
        outbox.next_wakeups(&mut next);
        assert!(next.at.is_some_and(|at| at > Timestamp(5_000)));
        outbox.fail(Timestamp(0), &say(1).id, refused(Code::TooMany, Some(3_600)), &mut random);
        assert_eq!(outbox.unsent()[0].refused, Some(Reason::Text(Text::RefusedTooMany)));
    }

    #[test]
    fn an_acknowledgement_that_does_not_come_is_not_waited_for() {
        let mut outbox = Outbox::default();
        outbox.push(Timestamp(0), say(1));
        outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
        outbox.settle(Timestamp(ANSWER - 1));
        assert_eq!(outbox.due(Timestamp(ANSWER - 1)), None);
        outbox.settle(Timestamp(ANSWER));
        assert_eq!(outbox.due(Timestamp(ANSWER)), Some(&say(1)));
        assert!(outbox.is_unheard(), "not the same way again: a link may let everything through but this");
        assert!(outbox.unsent()[0].is_failed(Timestamp(ANSWER)), "but it is shown as not sent long before");
    }
}
