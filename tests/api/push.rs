//! Web push, against a push service that the tests run (N3 to N5, S6).

use std::process::Command;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::provider::Manner;
use tests::workerd::root;
use tests::{Agent, Edge, Provider, Site};
use wire::agent::{Call, Says};
use wire::push::{Called, PushSetup};
use wire::{ConversationId, Status};

/// Longer than it takes until nobody is looking any more.
const AWAY: Duration = Duration::from_mins(2);

/// Puts the device of an agent in, under the agent's own address at the push service.
async fn subscribe(agent: &Agent, service: &Provider, name: &str) {
    let post = json!({ "endpoint": format!("{}{name}", service.url) });
    let answer = agent.request(Method::POST, "push").json(&post).send().await.expect("an answer");
    assert_eq!(answer.status(), 204, "{:?}", answer.text().await);
}

/// A push service, and a site that pushes by it.
async fn pushing() -> (Provider, Edge, Site) {
    let service = Provider::open().await;
    let edge = Edge::start_with_push(&service);
    let site = Site::create(&edge, "messaging").await;
    (service, edge, site)
}

async fn calls(agent: &Agent) -> Vec<(Call, String)> {
    let calls: Vec<Called> = agent.get("calls").await;
    calls.into_iter().map(|call| (call.why, call.row.excerpt)).collect()
}

/// Whom the push service was asked to wake, in order.
fn woken(service: &Provider) -> Vec<String> {
    let name = |head: &str| head.split(' ').nth(1).expect("a path").trim_start_matches('/').to_owned();
    service.taken().iter().map(|handed| name(&handed.head)).collect()
}

fn verified(header: &str) -> Value {
    let mut node = Command::new(root().join("node_modules/.bin/node"));
    let done = node.arg("tests/vapid.mjs").arg(header).current_dir(root()).output().expect("node");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("claims")
}

#[tokio::test]
async fn n4_a_push_wakes_who_is_away_carries_nothing_and_is_signed() {
    let (service, _edge, site) = pushing().await;
    let (ada, mut console) = site.ada().await;
    subscribe(&ada, &service, "ada").await;
    console.choose(Status::Online).await;
    // She looks: the call comes to the console, and nothing else.
    site.visitor().leave("Seen").await;
    console.call(Call::New).await;
    site.move_clock(AWAY).await;
    site.visitor().leave("Do you ship <b>lamps</b>?").await;
    let push = service.mail(1).await;
    let head = push.head.to_lowercase();
    assert!(head.contains("content-length: 0"), "{head}");
    assert!(head.contains("\nttl: 600") && head.contains("\nurgency: high"), "{head}");
    assert!(!head.contains("lamps"), "{head}");
    let claims = verified(&push.secret);
    let setup: PushSetup = ada.get("push").await;
    assert_eq!((setup.on, setup.problem), (true, None));
    assert_eq!(claims["key"].as_str(), setup.key.as_deref());
    assert_eq!(claims["aud"], service.url.trim_end_matches('/'));
    assert!(claims["sub"].as_str().is_some_and(|contact| contact.starts_with("mailto:")), "{claims}");
    assert_eq!(calls(&ada).await, [(Call::New, "Do you ship <b>lamps</b>?".to_owned())]);
    // What was answered tells nothing any more.
    let answered: Vec<Called> = ada.get("calls").await;
    let (id, at): (ConversationId, _) = (answered[0].row.id.clone(), answered[0].at);
    let later: Vec<Called> = ada.get(&format!("calls?after={}", at.0)).await;
    assert_eq!(later, []);
    let (_, mut bob) = site.bob().await;
    bob.answer(&id, "We do.").await;
    assert_eq!(calls(&ada).await, []);
    assert_eq!(woken(&service), ["ada"]);
}

#[tokio::test]
async fn s6_offline_agents_are_not_woken_and_invisible_ones_only_by_colleagues() {
    let (service, _edge, site) = pushing().await;
    let (ada, mut hers) = site.ada().await;
    let (bob, mut his) = site.bob().await;
    subscribe(&ada, &service, "ada").await;
    subscribe(&bob, &service, "bob").await;
    hers.choose(Status::Online).await;
    his.choose(Status::Offline).await;
    site.move_clock(AWAY).await;
    site.visitor().leave("One").await;
    service.until_asked(1).await;
    his.choose(Status::Invisible).await;
    site.move_clock(AWAY * 2).await;
    let visitor = site.visitor();
    visitor.leave("Two").await;
    service.until_asked(2).await;
    assert_eq!(woken(&service), ["ada", "ada"]);
    assert_eq!(calls(&bob).await, []);
    let id = his.conversation("Two").await.id;
    let whom = bob.id_of("Bob").await;
    hers.say(&Says::Add { conversation: id, agent: whom }).await;
    service.until_asked(3).await;
    assert_eq!(woken(&service), ["ada", "ada", "bob"], "S8");
    assert_eq!(calls(&bob).await, [(Call::Added, "Two".to_owned())]);
    // Offline again, there is nothing to tell.
    his.choose(Status::Offline).await;
    assert_eq!(calls(&bob).await, []);
    site.move_clock(AWAY * 3).await;
    visitor.leave("Are you there?").await;
    assert_eq!(calls(&bob).await, []);
    site.visitor().leave("Three").await;
    service.until_asked(4).await;
    assert_eq!(woken(&service), ["ada", "ada", "bob", "ada"]);
}

#[tokio::test]
async fn n3_quiet_hours_keep_every_device_still() {
    let (service, _edge, site) = pushing().await;
    let (ada, mut console) = site.ada().await;
    subscribe(&ada, &service, "ada").await;
    console.choose(Status::Online).await;
    let me = ada.id_of("Ada").await;
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly: Vec<_> =
        days.iter().map(|day| json!({ "day": day, "from": "00:00", "to": "24:00" })).collect();
    ada.accustom(&me, &json!({ "quiet": { "zone": "Asia/Tokyo", "weekly": weekly } })).await;
    site.move_clock(AWAY).await;
    site.visitor().leave("In quiet").await;
    console.call(Call::New).await;
    assert_eq!(calls(&ada).await, []);
    ada.accustom(&me, &json!({ "quiet": null })).await;
    site.visitor().leave("Aloud").await;
    service.until_asked(1).await;
    assert_eq!(calls(&ada).await, [(Call::New, "Aloud".to_owned())]);
    let bad = json!({ "quiet": { "zone": "Mars/Olympus", "weekly": [] } });
    let request = ada.request(Method::PATCH, &format!("team/{me}")).json(&bad);
    assert_eq!(request.send().await.expect("an answer").status(), 400);
}

#[tokio::test]
async fn n5_a_subscription_ends_with_its_session_and_when_its_service_says_so() {
    let (service, _edge, site) = pushing().await;
    let (ada, mut console) = site.ada().await;
    let other = site.sign_in("ada@shop.example").await;
    subscribe(&ada, &service, "gone").await;
    console.choose(Status::Online).await;
    site.move_clock(AWAY).await;
    // A service that is busy is asked again.
    service.behaves(Manner::Answers(503));
    site.visitor().leave("One").await;
    service.until_asked(2).await;
    service.behaves(Manner::Takes);
    service.mail(1).await;
    // One that does not know the device any more is not.
    service.behaves(Manner::Answers(410));
    let before = service.asked();
    site.visitor().leave("Two").await;
    service.until_asked(before + 1).await;
    tests::until("the device to be dropped", async || {
        let setup: PushSetup = ada.get("push").await;
        if setup.on { Err("it is there") } else { Ok(()) }
    })
    .await;
    service.behaves(Manner::Takes);
    subscribe(&ada, &service, "ended").await;
    subscribe(&other, &service, "other").await;
    let answer = ada.request(Method::DELETE, "session").json(&json!({})).send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    site.visitor().leave("Three").await;
    service.mail(2).await;
    assert_eq!(woken(&service), ["gone", "other"]);
    // Turned off by hand.
    let answer = other.request(Method::DELETE, "push").json(&json!({})).send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    subscribe(&site.sign_in("ada@shop.example").await, &service, "last").await;
    site.visitor().leave("Four").await;
    service.mail(3).await;
    assert_eq!(woken(&service), ["gone", "other", "last"]);
}

#[tokio::test]
async fn n5_only_push_services_are_taken_and_a_missing_key_is_told() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _console) = site.ada().await;
    let setup: PushSetup = ada.get("push").await;
    assert!(!setup.on && setup.key.is_none());
    assert!(setup.problem.is_some_and(|problem| problem.contains("VAPID_PRIVATE_KEY")));
    for endpoint in [
        "https://evil.example/push",
        "http://fcm.googleapis.com/fcm/send/a",
        "https://fcm.googleapis.com@evil.example/",
        "http://169.254.169.254/",
        "nonsense",
        "",
    ] {
        let request = ada.request(Method::POST, "push").json(&json!({ "endpoint": endpoint }));
        assert_eq!(request.send().await.expect("an answer").status(), 400, "{endpoint}");
    }
    let known = json!({ "endpoint": "https://fcm.googleapis.com/fcm/send/a", "kinds": ["mine"] });
    let answer = ada.request(Method::POST, "push").json(&known).send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
}
