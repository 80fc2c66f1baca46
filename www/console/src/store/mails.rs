//! The mails of conversations, as the edge told them, and what they mean for a message.

use wire::mail::{Incoming, Judgement, Outgoing, Purpose, Stage};
use wire::{ConversationId, Seq};

use super::{Failure, Store};

/// All mails of one conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mails {
    /// Those that go out, oldest first.
    pub outgoing: Vec<Outgoing>,
    /// Those that came in, oldest first.
    pub incoming: Vec<Incoming>,
    /// Why no more mail goes to the visitor's address.
    pub blocked: Option<String>,
}

impl Mails {
    /// What became of a message by mail: in a word or two, at the last message of each mail.
    #[must_use]
    pub fn note(&self, seq: Seq) -> Option<&'static str> {
        if self.incoming.iter().any(|mail| mail.judgement == Judgement::Taken && mail.last == seq) {
            return Some("By mail");
        }
        let is_about = |mail: &&Outgoing| mail.purpose != Purpose::Transcript && mail.last == seq;
        let stages: Vec<&Outgoing> = self.outgoing.iter().filter(is_about).collect();
        let any = |stage: Stage| stages.iter().any(|mail| mail.stage == stage);
        let is_in_trouble = stages.iter().any(|mail| mail.stage == Stage::Waiting && mail.problem.is_some());
        if any(Stage::Failed) {
            Some("Not mailed")
        } else if is_in_trouble {
            Some("Not mailed yet")
        } else if any(Stage::Waiting) || any(Stage::Sending) {
            Some("Goes by mail")
        } else if any(Stage::Sent) {
            Some("Mailed")
        } else {
            None
        }
    }

    /// Those that somebody may want to look at, oldest first: what was not needed is not shown.
    pub fn shown(&self) -> impl Iterator<Item = &Outgoing> {
        self.outgoing.iter().filter(|mail| mail.stage != Stage::Dropped)
    }
}

impl Store {
    /// The mails of the selected conversation.
    #[must_use]
    pub fn mails(&self) -> Option<&Mails> {
        self.mails.get(self.selected.as_ref()?)
    }

    pub(super) fn mails_told(&mut self, conversation: ConversationId, mails: Mails) {
        self.mails.insert(conversation, mails);
    }

    /// The edge tells what follows to every console, so there is nothing to do but to say what was refused.
    pub(super) fn verdict_given(&mut self, done: Result<(), Failure>) {
        if let Err(failure) = done {
            self.notice = Some(crate::words::failure(&failure));
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::mail::Stage::{Dropped, Failed, Sent, Waiting};
    use wire::{MailId, Timestamp};

    use super::*;

    fn mail(stage: Stage, problem: Option<&str>) -> Outgoing {
        Outgoing {
            id: MailId(1),
            to: None,
            purpose: Purpose::Answer,
            first: Seq(2),
            last: Seq(3),
            stage,
            at: Timestamp(0),
            problem: problem.map(str::to_owned),
        }
    }

    #[test]
    fn m3_a_message_says_how_it_went_by_mail() {
        for (stage, problem, wanted) in [
            (Waiting, None, Some("Goes by mail")),
            (Waiting, Some("The provider answered 503."), Some("Not mailed yet")),
            (Sent, None, Some("Mailed")),
            (Failed, Some("It bounced."), Some("Not mailed")),
            (Dropped, None, None),
        ] {
            let mails = Mails { outgoing: vec![mail(stage, problem)], ..Mails::default() };
            assert_eq!(mails.note(Seq(3)), wanted, "{stage:?}");
            assert_eq!(mails.note(Seq(2)), None, "once a mail");
        }
    }
}
