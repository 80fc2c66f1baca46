//! The lists of conversations: which stand in each, how far each is known, which is shown.
//!
//! All lists are made of the same rows. What changes is told for every conversation; what changed last stands
//! first; so a list that was read down to some place stays known down to it.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wire::agent::{PAGE, Row, Says};
use wire::inbox::{Cursor, Filter, View};
use wire::visitor::State;
use wire::{AgentId, ConversationId, GroupId};

use super::{Effect, Store};

/// A list: which one, and which conversations of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Query {
    pub view: View,
    pub filter: Filter,
}

impl From<View> for Query {
    fn from(view: View) -> Self {
        Self { view, filter: Filter::default() }
    }
}

/// Those that say how much there is to do: they are read whole, up to [`MOST`].
const ATTENTION: [View; 3] = [View::Unassigned, View::Mine, View::Missed];
/// Rows of one list that are read without being asked for.
const MOST: usize = 1_000;

/// How far a list is known.
#[derive(Clone, Debug, Default)]
struct Reach {
    /// Down to here; nothing, where not even its beginning is.
    until: Option<Cursor>,
    /// To its end.
    is_whole: bool,
    /// How far it was read on this connection: what lies below was read on one before, and may be old.
    checked: Checked,
    is_asking: bool,
}

impl Reach {
    /// Whether the list is known down to this row.
    fn covers(&self, row: &Row) -> bool {
        self.is_whole || self.until.as_ref().is_some_and(|until| (until.at, &until.id) <= (row.at, &row.id))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Checked {
    #[default]
    Nothing,
    Until(Cursor),
    All,
}

/// How many conversations stand in a list that says how much there is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub known: usize,
    /// There are more.
    pub is_least: bool,
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

impl Scope {
    fn is_own(&self, row: &Row) -> bool {
        self.me.as_ref().is_some_and(|me| is_of(row, me))
    }

    /// Whether a conversation stands in a list.
    pub(super) fn shows(&self, row: &Row, query: &Query) -> bool {
        let is_for_others = || row.group.as_ref().is_some_and(|group| self.foreign.contains(group));
        let is_free = || row.assignee.is_none() || (row.slow && self.takes_slow);
        // Of those that nobody joined, some are another one's to answer.
        let is_here = query.view != View::Unassigned || (!self.is_own(row) && is_free() && !is_for_others());
        is_here && self.holds(row, query)
    }

    /// Whether the edge counts a conversation to a list: `store/inbox.rs` there says the same.
    fn holds(&self, row: &Row, Query { view, filter }: &Query) -> bool {
        let is_open = row.state == State::Open;
        let is_in = match view {
            View::Unassigned => is_open && row.members.is_empty(),
            View::Mine => is_open && self.is_own(row),
            View::All => true,
            View::Missed => row.missed,
            View::Closed => row.state == State::Closed,
        };
        is_in
            && filter.group.as_ref().is_none_or(|group| row.group.as_ref() == Some(group))
            && filter.agent.as_ref().is_none_or(|agent| is_of(row, agent))
            && filter.tag.as_ref().is_none_or(|tag| row.tags.contains(tag))
    }
}

fn is_of(row: &Row, agent: &AgentId) -> bool {
    row.members.contains(agent) || row.assignee.as_ref() == Some(agent)
}

#[derive(Clone, Debug, Default)]
pub struct Inbox {
    /// The list that is shown.
    pub query: Query,
    /// `welcome` came at least once: empty means empty.
    pub is_loaded: bool,
    rows: BTreeMap<ConversationId, Row>,
    reaches: BTreeMap<Query, Reach>,
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
    pub fn list(&self, query: &Query, scope: &Scope) -> Vec<ConversationId> {
        let mut rows: Vec<&Row> = self.shown(query, scope).collect();
        rows.sort_by_key(|row| Reverse((row.at, &row.id)));
        rows.into_iter().map(|row| row.id.clone()).collect()
    }

    /// How many stand in a list; of those missed, the open ones.
    #[must_use]
    pub fn count(&self, view: View, scope: &Scope) -> Count {
        let query = Query::from(view);
        let counts = |row: &&Row| view != View::Missed || row.state == State::Open;
        Count { known: self.shown(&query, scope).filter(counts).count(), is_least: !self.is_whole(&query) }
    }

    /// The rows of a list as far as it is known, or all conversations are, in no order.
    fn shown(&self, query: &Query, scope: &Scope) -> impl Iterator<Item = &Row> {
        let reaches = [self.reaches.get(query), self.reaches.get(&View::All.into())];
        let is_known = move |row: &&Row| reaches.iter().flatten().any(|reach| reach.covers(row));
        self.rows.values().filter(move |row| scope.shows(row, query)).filter(is_known)
    }

    /// Whether the end of a list is known.
    #[must_use]
    pub fn is_whole(&self, query: &Query) -> bool {
        let is_whole = |query: &Query| self.reaches.get(query).is_some_and(|reach| reach.is_whole);
        is_whole(query) || is_whole(&View::All.into())
    }

    /// Whether a page of the shown list is on its way.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.reaches.get(&self.query).is_some_and(|reach| reach.is_asking)
    }

    /// Every tag that is known, in the order of the alphabet.
    #[must_use]
    pub fn tags(&self) -> Vec<wire::inbox::Tag> {
        let mut tags: Vec<_> = self.rows.values().flat_map(|row| row.tags.iter().cloned()).collect();
        tags.sort();
        tags.dedup();
        tags
    }

    pub(super) fn put(&mut self, row: Row) {
        self.rows.insert(row.id.clone(), row);
    }

    pub(super) fn forget(&mut self, id: &ConversationId) {
        self.rows.remove(id);
    }

    /// A new connection: the first page of all. What was known stays on the screen while it is read again.
    pub(super) fn welcome(&mut self, rows: Vec<Row>, scope: &Scope) {
        let (query, all) = (self.query.clone(), Query::from(View::All));
        self.reaches.retain(|kept, _| {
            *kept == query || *kept == all || (kept.filter.is_empty() && ATTENTION.contains(&kept.view))
        });
        self.stale();
        self.is_loaded = true;
        self.page(&all, None, rows, scope);
    }

    /// Nothing is on its way any more, and nothing is known to be as it was.
    pub(super) fn stale(&mut self) {
        for reach in self.reaches.values_mut() {
            reach.is_asking = false;
            reach.checked = Checked::Nothing;
        }
    }

    /// A page was refused.
    pub(super) fn refused(&mut self) {
        self.reaches.values_mut().for_each(|reach| reach.is_asking = false);
    }

    /// A page of a list.
    pub(super) fn page(&mut self, query: &Query, before: Option<&Cursor>, rows: Vec<Row>, scope: &Scope) {
        let is_last = u32::try_from(rows.len()).is_ok_and(|count| count < PAGE);
        let end = rows.last().map(Row::cursor).filter(|_| !is_last);
        // What is here and belongs between, and was not sent, is another's now, or gone.
        let is_between = |cursor: &Cursor| {
            before.is_none_or(|before| cursor < before) && end.as_ref().is_none_or(|end| cursor >= end)
        };
        self.rows.retain(|id, row| {
            !scope.holds(row, query) || !is_between(&row.cursor()) || rows.iter().any(|sent| sent.id == *id)
        });
        for row in rows {
            self.put(row);
        }
        let reach = self.reaches.entry(query.clone()).or_default();
        reach.is_asking = false;
        match end {
            None => {
                reach.is_whole = true;
                reach.checked = Checked::All;
            }
            Some(end) => {
                if !reach.is_whole && reach.until.as_ref().is_none_or(|until| end < *until) {
                    reach.until = Some(end.clone());
                }
                reach.checked = Checked::Until(end);
            }
        }
    }

    /// What to ask for by itself: what is shown, as far as it was shown, and what says how much there is to do.
    fn wanted(&self, scope: &Scope) -> Vec<Query> {
        if !self.is_loaded || self.is_current(&View::All.into(), true) {
            return Vec::new();
        }
        let attention = ATTENTION
            .map(Query::from)
            .into_iter()
            .filter(|query| self.shown(query, scope).count() < MOST && !self.is_current(query, true));
        let shown = Some(self.query.clone()).filter(|query| !self.is_current(query, false));
        attention.chain(shown).collect()
    }

    /// Whether a list was read on this connection as far as it is known; to its end, if `is_whole`.
    fn is_current(&self, query: &Query, is_whole: bool) -> bool {
        self.reaches.get(query).is_some_and(|reach| match &reach.checked {
            Checked::Nothing => false,
            Checked::All => true,
            Checked::Until(at) => {
                !is_whole && !reach.is_whole && reach.until.as_ref().is_none_or(|until| at <= until)
            }
        })
    }

    /// Notes that the next page of a list is asked for. Nothing, while one is on its way or none follows.
    fn ask(&mut self, query: Query) -> Option<Says> {
        let reach = self.reaches.entry(query.clone()).or_default();
        let before = match &reach.checked {
            _ if reach.is_asking => return None,
            Checked::All => return None,
            Checked::Nothing => None,
            Checked::Until(at) => Some(at.clone()),
        };
        reach.is_asking = true;
        let Query { view, filter } = query;
        Some(Says::More { view, filter, before })
    }
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

    /// Asks for what the lists lack.
    pub(super) fn fill_lists(&mut self) -> Vec<Effect> {
        if !self.link.is_open() {
            return Vec::new();
        }
        let wanted = self.inbox.wanted(&self.scope());
        wanted.into_iter().filter_map(|query| self.inbox.ask(query)).map(Effect::Send).collect()
    }

    pub(super) fn show_list(&mut self, query: Query) -> Vec<Effect> {
        self.inbox.query = query;
        self.fill_lists()
    }

    /// The next page of the shown list.
    pub(super) fn ask_for_more(&mut self) -> Vec<Effect> {
        let is_whole = self.inbox.is_whole(&self.inbox.query);
        if is_whole || !self.link.is_open() {
            return Vec::new();
        }
        self.inbox.ask(self.inbox.query.clone()).map(Effect::Send).into_iter().collect()
    }
}
