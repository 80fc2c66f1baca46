//! The outbox, drained by the alarm as the Worker drains it; and a provider that may be down, or take a mail and
//! not be heard.

use std::collections::BTreeMap;

use desk::mail::{Allowance, Outcome};
use desk::{Effect, Event};
use wire::{MailId, Seq, Timestamp};

use super::perform::Source;
use super::{Edge, Point, Result};
use crate::mutant::Mutant;

/// Who takes mail over.
#[derive(Debug, Default)]
pub(crate) struct Provider {
    pub(crate) is_down: bool,
    /// How often it took each mail.
    pub(crate) taken: BTreeMap<MailId, u32>,
}

impl Edge {
    /// Hands over what is due.
    pub(super) fn drain(&mut self, now: Timestamp) -> Result<()> {
        while let Some(mail) = self.desk()?.mail_due(now).cloned() {
            let conversation = mail.conversation.as_ref().and_then(|id| self.store.conversation(id)).cloned();
            let read = match (&mail.to, &conversation) {
                (Some(agent), Some(one)) => {
                    self.store.marks.get(&(agent.clone(), one.id.clone())).copied().unwrap_or_default()
                }
                (None, Some(one)) => one.read,
                _ => Seq(0),
            };
            let allowance = Allowance::default();
            let effects = self.decide(now, Event::MailDue { id: mail.id, conversation, read, allowance });
            let posts: Vec<_> = effects
                .iter()
                .filter_map(|one| if let Effect::Post { mail, .. } = one { Some(mail.clone()) } else { None })
                .collect();
            self.perform(now, effects, Source::default())?;
            for mail in posts {
                let outcome = if self.provider.is_down {
                    Outcome::Later("down".to_owned())
                } else {
                    *self.provider.taken.entry(mail.id).or_default() += 1;
                    Outcome::Sent
                };
                // Between the provider's yes and our note of it.
                self.strike(Point::AfterPost)?;
                if self.mutant == Some(Mutant::MailUnnoted) {
                    continue;
                }
                let event = Event::Posted { id: mail.id, attempt: mail.attempts, outcome };
                self.apply_at_once(now, event, Source::default())?;
            }
        }
        Ok(())
    }
}
