//! Waiting for a condition, with a deadline: no test sleeps for a time that somebody guessed.

use std::fmt::Debug;
use std::time::{Duration, Instant};

/// How long anything may take on a busy machine.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Asks again until there is an answer.
pub async fn until<T, S: Debug>(what: &str, look: impl AsyncFnMut() -> Result<T, S>) -> T {
    until_within(DEADLINE, what, look).await
}

/// The same for what takes long by itself.
///
/// # Panics
/// When the deadline passes, with what was waited for and what was seen last.
pub async fn until_within<T, S: Debug>(
    deadline: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T, S>,
) -> T {
    let start = Instant::now();
    let mut pause = Duration::from_millis(10);
    loop {
        let seen = match look().await {
            Ok(found) => return found,
            Err(seen) => seen,
        };
        assert!(start.elapsed() < deadline, "waited in vain for {what}; seen last: {seen:?}");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

/// What a client does between two attempts: full jitter, a random part of a span that doubles from `first`
/// up to `most`.
/// It is the client's behaviour, not a wait of the test.
///
/// # Panics
/// When the machine has no randomness.
pub async fn back_off(first: Duration, attempt: u32, most: Duration) {
    let span = first.saturating_mul(1 << attempt.min(10)).min(most);
    tokio::time::sleep(span.mul_f64(chance())).await;
}

/// A random number from 0 to 1.
///
/// # Panics
/// When the machine has no randomness.
#[must_use]
pub fn chance() -> f64 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("random bytes");
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}
