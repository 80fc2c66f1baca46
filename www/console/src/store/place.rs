//! Where the console is: what fills its main pane.

use wire::AgentId;

use super::{Effect, Store};

/// What fills the main pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The conversations.
    #[default]
    Inbox,
    /// Hours and rules of an agent.
    Habits(AgentId),
    /// What visitors see, and why; how everybody's status came about.
    Why,
    /// What was asked, and how soon it was answered.
    Figures,
    /// Who is on the site now.
    Visitors,
    /// Who is on the team, in which role.
    Staff,
    /// The site's settings.
    Settings,
    /// How the console speaks up.
    Notifications,
}

impl Store {
    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        self.place = place;
        self.savings.clear();
        self.new_key = None;
        self.identity.new = None;
        self.meaning = None;
        self.trial = None;
        self.leave_staff();
        self.arrive()
    }
}
