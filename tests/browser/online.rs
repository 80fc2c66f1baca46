//! Visitors online (O1, O2) with real pages and a real console: seen at once, followed, left; a chat that an
//! agent starts.

use serde_json::Value;
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::site::SHOP;
use tests::widget::{Widget, visit};
use tests::{Edge, Site, until};

/// The open pages, as the console lists them: title and address.
async fn listed(console: &Window) -> Vec<(String, String)> {
    let line = "[...document.querySelectorAll('[data-testid=visitor]')]";
    let text = |name: &str| format!("line.querySelector('[data-testid={name}]').textContent");
    let script = format!("return {line}.map(line => [{}, {}])", text("visitor-title"), text("visitor-page"));
    serde_json::from_value(console.run(&script).await).expect("lines")
}

async fn lists(console: &Window, wanted: &[&str]) {
    until(&format!("the pages {wanted:?}"), async || {
        let mut seen: Vec<_> = listed(console).await.into_iter().map(|(title, _)| title).collect();
        seen.sort();
        if seen == wanted { Ok(()) } else { Err(seen) }
    })
    .await;
}

/// Starts a chat with the one visitor of the list: the field has the focus by itself.
async fn greet(console: &Window, text: &str) {
    Console(console).click("start-chat").await;
    console.holds("document.activeElement.id === 'first-words'").await;
    console.keys(&format!("{text}\u{e007}")).await;
}

/// The lobby knows that it is open: pages that come from now on are let in.
async fn is_open(site: &Site) {
    tests::lobby::Page::open(site).await.close().await;
}

#[tokio::test]
async fn o1_o2_the_team_sees_who_is_there_and_starts_a_chat() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin, SHOP]).await;
    let (first, second, desk) = tokio::join!(Browser::start(), Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    console.choose("online").await;
    // Off until an admin switches it on; the page leads there.
    desk.window.keys("o").await;
    console.click("visitors-setting").await;
    console.click("visitors-online").await;
    console.click("save-online").await;
    console.says("save-onlined", "Saved.").await;
    is_open(&site).await;
    console.click("visitors-link").await;
    console.says("visitors-count", "Nobody is on the site").await;

    let widget = visit(&first.window, &fixture, &site).await;
    widget.is("live").await;
    lists(&desk.window, &["Shop"]).await;
    let stored = "return [localStorage.length, sessionStorage.length, document.cookie]";
    assert_eq!(first.window.run(stored).await.to_string(), r#"[0,0,""]"#, "nothing is stored (V5)");
    // A page that changes its address without loading, with something that is nobody's business.
    first.window.run("history.pushState(null, '', '/lamps?token=s3cret#x'); document.title = 'Lamps'").await;
    lists(&desk.window, &["Lamps"]).await;
    let address = listed(&desk.window).await[0].1.clone();
    assert!(address.ends_with("/lamps"), "{address}");
    visit(&second.window, &fixture, &site).await.is("live").await;
    lists(&desk.window, &["Lamps", "Shop"]).await;
    second.window.goto("about:blank").await;
    lists(&desk.window, &["Lamps"]).await;

    greet(&desk.window, "Can I help with the lamps?").await;
    widget.has_unread(1).await;
    console.says("invited", "The page shows it").await;
    console.lacks("start-chat").await;
    widget.open().await;
    widget.shows("Can I help with the lamps?", "agent").await;
    widget.send("Yes: are they oak?").await;
    widget.shows("Yes: are they oak?", "sent").await;
    assert_eq!(widget.messages().await.len(), 2, "what she wrote stands there once");
    console.says("invited", "Answered").await;
    console.click("toast-open").await;
    console.shows("Can I help with the lamps?", "agent").await;
    console.shows("Yes: are they oak?", "visitor").await;
    console.reply("All of them.").await;
    widget.shows("All of them.", "agent").await;
}

#[tokio::test]
async fn o2_who_said_no_is_not_asked_again_and_who_is_invisible_is_told_why_not() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin, SHOP]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let ada = site.sign_in("ada@shop.example").await;
    ada.configure(&serde_json::json!({ "visitors_online": true })).await;
    is_open(&site).await;
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    console.choose("online").await;
    console.click("visitors-link").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("live").await;
    console.choose("invisible").await;
    console.says("cannot-start", "You are invisible").await;
    let is_off = "return document.querySelector('[data-testid=start-chat]').disabled";
    assert_eq!(desk.window.run(is_off).await, Value::Bool(true));
    console.choose("online").await;
    greet(&desk.window, "Hello!").await;
    widget.has_unread(1).await;
    widget.open().await;
    until("the focus in the panel", async || widget.drafted().await.1.then_some(()).ok_or("elsewhere")).await;
    shop.window.keys("\u{e00c}").await;
    console.says("invited", "The visitor closed it").await;
    console.lacks("start-chat").await;
    // On the next page of the same visit, too.
    shop.window.reload().await;
    let widget = Widget(&shop.window);
    widget.is("live").await;
    greet(&desk.window, "Hello again!").await;
    console.says("first-told", "not asked again in this visit").await;
}
