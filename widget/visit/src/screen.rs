//! What is to be seen, derived from the visit at the moment of drawing. Nothing of it is stored.

use wire::{AgentId, Author, Body, Face, MessageId, Mode, Seq, Timestamp};

use crate::outbox::Reason;
use crate::texts::Text;
use crate::visit::Visit;

/// How far a message came (G6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery<'a> {
    /// On its way.
    Sending,
    /// Stored (G1).
    Sent,
    /// Somebody on the team saw it.
    Seen,
    /// Not known to be stored, and the visitor may press Retry.
    Failed(Option<&'a Reason>),
}

/// One message to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its id: the same from the first try on.
    pub id: &'a MessageId,
    /// Its place, once it is stored.
    pub seq: Option<Seq>,
    /// The name of the agent or of the site, if the visitor did not write it.
    pub agent: Option<&'a str>,
    /// Which agent that is.
    pub face: Option<&'a AgentId>,
    /// What it says.
    pub body: &'a Body,
    /// When it was stored.
    pub at: Option<Timestamp>,
    /// How far it came.
    pub delivery: Delivery<'a>,
}

impl Visit {
    /// The messages from first to last: the stored ones by their place, then those that are not.
    pub fn entries(&self, now: Timestamp) -> impl Iterator<Item = Entry<'_>> {
        let stored = self.log.messages().iter().map(|message| Entry {
            id: &message.id,
            seq: (!self.log.is_local(message.seq)).then_some(message.seq),
            agent: match &message.author {
                Author::Visitor => None,
                Author::Agent { name, .. } | Author::Site { name } => Some(name.as_str()),
            },
            face: match &message.author {
                Author::Agent { id, .. } => Some(id),
                _ => None,
            },
            body: &message.body,
            at: Some(message.at),
            delivery: if message.author == Author::Visitor && message.seq <= self.hints.seen {
                Delivery::Seen
            } else {
                Delivery::Sent
            },
        });
        let unsent = self.outbox.unsent().iter().map(move |unsent| Entry {
            id: &unsent.say.id,
            seq: None,
            agent: None,
            face: None,
            body: &unsent.say.body,
            at: None,
            delivery: if unsent.is_failed(now) {
                Delivery::Failed(unsent.refused.as_ref())
            } else {
                Delivery::Sending
            },
        });
        stored.chain(unsent)
    }

    /// What this visitor sees of the site.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether the panel is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The panel's heading.
    #[must_use]
    pub fn title(&self) -> Text {
        if self.mode == Mode::Live { Text::TitleLive } else { Text::TitleMessaging }
    }

    /// Whether somebody is in, or that we cannot tell.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> Text {
        match self.mode {
            _ if self.is_lost(now) => Text::StatusUnsure,
            Mode::Live => Text::StatusLive,
            _ if self.is_missed => Text::StatusMissed,
            // A panel that is open stays open when the site hides (V4).
            Mode::Messaging | Mode::Hidden => Text::StatusMessaging,
        }
    }

    /// When somebody is back, where that is what the status should say (S13).
    #[must_use]
    pub fn back_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.back_at.filter(|_| self.status(now) == Text::StatusMessaging)
    }

    /// The agents of this conversation who are in.
    pub fn faces(&self) -> impl Iterator<Item = &str> {
        self.faces.iter().filter(|face| face.online).map(|face: &Face| face.name.as_str())
    }

    /// Who on the team is writing.
    #[must_use]
    pub fn writer(&self, now: Timestamp) -> Option<&str> {
        self.hints.writer(now).map(wire::Name::as_str)
    }

    /// What stands where no message does yet.
    #[must_use]
    pub fn empty(&self) -> Text {
        if self.mode == Mode::Live { Text::EmptyLive } else { Text::EmptyMessaging }
    }

    /// How many answers the visitor has not seen.
    #[must_use]
    pub fn unread(&self) -> usize {
        if self.is_open && self.unseen_since.is_none() { 0 } else { self.log.unread(self.read) }
    }

    /// Whether to ask for an e-mail address.
    #[must_use]
    pub fn asks_email(&self) -> bool {
        self.mode != Mode::Live
            && !self.has_email
            && !self.no_mail
            && !self.outbox.unsent().iter().any(|it| it.say.email.is_some())
    }

    /// What is wrong with the e-mail field.
    #[must_use]
    pub fn email_error(&self) -> Option<Text> {
        self.email_error
    }

    /// What else the visitor should know now; the gravest of it.
    #[must_use]
    pub fn notice(&self, now: Timestamp) -> Option<Text> {
        if self.connection.must_reload() {
            Some(Text::NoteReload)
        } else if self.field_note.is_some() {
            self.field_note
        } else if self.outbox.is_unsafe() || (self.is_unkept && !self.outbox.unsent().is_empty()) {
            // Without the token nobody would look for the message.
            Some(Text::NoteUnsaved)
        } else if self.told_lost_from().is_some_and(|from| now >= from) {
            Some(Text::NoteLost)
        } else if self.is_unkept {
            Some(Text::NoteNotKept)
        } else {
            self.standing()
        }
    }

    /// Where the conversation stands.
    fn standing(&self) -> Option<Text> {
        if self.outbox.unsent().is_empty() && self.state == wire::visitor::State::Closed {
            return Some(Text::NoteClosed);
        }
        let last = self.log.messages().last()?;
        if self.mode == Mode::Live || last.author != Author::Visitor || !self.outbox.unsent().is_empty() {
            return None;
        }
        // S13: only a stored message is followed by this.
        Some(if self.has_email && !self.no_mail { Text::NoteStoredMail } else { Text::NoteStored })
    }
}
