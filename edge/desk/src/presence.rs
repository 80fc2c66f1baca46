//! Who is in, for whom (S1 to S5).

use wire::agent::Colleague;
use wire::visitor::State;
use wire::{Face, Mode, Timestamp, WhenNobody};

use crate::{Conversation, Desk};

/// What one visitor sees of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What the widget shows.
    pub mode: Mode,
    /// The agents who joined the visitor's conversation.
    pub faces: Vec<Face>,
}

impl Desk {
    /// What a newcomer sees (S1, S2). The same for every stranger (S3).
    #[must_use]
    pub fn mode(&self, now: Timestamp) -> Mode {
        if self.team().any(|agent| agent.is_online(now)) {
            return Mode::Live;
        }
        match self.settings().when_nobody {
            WhenNobody::Messaging => Mode::Messaging,
            WhenNobody::Hidden => Mode::Hidden,
        }
    }

    /// What a visitor sees, with the conversation if there is one (S4, S5).
    #[must_use]
    pub fn view(&self, now: Timestamp, conversation: Option<&Conversation>) -> View {
        let mode = self.mode(now);
        let Some(conversation) = conversation else { return View { mode, faces: Vec::new() } };
        let is_open = conversation.state == State::Open;
        let faces: Vec<Face> = conversation
            .members
            .iter()
            .filter_map(|id| self.agent(id))
            .map(|agent| Face { name: agent.name.clone(), online: is_open && agent.is_here(now) })
            .collect();
        let mode = match mode {
            _ if faces.iter().any(|face| face.online) => Mode::Live,
            Mode::Hidden if conversation.holds_visitor() => Mode::Messaging,
            mode => mode,
        };
        View { mode, faces }
    }

    /// The team as each of its consoles sees it: an invisible colleague looks offline (S3).
    #[must_use]
    pub fn colleagues(&self, now: Timestamp) -> Vec<Colleague> {
        let mut team: Vec<Colleague> = self
            .team()
            .map(|agent| Colleague {
                id: agent.id.clone(),
                name: agent.name.clone(),
                online: agent.is_online(now),
            })
            .collect();
        team.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        team
    }
}
