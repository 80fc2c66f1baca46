//! Carries out what the store decides, and tells it what came of it: load, apply, then tell.

use console::store::{Door, Effect, Event, Store, online as lobby};
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{SiteId, Timestamp};

use super::socket::{Socket, Word};
use super::{address, clock, device, errand, storage, tab, upload};

/// What the shell holds on to.
#[derive(Default)]
struct Held {
    socket: Option<Socket>,
    lobby: Option<Socket>,
    timer: Option<Timeout>,
}

/// The way from the views to the store. Copies are the same shell.
#[derive(Clone, Copy)]
pub(crate) struct Shell {
    pub(crate) store: RwSignal<Store>,
    /// The time as the views show it, renewed twice a minute.
    pub(crate) now: RwSignal<Timestamp>,
    held: StoredValue<Held, LocalStorage>,
}

impl Shell {
    /// Starts the console of a site.
    pub(crate) fn start(site: SiteId) -> Self {
        let now = RwSignal::new(clock::now());
        let shell = Self {
            store: RwSignal::new(Store::new(site)),
            now,
            held: StoredValue::new_local(Held::default()),
        };
        Interval::new(30_000, move || now.set(clock::now())).forget();
        tab::on_wake(move || shell.tell(Event::Woke { jitter: clock::jitter() }));
        tab::on_beat(move || {
            let is_due = shell.store.with_untracked(Store::next_wakeup).is_some_and(|at| at <= clock::now());
            if is_due {
                shell.tell(Event::Ticked { jitter: clock::jitter() });
            }
        });
        tab::on_look(move |is_looked_at| shell.tell(Event::Looked(is_looked_at)));
        tab::on_input(move || shell.note(Event::Moved));
        tab::on_leave(move || shell.store.with_untracked(Store::has_unsent));
        tab::on_address(move || shell.follow());
        if let Some(device) = shell.store.with_untracked(|store| storage::recall_device(&store.site)) {
            shell.tell(Event::DeviceRemembered(device));
        }
        shell.look_at_device();
        shell.want();
        shell.tell(Event::Started { link: address::take_link() });
        shell
    }

    /// What this browser can do, and lets us do.
    fn look_at_device(self) {
        self.tell(Event::DeviceSeen { permission: device::permission(), can_push: device::can_push() });
    }

    /// Asks whoever sits here whether notifications may be shown. To be called while a button is pressed.
    pub(crate) fn ask_permission(self) {
        spawn_local(async move {
            device::ask_permission().await;
            self.look_at_device();
        });
    }

    /// The conversation that the address names, if it names one.
    fn want(self) {
        if let Some(id) = address::conversation() {
            self.tell(Event::Linked(id));
        }
    }

    /// A link was opened in this very tab: another fragment loads nothing anew.
    fn follow(self) {
        let is_out = self.store.with_untracked(|store| matches!(store.door, Door::Out(_)));
        if let Some(link) = address::take_link().filter(|_| is_out) {
            self.tell(Event::Started { link: Some(link) });
        }
        self.want();
    }

    /// The shell of the page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Something of the store, as the views follow it: told only when it changed.
    pub(crate) fn memo<T>(self, of: impl Fn(&Store) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.store.with(&of))
    }

    pub(crate) fn tell(self, event: Event) {
        let applied = self.store.try_update(|store| store.apply(clock::now(), event));
        for effect in applied.unwrap_or_default() {
            self.perform(effect);
        }
        self.set_timer();
    }

    /// The same for what no view shows: a pointer moves a hundred times a second.
    fn note(self, event: Event) {
        let mut effects = Vec::new();
        self.store.update_untracked(|store| effects = store.apply(clock::now(), event));
        for effect in effects {
            self.perform(effect);
        }
        self.set_timer();
    }

    fn set_timer(self) {
        let due = self.store.with_untracked(Store::next_wakeup);
        let timer = due.map(|due| {
            let span = due.since(clock::now()).as_millis().min(60_000);
            Timeout::new(u32::try_from(span).unwrap_or(60_000), move || {
                self.tell(Event::Ticked { jitter: clock::jitter() });
            })
        });
        self.held.update_value(|held| held.timer = timer);
    }

    fn perform(self, effect: Effect) {
        let site = self.store.with_untracked(|store| store.site.clone());
        match effect {
            Effect::Connect => self.connect(&site),
            Effect::Disconnect => self.held.update_value(|held| held.socket = None),
            Effect::Send(says) => match serde_json::to_string(&says) {
                Ok(text) => self.send(&text),
                Err(error) => tab::log(&error.to_string()),
            },
            Effect::Ping => self.send("ping"),
            Effect::Online(lobby::Effect::Connect) => self.listen(&site),
            Effect::Online(lobby::Effect::Disconnect) => self.held.update_value(|held| held.lobby = None),
            Effect::Online(lobby::Effect::Ping) => self.held.with_value(|held| {
                if let Some(lobby) = &held.lobby {
                    lobby.send("ping");
                }
            }),
            Effect::Recall(agent) => {
                if let Some(kept) = storage::recall(&site, &agent) {
                    self.tell(Event::Remembered(kept));
                }
            }
            Effect::Keep(agent, kept) => storage::keep(&site, &agent, &kept),
            Effect::Forget(agent) => storage::forget(&site, &agent),
            Effect::CleanAddress => address::clean(),
            Effect::Announce(announcement) => device::announce(&site, &announcement),
            Effect::KeepDevice(device) => storage::keep_device(&site, &device),
            Effect::Upload(effect) => spawn_local(async move { upload::run(&site, effect, self).await }),
            over_http => spawn_local(async move {
                if let Some(answer) = errand::run(&site, over_http).await {
                    self.tell(Event::Answered(answer));
                }
            }),
        }
    }

    fn connect(self, site: &SiteId) {
        // The old one goes first: two sockets of one tab would say everything twice.
        self.held.update_value(|held| held.socket = None);
        let socket = Socket::open(&address::socket(site, "agent/socket"), move |word| {
            self.tell(match word {
                Word::Opened => Event::Opened,
                Word::Frame(frame) => Event::Heard(Box::new(frame)),
                Word::Ponged => Event::Ponged,
                Word::Closed(code) => Event::Closed { code, jitter: clock::jitter() },
            });
        });
        self.held.update_value(|held| held.socket = socket);
    }

    /// Opens the socket at which it hears who is on the site, in place of the one before.
    fn listen(self, site: &SiteId) {
        self.held.update_value(|held| held.lobby = None);
        let lobby = Socket::open(&address::socket(site, "visitors"), move |word| {
            self.tell(Event::Online(match word {
                Word::Opened => lobby::Event::Opened,
                Word::Frame(frame) => lobby::Event::Heard(frame),
                Word::Ponged => lobby::Event::Ponged,
                Word::Closed(code) => lobby::Event::Closed { code, jitter: clock::jitter() },
            }));
        });
        self.held.update_value(|held| held.lobby = lobby);
    }

    fn send(self, text: &str) {
        self.held.with_value(|held| {
            if let Some(socket) = &held.socket {
                socket.send(text);
            }
        });
    }
}
