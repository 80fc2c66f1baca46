//! What happens to a console, and what it does about it. Both are closed: every cause is listed here.

use wire::agent::{Hears, Says};
use wire::audit::Deed;
use wire::figures::Figures;
use wire::hours::Hours;
use wire::http::{Problem, Session};
use wire::inbox::Tag;
use wire::install::InstallAnswer;
use wire::mail::{Incoming, IncomingText, MailSetup, Outgoing};
use wire::push::PushSetup;
use wire::settings::{Settings, SettingsPatch};
use wire::team::{Change, Habits, HabitsPatch, HoursAnswer, Key, KeyCreated, Team, Why};
use wire::{
    AgentId, ConversationId, Email, GroupId, KeyId, MessageId, Name, Page, PlaceId, ReceivedId, Secret, Seq,
    Status, Timestamp,
};

use super::device::{Announcement, Device, Permission};
use super::figures::Period;
use super::people::Subject;
use super::{Kept, Place, Query, Section, identity, online, staff, upload};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "one is made at a time and applied; only on 64 bits is it large"
)]
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
    ListChosen(Query),
    /// The search field holds this text now.
    SearchTyped(String),
    /// A conversation that was found, and the message that was.
    HitChosen(ConversationId, Option<Seq>),
    Selected(ConversationId),
    /// The address of the page named this conversation.
    Linked(ConversationId),
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
    /// The draft is to be a note for the team, or a reply.
    NoteChosen(bool),
    Retried(MessageId),
    Discarded(MessageId),
    CloseChosen,
    ReopenChosen,
    BlockChosen,
    UnblockChosen,
    /// The visitor is to get the whole selected conversation by mail.
    TranscriptChosen,
    /// The selected conversation is to be erased, and that is meant.
    EraseChosen,
    Tagged(Tag),
    Untagged(Tag),
    /// The selected conversation is to be this agent's, or nobody's.
    AssignChosen(Option<AgentId>),
    AddChosen(AgentId),
    RemoveChosen(AgentId),
    /// The selected conversation goes to a group, or to the whole team.
    MoveChosen(Option<GroupId>),
    /// This is who the visitor of a conversation is, and where an answer may be sent.
    Described {
        conversation: ConversationId,
        name: Option<Name>,
        email: Option<Email>,
    },
    /// There was input on this device.
    Moved,
    /// The tab is looked at, or no more.
    Looked(bool),
    /// The toast is put away; what it told of still waits.
    CallPutAway,
    SettingsChosen(Section, SettingsPatch),
    HabitsChosen(AgentId, HabitsPatch),
    /// This timetable stands in an editor: what does it mean?
    HoursTyped(Hours),
    WhyAsked(Subject),
    FiguresAsked(Period),
    HistoryAsked(AgentId),
    OlderHistoryAsked,
    HistoryPutAway,
    KeyNamed(Name),
    KeyDropped(KeyId),
    /// The secret of a new key was copied, or at least seen.
    KeySeen,
    Identity(identity::Event),
    NoticeRead,
    /// This page is to be looked at: does it carry the widget as it should?
    PageNamed(Page),
    /// A mail that came in is to be shown whole.
    MailOpened(ReceivedId),
    MailShut,
    /// A mail that was set aside is taken as an answer, or put away.
    MailJudged(ReceivedId, bool),
    AsideAsked,
    MailTestAsked,
    /// Mail is to go to this address again.
    MailAllowed(Email),
    /// Something on the page of the team.
    Staff(staff::Event),
    /// What the browser says of notifications and of pushes.
    DeviceSeen {
        permission: Permission,
        can_push: bool,
    },
    /// What was chosen for this device before.
    DeviceRemembered(Device),
    DeviceChosen(Device),
    /// This device is to be woken while the console is closed, or no more.
    PushTurned(bool),
    /// Something on the page of the visitors, or in the lobby.
    Online(online::Event),
    /// Something about files on their way.
    Upload(upload::Event),
    /// What was changed is to be shown: the newest, or what is older than that.
    ChangesAsked {
        is_older: bool,
    },
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
    Saved(Section, Result<Settings, Failure>),
    /// To `GET …/team`.
    Team(Result<Team, Failure>),
    /// To `PATCH …/team/{agent}`.
    Habits(AgentId, Result<Habits, Failure>),
    /// To `GET …/team/{agent}/history`.
    History {
        agent: AgentId,
        before: Option<Timestamp>,
        answer: Result<Vec<Change>, Failure>,
    },
    /// To `GET …/why`.
    Why(Subject, Result<Why, Failure>),
    /// To `GET …/figures`.
    Figures(Period, Result<Figures, Failure>),
    /// To `POST …/hours`.
    Hours(Hours, Result<HoursAnswer, Failure>),
    /// To `GET …/keys`.
    Keys(Result<Vec<Key>, Failure>),
    /// To `POST …/keys`.
    KeyMade(Result<KeyCreated, Failure>),
    /// To `DELETE …/keys/{key}`.
    KeyDropped(KeyId, Result<(), Failure>),
    Identity(identity::Answer),
    /// To `GET …/mail` and `POST …/mail/allow`.
    MailSetup(Result<MailSetup, Failure>),
    /// To `POST …/mail/test`.
    MailTested(Result<Outgoing, Failure>),
    /// To `GET …/mails`.
    Aside(Result<Vec<Incoming>, Failure>),
    /// To `GET …/mails/{mail}`.
    Mail(ReceivedId, Result<IncomingText, Failure>),
    /// To `POST …/mails/{mail}`, with what was decided.
    Judged(ReceivedId, bool, Result<(), Failure>),
    Staff(staff::Answer),
    /// To `GET …/push`.
    Push(Result<PushSetup, Failure>),
    /// To `POST …/push`, or to `DELETE …/push`.
    PushTurned(bool, Result<(), Failure>),
    /// To `POST …/install`.
    Inspected(Result<InstallAnswer, Failure>),
    /// To `POST …/invitations`.
    Invited(PlaceId, Result<(), Failure>),
    /// To `GET …/audit`, with the line that it goes on from.
    Changes(Option<u32>, Result<Vec<Deed>, Failure>),
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
    Save(Section, SettingsPatch),
    /// `GET …/team`.
    AskTeam,
    /// `PATCH …/team/{agent}`.
    SaveHabits(AgentId, HabitsPatch),
    /// `GET …/team/{agent}/history`.
    AskHistory {
        agent: AgentId,
        before: Option<Timestamp>,
    },
    /// `GET …/why`.
    AskWhy(Subject),
    /// `GET …/figures`, of so many days of this browser's zone.
    AskFigures(Period),
    /// `POST …/hours`.
    AskHours(Hours),
    /// `GET …/keys`.
    AskKeys,
    /// `POST …/keys`.
    MakeKey(Name),
    /// `DELETE …/keys/{key}`.
    DropKey(KeyId),
    Identity(identity::Effect),
    /// `GET …/mail`.
    AskMailSetup,
    /// `POST …/mail/test`.
    TestMail,
    /// `POST …/mail/allow`; answered like [`Effect::AskMailSetup`].
    AllowMail(Email),
    /// `GET …/mails`.
    AskAside,
    /// `GET …/mails/{mail}`.
    AskMail(ReceivedId),
    /// `POST …/mails/{mail}`.
    Judge(ReceivedId, bool),
    Staff(staff::Effect),
    /// `POST …/install`.
    Inspect(Page),
    Online(online::Effect),
    Upload(upload::Effect),
    /// `GET …/audit`.
    AskChanges(Option<u32>),
    /// `GET …/push`.
    AskPush,
    /// Subscribe with the deployment's key, then `POST …/push`.
    StartPush {
        key: String,
        device: Device,
    },
    /// `DELETE …/push`.
    StopPush,
    /// By a sound, by a notification.
    Announce(Announcement),
    /// Keep it on this device.
    KeepDevice(Device),
    /// What the address named was opened: it stays in no history.
    CleanAddress,
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
