//! One conversation: where it stands, without its messages.

use std::time::Duration;

use wire::agent::{EXCERPT, Row};
use wire::inbox::{TAGS, Tag};
use wire::settings::Targeted;
use wire::visitor::{Say, State};
use wire::{
    AgentId, Author, Body, ConversationId, Email, GroupId, Message, MessageId, Name, Page, Seq, TargetedId,
    Timestamp,
};

use crate::{Agent, Pace};

/// After this long without a message an open conversation begins anew: what was answered before does not
/// answer what is asked now.
pub const LULL: Duration = Duration::from_mins(30);

/// A visitor of one site: the hash of the visitor's token, or a person whom the site knows (K). It never leaves the
/// edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VisitorId(pub String);

/// A visitor waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Since when.
    pub since: Timestamp,
    /// The visitor was shown Live Chat, and may expect an answer now. Else the answer comes later, as the
    /// visitor was told, and nothing is slow or missed.
    pub is_live: bool,
    /// Online agents are slow (S7).
    pub is_slow: bool,
}

/// Whose a conversation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignee {
    /// Who.
    pub agent: AgentId,
    /// The agent was online then. Who becomes unavailable after that loses it, while nobody has answered; a
    /// colleague who gives it to somebody away means it.
    pub was_online: bool,
}

/// A conversation as it is stored, but for its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them go together")]
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
    /// The group that it is for.
    pub group: Option<GroupId>,
    /// Whose it is.
    pub assignee: Option<Assignee>,
    /// An agent answered since it began, or began anew.
    pub is_answered: bool,
    /// The visitor waits.
    pub wait: Option<Wait>,
    /// When it was missed (S14); an answer takes that back.
    pub missed: Option<Timestamp>,
    /// When the visitor's last page was closed, while waiting.
    pub left: Option<Timestamp>,
    /// The targeted chats that stand in it.
    pub targeted: Vec<TargetedId>,
    /// What the visitor is called.
    pub name: Option<Name>,
    /// An agent said so: no page says otherwise.
    pub is_named: bool,
    /// Where an answer may be sent.
    pub email: Option<Email>,
    /// The site vouched for that address (K4): nothing that is typed takes its place.
    pub is_vouched: bool,
    /// The page that the visitor wrote from last.
    pub page: Option<Page>,
    /// The last message.
    pub last: Seq,
    /// The last message that the visitor saw.
    pub read: Seq,
    /// The last message that somebody saw whose presence the visitor may know of.
    pub seen: Seq,
    /// The last answer of an agent.
    pub answered: Seq,
    /// The last message that a mail to the team brings, or will (M1).
    pub noticed: Seq,
    /// The last message that a mail to the visitor brings, or will (M2).
    pub mailed: Seq,
    /// When the last message was stored.
    pub at: Timestamp,
    /// The beginning of the last message.
    pub excerpt: String,
    /// What the team put on it, in the order of the alphabet.
    pub tags: Vec<Tag>,
    /// Nothing more is taken from its visitor (B1); it is closed then.
    pub is_blocked: bool,
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
            group: None,
            assignee: None,
            is_answered: false,
            wait: None,
            missed: None,
            left: None,
            targeted: Vec::new(),
            name: None,
            is_named: false,
            email: None,
            is_vouched: false,
            page: None,
            last: Seq(0),
            read: Seq(0),
            seen: Seq(0),
            answered: Seq(0),
            noticed: Seq(0),
            mailed: Seq(0),
            at: Timestamp(0),
            excerpt: String::new(),
            tags: Vec::new(),
            is_blocked: false,
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
            group: self.group.clone(),
            assignee: self.assignee().cloned(),
            since: self.wait.map(|wait| wait.since),
            slow: self.wait.is_some_and(|wait| wait.is_slow),
            missed: self.missed.is_some(),
            name: self.name.clone(),
            email: self.email.clone(),
            page: self.page.clone(),
            last: self.last,
            read: self.read,
            at: self.at,
            excerpt: self.excerpt.clone(),
            tags: self.tags.clone(),
            blocked: self.is_blocked,
        }
    }

    /// Where it stands, as its visitor is told.
    #[must_use]
    pub fn told_state(&self) -> State {
        if self.is_blocked { State::Blocked } else { self.state }
    }

    /// Whose it is.
    #[must_use]
    pub fn assignee(&self) -> Option<&AgentId> {
        self.assignee.as_ref().map(|assignee| &assignee.agent)
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

    /// Takes a visitor's message in, and before it what it answers that is not stored yet. The visitor has
    /// seen everything before it. `is_live` says what a newcomer sees: Live Chat or not.
    pub(crate) fn take_from_visitor(
        &mut self,
        now: Timestamp,
        say: Say,
        is_live: bool,
        answers: impl FnOnce(&mut Self) -> Option<Message>,
    ) -> Vec<Message> {
        if self.state != State::Open || now.since(self.at) >= LULL {
            self.is_answered = false;
            self.missed = None;
            self.wait = None;
        }
        let wait = self.wait.get_or_insert(Wait { since: now, is_live, is_slow: false });
        if is_live && !wait.is_live {
            // It was left as a message; now the visitor is shown that somebody is in.
            *wait = Wait { since: now, is_live, is_slow: false };
        }
        self.left = None;
        let mut messages = Vec::new();
        messages.extend(answers(self));
        if !self.is_vouched {
            self.email = say.email.or(self.email.take());
        }
        self.page = say.page.or(self.page.take());
        self.waiting = true;
        let message = self.append(now, say.id, Author::Visitor, say.body);
        self.read = message.seq;
        messages.push(message);
        messages
    }

    /// The targeted chat that is answered, unless it stands here already.
    pub(crate) fn take_targeted(&mut self, now: Timestamp, chat: &Targeted, site: Name) -> Option<Message> {
        if self.targeted.contains(&chat.id) {
            return None;
        }
        // Unique in its conversation, and the same at each try.
        let id = MessageId::parse(format!("targeted-message-{}", chat.id)).ok()?;
        self.targeted.push(chat.id.clone());
        Some(self.append(now, id, Author::Site { name: site }, chat.text.clone()))
    }

    /// Takes an answer in. Answers whether the agent joined by it (S8).
    pub(crate) fn take_from_agent(
        &mut self,
        now: Timestamp,
        id: MessageId,
        agent: &Agent,
        body: Body,
    ) -> (Message, bool) {
        let author = Author::Agent { id: agent.id.clone(), name: agent.name.clone() };
        let message = self.append(now, id, author, body);
        self.waiting = false;
        self.wait = None;
        self.missed = None;
        self.is_answered = true;
        self.answered = message.seq;
        // Who answers has read what stands before.
        self.seen = message.seq;
        if self.assignee().is_none_or(|assignee| !self.members.contains(assignee)) {
            self.assign(Some(agent), now);
        }
        (message, self.join(&agent.id))
    }

    /// Answers whether the agent was not in it before.
    pub(crate) fn join(&mut self, agent: &AgentId) -> bool {
        let joins = !self.members.contains(agent);
        if joins {
            self.members.push(agent.clone());
        }
        joins
    }

    pub(crate) fn assign(&mut self, agent: Option<&Agent>, now: Timestamp) {
        self.assignee =
            agent.map(|agent| Assignee { agent: agent.id.clone(), was_online: agent.is_online(now) });
    }

    pub(crate) fn close(&mut self) {
        self.state = State::Closed;
        self.waiting = false;
        self.wait = None;
        self.left = None;
    }

    /// Answers whether there is room for it.
    pub(crate) fn tag(&mut self, tag: Tag) -> bool {
        if let Err(place) = self.tags.binary_search(&tag) {
            if self.tags.len() >= TAGS {
                return false;
            }
            self.tags.insert(place, tag);
        }
        true
    }

    pub(crate) fn append(&mut self, now: Timestamp, id: MessageId, author: Author, body: Body) -> Message {
        self.last = self.last.next();
        self.state = State::Open;
        // The clock of a machine may step back; what people see does not.
        self.at = self.at.max(now);
        self.excerpt = body.as_str().chars().take(EXCERPT).collect();
        Message { seq: self.last, id, author, body, at: self.at, file: None }
    }
}
