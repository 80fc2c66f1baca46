//! An agent's console: the real store, and around it what the page's shell does.

use console::store::{Kept, Store};
use wire::{AgentId, ConversationId, MessageId, SiteId};

use crate::network::ConnId;

pub(crate) struct Device {
    pub(crate) store: Store,
    pub(crate) agent: AgentId,
    pub(crate) conn: Option<ConnId>,
    /// What the tab keeps over a reload.
    pub(crate) kept: Option<Kept>,
    /// The version that it was loaded with.
    pub(crate) version: u8,
    /// Replies that were written here, in this order.
    pub(crate) written: Vec<(ConversationId, MessageId)>,
    /// For a bug that is planted: what was sent already.
    pub(crate) sent: Vec<MessageId>,
}

impl Device {
    pub(crate) fn new(agent: AgentId, version: u8) -> Self {
        Self { store: fresh(), agent, conn: None, kept: None, version, written: Vec::new(), sent: Vec::new() }
    }
}

/// As a console is when its page was loaded.
pub(crate) fn fresh() -> Store {
    Store::new(SiteId::parse("demo").expect("an id"))
}
