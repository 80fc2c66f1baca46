//! Mails that were set aside: their whole text, and what an agent makes of them (M6 to M8).

use wire::ReceivedId;
use wire::mail::{Incoming, IncomingText, Judgement};

use crate::store::{Effect, Failure, Loaded, Store};

/// A mail that came in, whole, in front of everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub id: ReceivedId,
    pub text: Loaded<IncomingText>,
    /// Why the last verdict was not taken.
    pub refused: Option<Failure>,
}

impl Store {
    pub(in crate::store) fn open_mail(&mut self, id: ReceivedId) -> Vec<Effect> {
        let mut text = Loaded::default();
        text.ask();
        self.whole = Some(Whole { id: id.clone(), text, refused: None });
        vec![Effect::AskMail(id)]
    }

    /// What was closed meanwhile, or another one opened, is not shown.
    pub(in crate::store) fn mail_answered(&mut self, id: &ReceivedId, answer: Result<IncomingText, Failure>) {
        if let Some(whole) = self.whole.as_mut().filter(|whole| whole.id == *id) {
            whole.text.answered(answer);
        }
    }

    /// A verdict on this mail is on its way.
    #[must_use]
    pub fn is_judging(&self, id: &ReceivedId) -> bool {
        self.judging.contains(id)
    }

    pub(in crate::store) fn judge_mail(&mut self, id: ReceivedId, confirm: bool) -> Vec<Effect> {
        if !self.judging.insert(id.clone()) {
            return Vec::new();
        }
        if let Some(whole) = &mut self.whole {
            whole.refused = None;
        }
        vec![Effect::Judge(id, confirm)]
    }

    /// The edge tells of it, too; what was decided leaves the screen without waiting for that.
    pub(in crate::store) fn mail_judged(
        &mut self,
        id: &ReceivedId,
        confirm: bool,
        done: Result<(), Failure>,
    ) {
        self.judging.remove(id);
        let is_open = self.whole.as_ref().is_some_and(|whole| whole.id == *id);
        match (done, &mut self.whole) {
            (Ok(()), _) => {
                let judgement = if confirm { Judgement::Taken } else { Judgement::Discarded };
                let known = self.mails.values_mut().flat_map(|mails| &mut mails.incoming);
                // One that stands in the conversation already was told of before this answer came.
                let waits = |mail: &&mut Incoming| mail.id == *id && mail.judgement != Judgement::Taken;
                known.filter(waits).for_each(|mail| mail.judgement = judgement);
                if let Some(known) = &mut self.aside.known {
                    known.retain(|mail| mail.id != *id);
                }
                if is_open {
                    self.whole = None;
                }
            }
            (Err(failure), Some(whole)) if is_open => whole.refused = Some(failure),
            (Err(failure), _) => self.notice = Some(crate::words::failure(&failure)),
        }
    }

    pub(in crate::store) fn ask_aside(&mut self) -> Vec<Effect> {
        self.aside.ask();
        vec![Effect::AskAside]
    }
}
