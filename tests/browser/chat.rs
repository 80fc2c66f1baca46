//! Where the widget cannot be, or is not wanted: the chat as a page of its own (V14), and a line that says who is in
//! anywhere on a page (V15); and addresses that can be clicked (V16).

use reqwest::Method;
use serde_json::json;
use tests::browser::Browser;
use tests::widget::{ROOT, Widget, part};
use tests::{Edge, Shop, Site};
use wire::Status;

#[tokio::test]
async fn v14_the_chat_is_a_page_of_its_own() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let browser = Browser::start().await;
    let window = &browser.window;
    window.goto(&format!("{}/chat/{}", site.base, site.id)).await;
    let widget = Widget(window);
    widget.has_opened().await;
    widget.send("Is it oak?").await;
    widget.shows("Is it oak?", "sent").await;
    let id = ada.conversation("Is it oak?").await.id;
    ada.answer(&id, "It is.").await;
    widget.shows("It is.", "agent").await;
    // There is nothing behind it: Escape closes nothing.
    window.keys("\u{e00c}").await;
    widget.has_opened().await;
    window.reload().await;
    widget.is("messaging").await;
    widget.shows("It is.", "agent").await;
    let fills = format!("Math.round({}.getBoundingClientRect().height) === innerHeight", part("panel"));
    window.holds(&fills).await;
}

#[tokio::test]
async fn v14_the_page_says_why_there_is_no_chat_and_waits_for_somebody() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let widget = Widget(window);
    for unknown in ["nobody-knows", "%", "%2Fchat"] {
        window.goto(&format!("{}/chat/{unknown}", site.base)).await;
        window
            .holds("document.getElementById('said').textContent.startsWith('There is no such chat.')")
            .await;
    }
    window.goto(&format!("{}/chat/{}", site.base, site.id)).await;
    window.holds("document.getElementById('said').textContent.startsWith('Nobody is in right now.')").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    widget.has_opened().await;
}

#[tokio::test]
async fn v14_a_page_that_refuses_wasm_leads_there() {
    let shop = Shop::open("messaging").await;
    let ours = &shop.site.base;
    let policy =
        format!("Content-Security-Policy: default-src 'none'; script-src {ours}; connect-src {ours}");
    let (widget, window) = (shop.visit_changed(|html| html, &[&policy]).await, shop.window());
    widget.is("messaging").await;
    window.click(&part("launcher")).await;
    window.tab(1).await;
    window.reads("location.pathname", &format!("/chat/{}", shop.site.id)).await;
    widget.has_opened().await;
    widget.send("Is it oak?").await;
    widget.shows("Is it oak?", "sent").await;
}

/// What the line on the page says, and as what.
const LINE: &str = "(() => { const line = document.querySelector('porchlight-status'); return [line.getAttribute('mode'), line.shadowRoot.querySelector('[part=text]').textContent, line.checkVisibility({ visibilityProperty: true })].join() })()";

#[tokio::test]
async fn v16_an_address_can_be_clicked_and_its_text_stays() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let (widget, window) = (shop.visit().await, shop.window());
    widget.open().await;
    widget.send("Is https://ash.example/ yours?").await;
    widget.shows("Is https://ash.example/ yours?", "sent").await;
    let id = ada.conversation("Is https://ash.example/ yours?").await.id;
    let said = "No: see <b>https://oak.example/a?b=1&c=2</b>, or javascript:alert(1)";
    ada.answer(&id, said).await;
    widget.shows(said, "agent").await;
    let links = format!(
        "[...{ROOT}.querySelectorAll('.bubble a')].map((link) => [link.href, link.rel, link.target])"
    );
    let rel = "noopener noreferrer nofollow ugc";
    window.holds(&format!("{links}.length === 2")).await;
    assert_eq!(
        window.run(&format!("return {links}")).await,
        json!([["https://ash.example/", rel, "_blank"], ["https://oak.example/a?b=1&c=2", rel, "_blank"]])
    );
    assert_eq!(window.run(&format!("return {ROOT}.querySelectorAll('.bubble b').length")).await, json!(0));
    // Those of a conversation that this browser knows already, too.
    window.reload().await;
    widget.is("live").await;
    window.holds(&format!("{links}.length === 2")).await;
}

#[tokio::test]
async fn v15_a_line_on_the_page_says_whether_somebody_is_in() {
    let Shop { edge: _edge, fixture, site, browser } = Shop::open("messaging").await;
    let (agent, mut ada) = site.ada().await;
    let window = &browser.window;
    // No widget on this page, and the strictest policy.
    let page = format!(
        r#"<!doctype html><html lang="de"><p>Fragen? <porchlight-status kind="badge" live="Ada ist da"></porchlight-status><p id="below">Mehr
<script async src="{}/status.js" data-site="{}"></script>"#,
        site.base, site.id
    );
    let policy =
        format!("Content-Security-Policy: default-src 'none'; script-src {0}; connect-src {0}", site.base);
    fixture.page(&page, &[&policy]);
    window.goto(&fixture.origin).await;
    window.reads(LINE, "messaging,Schreiben Sie uns,true").await;
    ada.choose(Status::Online).await;
    window.reads(LINE, "live,Ada ist da,true").await;
    // Its place stays while there is nothing to say.
    let top = "document.getElementById('below').getBoundingClientRect().top";
    let before = window.run(&format!("return {top}")).await;
    ada.choose(Status::Offline).await;
    let hidden = json!({ "when_nobody": "hidden" });
    let answer = agent.request(Method::PATCH, "settings").json(&hidden).send().await;
    assert_eq!(answer.expect("an answer").status(), 200);
    window.holds(&format!("{LINE}.startsWith('hidden,') && {LINE}.endsWith(',false')")).await;
    assert_eq!(window.run(&format!("return {top}")).await, before);
    assert_eq!(window.shift().await, json!(0));
    // What was added later says it, too.
    ada.choose(Status::Online).await;
    window.run("document.querySelector('porchlight-status').remove(); document.body.append(document.createElement('porchlight-status'))").await;
    window.reads(LINE, "live,Wir sind da,true").await;
    window.click("document.querySelector('porchlight-status')").await;
    window.tab(1).await;
    window.reads("location.pathname", &format!("/chat/{}", site.id)).await;
}

#[tokio::test]
async fn v15_the_line_opens_the_widget_of_its_page() {
    let shop = Shop::open("messaging").await;
    let line = format!(
        r#"<porchlight-status></porchlight-status><script async src="{}/status.js" data-site="{}"></script><h1>"#,
        shop.site.base, shop.site.id
    );
    let (widget, window) = (shop.visit_changed(|html| html.replace("<h1>", &line), &[]).await, shop.window());
    widget.is("messaging").await;
    window.reads(LINE, "messaging,Leave us a message,true").await;
    window.click("document.querySelector('porchlight-status')").await;
    widget.has_opened().await;
}
