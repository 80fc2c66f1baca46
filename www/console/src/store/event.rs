//! What happens to a console, and what it does about it. Both are closed: every cause is listed here.

use wire::agent::{Hears, Says};
use wire::http::{Problem, Session, Settings, SettingsPatch};
use wire::{AgentId, ConversationId, Email, MessageId, Secret, Status, Timestamp};

use super::{Kept, Place, Tab};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The page was opened, with a sign-in link or without.
    Started {
        link: Option<Secret>,
    },
    /// An answer over HTTP.
    Answered(Answer),
    SignInPressed,
    LinkAsked(Email),
    SignOutPressed,
    /// What this tab had kept of an agent.
    Remembered(Kept),
    /// The socket is open.
    Opened,
    /// A frame.
    Heard(Box<Hears>),
    /// The answer to a heartbeat.
    Ponged,
    /// The socket is gone. `jitter` is a random number below [`super::link::JITTER`], here and below.
    Closed {
        code: u16,
        jitter: u32,
    },
    /// Time went by.
    Ticked {
        jitter: u32,
    },
    /// The network is back, or the tab is looked at again.
    Woke {
        jitter: u32,
    },
    StatusChosen(Status),
    TabChosen(Tab),
    Selected(ConversationId),
    /// Back to the list.
    Left,
    PlaceChosen(Place),
    MoreAsked,
    /// The reply box of the selected conversation holds this text now.
    Typed(String),
    /// The draft is to be sent under this new id.
    Replied {
        id: MessageId,
        at: Timestamp,
    },
    Retried(MessageId),
    Discarded(MessageId),
    CloseChosen,
    SettingsChosen(SettingsPatch),
    NoticeRead,
}

/// An answer over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To `GET …/session`.
    Session(Result<Session, Failure>),
    /// To `POST …/session`.
    SignedIn(Result<Session, Failure>),
    /// To `POST …/links`.
    Mailed(Result<(), Failure>),
    /// To `DELETE …/session`.
    SignedOut(Result<(), Failure>),
    /// To `PATCH …/settings`.
    Saved(Result<Settings, Failure>),
}

/// Why there is no good answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The edge was not reached, or what came is not an answer of it.
    Unreachable,
    /// The edge refused.
    Refused(Problem),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `GET …/session`.
    AskSession,
    /// `POST …/session`.
    SignIn(Secret),
    /// `POST …/links`.
    AskLink(Email),
    /// `DELETE …/session`.
    SignOut,
    /// `PATCH …/settings`.
    Save(SettingsPatch),
    /// Opens a socket in place of the one before.
    Connect,
    /// Drops the socket; nothing more is heard of it.
    Disconnect,
    Send(Says),
    /// The heartbeat.
    Ping,
    /// Look up what this tab kept of the agent; answered by [`Event::Remembered`].
    Recall(AgentId),
    /// Keep it over a reload.
    Keep(AgentId, Kept),
    /// The agent signed out: nothing stays behind.
    Forget(AgentId),
}
