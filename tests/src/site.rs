//! A site of a test, and the operator who made it, as clients of the edge.

use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::{ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use wire::http::{Code, Problem};
use wire::{MessageId, Secret};

use crate::workerd::OPERATOR_KEY;
use crate::{Agent, AgentSocket, Edge, Socket, Visitor};

/// The page that carries the widget in the tests.
pub const SHOP: &str = "http://shop.example";

/// A site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where the edge is.
    pub base: String,
    socket_base: String,
    /// Its id.
    pub id: String,
    /// Keeps no cookie: what is sent is written in the test.
    pub http: Client,
}

/// Random text, as clients make ids and tokens.
///
/// # Panics
/// When the machine has no randomness.
#[must_use]
pub fn random(bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer).expect("random bytes");
    URL_SAFE_NO_PAD.encode(buffer)
}

/// A message id, as clients make it.
///
/// # Panics
/// Like [`random`].
#[must_use]
pub fn message_id() -> MessageId {
    MessageId::parse(random(16)).expect("an id")
}

impl Site {
    /// Creates a site with Ada, an admin, and Bob, an agent.
    pub async fn create(edge: &Edge, when_nobody: &str) -> Self {
        Self::create_with(edge, when_nobody, &[SHOP]).await
    }

    /// The same, for pages of these origins.
    ///
    /// # Panics
    /// When the edge refuses.
    pub async fn create_with(edge: &Edge, when_nobody: &str, origins: &[&str]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let site = Self {
            base: edge.base(),
            socket_base: edge.socket_base(),
            id: format!("site-{}", NEXT.fetch_add(1, Ordering::Relaxed)),
            // A connection that is kept would be dead after a kill.
            http: Client::builder().pool_max_idle_per_host(0).build().expect("a client"),
        };
        let body = json!({
            "name": "Shop", "origins": origins, "when_nobody": when_nobody,
            "agents": [
                { "name": "Ada", "email": "ada@shop.example", "role": "admin" },
                { "name": "Bob", "email": "bob@shop.example" },
            ],
        });
        let answer = site.operator(Method::PUT, "", &body).await;
        assert_eq!(answer.status(), 201, "{:?}", answer.text().await);
        site
    }

    /// A site of this name at the same edge, whether it is there or not.
    #[must_use]
    pub fn named(&self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self.clone() }
    }

    /// A request of the operator: `""` for the site itself, or `"/links"`.
    ///
    /// # Panics
    /// When the edge does not answer.
    pub async fn operator(&self, method: Method, path: &str, body: &Value) -> Response {
        let url = format!("{}/v1/operator/sites/{}{path}", self.base, self.id);
        let request = self.http.request(method, url).bearer_auth(OPERATOR_KEY).json(body);
        request.send().await.expect("an answer")
    }

    /// A request to one of the site's routes.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}/v1/sites/{}/{path}", self.base, self.id))
    }

    /// The mode that a stranger sees.
    ///
    /// # Panics
    /// When there is no presence to be had.
    pub async fn mode(&self) -> String {
        let answer = self.request(Method::GET, "presence").send().await.expect("an answer");
        let body: Value = answer.json().await.expect("presence");
        body["mode"].as_str().expect("a mode").to_owned()
    }

    /// The secret of a fresh sign-in link.
    ///
    /// # Panics
    /// When the operator gets none.
    pub async fn link(&self, email: &str) -> String {
        let answer = self.operator(Method::POST, "/links", &json!({ "email": email })).await;
        let body: Value = answer.json().await.expect("a link");
        let url = body["url"].as_str().expect("its address");
        url.split_once("#link=").expect("a secret in the fragment").1.to_owned()
    }

    /// Signs an agent in.
    ///
    /// # Panics
    /// When the edge refuses.
    pub async fn sign_in(&self, email: &str) -> Agent {
        let link = self.link(email).await;
        let request = self.request(Method::POST, "session").header(ORIGIN, &self.base);
        let answer = request.json(&json!({ "link": link })).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let cookie = answer.headers()[SET_COOKIE].to_str().expect("a cookie");
        let cookie = cookie.split(';').next().expect("its value").to_owned();
        Agent { site: self.clone(), cookie }
    }

    /// Ada, the admin, at her console.
    pub async fn ada(&self) -> (Agent, AgentSocket) {
        let agent = self.sign_in("ada@shop.example").await;
        let socket = agent.connect().await;
        (agent, socket)
    }

    /// Bob, an agent, at his console.
    pub async fn bob(&self) -> (Agent, AgentSocket) {
        let agent = self.sign_in("bob@shop.example").await;
        let socket = agent.connect().await;
        (agent, socket)
    }

    /// A visitor of the shop who has not written yet.
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        self.visitor_from(SHOP)
    }

    /// The same on a page of this origin.
    #[must_use]
    pub fn visitor_from(&self, origin: &str) -> Visitor {
        let token = Secret::parse(random(32)).expect("a token");
        Visitor { site: self.clone(), token, origin: origin.to_owned() }
    }

    /// Opens a socket.
    ///
    /// # Errors
    /// The status that the edge refused it with.
    pub async fn socket<S, H>(&self, path: &str, headers: &[(&str, &str)]) -> Result<Socket<S, H>, u16> {
        Socket::connect(&format!("{}/v1/sites/{}/{path}", self.socket_base, self.id), headers).await
    }

    /// Opens a socket, if the edge is there and takes it.
    pub async fn try_socket<S, H>(&self, path: &str, headers: &[(&str, &str)]) -> Option<Socket<S, H>> {
        Socket::try_connect(&format!("{}/v1/sites/{}/{path}", self.socket_base, self.id), headers).await
    }
}

/// Checks that an answer is the error that was expected, in the form that every error has.
///
/// # Panics
/// When it is not.
pub async fn refused(answer: Response, status: u16, code: Code) -> Problem {
    let seen = answer.status().as_u16();
    let text = answer.text().await.expect("a body");
    let problem: Problem = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{seen}: {text}"));
    assert_eq!((seen, problem.code), (status, code), "{}", problem.message);
    assert!(!problem.id.is_empty() && problem.message.ends_with('.'), "a sentence: {problem:?}");
    problem
}
