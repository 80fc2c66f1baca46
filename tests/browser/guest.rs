//! The widget is a guest: whatever the page allows, and whatever becomes of us, the page is not harmed.

use serde_json::json;
use tests::{Shop, Site};

use tests::widget::ROOT;

#[tokio::test]
async fn v6_it_works_under_a_strict_policy_with_trusted_types() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let ours = &shop.site.base;
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src {ours} 'wasm-unsafe-eval'; connect-src {ours}; require-trusted-types-for 'script'"
    );
    let widget = shop.visit_changed(|html| html, &[&policy]).await;
    widget.is("live").await;
    widget.open().await;
    widget.send("Strict, but fair").await;
    widget.shows("Strict, but fair", "sent").await;
    let row = ada.conversation("Strict, but fair").await;
    ada.answer(&row.id, "Indeed").await;
    widget.shows("Indeed", "agent").await;
    let complaints = shop.window().console().await;
    // `connect-src http://…` does not cover `ws://…`: the widget goes on over HTTP, and the browser notes it.
    let is_expected = |line: &str| line.contains("favicon.ico") || line.contains("ws://");
    let complaints: Vec<_> = complaints.iter().filter(|line| !is_expected(line)).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[tokio::test]
async fn v5_nothing_is_kept_before_the_visitor_writes() {
    let shop = Shop::open("messaging").await;
    let widget = shop.visit().await;
    let kept = "return [document.cookie, localStorage.length, sessionStorage.length]";
    widget.is("messaging").await;
    widget.open().await;
    assert_eq!(shop.window().run(kept).await, json!(["", 0, 0]));
    widget.send("Hello?").await;
    widget.shows("Hello?", "sent").await;
    let token = format!("!!localStorage['porchlight:{}']", shop.site.id);
    shop.window().holds(&token).await;
    assert_eq!(shop.window().run("return document.cookie").await, json!(""));
}

#[tokio::test]
async fn v7_what_anybody_wrote_is_text() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit().await;
    widget.open().await;
    let attack = "<img src=x onerror='window.harmed=1'><script>window.harmed=1</script>";
    widget.send(attack).await;
    widget.shows(attack, "sent").await;
    let row = ada.conversation(attack).await;
    ada.answer(&row.id, attack).await;
    widget.shows(attack, "agent").await;
    let bubbles = format!("{ROOT}.querySelectorAll('.bubble *').length");
    assert_eq!(shop.window().run(&format!("return [window.harmed ?? 0, {bubbles}]")).await, json!([0, 0]));
}

#[tokio::test]
async fn g12_a_page_whose_edge_is_down_is_as_before() {
    let mut shop = Shop::open("messaging").await;
    shop.edge.kill9();
    assert!(shop.visit().await.is_absent().await);
    uncaught(&shop).await;
    shop.edge.restart();
    // The script arrives and its first question does not.
    shop.visit().await.is("messaging").await;
    shop.edge.kill9();
    shop.window().holds("document.readyState === 'complete'").await;
    uncaught(&shop).await;
}

async fn uncaught(shop: &Shop) {
    assert_eq!(shop.window().uncaught().await, Vec::<String>::new());
}

#[tokio::test]
async fn g12_the_page_does_not_shift_and_nothing_is_thrown() {
    let shop = Shop::open("messaging").await;
    let widget = shop.visit().await;
    widget.is("messaging").await;
    widget.open().await;
    assert_eq!(shop.window().shift().await, json!(0));
    // The page's own field is still its own.
    shop.window().write("document.getElementById('own')", "typed into the page").await;
    shop.window().reads("document.getElementById('own').value", "typed into the page").await;
    uncaught(&shop).await;
}

#[tokio::test]
async fn v3_a_second_tag_adds_no_second_widget() {
    let shop = Shop::open("messaging").await;
    let Site { base, id, .. } = &shop.site;
    let tag = format!(r#"<script async src="{base}/porchlight.js" data-site="{id}"></script>"#);
    let widget = shop.visit_changed(|html| format!("{html}{tag}{tag}"), &[]).await;
    widget.open().await;
    widget.send("Once").await;
    widget.shows("Once", "sent").await;
    let count = shop.window().run("return document.querySelectorAll('porchlight-widget').length").await;
    assert_eq!(count, json!(1));
    uncaught(&shop).await;
}
