//! The list of conversations: which are new, which are mine, in which order they stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wire::agent::{PAGE, Row};
use wire::visitor::State;
use wire::{AgentId, ConversationId, GroupId};

use super::Store;

/// The lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Open, nobody joined, nobody's yet, and not for a group of others.
    #[default]
    New,
    /// Open, and this agent joined or it is this agent's.
    Mine,
    /// Every one, the closed too.
    All,
}

/// How many conversations stand in each list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub mine: usize,
    pub all: usize,
}

/// What makes a list this agent's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub me: Option<AgentId>,
    /// Groups that others are in, and this agent is not.
    pub foreign: Vec<GroupId>,
    /// Takes conversations that wait too long for online agents (S7).
    pub takes_slow: bool,
}

impl Store {
    #[must_use]
    pub fn scope(&self) -> Scope {
        let Some(me) = &self.me else { return Scope::default() };
        let groups = self.settings.as_ref().map_or(&[][..], |settings| &settings.groups);
        let is_foreign = |agents: &[AgentId]| !agents.is_empty() && !agents.contains(&me.id);
        Scope {
            me: Some(me.id.clone()),
            foreign: groups.iter().filter(|one| is_foreign(&one.agents)).map(|one| one.id.clone()).collect(),
            takes_slow: me.status == wire::Status::Invisible && me.habits.overflow,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Inbox {
    pub tab: Tab,
    /// `welcome` came at least once: empty means empty.
    pub is_loaded: bool,
    /// There may be older ones at the edge.
    pub has_more: bool,
    /// Older ones are on their way.
    pub is_asking: bool,
    rows: BTreeMap<ConversationId, Row>,
}

impl Inbox {
    #[must_use]
    pub fn row(&self, id: &ConversationId) -> Option<&Row> {
        self.rows.get(id)
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// A list as it is shown: what changed last stands first.
    #[must_use]
    pub fn list(&self, tab: Tab, scope: &Scope) -> Vec<ConversationId> {
        let mut rows: Vec<&Row> = self.rows.values().filter(|row| is_in(row, tab, scope)).collect();
        rows.sort_by_key(|row| (Reverse(row.at), &row.id));
        rows.into_iter().map(|row| row.id.clone()).collect()
    }

    #[must_use]
    pub fn counts(&self, scope: &Scope) -> Counts {
        let mut counts = Counts::default();
        for row in self.rows.values() {
            let (is_new, is_mine) = (is_in(row, Tab::New, scope), is_in(row, Tab::Mine, scope));
            counts.new += usize::from(is_new);
            counts.mine += usize::from(is_mine);
            counts.all += 1;
        }
        counts
    }

    /// The one after which `more` asks.
    #[must_use]
    pub fn oldest(&self) -> Option<&Row> {
        self.rows.values().min_by_key(|row| (row.at, Reverse(&row.id)))
    }

    pub(super) fn put(&mut self, row: Row) {
        self.rows.insert(row.id.clone(), row);
    }

    /// What the edge knows now. What it did not send and what is no older than the oldest that it sent is
    /// not there any more.
    pub(super) fn welcome(&mut self, rows: Vec<Row>) {
        let oldest = rows.iter().map(|row| row.at).min();
        let is_full = is_full(&rows);
        let had_older = self.is_loaded && !self.has_more;
        self.rows.retain(|_, row| is_full && oldest.is_some_and(|oldest| row.at < oldest));
        self.has_more = is_full && !had_older;
        self.is_loaded = true;
        self.is_asking = false;
        for row in rows {
            self.put(row);
        }
    }

    pub(super) fn older(&mut self, rows: Vec<Row>) {
        self.has_more = is_full(&rows);
        self.is_asking = false;
        for row in rows {
            self.put(row);
        }
    }
}

fn is_full(rows: &[Row]) -> bool {
    u32::try_from(rows.len()).is_ok_and(|count| count >= PAGE)
}

pub(super) fn is_in(row: &Row, tab: Tab, scope: &Scope) -> bool {
    let is_open = row.state == State::Open;
    let is_own =
        scope.me.as_ref().is_some_and(|me| row.members.contains(me) || row.assignee.as_ref() == Some(me));
    match tab {
        Tab::New => {
            let is_for_others = row.group.as_ref().is_some_and(|group| scope.foreign.contains(group));
            let is_free = row.assignee.is_none() || (row.slow && scope.takes_slow);
            is_open && row.members.is_empty() && !is_own && is_free && !is_for_others
        }
        Tab::Mine => is_open && is_own,
        Tab::All => true,
    }
}
