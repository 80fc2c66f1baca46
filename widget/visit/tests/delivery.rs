//! One visit against an edge that keeps its promises, over a network that keeps none: frames and answers
//! are lost with every cut, requests arrive whose answers do not, tabs hide, the panel opens and closes.
//!
//! Whatever happens: what is shown as sent is stored (G1), each message is shown once and in the order of
//! the edge (G2, G3), nothing unsent is lost (G4, G6). And once the network is well, all of it arrives.
#![expect(clippy::unwrap_used, reason = "a test says with a panic what it did not expect")]

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;
use visit::{Delivery, Effect, Event, Failure, Start, Visit};
use wire::message::Stored;
use wire::visitor::{Hears, Say, Says, State};
use wire::{AgentId, Author, Body, Face, Message, MessageId, Mode, Name, Presence, Secret, Seq, Timestamp};

fn presence(mode: Mode) -> Presence {
    Presence { mode, fresh_for: 10, back_at: None, more: false }
}

/// What may happen next.
#[derive(Clone, Debug)]
enum Step {
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
    /// The team comes or goes.
    Turn(Mode),
}

fn step() -> impl Strategy<Value = Step> {
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
        1 => prop_oneof![Just(Mode::Live), Just(Mode::Messaging), Just(Mode::Hidden)].prop_map(Step::Turn),
    ]
}

/// On its way to the edge, or back.
#[derive(Clone, Debug)]
enum Parcel {
    ToEdge(Says),
    ToPage(Box<Event>),
}

struct World {
    visit: Visit,
    now: Timestamp,
    token: Option<Secret>,
    mode: Mode,
    store: Vec<Message>,
    read: Seq,
    written: BTreeSet<String>,
    socket: Option<VecDeque<Parcel>>,
    requests: VecDeque<Effect>,
    count: u32,
}

impl World {
    fn new(mode: Mode, seed: u64) -> Self {
        let now = Timestamp(1_700_000_000_000);
        let start = Start { presence: presence(mode), token: None, is_visible: true, seed };
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
        };
        world.tell(Event::Woke);
        world
    }

    fn tell(&mut self, event: Event) {
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
                    Effect::ClearDraft | Effect::FocusEmail => {}
                    asked => self.requests.push_back(asked),
                }
            }
        }
        self.check();
    }

    fn check(&self) {
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
            assert!(ids.contains(id.as_str()), "[G6] {id} is gone");
        }
        let next = self.visit.next_wakeup(self.now);
        assert!(next.is_none_or(|at| at > self.now), "a wake-up that is due would never end");
    }

    fn append(&mut self, id: MessageId, author: Author, body: Body) -> Stored {
        let seq = Seq(u32::try_from(self.store.len()).unwrap() + 1);
        self.store.push(Message { seq, id: id.clone(), author, body, at: self.now });
        Stored { id, seq, at: self.now }
    }

    fn take(&mut self, say: Say) -> Stored {
        let known = self.store.iter().find(|held| held.id == say.id && held.author == Author::Visitor);
        match known {
            Some(held) => Stored { id: held.id.clone(), seq: held.seq, at: held.at },
            None => self.append(say.id, Author::Visitor, say.body),
        }
    }

    fn state(&self) -> State {
        if self.store.is_empty() { State::None } else { State::Open }
    }

    /// Two messages a page, so that there are many pages.
    fn view(&self, after: Seq) -> wire::visitor::Visit {
        let hides = self.mode == Mode::Hidden && self.state() == State::Open;
        wire::visitor::Visit {
            mode: if hides { Mode::Messaging } else { self.mode },
            fresh_for: 10,
            back_at: None,
            missed: false,
            faces: vec![Face { name: Name::parse("Ada").unwrap(), online: true }],
            state: self.state(),
            has_email: false,
            read: self.read,
            last: Seq(u32::try_from(self.store.len()).unwrap()),
            seen: Seq(0),
            messages: self.store.iter().filter(|held| held.seq > after).take(2).cloned().collect(),
        }
    }

    fn hears(&mut self, says: Says) -> Option<Hears> {
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

    fn answer(&mut self, asked: Effect, is_told: bool) {
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

    fn fail(&mut self, event: Event) {
        self.tell(match event {
            Event::PresenceCame(_) => Event::PresenceCame(Err(Failure::Network)),
            Event::ConversationCame(_) => Event::ConversationCame(Err(Failure::Network)),
            Event::Posted { id, .. } => Event::Posted { id, answer: Err(Failure::Network) },
            other => other,
        });
    }

    fn arrive(&mut self) -> bool {
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

    fn run(&mut self, step: &Step) {
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
                    page: None,
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
    fn heal(&mut self) {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn g1_g2_g3_g4_g6_everything_arrives_once_and_in_order(
        mode in prop_oneof![Just(Mode::Live), Just(Mode::Messaging)],
        seed in any::<u64>(),
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let mut world = World::new(mode, seed);
        for step in steps {
            world.run(&step);
        }
        world.heal();
        let shown: Vec<_> =
            world.visit.entries(world.now).map(|entry| (entry.seq, entry.id.clone())).collect();
        let stored: Vec<_> = world.store.iter().map(|held| (Some(held.seq), held.id.clone())).collect();
        prop_assert_eq!(shown, stored);
        for id in &world.written {
            let times = world.store.iter().filter(|held| held.id.as_str() == id.as_str()).count();
            prop_assert_eq!(times, 1, "{} is stored once", id);
        }
        prop_assert_eq!(world.visit.unread(), 0);
    }

    #[test]
    fn g3_frames_in_any_order_and_number_show_each_message_once(
        order in prop::collection::vec(1_u32..20, 1..80),
    ) {
        let mut world = World::new(Mode::Live, 1);
        world.run(&Step::Write);
        world.heal();
        for _ in 1..20 {
            world.run(&Step::Answer);
        }
        if let Some(socket) = &mut world.socket {
            socket.clear();
        }
        for seq in &order {
            let message = world.store[*seq as usize - 1].clone();
            world.tell(Event::Heard(Hears::Message(message)));
        }
        // What no frame told of comes with the next greeting.
        world.run(&Step::Cut(1006));
        world.heal();
        prop_assert_eq!(world.visit.entries(world.now).count(), world.store.len());
    }
}
