//! How often somebody may do something.

use std::time::Duration;

use wire::Timestamp;

/// New conversations that one address may open within [`CONVERSATIONS_WINDOW`] (L3).
pub const CONVERSATIONS_PER_ADDRESS: u32 = 6;
/// See [`CONVERSATIONS_PER_ADDRESS`].
pub const CONVERSATIONS_WINDOW: Duration = Duration::from_hours(12);

/// A rate with a burst, as one instant: the generic cell rate algorithm.
/// <https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm>
///
/// The instant is when the budget is whole again; a default one is whole now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace(pub Timestamp);

impl Pace {
    /// Takes one.
    ///
    /// # Errors
    /// How long to wait, when the burst is used up. Nothing is taken then.
    pub fn take(&mut self, now: Timestamp, every: Duration, burst: u32) -> Result<(), Duration> {
        let whole = self.0.max(now) + every;
        let ahead = whole.since(now);
        let most = every * burst;
        match ahead.checked_sub(most) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => {
                self.0 = whole;
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn l1_a_burst_then_one_a_second() {
        let mut pace = Pace::default();
        let now = Timestamp(1_000_000);
        for _ in 0..10 {
            assert_eq!(pace.take(now, SECOND, 10), Ok(()));
        }
        assert_eq!(pace.take(now, SECOND, 10), Err(SECOND));
        let later = now + Duration::from_millis(400);
        assert_eq!(pace.take(later, SECOND, 10), Err(Duration::from_millis(600)), "a refusal takes nothing");
        assert_eq!(pace.take(now + SECOND, SECOND, 10), Ok(()));
        assert_eq!(pace.take(now + SECOND, SECOND, 10), Err(SECOND));
    }
}
