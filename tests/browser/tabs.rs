//! All tabs of a browser have one socket (V20).

use tests::browser::Window;
use tests::widget::{Widget, part};
use tests::{AgentSocket, Shop, until};
use wire::ConversationId;
use wire::agent::Says;

/// Counts the sockets of all pages, by page. One with `asleep` in its session says nothing to the others and asks for
/// nothing, as a tab that the browser has put to sleep.
const WATCH: &str = "const here = `sockets ${Math.random()}`;
    let isOver = false;
    let open = 0;
    const count = (more) => isOver || (localStorage[here] = open += more);
    addEventListener('pagehide', () => {
        isOver = true;
        delete localStorage[here];
    });
    window.WebSocket = class extends WebSocket {
        constructor(address) {
            super(address);
            this.addEventListener('open', () => count(1));
            this.addEventListener('close', () => count(-1));
        }
    };
    for (const [{ prototype }, name] of [[BroadcastChannel, 'postMessage'], [LockManager, 'request']]) {
        const own = prototype[name];
        prototype[name] = function (...all) {
            return sessionStorage.asleep ? new Promise(() => {}) : own.apply(this, all);
        };
    }";

async fn has_sockets(window: &Window, count: usize) {
    let counted = "Object.entries(localStorage).reduce((sum, [key, count]) => sum + (key.startsWith('sockets ') ? +count : 0), 0)";
    window.holds(&format!("{counted} === {count}")).await;
}

/// A visitor whose first tab wrote to Ada.
async fn asked(shop: &Shop) -> (Widget<'_>, AgentSocket, ConversationId) {
    asked_after(shop, WATCH).await
}

/// The same on pages with this script.
async fn asked_after<'a>(shop: &'a Shop, script: &str) -> (Widget<'a>, AgentSocket, ConversationId) {
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit_after(script).await;
    widget.open().await;
    let id = widget.asks(&mut ada, "Is it oak?").await;
    (widget, ada, id)
}

/// Opens the panel of another page, which has what was written.
async fn follows(widget: &Widget<'_>) {
    widget.open().await;
    widget.shows("Is it oak?", "sent").await;
}

/// What is told over sockets alone.
async fn sees_ada_writing(window: &Window, ada: &mut AgentSocket, id: &ConversationId) {
    until("the team to be seen writing", async || {
        ada.say(&Says::Typing { conversation: id.clone() }).await;
        let seen = window.run(&format!("return {}.textContent", part("writing"))).await;
        if seen == "Ada is writing…" { Ok(()) } else { Err(seen) }
    })
    .await;
}

#[tokio::test]
async fn v20_where_the_browser_refuses_a_channel_each_page_has_a_socket() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    // As Firefox does where nothing may be kept.
    let refused = "window.BroadcastChannel = class extends BroadcastChannel { constructor() { throw new DOMException('denied', 'SecurityError') } };";
    let (widget, mut ada, id) = asked_after(&shop, &format!("{refused}{WATCH}")).await;
    sees_ada_writing(window, &mut ada, &id).await;
    window.new_window(&shop.fixture.origin).await;
    follows(&widget).await;
    sees_ada_writing(window, &mut ada, &id).await;
    has_sockets(window, 2).await;
}

#[tokio::test]
async fn v20_tabs_and_windows_that_are_seen_have_one_socket_and_the_same_conversation() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let (widget, mut ada, id) = asked(&shop).await;
    window.new_window(&shop.fixture.origin).await;
    follows(&widget).await;
    window.new_tab(&shop.fixture.origin).await;
    follows(&widget).await;
    widget.asks(&mut ada, "Or ash?").await;
    ada.answer(&id, "It is elm.").await;
    for tab in 0..3 {
        window.tab(tab).await;
        widget.shows("Or ash?", "sent").await;
        widget.shows("It is elm.", "agent").await;
    }
    has_sockets(window, 1).await;

    // The one that has it goes. The next to have it writes, too.
    window.tab(0).await;
    window.close_tab().await;
    for tab in 0..2 {
        window.tab(tab).await;
        widget.send(&format!("Are you there, {tab}?")).await;
        widget.shows(&format!("Are you there, {tab}?"), "sent").await;
    }
    ada.answer(&id, "Still here.").await;
    for tab in 0..2 {
        window.tab(tab).await;
        widget.shows("Are you there, 0?", "sent").await;
        widget.shows("Are you there, 1?", "sent").await;
        widget.shows("Still here.", "agent").await;
    }
    has_sockets(window, 1).await;
    // Each told what it saw; nothing came twice.
    assert_eq!(widget.messages().await.len(), 6);
}

#[tokio::test]
async fn v20_what_is_read_in_one_window_is_read_in_all() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let (widget, mut ada, id) = asked(&shop).await;
    window.run(&format!("{}.click()", part("close"))).await;
    ada.answer(&id, "It is.").await;
    widget.has_unread(1).await;
    window.new_window(&shop.fixture.origin).await;
    widget.open().await;
    widget.shows("It is.", "agent").await;
    window.tab(0).await;
    window.holds(&format!("{}.hidden", part("badge"))).await;
}

#[tokio::test]
async fn v20_a_tab_that_is_seen_waits_for_none_that_sleeps() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let (widget, mut ada, id) = asked(&shop).await;
    window.run("sessionStorage.asleep = 1").await;
    window.new_window(&shop.fixture.origin).await;
    // What is kept for a tab is handed on to a window that it opens.
    window.run("delete sessionStorage.asleep").await;
    follows(&widget).await;
    sees_ada_writing(window, &mut ada, &id).await;
    has_sockets(window, 1).await;
    ada.answer(&id, "It is.").await;
    widget.shows("It is.", "agent").await;
    window.tab(0).await;
    window.run("delete sessionStorage.asleep").await;
    has_sockets(window, 1).await;
    ada.answer(&id, "Of 1840.").await;
    widget.shows("Of 1840.", "agent").await;
}

#[tokio::test]
async fn v20_pages_that_were_open_before_the_first_message_come_to_one_socket() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit_after(WATCH).await;
    widget.open().await;
    window.new_window(&shop.fixture.origin).await;
    widget.open().await;
    has_sockets(window, 2).await;
    let id = widget.asks(&mut ada, "Is it oak?").await;
    has_sockets(window, 1).await;
    ada.answer(&id, "It is.").await;
    for tab in 0..2 {
        window.tab(tab).await;
        widget.shows("It is.", "agent").await;
        widget.shows("Is it oak?", "sent").await;
    }
    has_sockets(window, 1).await;
}

#[tokio::test]
async fn v20_tabs_that_nobody_sees_go_on_listening() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let (widget, mut ada, id) = asked(&shop).await;
    window.new_tab(&shop.fixture.origin).await;
    follows(&widget).await;
    for tab in 0..2 {
        window.tab(tab).await;
        window.put_away(true).await;
    }
    ada.answer(&id, "It is.").await;
    for tab in 0..2 {
        window.tab(tab).await;
        window.reads("document.title", "(1) Shop").await;
    }
    has_sockets(window, 1).await;
    // The one that has the socket goes, without a word.
    window.tab(0).await;
    window.close_tab().await;
    ada.answer(&id, "Of 1840.").await;
    window.reads("document.title", "(2) Shop").await;
    window.holds(&format!("document.hidden && {}.textContent === '2'", part("badge"))).await;
}
