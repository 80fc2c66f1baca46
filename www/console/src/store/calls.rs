//! What this agent is to be told of, beyond the lists (S6). The edge decides who is called; nothing else is
//! announced.

use wire::ConversationId;
use wire::agent::Call;

use super::{Effect, Place, Store};

/// Calls that were not looked at, oldest first, one per conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    open: Vec<(ConversationId, Call)>,
    /// The last one was put away: the title still counts it.
    is_quiet: bool,
}

impl Calls {
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.len()
    }

    /// What the toast shows.
    #[must_use]
    pub fn shown(&self) -> Option<&(ConversationId, Call)> {
        self.open.last().filter(|_| !self.is_quiet)
    }

    pub(super) fn put_away(&mut self) {
        self.is_quiet = true;
    }

    pub(super) fn answered(&mut self, id: &ConversationId) {
        self.open.retain(|(called, _)| called != id);
        self.is_quiet |= self.open.is_empty();
    }
}

impl Store {
    pub(super) fn called(&mut self, conversation: ConversationId, why: Call, quiet: bool) -> Vec<Effect> {
        if self.is_seen(&conversation) {
            return Vec::new();
        }
        let effects = if quiet { Vec::new() } else { self.announce(&conversation, why) };
        // A message in a conversation that is called already tells nothing new.
        let before = self.calls.open.iter().find(|(id, _)| *id == conversation).map(|(_, why)| *why);
        let why = before.filter(|_| why == Call::Message).unwrap_or(why);
        self.calls.open.retain(|(id, _)| *id != conversation);
        self.calls.open.push((conversation, why));
        self.calls.is_quiet = false;
        effects
    }

    /// The tab is looked at, or no more.
    pub(super) fn looked(&mut self, is_looked_at: bool) {
        self.is_looked_at = is_looked_at;
        if let Some(id) = self.looked_at().cloned() {
            self.calls.answered(&id);
        }
    }

    /// The conversation that somebody looks at here just now: no tab of this browser is to announce it.
    #[must_use]
    pub fn looked_at(&self) -> Option<&ConversationId> {
        self.selected.as_ref().filter(|_| self.place == Place::Inbox && self.is_looked_at)
    }

    pub(super) fn is_seen(&self, id: &ConversationId) -> bool {
        self.looked_at() == Some(id)
    }
}
