//! A site at hand for the tests: agents, conversations, and what was said in them.
#![allow(dead_code, reason = "each test binary uses its own part")]

#[path = "../../examples/hours/tzdb.rs"]
mod tzdb;

use std::rc::Rc;

use desk::{Agent, Conversation, Desk, Effect, Event, Handling, Public, Save, VisitorId};
use wire::http::Role;
use wire::message::Stored;
use wire::settings::Settings;
use wire::visitor::Say;
use wire::{
    AgentId, Body, Cause, ConversationId, Email, Message, MessageId, Name, Status, Timestamp, WhenNobody,
};

pub(crate) use tzdb::Tzdb;

/// Some Monday.
pub(crate) const NOW: Timestamp = Timestamp(1_790_000_000_000);

pub(crate) fn id(text: &str) -> AgentId {
    AgentId::parse(text).expect("an id")
}

/// An agent who chose a status just now, and whose idle rule is off.
pub(crate) fn agent(id: &str, status: Status, heard: Timestamp) -> Agent {
    let name = Name::parse(id).expect("a name");
    let email = Email::parse(format!("{id}@team.example")).expect("an address");
    let mut agent = Agent::new(self::id(id), name, email, Role::Agent, NOW);
    agent.status = status;
    agent.cause = Cause::Manual;
    agent.heard = heard;
    agent.saved = heard;
    agent.present = agent.is_reachable(NOW);
    agent.habits.idle_after = None;
    agent.public = Public { online: agent.is_online(NOW), cause: Cause::Manual, since: NOW };
    agent
}

pub(crate) fn chose(agent: &str, status: Status) -> Event {
    Event::Chose { agent: id(agent), status, cause: Cause::Manual, by: None }
}

pub(crate) fn desk(when_nobody: WhenNobody, team: impl IntoIterator<Item = Agent>) -> Desk {
    let settings = Settings::new(Name::parse("Shop").expect("a name"), when_nobody, Vec::new());
    desk_with(settings, team)
}

pub(crate) fn desk_with(settings: Settings, team: impl IntoIterator<Item = Agent>) -> Desk {
    Desk::new(NOW, settings, team, [], Rc::new(Tzdb))
}

pub(crate) fn conversation() -> Conversation {
    Conversation::new(ConversationId::parse("c1").expect("an id"), VisitorId("v1".to_owned()))
}

pub(crate) fn message_id(number: usize) -> MessageId {
    MessageId::parse(format!("message-{number:016}")).expect("an id")
}

pub(crate) fn say(number: usize, text: &str) -> Say {
    let body = Body::parse(text).expect("a text");
    Say {
        id: message_id(number),
        body,
        email: None,
        page: None,
        targeted: None,
        answers: wire::about::Passed::default(),
    }
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
        let effects = desk.apply(
            now,
            Event::VisitorSaid {
                conversation,
                say,
                earlier,
                opened: 0,
                group: None,
                invitation: None,
                file: None,
            },
        );
        self.keep(&effects);
        effects
    }

    /// What an agent does with the conversation.
    pub(crate) fn handled(
        &mut self,
        desk: &mut Desk,
        now: Timestamp,
        by: &str,
        what: Handling,
    ) -> Vec<Effect> {
        let effects = desk.apply(now, Event::Handled { conversation: self.load(), by: id(by), what });
        self.keep(&effects);
        effects
    }

    /// What the shell does when the alarm rings: answers what came of it.
    pub(crate) fn ticks(&mut self, desk: &mut Desk, now: Timestamp) -> Vec<Effect> {
        let mut effects = desk.apply(now, Event::Ticked);
        let due: Vec<_> = desk.due(now).cloned().collect();
        for due in due {
            assert_eq!(due, self.load().id);
            effects.extend(desk.apply(now, Event::Due { conversation: self.load() }));
        }
        self.keep(&effects);
        assert_eq!(desk.due(now).next(), None, "what was due is done");
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
                file: None,
            },
        );
        self.keep(&effects);
        effects
    }
}
