//! A visitor's doors: HTTP and the socket.

use desk::{Conversation, Event, View, VisitorId};
use wire::http::Code;
use wire::message::Stored;
use wire::visitor::{Hears, Say, Says, State, Visit};
use wire::{ConversationId, Email, Presence, Secret, Seq, Timestamp, close};

use super::lines::{Down, Line, LineId, Told, Who};
use super::perform::{Answer, Source};
use super::{Edge, Result, Trouble};
use crate::mutant::Mutant;

/// Open pages that one visitor may have on a socket (L2).
const SOCKETS_PER_VISITOR: usize = 3;
/// So few a page that there are many pages.
pub(super) const PAGE: usize = 3;
/// Seconds for which presence is good (S16).
pub(crate) const FRESH_FOR: u32 = 10;

/// The visitor that a token makes.
pub(crate) fn visitor(token: &Secret) -> VisitorId {
    VisitorId(token.as_str().to_owned())
}

/// What a view is told as.
pub(super) fn frame_of(view: View) -> Hears {
    let View { mode, faces, back_at, missed } = view;
    Hears::Presence { mode, faces, back_at, missed }
}

impl Edge {
    pub(crate) fn presence(&mut self, now: Timestamp) -> Result<Presence> {
        self.look(now)?;
        let desk = self.desk()?;
        let view = desk.view(now, None, None);
        Ok(Presence {
            mode: view.mode,
            fresh_for: FRESH_FOR,
            back_at: view.back_at,
            more: desk.has_more(),
            no_mail: !desk.mails_visitors(),
            paint: None,
        })
    }

    pub(crate) fn visit_of(&mut self, token: &Secret, after: Seq, now: Timestamp) -> Result<Visit> {
        self.look(now)?;
        let conversation = self.store.conversation_of(&visitor(token)).cloned();
        let conversation = conversation.ok_or(Trouble::new(Code::Unauthorized))?;
        let conversation = self.came_back(conversation, now)?;
        self.visit(Some(&conversation), after, now)
    }

    pub(crate) fn post(&mut self, token: &Secret, say: Say, now: Timestamp) -> Result<Stored> {
        match self.take(&visitor(token), say, Source::default(), now)? {
            Answer::Stored(stored) => Ok(stored),
            Answer::Refused(refused) => Err(refused.into()),
            Answer::Done => Err(Trouble::new(Code::Internal)),
        }
    }

    /// Takes a visitor's message, whichever way it came.
    fn take(&mut self, visitor: &VisitorId, say: Say, from: Source, now: Timestamp) -> Result<Answer> {
        self.look(now)?;
        let (conversation, earlier) = match self.store.conversation_of(visitor).cloned() {
            Some(found) => {
                let earlier = self.earlier(&found.id, "", &say.id);
                (found, earlier)
            }
            None => (Conversation::new(self.conversation_id(), visitor.clone()), None),
        };
        if conversation.last == Seq(0) {
            for line in self.lines.values_mut().filter(|line| line.visitor() == Some(visitor)) {
                line.who = Who::Visitor {
                    visitor: Some(visitor.clone()),
                    conversation: Some(conversation.id.clone()),
                };
            }
        }
        let event = Event::VisitorSaid {
            conversation,
            say,
            earlier,
            opened: 0,
            group: None,
            invitation: None,
            file: None,
        };
        self.apply_at_once(now, event, from)
    }

    fn conversation_id(&mut self) -> ConversationId {
        self.next_conversation += 1;
        ConversationId::parse(format!("c{}", self.next_conversation)).expect("an id")
    }

    pub(crate) fn read(&mut self, token: &Secret, seq: Seq, now: Timestamp) -> Result<()> {
        self.read_by(&visitor(token), seq, now)
    }

    fn read_by(&mut self, visitor: &VisitorId, seq: Seq, now: Timestamp) -> Result<()> {
        self.look(now)?;
        let conversation = self.store.conversation_of(visitor).cloned();
        let mut conversation = conversation.ok_or(Trouble::new(Code::Unauthorized))?;
        if self.mutant == Some(Mutant::ReadsBack) {
            conversation.read = Seq(0);
        }
        self.apply_at_once(now, Event::VisitorRead { conversation, seq }, Source::default())?;
        Ok(())
    }

    pub(crate) fn email(&mut self, token: &Secret, email: Email, now: Timestamp) -> Result<()> {
        self.leave_email(&visitor(token), email, now)
    }

    fn leave_email(&mut self, visitor: &VisitorId, email: Email, now: Timestamp) -> Result<()> {
        self.look(now)?;
        let conversation = self.store.conversation_of(visitor).cloned();
        let conversation = conversation.ok_or(Trouble::new(Code::Unauthorized))?;
        self.apply_at_once(now, Event::VisitorEmail { conversation, email }, Source::default())?;
        Ok(())
    }

    /// A visitor's page was closed. If it was the last one, the visitor may have left (S14).
    pub(super) fn parted(&mut self, line: &Line, now: Timestamp) -> Result<()> {
        let (Some(visitor), Some(id)) = (line.visitor(), line.conversation()) else { return Ok(()) };
        if self.lines.values().any(|line| line.visitor() == Some(visitor)) || !self.desk()?.minds_leaving(id)
        {
            return Ok(());
        }
        let Some(conversation) = self.store.conversation(id).cloned() else { return Ok(()) };
        self.apply_at_once(now, Event::VisitorLeft { conversation, left: true }, Source::default())?;
        Ok(())
    }

    /// The visitor is here again.
    fn came_back(&mut self, conversation: Conversation, now: Timestamp) -> Result<Conversation> {
        if !self.desk()?.is_left(&conversation.id) {
            return Ok(conversation);
        }
        let id = conversation.id.clone();
        self.apply_at_once(now, Event::VisitorLeft { conversation, left: false }, Source::default())?;
        self.store.conversation(&id).cloned().ok_or(Trouble::new(Code::NotFound))
    }

    fn visit(&self, conversation: Option<&Conversation>, after: Seq, now: Timestamp) -> Result<Visit> {
        let view = self.desk()?.view(now, None, conversation);
        let messages = match conversation {
            Some(conversation) if self.mutant == Some(Mutant::TimeWindow) => {
                let mut all = self.store.all(&conversation.id).to_vec();
                all.retain(|message| now.0 - message.at.0 < 10_000);
                all
            }
            Some(conversation) => self.store.messages(&conversation.id, after, PAGE),
            None => Vec::new(),
        };
        Ok(Visit {
            mode: view.mode,
            fresh_for: FRESH_FOR,
            back_at: view.back_at,
            missed: view.missed,
            faces: view.faces,
            state: conversation.map_or(State::None, |conversation| conversation.state),
            rating: None,
            files: false,
            has_email: conversation.is_some_and(|conversation| conversation.email.is_some()),
            read: conversation.map_or(Seq(0), |conversation| conversation.read),
            last: conversation.map_or(Seq(0), |conversation| conversation.last),
            seen: conversation.map_or(Seq(0), |conversation| conversation.seen),
            messages,
        })
    }

    /// A frame of a visitor's page.
    pub(super) fn visitor_says(&mut self, line: LineId, says: Says, now: Timestamp) -> Result<()> {
        match says {
            Says::Hello { protocol, token, after } => {
                if protocol != self.version {
                    return self.hang_up(line, close::code::RELOAD, now);
                }
                self.greet(line, token.as_ref(), after, now)
            }
            Says::Say(say) => {
                let visitor = self.visitor_on(line)?;
                match self.take(&visitor, say, Source { line: Some(line), ..Source::default() }, now)? {
                    Answer::Refused(refused) => Err(refused.into()),
                    Answer::Stored(_) | Answer::Done => Ok(()),
                }
            }
            Says::Email { email } => {
                let visitor = self.visitor_on(line)?;
                self.look(now)?;
                let conversation = self.store.conversation_of(&visitor).cloned();
                let conversation = conversation.ok_or(Trouble::new(Code::Unauthorized))?;
                self.apply_at_once(now, Event::VisitorEmail { conversation, email }, Source::default())
                    .map(drop)
            }
            Says::Typing {} => {
                let visitor = self.visitor_on(line)?;
                self.look(now)?;
                let Some(conversation) = self.store.conversation_of(&visitor).cloned() else { return Ok(()) };
                self.apply_at_once(now, Event::VisitorTyped { conversation }, Source::default()).map(drop)
            }
            Says::Read { seq } => {
                let visitor = self.visitor_on(line)?;
                self.read_by(&visitor, seq, now)
            }
        }
    }

    fn visitor_on(&self, line: LineId) -> Result<VisitorId> {
        let visitor = self.lines.get(&line).and_then(|line| line.visitor().cloned());
        visitor.ok_or(Trouble::new(Code::Unauthorized))
    }

    fn greet(&mut self, line: LineId, token: Option<&Secret>, after: Seq, now: Timestamp) -> Result<()> {
        self.look(now)?;
        let mut conversation = None;
        if let Some(visitor) = token.map(visitor) {
            let others =
                self.lines.iter().filter(|(id, other)| **id != line && other.visitor() == Some(&visitor));
            if others.count() >= SOCKETS_PER_VISITOR {
                return self.hang_up(line, close::code::TOO_MANY, now);
            }
            conversation = self.store.conversation_of(&visitor).cloned();
            if let Some(found) = conversation.take() {
                conversation = Some(self.came_back(found, now)?);
            }
            if let Some(line) = self.lines.get_mut(&line) {
                let conversation = conversation.as_ref().map(|found| found.id.clone());
                line.who = Who::Visitor { visitor: Some(visitor), conversation };
            }
        }
        let welcome = self.visit(conversation.as_ref(), after, now)?;
        let told = frame_of(self.desk()?.view(now, None, conversation.as_ref()));
        if let Some(line) = self.lines.get_mut(&line) {
            line.is_greeted = true;
            line.note(Told::View(told));
        }
        self.send(line, Down::Visitor(Hears::Welcome(welcome)));
        Ok(())
    }
}
