//! The outbox, drained by the alarm as the Worker drains it; a provider that may be down, or take a mail and not
//! be heard; and mail that comes in.

use std::collections::BTreeMap;

use desk::mail::{Allowance, Arrival, Mail, Outcome};
use desk::{Effect, Event};
use wire::mail::{Incoming, Judgement};
use wire::{AgentId, ConversationId, MailId, ReceivedId, Seq, Timestamp};

use super::perform::Source;
use super::{Edge, Point, Result};
use crate::mutant::Mutant;

/// Who takes mail over.
#[derive(Debug, Default)]
pub(crate) struct Provider {
    pub(crate) is_down: bool,
    /// How often it took each mail.
    pub(crate) taken: BTreeMap<MailId, u32>,
    /// How often a fault fell between its yes and our note of it.
    pub(crate) unnoted: u32,
}

/// A mail that comes in.
#[derive(Clone, Debug)]
pub(crate) struct Brought {
    pub(crate) id: ReceivedId,
    pub(crate) conversation: ConversationId,
    /// Who its token says has written it; none for the visitor.
    pub(crate) agent: Option<AgentId>,
    pub(crate) text: String,
}

impl Edge {
    /// Hands over what is due.
    pub(super) fn drain(&mut self, now: Timestamp) -> Result<()> {
        while let Some(mail) = self.desk()?.mail_due(now).cloned() {
            let conversation = mail.conversation.as_ref().and_then(|id| self.store.conversation(id)).cloned();
            let read = match (&mail.to, &conversation) {
                _ if self.mutant == Some(Mutant::SeenByAll) => Seq(u32::MAX),
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
            let is_early = self.mutant == Some(Mutant::MailFirst);
            let early: Vec<_> = posts.iter().filter(|_| is_early).map(|mail| self.hand_over(mail)).collect();
            let mut early = early.into_iter();
            self.perform(now, effects, Source::default())?;
            for mail in posts {
                let outcome = early.next().unwrap_or_else(|| self.hand_over(&mail));
                if self.mutant == Some(Mutant::MailUnnoted) {
                    continue;
                }
                let struck = self.struck;
                let noted = self.note(now, &mail, outcome);
                self.provider.unnoted += self.struck - struck;
                noted?;
            }
        }
        Ok(())
    }

    fn hand_over(&mut self, mail: &Mail) -> Outcome {
        if self.provider.is_down {
            return Outcome::Later("down".to_owned());
        }
        *self.provider.taken.entry(mail.id).or_default() += 1;
        Outcome::Sent
    }

    /// Takes down what the provider said.
    fn note(&mut self, now: Timestamp, mail: &Mail, outcome: Outcome) -> Result<()> {
        self.strike(Point::AfterPost)?;
        let event = Event::Posted { id: mail.id, attempt: mail.attempts, outcome };
        self.apply_at_once(now, event, Source::default()).map(drop)
    }

    /// A mail is brought. Whoever brings it comes again until that goes well, and sometimes after that.
    pub(crate) fn take_mail(&mut self, brought: &Brought, now: Timestamp) -> Result<()> {
        self.look(now)?;
        let Brought { id, conversation, agent, text } = brought;
        if self.store.received.contains_key(id) && self.mutant != Some(Mutant::MailAgain) {
            return Ok(());
        }
        let arrival = Arrival {
            mail: Incoming {
                id: id.clone(),
                at: now,
                from: "somebody@home.example".to_owned(),
                subject: String::new(),
                judgement: Judgement::Taken,
                conversation: Some(conversation.clone()),
                agent: agent.clone(),
                first: Seq(0),
                last: Seq(0),
                attachments: Vec::new(),
            },
            text: text.as_str().into(),
            original: text.as_bytes().into(),
            said: text.as_str().into(),
            conversation: self.store.conversation(conversation).cloned(),
            address: None,
        };
        let from = Source { is_mail: true, ..Source::default() };
        self.apply_at_once(now, Event::MailCame(Box::new(arrival)), from).map(drop)
    }
}
