//! Sockets: the first frame, heartbeats, and what closes them.

use reqwest::Method;
use serde_json::{Value, json};
use tests::site::{SHOP, message_id, random, refused};
use tests::{AgentSocket, VisitorSocket};
use tests::{Edge, Site};
use wire::close::code;
use wire::http::Code;
use wire::visitor::{Hears, Refusal};
use wire::{PROTOCOL, Seq, Status};

async fn page(site: &Site) -> VisitorSocket {
    site.socket("socket", &[("origin", SHOP)]).await.expect("an open socket")
}

async fn console(site: &Site) -> AgentSocket {
    let ada = site.sign_in("ada@shop.example").await;
    let headers = [("cookie", ada.cookie.as_str()), ("origin", site.base.as_str())];
    site.socket("agent/socket", &headers).await.expect("an open socket")
}

#[tokio::test]
async fn f1_a_ping_is_answered() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    page(&site).await.ping().await;
    console(&site).await.ping().await;
}

#[tokio::test]
async fn f2_before_hello_nothing_is_told_and_nothing_is_taken() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let mut silent = page(&site).await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let frame = json!({ "type": "say", "id": message_id(), "body": "Hello?" });
    silent.text(&frame.to_string()).await;
    let first: Value = serde_json::from_str(&silent.raw("an answer").await).expect("JSON");
    assert_eq!(
        (&first["type"], &first["code"], &first["about"]),
        (&json!("error"), &json!("unauthorized"), &frame["id"])
    );
    let visit = silent.hello(None, Seq(0)).await;
    assert_eq!(visit.mode, wire::Mode::Live);
}

#[tokio::test]
async fn f5_what_is_not_ours_closes_the_socket_with_a_code_that_says_why() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let hello = |protocol: u8| json!({ "type": "hello", "protocol": protocol }).to_string();
    for text in
        ["", "nonsense", "{", "null", "[]", "7", "{}", r#"{"type":7}"#, r#"{"type":"fly"}"#, r#"{"hello":1}"#]
    {
        let mut visitor = page(&site).await;
        visitor.text(text).await;
        assert_eq!(visitor.closed().await, code::BAD_FRAME, "{text:?}");
        let mut agent = console(&site).await;
        agent.text(text).await;
        assert_eq!(agent.closed().await, code::BAD_FRAME, "{text:?}");
    }
    for protocol in [0, PROTOCOL + 1] {
        let mut visitor = page(&site).await;
        visitor.text(&hello(protocol)).await;
        assert_eq!(visitor.closed().await, code::RELOAD);
        let mut agent = console(&site).await;
        agent.text(&hello(protocol)).await;
        assert_eq!(agent.closed().await, code::RELOAD);
    }
    let mut visitor = page(&site).await;
    visitor.bytes(b"\x00\x01").await;
    assert_eq!(visitor.closed().await, code::NOT_TEXT);
    let mut agent = console(&site).await;
    agent.bytes(b"{}").await;
    assert_eq!(agent.closed().await, code::NOT_TEXT);
    let mut visitor = page(&site).await;
    visitor.text(&"x".repeat(16 * 1024 + 1)).await;
    assert_eq!(visitor.closed().await, code::TOO_LARGE);
    let mut agent = console(&site).await;
    agent.text(&"x".repeat(16 * 1024 + 1)).await;
    assert_eq!(agent.closed().await, code::TOO_LARGE);
}

#[tokio::test]
async fn f5_too_many_frames_close_the_socket() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let read = json!({ "type": "read", "seq": 0 }).to_string();
    for _ in 0..400 {
        if page.try_text(&read).await.is_err() {
            break;
        }
    }
    assert_eq!(page.closed().await, code::TOO_MANY);
}

#[tokio::test]
async fn f7_a_known_frame_with_a_refused_value_is_answered_and_the_socket_stays() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let id = message_id();
    let cases = [
        (json!({ "type": "say", "id": id, "body": "" }), true),
        (json!({ "type": "say", "id": id, "body": " \n " }), true),
        (json!({ "type": "say", "id": id, "body": "x".repeat(4001) }), true),
        (json!({ "type": "say", "id": id, "body": 7 }), true),
        (json!({ "type": "say", "id": id }), true),
        (json!({ "type": "say", "id": id, "body": "x", "email": "nowhere" }), true),
        (json!({ "type": "say", "id": id, "body": "x", "page": "javascript:alert(1)" }), true),
        (json!({ "type": "say", "id": id, "body": "x", "seq": 3 }), true),
        (json!({ "type": "say", "id": "short", "body": "x" }), false),
        (json!({ "type": "say", "body": "x" }), false),
        (json!({ "type": "read", "seq": -1 }), false),
        (json!({ "type": "read", "seq": "1" }), false),
        (json!({ "type": "hello", "protocol": PROTOCOL, "token": "short" }), false),
        (json!({ "type": "hello" }), false),
    ];
    for (frame, names_it) in cases {
        page.text(&frame.to_string()).await;
        let refusal: Refusal = page
            .expect("an error", |frame| match frame {
                Hears::Error(refusal) => Some(refusal.clone()),
                _ => None,
            })
            .await;
        assert_eq!(refusal.problem.code, Code::BadRequest, "{frame}");
        assert!(refusal.problem.message.ends_with('.'), "{}", refusal.problem.message);
        assert_eq!(refusal.about.is_some(), names_it, "{frame}");
    }
    page.write("Still here").await;
    assert_eq!(visitor.texts().await, ["Still here"]);
}

#[tokio::test]
async fn f6_an_agent_hears_why_a_frame_was_refused() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let id = message_id();
    let nowhere = random(16);
    let cases = [
        (json!({ "type": "say", "conversation": nowhere, "id": id, "body": "x" }), Code::NotFound, true),
        (json!({ "type": "say", "conversation": nowhere, "id": id, "body": "" }), Code::BadRequest, true),
        (json!({ "type": "close", "conversation": nowhere }), Code::NotFound, false),
        (json!({ "type": "open", "conversation": "" }), Code::BadRequest, false),
        (json!({ "type": "status", "status": "busy" }), Code::BadRequest, false),
        (json!({ "type": "status" }), Code::BadRequest, false),
        (json!({ "type": "more", "before": "yesterday", "id": "older" }), Code::BadRequest, false),
    ];
    for (frame, wanted, names_it) in cases {
        ada.text(&frame.to_string()).await;
        let refusal: Refusal = ada
            .expect("an error", |frame| match frame {
                wire::agent::Hears::Error(refusal) => Some(refusal.clone()),
                _ => None,
            })
            .await;
        assert_eq!(refusal.problem.code, wanted, "{frame}");
        assert_eq!(refusal.about.is_some(), names_it, "{frame}");
    }
    ada.choose(Status::Online).await;
}

#[tokio::test]
async fn a_socket_is_opened_by_an_upgrade_from_an_allowed_origin() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for origin in [None, Some("http://evil.example"), Some("null"), Some("http://shop.example:80")] {
        let headers: Vec<_> = origin.map(|origin| ("origin", origin)).into_iter().collect();
        let refused: Result<VisitorSocket, u16> = site.socket("socket", &headers).await;
        assert_eq!(refused.err(), Some(403), "{origin:?}");
    }
    let ours: Result<VisitorSocket, u16> = site.socket("socket", &[("origin", &site.base)]).await;
    assert!(ours.is_ok(), "our own pages always may");
    let answer = site.visitor().request(Method::GET, "socket").send().await.expect("an answer");
    refused(answer, 426, Code::UpgradeRequired).await;
    let ada = site.sign_in("ada@shop.example").await;
    let answer = ada.request(Method::GET, "agent/socket").send().await.expect("an answer");
    refused(answer, 426, Code::UpgradeRequired).await;
}

#[tokio::test]
async fn g11_bad_clients_spoil_nothing_for_others() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    let (mut good, _) = visitor.connect(Seq(0)).await;
    good.write("Before").await;
    let row = ada.conversation("Before").await;
    for round in 0..5 {
        let mut bad = page(&site).await;
        bad.text("nonsense").await;
        let mut cut = page(&site).await;
        cut.text(r#"{"type":"hello","protocol":1}"#).await;
        drop(cut);
        let forged = site.visitor().post(&json!({ "id": 7, "body": ["x"] })).await;
        assert_eq!(forged.status(), 400);
        ada.answer(&row.id, &format!("answer {round}")).await;
        good.message(&format!("answer {round}")).await;
        assert_eq!(bad.closed().await, code::BAD_FRAME);
    }
    good.write("After").await;
    ada.message("After").await;
}

#[tokio::test]
async fn g11_a_panic_costs_one_request() {
    let edge = Edge::start_panicking();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("Before").await;
    let row = ada.conversation("Before").await;

    let body = json!({ "name": "Shop", "agents": [] });
    let answer = site.operator(Method::PUT, "", &body).await;
    refused(answer, 500, Code::Internal).await;

    // The object, its sockets and what was stored are as before; so is the rest of the isolate.
    ada.answer(&row.id, "Between").await;
    page.message("Between").await;
    page.write("After").await;
    assert_eq!(visitor.texts().await, ["Before", "Between", "After"]);
    assert_eq!(site.operator(Method::PUT, "", &body).await.status(), 200);
    assert_eq!(Site::create(&edge, "hidden").await.mode().await, "hidden");
}
