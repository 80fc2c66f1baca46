//! A visitor of a test, as a client of the edge: over HTTP and at a page's socket.

use reqwest::header::{AUTHORIZATION, ORIGIN};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use wire::visitor::{self, Visit};
use wire::{Body, PROTOCOL, Secret, Seq};

use crate::site::message_id;
use crate::{Site, Socket};

/// A visitor's socket.
pub type VisitorSocket = Socket<visitor::Says, visitor::Hears>;

/// A visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Where.
    pub site: Site,
    /// Made by the visitor's browser.
    pub token: Secret,
    /// Of the page that the visitor is on.
    pub origin: String,
}

impl Visitor {
    /// A request with the token, from the visitor's page.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let bearer = format!("Bearer {}", self.token);
        self.site.request(method, path).header(AUTHORIZATION, bearer).header(ORIGIN, &self.origin)
    }

    /// Posts a message as it is.
    ///
    /// # Panics
    /// When the edge does not answer.
    pub async fn post(&self, body: &Value) -> Response {
        self.request(Method::POST, "messages").json(body).send().await.expect("an answer")
    }

    /// Leaves a message over HTTP.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn leave(&self, text: &str) -> wire::message::Stored {
        let answer = self.post(&json!({ "id": message_id(), "body": text })).await;
        assert_eq!(answer.status(), 201);
        answer.json().await.expect("an acknowledgement")
    }

    /// The visit as it stands.
    ///
    /// # Panics
    /// When there is none.
    pub async fn visit(&self) -> Visit {
        let answer = self.request(Method::GET, "conversation").send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.json().await.expect("a visit")
    }

    /// The texts of the whole conversation.
    pub async fn texts(&self) -> Vec<String> {
        self.visit().await.messages.iter().map(|message| message.body.to_string()).collect()
    }

    /// Opens a socket and says hello.
    ///
    /// # Panics
    /// When the edge refuses.
    pub async fn connect(&self, after: Seq) -> (VisitorSocket, Visit) {
        let mut socket: VisitorSocket =
            self.site.socket("socket", &[("origin", &self.origin)]).await.expect("an open socket");
        let visit = socket.hello(Some(&self.token), after).await;
        (socket, visit)
    }
}

impl VisitorSocket {
    /// Says hello and waits for the welcome.
    pub async fn hello(&mut self, token: Option<&Secret>, after: Seq) -> Visit {
        self.say(&visitor::Says::Hello { protocol: PROTOCOL, token: token.cloned(), after }).await;
        self.expect("welcome", |frame| match frame {
            visitor::Hears::Welcome(visit) => Some(visit.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for a message that says this.
    pub async fn message(&mut self, text: &str) -> wire::Message {
        self.expect("the message", |frame| match frame {
            visitor::Hears::Message(message) if message.body.as_str() == text => Some(message.clone()),
            _ => None,
        })
        .await
    }

    /// Writes and waits for the acknowledgement.
    ///
    /// # Panics
    /// When the text is no valid one.
    pub async fn write(&mut self, text: &str) -> Seq {
        let id = message_id();
        let body = Body::parse(text).expect("a text");
        let say = visitor::Say {
            id: id.clone(),
            body,
            email: None,
            page: None,
            targeted: None,
            answers: wire::about::Passed::default(),
        };
        self.say(&visitor::Says::Say(say)).await;
        self.expect("the acknowledgement", |frame| match frame {
            visitor::Hears::Stored(stored) if stored.id == id => Some(stored.seq),
            _ => None,
        })
        .await
    }
}
