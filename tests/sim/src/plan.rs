//! What people do and what breaks, drawn from a seed: a list that a failing run is shrunk in.

use fastrand::Rng;
use wire::Status;
use wire::mail::VisitorMail;

use crate::edge::{Fault, Point};

/// Who takes part. Not shrunk.
#[derive(Clone, Debug)]
pub struct Cast {
    pub browsers: Vec<Browser>,
    /// Whose each console is.
    pub consoles: Vec<usize>,
    pub agents: usize,
    /// The edge hands conversations out by itself.
    pub is_automatic: bool,
    /// Frames of the edge have fields and types that the clients do not know.
    pub is_newer: bool,
    /// The longest that an alarm is late, in milliseconds.
    pub late: u64,
    /// What visitors get by mail. Each second browser leaves an address.
    pub visitor_mail: VisitorMail,
}

/// One visitor's browser.
#[derive(Clone, Copy, Debug)]
pub struct Browser {
    /// It keeps what a page stores.
    pub keeps: bool,
    /// Sockets get through.
    pub has_sockets: bool,
}

/// How a link breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Both ends learn of it.
    Reset,
    /// Nothing gets to the edge any more, and nobody learns of it.
    Mute,
    /// Nothing comes from the edge any more, and nobody learns of it.
    Deaf,
    Both,
    /// It stands still for so many milliseconds.
    Stall(u32),
    /// The next frame to the edge arrives twice.
    Again,
}

/// What becomes of the next request over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It does not arrive.
    Before,
    /// Its answer does not arrive.
    After,
    /// It does not arrive, and nobody learns of it.
    Silent,
    /// It fails here, and arrives so many milliseconds later all the same.
    Late(u32),
}

/// One thing that happens. Numbers are taken modulo what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A tab of a browser: opened, closed, loaded anew.
    Open(usize, usize),
    Close(usize, usize),
    Reload(usize, usize),
    /// A browser is killed, with all its tabs.
    Kill(usize),
    Write(usize, usize),
    Retry(usize, usize),
    Panel(usize, usize, bool),
    Show(usize, usize, bool),
    ConsoleReload(usize),
    Select(usize, usize),
    Reply(usize),
    RetryReply(usize),
    Finish(usize),
    Assign(usize, usize),
    Status(usize, Status),
    Cut(Who, Cut),
    Lose(Who, Loss),
    /// No network for so many milliseconds.
    Offline(Who, u32),
    Strike(Fault),
    /// The process ends, with nothing in hand.
    Crash,
    Evict,
    /// A browser's clock jumps.
    Jump(usize, i32),
    /// A newer version is deployed.
    Deploy,
    /// The mail provider takes nothing for so many milliseconds.
    NoMail(u32),
    /// A mail comes in about a conversation, from its visitor or from an agent, and after so many milliseconds
    /// once more.
    Mail(usize, Option<usize>, u32),
}

/// A client: a tab of a browser, or a console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Tab(usize, usize),
    Console(usize),
}

/// A whole run, but for latencies: those follow from the seed.
#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub cast: Cast,
    /// With the instants, in milliseconds from the beginning.
    pub steps: Vec<(i64, Step)>,
}

/// Tabs of one browser.
pub(crate) const TABS: usize = 3;

impl Plan {
    #[must_use]
    pub fn draw(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let browsers = (0..rng.usize(1..=3))
            .map(|_| Browser { keeps: rng.u8(..8) > 0, has_sockets: rng.u8(..6) > 0 })
            .collect();
        let agents = rng.usize(1..=2);
        let consoles = (0..rng.usize(1..=3)).map(|place| place % agents).collect();
        let cast = Cast {
            browsers,
            consoles,
            agents,
            is_automatic: rng.bool(),
            is_newer: rng.u8(..6) == 0,
            late: if rng.bool() { 20 } else { 5_000 },
            visitor_mail: *rng
                .choice(&[VisitorMail::Nothing, VisitorMail::Unread, VisitorMail::Transcripts])
                .unwrap_or(&VisitorMail::Unread),
        };
        let mut steps = vec![(0, Step::Open(0, 0)), (rng.i64(1..2_000), Step::Write(0, 0))];
        let mut at = 0;
        // A few seconds of bustle, or minutes with gaps.
        let pace = *rng.choice(&[300_i64, 1_500, 6_000]).unwrap_or(&1_500);
        for _ in 0..rng.usize(8..=60) {
            at += rng.i64(0..pace * 2);
            if rng.u8(..12) == 0 {
                at += rng.i64(0..70_000);
            }
            let step = any_step(&mut rng);
            steps.push((at, step));
        }
        steps.sort_by_key(|(at, _)| *at);
        Self { seed, cast, steps }
    }
}

fn any_who(rng: &mut Rng) -> Who {
    if rng.u8(..3) == 0 {
        Who::Console(rng.usize(..3))
    } else {
        let (browser, tab) = any_tab(rng);
        Who::Tab(browser, tab)
    }
}

/// The first tab is used most.
fn any_tab(rng: &mut Rng) -> (usize, usize) {
    (rng.usize(..3), if rng.bool() { 0 } else { rng.usize(..TABS) })
}

fn any_point(rng: &mut Rng) -> Point {
    *rng.choice(&[Point::BeforeWrite, Point::AfterWrite, Point::AfterAcknowledgement, Point::AfterPost])
        .unwrap_or(&Point::AfterWrite)
}

fn any_step(rng: &mut Rng) -> Step {
    let (b, t) = any_tab(rng);
    let c = rng.usize(..3);
    match rng.u8(..100) {
        0..=7 => Step::Open(b, t),
        8 => match rng.u8(..3) {
            0 => Step::Kill(b),
            _ => Step::Close(b, t),
        },
        9..=10 => Step::Reload(b, t),
        11..=32 => Step::Write(b, t),
        33..=34 => Step::Retry(b, t),
        35..=38 => Step::Panel(b, t, rng.u8(..3) > 0),
        39..=41 => Step::Show(b, t, rng.bool()),
        42 => Step::ConsoleReload(c),
        43..=48 => Step::Select(c, rng.usize(..8)),
        49..=62 => Step::Reply(c),
        63 => Step::RetryReply(c),
        64 => Step::Finish(c),
        65 => Step::Assign(c, rng.usize(..3)),
        66..=68 => Step::Status(
            c,
            *rng.choice(&[Status::Online, Status::Offline, Status::Invisible]).unwrap_or(&Status::Online),
        ),
        69..=80 => {
            let cut = match rng.u8(..8) {
                0..=2 => Cut::Reset,
                3 => Cut::Mute,
                4 => Cut::Deaf,
                5 => Cut::Both,
                6 => Cut::Stall(rng.u32(100..25_000)),
                _ => Cut::Again,
            };
            Step::Cut(any_who(rng), cut)
        }
        81..=85 => {
            let loss = match rng.u8(..4) {
                0 => Loss::Before,
                1 => Loss::After,
                2 => Loss::Silent,
                _ => Loss::Late(rng.u32(500..60_000)),
            };
            Step::Lose(any_who(rng), loss)
        }
        86..=88 => {
            // A tunnel, or a laptop that is shut.
            let most = if rng.u8(..4) == 0 { 400_000 } else { 90_000 };
            Step::Offline(any_who(rng), rng.u32(1_000..most))
        }
        89..=93 => Step::Strike(match rng.u8(..5) {
            0..=1 => Fault::Crash(any_point(rng)),
            2..=3 => Fault::Panic(any_point(rng)),
            _ => Fault::Refusal,
        }),
        94 => Step::Crash,
        95..=96 => Step::Evict,
        97 if rng.bool() => Step::NoMail(rng.u32(1_000..600_000)),
        97 => Step::Mail(rng.usize(..8), rng.bool().then(|| rng.usize(..3)), rng.u32(1..120_000)),
        98 => Step::Jump(b, rng.i32(-600_000..600_000)),
        _ => Step::Deploy,
    }
}
