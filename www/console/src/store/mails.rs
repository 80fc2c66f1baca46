//! The mails of conversations, as the edge told them, and what they mean for each message (M3, M6, M7).

pub mod aside;
pub mod trial;

#[cfg(test)]
mod tests;

use wire::mail::{Incoming, Judgement, Outgoing, Purpose, Stage};
use wire::{AgentId, Author, ConversationId, Seq, Timestamp};

use super::{Store, Thread};
use crate::words;

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

/// What became of a mail, or is to become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its time has not come.
    Goes,
    /// A try failed, with a sentence; another follows.
    Late(String),
    Going,
    Went,
    /// For good, with a sentence.
    Failed(String),
}

impl Fate {
    /// Nothing where the mail was not needed: what it tells of was read, answered or closed.
    fn of(mail: &Outgoing) -> Option<Self> {
        let why = || mail.problem.clone().unwrap_or_default();
        match mail.stage {
            Stage::Waiting if mail.problem.is_some() => Some(Self::Late(why())),
            Stage::Waiting => Some(Self::Goes),
            Stage::Sending => Some(Self::Going),
            Stage::Sent => Some(Self::Went),
            Stage::Failed => Some(Self::Failed(why())),
            Stage::Dropped => None,
        }
    }
}

/// Somebody whom mails are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    Visitor,
    Me,
    /// By the first name.
    Agent(String),
    /// Who is not on the team any more.
    Former,
}

/// Mails for the same that had the same fate: one note tells of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub purpose: Purpose,
    pub fate: Fate,
    /// Since when; of what is still to go, when.
    pub at: Timestamp,
    /// The names of those it is for.
    pub to: Vec<String>,
}

/// What a message says of mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// It came in by this one.
    pub came: Option<Incoming>,
    pub went: Vec<Note>,
}

impl Notes {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.came.is_none() && self.went.is_empty()
    }
}

impl Store {
    /// What a message of the selected conversation says of mail: once a mail, at the last message in it that
    /// it is about.
    #[must_use]
    pub fn mail_notes(&self, seq: Seq) -> Notes {
        let (Some(mails), Some(thread)) = (self.mails(), self.thread()) else { return Notes::default() };
        let is_it = |mail: &&Incoming| mail.judgement == Judgement::Taken && mail.last == seq;
        let is_about = |mail: &&Outgoing| {
            (mail.first..=mail.last).contains(&seq) && last_told(thread, mail) == Some(seq)
        };
        Notes {
            came: mails.incoming.iter().find(is_it).cloned(),
            went: self.gather(mails.outgoing.iter().filter(is_about)),
        }
    }

    /// The transcripts that end with this message of the selected conversation.
    #[must_use]
    pub fn transcripts(&self, seq: Seq) -> Vec<Note> {
        let Some(mails) = self.mails() else { return Vec::new() };
        let ends_here = |mail: &&Outgoing| mail.purpose == Purpose::Transcript && mail.last == seq;
        self.gather(mails.outgoing.iter().filter(ends_here))
    }

    /// Mails of the selected conversation that are no messages, until somebody looked at them.
    #[must_use]
    pub fn mails_aside(&self) -> Vec<Incoming> {
        let waits = |mail: &&Incoming| !matches!(mail.judgement, Judgement::Taken | Judgement::Discarded);
        self.mails().map(|mails| mails.incoming.iter().filter(waits).cloned().collect()).unwrap_or_default()
    }

    /// Why no more mail goes to the visitor of the selected conversation.
    #[must_use]
    pub fn mail_block(&self) -> Option<&str> {
        self.mails()?.blocked.as_deref()
    }

    /// Whom a mail is for, or comes from; no agent is the visitor.
    #[must_use]
    pub fn mail_name(&self, agent: Option<&AgentId>) -> Whom {
        let Some(agent) = agent else { return Whom::Visitor };
        if self.is_me(agent) {
            return Whom::Me;
        }
        let name = self.name_of(agent);
        let first = name.as_deref().and_then(|name| name.split(' ').next());
        first.map_or(Whom::Former, |name| Whom::Agent(name.to_owned()))
    }

    /// Nothing stays of the mails of a conversation that is gone.
    pub(super) fn forget_mails(&mut self, id: &ConversationId) {
        let is_of = |mail: &Incoming| mail.conversation.as_ref() == Some(id);
        self.mails.remove(id);
        if let Some(aside) = &mut self.aside.known {
            aside.retain(|mail| !is_of(mail));
        }
        let shown = self.whole.as_ref().and_then(|whole| whole.text.known.as_ref());
        if shown.is_some_and(|text| is_of(&text.mail)) {
            self.whole = None;
        }
    }

    pub(super) fn mails_told(&mut self, conversation: ConversationId, mails: Mails) {
        self.mails.insert(conversation, mails);
    }

    fn mails(&self) -> Option<&Mails> {
        self.mails.get(self.selected.as_ref()?)
    }

    fn gather<'a>(&self, mails: impl Iterator<Item = &'a Outgoing>) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        for mail in mails {
            let Some(fate) = Fate::of(mail) else { continue };
            let name = words::mail::name(&self.mail_name(mail.to.as_ref()));
            let like = notes.iter_mut().find(|note| note.purpose == mail.purpose && note.fate == fate);
            match like {
                Some(note) => {
                    note.at = note.at.max(mail.at);
                    note.to.push(name);
                }
                None => {
                    notes.push(Note { purpose: mail.purpose, fate, at: mail.at, to: vec![name] });
                }
            }
        }
        notes
    }
}

/// The message at which a mail is noted: the last one in it of whom it tells. Between the answers that it
/// brings, the visitor may have written; between the visitor's words, an agent.
fn last_told(thread: &Thread, mail: &Outgoing) -> Option<Seq> {
    let is_told = |author: &Author| match mail.purpose {
        Purpose::Answer => matches!(author, Author::Agent { .. }),
        Purpose::Notice => *author == Author::Visitor,
        Purpose::Transcript | Purpose::Test => false,
    };
    let mut inside = thread.messages().rev().skip_while(|message| message.seq > mail.last);
    inside.find(|message| is_told(&message.author)).map(|message| message.seq)
}
