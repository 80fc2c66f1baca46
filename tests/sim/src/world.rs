//! The whole site in one process: one clock, one queue of what is to come.

mod clients;
mod links;
mod mail;
mod people;
mod storage;

use std::collections::{BTreeMap, BTreeSet};

use desk::Agent;
use fastrand::Rng;
use wire::http::Role;
use wire::mail::AgentMail;
use wire::settings::{Assignment, Settings};
use wire::{AgentId, Email, MessageId, Name, Status, Timestamp, WhenNobody};

use crate::console::Device;
use crate::edge::Brought;
use crate::edge::Edge;
use crate::edge::lines::{Down, Up};
use crate::edge::store::Store;
use crate::mutant::Mutant;
use crate::network::{Conn, ConnId};
use crate::page::{Ask, Page, Storage};
use crate::plan::{Loss, Plan, Step, TABS};

pub(crate) type ClientId = usize;

/// Some Monday.
pub(crate) const BEGIN: i64 = 1_790_000_000_000;
/// How long everything may take to settle once nothing breaks any more.
const QUIET: i64 = 15 * 60_000;

/// What is to come.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "they are few, and each is taken out once")]
pub(crate) enum Due {
    Step(Step),
    /// A client's timer, if it was not set anew since.
    Wake(ClientId, u64),
    Handshake(ConnId),
    Up(ConnId, Up),
    Down(ConnId, Down),
    /// A client learns that its link is gone.
    Lost(ConnId),
    /// The edge learns that a link is gone.
    Dropped(ConnId),
    /// A request arrives; the client hears of it or not.
    Request {
        client: ClientId,
        ask: Ask,
        token: Option<wire::Secret>,
        is_heard: bool,
    },
    /// An answer over HTTP arrives.
    Answer(ClientId, Box<visit::Event>),
    AskSession(ClientId),
    Session(ClientId, Box<Option<wire::http::Session>>),
    Ring,
    /// Another tab of the browser wrote the token down.
    Found(ClientId),
    Put {
        client: ClientId,
        browser: usize,
        say: wire::visitor::Say,
        token: Option<wire::Secret>,
    },
    Granted(ClientId),
    Recalled(ClientId),
    Network(ClientId, bool),
    /// The mail provider is there again.
    MailAgain,
    /// A mail is brought, and so many milliseconds after it was taken once more.
    Mail(Box<Brought>, Option<u32>),
}

/// A tab or a console, as long as it is open.
pub(crate) enum Client {
    Page(Box<Page>),
    Console(Box<Device>),
    Closed,
}

pub(crate) struct Browser {
    pub(crate) storage: Storage,
    pub(crate) tabs: [Option<ClientId>; TABS],
    /// How far its clock is ahead.
    pub(crate) ahead: i64,
    pub(crate) has_jumped: bool,
}

pub(crate) struct World {
    pub(crate) now: i64,
    pub(crate) plan: Plan,
    pub(crate) rng: Rng,
    pub(crate) edge: Edge,
    pub(crate) clients: Vec<Client>,
    timers: Vec<u64>,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) consoles: Vec<ClientId>,
    pub(crate) conns: Vec<Conn>,
    queue: BTreeMap<(i64, u64), Due>,
    count: u64,
    ring: Option<Timestamp>,
    losses: BTreeMap<ClientId, Loss>,
    offline: BTreeSet<ClientId>,
    pub(crate) mutant: Option<Mutant>,
    /// When each agent was heard from last, by the definition alone.
    pub(crate) heard: BTreeMap<AgentId, i64>,
    /// When somebody was in last.
    pub(crate) last_live: i64,
    /// Messages by whoever wrote them, as long as that one can say what became of them.
    pub(crate) written: u64,
    /// Every mail that was brought.
    pub(crate) brought: Vec<Brought>,
    pub(crate) found: Option<String>,
    pub(crate) trace: Option<Vec<String>>,
}

pub(crate) fn agent_id(number: usize) -> AgentId {
    AgentId::parse(format!("agent-{number}")).expect("an id")
}

impl World {
    pub(crate) fn new(plan: Plan, mutant: Option<Mutant>) -> Self {
        let begin = Timestamp(BEGIN);
        let mut settings =
            Settings::new(Name::parse("Shop").expect("a name"), WhenNobody::Messaging, Vec::new());
        if plan.cast.is_automatic {
            settings.assignment = Assignment::Automatic;
        }
        settings.overflow_after = 20;
        settings.missed_after = 60;
        settings.visitor_mail = plan.cast.visitor_mail;
        let team = (0..plan.cast.agents)
            .map(|number| {
                let name = Name::parse(format!("Agent {number}")).expect("a name");
                let email = Email::parse(format!("agent{number}@team.example")).expect("an address");
                let mut agent = Agent::new(agent_id(number), name, email, Role::Agent, begin);
                agent.status = Status::Online;
                agent.habits.mail = if number == 0 { AgentMail::Transcripts } else { AgentMail::Missed };
                agent
            })
            .collect();
        let mut edge = Edge::new(Store::new(settings, team));
        edge.mutant = mutant;
        edge.store.is_unique = mutant != Some(Mutant::DedupeInMemory);
        let browser =
            |_| Browser { storage: Storage::default(), tabs: [None; TABS], ahead: 0, has_jumped: false };
        let browsers = (0..plan.cast.browsers.len()).map(browser).collect();
        let mut world = Self {
            now: BEGIN,
            rng: Rng::with_seed(plan.seed ^ 0x5EED),
            edge,
            clients: Vec::new(),
            timers: Vec::new(),
            browsers,
            consoles: Vec::new(),
            conns: Vec::new(),
            queue: BTreeMap::new(),
            count: 0,
            ring: None,
            losses: BTreeMap::new(),
            offline: BTreeSet::new(),
            mutant,
            heard: BTreeMap::new(),
            last_live: 0,
            written: 0,
            brought: Vec::new(),
            found: None,
            trace: None,
            plan,
        };
        for (at, step) in world.plan.steps.clone() {
            world.push(BEGIN + at, Due::Step(step));
        }
        for agent in world.plan.cast.consoles.clone() {
            world.open_console(agent);
        }
        world
    }

    /// Runs until everything has settled. Answers what was found to be wrong.
    pub(crate) fn run(&mut self) -> Option<String> {
        let end = BEGIN + self.plan.steps.last().map_or(0, |(at, _)| *at) + 1;
        self.run_until(end);
        if self.found.is_none() {
            self.calm();
            let deadline = self.now + QUIET;
            let mut next = self.now;
            loop {
                next += 5_000;
                self.run_until(next);
                if self.found.is_some() {
                    break;
                }
                match self.settled() {
                    Ok(()) => break,
                    Err(what) if self.now >= deadline => {
                        self.found = Some(what);
                        break;
                    }
                    Err(_) => self.calm_again(),
                }
            }
        }
        self.found.clone()
    }

    fn run_until(&mut self, end: i64) {
        while self.found.is_none() {
            let Some((&(at, _), _)) = self.queue.first_key_value() else { break };
            if at > end {
                break;
            }
            let Some(((at, _), due)) = self.queue.pop_first() else { break };
            self.now = self.now.max(at);
            if let Some(trace) = &mut self.trace {
                trace.push(format!("{:>8} {due:?}", self.now - BEGIN));
            }
            self.happen(due);
            self.after();
        }
        self.now = self.now.max(end);
    }

    pub(crate) fn push(&mut self, at: i64, due: Due) {
        self.count += 1;
        self.queue.insert((at.max(self.now), self.count), due);
    }

    /// So many milliseconds from now.
    pub(crate) fn push_in(&mut self, milliseconds: i64, due: Due) {
        self.push(self.now + milliseconds, due);
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Step(step) => self.step(&step),
            Due::Wake(client, timer) if self.timers[client] == timer => match &self.clients[client] {
                Client::Page(_) => self.tell_page(client, visit::Event::Woke),
                Client::Console(_) => self.tick_console(client),
                Client::Closed => {}
            },
            Due::Wake(..) => {}
            Due::Handshake(conn) => self.shake(conn),
            Due::Up(conn, frame) => self.deliver_up(conn, frame),
            Due::Down(conn, frame) => self.deliver_down(conn, frame),
            Due::Lost(conn) => self.lose(conn),
            Due::Dropped(conn) => self.drop_line(conn),
            Due::Request { client, ask, token, is_heard } => {
                self.serve(client, &ask, token.as_ref(), is_heard);
            }
            Due::Answer(client, event) => self.tell_page(client, *event),
            Due::AskSession(client) => self.serve_session(client),
            Due::Session(client, session) => self.enter_console(client, *session),
            Due::Ring => {
                if self.edge.alarm.is_some_and(|alarm| alarm.0 <= self.now) {
                    self.note_live();
                    let done = self.edge.ring(Timestamp(self.now));
                    self.after_edge(done.is_err());
                }
            }
            Due::Found(client) => self.find_token(client),
            Due::Put { client, browser, say, token } => self.keep(client, browser, say, token),
            Due::Granted(client) => self.granted(client),
            Due::Recalled(client) => self.recall(client),
            Due::Network(client, is_there) => self.network(client, is_there),
            Due::MailAgain => self.edge.provider.is_down = false,
            Due::Mail(mail, again) => self.bring(mail, again),
        }
    }

    /// What follows from whatever happened: the alarm rings when it is set for, or a little later.
    fn after(&mut self) {
        if self.ring != self.edge.alarm {
            self.ring = self.edge.alarm;
            if let Some(alarm) = self.edge.alarm {
                let late = i64::try_from(self.rng.u64(..=self.plan.cast.late)).unwrap_or(0);
                self.push(alarm.0.max(self.now) + late, Due::Ring);
            }
        }
        if let Some(wrong) = self.edge.wrong.take() {
            self.find(&wrong);
        }
    }

    pub(crate) fn find(&mut self, what: &str) {
        self.found.get_or_insert_with(|| what.to_owned());
    }

    /// A client's timer is set anew.
    pub(crate) fn set_timer(&mut self, client: ClientId, wait: Option<i64>) {
        self.timers[client] += 1;
        if let Some(wait) = wait {
            self.push_in(wait.max(1), Due::Wake(client, self.timers[client]));
        }
    }

    pub(crate) fn add(&mut self, client: Client) -> ClientId {
        self.clients.push(client);
        self.timers.push(0);
        self.clients.len() - 1
    }

    /// A new id, as a client draws one.
    pub(crate) fn message_id(&mut self) -> MessageId {
        self.written += 1;
        MessageId::parse(format!("message-number-{:06}", self.written)).expect("an id")
    }

    /// Takes down that somebody is in, by the definition alone: not offline, and heard from within 45 s.
    pub(crate) fn note_live(&mut self) {
        const LEASE: i64 = 45_000;
        for (id, agent) in &self.edge.store.agents {
            if agent.status != Status::Offline
                && let Some(heard) = self.heard.get(id)
            {
                self.last_live = self.last_live.max(self.now.min(heard + LEASE));
            }
        }
    }
}
