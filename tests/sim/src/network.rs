//! Links between clients and the edge: in order each, as TCP is, and broken in every way that a link breaks.

use fastrand::Rng;

use crate::edge::lines::LineId;
use crate::world::ClientId;

pub(crate) type ConnId = usize;

/// One direction of a link.
#[derive(Debug, Default)]
pub(crate) struct Way {
    /// What is sent into it is gone.
    pub(crate) is_hole: bool,
    /// What is on its way and arrives later than this is gone, too.
    pub(crate) until: Option<i64>,
    /// Nothing arrives before: what was sent first arrives first.
    free_at: i64,
}

impl Way {
    /// When a frame that is sent now arrives; `None` if it does not.
    pub(crate) fn arrival(&mut self, now: i64, rng: &mut Rng) -> Option<i64> {
        let latency = if rng.u8(..20) == 0 { rng.i64(200..3_000) } else { rng.i64(2..150) };
        self.free_at = self.free_at.max(now + latency);
        (!self.is_hole).then_some(self.free_at)
    }

    pub(crate) fn stall(&mut self, now: i64, milliseconds: u32) {
        self.free_at = self.free_at.max(now) + i64::from(milliseconds);
    }

    pub(crate) fn is_over(&self, now: i64) -> bool {
        self.until.is_some_and(|until| now > until)
    }
}

#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) client: ClientId,
    /// The client holds it.
    pub(crate) is_held: bool,
    /// The edge's end, from the handshake on.
    pub(crate) line: Option<LineId>,
    pub(crate) up: Way,
    pub(crate) down: Way,
    /// The next frame to the edge arrives twice.
    pub(crate) is_doubled: bool,
}

impl Conn {
    pub(crate) fn new(client: ClientId) -> Self {
        Self {
            client,
            is_held: true,
            line: None,
            up: Way::default(),
            down: Way::default(),
            is_doubled: false,
        }
    }

    /// Whether something is wrong with it.
    pub(crate) fn is_broken(&self) -> bool {
        self.up.is_hole || self.down.is_hole
    }
}
