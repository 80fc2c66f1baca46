//! Takes events, lets `visit` decide, does what it says, draws.

use std::cell::{Cell, RefCell};

use js_sys::Date;
use visit::{Effect, Event, Start, Visit};
use wire::{MessageId, Secret, Timestamp};

use crate::codec::{self, Json};
use crate::view::View;
use crate::{Setting, digits};

/// Lives as long as the page: it is made once and never dropped.
pub(crate) struct Shell {
    setting: Setting,
    clock: Clock,
    visit: RefCell<Visit>,
    view: View,
    /// Events that came while one is worked on.
    queue: RefCell<Vec<Event>>,
    is_busy: Cell<bool>,
}

/// What an answer answers, as a number that the door gives back.
mod asked {
    pub(super) const PRESENCE: u32 = 0;
    pub(super) const CONVERSATION: u32 = 1;
    pub(super) const POST: u32 = 2;
    pub(super) const EMAIL: u32 = 3;
    pub(super) const READ: u32 = 4;
}

/// The machine's clock may be set back; for a visit time goes on, or whatever waits would wait as long again.
#[derive(Default)]
struct Clock {
    last: Cell<i64>,
    ahead: Cell<i64>,
}

impl Clock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole and below 2^53")]
        let machine = Date::now() as i64;
        let back = self.last.replace(machine) - machine;
        self.ahead.set(self.ahead.get() + back.max(0));
        Timestamp(machine + self.ahead.get())
    }
}

impl Shell {
    pub(crate) fn new(setting: Setting) -> Option<Self> {
        let start = Start {
            presence: codec::presence(&setting.presence())?,
            token: token(&setting),
            is_visible: setting.visible(),
            shares: setting.shares(),
            seed: u64::from(setting.seed()),
        };
        let clock = Clock::default();
        Some(Self {
            visit: RefCell::new(Visit::new(clock.now(), start)),
            clock,
            view: View::new(&setting),
            queue: RefCell::default(),
            is_busy: Cell::new(false),
            setting,
        })
    }

    pub(crate) fn begin(&self) {
        if self.setting.opens() {
            self.open(true);
        } else {
            self.tell(Event::Woke);
        }
    }

    /// Opens or closes the panel, by the visitor's wish.
    pub(crate) fn open(&self, is_open: bool) {
        self.tell(if is_open { Event::PanelOpened } else { Event::PanelClosed });
        self.setting.focus(if is_open { "" } else { "launcher" });
    }

    /// Whether a rule may send a message.
    pub(crate) fn is_free(&self) -> bool {
        self.visit.borrow().is_free()
    }

    pub(crate) fn message_id(&self) -> Option<MessageId> {
        MessageId::parse(self.setting.random(16)).ok()
    }

    /// The visitor pressed Send.
    pub(crate) fn submit(&self, text: String, email: String) {
        if let Some(id) = self.message_id() {
            self.tell(Event::Submitted { id, text, email });
        }
    }

    /// Takes an event in. One that comes while another is worked on waits for its turn.
    pub(crate) fn tell(&self, event: Event) {
        self.queue.borrow_mut().push(event);
        if self.is_busy.replace(true) {
            return;
        }
        loop {
            let event = {
                let mut queue = self.queue.borrow_mut();
                if queue.is_empty() {
                    break;
                }
                queue.remove(0)
            };
            let effects = self.visit.borrow_mut().apply(self.clock.now(), event);
            for effect in &effects {
                self.perform(effect);
            }
        }
        self.is_busy.set(false);
        let now = self.clock.now();
        let visit = self.visit.borrow();
        self.view.draw(&self.setting, &visit, now);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds stay below 2^53")]
        self.setting.wake(visit.next_wakeup(now).map_or(-1.0, |at| (at.0 - now.0) as f64));
    }

    fn perform(&self, effect: &Effect) {
        match effect {
            Effect::AskPresence => self.ask(asked::PRESENCE, "presence", None),
            Effect::AskConversation(after) => {
                let mut path = String::from("conversation?after=");
                path.push_str(&digits(after.0));
                self.ask(asked::CONVERSATION, &path, None);
            }
            Effect::Post(say) => self.ask(asked::POST, "messages", Some(&codec::say(say))),
            Effect::PostEmail(email) => self.ask(asked::EMAIL, "email", Some(&codec::email(email))),
            Effect::PostRead(seq) => self.ask(asked::READ, "read", Some(&codec::read(*seq))),
            Effect::Connect => self.setting.connect(),
            Effect::Send(says) => self.setting.send(Some(&codec::says(says))),
            Effect::Ping => self.setting.send(None),
            Effect::Disconnect => self.setting.disconnect(),
            Effect::MakeToken => {
                // Another tab may have made one meanwhile: this browser is one visitor.
                let made = || Secret::parse(self.setting.random(32)).ok();
                if let Some(token) = token(&self.setting).or_else(made) {
                    self.tell(Event::TokenCame(token));
                }
            }
            Effect::Keep => {
                let visit = self.visit.borrow();
                if !visit.token().is_some_and(|token| self.setting.keep(Some(token.as_str()))) {
                    self.tell(Event::NotKept);
                }
            }
            Effect::Forget => {
                self.setting.keep(None);
            }
            Effect::Put(say) => self.setting.put(&codec::say(say)),
            Effect::Drop(id) => self.setting.drop(id.as_str()),
            Effect::WantLock => self.setting.want(),
            Effect::FreeLock => self.setting.free(),
            Effect::ClearDraft => self.setting.clear(),
            Effect::FocusEmail => self.setting.focus("email"),
        }
    }

    /// Asks the edge. Presence is for strangers: no token goes with it, so that browsers ask without a
    /// preflight and the edge answers from its cache.
    fn ask(&self, number: u32, path: &str, body: Option<&Json>) {
        let visit = self.visit.borrow();
        let token = visit.token().filter(|_| number != asked::PRESENCE);
        self.setting.ask(number, path, token.map(Secret::as_str), body);
    }

    /// What the edge answers is told as an event.
    pub(crate) fn answer(&self, number: u32, answer: &Json, body: &Json) {
        self.tell(match number {
            asked::PRESENCE => Event::PresenceCame(codec::answer(answer, codec::presence)),
            asked::CONVERSATION => Event::ConversationCame(codec::answer(answer, codec::visit)),
            asked::POST => match codec::id(body) {
                Some(id) => Event::Posted { id, answer: codec::answer(answer, codec::stored) },
                None => return,
            },
            asked::EMAIL => Event::EmailKept(codec::answer(answer, |_| Some(()))),
            // Nobody waits for it.
            _ => return,
        });
    }
}

/// The token that this browser keeps.
fn token(setting: &Setting) -> Option<Secret> {
    Secret::parse(setting.token()?).ok()
}
