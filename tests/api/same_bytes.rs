//! Two worlds that differ only in Offline and Invisible look the same from outside (S3).

use reqwest::Method;
use tests::site::{SHOP, VisitorSocket};
use tests::{Edge, Site};
use wire::http::Code;
use wire::{Seq, Status, agent};

/// Everything that outsiders get while Ada, who was online, goes away in this way.
async fn world(site: &Site, status: Status) -> Vec<String> {
    let mut seen = Vec::new();
    let (_, mut ada) = site.ada().await;
    let (_, mut bob) = site.bob().await;
    let visitor = site.visitor();
    let (mut talking, _) = visitor.connect(Seq(0)).await;
    let mut page: VisitorSocket = site.socket("socket", &[("origin", SHOP)]).await.expect("an open socket");
    page.hello(None, Seq(0)).await;
    talking.write("hello").await;

    ada.choose(Status::Online).await;
    ada.choose(status).await;
    // Back and forth between the two, where nothing may be told at all.
    for again in [Status::Invisible, Status::Offline, status] {
        ada.choose(again).await;
    }

    let answer = site.request(Method::GET, "presence").send().await.expect("an answer");
    let mut headers: Vec<String> =
        answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    seen.push(format!("{} {headers:?}", answer.status()));
    seen.push(answer.text().await.expect("a body"));
    seen.push(format!("{:?}", visitor.visit().await.mode));

    // Each socket answers a question after all that: what came before it is all there is.
    page.text(r#"{"type":"read","seq":1}"#).await;
    frames(&mut seen, "page", page.raw("a frame").await, "error", &mut page).await;
    talking.text(r#"{"type":"say","id":"short","body":""}"#).await;
    let first = talking.raw("a frame").await;
    frames(&mut seen, "talking", first, "error", &mut talking).await;
    bob.say(&agent::Says::More { before: wire::Timestamp(1), id: conversation() }).await;
    loop {
        let frame = bob.raw("a frame").await;
        if frame.contains("\"conversations\"") {
            break;
        }
        seen.push(format!("bob: {}", without_ids(&frame)));
    }
    seen
}

fn conversation() -> wire::ConversationId {
    wire::ConversationId::parse("none").expect("an id")
}

async fn frames(seen: &mut Vec<String>, who: &str, first: String, last: &str, socket: &mut VisitorSocket) {
    let mut frame = first;
    let end = format!("\"type\":\"{last}\"");
    while !frame.contains(&end) {
        seen.push(format!("{who}: {}", without_ids(&frame)));
        frame = socket.raw("a frame").await;
    }
}

/// What differs in any two runs: random ids and instants. Sizes stay.
fn without_ids(frame: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(frame).expect("JSON");
    blank(&mut value);
    value.to_string()
}

fn blank(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), &field) {
                    ("id" | "conversation", serde_json::Value::String(text)) => {
                        *field = "x".repeat(text.len()).into();
                    }
                    ("at", _) => *field = 0.into(),
                    _ => blank(field),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(blank),
        _ => {}
    }
}

#[tokio::test]
async fn s3_invisible_is_offline_to_everybody_outside() {
    let edge = Edge::start();
    let offline = world(&Site::create(&edge, "hidden").await, Status::Offline).await;
    let invisible = world(&Site::create(&edge, "hidden").await, Status::Invisible).await;
    assert_eq!(offline, invisible);
    assert!(
        offline.iter().any(|frame| frame.starts_with("page: ") && frame.contains("live")),
        "{offline:#?}"
    );
    assert!(offline.iter().any(|frame| frame.starts_with("bob: ")), "{offline:#?}");
}

#[tokio::test]
async fn s3_an_offline_agents_token_is_no_other_answer() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    // A token that was never used is a stranger's.
    let visitor = site.visitor();
    let answer = visitor.request(Method::GET, "conversation").send().await.expect("an answer");
    tests::site::refused(answer, 401, Code::Unauthorized).await;
    let answer = visitor.request(Method::GET, "presence").send().await.expect("an answer");
    assert!(answer.text().await.expect("a body").contains("hidden"));
}
