//! Which mails are owed, and what they wait for (M1, M2). Each is stored in the transaction of what it is
//! about.

use std::time::Duration;

use wire::mail::{AgentMail, Purpose, Stage, VisitorMail};
use wire::{AgentId, MailId, Seq, Timestamp};

use super::Mail;
use crate::{Conversation, Desk, Effect, Save, Tell};

/// A burst is over after this long without another message (M1).
const QUIET: Duration = Duration::from_mins(2);
/// It is told of after this long, over or not (M1).
const BURST: Duration = Duration::from_mins(10);
/// How long an answer may stay unread before it is mailed (M2).
const UNREAD: Duration = Duration::from_mins(5);

impl Desk {
    /// The desk with the mails that are owed, and the last number that was given to one.
    #[must_use]
    pub fn with_mails(mut self, owed: impl IntoIterator<Item = Mail>, last: MailId) -> Self {
        self.mails = owed.into_iter().map(|mail| (mail.id, mail)).collect();
        self.last_mail = last;
        self
    }

    /// The mails that are owed, by number.
    pub fn mails(&self) -> impl Iterator<Item = &Mail> {
        self.mails.values()
    }

    /// Stores a mail, and keeps at hand what is owed.
    pub(super) fn keep_mail(&mut self, mail: Mail, effects: &mut Vec<Effect>) {
        effects.push(Effect::Save(Save::Mail(mail.clone())));
        if mail.is_owed() {
            self.mails.insert(mail.id, mail);
        } else {
            self.mails.remove(&mail.id);
        }
    }

    /// The same for one whose stage others see.
    pub(crate) fn keep_and_tell(&mut self, mail: Mail, effects: &mut Vec<Effect>) {
        let conversation = mail.conversation.clone();
        self.keep_mail(mail, effects);
        if let Some(conversation) = conversation {
            effects.push(Effect::Tell(Tell::Mails(conversation)));
        }
    }

    /// Owes a mail, or adds to one that has not left yet.
    fn owe(
        &mut self,
        conversation: &Conversation,
        to: Option<AgentId>,
        purpose: Purpose,
        first: Seq,
        (now, wait): (Timestamp, Duration),
        effects: &mut Vec<Effect>,
    ) {
        let gathering = self.mails.values().find(|mail| {
            mail.gathers() && mail.purpose == purpose && mail.to == to && mail.is_about(&conversation.id)
        });
        if let Some(mail) = gathering {
            let mut mail = mail.clone();
            mail.last = conversation.last;
            if purpose == Purpose::Notice {
                mail.due = (now + wait).min(mail.began + BURST);
            }
            return self.keep_and_tell(mail, effects);
        }
        let mut mail = self.mail(now, to, purpose);
        mail.conversation = Some(conversation.id.clone());
        mail.first = first;
        mail.last = conversation.last;
        mail.due = now + wait;
        self.keep_and_tell(mail, effects);
    }

    /// Owes those who take this conversation a notice of what the visitor wrote. It follows from what
    /// everybody can see, never from who is invisible (S3).
    pub(crate) fn owe_notices(
        &mut self,
        now: Timestamp,
        conversation: &mut Conversation,
        effects: &mut Vec<Effect>,
    ) {
        let first = conversation.noticed.max(conversation.answered).next();
        if first > conversation.last {
            return;
        }
        let wants = |id: &AgentId| self.agent(id).is_some_and(|agent| agent.habits.mail != AgentMail::Off);
        // Those whose it is; where none of them gets mail, whoever takes it.
        let own = conversation.members.iter().chain(conversation.assignee());
        let mut to: Vec<AgentId> = own.filter(|id| wants(id)).cloned().collect();
        to.sort();
        to.dedup();
        if to.is_empty() {
            let group = conversation.group.as_ref();
            let takers = self.team().filter(|agent| self.is_in(agent, group) && wants(&agent.id));
            to = takers.map(|agent| agent.id.clone()).collect();
        }
        for agent in to {
            self.owe(conversation, Some(agent), Purpose::Notice, first, (now, QUIET), effects);
        }
        conversation.noticed = conversation.last;
    }

    /// Owes the visitor the answers that were not read, if there are any and an address to send them to.
    pub(crate) fn owe_answers(
        &mut self,
        now: Timestamp,
        conversation: &mut Conversation,
        effects: &mut Vec<Effect>,
    ) {
        let first = conversation.mailed.max(conversation.read).next();
        let is_wanted = self.mails_visitors() && conversation.email.is_some();
        if !is_wanted || first > conversation.answered {
            return;
        }
        self.owe(conversation, None, Purpose::Answer, first, (now, UNREAD), effects);
        conversation.mailed = conversation.last;
    }

    /// Owes the transcripts of a conversation that was closed just now.
    pub(crate) fn owe_transcripts(
        &mut self,
        now: Timestamp,
        conversation: &Conversation,
        effects: &mut Vec<Effect>,
    ) {
        let wants =
            |id: &&AgentId| self.agent(id).is_some_and(|agent| agent.habits.mail == AgentMail::Transcripts);
        let mut to: Vec<Option<AgentId>> =
            conversation.members.iter().filter(wants).cloned().map(Some).collect();
        let has_address = conversation.email.is_some() && !conversation.is_blocked;
        if self.settings.visitor_mail == VisitorMail::Transcripts && has_address {
            to.push(None);
        }
        for to in to {
            self.owe_transcript(now, conversation, to, effects);
        }
    }

    /// Owes somebody all of a conversation; nobody for the visitor.
    pub(crate) fn owe_transcript(
        &mut self,
        now: Timestamp,
        conversation: &Conversation,
        to: Option<AgentId>,
        effects: &mut Vec<Effect>,
    ) {
        self.owe(conversation, to, Purpose::Transcript, Seq(1), (now, Duration::ZERO), effects);
    }

    /// Owes an admin a mail that shows whether mail works.
    pub(crate) fn owe_test(&mut self, now: Timestamp, agent: &AgentId, effects: &mut Vec<Effect>) {
        let mail = self.mail(now, Some(agent.clone()), Purpose::Test);
        self.keep_mail(mail, effects);
    }

    /// A new mail with the next number, about nothing yet and due at once.
    fn mail(&mut self, now: Timestamp, to: Option<AgentId>, purpose: Purpose) -> Mail {
        self.last_mail = MailId(self.last_mail.0.saturating_add(1));
        Mail {
            id: self.last_mail,
            conversation: None,
            to,
            purpose,
            first: Seq(0),
            last: Seq(0),
            stage: Stage::Waiting,
            due: now,
            began: now,
            tried: None,
            attempts: 0,
            address: None,
            problem: None,
        }
    }
}
