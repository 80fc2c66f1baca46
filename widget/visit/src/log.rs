//! The stored messages of the conversation: each once, in the order of the edge (G2, G3), and whether one
//! is missing (G4).

use wire::{Author, Message, Seq};

/// Sorted by sequence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    messages: Vec<Message>,
    have: Seq,
    last: Seq,
}

impl Log {
    /// Takes a message in, unless it is here already.
    pub(crate) fn take(&mut self, message: Message) {
        self.hear_of(message.seq);
        if let Err(place) = self.messages.binary_search_by_key(&message.seq, |held| held.seq) {
            self.messages.insert(place, message);
        }
        let behind = |seq: Seq| self.messages.partition_point(|held| held.seq <= seq);
        while self.messages.get(behind(self.have)).is_some_and(|held| held.seq == self.have.next()) {
            self.have = self.have.next();
        }
    }

    /// The conversation goes at least as far as this.
    pub(crate) fn hear_of(&mut self, last: Seq) {
        self.last = self.last.max(last);
    }

    /// Everything up to here is complete: what to ask the edge to go on from.
    pub(crate) fn have(&self) -> Seq {
        self.have
    }

    /// Whether a message is known to exist that is not here.
    pub(crate) fn has_gap(&self) -> bool {
        self.last > self.have
    }

    pub(crate) fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The last message that an agent wrote.
    pub(crate) fn last_answer(&self) -> Seq {
        let answer = self.messages.iter().rfind(|held| held.author != Author::Visitor);
        answer.map_or(Seq(0), |held| held.seq)
    }

    /// How many answers lie beyond `read`.
    pub(crate) fn unread(&self, read: Seq) -> usize {
        self.messages.iter().filter(|held| held.seq > read && held.author != Author::Visitor).count()
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
