//! Nothing that a visitor wrote is lost in the browser (G5), and what is shown of it is true (G6).
//!
//! The edge is killed, so that nothing goes out; a page that is loaded meanwhile stands for one that a browser
//! has in its cache.

use tests::browser::Browser;
use tests::fixture::Fixture;
use tests::widget::{ROOT, Widget, part, visit, visit_after};
use tests::{Edge, Site, until};
use wire::Secret;

/// What this browser keeps, in its order. Looking makes no database: the widget would find it without its parts.
const KEPT: &str = "const key = Object.keys(localStorage).find((key) => /^porchlight:[^:]+$/.test(key)); return key ? new Promise((done) => { const asked = indexedDB.open(key); asked.onupgradeneeded = () => asked.transaction.abort(); asked.onerror = () => done('nothing yet'); asked.onsuccess = () => { const all = asked.result.transaction('says').objectStore('says').getAll(); asked.result.close(); all.onsuccess = () => done(all.result.map((say) => say.body).join()); }; }) : 'no token yet';";

/// Whether what keeps it was loaded.
pub(crate) const HAS_OUTBOX: &str =
    "performance.getEntriesByType('resource').some(one => one.name.endsWith('/outbox.js'))";

pub(crate) async fn kept(widget: &Widget<'_>, wanted: &str) {
    until(&format!("the browser keeps {wanted:?}"), async || {
        let seen = widget.0.run(KEPT).await;
        if seen == wanted { Ok(()) } else { Err(seen) }
    })
    .await;
}

/// A page on which one message was stored already, and the edge is gone.
async fn cut(edge: &mut Edge) -> (Browser, Fixture, Site) {
    let fixture = Fixture::open().await;
    let site = Site::create_with(edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.open().await;
    widget.send("Before").await;
    widget.shows("Before", "sent").await;
    kept(&widget, "").await;
    edge.kill9();
    (browser, fixture, site)
}

/// What the edge stored of this browser, in its order.
async fn stored(widget: &Widget<'_>, site: &Site) -> Vec<String> {
    let token = widget.0.run(&format!("return localStorage['porchlight:{}']", site.id)).await;
    let mut visitor = site.visitor();
    visitor.token = Secret::parse(token.as_str().expect("a token")).expect("a token");
    visitor.texts().await
}

async fn texts(widget: &Widget<'_>) -> Vec<String> {
    widget.messages().await.into_iter().map(|(text, _)| text).collect()
}

#[tokio::test]
async fn g5_what_is_unsent_survives_the_page_and_goes_out_with_the_panel_closed() {
    let mut edge = Edge::start();
    let (browser, fixture, site) = cut(&mut edge).await;
    let widget = Widget(&browser.window);
    widget.send("One").await;
    widget.send("Two").await;
    kept(&widget, "One,Two").await;
    widget.shows("Two", "sending").await;
    browser.window.goto("about:blank").await;
    edge.restart();
    let widget = visit(&browser.window, &fixture, &site).await;
    kept(&widget, "").await;
    assert_eq!(stored(&widget, &site).await, ["Before", "One", "Two"]);
    widget.open().await;
    widget.shows("Two", "sent").await;
    assert_eq!(texts(&widget).await, ["Before", "One", "Two"]);
}

#[tokio::test]
async fn g5_what_is_unsent_survives_the_end_of_the_browser() {
    let mut edge = Edge::start();
    let (mut browser, fixture, site) = cut(&mut edge).await;
    let widget = Widget(&browser.window);
    widget.send("One").await;
    kept(&widget, "One").await;
    browser.kill9_and_restart().await;
    edge.restart();
    let widget = visit(&browser.window, &fixture, &site).await;
    kept(&widget, "").await;
    assert_eq!(stored(&widget, &site).await, ["Before", "One"]);
}

#[tokio::test]
async fn g5_three_tabs_send_each_message_once_and_one_tab_at_a_time() {
    let mut edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let first = visit(window, &fixture, &site).await;
    first.open().await;
    first.send("Before").await;
    first.shows("Before", "sent").await;
    for _ in 0..2 {
        window.new_tab(&fixture.origin).await;
        Widget(window).open().await;
        Widget(window).shows("Before", "sent").await;
    }
    edge.kill9();
    let widget = Widget(window);
    for (tab, text) in ["One", "Two", "Three"].iter().enumerate() {
        window.tab(tab).await;
        widget.send(text).await;
        kept(&widget, &["One", "Two", "Three"][..=tab].join(",")).await;
    }
    let locks = "return navigator.locks.query().then(({ held, pending }) => [held, pending].map((all) => all.filter(({ name }) => name.startsWith('porchlight:')).length))";
    until("one tab sends, the others wait", async || {
        let seen = window.run(locks).await;
        if seen == serde_json::json!([1, 2]) { Ok(()) } else { Err(seen) }
    })
    .await;
    // The tab that may be sending is gone; the others go on.
    window.tab(0).await;
    window.goto("about:blank").await;
    edge.restart();
    window.tab(1).await;
    kept(&widget, "").await;
    let mut seen = stored(&widget, &site).await;
    assert_eq!(seen.first().map(String::as_str), Some("Before"));
    let order = seen.clone();
    seen.sort();
    assert_eq!(seen, ["Before", "One", "Three", "Two"], "each once");
    for tab in [1, 2] {
        window.tab(tab).await;
        until("both tabs show one order", async || {
            let shown = texts(&widget).await;
            let is_sent = widget.messages().await.iter().all(|(_, state)| state == "sent");
            if is_sent && shown == order { Ok(()) } else { Err(shown) }
        })
        .await;
    }
}

#[tokio::test]
async fn g5_a_visitor_whose_browser_keeps_nothing_is_warned_and_served() {
    const DENIED: &str = "for (const name of ['indexedDB', 'localStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });";
    const FULL: &str =
        "IDBObjectStore.prototype.add = function () { this.transaction.abort(); return this.getAll(); };";
    for script in [DENIED, FULL] {
        let mut edge = Edge::start();
        let fixture = Fixture::open().await;
        let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
        let browser = Browser::start().await;
        let widget = visit_after(&browser.window, &fixture, &site, script).await;
        widget.open().await;
        edge.kill9();
        widget.send("Hello").await;
        widget
            .0
            .reads(&notice(), "This browser cannot keep your message. Stay on this page until it is sent.")
            .await;
        edge.restart();
        widget.shows("Hello", "sent").await;
        widget.0.holds(&format!("!{}.startsWith('This browser cannot keep')", notice())).await;
        assert_eq!(browser.window.uncaught().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn g5_what_keeps_messages_is_there_for_who_opens_the_panel_at_once() {
    const AT_ONCE: &str = "new MutationObserver((_, observer) => { const launcher = document.querySelector('porchlight-widget')?.shadowRoot.getElementById('launcher'); if (launcher) { observer.disconnect(); launcher.click(); } }).observe(document, { childList: true, subtree: true });";
    let mut edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let widget = visit_after(&browser.window, &fixture, &site, AT_ONCE).await;
    browser.window.holds(&format!("{}?.hidden === false", part("panel"))).await;
    browser.window.holds(HAS_OUTBOX).await;
    edge.kill9();
    widget.send("Hello").await;
    kept(&widget, "Hello").await;
}

#[tokio::test]
async fn g6_without_a_link_the_visitor_is_told_and_goes_on_writing() {
    let mut edge = Edge::start();
    let (browser, _fixture, _site) = cut(&mut edge).await;
    let widget = Widget(&browser.window);
    widget.send("One").await;
    tests::wait::until_within(std::time::Duration::from_mins(1), "the visitor is told", async || {
        let seen = widget.0.run(&format!("return {}", notice())).await;
        let wanted = "No connection. Go on writing: it is sent once there is one.";
        if seen == wanted { Ok(()) } else { Err(seen) }
    })
    .await;
    widget.send("Two").await;
    edge.restart();
    widget.shows("Two", "sent").await;
    assert_eq!(texts(&widget).await, ["Before", "One", "Two"]);
}

/// The line at the end of the conversation.
fn notice() -> String {
    format!("{ROOT}.getElementById('notice').textContent")
}
