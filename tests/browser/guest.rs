//! The widget is a guest: whatever the page allows, and whatever becomes of us, the page is not harmed.

use serde_json::json;
use tests::browser::Browser;
use tests::fixture::Fixture;
use tests::{Edge, Site};
use wire::Status;

use tests::widget::{ROOT, Widget, shop, visit};

#[tokio::test]
async fn v6_it_works_under_a_strict_policy_with_trusted_types() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let ours = &site.base;
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src {ours} 'wasm-unsafe-eval'; connect-src {ours}; require-trusted-types-for 'script'"
    );
    let browser = Browser::start().await;
    fixture.page(&shop(&site), &[&policy]);
    browser.window.goto(&fixture.origin).await;
    let widget = Widget(&browser.window);
    widget.is("live").await;
    widget.open().await;
    widget.send("Strict, but fair").await;
    widget.shows("Strict, but fair", "sent").await;
    let row = ada.conversation("Strict, but fair").await;
    ada.answer(&row.id, "Indeed").await;
    widget.shows("Indeed", "agent").await;
    let complaints = browser.window.console().await;
    // `connect-src http://…` does not cover `ws://…`: the widget goes on over HTTP, and the browser notes it.
    let is_expected = |line: &str| line.contains("favicon.ico") || line.contains("ws://");
    let complaints: Vec<_> = complaints.iter().filter(|line| !is_expected(line)).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[tokio::test]
async fn v5_nothing_is_kept_before_the_visitor_writes() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    let kept = "return [document.cookie, localStorage.length, sessionStorage.length]";
    widget.is("messaging").await;
    widget.open().await;
    assert_eq!(browser.window.run(kept).await, json!(["", 0, 0]));
    widget.send("Hello?").await;
    widget.shows("Hello?", "sent").await;
    let token = format!("!!localStorage['porchlight:{}']", site.id);
    browser.window.holds(&token).await;
    assert_eq!(browser.window.run("return document.cookie").await, json!(""));
}

#[tokio::test]
async fn v7_what_anybody_wrote_is_text() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.open().await;
    let attack = "<img src=x onerror='window.harmed=1'><script>window.harmed=1</script>";
    widget.send(attack).await;
    widget.shows(attack, "sent").await;
    let row = ada.conversation(attack).await;
    ada.answer(&row.id, attack).await;
    widget.shows(attack, "agent").await;
    let bubbles = format!("{ROOT}.querySelectorAll('.bubble *').length");
    assert_eq!(browser.window.run(&format!("return [window.harmed ?? 0, {bubbles}]")).await, json!([0, 0]));
}

#[tokio::test]
async fn g12_a_page_whose_edge_is_down_is_as_before() {
    let mut edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    edge.kill9();
    let widget = visit(&browser.window, &fixture, &site).await;
    assert!(widget.is_absent().await);
    uncaught(&browser).await;
    edge.restart();
    // The script arrives and its first question does not.
    visit(&browser.window, &fixture, &site).await.is("messaging").await;
    edge.kill9();
    browser.window.holds("document.readyState === 'complete'").await;
    uncaught(&browser).await;
}

async fn uncaught(browser: &Browser) {
    assert_eq!(browser.window.uncaught().await, Vec::<String>::new());
}

#[tokio::test]
async fn g12_the_page_does_not_shift_and_nothing_is_thrown() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    let shift =
        "return performance.getEntriesByType('layout-shift').reduce((sum, one) => sum + one.value, 0)";
    assert_eq!(browser.window.run(shift).await, json!(0));
    // The page's own field is still its own.
    browser.window.write("document.getElementById('own')", "typed into the page").await;
    browser.window.reads("document.getElementById('own').value", "typed into the page").await;
    uncaught(&browser).await;
}

#[tokio::test]
async fn v3_a_second_tag_adds_no_second_widget() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let tag = format!(r#"<script async src="{}/porchlight.js" data-site="{}"></script>"#, site.base, site.id);
    fixture.page(&format!("{}{tag}{tag}", shop(&site)), &[]);
    browser.window.goto(&fixture.origin).await;
    let widget = Widget(&browser.window);
    widget.open().await;
    widget.send("Once").await;
    widget.shows("Once", "sent").await;
    let count = browser.window.run("return document.querySelectorAll('porchlight-widget').length").await;
    assert_eq!(count, json!(1));
    uncaught(&browser).await;
}
