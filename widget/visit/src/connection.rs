//! When to open the socket, to greet, to ask whether it still lives, and to give it up.
//!
//! It knows nothing of what the frames carry; it is told when one came.

use wire::Timestamp;
use wire::close::{After, after as after_close};

use crate::after;
use crate::log::Span;
use crate::random::Random;

/// A socket that is not open, or not greeted, within this is given up.
const PATIENCE: i64 = 10_000;
/// A message waits this long for a socket that is being opened, then it takes the other way.
const SOON: i64 = 3_000;
/// A `ping` goes out this long after the last `pong`, and a link that does not answer it for as long again is
/// given up (F1). Only a `pong` counts: a link may have lost one direction, and frames of the other prove
/// nothing of it.
const BEAT: i64 = 15_000;
/// The longest pause before a new try.
const PAUSE: i64 = 30_000;
/// The shortest pause when the edge asked for one.
const SLOWLY: i64 = 10_000;
/// A link that held this long is a good one: the next pause starts small again.
const GOOD: i64 = 10_000;

/// What to do to the socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Connect,
    Disconnect,
    Hello,
    Ping,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// No socket. One may be opened at this instant.
    Down(Timestamp),
    /// Asked for, not open.
    Opening(Timestamp),
    /// Open, `hello` not answered yet.
    Greeting(Timestamp),
    /// Greeted.
    Up { since: Timestamp, ponged: Timestamp, pinged: Option<Timestamp> },
    /// Never again on this page.
    Stopped,
}

#[derive(Clone, Debug)]
pub(crate) struct Connection {
    link: Link,
    tries: u32,
    /// The last `hello`: when, and what for. Answered when `None`.
    hello: Option<(Timestamp, Span)>,
    has_token: bool,
    /// What the last answer was to: the same question would get the same answer.
    stuck_at: Option<Span>,
    /// Since when it is wanted and not there.
    missed_since: Option<Timestamp>,
    must_reload: bool,
    /// The edge asked for the pause: nothing cuts it short.
    is_held: bool,
}

impl Connection {
    pub(crate) fn new() -> Self {
        Self {
            link: Link::Down(Timestamp(i64::MIN)),
            tries: 0,
            hello: None,
            has_token: false,
            stuck_at: None,
            missed_since: None,
            must_reload: false,
            is_held: false,
        }
    }

    pub(crate) fn is_up(&self) -> bool {
        matches!(self.link, Link::Up { .. })
    }

    /// Whether messages can go over it: the edge was told whose they are.
    pub(crate) fn is_ours(&self) -> bool {
        self.is_up() && self.has_token
    }

    /// Until when it may become ours, so that waiting is better than another way.
    pub(crate) fn coming_until(&self) -> Option<Timestamp> {
        match self.link {
            Link::Opening(since) | Link::Greeting(since) => Some(after(since, SOON)),
            Link::Up { .. } | Link::Down(_) | Link::Stopped => None,
        }
    }

    /// Whether opening a socket keeps failing here.
    pub(crate) fn is_barred(&self) -> bool {
        self.link == Link::Stopped || (!self.is_up() && self.tries > 1)
    }

    pub(crate) fn missed_since(&self) -> Option<Timestamp> {
        self.missed_since
    }

    pub(crate) fn must_reload(&self) -> bool {
        self.must_reload
    }

    /// The next step, if one is due: another `hello`, too, where the log lacks a message. `has_token` says that there
    /// is a token to greet with.
    pub(crate) fn step(
        &mut self,
        now: Timestamp,
        is_wanted: bool,
        has_token: bool,
        log: Span,
        random: &mut Random,
    ) -> Option<Step> {
        if is_wanted && !self.is_up() {
            self.missed_since.get_or_insert(now);
        } else {
            self.missed_since = None;
        }
        match self.link {
            Link::Down(again_at) if is_wanted && now >= again_at => {
                self.link = Link::Opening(now);
                self.is_held = false;
                Some(Step::Connect)
            }
            Link::Down(_) | Link::Stopped => None,
            _ if !is_wanted => {
                self.link = Link::Down(now);
                self.forget_greeting();
                Some(Step::Disconnect)
            }
            Link::Opening(since) | Link::Greeting(since) if now >= after(since, PATIENCE) => {
                self.lose(now, random);
                Some(Step::Disconnect)
            }
            Link::Greeting(_) if self.hello.is_none() => {
                self.hello = Some((now, log));
                self.has_token = has_token;
                Some(Step::Hello)
            }
            Link::Opening(_) | Link::Greeting(_) => None,
            Link::Up { since, ponged, pinged } => {
                let is_dead = pinged.is_some_and(|at| now >= after(at, BEAT))
                    || self.hello.is_some_and(|(at, _)| now >= after(at, PATIENCE));
                if is_dead {
                    self.lose(now, random);
                    return Some(Step::Disconnect);
                }
                if (has_token && !self.has_token)
                    || (log.has_gap() && self.hello.is_none() && self.stuck_at != Some(log))
                {
                    self.hello = Some((now, log));
                    self.has_token = has_token;
                    return Some(Step::Hello);
                }
                if pinged.is_none() && now >= after(ponged, BEAT) {
                    self.link = Link::Up { since, ponged, pinged: Some(now) };
                    return Some(Step::Ping);
                }
                None
            }
        }
    }

    pub(crate) fn opened(&mut self, now: Timestamp) {
        if matches!(self.link, Link::Opening(_)) {
            self.link = Link::Greeting(now);
        }
    }

    /// A `pong` came: the link lives, in both directions.
    pub(crate) fn ponged(&mut self, now: Timestamp) {
        if let Link::Up { since, .. } = self.link {
            self.link = Link::Up { since, ponged: now, pinged: None };
        }
    }

    /// The answer to a `hello`: to the last one, or, over a socket that tabs share, to another tab's, which is as good.
    /// Tells whether a link is there for it.
    pub(crate) fn welcomed(&mut self, now: Timestamp) -> bool {
        match self.link {
            Link::Greeting(_) => self.link = Link::Up { since: now, ponged: now, pinged: None },
            Link::Up { .. } => {}
            _ => return false,
        }
        if let Some((_, log)) = self.hello.take() {
            self.stuck_at = Some(log);
        }
        true
    }

    /// The socket closed. Tells what follows from the code, if it was open for us.
    pub(crate) fn closed(&mut self, now: Timestamp, code: u16, random: &mut Random) -> Option<After> {
        if matches!(self.link, Link::Down(_) | Link::Stopped) {
            return None;
        }
        let follows = after_close(code);
        self.lose(now, random);
        match follows {
            After::Reconnect | After::SignIn => {}
            After::Slowly => {
                self.link = Link::Down(after(now, SLOWLY + random.up_to(SLOWLY)));
                self.is_held = true;
            }
            After::Reload => {
                self.link = Link::Stopped;
                self.must_reload = true;
            }
            After::Stop => self.link = Link::Stopped,
        }
        Some(follows)
    }

    /// Plans the next try: full jitter, so that a restart of the edge is not followed by a stampede.
    fn lose(&mut self, now: Timestamp, random: &mut Random) {
        if matches!(self.link, Link::Up { since, .. } if now >= after(since, GOOD)) {
            self.tries = 0;
        }
        let most = (1_000 << self.tries.min(5)).min(PAUSE);
        self.tries += 1;
        self.link = Link::Down(after(now, random.up_to(most)));
        self.forget_greeting();
    }

    fn forget_greeting(&mut self) {
        self.hello = None;
        self.has_token = false;
        self.stuck_at = None;
    }

    /// There is reason to believe that a try will do: the network or the tab came back, somebody waits.
    /// The try comes at this instant, unless it comes sooner anyhow.
    pub(crate) fn hurry(&mut self, at: Timestamp) {
        if let Link::Down(again_at) = self.link
            && !self.is_held
        {
            self.link = Link::Down(again_at.min(at));
        }
    }

    /// Asks a link that may have died unseen, as while the machine slept.
    pub(crate) fn doubt(&mut self, now: Timestamp) {
        if let Link::Up { since, ponged, pinged: None } = self.link
            && now > after(ponged, 1_000)
        {
            self.link = Link::Up { since, ponged: after(now, -BEAT).min(ponged), pinged: None };
        }
    }

    pub(crate) fn next_wakeup(&self, is_wanted: bool) -> Option<Timestamp> {
        match self.link {
            Link::Down(again_at) => is_wanted.then_some(again_at),
            Link::Opening(since) | Link::Greeting(since) => Some(after(since, PATIENCE)),
            Link::Up { ponged, pinged, .. } => {
                let silence = after(pinged.unwrap_or(ponged), BEAT);
                Some(self.hello.map_or(silence, |(at, _)| silence.min(after(at, PATIENCE))))
            }
            Link::Stopped => None,
        }
    }
}
