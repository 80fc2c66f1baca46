//! The list of conversations: which are new, which are mine, in which order they stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wire::agent::{PAGE, Row};
use wire::visitor::State;
use wire::{AgentId, ConversationId};

/// The lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Open, and nobody joined.
    #[default]
    New,
    /// Open, and this agent joined.
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
    /// Somebody waits, in a conversation that is new or mine.
    pub waiting: usize,
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

    /// A list as it is shown: what changed last stands first.
    #[must_use]
    pub fn list(&self, tab: Tab, me: Option<&AgentId>) -> Vec<ConversationId> {
        let mut rows: Vec<&Row> = self.rows.values().filter(|row| is_in(row, tab, me)).collect();
        rows.sort_by_key(|row| (Reverse(row.at), &row.id));
        rows.into_iter().map(|row| row.id.clone()).collect()
    }

    #[must_use]
    pub fn counts(&self, me: Option<&AgentId>) -> Counts {
        let mut counts = Counts::default();
        for row in self.rows.values() {
            let (is_new, is_mine) = (is_in(row, Tab::New, me), is_in(row, Tab::Mine, me));
            counts.new += usize::from(is_new);
            counts.mine += usize::from(is_mine);
            counts.all += 1;
            counts.waiting += usize::from(row.waiting && (is_new || is_mine));
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

fn is_in(row: &Row, tab: Tab, me: Option<&AgentId>) -> bool {
    match tab {
        Tab::New => row.state == State::Open && row.members.is_empty(),
        Tab::Mine => row.state == State::Open && me.is_some_and(|me| row.members.contains(me)),
        Tab::All => true,
    }
}
