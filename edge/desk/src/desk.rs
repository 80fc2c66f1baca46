//! The one verb: [`Desk::apply`].

use std::collections::BTreeMap;
use std::time::Duration;

use wire::http::{Code, Settings, SettingsPatch};
use wire::message::Stored;
use wire::visitor::{Say, State};
use wire::{AgentId, Body, Cause, Message, MessageId, Seq, Status, Timestamp};

use crate::{Agent, CONVERSATIONS_PER_ADDRESS, Conversation, Effect, Event, Refused, Save, Tell};

/// A site: its settings and its team. Conversations come with the events that are about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    settings: Settings,
    team: BTreeMap<AgentId, Agent>,
}

impl Desk {
    /// The site as it is stored.
    #[must_use]
    pub fn new(settings: Settings, team: impl IntoIterator<Item = Agent>) -> Self {
        Self { settings, team: team.into_iter().map(|agent| (agent.id.clone(), agent)).collect() }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The team, by id.
    pub fn team(&self) -> impl Iterator<Item = &Agent> {
        self.team.values()
    }

    /// One of the team.
    #[must_use]
    pub fn agent(&self, id: &AgentId) -> Option<&Agent> {
        self.team.get(id)
    }

    /// When [`Event::Ticked`] is due at the latest: when the next reachable agent falls silent.
    #[must_use]
    pub fn next_wakeup(&self, now: Timestamp) -> Option<Timestamp> {
        self.team().filter_map(|agent| agent.lapses_at(now)).min()
    }

    /// Takes an event in and says what follows.
    pub fn apply(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        match event {
            Event::Heard { agent, at } => self.heard(now, &agent, at),
            Event::Chose { agent, status } => self.chose(now, &agent, status),
            Event::Configured(patch) => self.configured(patch),
            Event::Ticked => vec![Effect::Presence],
            Event::VisitorSaid { conversation, say, earlier, opened } => {
                visitor_said(now, conversation, say, earlier, opened)
            }
            Event::VisitorRead { conversation, seq } => visitor_read(conversation, seq),
            Event::AgentSaid { conversation, agent, id, body, earlier } => {
                self.agent_said(now, conversation, &agent, id, body, earlier)
            }
            Event::AgentClosed { conversation } => agent_closed(conversation),
        }
    }

    fn heard(&mut self, now: Timestamp, id: &AgentId, at: Timestamp) -> Vec<Effect> {
        let Some(agent) = self.team.get_mut(id) else { return Vec::new() };
        let was_here = agent.is_here(now);
        let mut effects = Vec::new();
        if agent.hear(at) {
            effects.push(Effect::Save(Save::Agent(agent.clone())));
        }
        // Only what somebody may see: an offline agent's devices make no difference to anybody.
        if agent.is_here(now) != was_here {
            effects.push(Effect::Presence);
        }
        effects
    }

    fn chose(&mut self, now: Timestamp, id: &AgentId, status: Status) -> Vec<Effect> {
        let Some(agent) = self.team.get_mut(id) else {
            return refuse(Code::NotFound, "There is no such agent.");
        };
        if agent.status == status && agent.cause == Cause::Manual {
            return vec![Effect::Tell(Tell::Me(id.clone()))];
        }
        agent.status = status;
        agent.cause = Cause::Manual;
        agent.since = now;
        vec![Effect::Save(Save::Agent(agent.clone())), Effect::Tell(Tell::Me(id.clone())), Effect::Presence]
    }

    fn configured(&mut self, patch: SettingsPatch) -> Vec<Effect> {
        const MOST_ORIGINS: usize = 50;
        if patch.origins.as_ref().is_some_and(|origins| origins.len() > MOST_ORIGINS) {
            return refuse(Code::BadRequest, "A site can name 50 origins at most.");
        }
        let SettingsPatch { name, when_nobody, origins } = patch;
        let settings = &mut self.settings;
        settings.name = name.unwrap_or_else(|| settings.name.clone());
        settings.when_nobody = when_nobody.unwrap_or(settings.when_nobody);
        settings.origins = origins.unwrap_or_else(|| settings.origins.clone());
        vec![Effect::Save(Save::Settings(settings.clone())), Effect::Tell(Tell::Settings), Effect::Presence]
    }

    fn agent_said(
        &self,
        now: Timestamp,
        mut conversation: Conversation,
        agent: &AgentId,
        id: MessageId,
        body: Body,
        earlier: Option<Message>,
    ) -> Vec<Effect> {
        let Some(agent) = self.agent(agent) else {
            return refuse(Code::NotFound, "There is no such agent.");
        };
        if let Some(earlier) = earlier {
            return again(&conversation, &earlier, &body);
        }
        let was = conversation.state;
        let (message, joined) = conversation.take_from_agent(now, id, agent, body);
        let visitor = conversation.visitor.clone();
        let mut effects = stored(conversation, message, was);
        if joined {
            effects.push(Effect::View(visitor));
        }
        effects
    }
}

fn visitor_said(
    now: Timestamp,
    mut conversation: Conversation,
    say: Say,
    earlier: Option<Message>,
    opened: u32,
) -> Vec<Effect> {
    const EVERY: Duration = Duration::from_secs(1);
    const BURST: u32 = 10;
    if let Some(earlier) = earlier {
        return again(&conversation, &earlier, &say.body);
    }
    if conversation.last == Seq(0) && opened >= CONVERSATIONS_PER_ADDRESS {
        return vec![Effect::Refused(Refused {
            code: Code::TooMany,
            message: "Too many conversations were opened from your network today. Please try again later.",
            retry_after: Some(Duration::from_hours(1)),
        })];
    }
    if let Err(wait) = conversation.pace.take(now, EVERY, BURST) {
        return vec![Effect::Refused(Refused {
            code: Code::TooMany,
            message: "You are writing faster than we can take it in. Please wait a moment.",
            retry_after: Some(wait),
        })];
    }
    let was = conversation.state;
    let message = conversation.take_from_visitor(now, say);
    let visitor = conversation.visitor.clone();
    let mut effects = stored(conversation, message, was);
    if was != State::Open {
        // An open conversation is never hidden (S5).
        effects.push(Effect::View(visitor));
    }
    effects
}

fn visitor_read(mut conversation: Conversation, seq: Seq) -> Vec<Effect> {
    let seen = seq.min(conversation.last);
    if seen <= conversation.read {
        return Vec::new();
    }
    conversation.read = seen;
    let visitor = conversation.visitor.clone();
    vec![
        Effect::Save(Save::Conversation(conversation.clone())),
        Effect::Tell(Tell::Conversation { conversation, state_changed: false }),
        Effect::View(visitor),
    ]
}

fn agent_closed(mut conversation: Conversation) -> Vec<Effect> {
    if conversation.state != State::Open {
        return Vec::new();
    }
    conversation.state = State::Closed;
    conversation.waiting = false;
    let visitor = conversation.visitor.clone();
    vec![
        Effect::Save(Save::Conversation(conversation.clone())),
        Effect::Tell(Tell::Conversation { conversation, state_changed: true }),
        Effect::View(visitor),
    ]
}

/// What follows from a message that was taken in (G1: save, acknowledge, tell).
fn stored(conversation: Conversation, message: Message, was: State) -> Vec<Effect> {
    vec![
        Effect::Save(Save::Conversation(conversation.clone())),
        Effect::Save(Save::Message { conversation: conversation.id.clone(), message: message.clone() }),
        Effect::Stored {
            conversation: conversation.id.clone(),
            stored: acknowledgement(&message),
            resent: false,
        },
        Effect::Tell(Tell::Message {
            visitor: conversation.visitor.clone(),
            conversation: conversation.id.clone(),
            message,
        }),
        Effect::Tell(Tell::Conversation { state_changed: conversation.state != was, conversation }),
    ]
}

/// What follows from a message whose id was seen before (G2).
fn again(conversation: &Conversation, earlier: &Message, body: &Body) -> Vec<Effect> {
    if earlier.body != *body {
        return refuse(Code::IdReused, "This message id was used for another text.");
    }
    vec![Effect::Stored {
        conversation: conversation.id.clone(),
        stored: acknowledgement(earlier),
        resent: true,
    }]
}

fn acknowledgement(message: &Message) -> Stored {
    Stored { id: message.id.clone(), seq: message.seq, at: message.at }
}

fn refuse(code: Code, message: &'static str) -> Vec<Effect> {
    vec![Effect::Refused(Refused { code, message, retry_after: None })]
}
