//! Targeted chats (S6): set up in a real console, sent on a real page, once, and to nobody for nothing.

use serde_json::{Value, json};
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::visit;
use tests::{Edge, Site};
use wire::{Status, agent};

const OFFER: &str = "Can we help with the prices?";

/// As a page does that changes its address without loading.
async fn go(window: &Window, path: &str) {
    window.run(&format!("history.pushState(null, '', '{path}')")).await;
}

fn chat(id: &str, after: u32, online_only: bool) -> Value {
    json!({ "id": id, "on": true, "text": format!("From {id}"), "after": after, "online_only": online_only })
}

#[tokio::test]
async fn s6_a_targeted_chat_is_sent_while_somebody_is_online_and_can_be_answered() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    console.choose("online").await;
    console.click("settings-link").await;
    console.click("add-targeted").await;
    let field = |name: &str| format!("document.getElementById('targeted-0-{name}')");
    desk.window.write(&field("text"), OFFER).await;
    desk.window.write(&field("page"), "/pricing*").await;
    desk.window.run(&format!("{}.select()", field("after"))).await;
    desk.window.write(&field("after"), "\u{e003}\u{e003}\u{e003}1").await;
    console.click("save-targeted").await;
    console.says("save-targetedd", "Saved.").await;
    let saved: Value =
        site.request(reqwest::Method::GET, "widget").send().await.expect("it").json().await.expect("it");
    assert_eq!(saved["targeted"][0]["page"], "/pricing*", "{saved}");
    assert_eq!(saved["targeted"][0]["after"], 1, "{saved}");

    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("live").await;
    go(&shop.window, "/pricing/lamps").await;
    widget.has_unread(1).await;
    console.has_rows(0).await;
    widget.open().await;
    widget.shows(OFFER, "agent").await;
    widget.send("What do ten of them cost?").await;
    widget.shows("What do ten of them cost?", "sent").await;
    // It is an ordinary conversation from here on.
    console.says("toast", "New conversation").await;
    console.click("toast-open").await;
    console.shows(OFFER, "site").await;
    console.shows("What do ten of them cost?", "visitor").await;
    console.reply("Ninety each.").await;
    widget.shows("Ninety each.", "agent").await;

    // Switched off, nobody is told of it any more.
    console.click("settings-link").await;
    console.click("targeted-0-on").await;
    console.click("save-targeted").await;
    console.says("save-targetedd", "Saved.").await;
    let presence: Value =
        site.request(reqwest::Method::GET, "presence").send().await.expect("it").json().await.expect("it");
    assert_eq!(presence.get("more"), None, "{presence}");
}

#[tokio::test]
async fn s6_an_invisible_agent_makes_no_targeted_chat_fire() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (ada, mut console) = site.ada().await;
    ada.configure(&json!({ "targeted": [chat("eager", 1, true), chat("patient", 3, false)] })).await;
    console.choose(Status::Invisible).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.has_unread(1).await;
    widget.open().await;
    // The one that needs somebody online was due two seconds before.
    assert_eq!(widget.messages().await, [("From patient".to_owned(), "agent".to_owned())]);
}

#[tokio::test]
async fn s6_each_visitor_gets_a_targeted_chat_once() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (ada, mut console) = site.ada().await;
    ada.configure(&json!({ "targeted": [chat("first", 1, false), chat("second", 2, false)] })).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.has_unread(1).await;
    widget.open().await;
    widget.shows("From first", "agent").await;
    browser.window.reload().await;
    widget.has_unread(1).await;
    widget.open().await;
    widget.shows("From second", "agent").await;
    assert_eq!(widget.messages().await.len(), 1, "the first one is not sent again");
    // A visitor who never answered costs the team nothing.
    console.say(&agent::Says::Hello { protocol: wire::PROTOCOL }).await;
    let rows = console
        .expect("the list", |frame| match frame {
            agent::Hears::Welcome { conversations, .. } => Some(conversations.clone()),
            _ => None,
        })
        .await;
    assert_eq!(rows, []);
}
