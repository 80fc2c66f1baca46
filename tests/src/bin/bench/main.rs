//! `make bench`: how fast one site takes messages in, beside bare workerd, in the same run; how quick a console is on a
//! site with years of conversations, beside an empty one; and what the tag does to a page, beside the same without it.
//!
//! Machines are noisy: rounds of each take turns, and what counts is the ratio of their medians.

mod inbox;
mod page;

use std::time::{Duration, Instant};

use serde_json::json;
use tests::site::message_id;
use tests::{Edge, Site, Socket};
use wire::{PROTOCOL, agent};

/// Each takes a turn in each round.
const ROUNDS: usize = 5;
/// How long one turn takes.
const TURN: Duration = Duration::from_secs(1);
/// Messages under way at a time when the rate counts.
const DEPTH: usize = 8;

type Line = Socket<serde_json::Value, serde_json::Value>;

/// What is measured: a line, how a message looks on it, and how its answer is known.
struct Lane {
    name: &'static str,
    line: Line,
    conversation: Option<String>,
    rates: Vec<f64>,
    /// Milliseconds from sending to the acknowledgement, one at a time.
    waits: Vec<f64>,
}

impl Lane {
    fn new(name: &'static str, line: Line, conversation: Option<String>) -> Self {
        Self { name, line, conversation, rates: Vec::new(), waits: Vec::new() }
    }

    async fn send(&mut self) {
        let mut frame = json!({ "type": "say", "id": message_id(), "body": "How much is the brass lamp?" });
        if let Some(conversation) = &self.conversation {
            frame["conversation"] = conversation.as_str().into();
        }
        self.line.text(&frame.to_string()).await;
    }

    async fn answered(&mut self) {
        // The echo answers with what was sent, the others with `stored`; other frames are for a console.
        loop {
            let frame = self.line.raw("an answer").await;
            if frame.contains(r#""type":"stored""#) || frame.contains(r#""type":"say""#) {
                return;
            }
            assert!(!frame.contains(r#""type":"error""#), "{frame}");
        }
    }

    async fn turn(&mut self) {
        let start = Instant::now();
        while start.elapsed() < TURN / 2 {
            let sent = Instant::now();
            self.send().await;
            self.answered().await;
            self.waits.push(sent.elapsed().as_secs_f64() * 1_000.0);
        }
        for _ in 0..DEPTH {
            self.send().await;
        }
        let start = Instant::now();
        let mut answers = 0_u32;
        while start.elapsed() < TURN {
            self.answered().await;
            self.send().await;
            answers += 1;
        }
        self.rates.push(f64::from(answers) / start.elapsed().as_secs_f64());
        for _ in 0..DEPTH {
            self.answered().await;
        }
    }
}

/// The value below which this part of them lies.
fn part(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a short list"
    )]
    let at = ((sorted.len() - 1) as f64 * share).round() as usize;
    sorted[at]
}

async fn open(url: &str, headers: &[(&str, &str)]) -> Line {
    Socket::connect(url, headers).await.expect("an open socket")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bare = Edge::start_bare();
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    site.visitor().leave("How much is the brass lamp?").await;
    let agent = site.sign_in("ada@shop.example").await;
    let headers = [("cookie", agent.cookie.as_str()), ("origin", site.base.as_str())];
    let url = format!("{}/v1/sites/{}/agent/socket", edge.socket_base(), site.id);
    let mut console = open(&url, &headers).await;
    let hello = serde_json::to_value(agent::Says::Hello { protocol: PROTOCOL }).expect("JSON");
    console.say(&hello).await;
    let conversation = console
        .expect("the conversation", |frame| frame["conversations"][0]["id"].as_str().map(str::to_owned))
        .await;

    let mut lanes = [
        Lane::new("bare echo", open(&format!("{}/echo", bare.socket_base()), &[]).await, None),
        Lane::new("bare insert", open(&format!("{}/insert", bare.socket_base()), &[]).await, None),
        Lane::new("bare, both", open(&format!("{}/both", bare.socket_base()), &[]).await, None),
        Lane::new("Porchlight", console, Some(conversation)),
    ];
    println!("{ROUNDS} rounds of each in turn; {DEPTH} messages under way for the rate, one for the wait\n");
    for round in 0..=ROUNDS {
        for lane in &mut lanes {
            lane.turn().await;
            if round == 0 {
                // The first one warms up.
                lane.rates.clear();
                lane.waits.clear();
            }
        }
    }

    let [echo, insert, both, _] = [0, 1, 2, 3].map(|lane: usize| part(&lanes[lane].rates, 0.5));
    println!(
        "{:<12} {:>10} {:>10} {:>10} {:>10} {:>9} {:>9}",
        "", "messages/s", "of echo", "of insert", "of both", "p50 ms", "p99 ms"
    );
    for lane in &lanes {
        let rate = part(&lane.rates, 0.5);
        println!(
            "{:<12} {rate:>10.0} {:>10.2} {:>10.2} {:>10.2} {:>9.2} {:>9.2}",
            lane.name,
            rate / echo,
            rate / insert,
            rate / both,
            part(&lane.waits, 0.5),
            part(&lane.waits, 0.99),
        );
    }
    println!(
        "\nA message is two rows in one transaction, the conversation's and its own: `both` does the same writes."
    );
    inbox::bench().await;
    page::bench().await;
}
