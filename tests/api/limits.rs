//! Limits: nobody drowns a site, and everybody is told when to try again.

use reqwest::header::RETRY_AFTER;
use serde_json::json;
use tests::VisitorSocket;
use tests::site::{SHOP, message_id, refused};
use tests::{Edge, Site, until};
use wire::Seq;
use wire::close::code;
use wire::http::Code;
use wire::visitor::{self, Hears};

/// The platform's header with the visitor's address.
const ADDRESS: &str = "cf-connecting-ip";

#[tokio::test]
async fn l1_a_visitor_writes_ten_at_once_then_one_a_second() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let mut taken = 0;
    let (refusal, id) = loop {
        let id = message_id();
        let answer = visitor.post(&json!({ "id": id, "body": "x" })).await;
        if answer.status() != 201 {
            break (answer, id);
        }
        taken += 1;
    };
    assert!((10..=12).contains(&taken), "{taken} were taken");
    assert_eq!(refusal.headers()[RETRY_AFTER], "1");
    let problem = refused(refusal, 429, Code::TooMany).await;
    assert_eq!(problem.retry_after, Some(1));
    until("the message to be taken", async || {
        let answer = visitor.post(&json!({ "id": id, "body": "x" })).await;
        if answer.status() == 201 { Ok(()) } else { crate::other(answer.status()) }
    })
    .await;
    // Another visitor is not held up by this one.
    site.visitor().leave("x").await;
}

#[tokio::test]
async fn l1_on_a_socket_the_refusal_names_the_message() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    let ids: Vec<_> = (0..20).map(|_| message_id()).collect();
    for id in &ids {
        page.text(&json!({ "type": "say", "id": id, "body": "x" }).to_string()).await;
    }
    let refusal = page
        .expect("a refusal", |frame| match frame {
            Hears::Error(refusal) => Some(refusal.clone()),
            _ => None,
        })
        .await;
    assert_eq!(refusal.problem.code, Code::TooMany);
    assert!(refusal.problem.retry_after.is_some());
    assert!(ids.contains(&refusal.about.expect("the message")));
    page.ping().await;
}

#[tokio::test]
async fn l2_a_visitor_has_three_sockets() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(visitor.connect(Seq(0)).await.0);
    }
    let mut fourth: VisitorSocket = site.socket("socket", &[("origin", SHOP)]).await.expect("an open socket");
    let hello =
        visitor::Says::Hello { protocol: wire::PROTOCOL, token: Some(visitor.token.clone()), after: Seq(0) };
    fourth.say(&hello).await;
    assert_eq!(fourth.closed().await, code::TOO_MANY);
    open.remove(0).close().await;
    visitor.connect(Seq(0)).await;
}

#[tokio::test]
async fn l2_an_address_has_twenty_sockets() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let open = async |address: &str| -> Result<VisitorSocket, u16> {
        site.socket("socket", &[("origin", SHOP), (ADDRESS, address)]).await
    };
    let mut sockets = Vec::new();
    for count in 0..20 {
        // IPv6 counts by /64: each of these is the same customer.
        sockets.push(open(&format!("2001:db8:1:2::{count:x}")).await.expect("an open socket"));
    }
    assert_eq!(open("2001:db8:1:2:ffff::1").await.err(), Some(429));
    assert!(open("2001:db8:1:3::1").await.is_ok(), "another customer");
    assert!(open("192.0.2.1").await.is_ok());
}

#[tokio::test]
async fn l3_an_address_opens_six_conversations() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let first = site.visitor();
    let post = async |visitor: &tests::Visitor, address: &str| {
        let request = visitor.request(reqwest::Method::POST, "messages").header(ADDRESS, address);
        request.json(&json!({ "id": message_id(), "body": "x" })).send().await.expect("an answer")
    };
    assert_eq!(post(&first, "192.0.2.7").await.status(), 201);
    for _ in 0..5 {
        assert_eq!(post(&site.visitor(), "192.0.2.7").await.status(), 201);
    }
    let refusal = post(&site.visitor(), "192.0.2.7").await;
    assert!(refusal.headers().contains_key(RETRY_AFTER));
    refused(refusal, 429, Code::TooMany).await;
    assert_eq!(post(&first, "192.0.2.7").await.status(), 201, "an open conversation goes on");
    assert_eq!(post(&site.visitor(), "192.0.2.8").await.status(), 201, "another address");
    for _ in 0..8 {
        assert_eq!(post(&site.visitor(), "127.0.0.1").await.status(), 201, "a developer's machine");
    }
}
