//! What the visitor sent and the edge has not acknowledged: kept until it is stored or refused, one at a
//! time and in order, always with the same id (G2, G6).

use wire::http::{Code, Problem};
use wire::visitor::Say;
use wire::{MessageId, Timestamp};

use crate::log::Log;
use crate::random::Random;
use crate::texts::Text;
use crate::wakeup::Soonest;
use crate::{Failure, after};

/// A message that is not through after this long is shown as not sent, while we go on trying.
const PATIENCE: i64 = 10_000;
/// An acknowledgement over HTTP that does not come within this is not waited for: the message is sent again.
const ANSWER: i64 = 20_000;
/// The same over the socket. The message then takes the other way.
const SOCKET_ANSWER: i64 = 10_000;
/// How long a message waits for the browser to keep it: then sending it is the better way to keep it.
const KEEPING: i64 = 4_000;
/// As many unsent messages as one page takes.
const MOST: usize = 50;
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

impl Way {
    fn answer(self) -> i64 {
        if self == Self::Socket { SOCKET_ANSWER } else { ANSWER }
    }
}

/// Whether a message outlives the page (G5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// The browser was not asked yet.
    New,
    /// Asked, not answered.
    Asked,
    Kept,
    /// It would not.
    Refused,
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
    keeping: Keeping,
    /// The socket did not bring an acknowledgement: the next try goes over HTTP.
    pub(crate) shuns_socket: bool,
    /// Why the edge does not take it. Only the visitor can send it again.
    pub(crate) refused: Option<Reason>,
}

impl Unsent {
    /// Whether the visitor is to be told that it did not go through.
    pub(crate) fn is_failed(&self, now: Timestamp) -> bool {
        self.refused.is_some() || now >= after(self.since, PATIENCE)
    }

    /// Kept first, then sent (G5); but a browser that does not answer does not hold it up for ever.
    fn ready_at(&self) -> Timestamp {
        match self.keeping {
            Keeping::New | Keeping::Asked => self.again_at.max(after(self.since, KEEPING)),
            Keeping::Kept | Keeping::Refused => self.again_at,
        }
    }
}

/// In the order of sending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    unsent: Vec<Unsent>,
    /// Stored, and still in the browser's outbox.
    stored: Vec<MessageId>,
}

impl Outbox {
    pub(crate) fn push(&mut self, now: Timestamp, say: Say) {
        self.insert(self.unsent.len(), now, say, Keeping::New);
    }

    fn insert(&mut self, place: usize, now: Timestamp, say: Say, keeping: Keeping) -> bool {
        if self.get(&say.id).is_some() {
            return false;
        }
        self.unsent.insert(
            place,
            Unsent {
                say,
                since: now,
                flying: None,
                again_at: now,
                tries: 0,
                keeping,
                shuns_socket: false,
                refused: None,
            },
        );
        true
    }

    /// Takes over what other tabs, or this one before, left in the browser's outbox: in front of what was
    /// written here, and in its order, so that nobody's order changes.
    pub(crate) fn adopt(&mut self, now: Timestamp, says: Vec<Say>, log: &Log) {
        let mut place = 0;
        for say in says {
            if log.messages().iter().any(|held| held.id == say.id) {
                // Its acknowledgement came to another tab, or too late for the one that left it.
                self.stored.push(say.id);
            } else if self.insert(place, now, say, Keeping::Kept) {
                place += 1;
            }
        }
    }

    /// The next message that the browser is to keep.
    pub(crate) fn next_to_keep(&mut self) -> Option<&Say> {
        let unsent = self.unsent.iter_mut().find(|unsent| unsent.keeping == Keeping::New)?;
        unsent.keeping = Keeping::Asked;
        Some(&unsent.say)
    }

    pub(crate) fn kept(&mut self, id: &MessageId, is_kept: bool) {
        if let Some(unsent) = self.get(id) {
            unsent.keeping = if is_kept { Keeping::Kept } else { Keeping::Refused };
        }
    }

    /// Whether closing this page would lose something.
    pub(crate) fn is_unsafe(&self) -> bool {
        self.unsent.iter().any(|unsent| unsent.keeping == Keeping::Refused)
    }

    pub(crate) fn is_full(&self) -> bool {
        self.unsent.len() >= MOST
    }

    pub(crate) fn is_flying(&self) -> bool {
        self.unsent.iter().any(|unsent| unsent.flying.is_some())
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
    pub(crate) fn due(&self, now: Timestamp) -> Option<&Unsent> {
        self.head().filter(|head| head.flying.is_none() && now >= head.ready_at())
    }

    fn get(&mut self, id: &MessageId) -> Option<&mut Unsent> {
        self.unsent.iter_mut().find(|unsent| unsent.say.id == *id)
    }

    pub(crate) fn launch(&mut self, now: Timestamp, id: &MessageId, way: Way) {
        if let Some(unsent) = self.get(id) {
            unsent.flying = Some((way, now));
            unsent.tries += 1;
            unsent.shuns_socket = false;
        }
    }

    /// Takes a message out that is stored.
    pub(crate) fn remove(&mut self, id: &MessageId) -> Option<Say> {
        let place = self.unsent.iter().position(|unsent| unsent.say.id == *id)?;
        self.stored.push(id.clone());
        Some(self.unsent.remove(place).say)
    }

    /// The next message that the browser need not keep any longer.
    pub(crate) fn next_to_drop(&mut self) -> Option<MessageId> {
        self.stored.pop()
    }

    /// The socket is gone, and with it every acknowledgement that was to come over it.
    pub(crate) fn cut(&mut self) {
        for unsent in &mut self.unsent {
            unsent.flying = unsent.flying.filter(|(way, _)| *way != Way::Socket);
        }
    }

    /// There is a way again, from this instant on.
    pub(crate) fn hurry(&mut self, at: Timestamp) {
        for unsent in &mut self.unsent {
            unsent.again_at = unsent.again_at.min(at);
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

    /// Lets go of acknowledgements that do not come. Tells whether the socket owed one.
    pub(crate) fn settle(&mut self, now: Timestamp) -> bool {
        let mut is_doubtful = false;
        for unsent in &mut self.unsent {
            if let Some((way, since)) = unsent.flying
                && now >= after(since, way.answer())
            {
                unsent.flying = None;
                unsent.shuns_socket = way == Way::Socket;
                is_doubtful |= unsent.shuns_socket;
            }
        }
        is_doubtful
    }

    /// When something is due, or to be shown as not sent.
    pub(crate) fn next_wakeups(&self, next: &mut Soonest) {
        next.consider(
            self.head()
                .map(|head| head.flying.map_or(head.ready_at(), |(way, since)| after(since, way.answer()))),
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
mod tests;
