//! Does what the desk decided: saves, acknowledges, tells, in this order (G1).

use std::collections::BTreeSet;

use desk::mail::Mail;
use desk::{Effect, Event, Refused, Save, Tell};
use wire::message::Stored;
use wire::{ConversationId, Email, Timestamp};
use worker::Response;

use crate::error::{Error, Result};
use crate::lines::{self, Line, Who};
use crate::site::{Core, Site};
use crate::{push, reply, store, visitor};

/// Where an event came from.
#[derive(Clone, Copy, Default)]
pub(crate) struct Source<'a> {
    /// The socket: it gets the acknowledgement, and is not told what it caused.
    pub(crate) line: Option<u32>,
    /// The hash of the address, kept with a conversation that is opened from it.
    pub(crate) address: Option<&'a str>,
}

/// What the one who caused an event is answered. A socket has its acknowledgement by then.
pub(crate) enum Answer {
    Stored {
        stored: Stored,
        resent: bool,
    },
    Refused(Refused),
    /// A mail is to be handed over: see [`Effect::Post`].
    Post(Box<(Mail, Email)>),
    Done,
}

impl Answer {
    /// Where nothing is wanted but that it was done.
    ///
    /// # Errors
    /// When it was refused.
    pub(crate) fn settle(self) -> Result<()> {
        match self {
            Self::Refused(refused) => Err(refused.into()),
            Self::Stored { .. } | Self::Post(_) | Self::Done => Ok(()),
        }
    }

    /// Where a message was to be stored: what HTTP answers, 201 and for a resend 200 (G2).
    ///
    /// # Errors
    /// When it was refused.
    pub(crate) fn acknowledgement(self) -> Result<Response> {
        match self {
            Self::Stored { stored, resent } => reply::json(if resent { 200 } else { 201 }, &stored),
            Self::Refused(refused) => Err(refused.into()),
            Self::Post(_) | Self::Done => Err(Error::Platform("a message without an answer".to_owned())),
        }
    }
}

impl Site {
    /// Does what the clock brought, then [`Site::decide`]s. For what is about no conversation.
    ///
    /// # Errors
    /// As [`Site::decide`].
    pub(crate) fn apply(
        &self,
        core: &mut Core,
        now: Timestamp,
        event: Event,
        from: Source<'_>,
    ) -> Result<Answer> {
        self.hear(core, now)?;
        self.decide(core, now, event, from)
    }

    /// Lets the desk decide, saves, tells, and says what to answer. A conversation in the event was loaded
    /// after [`Site::hear`], which may have changed it.
    ///
    /// # Errors
    /// When something could not be saved: then nothing of it was, and nobody was told.
    pub(crate) fn decide(
        &self,
        core: &mut Core,
        now: Timestamp,
        event: Event,
        from: Source<'_>,
    ) -> Result<Answer> {
        let effects = core.desk.apply(now, event);
        self.perform(core, now, effects, from)
    }

    /// Looks when the agents' devices were last heard from, and does what the clock brought meanwhile.
    pub(crate) fn hear(&self, core: &mut Core, now: Timestamp) -> Result<()> {
        let heard: Vec<_> = core
            .lines
            .agents()
            .filter_map(|(_, line)| match &line.attachment.who {
                Who::Agent { agent, .. } => Some((agent.clone(), lines::heard(&self.state, line))),
                Who::Visitor { .. } => None,
            })
            .collect();
        let mut effects = Vec::new();
        for (agent, at) in heard {
            effects.extend(core.desk.apply(now, Event::Heard { agent, at }));
        }
        effects.extend(core.desk.apply(now, Event::Ticked));
        self.perform(core, now, effects, Source::default())?;
        self.look_after(core, now)
    }

    /// Brings the desk the conversations in which something is due.
    fn look_after(&self, core: &mut Core, now: Timestamp) -> Result<()> {
        let due: Vec<_> = core.desk.due(now).cloned().collect();
        for id in due {
            if let Some(conversation) = store::conversation(&self.sql, &id)? {
                let effects = core.desk.apply(now, Event::Due { conversation });
                self.perform(core, now, effects, Source::default())?;
            }
        }
        Ok(())
    }

    fn perform(
        &self,
        core: &mut Core,
        now: Timestamp,
        effects: Vec<Effect>,
        from: Source<'_>,
    ) -> Result<Answer> {
        let saves: Vec<&Save> = effects
            .iter()
            .filter_map(|effect| if let Effect::Save(save) = effect { Some(save) } else { None })
            .collect();
        if let Err(error) = self.save(&saves, from) {
            // The desk at hand is ahead of what is stored.
            core.desk = match store::site(&self.sql)? {
                Some(row) => store::desk(&self.sql, row.settings, now)?,
                None => return Err(error),
            };
            return Err(error);
        }
        self.untold.set(self.untold.get() || !saves.is_empty());
        let mut answer = Answer::Done;
        let mut viewers = BTreeSet::new();
        for effect in effects {
            match effect {
                Effect::Save(Save::Erased(_)) => self.disarm(),
                Effect::Save(_) => {}
                Effect::Stored { conversation, stored, resent } => {
                    acknowledge(core, from.line, conversation, &stored)?;
                    answer = Answer::Stored { stored, resent };
                }
                Effect::Refused(refused) => answer = Answer::Refused(refused),
                Effect::Presence => viewers.extend(core.lines.ids()),
                Effect::Post { mail, address } => answer = Answer::Post(Box::new((mail, address))),
                Effect::Tell(what) => tell(self, core, what, from)?,
                Effect::Push { agent, why } => push::send(self, &agent, why, now),
                Effect::View(visitor) => viewers.extend(core.lines.of_visitor(&visitor).map(|(id, _)| id)),
            }
        }
        self.tell_presence(core, &viewers, now)?;
        self.untold.set(false);
        Ok(answer)
    }

    /// What is known of a visitor, as consoles hear of it.
    pub(crate) fn about(&self, conversation: ConversationId) -> Result<wire::agent::Hears> {
        Ok(wire::agent::Hears::About {
            about: store::about(&self.sql, &conversation)?,
            earlier: store::earlier(&self.sql, &conversation)?,
            conversation,
        })
    }

    /// The mails of a conversation, as consoles hear of them.
    pub(crate) fn mails(&self, conversation: ConversationId) -> Result<wire::agent::Hears> {
        let address = store::conversation(&self.sql, &conversation)?.and_then(|one| one.email);
        let blocked = match address {
            Some(address) => store::block(&self.sql, address.as_str())?,
            None => None,
        };
        Ok(wire::agent::Hears::Mails {
            outgoing: store::outgoing(&self.sql, &conversation)?,
            incoming: store::incoming(&self.sql, &conversation)?,
            blocked,
            conversation,
        })
    }

    fn save(&self, saves: &[&Save], from: Source<'_>) -> Result<()> {
        match saves {
            [] => Ok(()),
            // One statement is a transaction by itself.
            [save] => store::save(&self.sql, save, from.address),
            saves => self
                .sql
                .transaction(|| saves.iter().try_for_each(|save| store::save(&self.sql, save, from.address))),
        }
    }

    /// Tells pages what they see of the team, where that changed (S12), and nothing where not (S3).
    fn tell_presence(&self, core: &mut Core, viewers: &BTreeSet<u32>, now: Timestamp) -> Result<()> {
        if viewers.is_empty() {
            return Ok(());
        }
        let Core { desk, lines, .. } = core;
        let team = desk.colleagues(now);
        for id in viewers {
            let Some(line) = lines.get_mut(*id).filter(|line| line.attachment.is_greeted) else { continue };
            match &line.attachment.who {
                Who::Agent { .. } => line.tell_presence(&team, || {
                    Ok(serde_json::to_string(&wire::agent::Hears::Team { team: team.clone() })?)
                })?,
                Who::Visitor { conversation, group, .. } => {
                    let conversation = match conversation {
                        Some(id) => store::conversation(&self.sql, id)?,
                        None => None,
                    };
                    let view = desk.view(now, group.as_ref(), conversation.as_ref());
                    let frame = visitor::frame_of(view);
                    line.tell_presence(&frame, || Ok(serde_json::to_string(&frame)?))?;
                }
            }
        }
        Ok(())
    }
}

/// Acknowledges on the socket that asked: after the write and before anybody else hears of it (G1).
fn acknowledge(core: &Core, line: Option<u32>, conversation: ConversationId, stored: &Stored) -> Result<()> {
    let Some(line) = line.and_then(|id| core.lines.get(id)) else { return Ok(()) };
    let Stored { id, seq, at } = stored.clone();
    let frame = match line.attachment.who {
        Who::Visitor { .. } => serde_json::to_string(&wire::visitor::Hears::Stored(stored.clone()))?,
        Who::Agent { .. } => {
            serde_json::to_string(&wire::agent::Hears::Stored { conversation, id, seq, at })?
        }
    };
    line.send(&frame);
    Ok(())
}

/// Tells the others, but for the page that caused it.
fn tell(site: &Site, core: &mut Core, what: Tell, from: Source<'_>) -> Result<()> {
    match what {
        Tell::Message { visitor, conversation, message } => {
            let frame = serde_json::to_string(&wire::visitor::Hears::Message(message.clone()))?;
            send(core.lines.of_visitor(&visitor), &frame, from.line);
            let frame = serde_json::to_string(&wire::agent::Hears::Message { conversation, message })?;
            send(core.lines.agents(), &frame, from.line);
        }
        Tell::Conversation { conversation, state_changed } => {
            if state_changed {
                let state = wire::visitor::Hears::State {
                    state: conversation.told_state(),
                    rating: visitor::rating(site, core, &conversation)?,
                };
                send(core.lines.of_visitor(&conversation.visitor), &serde_json::to_string(&state)?, None);
            }
            let row = wire::agent::Hears::Conversation(conversation.row());
            send(core.lines.agents(), &serde_json::to_string(&row)?, None);
        }
        Tell::Me(id) => {
            let Some(agent) = core.desk.agent(&id) else { return Ok(()) };
            let frame = serde_json::to_string(&wire::agent::Hears::Me(agent.me()))?;
            send(core.lines.of_agent(&id), &frame, None);
        }
        Tell::Call { agent, conversation, why, quiet } => {
            let frame = wire::agent::Hears::Call { conversation, why, quiet };
            send(core.lines.of_agent(&agent), &serde_json::to_string(&frame)?, None);
        }
        Tell::Mark { agent, conversation, seq } => {
            let frame = wire::agent::Hears::Marks { marks: vec![wire::agent::Mark { conversation, seq }] };
            send(core.lines.of_agent(&agent), &serde_json::to_string(&frame)?, from.line);
        }
        Tell::Read { visitor, seq } => {
            let frame = wire::visitor::Hears::Read { seq };
            send(core.lines.of_visitor(&visitor), &serde_json::to_string(&frame)?, None);
        }
        Tell::Seen { visitor, seq } => {
            let frame = wire::visitor::Hears::Seen { seq };
            send(core.lines.of_visitor(&visitor), &serde_json::to_string(&frame)?, None);
        }
        Tell::AgentTyping { agent, name, to_team, visitor, conversation } => {
            let frame = serde_json::to_string(&wire::visitor::Hears::Typing { name })?;
            send(core.lines.of_visitor(&visitor), &frame, None);
            if to_team {
                let frame = wire::agent::Hears::Typing { conversation, agent: Some(agent) };
                send(core.lines.agents(), &serde_json::to_string(&frame)?, from.line);
            }
        }
        Tell::VisitorTyping { conversation, to } => {
            let frame = serde_json::to_string(&wire::agent::Hears::Typing { conversation, agent: None })?;
            if to.is_empty() {
                send(core.lines.agents(), &frame, None);
            }
            for agent in to {
                send(core.lines.of_agent(&agent), &frame, None);
            }
        }
        Tell::About(conversation) => {
            send(core.lines.agents(), &serde_json::to_string(&site.about(conversation)?)?, None);
        }
        Tell::Mails(conversation) => {
            send(core.lines.agents(), &serde_json::to_string(&site.mails(conversation)?)?, None);
        }
        Tell::Note { conversation, note } => {
            let frame = wire::agent::Hears::Note { conversation, note };
            send(core.lines.agents(), &serde_json::to_string(&frame)?, None);
        }
        Tell::Gone { visitor, conversation, by, into } => {
            let frame = wire::agent::Hears::Gone { conversation, by, into };
            send(core.lines.agents(), &serde_json::to_string(&frame)?, None);
            let pages: Vec<u32> = core.lines.of_visitor(&visitor).map(|(id, _)| id).collect();
            for line in pages.into_iter().filter_map(|id| core.lines.close(id)) {
                let anew = wire::close::code::UNAUTHORIZED;
                drop(line.socket.close(Some(anew), Some("the conversation is gone")));
            }
        }
        Tell::Settings => {
            let frame = wire::agent::Hears::Settings(core.desk.settings().clone());
            send(core.lines.agents(), &serde_json::to_string(&frame)?, None);
        }
    }
    Ok(())
}

/// Sends a frame to lines, but for the one that caused it.
fn send<'a>(lines: impl Iterator<Item = (u32, &'a Line)>, frame: &str, except: Option<u32>) {
    for (id, line) in lines {
        if Some(id) != except && line.attachment.is_greeted {
            line.send(frame);
        }
    }
}
