//! The site's object, driven as the Worker drives it: load, decide, save in one transaction, acknowledge,
//! tell. Its store survives everything, its lines an eviction, its desk nothing.

mod agent;
pub(crate) mod lines;
mod mail;
mod memory;
mod perform;
pub(crate) mod store;
mod visitor;

pub(crate) use mail::Brought;
pub(crate) use visitor::visitor;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use desk::{Desk, Event, Refused};
use wire::http::{Code, Problem};
use wire::{MessageId, Timestamp};

use crate::mutant::Mutant;
use lines::{Down, Line, LineId, Up, Who};
use perform::Source;
use store::Store;

/// Where a fault strikes, the next time that something is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    BeforeWrite,
    AfterWrite,
    AfterAcknowledgement,
    /// When a provider has taken a mail.
    AfterPost,
}

/// What strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The process ends: memory and sockets are gone.
    Crash(Point),
    /// A panic: memory is read anew, sockets stay.
    Panic(Point),
    /// The database refuses.
    Refusal,
}

/// Why there is no good answer.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    Crash,
    Panic,
    Problem { code: Code, retry_after: Option<Duration> },
}

pub(crate) type Result<T> = std::result::Result<T, Trouble>;

impl Trouble {
    pub(crate) fn new(code: Code) -> Self {
        Self::Problem { code, retry_after: None }
    }

    pub(crate) fn problem(&self) -> Problem {
        let (code, retry_after) = match self {
            Self::Problem { code, retry_after } => (*code, *retry_after),
            Self::Crash | Self::Panic => (Code::Internal, None),
        };
        let seconds = |wait: Duration| u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(1).max(1);
        Problem { code, id: "x".into(), message: "no".into(), retry_after: retry_after.map(seconds) }
    }
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        Self::Problem { code: refused.code, retry_after: refused.retry_after }
    }
}

/// What goes out to a client.
#[derive(Clone, Debug)]
pub(crate) struct Out {
    pub(crate) line: LineId,
    pub(crate) frame: Down,
}

/// Service restart: clients reconnect.
const RESTART: u16 = 1012;

pub(crate) struct Edge {
    pub(crate) store: Store,
    pub(crate) lines: BTreeMap<LineId, Line>,
    /// When it rings: durable, like what is stored.
    pub(crate) alarm: Option<Timestamp>,
    /// Memory, while the object is awake.
    core: Option<Core>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) out: Vec<Out>,
    /// The version of the frames that it speaks.
    pub(crate) version: u8,
    pub(crate) mutant: Option<Mutant>,
    /// Every acknowledgement that went out: by conversation, sender, id.
    pub(crate) acknowledged: BTreeMap<(wire::ConversationId, String, MessageId), wire::Seq>,
    /// Messages that the edge refused, whether or not their writers heard of it: agents' replies follow each
    /// other without waiting, so that one is stored before the other is tried again.
    pub(crate) refused: BTreeSet<MessageId>,
    /// What the edge itself found to be wrong.
    pub(crate) wrong: Option<String>,
    /// Conversations and the beginning of each wait that was told to be missed.
    pub(crate) missed: BTreeSet<(wire::ConversationId, Timestamp)>,
    pub(crate) provider: mail::Provider,
    /// How many faults struck.
    pub(crate) struck: u32,
    /// Something was saved and those whom it concerns may not have been told.
    untold: bool,
    next_line: LineId,
    next_conversation: u32,
}

/// What the object has at hand.
struct Core {
    desk: Desk,
    armed: Option<Timestamp>,
    /// For a bug that is planted: what a forgetful edge knows.
    seen: BTreeMap<(wire::ConversationId, String, MessageId), wire::Message>,
}

impl Edge {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            lines: BTreeMap::new(),
            alarm: None,
            core: None,
            faults: Vec::new(),
            out: Vec::new(),
            version: wire::PROTOCOL,
            mutant: None,
            acknowledged: BTreeMap::new(),
            refused: BTreeSet::new(),
            wrong: None,
            missed: BTreeSet::new(),
            provider: mail::Provider::default(),
            struck: 0,
            untold: false,
            next_line: 0,
            next_conversation: 0,
        }
    }

    /// A socket comes in.
    pub(crate) fn open(&mut self, who: Who, now: Timestamp) -> LineId {
        self.next_line += 1;
        let line = Line { who, is_greeted: false, told: None, heard: now };
        self.lines.insert(self.next_line, line);
        self.next_line
    }

    /// A frame comes in. `Err` when the process ended over it.
    pub(crate) fn hear(&mut self, id: LineId, frame: Up, now: Timestamp) -> Result<()> {
        if !self.lines.contains_key(&id) {
            return Ok(());
        }
        let about = match &frame {
            Up::Ping => {
                // The runtime answers, and keeps the instant.
                if let Some(line) = self.lines.get_mut(&id) {
                    line.heard = now;
                }
                self.send(id, Down::Pong);
                return Ok(());
            }
            Up::Visitor(wire::visitor::Says::Say(say)) => Some(say.id.clone()),
            Up::Agent(wire::agent::Says::Say { id, .. }) => Some(id.clone()),
            _ => None,
        };
        let done = self.enter(now, |edge| match frame {
            Up::Visitor(says) => edge.visitor_says(id, says, now),
            Up::Agent(says) => edge.agent_says(id, says, now),
            Up::Close | Up::Ping => edge.gone(id, now),
        });
        match done {
            Ok(()) => Ok(()),
            Err(Trouble::Crash) => Err(Trouble::Crash),
            Err(trouble) => {
                self.refused.extend(about.clone());
                self.refuse(id, &trouble, about);
                Ok(())
            }
        }
    }

    /// The alarm rings. Never fails; a crash in it is followed by another try.
    pub(crate) fn ring(&mut self, now: Timestamp) -> Result<()> {
        self.alarm = None;
        if let Some(core) = &mut self.core {
            core.armed = None;
        }
        let done = self.enter(now, |edge| {
            edge.apply(now, Event::Ticked, Source::default())?;
            edge.drain(now)
        });
        match done {
            Err(Trouble::Crash) => Err(Trouble::Crash),
            _ => Ok(()),
        }
    }

    /// Memory is gone, sockets stay.
    pub(crate) fn evict(&mut self, now: Timestamp) {
        self.check_memory(now);
        self.core = None;
    }

    /// The process ends.
    pub(crate) fn crash(&mut self) {
        self.core = None;
        self.lines.clear();
    }

    /// Everything that the object does begins here and ends with the alarm set.
    pub(crate) fn enter<T>(
        &mut self,
        now: Timestamp,
        body: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.wake(now);
        let done = body(self);
        match &done {
            Err(Trouble::Crash) => {
                // What was written is there, and the alarm with it: one turn, one commit.
                self.core = None;
                self.untold = false;
                self.arm(now);
                return done;
            }
            Err(Trouble::Panic) => self.core = None,
            _ => {}
        }
        if std::mem::take(&mut self.untold) && self.mutant != Some(Mutant::Untold) {
            for line in std::mem::take(&mut self.lines).into_keys() {
                self.send(line, Down::Close(RESTART));
            }
        }
        self.arm(now);
        done
    }

    fn wake(&mut self, now: Timestamp) {
        if self.core.is_none() {
            self.core = Some(Core { desk: self.store.desk(now), armed: None, seen: BTreeMap::new() });
        }
    }

    /// Sets the one alarm, if it would ring too late.
    fn arm(&mut self, now: Timestamp) {
        const GRACE: Duration = Duration::from_millis(20);
        const AGAIN: Duration = Duration::from_secs(1);
        self.wake(now);
        let Some(core) = &mut self.core else { return };
        let Some(due) = core.desk.next_wakeup(now) else { return };
        let due = due + GRACE;
        let due = if due > now { due } else { now + AGAIN };
        let is_late = core.armed.is_none_or(|armed| armed > due || armed <= now);
        let forgets = self.mutant == Some(Mutant::AlarmOnce) && core.armed.is_some();
        if is_late && !forgets {
            core.armed = Some(due);
            self.alarm = Some(due);
        }
        if self.alarm.is_none_or(|alarm| alarm > due) {
            self.wrong("work is due and no alarm is set for it");
        }
    }

    fn send(&mut self, line: LineId, frame: Down) {
        self.out.push(Out { line, frame });
    }

    fn hang_up(&mut self, id: LineId, code: u16, now: Timestamp) -> Result<()> {
        self.send(id, Down::Close(code));
        self.gone(id, now)
    }

    /// A socket is gone; a visitor may be.
    fn gone(&mut self, id: LineId, now: Timestamp) -> Result<()> {
        self.look(now)?;
        match self.lines.remove(&id) {
            Some(line) => self.parted(&line, now),
            None => Ok(()),
        }
    }

    fn refuse(&mut self, line: LineId, trouble: &Trouble, about: Option<MessageId>) {
        let refusal = wire::visitor::Refusal { problem: trouble.problem(), about };
        let frame = match self.lines.get(&line).map(|line| &line.who) {
            Some(Who::Visitor { .. }) => Down::Visitor(wire::visitor::Hears::Error(refusal)),
            Some(Who::Agent(_)) => Down::Agent(wire::agent::Hears::Error(refusal)),
            None => return,
        };
        self.send(line, frame);
    }

    /// Where a fault is to strike, it strikes now.
    fn strike(&mut self, at: Point) -> Result<()> {
        let strikes = |fault: &Fault| match fault {
            Fault::Crash(point) | Fault::Panic(point) => *point == at,
            Fault::Refusal => at == Point::BeforeWrite,
        };
        let Some(place) = self.faults.iter().position(strikes) else { return Ok(()) };
        self.struck += 1;
        match self.faults.remove(place) {
            Fault::Crash(_) => Err(Trouble::Crash),
            Fault::Panic(_) => Err(Trouble::Panic),
            Fault::Refusal => Err(Trouble::new(Code::Internal)),
        }
    }

    pub(crate) fn wrong(&mut self, what: &str) {
        self.wrong.get_or_insert_with(|| what.to_owned());
    }
}
