//! What may happen to a visit, and what it may ask of the shell.

use wire::http::Problem;
use wire::message::Stored;
use wire::visitor::{Hears, Say, Says, Visit};
use wire::{Body, Email, MessageId, Name, Presence, Secret, Seq, TargetedId};

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The instant of [`crate::Visit::next_wakeup`] came.
    Woke,
    /// The tab can be seen again.
    TabShown,
    /// The tab cannot be seen any more.
    TabHidden,
    /// The browser says that it has a network again.
    NetworkCame,
    /// The browser says that it has none.
    NetworkWent,
    /// The visitor opened the panel.
    PanelOpened,
    /// The visitor closed the panel.
    PanelClosed,
    /// The visitor pressed Send.
    Submitted {
        /// Made for this message by the shell: at least 96 random bits.
        id: MessageId,
        /// The text as it was typed.
        text: String,
        /// The e-mail field as it was typed, empty if there is none.
        email: String,
    },
    /// The visitor typed into the field.
    Typed,
    /// The visitor pressed Retry at a message.
    Retried(MessageId),
    /// The visitor changed the e-mail field.
    EmailEdited,
    /// The page or the visitor named another group: what was heard was said of the one before.
    Regrouped,
    /// A rule sends a message of the site by itself. Taken only where no conversation is open.
    Targeted {
        /// Made by the shell, as for a message of the visitor: it names the message until it is stored.
        id: MessageId,
        /// Which targeted chat.
        chat: TargetedId,
        /// The site's name.
        name: Name,
        /// What it says.
        body: Body,
    },
    /// The answer to [`Effect::MakeToken`], or what another tab stored.
    TokenCame(Secret),
    /// The browser refused to keep the token.
    NotKept,
    /// The answer to [`Effect::WantLock`]: this tab alone may send now, and this is what the browser's outbox
    /// holds, in the order of writing.
    Found(Vec<Say>),
    /// The answer to [`Effect::Put`]: whether the message now outlives this page.
    Kept(MessageId, bool),
    /// The socket is open.
    SocketOpened,
    /// A frame came.
    Heard(Hears),
    /// A `pong` came.
    Ponged,
    /// The socket closed, or could not be opened, with this code.
    SocketClosed(u16),
    /// The answer to [`Effect::AskPresence`].
    PresenceCame(Answer<Presence>),
    /// The answer to [`Effect::AskConversation`].
    ConversationCame(Answer<Visit>),
    /// The answer to [`Effect::Post`].
    Posted {
        /// Which message.
        id: MessageId,
        /// What became of it.
        answer: Answer<Stored>,
    },
    /// The answer to [`Effect::PostEmail`].
    EmailKept(Answer<()>),
}

/// The answer to something that was asked over HTTP.
pub type Answer<T> = Result<T, Failure>;

/// Why there is none.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The edge was not reached, or it answered with something that is not ours.
    Network,
    /// The edge refused.
    Refused(Problem),
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `GET …/presence`, as a stranger.
    AskPresence,
    /// `GET …/conversation` of [`crate::Visit::token`], from the last message that is here.
    AskConversation(Seq),
    /// `POST …/messages` under [`crate::Visit::token`].
    Post(Say),
    /// `POST …/email` under [`crate::Visit::token`]: an address without a message.
    PostEmail(Email),
    /// `POST …/read` under [`crate::Visit::token`]: the last message seen. Nobody waits for its answer.
    PostRead(Seq),
    /// Open a socket. No other one is open then.
    Connect,
    /// Send a frame.
    Send(Says),
    /// Send `ping`.
    Ping,
    /// Close the socket and hear nothing more of it.
    Disconnect,
    /// Find the token that this browser keeps, or make one of 256 random bits, and hand it in.
    MakeToken,
    /// Keep [`crate::Visit::token`] for later visits.
    Keep,
    /// Forget the token: the edge does not know it.
    Forget,
    /// Put a message into the browser's outbox, behind what is there.
    Put(Say),
    /// Take a message out of the browser's outbox.
    Drop(MessageId),
    /// Ask for the lock under which one tab at a time sends, then read the outbox.
    WantLock,
    /// Give the lock back.
    FreeLock,
    /// What was typed was taken over: empty the field.
    ClearDraft,
    /// Lead the visitor to the e-mail field.
    FocusEmail,
}

/// What is to be done, in this order.
#[derive(Default)]
pub(crate) struct Todo(pub(crate) Vec<Effect>);

impl Todo {
    /// Stands once in the page, since every place that pushed for itself would bring the growing of the list.
    #[inline(never)]
    pub(crate) fn push(&mut self, effect: Effect) {
        self.0.push(effect);
    }
}
