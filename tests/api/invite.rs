//! Starting a chat with somebody who is on the site (O2): who may, what the page gets, what is stored when the
//! visitor answers, and what a page cannot make up.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::lobby::{Console, Page};
use tests::site::{message_id, random, refused};
use tests::{Agent, Edge, Site};
use wire::agent::Call;
use wire::http::Code;
use wire::lobby::Outcome;
use wire::{Author, PlaceId, Status};

async fn invite(agent: &Agent, visitor: &PlaceId, text: &str) -> Response {
    let body = json!({ "visitor": visitor, "body": text });
    agent.request(Method::POST, "invitations").json(&body).send().await.expect("an answer")
}

/// A site where it is on, and its admin.
async fn site(edge: &Edge) -> (Site, Agent) {
    let site = Site::create(edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    ada.configure(&json!({ "visitors_online": true })).await;
    (site, ada)
}

#[tokio::test]
async fn o2_what_an_agent_wrote_is_stored_with_the_answer_and_before_it() {
    let edge = Edge::start();
    let (site, ada) = site(&edge).await;
    let mut desk = ada.connect().await;
    desk.choose(Status::Online).await;
    let mut page = Page::open(&site).await;
    page.is_at("/lamps", "Lamps").await;
    let mut other = Page::open(&site).await;
    other.is_at("/", "Shop").await;
    let mut console = Console::open(&ada).await;
    let known = console.list().await;
    let visitor = known.iter().find(|one| one.title.as_str() == "Lamps").expect("the page").id.clone();

    assert_eq!(invite(&ada, &visitor, "Can I help?").await.status(), 204);
    let sent = console.shows("an invitation", |one| one.invited.is_some()).await.invited.expect("is there");
    assert_eq!((sent.by.as_str(), sent.outcome), ("Ada", Outcome::Sent));
    let (id, name, body) = page.invitation().await;
    assert_eq!((name.as_str(), body.as_str()), ("Ada", "Can I help?"));
    page.answer(&id, Outcome::Shown).await;
    let is = |wanted| {
        move |one: &wire::online::Visitor| {
            one.invited.as_ref().is_some_and(|invited| invited.outcome == wanted)
        }
    };
    console.shows("that it is shown", is(Outcome::Shown)).await;
    // Nothing is stored before the answer, and one page is not another.
    let rows: Value =
        site.request(Method::GET, "presence").send().await.expect("it").json().await.expect("it");
    assert_eq!(rows["mode"], "live");
    other.answer(&id, Outcome::Declined).await;
    refused(invite(&ada, &visitor, "And now?").await, 409, Code::Conflict).await;

    let customer = site.visitor();
    let say = json!({ "id": message_id(), "body": "Yes, please.", "targeted": id });
    assert_eq!(customer.post(&say).await.status(), 201);
    assert_eq!(customer.post(&say).await.status(), 200, "a resend");
    let visit = customer.visit().await;
    let said: Vec<_> = visit.messages.iter().map(|one| (one.body.as_str(), &one.author)).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(said[0].0, "Can I help?");
    assert!(matches!(said[0].1, Author::Agent { name, .. } if name.as_str() == "Ada"), "{said:?}");
    assert_eq!(said[1], ("Yes, please.", &Author::Visitor));
    let faces: Vec<_> = visit.faces.iter().map(|face| (face.name.as_str(), face.online)).collect();
    assert_eq!(faces, [("Ada", true)], "she joined by it");
    let conversation = desk.call(Call::Message).await;
    let row = desk.row("the conversation", |row| row.id == conversation && row.waiting).await;
    assert_eq!(row.assignee.as_ref(), row.members.first());
    assert!(row.since.is_some(), "nobody has answered what the visitor wrote");
    desk.answer(&conversation, "With pleasure.").await;

    // It was answered once: nobody else can put it before a message, nor this visitor again.
    let again = json!({ "id": message_id(), "body": "Once more", "targeted": id });
    customer.post(&again).await;
    let stranger = site.visitor();
    stranger.post(&json!({ "id": message_id(), "body": "Me too", "targeted": id })).await;
    assert_eq!(customer.texts().await, ["Can I help?", "Yes, please.", "With pleasure.", "Once more"]);
    assert_eq!(stranger.texts().await, ["Me too"]);
    let forged = site.visitor();
    forged.post(&json!({ "id": message_id(), "body": "You promised!", "targeted": random(16) })).await;
    assert_eq!(forged.texts().await, ["You promised!"], "a page cannot make up what an agent said");
}

#[tokio::test]
async fn o2_only_who_is_online_starts_a_chat_and_only_with_who_is_there() {
    let edge = Edge::start();
    let (site, ada) = site(&edge).await;
    let (bob, mut desk) = site.bob().await;
    let mut page = Page::open(&site).await;
    page.is_at("/", "Shop").await;
    let mut console = Console::open(&bob).await;
    let visitor = console.list().await[0].id.clone();
    let problem = refused(invite(&bob, &visitor, "Hello?").await, 409, Code::Conflict).await;
    assert!(problem.message.contains("offline"), "{}", problem.message);
    desk.choose(Status::Invisible).await;
    let problem = refused(invite(&bob, &visitor, "Hello?").await, 409, Code::Conflict).await;
    assert!(problem.message.contains("invisible"), "{}", problem.message);
    desk.choose(Status::Online).await;
    refused(invite(&bob, &visitor, &"x".repeat(1_001)).await, 400, Code::BadRequest).await;
    let gone = PlaceId::parse(random(16)).expect("an id");
    refused(invite(&bob, &gone, "Hello?").await, 404, Code::NotFound).await;
    assert_eq!(invite(&bob, &visitor, "Hello?").await.status(), 204);
    let (id, ..) = page.invitation().await;
    page.answer(&id, Outcome::Declined).await;
    console
        .shows("a no", |one| one.invited.as_ref().is_some_and(|invited| invited.outcome == Outcome::Declined))
        .await;
    let problem = refused(invite(&bob, &visitor, "Really?").await, 409, Code::Conflict).await;
    assert!(problem.message.contains("not asked again"), "{}", problem.message);
    page.close().await;
    console.left().await;
    refused(invite(&bob, &visitor, "Hello?").await, 404, Code::NotFound).await;
    ada.configure(&json!({ "visitors_online": false })).await;
    refused(invite(&bob, &visitor, "Hello?").await, 409, Code::Conflict).await;
}
