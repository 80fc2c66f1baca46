//! Runs many seeds, or one with all that happened: `sim 1000000`, `sim --seed 17`.
#![expect(clippy::print_stdout, reason = "it is a program")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--seed", seed] => one(seed.parse().unwrap_or(0)),
        ["--from", from, seeds] => many(from.parse().unwrap_or(0), seeds.parse().unwrap_or(10_000)),
        [seeds] => many(0, seeds.parse().unwrap_or(10_000)),
        _ => many(0, 10_000),
    }
}

fn one(seed: u64) -> ExitCode {
    let Some(wrong) = sim::seed(seed, None) else {
        println!("seed {seed}: nothing was found");
        return ExitCode::SUCCESS;
    };
    for line in sim::trace(wrong.plan.clone(), None).1 {
        println!("{line}");
    }
    println!("{wrong}");
    ExitCode::FAILURE
}

fn many(from: u64, seeds: u64) -> ExitCode {
    let begin = Instant::now();
    let next = AtomicU64::new(from);
    let failed = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while failed.load(Ordering::Relaxed) < 5 {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from + seeds {
                        break;
                    }
                    if let Some(wrong) = sim::seed(seed, None) {
                        failed.fetch_add(1, Ordering::Relaxed);
                        println!("{wrong}");
                    }
                }
            });
        }
    });
    let failed = failed.into_inner();
    println!("{seeds} seeds from {from}: {failed} found wrong, {:.1} s", begin.elapsed().as_secs_f64());
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
