//! The stored messages of the conversation: each once, in the order of the edge (G2, G3), and whether one
//! is missing (G4).

use wire::{Author, Body, Message, MessageId, Name, Seq, Timestamp};

/// How far it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// Everything up to here is complete.
    have: Seq,
    last: Seq,
}

impl Span {
    /// Whether a message is known to exist that is not here.
    pub(crate) fn has_gap(self) -> bool {
        self.last > self.have
    }
}

/// Sorted by sequence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    messages: Vec<Message>,
    span: Span,
    /// The place of a message that is not stored, but will be with the visitor's answer to it.
    local: Option<Seq>,
    is_local_seen: bool,
}

impl Log {
    /// Takes a message in, unless it is here already. Tells whether it is the local one, stored now.
    pub(crate) fn take(&mut self, mut message: Message) -> bool {
        self.hear_of(message.seq);
        let is_local = self.is_local(message.seq);
        let mut is_same = false;
        match self.messages.binary_search_by_key(&message.seq, |held| held.seq) {
            Err(place) => self.messages.insert(place, message),
            Ok(place) if is_local => {
                self.local = None;
                if let Some(held) = self.messages.get_mut(place) {
                    is_same = message.author != Author::Visitor && held.body == message.body;
                    if is_same {
                        // It keeps its name here: a new row would be read out again.
                        std::mem::swap(&mut message.id, &mut held.id);
                    }
                    *held = message;
                }
            }
            Ok(_) => {}
        }
        for held in &self.messages {
            if held.seq == self.span.have.next() && self.local != Some(held.seq) {
                self.span.have = held.seq;
            }
        }
        is_same
    }

    /// Puts a message at the end that the edge does not know yet.
    pub(crate) fn put_local(&mut self, id: MessageId, name: Name, body: Body, at: Timestamp) {
        let seq = self.span.last.next();
        self.local = Some(seq);
        self.is_local_seen = false;
        self.messages.push(Message { seq, id, author: Author::Site { name }, body, at, file: None });
    }

    pub(crate) fn is_local(&self, seq: Seq) -> bool {
        self.local == Some(seq)
    }

    pub(crate) fn has_local(&self) -> bool {
        self.local.is_some()
    }

    pub(crate) fn see_local(&mut self) {
        self.is_local_seen = true;
    }

    /// The conversation goes at least as far as this.
    pub(crate) fn hear_of(&mut self, last: Seq) {
        self.span.last = self.span.last.max(last);
    }

    /// Everything up to here is complete: what to ask the edge to go on from.
    pub(crate) fn have(&self) -> Seq {
        self.span.have
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Whether a message is known to exist that is not here.
    pub(crate) fn has_gap(&self) -> bool {
        self.span.has_gap()
    }

    pub(crate) fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The last message that the visitor did not write, as the edge knows it.
    pub(crate) fn last_answer(&self) -> Seq {
        let is_answer = |held: &&Message| held.author != Author::Visitor && !self.is_local(held.seq);
        let answer = self.messages.iter().rfind(is_answer);
        answer.map_or(Seq(0), |held| held.seq)
    }

    /// How many answers lie beyond `read`.
    pub(crate) fn unread(&self, read: Seq) -> usize {
        let is_unread = |held: &&Message| {
            held.author != Author::Visitor
                && if self.is_local(held.seq) { !self.is_local_seen } else { held.seq > read }
        };
        self.messages.iter().filter(is_unread).count()
    }
}

#[cfg(test)]
mod tests {
    use wire::{Body, MessageId, Timestamp};

    use super::*;

    fn message(seq: u32) -> Message {
        Message {
            seq: Seq(seq),
            id: MessageId::parse(format!("message-number-{seq:04}")).expect("valid"),
            author: Author::Visitor,
            body: Body::parse("hello").expect("valid"),
            at: Timestamp(0),
            file: None,
        }
    }

    #[test]
    fn g3_every_order_of_arrival_gives_one_order() {
        for (arrivals, have, has_gap) in [
            (&[1, 2, 3][..], 3, false),
            (&[3, 1, 2], 3, false),
            (&[1, 1, 2, 2], 2, false),
            (&[1, 3], 1, true),
            (&[2], 0, true),
            (&[], 0, false),
        ] {
            let mut log = Log::default();
            for seq in arrivals {
                log.take(message(*seq));
            }
            assert_eq!((log.have(), log.has_gap()), (Seq(have), has_gap), "{arrivals:?}");
            assert!(log.messages().is_sorted_by(|a, b| a.seq < b.seq), "{arrivals:?}");
        }
    }

    #[test]
    fn g4_a_message_that_is_only_heard_of_is_missing() {
        let mut log = Log::default();
        log.take(message(1));
        log.hear_of(Seq(2));
        assert!(log.has_gap());
        log.take(message(2));
        assert!(!log.has_gap());
    }
}
