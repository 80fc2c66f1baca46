//! `make mutants`: plants a bug, runs the test that is for it, and wants to see it red.
//!
//! Each row runs the very test that `make test` runs, once as it is and once with the bug in the built Worker
//! or in the test's clients.

use std::process::{Command, ExitCode, Output};
use std::time::Instant;

use tests::workerd::root;

/// A bug, where it is planted, and the test that must see it.
struct Mutant {
    bug: &'static str,
    place: &'static str,
    suite: &'static str,
    test: &'static str,
}

const UNDER_LOAD: &str = "kills::g1_g2_g3_g4_nothing_is_lost_doubled_or_reordered_over_kill_9_under_load";

const MUTANTS: &[Mutant] = &[
    Mutant {
        bug: "acknowledge before write",
        place: "edge",
        suite: "faults",
        test: "g1_an_offline_message_survives_kill_9_right_behind_its_acknowledgement",
    },
    Mutant { bug: "dedupe only in memory", place: "edge", suite: "faults", test: UNDER_LOAD },
    Mutant {
        bug: "presence from the socket list",
        place: "edge",
        suite: "api",
        test: "presence::g9_an_agent_whose_devices_fall_silent_is_gone_within_the_lease",
    },
    Mutant {
        bug: "a migration that loses rows",
        place: "edge",
        suite: "faults",
        test: "schema::a_site_of_the_first_version_is_opened_and_nothing_is_lost",
    },
    Mutant {
        bug: "a mail is handed over before that is stored",
        place: "edge",
        suite: "api",
        test: "mail_tried::m4_a_kill_between_the_providers_yes_and_our_note_makes_one_second_copy_with_the_same_id",
    },
    Mutant {
        bug: "a mail that is brought again is entered again",
        place: "edge",
        suite: "api",
        test: "mail_in::m8_a_mail_is_entered_once_however_often_it_is_brought",
    },
    Mutant { bug: "refetch by time", place: "client", suite: "faults", test: UNDER_LOAD },
    Mutant { bug: "each tab sends as its own", place: "client", suite: "faults", test: UNDER_LOAD },
    Mutant {
        bug: "no jitter",
        place: "client",
        suite: "faults",
        test: "storm::all_pages_are_back_within_ten_seconds_of_a_restart_and_a_newcomer_is_served",
    },
];

fn run(mutant: &Mutant, bug: &str) -> Output {
    Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["test", "-q", "-p", "tests", "--test", mutant.suite, "--", "--exact", mutant.test])
        .env("PLANT", bug)
        .env("RUST_BACKTRACE", "0")
        .current_dir(root())
        .output()
        .expect("cargo")
}

/// Whether the one test ran and passed, ran and failed, or did not run.
fn outcome(output: &Output) -> Option<bool> {
    let said = String::from_utf8_lossy(&output.stdout);
    if said.contains("test result: ok. 1 passed") {
        Some(true)
    } else if said.contains("test result: FAILED. 0 passed; 1 failed") {
        Some(false)
    } else {
        None
    }
}

/// What the test said when it failed.
fn reason(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout);
    let mut lines = said.lines().skip_while(|line| !line.contains("panicked at")).skip(1);
    lines.next().unwrap_or_default().chars().take(100).collect()
}

fn main() -> ExitCode {
    let mut sound = Vec::new();
    let mut unseen = 0;
    println!("{:<31} {:<7} {:<9} {:>5}  what the test says then", "bug", "in", "is", "s");
    for mutant in MUTANTS {
        if !sound.contains(&mutant.test) {
            let output = run(mutant, "");
            if outcome(&output) != Some(true) {
                println!("{} is red without a bug: {}", mutant.test, reason(&output));
                return ExitCode::FAILURE;
            }
            sound.push(mutant.test);
        }
        let start = Instant::now();
        let output = run(mutant, mutant.bug);
        let (verdict, says) = match outcome(&output) {
            Some(false) => ("red", reason(&output)),
            Some(true) => ("NOT SEEN", String::new()),
            None => ("NOT RUN", String::from_utf8_lossy(&output.stderr).chars().take(200).collect()),
        };
        unseen += u32::from(verdict != "red");
        let seconds = start.elapsed().as_secs();
        println!("{:<31} {:<7} {verdict:<9} {seconds:>5}  {says}", mutant.bug, mutant.place);
    }
    println!("{} planted, {unseen} unseen", MUTANTS.len());
    if unseen == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
