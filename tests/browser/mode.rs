//! What a visitor sees: Live Chat, Messaging, or nothing; and how an open page follows the team.

use reqwest::Method;
use serde_json::json;
use tests::{Agent, Shop};
use wire::Status;

async fn set(agent: &Agent, when_nobody: &str) {
    let request = agent.request(Method::PATCH, "settings").json(&json!({ "when_nobody": when_nobody }));
    assert_eq!(request.send().await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn v1_v3_one_tag_shows_the_mode() {
    let shop = Shop::open("messaging").await;
    let widget = shop.visit().await;
    widget.is("messaging").await;
    widget.open().await;
    let title = widget.text("title").await;
    assert!(widget.text("status").await.contains("later"), "S13: the answer comes later");

    let _ada = shop.ada_is_in().await;
    let widget = shop.visit().await;
    widget.is("live").await;
    widget.open().await;
    assert_ne!(widget.text("title").await, title);
}

#[tokio::test]
async fn v2_hidden_loads_nothing_but_the_loader_and_follows_the_team() {
    let shop = Shop::open("hidden").await;
    let widget = shop.visit().await;
    let window = shop.window();
    // It asked a second time: the first answer went stale.
    window.holds("performance.getEntriesByType('resource').filter(one => one.name.endsWith('/presence')).length > 1").await;
    assert!(widget.is_absent().await);
    for address in window.loaded().await {
        let is_allowed = address.ends_with("/porchlight.js") || address.ends_with("/presence");
        assert!(is_allowed || address.ends_with("/favicon.ico"), "{address}");
    }
    let _ada = shop.ada_is_in().await;
    widget.is("live").await;
}

#[tokio::test]
async fn v4_each_change_of_mode_keeps_what_is_typed() {
    let shop = Shop::open("messaging").await;
    let (agent, mut ada) = shop.site.ada().await;
    ada.choose(Status::Online).await;
    let widget = shop.visit().await;
    widget.is("live").await;
    widget.open().await;
    widget.draft("Half a sent").await;
    let is_kept = async || {
        assert_eq!(widget.drafted().await, ("Half a sent".to_owned(), true));
        assert!(widget.is_open().await);
    };
    ada.choose(Status::Offline).await;
    widget.is("messaging").await;
    is_kept().await;
    ada.choose(Status::Invisible).await;
    ada.choose(Status::Online).await;
    widget.is("live").await;
    is_kept().await;
    // To nothing at all and back.
    set(&agent, "hidden").await;
    ada.choose(Status::Offline).await;
    widget.is("hidden").await;
    assert_eq!(widget.drafted().await.0, "Half a sent");
    ada.choose(Status::Online).await;
    widget.is("live").await;
    assert_eq!(widget.drafted().await.0, "Half a sent");
    ada.choose(Status::Offline).await;
    widget.is("hidden").await;
    set(&agent, "messaging").await;
    widget.is("messaging").await;
    assert_eq!(widget.drafted().await.0, "Half a sent");
}

#[tokio::test]
async fn s12_a_closed_launcher_follows_within_the_freshness() {
    let shop = Shop::open("hidden").await;
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit().await;
    widget.is("live").await;
    ada.choose(Status::Offline).await;
    widget.is_unseen().await;
    ada.choose(Status::Online).await;
    widget.is("live").await;
}
