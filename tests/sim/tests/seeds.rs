//! Ten thousand sites, each with its own faults; and those that were found wrong once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// As many as `make sim` asks for, or ten thousand.
fn seeds() -> u64 {
    std::env::var("SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000)
}

#[test]
fn g1_to_g6_nothing_is_lost_doubled_or_out_of_order() {
    let (next, seeds) = (AtomicU64::new(0), seeds());
    let found = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let is_enough = found.lock().unwrap_or_else(PoisonError::into_inner).len() > 2;
                    if seed >= seeds || is_enough {
                        break;
                    }
                    if let Some(wrong) = sim::seed(seed, None) {
                        found.lock().unwrap_or_else(PoisonError::into_inner).push(wrong.to_string());
                    }
                }
            });
        }
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
