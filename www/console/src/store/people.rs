//! The team: how each one works, what became of each one's status, and why visitors see what they see (S15).

use wire::hours::Hours;
use wire::team::{Change, HISTORY, Habits, HabitsPatch, HoursAnswer, Why};
use wire::{AgentId, GroupId, Timestamp};

use super::{Effect, Failure, Place, Saving, Section, Store, identity};

use crate::say;

/// What "why?" is asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub group: Option<GroupId>,
    /// Now, unless set.
    pub at: Option<Timestamp>,
}

/// The history of one agent's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub agent: AgentId,
    pub is_busy: bool,
    pub failure: Option<Failure>,
    /// Newest first; nothing came yet while this is `None`.
    pub changes: Option<Vec<Change>>,
    /// There may be older ones.
    pub has_more: bool,
}

/// What a timetable means, as the edge says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub hours: Hours,
    pub answer: Result<HoursAnswer, Failure>,
}

impl Store {
    /// What the page in front needs to ask for.
    pub(super) fn arrive(&mut self) -> Vec<Effect> {
        if !self.link.is_open() {
            // It is asked for once the line is there.
            return Vec::new();
        }
        match self.place.clone() {
            Place::Inbox | Place::Visitors => Vec::new(),
            Place::Habits(agent) if self.is_me(&agent) => Vec::new(),
            Place::Habits(_) | Place::Staff => {
                self.roster.ask();
                vec![Effect::AskTeam]
            }
            Place::Why => {
                self.why.ask();
                let mut effects = vec![Effect::AskWhy(self.subject.clone())];
                if let Some(agent) = self.history.as_ref().map(|history| history.agent.clone()) {
                    effects.extend(self.ask_history(agent));
                }
                effects
            }
            Place::Notifications => self.ask_push(),
            Place::Figures => self.ask_figures(self.report.period),
            Place::Settings => {
                let mut effects = self.ask_aside();
                if self.is_admin() {
                    self.keys.ask();
                    effects.push(Effect::AskKeys);
                    self.identity.keys.ask();
                    effects.push(Effect::Identity(identity::Effect::Ask));
                    effects.extend(self.ask_mail_setup());
                    effects.extend(self.ask_changes(false));
                }
                effects
            }
        }
    }

    /// Something changed that "why?" is about, or who is on the team.
    pub(super) fn arrive_again(&mut self) -> Vec<Effect> {
        if self.place == Place::Why || self.shows_roster() { self.arrive() } else { Vec::new() }
    }

    /// The habits of an agent, as far as they are known here.
    #[must_use]
    pub fn habits(&self, agent: &AgentId) -> Option<&Habits> {
        if let Some(me) = self.me.as_ref().filter(|me| me.id == *agent) {
            return Some(&me.habits);
        }
        let member = self.roster.known.as_ref()?.agents.iter().find(|member| member.id == *agent)?;
        Some(&member.habits)
    }

    #[must_use]
    pub fn is_me(&self, agent: &AgentId) -> bool {
        self.me.as_ref().is_some_and(|me| me.id == *agent)
    }

    /// How an agent is called on this screen.
    #[must_use]
    pub fn name_of(&self, agent: &AgentId) -> Option<String> {
        if self.is_me(agent) {
            return Some(say!("You").to_owned());
        }
        self.team.iter().find(|colleague| colleague.id == *agent).map(|colleague| colleague.name.to_string())
    }

    /// How a group is called. One that was deleted keeps its id.
    #[must_use]
    pub fn group_name(&self, group: &GroupId) -> String {
        let groups = self.settings.as_ref().map_or(&[][..], |settings| &settings.groups);
        groups
            .iter()
            .find(|one| one.id == *group)
            .map_or_else(|| group.to_string(), |one| one.name.to_string())
    }

    pub(super) fn save_habits(&mut self, agent: AgentId, patch: HabitsPatch) -> Vec<Effect> {
        if self.saving(Section::Habits) == Saving::Busy {
            return Vec::new();
        }
        self.savings.insert(Section::Habits, Saving::Busy);
        vec![Effect::SaveHabits(agent, patch)]
    }

    pub(super) fn habits_saved(&mut self, agent: &AgentId, done: Result<Habits, Failure>) {
        match done {
            Ok(habits) => {
                let own = self.me.as_mut().filter(|me| me.id == *agent).map(|me| &mut me.habits);
                let known = self.roster.known.as_mut();
                let member = known.and_then(|team| team.agents.iter_mut().find(|member| member.id == *agent));
                for place in own.into_iter().chain(member.map(|member| &mut member.habits)) {
                    *place = habits.clone();
                }
                self.savings.insert(Section::Habits, Saving::Saved);
            }
            Err(failure) => {
                self.savings.insert(Section::Habits, Saving::Failed(failure));
            }
        }
    }

    pub(super) fn ask_why(&mut self, subject: Subject) -> Vec<Effect> {
        if subject != self.subject {
            self.subject = subject;
            self.why.turn();
        }
        self.why.ask();
        vec![Effect::AskWhy(self.subject.clone())]
    }

    /// An answer to a question that was changed meanwhile says nothing.
    pub(super) fn why_answered(&mut self, subject: &Subject, answer: Result<Why, Failure>) {
        if *subject == self.subject {
            self.why.answered(answer);
        }
    }

    pub(super) fn ask_history(&mut self, agent: AgentId) -> Vec<Effect> {
        let changes =
            self.history.take().filter(|history| history.agent == agent).and_then(|old| old.changes);
        self.history =
            Some(History { agent: agent.clone(), is_busy: true, failure: None, changes, has_more: false });
        vec![Effect::AskHistory { agent, before: None }]
    }

    pub(super) fn ask_older_history(&mut self) -> Vec<Effect> {
        let Some(history) = self.history.as_mut().filter(|history| !history.is_busy) else {
            return Vec::new();
        };
        let Some(oldest) = history.changes.as_ref().and_then(|changes| changes.last()) else {
            return Vec::new();
        };
        history.is_busy = true;
        history.failure = None;
        vec![Effect::AskHistory { agent: history.agent.clone(), before: Some(oldest.at) }]
    }

    pub(super) fn history_answered(
        &mut self,
        agent: &AgentId,
        before: Option<Timestamp>,
        answer: Result<Vec<Change>, Failure>,
    ) {
        let Some(history) = self.history.as_mut().filter(|history| history.agent == *agent) else { return };
        history.is_busy = false;
        match answer {
            Ok(changes) => {
                history.has_more = u32::try_from(changes.len()).is_ok_and(|count| count >= HISTORY);
                match (&mut history.changes, before) {
                    (Some(known), Some(_)) => known.extend(changes),
                    (known, _) => *known = Some(changes),
                }
            }
            Err(failure) => history.failure = Some(failure),
        }
    }

    /// The words beneath a timetable: only those about what stands there now.
    #[must_use]
    pub fn meaning_of(&self, hours: &Hours) -> Option<&Result<HoursAnswer, Failure>> {
        self.meaning.as_ref().filter(|meaning| meaning.hours == *hours).map(|meaning| &meaning.answer)
    }
}
