//! One agent: what was chosen, by which rule it changes by itself, and when a device was last heard from.

use std::time::Duration;

use wire::http::Role;
use wire::team::{Change, Habits, Me, Member, Next};
use wire::{AgentId, Cause, Email, Name, Status, Timestamp};

use crate::hours::Zones;
use crate::timetable::Edge;

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
    /// Whether the agent was reachable when that was last looked at: a lapse is noted once.
    pub present: bool,
    /// The last input on any device; 0 for never.
    pub active: Timestamp,
    /// What the status was before the idle rule set it (S10).
    pub idled: Option<Status>,
    /// How the agent works.
    pub habits: Habits,
    /// The next edge of the activity hours that is not done yet.
    pub edge: Option<Edge>,
    /// What others could see last.
    pub public: Public,
    /// When a conversation was last assigned by itself: the next one goes to somebody else (in turn).
    pub turn: Timestamp,
    /// Has signed in at least once.
    pub has_entered: bool,
}

/// What everybody but the agent can see of a status: online or not, and nothing of what lies between
/// invisible and offline (S3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Public {
    /// Online and reachable.
    pub online: bool,
    /// Why, as of [`Public::since`].
    pub cause: Cause,
    /// Since when.
    pub since: Timestamp,
}

/// A line of an agent's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose.
    pub agent: AgentId,
    /// For everybody on the team; else for the agent alone.
    pub is_public: bool,
    /// What changed.
    pub change: Change,
}

impl Agent {
    /// Somebody new on the team: offline until a first choice.
    #[must_use]
    pub fn new(id: AgentId, name: Name, email: Email, role: Role, now: Timestamp) -> Self {
        Self {
            id,
            name,
            email,
            role,
            status: Status::Offline,
            cause: Cause::Admin,
            since: now,
            heard: Timestamp(0),
            saved: Timestamp(0),
            present: false,
            active: Timestamp(0),
            idled: None,
            habits: Habits::default(),
            edge: None,
            public: Public { online: false, cause: Cause::Admin, since: now },
            turn: Timestamp(0),
            has_entered: false,
        }
    }

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

    /// Takes what online agents are too slow for (S7).
    #[must_use]
    pub fn takes_overflow(&self) -> bool {
        self.status == Status::Invisible && self.habits.overflow
    }

    /// When something is to be looked at by itself. Silence makes a difference to nobody while the agent is
    /// offline.
    #[must_use]
    pub(crate) fn due_at(&self, now: Timestamp) -> Option<Timestamp> {
        // One that is past and was not taken down is due still.
        let is_noted = self.present || self.is_reachable(now);
        let lapse = (self.status != Status::Offline && is_noted).then(|| self.heard + LEASE);
        [lapse, self.idle_at(), self.edge.map(|edge| edge.at)].into_iter().flatten().min()
    }

    /// When the idle rule strikes (S10).
    fn idle_at(&self) -> Option<Timestamp> {
        let after = Duration::from_secs(self.habits.idle_after?.into());
        (self.status != Status::Offline).then(|| self.active.max(self.since) + after)
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

    /// Sets the status, whoever or whatever did it.
    pub(crate) fn set(&mut self, at: Timestamp, status: Status, cause: Cause, by: Option<Name>) -> Entry {
        self.idled = (cause == Cause::Idle && status == Status::Offline).then_some(self.status);
        self.status = status;
        self.cause = cause;
        self.since = at;
        let change = Change { at, status, reachable: self.is_reachable(at), cause, by };
        Entry { agent: self.id.clone(), is_public: false, change }
    }

    /// Does what the clock brings: edges of the hours and the idle delay, in their order, then a lapse or a
    /// return of the devices. Answers the lines of history.
    pub(crate) fn pass(&mut self, now: Timestamp, zones: &dyn Zones) -> Vec<Entry> {
        let mut entries = Vec::new();
        loop {
            let edge = self.edge.filter(|edge| edge.at <= now);
            let idle = self.idle_at().filter(|at| *at <= now);
            match (edge, idle) {
                (Some(edge), idle) if idle.is_none_or(|at| edge.at <= at) => {
                    if let Some(opens) = edge.opens {
                        let status = if opens { Status::Online } else { Status::Offline };
                        if self.status != status {
                            entries.push(self.set(edge.at, status, Cause::Hours, None));
                        }
                    }
                    self.edge =
                        self.habits.hours.as_ref().and_then(|hours| Edge::after(hours, zones, edge.at));
                }
                (_, Some(at)) => entries.push(self.set(at, Status::Offline, Cause::Idle, None)),
                _ => break,
            }
        }
        let is_reachable = self.is_reachable(now);
        if self.present != is_reachable {
            self.present = is_reachable;
            // Offline or not, that is how it is; but where the agent was offline it explains nothing.
            if self.status != Status::Offline {
                let at = if is_reachable { self.heard } else { self.heard + LEASE };
                let change = Change {
                    at,
                    status: self.status,
                    reachable: is_reachable,
                    cause: Cause::Lease,
                    by: None,
                };
                entries.push(Entry { agent: self.id.clone(), is_public: false, change });
            }
        }
        entries
    }

    /// Takes down what others see from now on, and answers the line of history that they see.
    pub(crate) fn publish(&mut self, now: Timestamp, by: Option<Name>) -> Option<Entry> {
        let online = self.is_online(now);
        if online == self.public.online {
            return None;
        }
        let cause = if self.status == Status::Online && !online { Cause::Lease } else { self.cause };
        let since = match (online, cause) {
            (false, Cause::Lease) => self.heard + LEASE,
            (false, _) => self.since,
            // A device that came back later than the status was set.
            (true, _) => self.since.max(self.heard),
        };
        self.public = Public { online, cause, since };
        let status = if online { Status::Online } else { Status::Offline };
        let change = Change { at: since, status, reachable: cause != Cause::Lease, cause, by };
        Some(Entry { agent: self.id.clone(), is_public: true, change })
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
            habits: self.habits.clone(),
            next: self.next(),
        }
    }

    /// The next change that the hours bring.
    #[must_use]
    pub fn next(&self) -> Option<Next> {
        let edge = self.edge?;
        let status = if edge.opens? { Status::Online } else { Status::Offline };
        Some(Next { at: edge.at, status })
    }

    /// The agent as everybody else sees it (S3).
    #[must_use]
    pub fn member(&self) -> Member {
        Member {
            id: self.id.clone(),
            name: self.name.clone(),
            online: self.public.online,
            cause: self.public.cause,
            since: self.public.since,
            habits: self.habits.clone(),
            role: self.role,
            email: None,
            invited: false,
        }
    }

    /// The same for an admin, who also sees to invitations.
    #[must_use]
    pub fn member_for_admin(&self) -> Member {
        Member { email: Some(self.email.clone()), invited: !self.has_entered, ..self.member() }
    }
}
