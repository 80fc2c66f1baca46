//! An agent of a test, as a client of the edge: over HTTP and at a console's socket.

use reqwest::header::{COOKIE, ORIGIN};
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::agent;
use wire::team::Team;
use wire::{AgentId, Body, ConversationId, PROTOCOL, Seq, Status};

use crate::site::message_id;
use crate::{Site, Socket};

/// A console's socket.
pub type AgentSocket = Socket<agent::Says, agent::Hears>;

/// A signed-in agent.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Where.
    pub site: Site,
    /// The session, as the browser sends it.
    pub cookie: String,
}

impl Agent {
    /// A request with the session, from our own origin.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.site.request(method, path).header(COOKIE, &self.cookie).header(ORIGIN, &self.site.base)
    }

    /// What a GET with the session answers.
    ///
    /// # Panics
    /// When it is no 200.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        let answer = self.request(Method::GET, path).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.expect("what was asked for")
    }

    /// Changes settings of the site.
    ///
    /// # Panics
    /// When the edge refuses.
    pub async fn configure(&self, patch: &Value) {
        let answer = self.request(Method::PATCH, "settings").json(patch).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{patch}: {:?}", answer.text().await);
    }

    /// Changes how an agent works.
    ///
    /// # Panics
    /// When the edge refuses.
    pub async fn accustom(&self, agent: &AgentId, patch: &Value) {
        let request = self.request(Method::PATCH, &format!("team/{agent}"));
        let answer = request.json(patch).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{patch}: {:?}", answer.text().await);
    }

    /// The id of somebody on the team.
    ///
    /// # Panics
    /// When there is nobody of this name.
    pub async fn id_of(&self, name: &str) -> AgentId {
        let Team { agents, .. } = self.get("team").await;
        let found = agents.into_iter().find(|member| member.name.as_str() == name);
        found.expect("somebody of this name").id
    }

    /// Opens a console's socket and says hello.
    ///
    /// # Panics
    /// When the edge refuses.
    pub async fn connect(&self) -> AgentSocket {
        let headers = [("cookie", self.cookie.as_str()), ("origin", self.site.base.as_str())];
        let mut socket: AgentSocket =
            self.site.socket("agent/socket", &headers).await.expect("an open socket");
        socket.say(&agent::Says::Hello { protocol: PROTOCOL }).await;
        socket.expect("welcome", |frame| matches!(frame, agent::Hears::Welcome { .. }).then_some(())).await;
        socket
    }
}

impl AgentSocket {
    /// Chooses a status and waits until it is taken.
    pub async fn choose(&mut self, status: Status) {
        self.say(&agent::Says::Status { status }).await;
        self.expect("the chosen status", |frame| match frame {
            agent::Hears::Me(me) if me.status == status => Some(()),
            _ => None,
        })
        .await;
    }

    /// Answers in a conversation and waits for the acknowledgement.
    ///
    /// # Panics
    /// When the text is no valid one.
    pub async fn answer(&mut self, conversation: &ConversationId, text: &str) -> Seq {
        let id = message_id();
        let body = Body::parse(text).expect("a text");
        self.say(&agent::Says::Say { conversation: conversation.clone(), id: id.clone(), body }).await;
        self.expect("the acknowledgement", |frame| match frame {
            agent::Hears::Stored { id: stored, seq, .. } if *stored == id => Some(*seq),
            _ => None,
        })
        .await
    }

    /// The messages of a conversation that follow this one.
    pub async fn history(&mut self, conversation: &ConversationId, after: Seq) -> Vec<wire::Message> {
        self.say(&agent::Says::Open { conversation: conversation.clone(), after }).await;
        self.expect("the history", |frame| match frame {
            agent::Hears::History { messages, .. } => Some(messages.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for a message that says this.
    pub async fn message(&mut self, text: &str) -> wire::Message {
        self.expect("the message", |frame| match frame {
            agent::Hears::Message { message, .. } if message.body.as_str() == text => Some(message.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for a call to a conversation.
    pub async fn call(&mut self, wanted: agent::Call) -> ConversationId {
        self.expect("a call", |frame| match frame {
            agent::Hears::Call { conversation, why, .. } if *why == wanted => Some(conversation.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for a conversation's row of which something is true.
    pub async fn row(&mut self, what: &str, is: impl Fn(&agent::Row) -> bool) -> agent::Row {
        self.expect(what, |frame| match frame {
            agent::Hears::Conversation(row) if is(row) => Some(row.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for a conversation whose last message begins like this.
    pub async fn conversation(&mut self, excerpt: &str) -> agent::Row {
        self.expect("the conversation", |frame| match frame {
            agent::Hears::Conversation(row) if row.excerpt == excerpt => Some(row.clone()),
            _ => None,
        })
        .await
    }
}
