//! Visitors whom the site knows (K): whose history they have, in which browsers.

use reqwest::Method;
use serde_json::{Value, json};
use tests::jwt::Signer;
use tests::site::{message_id, refused};
use tests::{Agent, AgentSocket, Edge, Site, Visitor};
use wire::agent::{Hears, Says};
use wire::http::Code;
use wire::identity::{Bound, Identified};
use wire::inbox::Words;
use wire::visitor::{State, Visit};
use wire::{Body, ConversationId, Seq, close};

/// A site that knows its visitors.
pub(crate) struct Shop {
    pub(crate) site: Site,
    pub(crate) admin: Agent,
    pub(crate) ada: AgentSocket,
    pub(crate) key: Signer,
    pub(crate) edge: Edge,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let edge = Edge::start();
        let site = Site::create(&edge, "messaging").await;
        let (admin, ada) = site.ada().await;
        let key = Signer::make(&admin).await;
        Self { site, admin, ada, key, edge }
    }

    /// A browser that the site vouches for.
    pub(crate) async fn browser_of(&self, sub: &str) -> Visitor {
        let visitor = self.site.visitor();
        self.vouch(&visitor, &json!({ "sub": sub })).await;
        visitor
    }

    async fn vouch(&self, visitor: &Visitor, more: &Value) -> Identified {
        let mut claims = self.key.claims("");
        for (name, value) in more.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        taken(visitor.identify(&self.key.sign(&self.key.header(), &claims), true).await).await
    }

    /// What the team is told that the site calls the visitor of a conversation.
    async fn person(&mut self, id: &ConversationId) -> String {
        self.ada.say(&Says::Open { conversation: id.clone(), after: Seq(0) }).await;
        let of = |frame: &Hears| match frame {
            Hears::About { conversation, about, .. } if conversation == id => {
                Some(about.person.clone()?.into())
            }
            _ => None,
        };
        self.ada.expect("what is known", of).await
    }

    async fn found(&mut self, words: &str) -> Vec<ConversationId> {
        let words = Words::parse(words).expect("words");
        self.ada.say(&Says::Search { words: words.clone() }).await;
        let of = |frame: &Hears| match frame {
            Hears::Found { words: of, hits } if *of == words => {
                Some(hits.iter().map(|hit| hit.row.id.clone()).collect())
            }
            _ => None,
        };
        self.ada.expect("what was found", of).await
    }
}

pub(crate) async fn taken(answer: reqwest::Response) -> Identified {
    let status = answer.status();
    let text = answer.text().await.expect("a body");
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("what became of it")
}

/// Whether a token opens nothing.
pub(crate) async fn is_nobodys(visitor: &Visitor) -> bool {
    let answer = visitor.request(Method::GET, "conversation").send().await.expect("an answer");
    // Whom the site knows it knows without a conversation, too.
    answer.status() == 401 || answer.json::<Visit>().await.expect("a visit").state == State::None
}

#[tokio::test]
async fn k4_whether_the_site_said_an_address_is_known_before_the_first_word() {
    let shop = Shop::open().await;
    for (sub, email) in [("1", json!("ada@navy.example")), ("2", Value::Null)] {
        let visitor = shop.site.visitor();
        let mut claims = shop.key.claims(sub);
        claims["email"] = email.clone();
        taken(visitor.identify(&shop.key.sign(&shop.key.header(), &claims), false).await).await;
        let visit = visitor.visit().await;
        let (_, welcome) = visitor.connect(Seq(0)).await;
        for visit in [visit, welcome] {
            assert_eq!((visit.state, visit.has_email), (State::None, email.is_string()));
        }
        // What it claims to have was erased (B3).
        let later = visitor.request(Method::GET, "conversation?after=1").send().await.expect("an answer");
        assert_eq!(later.status(), 401);
    }
}

#[tokio::test]
async fn k3_a_person_has_one_history_in_all_browsers_and_nobody_else_has_it() {
    let mut shop = Shop::open().await;
    let phone = shop.browser_of("ada@42").await;
    phone.leave("Where is my lamp?").await;
    let row = shop.ada.conversation("Where is my lamp?").await;
    let laptop = shop.browser_of("ada@42").await;
    let (mut page, visit) = laptop.connect(Seq(0)).await;
    assert_eq!(visit.messages[0].body.as_str(), "Where is my lamp?");
    shop.ada.answer(&row.id, "On its way.").await;
    page.message("On its way.").await;
    page.write("Thank you!").await;
    let all = ["Where is my lamp?", "On its way.", "Thank you!"];
    assert_eq!(phone.texts().await, all);
    // Whose id is like it, and who only says so.
    let ben = shop.browser_of("ada@4").await;
    assert!(is_nobodys(&ben).await);
    ben.leave("I am Ben.").await;
    assert_eq!(ben.texts().await, ["I am Ben."]);
    assert_eq!(phone.texts().await, all);
    assert_eq!(shop.found("ada 42").await, [row.id], "the search finds what the site calls people");
    let named = shop.site.visitor();
    named.leave("@ada@42").await;
    assert_eq!(named.texts().await, ["@ada@42"]);
}

#[tokio::test]
async fn k3_a_typed_address_opens_nothing() {
    let shop = Shop::open().await;
    let known = shop.site.visitor();
    shop.vouch(&known, &json!({ "sub": "42", "email": "grace@shop.example" })).await;
    known.leave("My secret.").await;
    let thief = shop.site.visitor();
    let say = json!({ "id": message_id(), "body": "It is me.", "email": "grace@shop.example" });
    assert_eq!(thief.post(&say).await.status(), 201);
    assert_eq!(thief.texts().await, ["It is me."]);
    let body = json!({ "email": "grace@shop.example" });
    thief.request(Method::POST, "email").json(&body).send().await.expect("an answer");
    assert_eq!(
        (thief.texts().await, known.texts().await),
        (vec!["It is me.".into()], vec!["My secret.".into()])
    );
}

#[tokio::test]
async fn k3_the_ten_newest_browsers_count_and_those_that_keep_nothing_put_none_of_them_out() {
    let shop = Shop::open().await;
    let first = shop.browser_of("42").await;
    first.leave("Hello.").await;
    let token = shop.key.token("42");
    let page = || shop.site.visitor();
    let mut pages = Vec::new();
    for _ in 0..11 {
        let visitor = page();
        taken(visitor.identify(&token, false).await).await;
        pages.push(visitor);
    }
    assert!(is_nobodys(&pages[0]).await && !is_nobodys(&pages[1]).await);
    assert!(!is_nobodys(&first).await, "its browser keeps its token");
    // A burst of 20, then one a second (L4).
    let mut status = 200;
    for _ in 0..12 {
        status = page().identify(&token, false).await.status().as_u16();
        if status != 200 {
            break;
        }
    }
    assert_eq!(status, 429);
}

#[tokio::test]
async fn k4_name_and_address_are_the_sites_word() {
    let mut shop = Shop::open().await;
    let visitor = shop.site.visitor();
    let grace = json!({ "sub": "42", "name": "Grace", "email": "grace@shop.example" });
    shop.vouch(&visitor, &grace).await;
    let say = json!({ "id": message_id(), "body": "Hello.", "email": "other@shop.example" });
    assert_eq!(visitor.post(&say).await.status(), 201);
    let row = shop.ada.conversation("Hello.").await;
    let of =
        |row: &wire::agent::Row| (row.name.clone().map(String::from), row.email.clone().map(String::from));
    let known = (Some("Grace".to_owned()), Some("grace@shop.example".to_owned()));
    assert_eq!(of(&row), known);
    let typed = json!({ "email": "other@shop.example" });
    visitor.request(Method::POST, "email").json(&typed).send().await.expect("an answer");
    let look = json!({ "page": "https://shop.example/", "passed": { "name": "Mallory" } });
    visitor.request(Method::POST, "look").json(&look).send().await.expect("an answer");
    visitor.leave("Again.").await;
    assert_eq!(of(&shop.ada.conversation("Again.").await), known);
    assert_eq!(shop.person(&row.id).await, "42");
    // The site says something new.
    shop.vouch(&visitor, &json!({ "sub": "42", "name": "Grace Hopper" })).await;
    let row = shop
        .ada
        .row("the new name", |row| row.name.as_ref().is_some_and(|name| name.as_str() == "Grace Hopper"));
    row.await;
    // An address that the site does not vouch for is the visitor's to say.
    visitor.request(Method::POST, "email").json(&typed).send().await.expect("an answer");
    shop.ada
        .row("the address", |row| {
            row.email.as_ref().is_some_and(|email| email.as_str() == "other@shop.example")
        })
        .await;
}

#[tokio::test]
async fn k5_what_was_written_before_is_the_persons_and_open_pages_go_on() {
    let mut shop = Shop::open().await;
    let visitor = shop.site.visitor();
    visitor.leave("Before.").await;
    let row = shop.ada.conversation("Before.").await;
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let told = shop.vouch(&visitor, &json!({ "sub": "42", "name": "Grace" })).await;
    assert_eq!(told, Identified { token: Bound::New, conversation: true });
    assert_eq!(page.closed().await, 1012, "it comes back as the person's");
    let named = shop.ada.row("the name", |row| row.name.is_some()).await;
    assert_eq!(named.id, row.id);
    let (_, visit) = visitor.connect(Seq(1)).await;
    assert_eq!((visit.last, visit.messages.len()), (Seq(1), 0));
    let laptop = shop.browser_of("42").await;
    assert_eq!(laptop.texts().await, ["Before."]);
    assert_eq!(shop.person(&row.id).await, "42");
}

#[tokio::test]
async fn k6_two_conversations_of_one_person_become_one_and_nothing_is_lost() {
    let mut shop = Shop::open().await;
    let phone = shop.browser_of("42").await;
    phone.leave("On the phone.").await;
    let old = shop.ada.conversation("On the phone.").await.id;
    shop.ada.answer(&old, "We see.").await;
    let laptop = shop.site.visitor();
    let resent = json!({ "id": message_id(), "body": "On the laptop." });
    assert_eq!(laptop.post(&resent).await.status(), 201);
    let new = shop.ada.conversation("On the laptop.").await.id;
    shop.ada.answer(&new, "Who is it?").await;
    let note = Body::parse("Sounds like Grace.").expect("a text");
    shop.ada.say(&Says::Note { conversation: new.clone(), id: message_id(), body: note }).await;
    shop.ada
        .say(&Says::Tag { conversation: new.clone(), tag: wire::inbox::Tag::parse("lamp").expect("a tag") })
        .await;
    laptop.leave("It is me.").await;
    shop.ada.row("all of it", |row| row.excerpt == "It is me." && !row.tags.is_empty()).await;
    let (mut page, _) = laptop.connect(Seq(0)).await;
    let (mut other, _) = phone.connect(Seq(2)).await;

    let told = shop.vouch(&laptop, &json!({ "sub": "42" })).await;
    assert_eq!(told, Identified { token: Bound::Joined, conversation: true });
    assert_eq!(page.closed().await, close::code::UNAUTHORIZED, "it begins anew (B3)");
    assert!(is_nobodys(&laptop).await);
    let gone = |frame: &Hears| match frame {
        Hears::Gone { conversation, into, .. } if *conversation == new => Some(into.clone()),
        _ => None,
    };
    assert_eq!(shop.ada.expect("where it went", gone).await, Some(old.clone()));
    let row = shop.ada.row("both in one", |row| row.id == old && row.last == Seq(5)).await;
    assert_eq!((row.state, row.waiting, row.tags.len()), (State::Open, true, 1));
    let newest = other.message("It is me.").await;
    assert_eq!(newest.seq, Seq(5), "whoever misses the others asks for them");

    let laptop = shop.browser_of("42").await;
    let all = ["On the phone.", "We see.", "On the laptop.", "Who is it?", "It is me."];
    let visit = laptop.visit().await;
    let texts: Vec<_> = visit.messages.iter().map(|message| message.body.to_string()).collect();
    let places: Vec<_> = visit.messages.iter().map(|message| message.seq.0).collect();
    assert_eq!((texts, places), (all.map(str::to_owned).to_vec(), vec![1, 2, 3, 4, 5]));
    // An acknowledgement that was lost on the way comes again, and the message does not.
    assert_eq!(laptop.post(&resent).await.status(), 200);
    // What an agent wrote meanwhile goes where the conversation went, and so does an old link.
    assert_eq!(shop.ada.answer(&new, "Hello Grace.").await, Seq(6));
    other.message("Hello Grace.").await;
    shop.ada.say(&Says::Open { conversation: new.clone(), after: Seq(0) }).await;
    assert_eq!(shop.ada.expect("where it went", gone).await, Some(old.clone()));
    for words in ["laptop", "sounds", "phone"] {
        assert_eq!(shop.found(words).await, std::slice::from_ref(&old), "{words}");
    }
    // Nothing of it stays when it is erased.
    shop.ada.say(&Says::Erase { conversation: old.clone() }).await;
    shop.ada
        .expect("it is gone", |frame| {
            matches!(frame, Hears::Gone { conversation, .. } if *conversation == old).then_some(())
        })
        .await;
    for visitor in [&phone, &laptop] {
        assert!(is_nobodys(visitor).await);
    }
    laptop.leave("Anew.").await;
    assert!(is_nobodys(&phone).await, "until the site vouches again it is this browser's alone");
    assert_eq!(shop.found("grace").await, [] as [ConversationId; 0]);
}

#[tokio::test]
async fn k7_another_persons_token_is_refused_and_opens_nothing_of_either() {
    let shop = Shop::open().await;
    let visitor = shop.browser_of("42").await;
    visitor.leave("Grace was here.").await;
    refused(visitor.identify(&shop.key.token("43"), true).await, 409, Code::Conflict).await;
    assert_eq!(visitor.texts().await, ["Grace was here."]);
    let next = shop.browser_of("43").await;
    assert!(is_nobodys(&next).await);
}

#[tokio::test]
async fn k3_whom_the_site_knows_it_lets_in_however_many_of_them_come_from_one_address() {
    let shop = Shop::open().await;
    for number in 0..8 {
        let visitor = shop.browser_of(&format!("user-{number}")).await;
        let request = visitor.request(Method::POST, "messages").header("cf-connecting-ip", "203.0.113.7");
        let say = json!({ "id": message_id(), "body": "Hello." });
        assert_eq!(request.json(&say).send().await.expect("an answer").status(), 201, "{number}");
    }
}
