//! The connection: when to try, when to give up waiting, when to ask whether the other end is still there.

use std::time::Duration;

use wire::Timestamp;
use wire::close::{After, after};

use super::event::Effect;

/// Jitter counts in thousandths: 0 to 999.
pub const JITTER: u32 = 1_000;

/// A heartbeat goes out this often; it is also what keeps the agent reachable.
const BEAT: Duration = Duration::from_secs(15);
/// A link that said nothing for so long is dead.
const SILENCE: Duration = Duration::from_secs(30);
/// Opening and greeting together take no longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first wait, doubled at each try, up to the last.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LAST_WAIT: Duration = Duration::from_secs(30);
const SLOWLY: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nobody is signed in.
    #[default]
    Off,
    /// The socket opens, or `hello` is not answered yet.
    Opening { since: Timestamp },
    /// `welcome` came.
    Open,
    /// Until the next try.
    Waiting { until: Timestamp },
    /// For good.
    Over(After),
}

/// How it looks to the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Connecting,
    Connected,
    Reconnecting,
    /// Another version runs at the edge.
    Outdated,
    /// The edge hung up for a reason that would come again.
    Stopped,
}

/// One console's line to the edge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    phase: Phase,
    tries: u32,
    was_open: bool,
    heard: Timestamp,
    beat: Timestamp,
}

impl Link {
    #[must_use]
    pub fn connection(&self) -> Connection {
        match self.phase {
            Phase::Open => Connection::Connected,
            Phase::Over(After::Reload) => Connection::Outdated,
            Phase::Over(_) => Connection::Stopped,
            _ if self.was_open || self.tries > 0 => Connection::Reconnecting,
            _ => Connection::Connecting,
        }
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Somebody wants it, whether it is up or not.
    pub(super) fn is_on(&self) -> bool {
        self.phase != Phase::Off
    }

    #[must_use]
    pub fn next_wakeup(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Off | Phase::Over(_) => None,
            Phase::Opening { since } => Some(since + PATIENCE),
            Phase::Open => Some((self.beat + BEAT).min(self.heard + SILENCE)),
            Phase::Waiting { until } => Some(until),
        }
    }

    /// Starts, with nothing before it.
    pub(super) fn start(&mut self, now: Timestamp) -> Vec<Effect> {
        *self = Self::default();
        self.connect(now)
    }

    pub(super) fn stop(&mut self) -> Vec<Effect> {
        *self = Self::default();
        vec![Effect::Disconnect]
    }

    pub(super) fn opened(&mut self, now: Timestamp) {
        self.heard = now;
        self.beat = now;
    }

    pub(super) fn heard(&mut self, now: Timestamp) {
        self.heard = now;
    }

    pub(super) fn welcomed(&mut self) {
        self.phase = Phase::Open;
        self.was_open = true;
        self.tries = 0;
    }

    /// What the close code asks for; the caller minds `SignIn`.
    pub(super) fn closed(&mut self, now: Timestamp, code: u16, jitter: u32) -> After {
        let then = after(code);
        match then {
            After::Reconnect => self.wait(now, Duration::ZERO, jitter),
            After::Slowly => self.wait(now, SLOWLY, jitter),
            After::SignIn | After::Reload | After::Stop => self.phase = Phase::Over(then),
        }
        then
    }

    pub(super) fn tick(&mut self, now: Timestamp, jitter: u32) -> Vec<Effect> {
        match self.phase {
            Phase::Opening { since } if now >= since + PATIENCE => self.lost(now, jitter),
            Phase::Open if now >= self.heard + SILENCE => self.lost(now, jitter),
            Phase::Open if now >= self.beat + BEAT => self.ping(now),
            Phase::Waiting { until } if now >= until => self.connect(now),
            _ => Vec::new(),
        }
    }

    /// A good moment to try: there is no reason to wait for the next.
    pub(super) fn wake(&mut self, now: Timestamp, jitter: u32) -> Vec<Effect> {
        match self.phase {
            Phase::Waiting { .. } => self.connect(now),
            // After a sleep the clock has jumped: the line is dead, though nobody said so.
            Phase::Open if now >= self.heard + SILENCE => {
                drop(self.lost(now, jitter));
                self.connect(now)
            }
            Phase::Open => self.ping(now),
            _ => Vec::new(),
        }
    }

    fn connect(&mut self, now: Timestamp) -> Vec<Effect> {
        self.phase = Phase::Opening { since: now };
        vec![Effect::Connect]
    }

    fn ping(&mut self, now: Timestamp) -> Vec<Effect> {
        self.beat = now;
        vec![Effect::Ping]
    }

    fn lost(&mut self, now: Timestamp, jitter: u32) -> Vec<Effect> {
        self.wait(now, Duration::ZERO, jitter);
        vec![Effect::Disconnect]
    }

    /// Full jitter: consoles that lost the same edge do not come back in one wave.
    fn wait(&mut self, now: Timestamp, at_least: Duration, jitter: u32) {
        let most = FIRST_WAIT.saturating_mul(1 << self.tries.min(6)).min(LAST_WAIT);
        self.tries = self.tries.saturating_add(1);
        let until = now + at_least + most * jitter.min(JITTER) / JITTER;
        self.phase = Phase::Waiting { until };
    }
}
