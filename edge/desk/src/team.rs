//! One agent: what was chosen, and when a device was last heard from.

use std::time::Duration;

use wire::http::{Me, Role};
use wire::{AgentId, Cause, Email, Name, Status, Timestamp};

/// How long an agent stays reachable after the last heartbeat (SPEC.md, S).
pub const LEASE: Duration = Duration::from_secs(45);

/// How old a saved heartbeat may grow before it is saved again. Well below [`LEASE`], so that an agent is
/// still reachable after a crash; well above the heartbeat's 15 s, so that most of them cost no write.
const SAVE_AFTER: Duration = Duration::from_secs(25);

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Which agent.
    pub id: AgentId,
    /// The name that visitors see.
    pub name: Name,
    /// Where sign-in links go.
    pub email: Email,
    /// What the agent may do.
    pub role: Role,
    /// The chosen status.
    pub status: Status,
    /// Why it is what it is (S15).
    pub cause: Cause,
    /// Since when.
    pub since: Timestamp,
    /// When a device was last heard from; 0 for never.
    pub heard: Timestamp,
    /// The heartbeat that is saved.
    pub saved: Timestamp,
}

impl Agent {
    /// Whether a device was heard from within [`LEASE`].
    #[must_use]
    pub fn is_reachable(&self, now: Timestamp) -> bool {
        now.since(self.heard) < LEASE
    }

    /// Effectively online: takes new conversations (S1).
    #[must_use]
    pub fn is_online(&self, now: Timestamp) -> bool {
        self.status == Status::Online && self.is_reachable(now)
    }

    /// Looks online inside the conversations that the agent joined (S4).
    #[must_use]
    pub fn is_here(&self, now: Timestamp) -> bool {
        self.status != Status::Offline && self.is_reachable(now)
    }

    /// When silence makes a difference to somebody: none for an offline agent.
    #[must_use]
    pub(crate) fn lapses_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.is_here(now).then(|| self.heard + LEASE)
    }

    /// A heartbeat. Older ones than the last change nothing, so their order does not matter.
    /// Answers whether the agent is to be saved.
    pub(crate) fn hear(&mut self, at: Timestamp) -> bool {
        self.heard = self.heard.max(at);
        let due = self.heard.since(self.saved) >= SAVE_AFTER;
        if due {
            self.saved = self.heard;
        }
        due
    }

    /// The agent as the agent's own console sees it.
    #[must_use]
    pub fn me(&self) -> Me {
        Me {
            id: self.id.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            role: self.role,
            status: self.status,
            cause: self.cause,
            since: self.since,
        }
    }
}
