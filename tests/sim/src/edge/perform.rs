//! What the desk decided, done in order: save, acknowledge, tell.

use std::collections::BTreeSet;

use desk::{Effect, Event, Refused, Save, Tell};
use wire::message::Stored;
use wire::{AgentId, ConversationId, MessageId, Timestamp, agent, visitor};

use super::lines::{Down, LineId, Told, Who};
use super::store::sender;
use super::{Edge, Point, Result, Trouble};
use crate::mutant::Mutant;

/// Where an event came from.
#[derive(Clone, Copy, Default)]
pub(super) struct Source {
    /// The socket: it gets the acknowledgement, and is not told what it caused.
    pub(super) line: Option<LineId>,
    /// It came by mail: whoever brought that is answered, not who wrote it.
    pub(super) is_mail: bool,
}

/// What the one who caused an event is answered.
pub(crate) enum Answer {
    Stored(Stored),
    Refused(Refused),
    Done,
}

impl Edge {
    pub(super) fn decide(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        self.wake(now);
        self.core.as_mut().map(|core| core.desk.apply(now, event)).unwrap_or_default()
    }

    pub(super) fn desk(&self) -> Result<&desk::Desk> {
        self.core.as_ref().map(|core| &core.desk).ok_or(Trouble::Panic)
    }

    /// For what is about no conversation.
    pub(super) fn apply(&mut self, now: Timestamp, event: Event, from: Source) -> Result<Answer> {
        self.look(now)?;
        self.apply_at_once(now, event, from)
    }

    /// For what is about a conversation that was loaded after [`Edge::look`].
    pub(super) fn apply_at_once(&mut self, now: Timestamp, event: Event, from: Source) -> Result<Answer> {
        let effects = self.decide(now, event);
        self.perform(now, effects, from)
    }

    /// Looks when the agents' devices were last heard from, and does what the clock brought meanwhile.
    pub(super) fn look(&mut self, now: Timestamp) -> Result<()> {
        let trusts = self.mutant == Some(Mutant::SocketList);
        let heard: Vec<_> = self
            .lines
            .values()
            .filter_map(|line| Some((line.agent()?.clone(), if trusts { now } else { line.heard })))
            .collect();
        let mut effects = Vec::new();
        for (agent, at) in heard {
            effects.extend(self.decide(now, Event::Heard { agent, at }));
        }
        effects.extend(self.decide(now, Event::Ticked));
        self.perform(now, effects, Source::default())?;
        let due: Vec<_> = self.desk()?.due(now).cloned().collect();
        for id in due {
            if let Some(conversation) = self.store.conversation(&id).cloned() {
                let effects = self.decide(now, Event::Due { conversation });
                self.perform(now, effects, Source::default())?;
            }
        }
        Ok(())
    }

    pub(super) fn perform(&mut self, now: Timestamp, effects: Vec<Effect>, from: Source) -> Result<Answer> {
        if self.mutant == Some(Mutant::AcknowledgeFirst) {
            for effect in &effects {
                if let Effect::Stored { conversation, stored, .. } = effect {
                    self.acknowledge(from, conversation, stored);
                }
            }
        }
        self.save(now, &effects)?;
        let mut answer = Answer::Done;
        let mut viewers = BTreeSet::new();
        let mut writes = false;
        for effect in effects {
            match effect {
                Effect::Save(_) => writes = true,
                Effect::Stored { conversation, stored, .. } => {
                    if self.mutant != Some(Mutant::AcknowledgeFirst) {
                        self.acknowledge(from, &conversation, &stored);
                    }
                    if writes {
                        self.strike(Point::AfterAcknowledgement)?;
                    }
                    answer = Answer::Stored(stored);
                }
                Effect::Refused(refused) => answer = Answer::Refused(refused),
                Effect::Tell(what) => self.tell(what, from)?,
                Effect::Presence => viewers.extend(self.lines.keys().copied()),
                Effect::View(visitor) => viewers.extend(self.of_visitor(&visitor)),
                // Handed over by whoever drains the outbox; a hint that no promise hangs on.
                Effect::Post { .. } | Effect::Push { .. } => {}
            }
        }
        self.tell_presence(&viewers, now)?;
        self.untold = false;
        Ok(answer)
    }

    fn save(&mut self, now: Timestamp, effects: &[Effect]) -> Result<()> {
        let saves: Vec<Save> = effects
            .iter()
            .filter_map(|effect| if let Effect::Save(save) = effect { Some(save.clone()) } else { None })
            .collect();
        if saves.is_empty() {
            return Ok(());
        }
        let struck = self.strike(Point::BeforeWrite);
        let done = struck.and_then(|()| {
            self.check_saves(&saves);
            self.store.commit(&saves).map_err(|violation| {
                self.wrong(&violation.0);
                Trouble::new(wire::http::Code::Internal)
            })
        });
        if let Err(trouble) = done {
            if let (Trouble::Problem { .. }, Some(core)) = (&trouble, &mut self.core)
                && self.mutant != Some(Mutant::KeepsAhead)
            {
                // The desk at hand is ahead of what is stored.
                core.desk = self.store.desk(now);
            }
            return Err(trouble);
        }
        self.untold = true;
        self.strike(Point::AfterWrite)
    }

    /// No write takes back what another one said.
    fn check_saves(&mut self, saves: &[Save]) {
        for save in saves {
            let Save::Conversation(after) = save else { continue };
            let Some(before) = self.store.conversation(&after.id) else { continue };
            if after.read < before.read || after.seen < before.seen {
                let what = format!("reading goes back: {:?} after {:?}", after.read, before.read);
                self.wrong(&what);
            } else if after.last < before.last || after.at < before.at {
                self.wrong("a conversation goes back");
            } else if after.missed.is_some() && before.missed.is_none() {
                let since = after.wait.map_or(after.at, |wait| wait.since);
                if !self.missed.insert((after.id.clone(), since)) {
                    self.wrong("a wait is missed twice");
                }
            }
        }
    }

    /// A resend is known by what is stored.
    pub(super) fn earlier(
        &self,
        conversation: &ConversationId,
        sender: &str,
        id: &MessageId,
    ) -> Option<wire::Message> {
        if self.mutant == Some(Mutant::DedupeInMemory) {
            let key = (conversation.clone(), sender.to_owned(), id.clone());
            return self.core.as_ref()?.seen.get(&key).cloned();
        }
        self.store.earlier(conversation, sender, id).cloned()
    }

    fn acknowledge(&mut self, from: Source, conversation: &ConversationId, stored: &Stored) {
        if from.is_mail {
            return;
        }
        let line = from.line.and_then(|id| Some((id, self.lines.get(&id)?.who.clone())));
        let sender = match &line {
            Some((_, Who::Agent(agent))) => agent.to_string(),
            _ => String::new(),
        };
        let Stored { id, seq, at } = stored.clone();
        self.acknowledged.insert((conversation.clone(), sender, id.clone()), seq);
        let Some((line, who)) = line else { return };
        let frame = match who {
            Who::Visitor { .. } => Down::Visitor(visitor::Hears::Stored(stored.clone())),
            Who::Agent(_) => {
                let conversation = conversation.clone();
                Down::Agent(agent::Hears::Stored { conversation, id, seq, at })
            }
        };
        self.send(line, frame);
    }

    fn of_visitor(&self, visitor: &desk::VisitorId) -> Vec<LineId> {
        let lines = self.lines.iter().filter(|(_, line)| line.visitor() == Some(visitor));
        lines.map(|(id, _)| *id).collect()
    }

    fn of_agents(&self, of: Option<&AgentId>) -> Vec<LineId> {
        let is_one = |agent: &AgentId| of.is_none_or(|of| of == agent);
        let lines = self.lines.iter().filter(|(_, line)| line.agent().is_some_and(is_one));
        lines.map(|(id, _)| *id).collect()
    }

    /// Sends a frame to lines, but for the one that caused it.
    fn send_all(&mut self, lines: Vec<LineId>, frame: &Down, except: Option<LineId>) {
        for id in lines {
            if Some(id) != except && self.lines.get(&id).is_some_and(|line| line.is_greeted) {
                self.send(id, frame.clone());
            }
        }
    }

    fn tell(&mut self, what: Tell, from: Source) -> Result<()> {
        match what {
            Tell::Message { visitor, conversation, message } => {
                if let Some(core) = &mut self.core {
                    let sender = sender(&message.author).to_owned();
                    let key = (conversation.clone(), sender, message.id.clone());
                    core.seen.insert(key, message.clone());
                }
                let frame = Down::Visitor(visitor::Hears::Message(message.clone()));
                self.send_all(self.of_visitor(&visitor), &frame, from.line);
                let frame = Down::Agent(agent::Hears::Message { conversation, message });
                self.send_all(self.of_agents(None), &frame, from.line);
            }
            Tell::Conversation { conversation, state_changed } => {
                if state_changed {
                    let state = Down::Visitor(visitor::Hears::State {
                        state: conversation.told_state(),
                        rating: None,
                    });
                    self.send_all(self.of_visitor(&conversation.visitor), &state, None);
                }
                let row = Down::Agent(agent::Hears::Conversation(conversation.row()));
                self.send_all(self.of_agents(None), &row, None);
            }
            Tell::Me(id) => {
                let Some(agent) = self.desk()?.agent(&id) else { return Ok(()) };
                let frame = Down::Agent(agent::Hears::Me(agent.me()));
                self.send_all(self.of_agents(Some(&id)), &frame, None);
            }
            Tell::Call { agent, conversation, why, quiet } => {
                let frame = Down::Agent(agent::Hears::Call { conversation, why, quiet });
                self.send_all(self.of_agents(Some(&agent)), &frame, None);
            }
            Tell::Mark { .. } if self.mutant == Some(Mutant::MarksUntold) => {}
            Tell::Mark { agent, conversation, seq } => {
                let marks = vec![agent::Mark { conversation, seq }];
                let frame = Down::Agent(agent::Hears::Marks { marks });
                self.send_all(self.of_agents(Some(&agent)), &frame, from.line);
            }
            Tell::Read { visitor, seq } => {
                let frame = Down::Visitor(visitor::Hears::Read { seq });
                self.send_all(self.of_visitor(&visitor), &frame, None);
            }
            Tell::Seen { visitor, seq } => {
                let frame = Down::Visitor(visitor::Hears::Seen { seq });
                self.send_all(self.of_visitor(&visitor), &frame, None);
            }
            Tell::AgentTyping { agent, name, to_team, visitor, conversation } => {
                let frame = Down::Visitor(visitor::Hears::Typing { name });
                self.send_all(self.of_visitor(&visitor), &frame, None);
                if to_team {
                    let frame = Down::Agent(agent::Hears::Typing { conversation, agent: Some(agent) });
                    self.send_all(self.of_agents(None), &frame, from.line);
                }
            }
            Tell::VisitorTyping { conversation, to } => {
                let frame = Down::Agent(agent::Hears::Typing { conversation, agent: None });
                if to.is_empty() {
                    self.send_all(self.of_agents(None), &frame, None);
                }
                for agent in to {
                    self.send_all(self.of_agents(Some(&agent)), &frame, None);
                }
            }
            // What consoles show of mails, notes and visitors has no part in the contract that is simulated here, and
            // nobody erases.
            Tell::Mails(_) | Tell::Note { .. } | Tell::About(_) | Tell::Gone { .. } => {}
            Tell::Settings => {
                let frame = Down::Agent(agent::Hears::Settings(self.desk()?.settings().clone()));
                self.send_all(self.of_agents(None), &frame, None);
            }
        }
        Ok(())
    }

    fn tell_presence(&mut self, viewers: &BTreeSet<LineId>, now: Timestamp) -> Result<()> {
        if viewers.is_empty() {
            return Ok(());
        }
        let team = self.desk()?.colleagues(now);
        for id in viewers {
            let Some(line) = self.lines.get(id).filter(|line| line.is_greeted) else { continue };
            let (told, frame) = if line.agent().is_some() {
                let frame = Down::Agent(agent::Hears::Team { team: team.clone() });
                (Told::Team(team.clone()), frame)
            } else {
                let conversation = line.conversation().and_then(|id| self.store.conversation(id));
                let frame = super::visitor::frame_of(self.desk()?.view(now, None, conversation));
                (Told::View(frame.clone()), Down::Visitor(frame))
            };
            if self.lines.get_mut(id).is_some_and(|line| line.note(told)) {
                self.send(*id, frame);
            }
        }
        Ok(())
    }
}
