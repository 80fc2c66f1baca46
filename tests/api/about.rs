//! What is known of a visitor beside the conversation: what the page tells, and what agents say.

use reqwest::Method;
use serde_json::{Value, json};
use tests::site::message_id;
use tests::{AgentSocket, Edge, Site, Visitor};
use wire::about::{About, Earlier};
use wire::agent::{Hears, Says};
use wire::http::{Code, Problem};
use wire::inbox::Words;
use wire::visitor::State;
use wire::{ConversationId, Email, Name, Seq};

const PAGE: &str = "https://shop.example/lamps";

async fn look(visitor: &Visitor, look: &Value) -> u16 {
    let request = visitor.request(Method::POST, "look").json(look);
    request.send().await.expect("an answer").status().as_u16()
}

/// Waits until the console knows something of the visitor, whether asked or told.
async fn knows(
    console: &mut AgentSocket,
    of: &ConversationId,
    what: &str,
    is: impl Fn(&About, &[Earlier]) -> bool,
) -> (About, Vec<Earlier>) {
    console
        .expect(what, |frame| match frame {
            Hears::About { conversation, about, earlier } if conversation == of && is(about, earlier) => {
                Some((about.clone(), earlier.clone()))
            }
            _ => None,
        })
        .await
}

async fn open(console: &mut AgentSocket, id: &ConversationId) -> (About, Vec<Earlier>) {
    console.say(&Says::Open { conversation: id.clone(), after: Seq(0) }).await;
    knows(console, id, "what is known", |_, _| true).await
}

async fn describe(console: &mut AgentSocket, id: &ConversationId, name: Option<&str>, email: Option<&str>) {
    let name = name.map(|name| Name::parse(name).expect("a name"));
    let email = email.map(|email| Email::parse(email).expect("an address"));
    console.say(&Says::Describe { conversation: id.clone(), name, email }).await;
}

async fn found(console: &mut AgentSocket, words: &str) -> Vec<ConversationId> {
    let words = Words::parse(words).expect("words");
    console.say(&Says::Search { words: words.clone() }).await;
    console
        .expect("what was found", |frame| match frame {
            Hears::Found { words: of, hits } if *of == words => {
                Some(hits.iter().map(|hit| hit.row.id.clone()).collect())
            }
            _ => None,
        })
        .await
}

fn pages(about: &About) -> Vec<&str> {
    about.pages.iter().map(|viewed| viewed.page.as_str()).collect()
}

#[tokio::test]
async fn v9_the_team_sees_the_last_pages_of_an_open_conversation_without_their_secrets() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, mut console) = site.ada().await;
    let visitor = site.visitor();
    let first = json!({
        "page": format!("{PAGE}?token=s3cret#part"),
        "title": "Lamps",
        "language": "pt-BR",
        "zone": "America/Lima",
        "passed": { "plan": "pro" }
    });
    // Before the first message there is nobody to look at.
    assert_eq!(look(&visitor, &first).await, 401);
    visitor.leave("Hello").await;
    let id = console.conversation("Hello").await.id;
    assert_eq!(open(&mut console, &id).await, (About::default(), Vec::new()));

    assert_eq!(look(&visitor, &first).await, 204);
    let (about, _) = knows(&mut console, &id, "the first page", |about, _| !about.pages.is_empty()).await;
    assert_eq!(pages(&about), [PAGE]);
    assert_eq!(about.pages[0].title.as_ref().map(ToString::to_string).as_deref(), Some("Lamps"));
    let told = (about.language.expect("told").to_string(), about.zone.expect("told").to_string());
    assert_eq!(told, ("pt-br".to_owned(), "America/Lima".to_owned()));
    assert_eq!(about.passed.get("plan").map(ToString::to_string).as_deref(), Some("pro"));

    // The same page again is the same page, whatever it is called now; of the others ten are kept.
    assert_eq!(look(&visitor, &json!({ "page": PAGE, "title": "Two lamps" })).await, 204);
    for number in 0..11 {
        assert_eq!(look(&visitor, &json!({ "page": format!("{PAGE}/{number}") })).await, 204);
    }
    let last = format!("{PAGE}/10");
    let (about, _) = knows(&mut console, &id, "the last page", |about, _| pages(about)[0] == last).await;
    let wanted: Vec<_> = (1..11).rev().map(|number| format!("{PAGE}/{number}")).collect();
    assert_eq!(pages(&about), wanted);
    assert!(about.zone.is_some(), "what is not told again stays");
    assert!(about.passed.is_empty(), "what is passed no more is not shown");

    // While it is closed nobody follows.
    console.say(&Says::Close { conversation: id.clone() }).await;
    console.row("the closed one", |row| row.state == State::Closed).await;
    assert_eq!(look(&visitor, &json!({ "page": "https://shop.example/secret" })).await, 204);
    edge.kill9();
    edge.restart();
    let mut console = ada.connect().await;
    assert_eq!(pages(&open(&mut console, &id).await.0), wanted);
}

#[tokio::test]
async fn v9_what_cannot_be_is_refused_with_a_sentence() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("Hello").await;
    let many: serde_json::Map<_, _> = (0..21).map(|number| (format!("k{number}"), json!("x"))).collect();
    for bad in [
        json!({}),
        json!({ "page": "javascript:alert(1)" }),
        json!({ "page": PAGE, "title": "two\nlines" }),
        json!({ "page": PAGE, "language": "no language" }),
        json!({ "page": PAGE, "zone": "<b>" }),
        json!({ "page": PAGE, "passed": many }),
        json!({ "page": PAGE, "passed": { "l".repeat(81): "x" } }),
        json!({ "page": PAGE, "passed": { "x": "v".repeat(201) } }),
        json!({ "page": PAGE, "passed": { "x": 1 } }),
        json!({ "page": PAGE, "more": 1 }),
    ] {
        let answer = visitor.request(Method::POST, "look").json(&bad).send().await.expect("an answer");
        assert_eq!(answer.status(), 400, "{bad}");
        let problem: Problem = answer.json().await.expect("a problem");
        assert_eq!(problem.code, Code::BadRequest, "{bad}");
        assert!(problem.message.ends_with('.'), "{bad}: {}", problem.message);
    }
    let foreign = Visitor { origin: "https://other.example".to_owned(), ..visitor };
    assert_eq!(look(&foreign, &json!({ "page": PAGE })).await, 403);
}

#[tokio::test]
async fn l4_a_page_tells_twenty_changes_at_once_and_no_more() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("Hello").await;
    let mut refused = None;
    for number in 0..40 {
        let request = visitor.request(Method::POST, "look");
        let answer =
            request.json(&json!({ "page": format!("{PAGE}/{number}") })).send().await.expect("an answer");
        if answer.status() == 429 {
            assert!(answer.headers().contains_key("retry-after"));
            refused = Some(number);
            break;
        }
        assert_eq!(answer.status(), 204);
    }
    assert!(refused.is_some_and(|number| number >= 20), "{refused:?}");
    // That it is still the same page costs nothing, and messages have a budget of their own.
    visitor.leave("Still here").await;
}

#[tokio::test]
async fn i6_a_visitor_is_called_as_an_agent_says_and_every_console_and_the_search_know() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    let bob = site.sign_in("bob@shop.example").await;
    let mut bobs = bob.connect().await;
    let visitor = site.visitor();
    visitor.leave("Hello").await;
    let id = console.conversation("Hello").await.id;

    let passed = |name: &str| json!({ "page": PAGE, "passed": { "name": name } });
    assert_eq!(look(&visitor, &passed("Grace Hopper")).await, 204);
    bobs.row("the name that was passed", |row| {
        row.name.as_ref().is_some_and(|name| name.as_str() == "Grace Hopper")
    })
    .await;
    let this = [id.clone()];
    assert_eq!(found(&mut console, "hopp").await, this);

    describe(&mut console, &id, Some("Admiral Hopper"), Some("grace@navy.example")).await;
    let row = bobs.row("what Ada said", |row| row.email.is_some()).await;
    assert_eq!(row.name.as_ref().map(ToString::to_string).as_deref(), Some("Admiral Hopper"));
    // A page says nothing else after that.
    assert_eq!(look(&visitor, &passed("Somebody")).await, 204);
    let is_told = |about: &About, _: &[Earlier]| {
        about.passed.get("name").is_some_and(|name| name.as_str() == "Somebody")
    };
    knows(&mut bobs, &id, "what was passed", is_told).await;
    visitor.leave("Again").await;
    let row = bobs.conversation("Again").await;
    assert_eq!(row.name.map(|name| name.to_string()).as_deref(), Some("Admiral Hopper"));
    assert_eq!(found(&mut console, "admiral").await, this);
    assert_eq!(found(&mut console, "grace hopper").await, Vec::<ConversationId>::new());
    assert_eq!(found(&mut console, "navy").await, this);

    // Taken away, both.
    describe(&mut bobs, &id, None, None).await;
    console.row("nothing", |row| row.name.is_none() && row.email.is_none()).await;
    assert_eq!(found(&mut console, "admiral").await, Vec::<ConversationId>::new());
    assert_eq!(found(&mut console, "navy").await, Vec::<ConversationId>::new());
    // What is no address is refused with a sentence, and no conversation is told from one that is not there.
    let bad = json!({ "type": "describe", "conversation": id, "name": null, "email": "grace" });
    console.text(&bad.to_string()).await;
    let refused = |frame: &Hears| match frame {
        Hears::Error(refusal) => Some(refusal.problem.clone()),
        _ => None,
    };
    let problem = console.expect("a refusal", refused).await;
    assert_eq!(problem.code, Code::BadRequest);
    assert!(problem.message.contains("e-mail address"), "{}", problem.message);
    describe(&mut console, &ConversationId::parse("not-there").expect("an id"), None, None).await;
    assert_eq!(console.expect("a refusal", refused).await.code, Code::NotFound);
}

#[tokio::test]
async fn i6_conversations_with_the_same_address_are_listed_for_agents_alone() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    let mut ids = Vec::new();
    for number in 0..12 {
        let case = if number % 2 == 0 { "eve@home.example" } else { "Eve@Home.example" };
        let say = json!({ "id": message_id(), "body": format!("Number {number}"), "email": case });
        assert_eq!(site.visitor().post(&say).await.status(), 201);
        ids.push(console.conversation(&format!("Number {number}")).await.id);
    }
    let other = site.visitor();
    other.leave("From nobody").await;
    let id = console.conversation("From nobody").await.id;
    assert!(open(&mut console, &id).await.1.is_empty(), "no address is no address of anybody");

    let (_, earlier) = open(&mut console, &ids[11]).await;
    let excerpts: Vec<_> = earlier.iter().map(|one| one.excerpt.as_str()).collect();
    let wanted: Vec<_> = (1..11).rev().map(|number| format!("Number {number}")).collect();
    assert_eq!(excerpts, wanted);
    // Who leaves the address later is told of, too, and learns nothing by it.
    let answer = other.request(Method::POST, "email").json(&json!({ "email": "eve@home.example" }));
    assert_eq!(answer.send().await.expect("an answer").status(), 204);
    let (_, earlier) = knows(&mut console, &id, "the others", |_, earlier| !earlier.is_empty()).await;
    assert_eq!(earlier[0].id, ids[11]);
    assert_eq!(other.texts().await, ["From nobody"]);
}
