//! The conversation that the address of the page named, as the links in mails do.

use wire::ConversationId;
use wire::inbox::View;

use super::{Effect, Query, Store};

impl Store {
    pub(super) fn want(&mut self, id: ConversationId) -> Vec<Effect> {
        self.wanted = Some(id);
        if self.link.is_open() && self.inbox.is_loaded { self.open_wanted() } else { Vec::new() }
    }

    /// Opens it, with the first list that has it. One that is in none of the lists yet comes from the edge.
    pub(super) fn open_wanted(&mut self) -> Vec<Effect> {
        let Some(id) = self.wanted.take() else { return Vec::new() };
        let mut effects = vec![Effect::CleanAddress];
        let scope = self.scope();
        let others = [View::Unassigned, View::Mine, View::All].map(Query::from);
        let has = |query: &Query| self.inbox.row(&id).is_some_and(|row| scope.shows(row, query));
        if let Some(query) = [self.inbox.query.clone()].into_iter().chain(others).find(has) {
            effects.extend(self.show_list(query));
        }
        effects.extend(self.select(id));
        effects
    }

    /// Leaves a conversation that the edge does not have: nothing will ever be shown of it.
    pub(super) fn leave_missing(&mut self) {
        let is_missing = |id: &ConversationId| self.inbox.row(id).is_none();
        if self.selected.as_ref().is_some_and(is_missing) {
            self.selected = None;
        }
    }
}
