//! Who has read, and who is writing: shown to those who may know of it, and to nobody else (S3).

use wire::{AgentId, Seq, Timestamp};

use crate::{Agent, Conversation, Desk, Effect, Save, Tell};

/// Whether the visitor may learn what this agent does here: the agent is online for everybody, or joined and
/// is here (S4).
fn is_shown(agent: &Agent, conversation: &Conversation, now: Timestamp) -> bool {
    agent.is_online(now) || (conversation.members.contains(&agent.id) && agent.is_here(now))
}

impl Desk {
    pub(crate) fn agent_read(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        id: &AgentId,
        seq: Seq,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.agent(id) else { return };
        let seq = seq.min(conversation.last);
        let is_shown = seq > conversation.seen && is_shown(agent, &conversation, now);
        let mark = || (id.clone(), conversation.id.clone());
        let (agent, of) = mark();
        effects.push(Effect::Save(Save::Mark { agent, conversation: of, seq }));
        let (agent, of) = mark();
        effects.push(Effect::Tell(Tell::Mark { agent, conversation: of, seq }));
        if is_shown {
            conversation.seen = seq;
            self.keep(&conversation, effects);
            effects.push(Effect::Tell(Tell::Seen { visitor: conversation.visitor, seq }));
        }
    }

    pub(crate) fn agent_typed(
        &self,
        now: Timestamp,
        conversation: Conversation,
        id: &AgentId,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.agent(id).filter(|agent| is_shown(agent, &conversation, now)) else { return };
        if conversation.is_blocked {
            return;
        }
        effects.push(Effect::Tell(Tell::AgentTyping {
            agent: id.clone(),
            name: agent.name.clone(),
            // A colleague sees an invisible agent nowhere.
            to_team: agent.is_online(now),
            visitor: conversation.visitor,
            conversation: conversation.id,
        }));
    }
}

pub(crate) fn visitor_typed(conversation: Conversation, effects: &mut Vec<Effect>) {
    if conversation.is_blocked {
        return;
    }
    let mut to = conversation.members.clone();
    to.extend(conversation.assignee().filter(|id| !conversation.members.contains(id)).cloned());
    effects.push(Effect::Tell(Tell::VisitorTyping { conversation: conversation.id, to }));
}
