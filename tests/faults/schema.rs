//! What the first version stored, today's Worker opens, and nothing of it is lost.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tests::site::{message_id, random};
use tests::workerd::root;
use tests::{Agent, Edge, Site, Visitor};
use wire::visitor::State;
use wire::{Author, Secret, Seq};

fn steps() -> Vec<String> {
    let folder = root().join("edge/worker/src/schema");
    let read = |version| std::fs::read_to_string(folder.join(format!("{version}.sql"))).ok();
    (1..).map_while(read).collect()
}

fn script(verb: &str, file: &Path, more: &[&str]) -> String {
    let mut node = Command::new(root().join("node_modules/.bin/node"));
    node.args(["--no-warnings", "tests/faults/first.mjs", verb])
        .arg(file)
        .arg("edge/worker/src/schema/1.sql");
    let done = node.args(more).current_dir(root()).output().expect("node");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

fn dump(file: &Path) -> Value {
    serde_json::from_str(&script("dump", file, &[])).expect("JSON")
}

/// A site as the first version left it.
struct Old {
    edge: Edge,
    visitor: Visitor,
    agent: Agent,
    file: PathBuf,
    rows: Value,
}

impl Old {
    /// Puts it where today's Worker, or one with a bug, finds it.
    async fn at(mut edge: Edge) -> Self {
        let site = Site::create(&edge, "messaging").await;
        let (visitor, session) = (site.visitor(), random(32));
        edge.kill9();
        let file = edge.databases().remove(0);
        for end in ["sqlite", "sqlite-wal", "sqlite-shm"] {
            drop(std::fs::remove_file(file.with_extension(end)));
        }
        script("make", &file, &[&site.id, visitor.token.as_str(), &session]);
        let was = dump(&file);
        assert_eq!(was["versions"], json!([1]));
        edge.restart();
        let cookie = format!("__Host-porchlight-{}={session}", site.id);
        Self { edge, visitor, agent: Agent { site, cookie }, file, rows: was["rows"].clone() }
    }

    /// What it lost or changed when it was opened: the tables that are not what they were.
    async fn changed(&mut self) -> Vec<&'static str> {
        let visit = self.visitor.visit().await;
        assert_eq!((visit.state, visit.has_email), (State::Open, true));
        self.edge.kill9();
        let now = dump(&self.file);
        assert_eq!(now["versions"], json!((1..=steps().len()).collect::<Vec<_>>()), "every step, in order");
        let tables = ["site", "link", "session", "message", "conversation"];
        tables.into_iter().filter(|table| now["rows"][table] != self.rows[table]).collect()
    }
}

#[tokio::test]
async fn a_step_of_the_schema_that_loses_rows_is_caught() {
    assert_eq!(Old::at(Edge::start_careless()).await.changed().await, ["message"]);
}

#[tokio::test]
async fn a_site_of_the_first_version_is_opened_and_nothing_is_lost() {
    let mut old = Old::at(Edge::start()).await;
    assert_eq!(old.changed().await, [""; 0]);
    old.edge.restart();
    let (visitor, ada) = (old.visitor, old.agent);
    let visit = visitor.visit().await;
    assert_eq!(visit.last, Seq(203));
    let more: wire::visitor::Visit = visitor
        .request(reqwest::Method::GET, "conversation?after=200")
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("the rest");
    let messages: Vec<_> = visit.messages.iter().chain(&more.messages).collect();
    assert_eq!(messages.len(), 203);
    for (seq, message) in (1..).zip(messages) {
        assert_eq!((message.seq, message.body.as_str()), (Seq(seq), format!("message {seq}").as_str()));
        assert_eq!(message.author == Author::Visitor, seq % 2 == 1);
    }
    // Its agent, by the session of then.
    let mut console = ada.connect().await;
    let id = wire::ConversationId::parse("first").expect("an id");
    assert_eq!(console.history(&id, Seq(201)).await.len(), 2);
    // It goes on where it stopped, and a resend of then is still known.
    let resent = json!({ "id": "of-first-0123456789-203", "body": "message 203" });
    assert_eq!(visitor.post(&resent).await.status(), 200);
    let next = visitor.post(&json!({ "id": message_id(), "body": "Still there?" })).await;
    assert_eq!(next.json::<wire::message::Stored>().await.expect("an acknowledgement").seq, Seq(204));
    assert_eq!(console.answer(&id, "Yes.").await, Seq(205));
    let stranger = Visitor { token: Secret::parse(random(32)).expect("a token"), ..visitor };
    stranger.leave("I am new.").await;
}

/// The statements of a step, each in one line and in upper case, without comments. A trigger is one.
fn statements(step: &str) -> Vec<String> {
    let lines = step.lines().map(|line| line.split("--").next().unwrap_or_default().trim());
    let text = lines.collect::<Vec<_>>().join(" ").to_ascii_uppercase();
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        match found.last_mut().filter(|_| is_open) {
            Some(trigger) => trigger.push_str(part),
            None => found.push(part.to_owned()),
        }
        is_open = part != "END" && (is_open || part.starts_with("CREATE TRIGGER"));
    }
    found
}

#[test]
fn steps_of_the_schema_only_add() {
    let steps = steps();
    assert!(steps.len() >= 3, "the steps are found");
    for (version, step) in (1..).zip(&steps) {
        let statements = statements(step);
        for statement in &statements {
            let adds = statement.contains("ADD COLUMN") && statement.contains("NOT NULL");
            assert!(
                !adds || statement.contains("DEFAULT"),
                "old rows need a value, step {version}: {statement}"
            );
            let is_new =
                |column: &str| statements.iter().any(|one| one.contains(&format!("ADD COLUMN {column} ")));
            let begins = |word: &str| statement.starts_with(word);
            let is_fine = if begins("UPDATE ") {
                // A column of this very step holds nothing yet.
                statement.split_whitespace().skip_while(|word| *word != "SET").nth(1).is_some_and(is_new)
                    && !statement.contains(',')
            } else {
                begins("CREATE ")
                    || begins("INSERT INTO ")
                    || (begins("ALTER ") && statement.contains(" ADD COLUMN "))
            };
            assert!(is_fine, "step {version}: {statement}");
        }
    }
}

#[test]
fn a_step_that_takes_something_away_is_seen_among_its_statements() {
    let step = "-- DROP is a word here.\nCREATE TRIGGER t AFTER UPDATE ON a BEGIN\n DELETE FROM b; INSERT INTO b SELECT 1;\nEND;\nDELETE FROM a;";
    let found = statements(step);
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("CREATE TRIGGER") && found[1] == "DELETE FROM A");
}
