//! Takes events, lets `visit` decide, does what it says, draws.

use std::cell::{Cell, RefCell};

use js_sys::Date;
use visit::{Effect, Event, Start, Visit};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Window};
use wire::{MessageId, Page, Secret, Timestamp};

use crate::socket::{Socket, Word};
use crate::timer::Timer;
use crate::view::View;
use crate::{Setting, codec, digits, http, joined, storage, tab};

#[wasm_bindgen]
extern "C" {
    /// Never fails for so few bytes.
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill(bytes: &mut [u8]);
}

/// Lives as long as the page: it is made once and never dropped.
pub(crate) struct Shell {
    window: Window,
    document: Document,
    /// `https://edge.example/v1/sites/demo/`.
    base: String,
    /// Where the token is kept.
    key: &'static str,
    visit: RefCell<Visit>,
    view: View,
    socket: RefCell<Option<Socket>>,
    timer: Timer,
    /// Events that came while one is worked on.
    queue: RefCell<Vec<Event>>,
    is_busy: Cell<bool>,
}

/// What an answer answers.
enum Asked {
    Presence,
    Conversation,
    Post(MessageId),
    Read,
}

fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole and below 2^53")]
    Timestamp(Date::now() as i64)
}

impl Shell {
    pub(crate) fn start(setting: Setting) -> Option<()> {
        let window = setting.window();
        let document = setting.document();
        let base = setting.base();
        let key: &'static str = setting.key().leak();
        let start = Start {
            mode: codec::mode_named(&setting.mode())?,
            fresh_for: setting.fresh(),
            token: storage::token(&window, key),
            is_visible: tab::is_visible(&document),
            seed: u64::from_le_bytes(random()),
        };
        let opens = setting.opens();
        let view = View::new(setting);
        let shell: &'static Self = Box::leak(Box::new(Self {
            window,
            document,
            base,
            key,
            visit: RefCell::new(Visit::new(now(), start)),
            view,
            socket: RefCell::default(),
            timer: Timer::default(),
            queue: RefCell::default(),
            is_busy: Cell::new(false),
        }));
        shell.listen();
        if opens {
            shell.open(true);
        } else {
            shell.tell(Event::Woke);
        }
        Some(())
    }

    fn listen(&'static self) {
        tab::listen(&self.window, &self.document, self.key, |event| self.tell(event));
        self.view.listen(self);
    }

    /// Opens or closes the panel, by the visitor's wish.
    pub(crate) fn open(&'static self, is_open: bool) {
        self.tell(if is_open { Event::PanelOpened } else { Event::PanelClosed });
        self.view.focus(is_open);
    }

    pub(crate) fn is_open(&self) -> bool {
        self.visit.borrow().is_open()
    }

    /// The visitor pressed Send.
    pub(crate) fn submit(&'static self) {
        let (text, email) = self.view.typed();
        let Ok(id) = MessageId::parse(base64(&random::<16>())) else { return };
        let page = self.document.url().ok().and_then(|address| Page::parse(address).ok());
        self.tell(Event::Submitted { id, text, email, page });
    }

    /// Takes an event in. One that comes while another is worked on waits for its turn.
    pub(crate) fn tell(&'static self, event: Event) {
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
            let effects = self.visit.borrow_mut().apply(now(), event);
            for effect in &effects {
                self.perform(effect);
            }
        }
        self.is_busy.set(false);
        let now = now();
        let visit = self.visit.borrow();
        self.view.draw(&visit, now);
        self.timer.set(now, visit.next_wakeup(now), || self.tell(Event::Woke));
    }

    fn perform(&'static self, effect: &Effect) {
        match effect {
            Effect::AskPresence => self.ask("presence", None, Asked::Presence),
            Effect::AskConversation(after) => {
                let path = joined(&["conversation?after=", &digits(after.0)]);
                self.ask(&path, None, Asked::Conversation);
            }
            Effect::Post(say) => self.ask("messages", Some(&codec::say(say)), Asked::Post(say.id.clone())),
            Effect::PostRead(seq) => self.ask("read", Some(&codec::read(*seq)), Asked::Read),
            Effect::Connect => self.connect(),
            Effect::Send(says) => self.send(&codec::says(says)),
            Effect::Ping => self.send("ping"),
            Effect::Disconnect => *self.socket.borrow_mut() = None,
            Effect::MakeToken => {
                // Another tab may have made one meanwhile: this browser is one visitor.
                let token = storage::token(&self.window, self.key)
                    .or_else(|| Secret::parse(base64(&random::<32>())).ok());
                if let Some(token) = token {
                    self.tell(Event::TokenCame(token));
                }
            }
            Effect::Keep => {
                let is_kept = self
                    .visit
                    .borrow()
                    .token()
                    .is_some_and(|token| storage::keep(&self.window, self.key, token));
                if !is_kept {
                    self.tell(Event::NotKept);
                }
            }
            Effect::Forget => storage::forget(&self.window, self.key),
            Effect::ClearDraft => self.view.clear(),
            Effect::FocusEmail => self.view.focus_email(),
        }
    }

    /// Asks the edge; what it answers is told as an event. Presence is for strangers: no token goes with it,
    /// so that browsers ask without a preflight and the edge answers from its cache.
    fn ask(&'static self, path: &str, body: Option<&str>, asked: Asked) {
        let visit = self.visit.borrow();
        let token = visit.token().filter(|_| !matches!(asked, Asked::Presence));
        let done = move |answer| {
            self.tell(match asked {
                Asked::Presence => Event::PresenceCame(codec::answer(answer, codec::presence)),
                Asked::Conversation => Event::ConversationCame(codec::answer(answer, codec::visit)),
                Asked::Post(id) => Event::Posted { id, answer: codec::answer(answer, codec::stored) },
                Asked::Read => return,
            });
        };
        http::ask(&self.view.setting, &joined(&[&self.base, path]), token, body, done);
    }

    fn connect(&'static self) {
        // `http` becomes `ws`, `https` becomes `wss`.
        let address = joined(&["ws", self.base.strip_prefix("http").unwrap_or_default(), "socket"]);
        let socket = Socket::open(&address, |word| match word {
            Word::Opened => self.tell(Event::SocketOpened),
            Word::Text(text) if text == "pong" => self.tell(Event::Ponged),
            Word::Text(text) => {
                if let Some(frame) = codec::parse(&text).and_then(|json| codec::hears(&json)) {
                    self.tell(Event::Heard(frame));
                }
            }
            Word::Closed(code) => self.tell(Event::SocketClosed(code)),
        });
        if socket.is_none() {
            self.tell(Event::SocketClosed(wire::close::code::BAD_FRAME));
        }
        *self.socket.borrow_mut() = socket;
    }

    fn send(&self, text: &str) {
        if let Some(socket) = &*self.socket.borrow() {
            socket.send(text);
        }
    }
}

/// Random bytes fit for secrets.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// URL-safe base64 without padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..=group.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}
