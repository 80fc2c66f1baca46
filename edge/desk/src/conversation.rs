//! One conversation: where it stands, without its messages.

use wire::agent::{EXCERPT, Row};
use wire::visitor::{Say, State};
use wire::{AgentId, Author, Body, ConversationId, Email, Message, MessageId, Page, Seq, Timestamp};

use crate::Pace;

/// A visitor of one site: the hash of the visitor's token. It never leaves the edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VisitorId(pub String);

/// A conversation as it is stored, but for its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Which one.
    pub id: ConversationId,
    /// Whose.
    pub visitor: VisitorId,
    /// Open or closed; `None` before the first message.
    pub state: State,
    /// The visitor wrote last.
    pub waiting: bool,
    /// Who joined, in the order of joining.
    pub members: Vec<AgentId>,
    /// Where an answer may be sent.
    pub email: Option<Email>,
    /// The page that the visitor wrote from last.
    pub page: Option<Page>,
    /// The last message.
    pub last: Seq,
    /// The last message that the visitor saw.
    pub read: Seq,
    /// The last answer of an agent.
    pub answered: Seq,
    /// When the last message was stored.
    pub at: Timestamp,
    /// The beginning of the last message.
    pub excerpt: String,
    /// How fast the visitor may write (L1).
    pub pace: Pace,
}

impl Conversation {
    /// The one that begins with a visitor's first message.
    #[must_use]
    pub fn new(id: ConversationId, visitor: VisitorId) -> Self {
        Self {
            id,
            visitor,
            state: State::None,
            waiting: false,
            members: Vec::new(),
            email: None,
            page: None,
            last: Seq(0),
            read: Seq(0),
            answered: Seq(0),
            at: Timestamp(0),
            excerpt: String::new(),
            pace: Pace::default(),
        }
    }

    /// The conversation as a line in a console's list.
    #[must_use]
    pub fn row(&self) -> Row {
        Row {
            id: self.id.clone(),
            state: self.state,
            waiting: self.waiting,
            members: self.members.clone(),
            email: self.email.clone(),
            page: self.page.clone(),
            last: self.last,
            read: self.read,
            at: self.at,
            excerpt: self.excerpt.clone(),
        }
    }

    /// An agent answered and the visitor has not seen it.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.read < self.answered
    }

    /// The visitor must be able to come back to it (S5).
    #[must_use]
    pub fn holds_visitor(&self) -> bool {
        self.state == State::Open || self.is_unread()
    }

    /// Takes a visitor's message in. The visitor has seen everything before it.
    pub(crate) fn take_from_visitor(&mut self, now: Timestamp, say: Say) -> Message {
        let message = self.append(now, say.id, Author::Visitor, say.body);
        self.email = say.email.or(self.email.take());
        self.page = say.page.or(self.page.take());
        self.waiting = true;
        self.read = message.seq;
        message
    }

    /// Takes an answer in. Answers whether the agent joined by it (S8).
    pub(crate) fn take_from_agent(
        &mut self,
        now: Timestamp,
        id: MessageId,
        agent: &crate::Agent,
        body: Body,
    ) -> (Message, bool) {
        let author = Author::Agent { id: agent.id.clone(), name: agent.name.clone() };
        let message = self.append(now, id, author, body);
        self.waiting = false;
        self.answered = message.seq;
        let joined = !self.members.contains(&agent.id);
        if joined {
            self.members.push(agent.id.clone());
        }
        (message, joined)
    }

    fn append(&mut self, now: Timestamp, id: MessageId, author: Author, body: Body) -> Message {
        self.last = self.last.next();
        self.state = State::Open;
        // The clock of a machine may step back; what people see does not.
        self.at = self.at.max(now);
        self.excerpt = body.as_str().chars().take(EXCERPT).collect();
        Message { seq: self.last, id, author, body, at: self.at }
    }
}
