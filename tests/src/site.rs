//! A site of a test, its agents and its visitors, as clients of the edge.

use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::{AUTHORIZATION, COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wire::agent;
use wire::http::{Code, Problem};
use wire::team::Team;
use wire::visitor::{self, Visit};
use wire::{AgentId, Body, ConversationId, MessageId, PROTOCOL, Secret, Seq, Status};

use crate::workerd::OPERATOR_KEY;
use crate::{Edge, Socket};

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
}

/// A console's socket.
pub type AgentSocket = Socket<agent::Says, agent::Hears>;
/// A visitor's socket.
pub type VisitorSocket = Socket<visitor::Says, visitor::Hears>;

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
            agent::Hears::Call { conversation, why } if *why == wanted => Some(conversation.clone()),
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
        let say = visitor::Say { id: id.clone(), body, email: None, page: None, targeted: None };
        self.say(&visitor::Says::Say(say)).await;
        self.expect("the acknowledgement", |frame| match frame {
            visitor::Hears::Stored(stored) if stored.id == id => Some(stored.seq),
            _ => None,
        })
        .await
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
