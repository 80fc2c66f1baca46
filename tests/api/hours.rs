//! The Worker's own zones (`Intl`) against the oracle of `edge/desk/tests/hours.py` (S9).

use std::process::Command;

use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use tests::{Edge, Site};
use wire::team::HoursAnswer;

/// A question with the answer that Python's zoneinfo gives, instants in milliseconds.
#[derive(Deserialize)]
struct Case {
    hours: Value,
    at: i64,
    open: bool,
    next_change: Option<i64>,
    /// How far the oracle looked.
    end: i64,
}

fn cases() -> Vec<Case> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../edge/desk/tests/hours.py");
    let output = Command::new("python3").args([script, "--cases", "13"]).output().expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("text");
    lines.lines().map(|line| serde_json::from_str(line).expect("a case")).collect()
}

#[tokio::test]
async fn s9_the_worker_reads_the_clock_as_zoneinfo_does() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let agent = site.sign_in("ada@shop.example").await;
    let cases = cases();
    assert!(cases.len() > 300, "{}", cases.len());
    for Case { hours, at, open, next_change, end } in cases {
        let request = agent.request(Method::POST, "hours").json(&json!({ "hours": hours, "at": at }));
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{hours}");
        let answer: HoursAnswer = answer.json().await.expect("an answer");
        assert_eq!(answer.open, open, "{hours} at {at}");
        let told = answer.next_change.map(|at| at.0);
        match next_change {
            Some(wanted) => assert_eq!(told, Some(wanted), "{hours} at {at}"),
            None => assert!(told.is_none_or(|told| told >= end), "{hours} at {at}: {told:?}"),
        }
    }
}
