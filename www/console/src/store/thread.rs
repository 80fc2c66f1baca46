//! One conversation: its messages in the edge's order, the replies on their way, the draft.

use std::collections::BTreeMap;

use wire::about::{About, Earlier};
use wire::agent::Says;
use wire::file::File;
use wire::note::Note;
use wire::{AgentId, Author, Body, ConversationId, Message, MessageId, Name, Seq, Timestamp};

use super::upload::Upload;

/// A reply that the edge has not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    pub id: MessageId,
    pub body: Body,
    /// When it was written.
    pub at: Timestamp,
    /// It is a note for the team.
    pub is_note: bool,
    /// Why the edge refused it, until it is tried again.
    pub refused: Option<String>,
}

impl Unsent {
    /// As it is said, at each try the same.
    pub(super) fn says(&self, conversation: ConversationId) -> Says {
        let (id, body) = (self.id.clone(), self.body.clone());
        if self.is_note {
            Says::Note { conversation, id, body }
        } else {
            Says::Say { conversation, id, body }
        }
    }
}

/// The state of a reply, as it is shown (G6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    Sending,
    Stored(Seq),
    Refused(String),
}

/// A message as the views show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: MessageId,
    pub author: Author,
    pub body: Body,
    pub at: Timestamp,
    /// It is a note for the team.
    pub is_note: bool,
    pub progress: Progress,
    pub file: Option<File>,
}

/// What is known of the visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What the visitor's pages told.
    pub about: About,
    /// Other conversations with the same address, newest first.
    pub earlier: Vec<Earlier>,
}

#[derive(Clone, Debug, Default)]
pub struct Thread {
    /// Everything up to here is there, without a gap.
    pub known: Seq,
    /// Everything that the edge has is there; false again after each cut.
    pub is_current: bool,
    /// Asked for, and nothing to show in the meantime.
    pub is_waiting_for_history: bool,
    pub unsent: Vec<Unsent>,
    /// Files on their way, in the order of choosing.
    pub uploads: Vec<Upload>,
    pub draft: String,
    /// The draft is to be a note for the team.
    pub writes_note: bool,
    /// What is known of the visitor; nothing until the edge has said so.
    pub visitor: Option<Known>,
    /// By the message that they stand behind, then in the order of writing.
    notes: BTreeMap<(Seq, Timestamp, MessageId), Note>,
    messages: BTreeMap<Seq, Message>,
}

impl Thread {
    /// Messages in order, then what is on its way.
    #[must_use]
    pub fn lines(&self, me: Option<(&AgentId, &Name)>) -> Vec<Line> {
        let message = |message: &Message| Line {
            id: message.id.clone(),
            author: message.author.clone(),
            body: message.body.clone(),
            at: message.at,
            is_note: false,
            progress: Progress::Stored(message.seq),
            file: message.file.as_deref().cloned(),
        };
        let note = |note: &Note| Line {
            id: note.id.clone(),
            author: Author::Agent { id: note.agent.clone(), name: note.name.clone() },
            body: note.body.clone(),
            at: note.at,
            is_note: true,
            progress: Progress::Stored(Seq(0)),
            file: None,
        };
        let mut lines = Vec::new();
        let mut notes = self.notes.values().peekable();
        for held in self.messages.values() {
            // Those behind a message that is not here yet wait for it.
            while let Some(before) = notes.next_if(|note| note.after < held.seq) {
                lines.push(note(before));
            }
            lines.push(message(held));
        }
        lines.extend(notes.filter(|note| note.after <= self.known).map(note));
        // What is unsent is this agent's; nobody writes who is not in.
        let own = me.map(|(id, name)| Author::Agent { id: id.clone(), name: name.clone() });
        let unsent = own.iter().flat_map(|own| self.unsent.iter().map(move |unsent| (own, unsent)));
        lines.extend(unsent.map(|(own, unsent)| Line {
            id: unsent.id.clone(),
            author: own.clone(),
            body: unsent.body.clone(),
            at: unsent.at,
            is_note: unsent.is_note,
            progress: unsent.refused.clone().map_or(Progress::Sending, Progress::Refused),
            file: None,
        }));
        lines
    }

    /// Puts a note in its place, once.
    pub(super) fn put_note(&mut self, note: Note) {
        self.unsent.retain(|unsent| unsent.id != note.id);
        self.notes.insert((note.after, note.at, note.id.clone()), note);
    }

    #[must_use]
    pub fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }

    #[must_use]
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values()
    }

    /// Puts a message in its place, once. Tells whether there is a gap before it.
    pub(super) fn put(&mut self, message: Message) -> bool {
        if let Author::Agent { .. } = message.author {
            self.unsent.retain(|unsent| unsent.id != message.id);
            self.heard_upload(&message.id);
        }
        let seq = message.seq;
        self.messages.entry(seq).or_insert(message);
        while self.messages.contains_key(&self.known.next()) {
            self.known = self.known.next();
        }
        self.known < seq
    }

    /// The edge stored a reply of this console. Tells whether there is a gap before it.
    pub(super) fn stored(&mut self, id: &MessageId, seq: Seq, at: Timestamp, author: Author) -> bool {
        let Some(place) = self.unsent.iter().position(|unsent| unsent.id == *id) else { return false };
        let Unsent { id, body, .. } = self.unsent.remove(place);
        self.put(Message { seq, id, author, body, at, file: None })
    }

    pub(super) fn unsent(&mut self, id: &MessageId) -> Option<&mut Unsent> {
        self.unsent.iter_mut().find(|unsent| unsent.id == *id)
    }
}
