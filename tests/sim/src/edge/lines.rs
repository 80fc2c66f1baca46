//! The open sockets as their attachments keep them: what an eviction leaves and a crash takes.

use desk::VisitorId;
use wire::agent::Colleague;
use wire::{AgentId, ConversationId, Timestamp, agent, visitor};

pub(crate) type LineId = u32;

/// Who is at the other end.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    Visitor { visitor: Option<VisitorId>, conversation: Option<ConversationId> },
    Agent(AgentId),
}

/// What was told of presence last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    View(visitor::Hears),
    Team(Vec<Colleague>),
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) who: Who,
    pub(crate) is_greeted: bool,
    pub(crate) told: Option<Told>,
    /// Its last `ping`, or its opening.
    pub(crate) heard: Timestamp,
}

impl Line {
    pub(crate) fn visitor(&self) -> Option<&VisitorId> {
        match &self.who {
            Who::Visitor { visitor, .. } => visitor.as_ref(),
            Who::Agent(_) => None,
        }
    }

    pub(crate) fn conversation(&self) -> Option<&ConversationId> {
        match &self.who {
            Who::Visitor { conversation, .. } => conversation.as_ref(),
            Who::Agent(_) => None,
        }
    }

    pub(crate) fn agent(&self) -> Option<&AgentId> {
        match &self.who {
            Who::Agent(agent) => Some(agent),
            Who::Visitor { .. } => None,
        }
    }

    /// Takes down what is told. Answers whether it is new.
    pub(crate) fn note(&mut self, told: Told) -> bool {
        let is_new = self.told.as_ref() != Some(&told);
        self.told = Some(told);
        is_new
    }
}

/// A frame from the edge to a client.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one is made at a time and sent")]
pub(crate) enum Down {
    Visitor(visitor::Hears),
    Agent(agent::Hears),
    Pong,
    /// The edge hangs up.
    Close(u16),
    /// The handshake is done.
    Opened,
}

/// A frame from a client to the edge.
#[derive(Clone, Debug)]
pub(crate) enum Up {
    Visitor(visitor::Says),
    Agent(agent::Says),
    Ping,
    /// The client hangs up.
    Close,
}
