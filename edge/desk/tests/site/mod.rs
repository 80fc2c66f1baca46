//! A site at hand for the tests: agents, conversations, and what was said in them.
#![allow(dead_code, reason = "each test binary uses its own part")]

use desk::{Agent, Conversation, Desk, Effect, Event, Save, VisitorId};
use wire::http::{Role, Settings};
use wire::message::Stored;
use wire::visitor::Say;
use wire::{
    AgentId, Body, Cause, ConversationId, Email, Message, MessageId, Name, Status, Timestamp, WhenNobody,
};

/// Some Monday.
pub(crate) const NOW: Timestamp = Timestamp(1_790_000_000_000);

pub(crate) fn agent(id: &str, status: Status, heard: Timestamp) -> Agent {
    Agent {
        id: AgentId::parse(id).expect("an id"),
        name: Name::parse(id).expect("a name"),
        email: Email::parse(format!("{id}@team.example")).expect("an address"),
        role: Role::Agent,
        status,
        cause: Cause::Manual,
        since: Timestamp(0),
        heard,
        saved: heard,
    }
}

pub(crate) fn desk(when_nobody: WhenNobody, team: impl IntoIterator<Item = Agent>) -> Desk {
    let settings = Settings { name: Name::parse("Shop").expect("a name"), when_nobody, origins: Vec::new() };
    Desk::new(settings, team)
}

pub(crate) fn conversation() -> Conversation {
    Conversation::new(ConversationId::parse("c1").expect("an id"), VisitorId("v1".to_owned()))
}

pub(crate) fn message_id(number: usize) -> MessageId {
    MessageId::parse(format!("message-{number:016}")).expect("an id")
}

pub(crate) fn say(number: usize, text: &str) -> Say {
    Say { id: message_id(number), body: Body::parse(text).expect("a text"), email: None, page: None }
}

/// The store, as far as the desk needs one: applies what is to be saved.
#[derive(Default)]
pub(crate) struct Store {
    pub(crate) conversation: Option<Conversation>,
    pub(crate) messages: Vec<Message>,
}

impl Store {
    pub(crate) fn load(&self) -> Conversation {
        self.conversation.clone().unwrap_or_else(conversation)
    }

    pub(crate) fn earlier(&self, id: &MessageId) -> Option<Message> {
        self.messages.iter().find(|message| message.id == *id).cloned()
    }

    /// Saves what is to be saved, and answers the acknowledgement if there is one.
    pub(crate) fn keep(&mut self, effects: &[Effect]) -> Option<Stored> {
        let mut acknowledged = None;
        for effect in effects {
            match effect {
                Effect::Save(Save::Conversation(saved)) => self.conversation = Some(saved.clone()),
                Effect::Save(Save::Message { message, .. }) => {
                    assert!(acknowledged.is_none(), "G1: write, then acknowledge");
                    self.messages.push(message.clone());
                }
                Effect::Stored { stored, .. } => acknowledged = Some(stored.clone()),
                _ => {}
            }
        }
        acknowledged
    }

    pub(crate) fn visitor_says(&mut self, desk: &mut Desk, now: Timestamp, say: Say) -> Vec<Effect> {
        let earlier = self.earlier(&say.id);
        let conversation = self.load();
        let effects = desk.apply(now, Event::VisitorSaid { conversation, say, earlier, opened: 0 });
        self.keep(&effects);
        effects
    }

    pub(crate) fn agent_says(
        &mut self,
        desk: &mut Desk,
        now: Timestamp,
        agent: &str,
        number: usize,
    ) -> Vec<Effect> {
        let id = message_id(number);
        let earlier = self.earlier(&id);
        let effects = desk.apply(
            now,
            Event::AgentSaid {
                conversation: self.load(),
                agent: AgentId::parse(agent).expect("an id"),
                id,
                body: Body::parse("an answer").expect("a text"),
                earlier,
            },
        );
        self.keep(&effects);
        effects
    }
}
