//! A busy site: visitors and agents who write at the same time, over sockets and HTTP, and never give up.

mod client;
mod journal;

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tests::site::random;
use tests::wait::{chance, until_within};
use tests::{Agent, Edge, Site, Visitor};
use tokio::sync::watch;

pub(crate) use client::{Bugs, Client, Side};
pub(crate) use journal::{Journal, Verdict, judge};

/// How many do what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    /// How often workerd is killed meanwhile.
    pub(crate) kills: usize,
    /// Messages in all, half of them by visitors.
    pub(crate) messages: usize,
    /// What the clients do wrong, for the tests of the tests.
    pub(crate) bugs: Bugs,
}

/// A console's share of the conversations, two devices for each of two agents.
const CONSOLES: usize = 4;

impl Load {
    /// Runs it. The journal has all that the judge wants to know, and the edge is dead: its files are still.
    pub(crate) async fn run(self, edge: &mut Edge) -> Arc<Journal> {
        let journal = Arc::new(Journal::create());
        let site = Site::create(edge, "messaging").await;
        let visitors: Vec<Visitor> = (0..(self.messages / 100).max(30)).map(|_| site.visitor()).collect();
        let agents = [site.sign_in("ada@shop.example").await, site.sign_in("bob@shop.example").await];
        let conversations = begin(&visitors, &agents[0], &journal).await;
        let (stop, stopped) = watch::channel(false);
        let mut clients = Vec::new();
        let of_one = self.messages / 2 / visitors.len();
        for (number, visitor) in visitors.iter().enumerate() {
            let conversation = conversations[number].clone();
            let kind = if number % 3 == 0 {
                Side::VisitorOverHttp(visitor.clone())
            } else {
                Side::Visitor(visitor.clone())
            };
            let mut client = Client::new(format!("visitor {number}"), kind, Arc::clone(&journal), self.bugs);
            client.will_write((1..of_one).map(|_| conversation.clone()));
            client.follows(&conversation);
            clients.push(client);
        }
        for console in 0..CONSOLES {
            let kind = Side::Agent(agents[console % agents.len()].clone());
            let mut client = Client::new(format!("console {console}"), kind, Arc::clone(&journal), self.bugs);
            let share = conversations.iter().skip(console).step_by(CONSOLES).cycle().cloned();
            client.will_write(share.take(self.messages / 2 / CONSOLES));
            clients.push(client);
        }
        let running: Vec<_> =
            clients.into_iter().map(|client| tokio::spawn(client.run(stopped.clone()))).collect();
        for kill in 1..=self.kills {
            let enough = journal.written() * kill / (self.kills + 1);
            let what = format!("{enough} acknowledgements before kill {kill}");
            until_within(Duration::from_mins(2), &what, async || {
                let seen = journal.acknowledged();
                if seen >= enough { Ok(()) } else { Err(seen) }
            })
            .await;
            // At any instant of a message's way.
            let moment = std::time::Instant::now() + Duration::from_millis(30).mul_f64(chance());
            while std::time::Instant::now() < moment {
                tokio::task::yield_now().await;
            }
            edge.kill9();
            tokio::task::block_in_place(|| edge.restart());
        }
        until_within(Duration::from_mins(4), "the last acknowledgement", async || {
            let (seen, all) = (journal.acknowledged(), journal.written());
            if seen >= all { Ok(()) } else { Err((seen, all)) }
        })
        .await;
        stop.send_replace(true);
        for client in running {
            client.await.expect("a client").tell_history(false);
        }
        for (number, (visitor, conversation)) in visitors.iter().zip(&conversations).enumerate() {
            let name = format!("visitor {number}, anew");
            let mut fresh =
                Client::new(name, Side::VisitorOverHttp(visitor.clone()), Arc::clone(&journal), self.bugs);
            fresh.follows(conversation);
            fresh.fetch().await;
            fresh.tell_history(true);
        }
        let kind = Side::Agent(agents[0].clone());
        let mut fresh = Client::new("console, anew".to_owned(), kind, Arc::clone(&journal), self.bugs);
        fresh.read_all(&conversations).await;
        fresh.tell_history(true);
        edge.kill9();
        journal
    }
}

/// Each visitor opens a conversation. Answers their ids, which only the team knows.
async fn begin(visitors: &[Visitor], agent: &Agent, journal: &Journal) -> Vec<String> {
    let mut found = Vec::new();
    for (number, visitor) in visitors.iter().enumerate() {
        let (who, body) = (format!("visitor {number}"), format!("visitor {number} begins"));
        let id = random(16);
        let answer = visitor.post(&json!({ "id": id, "body": body })).await;
        assert_eq!(answer.status(), 201);
        let mut console = agent.connect().await;
        console.say(&wire::agent::Says::Hello { protocol: wire::PROTOCOL }).await;
        let conversation = console
            .expect("the conversation", |frame| match frame {
                wire::agent::Hears::Welcome { conversations, .. } => {
                    conversations.iter().find(|row| row.excerpt == body).map(|row| row.id.to_string())
                }
                _ => None,
            })
            .await;
        journal.wrote(&who, &conversation, &id, &body);
        journal.acknowledge(&who, &conversation, &id, 1);
        found.push(conversation);
    }
    found
}
