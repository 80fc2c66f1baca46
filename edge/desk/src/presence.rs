//! Who is in, for whom (S1 to S5).

use wire::agent::Colleague;
use wire::visitor::State;
use wire::{Face, GroupId, Mode, Timestamp, WhenNobody};

use crate::{Agent, Conversation, Desk};

/// What one visitor sees of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What the widget shows.
    pub mode: Mode,
    /// The agents who joined the visitor's conversation.
    pub faces: Vec<Face>,
    /// In Messaging: when the published hours open next (S13).
    pub back_at: Option<Timestamp>,
    /// Nobody answered in time (S14).
    pub missed: bool,
}

impl Desk {
    /// What a newcomer of this group sees (S1, S2). The same for every stranger (S3).
    #[must_use]
    pub fn mode(&self, now: Timestamp, group: Option<&GroupId>) -> Mode {
        self.mode_if(self.eligible(now, group).next().is_some())
    }

    pub(crate) fn mode_if(&self, is_live: bool) -> Mode {
        match self.settings().when_nobody {
            _ if is_live => Mode::Live,
            WhenNobody::Messaging => Mode::Messaging,
            WhenNobody::Hidden => Mode::Hidden,
        }
    }

    /// What a visitor sees, with the conversation if there is one (S4, S5). `group` is the page's: an open
    /// conversation has its own.
    #[must_use]
    pub fn view(&self, now: Timestamp, group: Option<&GroupId>, conversation: Option<&Conversation>) -> View {
        let open = conversation.filter(|conversation| conversation.state == State::Open);
        let group = open.map_or(group, |open| open.group.as_ref());
        let faces: Vec<Face> = conversation
            .iter()
            .flat_map(|conversation| &conversation.members)
            .filter_map(|id| self.agent(id))
            .map(|agent| Face { name: agent.name.clone(), online: open.is_some() && agent.is_here(now) })
            .collect();
        let missed = open.is_some_and(|open| open.missed.is_some());
        // Who has the conversation takes no newcomers at the limit, but this visitor all the same.
        let is_taken = open
            .and_then(|open| self.agent(open.assignee()?))
            .is_some_and(|assignee| assignee.is_online(now));
        let mode = match self.mode(now, group) {
            _ if faces.iter().any(|face| face.online) => Mode::Live,
            // The truth is that nobody came, whoever is in (S14).
            _ if missed => Mode::Messaging,
            _ if is_taken => Mode::Live,
            Mode::Hidden if conversation.is_some_and(Conversation::holds_visitor) => Mode::Messaging,
            mode => mode,
        };
        let back_at = if mode == Mode::Messaging { self.back_at() } else { None };
        View { mode, faces, back_at, missed }
    }

    /// When the published hours open next; `None` while they are open, or where there are none (S13).
    #[must_use]
    pub fn back_at(&self) -> Option<Timestamp> {
        self.published.filter(|edge| edge.opens == Some(true)).map(|edge| edge.at)
    }

    /// The team as each of its consoles sees it: an invisible colleague looks offline (S3).
    #[must_use]
    pub fn colleagues(&self, now: Timestamp) -> Vec<Colleague> {
        let colleague = |agent: &Agent| Colleague {
            id: agent.id.clone(),
            name: agent.name.clone(),
            online: agent.is_online(now),
        };
        self.team_by_name().into_iter().map(colleague).collect()
    }
}
