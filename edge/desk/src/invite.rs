//! An agent starts a chat with somebody who is on the site (O2). What was written is kept here until the
//! visitor answers: a page can name it, and never say what an agent said.

use std::time::Duration;

use wire::http::Code;
use wire::text::characters;
use wire::{AgentId, Author, Body, Message, MessageId, Name, Status, TargetedId, Timestamp, online};

use crate::desk::refuse;
use crate::{Conversation, Desk, Effect, Refused, Save};

/// For how long an invitation can be answered.
pub const INVITATION: Duration = Duration::from_hours(1);
/// The most that a site has open: more is no conversation any more.
const MOST: u32 = 500;

/// What an agent wrote to somebody who has not answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Which one.
    pub id: TargetedId,
    /// Who wrote it.
    pub agent: AgentId,
    /// What the agent was called then.
    pub name: Name,
    /// What it says.
    pub body: Body,
    /// When.
    pub at: Timestamp,
}

impl Desk {
    pub(crate) fn invited(
        &self,
        now: Timestamp,
        agent: &AgentId,
        id: TargetedId,
        body: Body,
        open: u32,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.agent(agent) else {
            return refuse(effects, Code::NotFound, "There is no such agent.");
        };
        if !agent.is_online(now) {
            // Whoever starts a chat is there for it (S6).
            let message = match agent.status {
                Status::Invisible => "You are invisible. Go online to start a chat.",
                _ => "You are offline. Go online to start a chat.",
            };
            return refuse(effects, Code::Conflict, message);
        }
        if characters(body.as_str()) > online::MOST_TEXT {
            return refuse(effects, Code::BadRequest, "A first message has 1,000 characters at most.");
        }
        if open >= MOST {
            let message = "Your team has started very many chats in the last hour. Please try again later.";
            let retry_after = Some(Duration::from_mins(10));
            return effects.push(Effect::Refused(Refused { code: Code::TooMany, message, retry_after }));
        }
        let (agent, name) = (agent.id.clone(), agent.name.clone());
        effects.push(Effect::Save(Save::Invitation(Invitation { id, agent, name, body, at: now })));
    }

    /// The visitor answers: what the agent wrote stands before the answer, and the agent joined by it. Nobody
    /// has answered the visitor by that.
    pub(crate) fn accept(
        &self,
        now: Timestamp,
        conversation: &mut Conversation,
        invitation: Invitation,
        effects: &mut Vec<Effect>,
    ) -> Option<Message> {
        let Invitation { id, agent, name, body, .. } = invitation;
        let message = MessageId::parse(format!("invitation-message-{id}")).ok()?;
        effects.push(Effect::Save(Save::InvitationUsed(id)));
        // Who was removed meanwhile wrote it all the same, but is not there.
        if let Some(agent) = self.agent(&agent) {
            conversation.join(&agent.id);
            if conversation.assignee.is_none() {
                conversation.assign(Some(agent), now);
            }
        }
        Some(conversation.append(now, message, Author::Agent { id: agent, name }, body))
    }
}
