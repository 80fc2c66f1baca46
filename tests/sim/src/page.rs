//! A tab: the real `visit`, and around it what the page's shell does.

use visit::{Effect, Event, Failure, Start, Visit};
use wire::visitor::Say;
use wire::{Email, Presence, Secret, Seq, Timestamp};

use crate::network::ConnId;

/// What a page asks over HTTP.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Presence,
    Conversation(Seq),
    Post(Say),
    Email(Email),
    Read(Seq),
}

impl Ask {
    /// What the page hears where there is no answer.
    pub(crate) fn fails(&self, failure: Failure) -> Option<Event> {
        Some(match self {
            Self::Presence => Event::PresenceCame(Err(failure)),
            Self::Conversation(_) => Event::ConversationCame(Err(failure)),
            Self::Post(say) => Event::Posted { id: say.id.clone(), answer: Err(failure) },
            Self::Email(_) => Event::EmailKept(Err(failure)),
            Self::Read(_) => return None,
        })
    }

    /// The same as an effect of the visit, where it is one.
    pub(crate) fn of(effect: &Effect) -> Option<Self> {
        Some(match effect {
            Effect::AskPresence => Self::Presence,
            Effect::AskConversation(after) => Self::Conversation(*after),
            Effect::Post(say) => Self::Post(say.clone()),
            Effect::PostEmail(email) => Self::Email(email.clone()),
            Effect::PostRead(seq) => Self::Read(*seq),
            _ => return None,
        })
    }
}

/// What a browser keeps for the site, whichever tab wrote it.
#[derive(Debug, Default)]
pub(crate) struct Storage {
    pub(crate) token: Option<Secret>,
    /// When the token was written: it is on the disk seconds later.
    pub(crate) token_at: i64,
    /// What is unsent, in the order of writing, and under which token. On the disk at once.
    pub(crate) unsent: Vec<(Say, Option<Secret>)>,
    /// When its last transaction is done.
    pub(crate) free_at: i64,
    /// Whatever it ever kept.
    pub(crate) kept: Vec<wire::MessageId>,
    /// The tab that holds the lock, and those that wait for it.
    pub(crate) holder: Option<crate::world::ClientId>,
    pub(crate) waiting: std::collections::VecDeque<crate::world::ClientId>,
}

/// A clock of a machine may be set back; for a page, time goes on. As the page's shell has it.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    last: i64,
    ahead: i64,
}

impl Clock {
    pub(crate) fn now(&mut self, machine: Timestamp) -> Timestamp {
        self.ahead += (self.last - machine.0).max(0);
        self.last = machine.0;
        self.look(machine)
    }

    /// The same, and the clock does not mind.
    pub(crate) fn look(&self, machine: Timestamp) -> Timestamp {
        Timestamp(machine.0 + self.ahead + (self.last - machine.0).max(0))
    }
}

pub(crate) struct Page {
    pub(crate) clock: Clock,
    pub(crate) visit: Visit,
    pub(crate) browser: usize,
    pub(crate) conn: Option<ConnId>,
    /// The version that it was loaded with.
    pub(crate) version: u8,
    /// Messages that were submitted here, in this order.
    pub(crate) written: Vec<wire::MessageId>,
    /// Those of them that were refused once: their order is the visitor's.
    pub(crate) refused: Vec<wire::MessageId>,
    /// Since when it can be seen.
    pub(crate) shown: Option<i64>,
    /// For a bug that is planted: what was sent already.
    pub(crate) sent: Vec<wire::MessageId>,
}

impl Page {
    pub(crate) fn new(
        now: Timestamp,
        browser: usize,
        presence: Presence,
        token: Option<Secret>,
        seed: u64,
        version: u8,
    ) -> Self {
        let start = Start { presence, token, is_visible: true, shares: false, seed };
        Self {
            clock: Clock::default(),
            visit: Visit::new(now, start),
            browser,
            conn: None,
            version,
            written: Vec::new(),
            refused: Vec::new(),
            shown: Some(now.0),
            sent: Vec::new(),
        }
    }
}

/// A frame as a newer edge says it: with a field that this client does not know. And one of a type that it
/// does not know: then there is nothing to hear.
pub(crate) fn newer<T: serde::Serialize + serde::de::DeserializeOwned>(
    frame: &T,
    is_known: bool,
) -> Option<T> {
    let mut value = serde_json::to_value(frame).ok()?;
    let fields = value.as_object_mut()?;
    fields.insert("novelty".to_owned(), serde_json::json!({ "type": "x" }));
    if !is_known {
        fields.insert("type".to_owned(), "novelty".into());
    }
    serde_json::from_value(value).ok()
}
