//! The conversation that the address of the page named, as the links in mails do.

use wire::ConversationId;

use super::inbox::{Tab, is_in};
use super::{Effect, Store};

impl Store {
    pub(super) fn want(&mut self, id: ConversationId) -> Vec<Effect> {
        self.wanted = Some(id);
        if self.link.is_open() && self.inbox.is_loaded { self.open_wanted() } else { Vec::new() }
    }

    /// Opens it in the first list that has it. One that is not among the rows that are here is older, or gone.
    pub(super) fn open_wanted(&mut self) -> Vec<Effect> {
        let Some(id) = self.wanted.take() else { return Vec::new() };
        let mut effects = vec![Effect::CleanAddress];
        let scope = self.scope();
        let Some(row) = self.inbox.row(&id) else {
            let hint =
                if self.inbox.has_more { " Older ones can be loaded in the list \"All\"." } else { "" };
            self.notice = Some(format!("The conversation of that link is not in the list.{hint}"));
            return effects;
        };
        let tabs = [self.inbox.tab, Tab::New, Tab::Mine, Tab::All];
        if let Some(tab) = tabs.into_iter().find(|tab| is_in(row, *tab, &scope)) {
            self.inbox.tab = tab;
        }
        effects.extend(self.select(id));
        effects
    }
}
