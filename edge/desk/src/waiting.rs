//! The clocks of open conversations: overflow (S7), missed (S14), handing back, automatic assignment.
//!
//! Each fires once a wait. They follow from what everybody can see, never from the difference between
//! invisible and offline, since the team sees what they do (S3).

use std::time::Duration;

use wire::agent::Call;
use wire::settings::{Assignment, WhenMissed};
use wire::visitor::State;
use wire::{Cause, ConversationId, GroupId, Status, Timestamp};

use crate::conversation::{Assignee, Wait};
use crate::figures::{self, Fact};
use crate::{Conversation, Desk, Effect, Tell};

/// How long a visitor may be gone before that counts as having left: a reload, a change of page.
pub const LEFT_AFTER: Duration = Duration::from_secs(30);

/// What has a clock in an open conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// See [`Conversation::group`].
    pub group: Option<GroupId>,
    /// See [`Conversation::assignee`].
    pub assignee: Option<Assignee>,
    /// See [`Conversation::wait`]; `None` as soon as an agent has answered.
    pub wait: Option<Wait>,
    /// See [`Conversation::missed`].
    pub is_missed: bool,
    /// See [`Conversation::left`].
    pub left: Option<Timestamp>,
}

impl Case {
    /// Of an open conversation; `None` of any other.
    #[must_use]
    pub fn of(conversation: &Conversation) -> Option<Self> {
        (conversation.state == State::Open).then(|| Self {
            group: conversation.group.clone(),
            assignee: conversation.assignee.clone(),
            wait: conversation.wait.filter(|_| !conversation.is_answered),
            is_missed: conversation.missed.is_some(),
            left: conversation.left,
        })
    }

    /// The wait that overflow and missed count.
    fn clock(&self) -> Option<Wait> {
        self.wait.filter(|wait| wait.is_live && !self.is_missed)
    }
}

/// What is due in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    HandBack,
    Assign,
    Overflow,
    Missed,
}

impl Desk {
    /// The conversations in which something is due. The shell brings each with an [`crate::Event::Due`].
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = &ConversationId> {
        let is_due = move |case: &Case| self.due_at(now, case).is_some_and(|at| at <= now);
        self.open.iter().filter(move |(_, case)| is_due(case)).map(|(id, _)| id)
    }

    /// Whether the visitor waits and nobody has answered: then it matters whether the visitor stays.
    #[must_use]
    pub fn minds_leaving(&self, id: &ConversationId) -> bool {
        self.open.get(id).is_some_and(|case| case.clock().is_some())
    }

    /// Whether the visitor was taken down as gone.
    #[must_use]
    pub fn is_left(&self, id: &ConversationId) -> bool {
        self.open.get(id).is_some_and(|case| case.left.is_some())
    }

    pub(crate) fn due_at(&self, now: Timestamp, case: &Case) -> Option<Timestamp> {
        self.first_due(now, case).map(|(at, _)| at)
    }

    fn first_due(&self, now: Timestamp, case: &Case) -> Option<(Timestamp, Due)> {
        case.wait?;
        if let Some(assignee) = &case.assignee
            && assignee.was_online
            && !self.agent(&assignee.agent).is_some_and(|agent| agent.is_online(now))
        {
            return Some((now, Due::HandBack));
        }
        let wait = case.clock()?;
        if case.assignee.is_none()
            && self.settings().assignment == Assignment::Automatic
            && self.least_busy(now, case.group.as_ref()).is_some()
        {
            return Some((now, Due::Assign));
        }
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let patience = wait.since + seconds(self.settings().missed_after);
        let missed = case.left.map_or(patience, |left| patience.min(left + LEFT_AFTER));
        let overflow = wait.since + seconds(self.settings().overflow_after);
        // Without online agents there is nobody to be slow (S7).
        let overflows =
            !wait.is_slow && overflow < missed && self.is_anybody_online(now, case.group.as_ref());
        Some(if overflows { (overflow, Due::Overflow) } else { (missed, Due::Missed) })
    }

    /// Does what is due, one thing after the other.
    pub(crate) fn was_due(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        effects: &mut Vec<Effect>,
    ) {
        let mut changed = false;
        // Each thing at most once: a bug in a rule may cost a step, never the site.
        for _ in 0..4 {
            let Some((at, due)) = Case::of(&conversation).and_then(|case| self.first_due(now, &case)) else {
                break;
            };
            if at > now {
                break;
            }
            changed = true;
            match due {
                Due::HandBack => {
                    conversation.assignee = None;
                    self.hand_out(now, &mut conversation, None, effects);
                }
                Due::Assign => self.hand_out(now, &mut conversation, None, effects),
                Due::Overflow => self.overflow(&mut conversation, effects),
                Due::Missed => self.missed(now, &mut conversation, effects),
            }
            self.keep_case(&conversation);
        }
        if changed {
            self.keep(&conversation, effects);
            let visitor = conversation.visitor.clone();
            effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed: false }));
            effects.push(Effect::View(visitor));
        }
    }

    fn overflow(&self, conversation: &mut Conversation, effects: &mut Vec<Effect>) {
        let Some(wait) = &mut conversation.wait else { return };
        wait.is_slow = true;
        let group = conversation.group.as_ref();
        for agent in self.team().filter(|agent| agent.takes_overflow() && self.is_in(agent, group)) {
            if self.has_room(agent) {
                effects.push(call(&agent.id, conversation, Call::Overflow));
            }
        }
    }

    fn missed(&mut self, now: Timestamp, conversation: &mut Conversation, effects: &mut Vec<Effect>) {
        conversation.missed = Some(now);
        let whose = conversation.assignee().cloned();
        figures::note(conversation, Fact::Missed { whose: whose.clone() }, effects);
        self.owe_notices(now, conversation, effects);
        let Some(id) = whose else { return };
        if self.agent(&id).is_some_and(|agent| agent.status != Status::Offline) {
            effects.push(call(&id, conversation, Call::Missed));
        }
        if self.settings().when_missed == WhenMissed::Invisible
            && let Some(agent) = self.team.get_mut(&id).filter(|agent| agent.status == Status::Online)
        {
            let entry = agent.set(now, Status::Invisible, Cause::Missed, None);
            self.changed(now, &id, vec![entry], effects);
        }
    }

    pub(crate) fn visitor_left(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        left: bool,
        effects: &mut Vec<Effect>,
    ) {
        let minds = Case::of(&conversation).is_some_and(|case| case.clock().is_some());
        if conversation.left.is_some() == left || (left && !minds) {
            return;
        }
        conversation.left = left.then_some(now);
        self.keep(&conversation, effects);
    }
}

pub(crate) fn call(agent: &wire::AgentId, conversation: &Conversation, why: Call) -> Effect {
    let (agent, conversation) = (agent.clone(), conversation.id.clone());
    // Whether it is quiet is looked at once, at the end: see `calls.rs`.
    Effect::Tell(Tell::Call { agent, conversation, why, quiet: false })
}
