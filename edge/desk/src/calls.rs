//! How a call reaches an agent: at an open console, by a push where nobody looks at one (N4), and without a
//! sound in the agent's quiet time (N3).

use std::time::Duration;

use wire::{AgentId, Status, Timestamp};

use crate::hours::is_open;
use crate::{Desk, Effect, Save, Tell};

/// For how long after the last input on any device an agent is taken to be looking at the console.
pub const LOOKED_AT: Duration = Duration::from_mins(1);

impl Desk {
    /// Puts the calls behind everything else, so that whoever is called has the conversation by then, and says
    /// who is to be woken.
    pub(crate) fn call_out(&self, now: Timestamp, effects: Vec<Effect>) -> Vec<Effect> {
        let is_call = |effect: &Effect| matches!(effect, Effect::Tell(Tell::Call { .. }));
        if !effects.iter().any(is_call) {
            return effects;
        }
        let (calls, others): (Vec<_>, Vec<_>) = effects.into_iter().partition(is_call);
        let (mut saves, mut last) = (Vec::new(), Vec::new());
        for effect in calls {
            let Effect::Tell(Tell::Call { agent, conversation, why, .. }) = effect else { continue };
            let quiet = self.is_quiet(now, &agent);
            if !quiet && self.is_away(now, &agent) {
                let (agent, conversation) = (agent.clone(), conversation.clone());
                saves.push(Effect::Save(Save::Call { agent: agent.clone(), conversation, why, at: now }));
                last.push(Effect::Push { agent, why });
            }
            last.push(Effect::Tell(Tell::Call { agent, conversation, why, quiet }));
        }
        // After the conversation that they are about, which may be new.
        let mut effects = others;
        let place = effects.iter().rposition(|effect| matches!(effect, Effect::Save(_)));
        let place = place.map_or(0, |place| place + 1);
        effects.splice(place..place, saves);
        effects.extend(last);
        effects
    }

    /// Whether a device of this agent that was woken may tell anything (S6, N3).
    #[must_use]
    pub fn may_tell(&self, now: Timestamp, agent: &AgentId) -> bool {
        self.agent(agent).is_some_and(|agent| agent.status != Status::Offline) && !self.is_quiet(now, agent)
    }

    fn is_quiet(&self, now: Timestamp, agent: &AgentId) -> bool {
        let quiet = self.agent(agent).and_then(|agent| agent.habits.quiet.as_ref());
        quiet.is_some_and(|quiet| is_open(quiet, self.zones(), now).unwrap_or(false))
    }

    fn is_away(&self, now: Timestamp, agent: &AgentId) -> bool {
        self.agent(agent).is_some_and(|agent| now.since(agent.active) >= LOOKED_AT)
    }
}
