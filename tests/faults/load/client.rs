//! A client as clients must be: resends with the same id until it is acknowledged, comes back with full
//! jitter, resumes by sequence, and notices a gap.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::bugs::is_planted;
use tests::site::random;
use tests::wait::back_off;
use tests::{Agent, Socket, Visitor};
use tokio::sync::watch;

use super::Journal;

/// Frames as JSON: what this client knows is the documented form.
type Line = Socket<Value, Value>;

/// Who writes, and over which way.
#[derive(Clone, Debug)]
pub(crate) enum Side {
    Visitor(Visitor),
    VisitorOverHttp(Visitor),
    Agent(Agent),
}

/// What a client does wrong on purpose.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bugs {
    /// After a cut it asks for a stretch around the cut, as by a window of time, and takes what comes.
    pub(crate) refetches_by_time: bool,
    /// A resend is a new message to it.
    pub(crate) resends_with_a_new_id: bool,
}

impl Bugs {
    /// Those that `make mutants` plants.
    pub(crate) fn planted() -> Self {
        Self {
            refetches_by_time: is_planted("refetch by time"),
            resends_with_a_new_id: is_planted("each tab sends as its own"),
        }
    }
}

struct Unsent {
    conversation: String,
    id: String,
    body: String,
}

/// One device.
pub(crate) struct Client {
    name: String,
    side: Side,
    journal: Arc<Journal>,
    bugs: Bugs,
    unsent: VecDeque<Unsent>,
    histories: BTreeMap<String, Vec<Value>>,
}

const LEAST: Duration = Duration::from_millis(50);
const MOST: Duration = Duration::from_millis(400);

impl Client {
    pub(crate) fn new(name: String, side: Side, journal: Arc<Journal>, bugs: Bugs) -> Self {
        Self { name, side, journal, bugs, unsent: VecDeque::new(), histories: BTreeMap::new() }
    }

    /// Makes the messages, one into each of these conversations in turn.
    pub(crate) fn will_write(&mut self, conversations: impl Iterator<Item = String>) {
        for (number, conversation) in conversations.enumerate() {
            let (id, body) = (random(16), format!("{} says {number}", self.name));
            self.journal.wrote(&self.name, &conversation, &id, &body);
            self.unsent.push_back(Unsent { conversation, id, body });
        }
    }

    pub(crate) fn follows(&mut self, conversation: &str) {
        self.histories.entry(conversation.to_owned()).or_default();
    }

    /// Works until it is told to stop, whatever happens to the edge.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) -> Self {
        let mut attempt = 0;
        while !*stop.borrow() {
            let before = self.unsent.len();
            let session = async {
                match self.side.clone() {
                    Side::VisitorOverHttp(visitor) => self.over_http(&visitor).await,
                    Side::Visitor(_) | Side::Agent(_) => self.over_a_socket().await,
                }
            };
            tokio::select! {
                _ = session => {}
                _ = stop.changed() => break,
            }
            attempt = if self.unsent.len() < before { 0 } else { attempt + 1 };
            back_off(LEAST, attempt, MOST).await;
        }
        self
    }

    /// What it has, for the judge.
    pub(crate) fn tell_history(&self, whole: bool) {
        for (conversation, messages) in &self.histories {
            self.journal.history(&self.name, conversation, whole, messages);
        }
    }

    fn last(&self, conversation: &str) -> u64 {
        self.histories.get(conversation).and_then(|messages| messages.last()?["seq"].as_u64()).unwrap_or(0)
    }

    /// Takes a message that it got. `false`: something before it is missing.
    fn take(&mut self, conversation: &str, message: &Value) -> bool {
        let (seq, last) = (message["seq"].as_u64().unwrap_or(0), self.last(conversation));
        if seq == last + 1 || self.bugs.refetches_by_time {
            let entry = json!({ "seq": seq, "id": message["id"], "body": message["body"] });
            self.histories.entry(conversation.to_owned()).or_default().push(entry);
        }
        seq <= last + 1
    }

    fn stored(&mut self, conversation: &str, frame: &Value) -> bool {
        let id = frame["id"].as_str().unwrap_or_default();
        let Some(seq) = frame["seq"].as_u64() else { return true };
        self.journal.acknowledge(&self.name, conversation, id, seq);
        let Some(at) = self.unsent.iter().position(|message| message.id == id) else { return true };
        let Some(message) = self.unsent.remove(at) else { return true };
        self.take(conversation, &json!({ "seq": seq, "id": id, "body": message.body }))
    }

    async fn over_http(&mut self, visitor: &Visitor) -> Option<()> {
        const PATIENCE: Duration = Duration::from_secs(5);
        self.fetch().await;
        while let Some(message) = self.unsent.front_mut() {
            if self.bugs.resends_with_a_new_id {
                message.id = random(16);
            }
            let say = json!({ "id": message.id, "body": message.body });
            let conversation = message.conversation.clone();
            let request = visitor.request(Method::POST, "messages").timeout(PATIENCE).json(&say);
            let answer = request.send().await.ok()?;
            if !answer.status().is_success() {
                // Too fast, or the edge is about to die.
                return None;
            }
            let frame: Value = answer.json().await.ok()?;
            if !self.stored(&conversation, &frame) {
                self.fetch().await;
            }
        }
        Some(())
    }

    /// Gets what follows its last message over HTTP.
    pub(crate) async fn fetch(&mut self) -> Option<()> {
        let (Side::Visitor(visitor) | Side::VisitorOverHttp(visitor)) = self.side.clone() else {
            return None;
        };
        let conversation = self.histories.keys().next()?.clone();
        loop {
            let path = format!("conversation?after={}", self.last(&conversation));
            let visit: Value = visitor.request(Method::GET, &path).send().await.ok()?.json().await.ok()?;
            let messages = visit["messages"].as_array()?;
            for message in messages {
                self.take(&conversation, message);
            }
            // Where nothing came, the same question would get the same answer.
            if messages.is_empty() || self.last(&conversation) >= visit["last"].as_u64()? {
                return Some(());
            }
        }
    }

    async fn open(&self) -> Option<Line> {
        match &self.side {
            Side::Agent(agent) => {
                let headers = [("cookie", agent.cookie.as_str()), ("origin", agent.site.base.as_str())];
                agent.site.try_socket("agent/socket", &headers).await
            }
            Side::Visitor(visitor) | Side::VisitorOverHttp(visitor) => {
                visitor.site.try_socket("socket", &[("origin", &visitor.origin)]).await
            }
        }
    }

    /// Asks for what follows the last message of a conversation.
    fn question(&self, conversation: &str) -> Value {
        let overlap = if self.bugs.refetches_by_time { 2 } else { 0 };
        let after = self.last(conversation).saturating_sub(overlap);
        match &self.side {
            Side::Agent(_) => json!({ "type": "open", "conversation": conversation, "after": after }),
            Side::Visitor(visitor) | Side::VisitorOverHttp(visitor) => {
                json!({ "type": "hello", "protocol": wire::PROTOCOL, "token": visitor.token, "after": after })
            }
        }
    }

    async fn over_a_socket(&mut self) -> Option<()> {
        let mut line = self.open().await?;
        let (hello, window) = match &self.side {
            Side::Agent(_) => (json!({ "type": "hello", "protocol": wire::PROTOCOL }), 4),
            // One at a time: a refusal for haste must not let a later one pass.
            Side::Visitor(_) | Side::VisitorOverHttp(_) => (self.question(self.histories.keys().next()?), 1),
        };
        line.try_text(&hello.to_string()).await.ok()?;
        let mut is_greeted = false;
        let mut under_way = 0;
        loop {
            while is_greeted && under_way < window.min(self.unsent.len()) {
                let message = &self.unsent[under_way];
                let mut say = json!({ "type": "say", "id": message.id, "body": message.body });
                if matches!(self.side, Side::Agent(_)) {
                    say["conversation"] = message.conversation.clone().into();
                }
                line.try_text(&say.to_string()).await.ok()?;
                under_way += 1;
            }
            let frame: Value = serde_json::from_str(&line.text_or_end().await?).ok()?;
            if frame["type"] == "error" {
                return None;
            }
            is_greeted |= frame["type"] == "welcome";
            under_way -= usize::from(frame["type"] == "stored");
            for question in self.hear(&frame) {
                line.try_text(&question.to_string()).await.ok()?;
            }
        }
    }

    /// Takes a frame. Answers what it has to ask then.
    fn hear(&mut self, frame: &Value) -> Vec<Value> {
        let own = self.histories.keys().next().cloned().unwrap_or_default();
        let of = frame["conversation"].as_str().map_or(own, str::to_owned);
        let is_whole = match frame["type"].as_str() {
            Some("stored") => self.stored(&of, frame),
            Some("message") => self.take(&of, frame.get("message").unwrap_or(frame)),
            Some("welcome" | "history") if frame["messages"].is_array() => {
                for message in frame["messages"].as_array().into_iter().flatten() {
                    self.take(&of, message);
                }
                // Where nothing came, the same question would get the same answer.
                frame["messages"][0].is_null() || self.last(&of) >= frame["last"].as_u64().unwrap_or(0)
            }
            // A console's: the list says how far each conversation is.
            Some("welcome") => {
                let rows = frame["conversations"].as_array().cloned().unwrap_or_default();
                let behind = rows.iter().filter_map(|row| {
                    let id = row["id"].as_str()?;
                    (row["last"].as_u64()? > self.last(id)).then(|| self.question(id))
                });
                return behind.collect();
            }
            _ => true,
        };
        if is_whole { Vec::new() } else { vec![self.question(&of)] }
    }

    /// Reads whole conversations as a console that was just opened.
    pub(crate) async fn read_all(&mut self, conversations: &[String]) {
        let mut line = self.open().await.expect("a socket");
        let hello = json!({ "type": "hello", "protocol": wire::PROTOCOL });
        line.say(&hello).await;
        for conversation in conversations {
            loop {
                line.say(&self.question(conversation)).await;
                let history = line
                    .expect("the history", |frame| {
                        (frame["type"] == "history" && frame["conversation"] == **conversation)
                            .then(|| frame.clone())
                    })
                    .await;
                self.hear(&history);
                let is_empty = history["messages"][0].is_null();
                if is_empty || self.last(conversation) >= history["last"].as_u64().unwrap_or(0) {
                    break;
                }
            }
        }
    }
}
