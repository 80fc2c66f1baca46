//! Answers what a timetable means, so that anybody can check it.
//!
//! Reads JSON lines such as
//! `{"zone":"Europe/Paris","weekly":[{"day":"mon","from":"22:00","to":"06:00"}],"exceptions":[],"at":"2026-10-25T00:30:00Z"}`
//! and answers each with `{"open":true,"next_change":"2026-10-25T04:00:00Z"}`, or with `{"error":"…"}`.

mod tzdb;

use std::io::{BufRead as _, Write as _};

use desk::hours::{UnknownZone, is_open, next_change};
use serde::Deserialize;
use serde_json::{Value, json};
use tzdb::Tzdb;
use wire::Timestamp;
use wire::hours::Hours;

#[derive(Deserialize)]
struct Line {
    at: jiff::Timestamp,
    // Not flattened: what does not belong to the hours is refused by them.
    #[serde(flatten)]
    hours: serde_json::Map<String, Value>,
}

fn answer(line: &str) -> Result<Value, String> {
    let Line { at, hours } = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let hours: Hours = serde_json::from_value(Value::Object(hours)).map_err(|error| error.to_string())?;
    let at = Timestamp(at.as_millisecond());
    let unknown = |UnknownZone| format!("There is no time zone {}.", hours.zone);
    let open = is_open(&hours, &Tzdb, at).map_err(unknown)?;
    let change = next_change(&hours, &Tzdb, at).map_err(unknown)?;
    let change = change.map(|at| jiff::Timestamp::from_millisecond(at.0)).transpose();
    let change = change.map_err(|error| error.to_string())?;
    Ok(json!({ "open": open, "next_change": change.map(|at| at.to_string()) }))
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = answer(&line).unwrap_or_else(|error| json!({ "error": error }));
        writeln!(out, "{answer}")?;
    }
    out.flush()
}
