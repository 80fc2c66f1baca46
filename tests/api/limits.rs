use serde_json::json;
use tests::site::{SHOP, VisitorSocket, message_id, refused};
use tests::{Edge, Site};
use wire::http::Code;
use wire::visitor::Hears;
use wire::{Seq, close};

#[tokio::test]
async fn l1_a_visitor_writes_ten_at_once_and_then_one_a_second() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let mut refusal = None;
    for number in 0..15 {
        let answer = visitor.post(&json!({ "id": message_id(), "body": format!("{number}") })).await;
        if answer.status() == 429 {
            assert!(number >= 10, "a burst of ten is fine");
            assert_eq!(answer.headers()["retry-after"], "1");
            refusal = Some(refused(answer, 429, Code::TooMany).await);
            break;
        }
    }
    assert_eq!(refusal.expect("a limit").retry_after, Some(1));
    // The same over a socket, and the socket stays open.
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let id = message_id();
    page.text(&json!({ "type": "say", "id": id, "body": "more" }).to_string()).await;
    let answered = page
        .expect("an answer", |frame| match frame {
            Hears::Stored(_) => Some(None),
            Hears::Error(refusal) => Some(Some((refusal.problem.code, refusal.about.clone()))),
            _ => None,
        })
        .await;
    // A machine that took a second in between may let it through.
    assert!(answered.is_none() || answered == Some((Code::TooMany, Some(id))));
    page.ping().await;
}

#[tokio::test]
async fn l2_twenty_sockets_from_one_address_and_three_of_one_visitor() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    fn from(address: &str) -> [(&'static str, &str); 2] {
        [("origin", SHOP), ("cf-connecting-ip", address)]
    }
    let mut open = Vec::new();
    for number in 0..20 {
        // One customer's network is one address.
        let address = format!("2001:db8:1:2::{number:x}");
        let socket: VisitorSocket = site.socket("socket", &from(&address)).await.expect("an open socket");
        open.push(socket);
    }
    let one_more = site.socket::<(), Hears>("socket", &from("2001:db8:1:2:ffff::1")).await;
    assert_eq!(one_more.err(), Some(429));
    assert!(site.socket::<(), Hears>("socket", &from("2001:db8:1:3::1")).await.is_ok(), "another network");

    let visitor = site.visitor();
    let mut pages = Vec::new();
    for _ in 0..3 {
        pages.push(visitor.connect(Seq(0)).await.0);
    }
    let mut fourth: VisitorSocket = site.socket("socket", &[("origin", SHOP)]).await.expect("an open socket");
    let hello = json!({ "type": "hello", "protocol": 1, "token": visitor.token, "after": 0 });
    fourth.text(&hello.to_string()).await;
    assert_eq!(fourth.closed().await, close::code::TOO_MANY);
    pages[0].ping().await;
    pages.remove(0).close().await;
    visitor.connect(Seq(0)).await;
}

#[tokio::test]
async fn l3_six_new_conversations_from_one_address() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let post = async |visitor: &tests::Visitor, address: &str, text: &str| {
        let body = json!({ "id": message_id(), "body": text });
        let request = visitor.request(reqwest::Method::POST, "messages").header("cf-connecting-ip", address);
        request.json(&body).send().await.expect("an answer")
    };
    let first = site.visitor();
    assert_eq!(post(&first, "203.0.113.7", "hello").await.status(), 201);
    for _ in 0..5 {
        assert_eq!(post(&site.visitor(), "203.0.113.7", "hello").await.status(), 201);
    }
    refused(post(&site.visitor(), "203.0.113.7", "hello").await, 429, Code::TooMany).await;
    assert_eq!(post(&first, "203.0.113.7", "going on").await.status(), 201, "no new one");
    assert_eq!(post(&site.visitor(), "203.0.113.8", "hello").await.status(), 201, "another address");
    for _ in 0..7 {
        assert_eq!(post(&site.visitor(), "127.0.0.1", "hello").await.status(), 201, "a developer's machine");
    }
}

#[tokio::test]
async fn f5_a_flood_of_frames_is_hung_up_on() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    for _ in 0..150 {
        page.text(r#"{"type":"read","seq":0}"#).await;
    }
    assert_eq!(page.closed().await, close::code::TOO_MANY);
}
