//! Idle (S10): measured by real input in a real console.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::visit;
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn s10_without_input_the_agent_is_set_offline_and_comes_back() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let agent = site.sign_in(ADA).await;
    let ada = agent.id_of("Ada").await;
    agent.accustom(&ada, &json!({ "idle_after": 5 })).await;
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("online").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    // Looking at the page by script is no input.
    console.has("idle").await;
    console.says("idle", "no input").await;
    console.says("status-current", "offline").await;
    widget.is("messaging").await;

    console.click("idle-online").await;
    console.lacks("idle").await;
    console.says("status-current", "online").await;
    widget.is("live").await;

    // Who asked for it is back by any key.
    agent.accustom(&ada, &json!({ "returns": true })).await;
    console.has("idle").await;
    widget.is("messaging").await;
    desk.window.keys("x").await;
    console.lacks("idle").await;
    console.says("status-current", "online").await;
    widget.is("live").await;
}

#[tokio::test]
async fn s10_input_keeps_the_agent_online() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let desk = Browser::start().await;
    let agent = site.sign_in(ADA).await;
    let ada = agent.id_of("Ada").await;
    agent.accustom(&ada, &json!({ "idle_after": 5 })).await;
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("online").await;
    let (mut start, mut last) = (Instant::now(), Instant::now());
    while start.elapsed() < Duration::from_secs(12) {
        desk.window.keys("x").await;
        let gap = last.elapsed();
        last = Instant::now();
        if gap > Duration::from_secs(3) {
            // It was this machine that did nothing for so long, and the rule may be right: from the beginning.
            console.choose("online").await;
            (start, last) = (Instant::now(), Instant::now());
            continue;
        }
        let seen = desk.window.run("return !!document.querySelector('[data-testid=idle]')").await;
        assert_eq!(seen, json!(false), "after {:?}", start.elapsed());
    }
    // Then it stops.
    console.has("idle").await;
}
