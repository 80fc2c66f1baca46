//! kill -9 of workerd under load, both ways, and a judge that shares no code with the product.

use std::time::Instant;

use tests::Edge;

use crate::load::{Bugs, Load, Verdict, judge};

/// A number that `make faults` gives, or the small one of `make test`.
fn number(variable: &str, small: usize) -> usize {
    std::env::var(variable).map_or(small, |text| text.parse().expect("a number"))
}

/// What is done to a client's messages before the judge sees them.
type Change = fn(&mut Vec<serde_json::Value>);

async fn run(mut edge: Edge, load: Load) -> Verdict {
    let journal = load.run(&mut edge).await;
    judge(&edge.databases()[0], &journal.text(), "")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g1_g2_g3_g4_nothing_is_lost_doubled_or_reordered_over_kill_9_under_load() {
    let start = Instant::now();
    let load = Load { kills: number("KILLS", 12), messages: number("MESSAGES", 900), bugs: Bugs::planted() };
    let verdict = run(Edge::start(), load).await;
    println!("{} kills in {:.0?}: {}", load.kills, start.elapsed(), verdict.counts);
    assert!(verdict.is_clean, "{}\n{}", verdict.counts, verdict.faults);
    let stored = verdict.counts["stored"].as_u64().expect("a number");
    assert!(stored >= load.messages as u64 * 9 / 10, "{}", verdict.counts);
}

/// The judge is worth something only if it sees what it is for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_judge_sees_a_loss_a_doubling_and_a_swap_wherever_they_are_planted() {
    let mut edge = Edge::start();
    let load = Load { kills: 1, messages: 300, bugs: Bugs::default() };
    let journal = load.run(&mut edge).await.text();
    let database = &edge.databases()[0];
    let verdict = judge(database, &journal, "");
    assert!(verdict.is_clean, "{}\n{}", verdict.counts, verdict.faults);
    let first = "(conversation) = (SELECT min(conversation) FROM message)";
    let swap = "UPDATE message SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3) AND";
    let planted = [
        ("lost", format!("DELETE FROM message WHERE seq = 2 AND {first}")),
        // The last one, so that no gap in the numbers tells of it.
        (
            "lost",
            format!(
                "DELETE FROM message WHERE {first} AND seq = (SELECT last FROM conversation WHERE id = conversation); UPDATE conversation SET last = last - 1 WHERE id = (SELECT min(conversation) FROM message)"
            ),
        ),
        ("gaps", format!("UPDATE message SET seq = seq + 1000 WHERE {first} AND seq = 4")),
        (
            "doubled",
            format!(
                "INSERT INTO message (conversation, seq, sender, id, name, body, at) SELECT conversation, seq + 1000, sender, substr(id, 2) || '_', name, body, at FROM message WHERE seq = 2 AND {first}"
            ),
        ),
        ("reordered", format!("{swap} {first}; UPDATE message SET seq = -seq WHERE seq < 0")),
        ("foreign", format!("UPDATE message SET body = body || '!' WHERE seq = 2 AND {first}")),
    ];
    for (kind, sql) in planted {
        expect(&judge(database, &journal, &sql), kind, &sql);
    }
    let lines: Vec<&str> = journal.lines().collect();
    let at = lines.iter().rposition(|line| line.contains(r#""is":"history""#)).expect("a history");
    let of_history = |change: Change| {
        let mut history: serde_json::Value = serde_json::from_str(lines[at]).expect("JSON");
        change(history["messages"].as_array_mut().expect("messages"));
        let line = history.to_string();
        let lines: Vec<&str> =
            lines.iter().enumerate().map(|(n, one)| if n == at { line.as_str() } else { one }).collect();
        lines.join("\n")
    };
    let changes: [(&str, Change); 3] = [
        ("lost", |messages| drop(messages.pop())),
        ("doubled", |messages| messages.insert(1, messages[0].clone())),
        ("reordered", |messages| messages.swap(0, 1)),
    ];
    for (kind, change) in changes {
        expect(&judge(database, &of_history(change), ""), kind, "in a history");
    }
}

fn expect(verdict: &Verdict, kind: &str, what: &str) {
    assert!(verdict.counts[kind].as_u64() > Some(0), "not seen as {kind}: {what}: {}", verdict.counts);
    assert!(!verdict.is_clean);
}

const SMALL: Load =
    Load { kills: 6, messages: 600, bugs: Bugs { refetches_by_time: false, resends_with_a_new_id: false } };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutant_of_the_edge_dedupe_only_in_memory_is_caught() {
    expect(&run(Edge::start_remembering(), SMALL).await, "doubled", "dedupe only in memory");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutant_of_a_client_refetch_by_time_is_caught() {
    let bugs = Bugs { refetches_by_time: true, ..SMALL.bugs };
    expect(&run(Edge::start(), Load { bugs, ..SMALL }).await, "doubled", "refetch by time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutant_of_a_client_each_tab_sends_as_its_own_is_caught() {
    let bugs = Bugs { resends_with_a_new_id: true, ..SMALL.bugs };
    expect(&run(Edge::start(), Load { bugs, ..SMALL }).await, "foreign", "resends with a new id");
}
