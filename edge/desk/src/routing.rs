//! Who gets a conversation: groups, room, assignment, and who is told (S6).

use wire::agent::Call;
use wire::http::Code;
use wire::inbox::Tag;
use wire::settings::{Assignment, Group};
use wire::visitor::State;
use wire::{AgentId, Email, GroupId, Name, Status, Timestamp};

use crate::desk::refuse;
use crate::ending::BLOCKED;
use crate::figures::{self, Fact};
use crate::waiting::call;
use crate::{Agent, Conversation, Desk, Effect, Tell};

/// Above this a conversation is a meeting.
const MOST_MEMBERS: usize = 20;

/// What an agent does with a conversation, but for answering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handling {
    /// Closes it.
    Close,
    /// Opens it again. Nobody waits: the visitor said nothing.
    Reopen,
    /// Closes it, and takes nothing more from its visitor (B1).
    Block,
    /// Takes that back.
    Unblock,
    /// Mails the visitor all of it (B4).
    Transcript,
    /// Erases it (B2).
    Erase,
    /// Puts a tag on it.
    Tag(Tag),
    /// Takes a tag off.
    Untag(Tag),
    /// Gives it to an agent, or to nobody.
    Assign(Option<AgentId>),
    /// Adds an agent (S8).
    Add(AgentId),
    /// Takes an agent out.
    Remove(AgentId),
    /// Hands it to a group, or to the whole team.
    Move(Option<GroupId>),
    /// Says who the visitor is, and where an answer may be sent.
    Describe(Option<Name>, Option<Email>),
}

impl Desk {
    /// The group of this id, if there is one.
    #[must_use]
    pub fn group(&self, id: Option<&GroupId>) -> Option<&Group> {
        let id = id?;
        self.settings().groups.iter().find(|group| group.id == *id)
    }

    /// Whether an agent takes visitors of a group. One that is not there counts as none: a page that still
    /// names it must not go dark.
    pub(crate) fn is_in(&self, agent: &Agent, group: Option<&GroupId>) -> bool {
        self.group(group).is_none_or(|group| group.agents.contains(&agent.id))
    }

    /// Whether an agent is below the limit (S1).
    #[must_use]
    pub fn has_room(&self, agent: &Agent) -> bool {
        self.capacity(agent).is_none_or(|most| self.load(&agent.id) < most)
    }

    /// The most open conversations of an agent.
    #[must_use]
    pub fn capacity(&self, agent: &Agent) -> Option<u16> {
        agent.habits.capacity.or(self.settings().capacity)
    }

    /// How many open conversations an agent has.
    #[must_use]
    pub fn load(&self, agent: &AgentId) -> u16 {
        self.load.get(agent).copied().unwrap_or(0)
    }

    /// Who takes a newcomer of this group (S1).
    pub(crate) fn eligible(&self, now: Timestamp, group: Option<&GroupId>) -> impl Iterator<Item = &Agent> {
        self.team()
            .filter(move |agent| agent.is_online(now) && self.is_in(agent, group) && self.has_room(agent))
    }

    /// Who is called to a newcomer of this group: also who chose Online and is not reachable, whom a push may
    /// reach (N4).
    fn callable(&self, group: Option<&GroupId>) -> impl Iterator<Item = &Agent> {
        self.team().filter(move |agent| {
            agent.status == Status::Online && self.is_in(agent, group) && self.has_room(agent)
        })
    }

    pub(crate) fn is_anybody_online(&self, now: Timestamp, group: Option<&GroupId>) -> bool {
        self.team().any(|agent| agent.is_online(now) && self.is_in(agent, group))
    }

    /// The eligible agent with the fewest conversations; of equals the one whose turn was longest ago.
    pub(crate) fn least_busy(&self, now: Timestamp, group: Option<&GroupId>) -> Option<&Agent> {
        self.eligible(now, group).min_by_key(|agent| (self.load(&agent.id), agent.turn, agent.id.clone()))
    }

    /// Gives an unanswered conversation to whom the site's way of assigning gives it, and tells whoever it
    /// concerns but for `by`.
    pub(crate) fn hand_out(
        &mut self,
        now: Timestamp,
        conversation: &mut Conversation,
        by: Option<&AgentId>,
        effects: &mut Vec<Effect>,
    ) {
        let group = conversation.group.clone();
        let is_automatic = self.settings().assignment == Assignment::Automatic;
        if is_automatic && let Some(id) = self.least_busy(now, group.as_ref()).map(|agent| agent.id.clone()) {
            if let Some(agent) = self.team.get_mut(&id) {
                agent.turn = now;
                conversation.assign(Some(agent), now);
                effects.push(Effect::Save(crate::Save::Agent(agent.clone())));
            }
            effects.push(call(&id, conversation, Call::Assigned));
            return;
        }
        for agent in self.callable(group.as_ref()).filter(|agent| Some(&agent.id) != by) {
            effects.push(call(&agent.id, conversation, Call::New));
        }
    }

    /// What an agent did with a conversation.
    pub(crate) fn handled(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        by: &AgentId,
        what: Handling,
        effects: &mut Vec<Effect>,
    ) {
        let before = conversation.clone();
        let done = match what {
            Handling::Erase => return self.erase(now, conversation, by, effects),
            Handling::Transcript => return self.send_transcript(now, &conversation, effects),
            Handling::Reopen if conversation.is_blocked => return refuse(effects, Code::Blocked, BLOCKED),
            Handling::Block => {
                self.block(now, &mut conversation, by, effects);
                Ok(())
            }
            Handling::Unblock => {
                self.unblock(now, &mut conversation, by, effects);
                Ok(())
            }
            Handling::Close => {
                if conversation.state == State::Open {
                    conversation.close();
                }
                Ok(())
            }
            Handling::Reopen => {
                if conversation.state == State::Closed {
                    conversation.state = State::Open;
                }
                Ok(())
            }
            Handling::Tag(tag) => {
                if !conversation.tag(tag) {
                    return refuse(effects, Code::BadRequest, "A conversation has 20 tags at most.");
                }
                Ok(())
            }
            Handling::Untag(tag) => {
                conversation.tags.retain(|one| *one != tag);
                Ok(())
            }
            Handling::Assign(to) => self.assign(now, &mut conversation, by, to.as_ref(), effects),
            Handling::Add(agent) => self.add(&mut conversation, by, &agent, effects),
            Handling::Remove(agent) => {
                conversation.members.retain(|member| *member != agent);
                if conversation.assignee() == Some(&agent) {
                    conversation.assignee = None;
                }
                Ok(())
            }
            Handling::Move(group) => self.hand_to_group(now, &mut conversation, by, group, effects),
            Handling::Describe(name, email) => {
                self.describe(now, &mut conversation, name, email, effects);
                Ok(())
            }
        };
        if let Err(refusal) = done {
            return refuse(effects, Code::NotFound, refusal);
        }
        if conversation == before {
            return;
        }
        self.keep(&conversation, effects);
        if conversation.state == State::Closed && before.state == State::Open {
            let at = conversation.at.max(now);
            figures::note(&conversation, Fact::Closed { at }, effects);
            self.owe_transcripts(now, &conversation, effects);
        }
        let visitor = conversation.visitor.clone();
        let state_changed = conversation.told_state() != before.told_state();
        effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed }));
        effects.push(Effect::View(visitor));
    }

    fn assign(
        &self,
        now: Timestamp,
        conversation: &mut Conversation,
        by: &AgentId,
        to: Option<&AgentId>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), &'static str> {
        let agent = to.map(|id| self.agent(id).ok_or("There is no such agent.")).transpose()?;
        if conversation.assignee() == to {
            return Ok(());
        }
        conversation.assign(agent, now);
        if let Some(agent) = agent.filter(|agent| agent.id != *by && agent.status != Status::Offline) {
            effects.push(call(&agent.id, conversation, Call::Assigned));
        }
        Ok(())
    }

    fn add(
        &self,
        conversation: &mut Conversation,
        by: &AgentId,
        id: &AgentId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), &'static str> {
        let agent = self.agent(id).ok_or("There is no such agent.")?;
        if conversation.members.len() >= MOST_MEMBERS {
            return Err("A conversation takes 20 agents at most.");
        }
        let joins = conversation.join(id);
        if joins && id != by && agent.status != Status::Offline {
            effects.push(call(id, conversation, Call::Added));
        }
        Ok(())
    }

    fn hand_to_group(
        &mut self,
        now: Timestamp,
        conversation: &mut Conversation,
        by: &AgentId,
        group: Option<GroupId>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), &'static str> {
        if group.is_some() && self.group(group.as_ref()).is_none() {
            return Err("There is no such group.");
        }
        conversation.group = group;
        conversation.assignee = None;
        if conversation.state == State::Open && conversation.waiting {
            self.hand_out(now, conversation, Some(by), effects);
        }
        Ok(())
    }
}
