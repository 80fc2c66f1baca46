//! Who comes onto the team, what each may do, and what becomes of everything when somebody leaves.

use std::time::Duration;

use wire::audit::What;
use wire::http::{Code, NewAgent, Role};
use wire::identity::IdentityKey;
use wire::mail::{Purpose, Stage};
use wire::staff::ProfilePatch;
use wire::team::Key;
use wire::visitor::State;
use wire::{AgentId, Email, KeyId, Name, Timestamp};

use crate::audit::{Deeds, word};
use crate::desk::refuse;
use crate::{Agent, Conversation, Desk, Effect, Refused, Save, Tell};

/// Above this it is no team any more.
const MOST_AGENTS: usize = 200;
/// Each may send a mail to whoever has the address.
const INVITATIONS_A_DAY: u32 = 50;

const NO_AGENT: &str = "There is no such agent.";
const LAST_ADMIN: &str =
    "The site would be left without an admin who has signed in. Make a colleague an admin first.";

/// A one-time link, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// The hash of its secret.
    pub hash: String,
    /// Until when it is good.
    pub until: Timestamp,
}

/// What becomes of the team, and of the systems that act for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Staffing {
    /// Somebody is invited.
    Invite {
        /// The new agent's id.
        id: AgentId,
        /// Who.
        agent: NewAgent,
        /// What lets that one in.
        pass: Pass,
        /// Invitations of this site within a day.
        today: u32,
    },
    /// Somebody who has never signed in is invited anew.
    InviteAgain {
        /// Who.
        agent: AgentId,
        /// What lets that one in, in place of what did before.
        pass: Pass,
        /// Invitations of this site within a day.
        today: u32,
    },
    /// An agent is called otherwise, or may do something else.
    Change {
        /// Who.
        agent: AgentId,
        /// What.
        patch: ProfilePatch,
    },
    /// An agent is removed.
    Remove {
        /// Who.
        agent: AgentId,
        /// The open conversations that the agent is in, or has.
        open: Vec<Conversation>,
    },
    /// A key is made.
    MakeKey {
        /// The key.
        key: Key,
        /// The hash of its secret.
        hash: String,
    },
    /// A key is deleted.
    DropKey(Key),
    /// A key for tokens of identity is made (K2).
    MakeIdentityKey {
        /// The key.
        key: IdentityKey,
        /// What a signature is checked with.
        secret: String,
    },
    /// One is removed.
    DropIdentityKey(KeyId),
}

impl Desk {
    /// The agent with this address, whatever its case.
    #[must_use]
    pub fn agent_at(&self, email: &Email) -> Option<&Agent> {
        self.team().find(|agent| agent.email.as_str().eq_ignore_ascii_case(email.as_str()))
    }

    pub(crate) fn staffed(&mut self, now: Timestamp, what: Staffing, by: &Name, effects: &mut Vec<Effect>) {
        match what {
            Staffing::Invite { id, agent, pass, today } => {
                self.invite(now, id, agent, pass, today, by, effects);
            }
            Staffing::InviteAgain { agent, pass, today } => {
                self.invite_again(now, agent, pass, today, by, effects);
            }
            Staffing::Change { agent, patch } => self.change(now, &agent, patch, by, effects),
            Staffing::Remove { agent, open } => self.remove(now, &agent, open, by, effects),
            Staffing::MakeKey { key, hash } => {
                let name = key.name.clone();
                effects.push(Effect::Save(Save::Key { key, hash }));
                Deeds::new(now, by, Some(&name), effects).note(What::KeyMade, None, None);
            }
            Staffing::DropKey(key) => {
                effects.push(Effect::Save(Save::NoKey(key.id)));
                Deeds::new(now, by, Some(&key.name), effects).note(What::KeyDeleted, None, None);
            }
            Staffing::MakeIdentityKey { key, secret } => {
                let name = Name::parse(key.kid.as_str()).ok();
                effects.push(Effect::Save(Save::IdentityKey { key, secret }));
                Deeds::new(now, by, name.as_ref(), effects).note(What::IdentityKeyMade, None, None);
            }
            Staffing::DropIdentityKey(kid) => {
                let name = Name::parse(kid.as_str()).ok();
                effects.push(Effect::Save(Save::NoIdentityKey(kid)));
                Deeds::new(now, by, name.as_ref(), effects).note(What::IdentityKeyRemoved, None, None);
            }
        }
    }

    /// An agent signed in.
    pub(crate) fn entered(&mut self, id: &AgentId, effects: &mut Vec<Effect>) {
        if let Some(agent) = self.team.get_mut(id).filter(|agent| !agent.has_entered) {
            agent.has_entered = true;
            effects.push(Effect::Save(Save::Agent(agent.clone())));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "they are the fields of one event")]
    fn invite(
        &mut self,
        now: Timestamp,
        id: AgentId,
        NewAgent { name, email, role }: NewAgent,
        pass: Pass,
        today: u32,
        by: &Name,
        effects: &mut Vec<Effect>,
    ) {
        if self.agent_at(&email).is_some() {
            return refuse(effects, Code::Conflict, "Somebody with this address is on the team already.");
        }
        if self.team.len() >= MOST_AGENTS {
            return refuse(effects, Code::Conflict, "A site has 200 agents at most. Remove somebody first.");
        }
        if let Err(refused) = check_today(today) {
            return effects.push(Effect::Refused(refused));
        }
        let agent = Agent::new(id.clone(), name, email, role, now);
        effects.push(Effect::Save(Save::Agent(agent.clone())));
        effects.push(Effect::Save(Save::Pass { agent: id.clone(), pass }));
        Deeds::new(now, by, Some(&agent.name), effects).note(What::Invited, None, Some(word(&role)));
        self.team.insert(id, agent);
        effects.push(Effect::Presence);
    }

    fn invite_again(
        &mut self,
        now: Timestamp,
        id: AgentId,
        pass: Pass,
        today: u32,
        by: &Name,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.team.get(&id) else { return refuse(effects, Code::NotFound, NO_AGENT) };
        // Who holds a link is that agent: an admin may let somebody in, and be nobody else.
        if agent.has_entered {
            return refuse(
                effects,
                Code::Conflict,
                "This agent has signed in before, and gets a link on the sign-in page.",
            );
        }
        if let Err(refused) = check_today(today) {
            return effects.push(Effect::Refused(refused));
        }
        Deeds::new(now, by, Some(&agent.name), effects).note(What::InvitedAgain, None, None);
        effects.push(Effect::Save(Save::Pass { agent: id, pass }));
    }

    fn change(
        &mut self,
        now: Timestamp,
        id: &AgentId,
        ProfilePatch { name, role }: ProfilePatch,
        by: &Name,
        effects: &mut Vec<Effect>,
    ) {
        if role == Some(Role::Agent) && self.is_last_admin(id) {
            return refuse(effects, Code::Conflict, LAST_ADMIN);
        }
        let Some(agent) = self.team.get_mut(id) else { return refuse(effects, Code::NotFound, NO_AGENT) };
        let before = agent.clone();
        agent.name = name.unwrap_or(before.name.clone());
        agent.role = role.unwrap_or(before.role);
        effects.push(Effect::Save(Save::Agent(agent.clone())));
        let mut deeds = Deeds::new(now, by, Some(&before.name), effects);
        let in_short =
            |agent: &Agent| vec![(What::AgentName, agent.name.to_string()), (What::Role, word(&agent.role))];
        deeds.compare(in_short(&before), in_short(agent));
        effects.push(Effect::Tell(Tell::Me(id.clone())));
        effects.push(Effect::Presence);
    }

    /// Whether nobody else who has signed in is an admin. An invitation may never be taken up.
    fn is_last_admin(&self, id: &AgentId) -> bool {
        let is_admin = |agent: &Agent| agent.role == Role::Admin;
        self.agent(id).is_some_and(is_admin)
            && !self.team().any(|agent| agent.id != *id && agent.has_entered && is_admin(agent))
    }

    /// Nothing is lost by it: what the agent had is nobody's, and those who take it hear of it. All of that
    /// follows from what everybody can see (S3).
    fn remove(
        &mut self,
        now: Timestamp,
        id: &AgentId,
        open: Vec<Conversation>,
        by: &Name,
        effects: &mut Vec<Effect>,
    ) {
        if self.is_last_admin(id) {
            return refuse(effects, Code::Conflict, LAST_ADMIN);
        }
        let Some(agent) = self.agent(id).cloned() else { return refuse(effects, Code::NotFound, NO_AGENT) };
        // Made anew: what takes one out of a map would weigh 3 KB in the Worker, for this alone.
        for (other, agent) in std::mem::take(&mut self.team) {
            if other != *id {
                self.team.insert(other, agent);
            }
        }
        effects.push(Effect::Save(Save::Removed { agent: id.clone(), at: now }));
        Deeds::new(now, by, Some(&agent.name), effects).note(What::Removed, None, None);
        let mut has_group = false;
        for group in &mut self.settings.groups {
            has_group |= group.agents.contains(id);
            group.agents.retain(|member| member != id);
        }
        if has_group {
            effects.push(Effect::Save(Save::Settings(self.settings.clone())));
            effects.push(Effect::Tell(Tell::Settings));
        }
        for conversation in open {
            self.give_back(now, id, conversation, effects);
        }
        self.drop_mails_to(now, id, effects);
        effects.push(Effect::Presence);
    }

    fn give_back(
        &mut self,
        now: Timestamp,
        id: &AgentId,
        mut conversation: Conversation,
        effects: &mut Vec<Effect>,
    ) {
        self.forget_gone(&mut conversation);
        if conversation.members.is_empty() && conversation.assignee.is_none() {
            if conversation.state == State::Open && conversation.waiting {
                self.hand_out(now, &mut conversation, None, effects);
            }
            // A notice that went to nobody else goes to whoever takes it now.
            let of_this = |mail: &&crate::mail::Mail| {
                mail.purpose == Purpose::Notice && mail.is_about(&conversation.id)
            };
            let first = self.mails().filter(of_this).map(|mail| mail.first).min();
            if let Some(first) = first
                && self.mails().filter(of_this).all(|mail| mail.to.as_ref() == Some(id))
            {
                conversation.noticed = wire::Seq(first.0.saturating_sub(1));
                self.owe_notices(now, &mut conversation, effects);
            }
        }
        self.keep(&conversation, effects);
        let visitor = conversation.visitor.clone();
        effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed: false }));
        effects.push(Effect::View(visitor));
    }

    /// Whoever is on the team no more is in no conversation that goes on.
    pub(crate) fn forget_gone(&self, conversation: &mut Conversation) {
        conversation.members.retain(|member| self.team.contains_key(member));
        if conversation.assignee().is_some_and(|assignee| !self.team.contains_key(assignee)) {
            conversation.assignee = None;
        }
    }

    /// What was handed over already may have arrived: the next try says what became of it.
    fn drop_mails_to(&mut self, now: Timestamp, id: &AgentId, effects: &mut Vec<Effect>) {
        let is_unsent = |mail: &&crate::mail::Mail| mail.to.as_ref() == Some(id) && mail.attempts == 0;
        let unsent: Vec<_> = self.mails().filter(is_unsent).cloned().collect();
        for mut mail in unsent {
            mail.stage = Stage::Dropped;
            mail.due = now;
            self.keep_and_tell(mail, effects);
        }
    }
}

fn check_today(today: u32) -> Result<(), Refused> {
    if today < INVITATIONS_A_DAY {
        return Ok(());
    }
    Err(Refused {
        code: Code::TooMany,
        message: "A site makes 50 invitations a day at most. Please go on tomorrow.",
        retry_after: Some(Duration::from_hours(1)),
    })
}
