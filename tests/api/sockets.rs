use serde_json::json;
use tests::site::{AgentSocket, SHOP, VisitorSocket, message_id};
use tests::{Edge, Site};
use wire::http::{Code, MOST_BYTES};
use wire::visitor::Hears;
use wire::{Seq, agent, close};

async fn page(site: &Site) -> VisitorSocket {
    site.socket("socket", &[("origin", SHOP)]).await.expect("an open socket")
}

#[tokio::test]
async fn f1_ping_is_answered_before_and_after_hello() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let mut page = page(&site).await;
    page.ping().await;
    page.hello(None, Seq(0)).await;
    page.ping().await;
}

#[tokio::test]
async fn f5_what_is_no_frame_of_ours_closes_with_its_code() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (agent, _) = site.ada().await;
    let large = format!(r#"{{"type":"say","id":"{}","body":"{}"}}"#, message_id(), "x".repeat(MOST_BYTES));
    for (text, code) in [
        ("", close::code::BAD_FRAME),
        ("hello", close::code::BAD_FRAME),
        ("null", close::code::BAD_FRAME),
        ("[]", close::code::BAD_FRAME),
        (r#"{"type":"nothing"}"#, close::code::BAD_FRAME),
        (r#"{"type":7}"#, close::code::BAD_FRAME),
        (r#"{"type":"hello","protocol":2}"#, close::code::RELOAD),
        (large.as_str(), close::code::TOO_LARGE),
    ] {
        let mut visitor = page(&site).await;
        visitor.text(text).await;
        assert_eq!(visitor.closed().await, code, "visitor: {:.60}", text);
        let mut console: AgentSocket = agent.connect().await;
        console.text(text).await;
        assert_eq!(console.closed().await, code, "agent: {:.60}", text);
    }
    let mut visitor = page(&site).await;
    visitor.bytes(b"{}").await;
    assert_eq!(visitor.closed().await, close::code::NOT_TEXT);
}

#[tokio::test]
async fn f6_f7_a_refused_value_is_answered_and_the_socket_stays_open() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    let id = message_id();
    for body in [
        json!({ "type": "say", "id": id, "body": "   " }),
        json!({ "type": "say", "id": id, "body": "x".repeat(4_001) }),
        json!({ "type": "say", "id": id, "body": 7 }),
        json!({ "type": "say", "id": id }),
        json!({ "type": "say", "id": id, "body": "hello", "email": "nobody" }),
        json!({ "type": "say", "id": id, "body": "hello", "extra": true }),
        json!({ "type": "say", "id": id, "body": "bell\u{7}" }),
    ] {
        page.text(&body.to_string()).await;
        let refusal = page
            .expect("the refusal", |frame| match frame {
                Hears::Error(refusal) => Some(refusal.clone()),
                _ => None,
            })
            .await;
        assert_eq!((refusal.problem.code, refusal.about), (Code::BadRequest, Some(id.clone())), "{body}");
        assert!(refusal.problem.message.ends_with('.'), "{}", refusal.problem.message);
    }
    for body in [json!({ "type": "read", "seq": -1 }), json!({ "type": "say", "id": "short", "body": "x" })] {
        page.text(&body.to_string()).await;
        page.expect("the refusal", |frame| match frame {
            Hears::Error(refusal) if refusal.about.is_none() => Some(()),
            _ => None,
        })
        .await;
    }
    assert_eq!(page.write("still here").await, Seq(1));
}

#[tokio::test]
async fn f2_a_message_needs_a_token() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let mut page = page(&site).await;
    let say = json!({ "type": "say", "id": message_id(), "body": "hello" }).to_string();
    for is_greeted in [false, true] {
        if is_greeted {
            page.hello(None, Seq(0)).await;
        }
        page.text(&say).await;
        page.expect("the refusal", |frame| match frame {
            Hears::Error(refusal) if refusal.problem.code == Code::Unauthorized => Some(()),
            _ => None,
        })
        .await;
    }
    page.hello(Some(&visitor.token), Seq(0)).await;
    assert_eq!(page.write("hello").await, Seq(1));
}

#[tokio::test]
async fn a_foreign_page_gets_no_socket_and_a_plain_request_none_either() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for headers in [&[("origin", "http://evil.example")][..], &[("origin", "null")][..], &[][..]] {
        assert_eq!(site.socket::<(), Hears>("socket", headers).await.err(), Some(403));
    }
    assert!(site.socket::<(), Hears>("socket", &[("origin", site.base.as_str())]).await.is_ok(), "our own");
    for path in ["socket", "agent/socket"] {
        let answer = site.request(reqwest::Method::GET, path).send().await.expect("an answer");
        tests::site::refused(answer, 426, Code::UpgradeRequired).await;
    }
}

#[tokio::test]
async fn an_agent_cannot_speak_of_what_is_not_there() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let id = message_id();
    for body in [
        json!({ "type": "say", "conversation": "nowhere", "id": id, "body": "hello" }),
        json!({ "type": "open", "conversation": "nowhere" }),
        json!({ "type": "close", "conversation": "nowhere" }),
    ] {
        ada.text(&body.to_string()).await;
        ada.expect("the refusal", |frame| match frame {
            agent::Hears::Error(refusal) if refusal.problem.code == Code::NotFound => Some(()),
            _ => None,
        })
        .await;
    }
    ada.text(r#"{"type":"status","status":"asleep"}"#).await;
    ada.expect("the refusal", |frame| match frame {
        agent::Hears::Error(refusal) if refusal.problem.code == Code::BadRequest => Some(()),
        _ => None,
    })
    .await;
}
