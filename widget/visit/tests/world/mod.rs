//! One visit in its browser, an edge that keeps its promises, and a network that keeps none.

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;
use visit::{Delivery, Effect, Event, Failure, Start, Visit};
use wire::message::Stored;
use wire::visitor::{Hears, Say, Says, State};
use wire::{AgentId, Author, Body, Face, Message, MessageId, Mode, Name, Presence, Secret, Seq, Timestamp};

pub(crate) fn presence(mode: Mode) -> Presence {
    Presence { mode, fresh_for: 10, back_at: None, more: false, no_mail: false, paint: None }
}

/// What may happen next.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Something on its way arrives.
    Arrive,
    /// The socket is cut; with it goes what was on its way over it.
    Cut(u16),
    /// What is on its way over HTTP is lost: before it arrived, or after.
    Lose {
        arrived: bool,
    },
    /// The visitor writes.
    Write,
    /// The visitor presses Retry at every message that failed.
    Retry,
    /// An agent writes.
    Answer,
    /// Time passes: to the next wake-up, or by so many milliseconds.
    Wake,
    Wait(i64),
    Open(bool),
    Show(bool),
    /// The page is loaded again, or its tab was killed and another one opened.
    Reload,
    /// The team comes or goes.
    Turn(Mode),
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => Just(Step::Arrive),
        3 => prop_oneof![Just(1006_u16), Just(1012), Just(4003)].prop_map(Step::Cut),
        2 => any::<bool>().prop_map(|arrived| Step::Lose { arrived }),
        4 => Just(Step::Write),
        1 => Just(Step::Retry),
        3 => Just(Step::Answer),
        6 => Just(Step::Wake),
        2 => (1_i64..40_000).prop_map(Step::Wait),
        2 => any::<bool>().prop_map(Step::Open),
        1 => any::<bool>().prop_map(Step::Show),
        1 => Just(Step::Reload),
        1 => prop_oneof![Just(Mode::Live), Just(Mode::Messaging), Just(Mode::Hidden)].prop_map(Step::Turn),
    ]
}

/// On its way to the edge, or back.
#[derive(Clone, Debug)]
pub(crate) enum Parcel {
    ToEdge(Says),
    ToPage(Box<Event>),
}

pub(crate) struct World {
    pub(crate) visit: Visit,
    pub(crate) now: Timestamp,
    pub(crate) token: Option<Secret>,
    pub(crate) mode: Mode,
    pub(crate) store: Vec<Message>,
    pub(crate) read: Seq,
    pub(crate) written: BTreeSet<String>,
    pub(crate) socket: Option<VecDeque<Parcel>>,
    pub(crate) requests: VecDeque<Effect>,
    pub(crate) count: u32,
    /// What the browser's outbox holds; this one may refuse to keep anything.
    pub(crate) kept: Vec<Say>,
    pub(crate) keeps: bool,
}

impl World {
    pub(crate) fn new(mode: Mode, seed: u64, keeps: bool) -> Self {
        let now = Timestamp(1_700_000_000_000);
        let start = Start { presence: presence(mode), token: None, is_visible: true, shares: false, seed };
        let mut world = Self {
            visit: Visit::new(now, start),
            now,
            token: None,
            mode,
            store: Vec::new(),
            read: Seq(0),
            written: BTreeSet::new(),
            socket: None,
            requests: VecDeque::new(),
            count: 0,
            kept: Vec::new(),
            keeps,
        };
        world.tell(Event::Woke);
        world
    }

    pub(crate) fn tell(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.visit.apply(self.now, event) {
                match effect {
                    Effect::Connect => {
                        assert!(self.socket.is_none(), "one socket at a time");
                        let opened = Parcel::ToPage(Box::new(Event::SocketOpened));
                        self.socket = Some(VecDeque::from([opened]));
                    }
                    Effect::Disconnect => self.socket = None,
                    Effect::Send(says) => {
                        self.socket.as_mut().expect("a socket is open").push_back(Parcel::ToEdge(says));
                    }
                    Effect::Ping => {
                        let pong = Parcel::ToPage(Box::new(Event::Ponged));
                        self.socket.as_mut().expect("a socket is open").push_back(pong);
                    }
                    Effect::MakeToken => {
                        events.push_back(Event::TokenCame(Secret::parse("T".repeat(43)).unwrap()));
                    }
                    Effect::Keep => self.token = self.visit.token().cloned(),
                    Effect::Forget => self.token = None,
                    Effect::Put(say) => {
                        assert!(self.token.is_some(), "[G5] without the token nobody would look for it");
                        events.push_back(Event::Kept(say.id.clone(), self.keeps));
                        if self.keeps {
                            self.kept.push(say);
                        }
                    }
                    Effect::Drop(id) => {
                        let is_stored = self.store.iter().any(|held| held.id == id);
                        assert!(is_stored, "[G5] {id:?} is dropped and not stored");
                        self.kept.retain(|say| say.id != id);
                    }
                    Effect::WantLock => events.push_back(Event::Found(self.kept.clone())),
                    Effect::FreeLock | Effect::ClearDraft | Effect::FocusEmail => {}
                    asked => self.requests.push_back(asked),
                }
            }
        }
        self.check();
    }

    pub(crate) fn check(&self) {
        let entries: Vec<_> = self.visit.entries(self.now).collect();
        let ids: BTreeSet<_> = entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), entries.len(), "[G2] each message is shown once");
        let places: Vec<_> = entries.iter().filter_map(|entry| entry.seq).collect();
        assert!(places.is_sorted_by(|a, b| a < b), "[G3] {places:?}");
        for entry in &entries {
            let is_stored = self.store.iter().any(|held| held.id == *entry.id && Some(held.seq) == entry.seq);
            let has_tick = matches!(entry.delivery, Delivery::Sent | Delivery::Seen);
            assert_eq!(has_tick, is_stored && entry.seq.is_some(), "[G1] {entry:?}");
        }
        for id in &self.written {
            // After a reload what is stored is shown once it was asked for, and what is kept once it was found.
            let is_stored = self.store.iter().any(|held| held.id.as_str() == id.as_str());
            let is_kept = self.kept.iter().any(|say| say.id.as_str() == id.as_str());
            assert!(ids.contains(id.as_str()) || is_stored || is_kept, "[G5] {id} is gone");
        }
        let next = self.visit.next_wakeup(self.now);
        assert!(next.is_none_or(|at| at > self.now), "a wake-up that is due would never end");
    }

    pub(crate) fn append(&mut self, id: MessageId, author: Author, body: Body) -> Stored {
        let seq = Seq(u32::try_from(self.store.len()).unwrap() + 1);
        self.store.push(Message { seq, id: id.clone(), author, body, at: self.now, file: None });
        Stored { id, seq, at: self.now }
    }

    pub(crate) fn take(&mut self, say: Say) -> Stored {
        let known = self.store.iter().find(|held| held.id == say.id && held.author == Author::Visitor);
        match known {
            Some(held) => Stored { id: held.id.clone(), seq: held.seq, at: held.at },
            None => self.append(say.id, Author::Visitor, say.body),
        }
    }

    pub(crate) fn state(&self) -> State {
        if self.store.is_empty() { State::None } else { State::Open }
    }

    /// Two messages a page, so that there are many pages.
    pub(crate) fn view(&self, after: Seq) -> wire::visitor::Visit {
        let hides = self.mode == Mode::Hidden && self.state() == State::Open;
        wire::visitor::Visit {
            mode: if hides { Mode::Messaging } else { self.mode },
            fresh_for: 10,
            back_at: None,
            missed: false,
            faces: vec![Face { name: Name::parse("Ada").unwrap(), online: true }],
            state: self.state(),
            rating: None,
            files: false,
            has_email: false,
            read: self.read,
            last: Seq(u32::try_from(self.store.len()).unwrap()),
            seen: Seq(0),
            messages: self.store.iter().filter(|held| held.seq > after).take(2).cloned().collect(),
        }
    }

    pub(crate) fn hears(&mut self, says: Says) -> Option<Hears> {
        Some(match says {
            Says::Hello { token: Some(_), after, .. } => Hears::Welcome(self.view(after)),
            Says::Hello { token: None, after, .. } => Hears::Welcome(wire::visitor::Visit {
                mode: self.mode,
                state: State::None,
                last: Seq(0),
                messages: Vec::new(),
                ..self.view(after)
            }),
            Says::Say(say) => Hears::Stored(self.take(say)),
            Says::Read { seq } => {
                assert!(seq.0 as usize <= self.store.len());
                self.read = self.read.max(seq);
                return None;
            }
            Says::Typing {} => return None,
            Says::Email { .. } => panic!("an address goes over HTTP, where it is acknowledged"),
        })
    }

    pub(crate) fn answer(&mut self, asked: Effect, is_told: bool) {
        let known = !self.store.is_empty();
        let event = match asked {
            Effect::AskPresence => Event::PresenceCame(Ok(presence(self.mode))),
            Effect::AskConversation(after) if known => Event::ConversationCame(Ok(self.view(after))),
            Effect::AskConversation(_) => Event::ConversationCame(Err(Failure::Network)),
            Effect::Post(say) => Event::Posted { id: say.id.clone(), answer: Ok(self.take(say)) },
            Effect::PostRead(seq) => {
                self.read = self.read.max(seq);
                return;
            }
            other => panic!("{other:?} is no request"),
        };
        if is_told {
            self.tell(event);
        } else {
            self.fail(event);
        }
    }

    pub(crate) fn fail(&mut self, event: Event) {
        self.tell(match event {
            Event::PresenceCame(_) => Event::PresenceCame(Err(Failure::Network)),
            Event::ConversationCame(_) => Event::ConversationCame(Err(Failure::Network)),
            Event::Posted { id, .. } => Event::Posted { id, answer: Err(Failure::Network) },
            other => other,
        });
    }

    pub(crate) fn arrive(&mut self) -> bool {
        if let Some(parcel) = self.socket.as_mut().and_then(VecDeque::pop_front) {
            match parcel {
                Parcel::ToPage(event) => self.tell(*event),
                Parcel::ToEdge(says) => {
                    if let Some(frame) = self.hears(says) {
                        let parcel = Parcel::ToPage(Box::new(Event::Heard(frame)));
                        self.socket.as_mut().unwrap().push_back(parcel);
                    }
                }
            }
            return true;
        }
        let Some(asked) = self.requests.pop_front() else { return false };
        self.answer(asked, true);
        true
    }

    pub(crate) fn run(&mut self, step: &Step) {
        match *step {
            Step::Arrive => {
                self.arrive();
            }
            Step::Cut(code) => {
                if self.socket.take().is_some() {
                    self.tell(Event::SocketClosed(code));
                }
            }
            Step::Lose { arrived } => match self.requests.pop_front() {
                Some(asked) if arrived => self.answer(asked, false),
                Some(Effect::Post(say)) => {
                    self.tell(Event::Posted { id: say.id, answer: Err(Failure::Network) });
                }
                Some(Effect::AskPresence) => self.tell(Event::PresenceCame(Err(Failure::Network))),
                Some(Effect::AskConversation(_)) => self.tell(Event::ConversationCame(Err(Failure::Network))),
                _ => {}
            },
            Step::Write => {
                self.count += 1;
                let id = format!("visitor-message-{:04}", self.count);
                self.written.insert(id.clone());
                self.tell(Event::Submitted {
                    id: MessageId::parse(id).unwrap(),
                    text: format!("number {}", self.count),
                    email: String::new(),
                });
            }
            Step::Retry => {
                let failed = |entry: &visit::Entry<'_>| matches!(entry.delivery, Delivery::Failed(_));
                let ids: Vec<_> =
                    self.visit.entries(self.now).filter(failed).map(|entry| entry.id.clone()).collect();
                for id in ids {
                    self.tell(Event::Retried(id));
                }
            }
            Step::Answer if self.store.is_empty() => {}
            Step::Answer => {
                self.count += 1;
                let id = MessageId::parse(format!("agents-message-{:04}", self.count)).unwrap();
                let author =
                    Author::Agent { id: AgentId::parse("ada").unwrap(), name: Name::parse("Ada").unwrap() };
                self.append(id, author, Body::parse("an answer").unwrap());
                let message = self.store.last().unwrap().clone();
                if let Some(socket) = &mut self.socket {
                    socket.push_back(Parcel::ToPage(Box::new(Event::Heard(Hears::Message(message)))));
                }
            }
            Step::Wake => {
                if let Some(at) = self.visit.next_wakeup(self.now) {
                    self.now = at;
                    self.tell(Event::Woke);
                }
            }
            Step::Wait(milliseconds) => {
                self.now = Timestamp(self.now.0 + milliseconds);
                self.tell(Event::Woke);
            }
            Step::Open(true) => self.tell(Event::PanelOpened),
            Step::Open(false) => self.tell(Event::PanelClosed),
            Step::Show(true) => self.tell(Event::TabShown),
            Step::Show(false) => self.tell(Event::TabHidden),
            Step::Reload if !self.keeps => {}
            Step::Reload => {
                self.socket = None;
                // What was on its way may arrive all the same; nobody hears the answer.
                for asked in std::mem::take(&mut self.requests) {
                    if let Effect::Post(say) = asked {
                        self.take(say);
                    }
                }
                let start = Start {
                    presence: presence(self.mode),
                    token: self.token.clone(),
                    is_visible: true,
                    shares: false,
                    seed: u64::from(self.count),
                };
                self.visit = Visit::new(self.now, start);
                self.tell(Event::Woke);
            }
            Step::Turn(mode) => {
                self.mode = mode;
                if let Some(socket) = &mut self.socket {
                    let faces = Vec::new();
                    socket.push_back(Parcel::ToPage(Box::new(Event::Heard(Hears::Presence {
                        mode,
                        faces,
                        back_at: None,
                        missed: false,
                    }))));
                }
            }
        }
    }

    /// The network is well and somebody looks: everything arrives within minutes.
    pub(crate) fn heal(&mut self) {
        self.tell(Event::TabShown);
        self.tell(Event::PanelOpened);
        self.run(&Step::Retry);
        let until = Timestamp(self.now.0 + 300_000);
        while self.now < until {
            while self.arrive() {}
            self.run(&Step::Wake);
        }
        while self.arrive() {}
    }
}
