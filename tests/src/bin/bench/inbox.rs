//! The console's questions to a site with years of conversations, beside the same to an empty one.

use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};
use tests::workerd::root;
use tests::{Edge, Site};

use crate::{Line, open, part};

const CONVERSATIONS: u32 = 10_000;
const MESSAGES: u32 = 200_000;
/// How often each question is asked.
const TIMES: usize = 60;

/// A question, how its answer is known, and which conversation or word it is about at each time.
type Question = (&'static str, &'static str, fn(usize) -> Value);

const QUESTIONS: [Question; 6] = [
    ("opening the console", "welcome", |_| json!({ "type": "hello", "protocol": wire::PROTOCOL })),
    ("another conversation", "history", |n| json!({ "type": "open", "conversation": seeded(n * 151) })),
    ("a page of Closed", "conversations", |_| json!({ "type": "more", "view": "closed" })),
    ("Unassigned", "conversations", |_| json!({ "type": "more", "view": "unassigned" })),
    ("a rare word", "found", |n| json!({ "type": "search", "words": format!("needle{}", n * 151) })),
    ("two common words", "found", |_| json!({ "type": "search", "words": "brass lam" })),
];

fn seeded(number: usize) -> String {
    format!("seed-{number:08}")
}

/// A site with so many conversations, and a console on it.
async fn site(edge: &mut Edge, conversations: u32, messages: u32) -> Line {
    let site = Site::create(edge, "messaging").await;
    let agent = site.sign_in("ada@shop.example").await;
    edge.kill9();
    let seed = root().join("tests/workerd/seed.mjs");
    let node = root().join("node_modules/.bin/node");
    for database in edge.databases() {
        let mut fill = Command::new(&node);
        fill.arg("--no-warnings").arg(&seed).arg(&database);
        fill.args([conversations.to_string(), messages.to_string()]);
        let status = fill.status().expect("node");
        assert!(status.success(), "the site could not be filled");
    }
    edge.restart();
    let headers = [("cookie", agent.cookie.as_str()), ("origin", site.base.as_str())];
    open(&format!("{}/v1/sites/{}/agent/socket", edge.socket_base(), site.id), &headers).await
}

/// Milliseconds until each answer.
async fn asked(line: &mut Line, (_, answer, question): &Question) -> Vec<f64> {
    let mut waits = Vec::new();
    let wanted = format!(r#""type":"{answer}""#);
    for number in 0..TIMES {
        let start = Instant::now();
        line.say(&question(number)).await;
        while !line.raw(answer).await.contains(&wanted) {}
        waits.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    waits
}

pub(crate) async fn bench() {
    let (mut small, mut large) = (Edge::start(), Edge::start());
    // What is looked at stands in both.
    let mut few = site(&mut small, 1, 1).await;
    let mut many = site(&mut large, CONVERSATIONS, MESSAGES).await;
    // The first search brings everything into the index.
    let first = Instant::now();
    for line in [&mut few, &mut many] {
        line.say(&json!({ "type": "search", "words": "lamp" })).await;
        while !line.raw("what was found").await.contains(r#""type":"found""#) {}
    }
    println!("\nThe first search on both sites, which indexes all: {:.1} s", first.elapsed().as_secs_f64());
    println!("The console of a site with {CONVERSATIONS} conversations and {MESSAGES} messages\n");
    println!("{:<22} {:>9} {:>9} {:>22}", "", "p50 ms", "p95 ms", "p95 of an empty site");
    for question in &QUESTIONS {
        let there = asked(&mut many, question).await;
        // An empty site has one conversation to open.
        let here = if question.1 == "history" {
            let only = (
                question.0,
                question.1,
                (|_| json!({ "type": "open", "conversation": seeded(0) })) as fn(usize) -> Value,
            );
            asked(&mut few, &only).await
        } else {
            asked(&mut few, question).await
        };
        let (p50, p95) = (part(&there, 0.5), part(&there, 0.95));
        println!("{:<22} {p50:>9.2} {p95:>9.2} {:>22.1}", question.0, p95 / part(&here, 0.95));
    }
}
