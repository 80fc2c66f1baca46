//! What makes a conversation comfortable: unread answers in the tab's title, days between messages (V20, V21), emoji (V24).

use std::time::Duration;

use tests::widget::{ROOT, Widget, part};
use tests::{AgentSocket, Edge, Provider, Shop};
use wire::ConversationId;

const DAY: Duration = Duration::from_hours(24);

/// A visitor who wrote to Ada, with the panel open.
async fn asked(shop: &Shop) -> (Widget<'_>, AgentSocket, ConversationId) {
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit().await;
    widget.open().await;
    let id = widget.asks(&mut ada, "Is it oak?").await;
    (widget, ada, id)
}

#[tokio::test]
async fn v20_answers_that_nobody_sees_are_counted_in_the_title() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let (widget, mut ada, id) = asked(&shop).await;
    // The panel stays open, and so the answers are seen once the page is.
    window.put_away(true).await;
    ada.answer(&id, "It is.").await;
    window.reads("document.title", "(1) Shop").await;
    ada.answer(&id, "And ash.").await;
    window.reads("document.title", "(2) Shop").await;
    window.put_away(false).await;
    window.reads("document.title", "Shop").await;

    // Whoever does not open it has them counted again, and the site may call itself otherwise meanwhile.
    window.run(&format!("{}.click()", part("close"))).await;
    ada.answer(&id, "Or elm.").await;
    widget.has_unread(1).await;
    assert_eq!(window.run("return document.title").await, "Shop");
    window.put_away(true).await;
    window.reads("document.title", "(1) Shop").await;
    window.run("document.title = 'Cart'").await;
    ada.answer(&id, "Or fir.").await;
    window.reads("document.title", "(2) Cart").await;
    window.run("document.title = 'Lamps'").await;
    window.put_away(false).await;
    widget.open().await;
    widget.shows("Or fir.", "agent").await;
    window.holds(&format!("{}.hidden", part("badge"))).await;
    assert_eq!(window.run("return document.title").await, "Lamps");
    // A widget that goes takes its count along.
    window.put_away(true).await;
    ada.answer(&id, "Or yew.").await;
    window.reads("document.title", "(1) Lamps").await;
    window.run("return Porchlight('destroy')").await;
    assert_eq!(window.run("return document.title").await, "Lamps");
}

#[tokio::test]
async fn v21_days_stand_between_messages_that_are_not_of_today() {
    let provider = Provider::open().await;
    let shop = Shop::on(Edge::start_with_mail(&provider, "resend"), "messaging").await;
    let (_, mut ada) = shop.site.ada().await;
    let window = shop.window();
    // The browser's clock goes with the edge's.
    let script = "const now = Date.now; Date.now = () => now() + Number(localStorage.ahead ?? 0)";
    let ahead = async |days: u32| {
        shop.site.move_clock(DAY * days).await;
        window.run(&format!("localStorage.ahead = {}", (DAY * days).as_millis())).await;
        window.reload().await;
        let widget = Widget(window);
        widget.is("messaging").await;
        widget.open().await;
        widget
    };
    let reads = async |wanted: &str| {
        let lines = format!(
            "[...{ROOT}.querySelectorAll('#list > :not(#empty)')].map(one => one.querySelector('.bubble')?.textContent ?? `[${{one.textContent}}]`).join(' ')"
        );
        window.reads(&lines, wanted).await;
    };
    let widget = shop.visit_after(script).await;
    widget.open().await;
    widget.send("Monday?").await;
    widget.shows("Monday?", "sent").await;
    reads("Monday?").await;
    let widget = ahead(1).await;
    reads("[yesterday] Monday?").await;
    let id = ada.conversation("Monday?").await.id;
    ada.answer(&id, "Tuesday.").await;
    widget.send("Good.").await;
    widget.shows("Good.", "sent").await;
    reads("[yesterday] Monday? [today] Tuesday. Good.").await;
    // It is read where it stands, and not announced like a message.
    let live = format!("{ROOT}.querySelector('.day').ariaLive");
    assert_eq!(window.run(&format!("return {live}")).await, "off");
    let end = format!("{0}.scrollTop + {0}.clientHeight >= {0}.scrollHeight - 2", part("log"));
    window.holds(&end).await;
    let widget = ahead(9).await;
    // By the clock that goes: Firefox does not show a script of ours what the page made of `Date.now`.
    let date = "new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date().getTime() + Number(localStorage.ahead) - 9 * 864e5)";
    window.holds(&format!("{ROOT}.querySelector('.day').textContent === {date}")).await;
    widget.send("Next week.").await;
    widget.shows("Next week.", "sent").await;
    window.holds(&format!("{ROOT}.querySelectorAll('.day').length === 3")).await;
}

#[tokio::test]
async fn v24_an_emoji_goes_where_the_caret_is() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let widget = shop.visit().await;
    widget.open().await;
    widget.draft("Oak").await;
    // Between the letters, by keyboard.
    window.keys("\u{e012}").await;
    window.click(&part("smile")).await;
    let focus = format!("{ROOT}.activeElement");
    window.holds(&format!("{focus}.textContent === '😀' && {}.ariaExpanded === 'true'", part("smile"))).await;
    widget.is_accessible().await;
    window.keys("\u{e007}").await;
    window.keys("\u{e004}\u{e007}").await;
    assert_eq!(widget.drafted().await.0, "Oa😀😂k");
    window.keys("\u{e00c}").await;
    window.holds(&format!("{focus}.id === 'smile' && {}.hidden", part("emoji"))).await;
    assert!(widget.is_open().await, "Escape closes one thing at a time");
    // What is full stays as it is.
    window.run(&format!("({}).value = 'x'.repeat(3999)", part("text"))).await;
    window.click(&part("smile")).await;
    window.keys("\u{e007}").await;
    assert_eq!(widget.drafted().await.0.len(), 3_999);
    window
        .run(&format!("const field = {}; field.value = 'Oak'; field.setSelectionRange(0, 3)", part("text")))
        .await;
    window.keys("\u{e004}\u{e004}\u{e004}\u{e004}\u{e007}").await;
    window.run(&format!("{}.focus()", part("text"))).await;
    window.keys("\n").await;
    widget.shows("👍", "sent").await;
}
