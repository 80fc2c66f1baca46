//! Two worlds that differ only in Offline and Invisible look the same from outside (S3).

use reqwest::Method;
use serde_json::{Value, json};
use tests::VisitorSocket;
use tests::bugs::Leak;
use tests::site::SHOP;
use tests::{Agent, Edge, Site};
use wire::http::Code;
use wire::team::KeyCreated;
use wire::{Seq, Status, agent};

/// Everything that outsiders get while Ada, who was online, goes away in this way.
async fn world(site: &Site, status: Status) -> Vec<String> {
    let mut seen = Vec::new();
    let (admin, mut ada) = site.ada().await;
    let (colleague, mut bob) = site.bob().await;
    let group = json!([{ "id": "sales", "name": "Sales", "agents": [admin.id_of("Ada").await] }]);
    admin.configure(&json!({ "groups": group })).await;
    // An invisible agent who opted in changes nothing for others.
    admin.accustom(&admin.id_of("Ada").await, &json!({ "overflow": true })).await;
    let visitor = site.visitor();
    let (mut talking, _) = visitor.connect(Seq(0)).await;
    let mut page: VisitorSocket = site.socket("socket", &[("origin", SHOP)]).await.expect("an open socket");
    page.hello(None, Seq(0)).await;
    talking.write("hello").await;

    ada.choose(Status::Online).await;
    ada.choose(status).await;
    if status == Status::Invisible {
        // Back and forth between the two: nothing may be told at all.
        for again in [Status::Offline, Status::Invisible, Status::Offline, status] {
            ada.choose(again).await;
        }
    }
    for path in ["presence", "presence?group=sales", "widget"] {
        seen.extend(answer(site, path).await);
    }
    seen.push(format!("{:?}", visitor.visit().await.mode));
    seen.extend(inside(&admin, &colleague).await);

    // Each socket answers a question after all that: what came before it is all there is.
    page.text(r#"{"type":"read","seq":1}"#).await;
    frames(&mut seen, "page", page.raw("a frame").await, "error", &mut page).await;
    talking.text(r#"{"type":"say","id":"short","body":""}"#).await;
    let first = talking.raw("a frame").await;
    frames(&mut seen, "talking", first, "error", &mut talking).await;
    let filter = wire::inbox::Filter::default();
    bob.say(&agent::Says::More { view: wire::inbox::View::Closed, filter, before: None }).await;
    loop {
        let frame = bob.raw("a frame").await;
        if frame.contains("\"conversations\"") {
            break;
        }
        seen.push(format!("bob: {}", without_ids(&frame)));
    }
    seen
}

/// What a stranger is answered, head and body.
async fn answer(site: &Site, path: &str) -> [String; 2] {
    let answer = site.request(Method::GET, path).send().await.expect("an answer");
    let mut headers: Vec<String> =
        answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    [format!("{path}: {} {headers:?}", answer.status()), answer.text().await.expect("a body")]
}

/// What a colleague, and another system with a key, are told of Ada.
async fn inside(admin: &Agent, colleague: &Agent) -> Vec<String> {
    let ada = admin.id_of("Ada").await;
    let paths = ["team".to_owned(), "why".to_owned(), format!("team/{ada}/history")];
    let made = admin.request(Method::POST, "keys").json(&json!({ "name": "Telephone" })).send().await;
    let key: KeyCreated = made.expect("an answer").json().await.expect("a key");
    let mut seen = Vec::new();
    for path in paths {
        let doors = [
            colleague.request(Method::GET, &path),
            admin.site.request(Method::GET, &path).bearer_auth(&key.secret),
        ];
        for request in doors {
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.status(), 200, "{path}");
            seen.push(without_ids(&answer.text().await.expect("a body")));
        }
    }
    seen
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
    let Ok(mut value) = serde_json::from_str::<Value>(frame) else { return frame.to_owned() };
    blank(&mut value);
    value.to_string()
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), &field) {
                    ("id" | "conversation" | "to", Value::String(text)) => {
                        *field = "x".repeat(text.len()).into();
                    }
                    ("agents", Value::Array(ids)) if ids.iter().all(Value::is_string) => *field = 0.into(),
                    ("at" | "since", _) => *field = 0.into(),
                    _ => blank(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(blank),
        _ => {}
    }
}

async fn worlds(edge: &Edge) -> [Vec<String>; 2] {
    [
        world(&Site::create(edge, "hidden").await, Status::Offline).await,
        world(&Site::create(edge, "hidden").await, Status::Invisible).await,
    ]
}

#[tokio::test]
async fn s3_invisible_is_offline_to_everybody_outside() {
    let [offline, invisible] = worlds(&Edge::start()).await;
    assert_eq!(offline, invisible);
    assert!(
        offline.iter().any(|frame| frame.starts_with("page: ") && frame.contains("live")),
        "{offline:#?}"
    );
    assert!(offline.iter().any(|frame| frame.starts_with("bob: ")), "{offline:#?}");
    assert!(offline.iter().any(|frame| frame.contains("Not online, chosen by hand")), "{offline:#?}");
}

/// The comparison sees what it is for: each of these is a bug that somebody could write.
#[tokio::test]
async fn s3_planted_leaks_are_seen() {
    for leak in [Leak::Count, Leak::Version, Leak::Typing, Leak::Empty] {
        let [offline, invisible] = worlds(&Edge::start_leaking(leak)).await;
        assert_ne!(offline, invisible, "{leak:?} went unseen");
    }
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
