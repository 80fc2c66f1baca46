//! The menu in the panel's head (V23), and the tone when an answer comes (V22).

use serde_json::json;
use tests::browser::Window;
use tests::browser::keys::{DOWN, ENTER, ESCAPE, UP};
use tests::widget::{ROOT, Widget, part};
use tests::{AgentSocket, Edge, Provider, Shop};
use wire::ConversationId;
use wire::agent::Says;

/// Counts the notes that the pages of the shop play.
const LISTEN: &str = "const start = OscillatorNode.prototype.start; OscillatorNode.prototype.start = function (at) { localStorage.notes = Number(localStorage.notes ?? 0) + 1; return start.call(this, at) }";

/// Waits for so many tones of two notes each, and until no tab has one before it any more.
async fn heard(window: &Window, tones: u32) {
    let notes = tones * 2;
    window.holds(&format!("Number(localStorage.notes ?? 0) >= {notes}")).await;
    window.holds("navigator.locks.query().then(({ held, pending }) => ![...held, ...pending].some(({ name }) => /:\\d+$/.test(name)))").await;
    window.reads("localStorage.notes ?? ''", &notes.to_string()).await;
}

/// A visitor who wrote, and whom Ada answered.
pub(crate) async fn talk(widget: &Widget<'_>, ada: &mut AgentSocket) -> ConversationId {
    let id = widget.asks(ada, "Is it oak?").await;
    ada.answer(&id, "It is.").await;
    widget.shows("It is.", "agent").await;
    id
}

/// What the open menu offers.
async fn offers(window: &Window, wanted: &[&str]) {
    window.click(&part("more")).await;
    let items = format!(
        "[...{}?.querySelectorAll('[role^=menuitem]') ?? []].map(one => one.textContent).join()",
        part("menu")
    );
    window.reads(&items, &wanted.join(",")).await;
}

/// Chooses one of it.
async fn choose(window: &Window, text: &str) {
    window
        .click(&format!(
            "[...{}.querySelectorAll('button')].find(one => one.textContent === '{text}')",
            part("menu")
        ))
        .await;
}

#[tokio::test]
async fn v22_an_answer_that_nobody_looks_at_is_heard_once_over_all_tabs() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit_after(LISTEN).await;
    widget.open().await;
    // The first answer is seen.
    let id = talk(&widget, &mut ada).await;
    window.click(&part("close")).await;
    ada.answer(&id, "And ash.").await;
    widget.has_unread(1).await;
    heard(window, 1).await;
    // What another tab finds is no news.
    window.new_tab(&shop.fixture.origin).await;
    widget.has_unread(1).await;
    ada.answer(&id, "Or elm.").await;
    widget.has_unread(2).await;
    heard(window, 2).await;
    // Seen in one tab, it is heard in none.
    widget.open().await;
    ada.answer(&id, "Or fir.").await;
    widget.shows("Or fir.", "agent").await;
    window.click(&part("close")).await;
    ada.answer(&id, "Or yew.").await;
    widget.has_unread(1).await;
    heard(window, 3).await;
    // The panel is open, and nobody sees it.
    widget.open().await;
    window.put_away(true).await;
    ada.answer(&id, "Or box.").await;
    heard(window, 4).await;
}

#[tokio::test]
async fn v22_the_visitor_and_the_page_switch_the_tone_off() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit_after(LISTEN).await;
    widget.open().await;
    let id = talk(&widget, &mut ada).await;
    offers(window, &["E-mail me this conversation", "Sound", "Forget me"]).await;
    choose(window, "Sound").await;
    let kept = "Object.entries(localStorage).find(([key]) => key.endsWith(':sound'))?.[1] ?? ''";
    window.reads(kept, "off").await;
    window.click(&part("close")).await;
    ada.answer(&id, "And ash.").await;
    widget.has_unread(1).await;
    window.reload().await;
    widget.open().await;
    window.click(&part("more")).await;
    window
        .holds(&format!(
            "{}?.querySelector('[role=menuitemcheckbox]')?.ariaChecked === 'false'",
            part("menu")
        ))
        .await;
    // Who switches it on hears what it is.
    choose(window, "Sound").await;
    heard(window, 1).await;
    window.click(&part("close")).await;
    ada.answer(&id, "Or elm.").await;
    heard(window, 2).await;

    // Where the page wants none there is none, and nothing to switch.
    window.run("document.querySelector('[data-site]').dataset.sound = 'off'").await;
    ada.answer(&id, "Or fir.").await;
    widget.has_unread(2).await;
    widget.open().await;
    offers(window, &["E-mail me this conversation", "Forget me"]).await;
    window.run("delete document.querySelector('[data-site]').dataset.sound").await;
    window.click(&part("close")).await;
    ada.answer(&id, "Or yew.").await;
    heard(window, 3).await;
}

#[tokio::test]
async fn v23_b6_the_conversation_goes_to_the_address_that_is_left() {
    let provider = Provider::open().await;
    let shop = Shop::on(Edge::start_with_mail(&provider, "resend"), "messaging").await;
    let mut ada = shop.ada_is_in().await;
    let window = shop.window();
    let widget = shop.visit().await;
    widget.open().await;
    window.holds(&format!("{}?.hidden !== false", part("more"))).await;
    let id = talk(&widget, &mut ada).await;

    // By keyboard: into the menu, round it, out of it, and back.
    window.holds(&format!("!{}.hidden", part("more"))).await;
    window.run(&format!("{}.focus()", part("more"))).await;
    window.keys(ENTER).await;
    let focus = format!("{ROOT}.activeElement.textContent");
    window.reads(&focus, "E-mail me this conversation").await;
    widget.is_accessible().await;
    window.keys(UP).await;
    window.reads(&focus, "Forget me").await;
    window.keys(DOWN).await;
    window.reads(&focus, "E-mail me this conversation").await;
    window.keys(ESCAPE).await;
    window.holds(&format!("{ROOT}.activeElement.id === 'more' && {}.hidden", part("menu"))).await;
    assert!(widget.is_open().await, "Escape closes one thing at a time");
    window.keys(ENTER).await;
    window.reads(&focus, "E-mail me this conversation").await;
    window.keys(ENTER).await;
    window.holds(&format!("{ROOT}.activeElement.id === 'menu-email'")).await;
    widget.is_accessible().await;
    window.keys("eve@home.example\n").await;
    let said = format!("{}.querySelector('[role=status]').textContent", part("menu"));
    window.reads(&said, "It is on its way.").await;
    let mail = provider.mail(1).await;
    assert_eq!(mail.part("to"), "eve@home.example");
    assert!(mail.part("text").contains("Is it oak?") && mail.part("text").contains("It is."));

    // The address is known the next time, and in the next conversation.
    window.keys(ESCAPE).await;
    ada.say(&Says::Close { conversation: id.clone() }).await;
    window.holds(&format!("{}?.hidden === false", part("rate"))).await;
    offers(window, &["E-mail me this conversation", "Sound", "Start a new conversation", "Forget me"]).await;
    choose(window, "Start a new conversation").await;
    window
        .holds(&format!("{}?.hidden === false && {}.checkVisibility()", part("panel"), part("empty")))
        .await;
    widget.send("And the chairs?").await;
    widget.shows("And the chairs?", "sent").await;
    let next = ada.conversation("And the chairs?").await;
    assert_ne!(next.id, id);
    assert_eq!(next.email.as_ref().map(wire::Email::as_str), Some("eve@home.example"));
}

#[tokio::test]
async fn v23_who_wants_to_be_forgotten_is_and_is_told_what_stays() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let (_, mut ada) = shop.site.ada().await;
    let widget = shop.visit().await;
    widget.open().await;
    widget.leave_email("eve@home.example").await;
    let id = talk(&widget, &mut ada).await;
    window.holds("Object.keys(localStorage).length === 2").await;
    offers(window, &["E-mail me this conversation", "Sound", "Forget me"]).await;
    choose(window, "Forget me").await;
    window.holds(&format!("{}.textContent.includes('The team keeps what was written.')", part("menu"))).await;
    choose(window, "Cancel").await;
    window.holds(&format!("{}.hidden", part("menu"))).await;
    window.click(&part("more")).await;
    choose(window, "Forget me").await;
    choose(window, "Forget me").await;
    window.holds("Object.keys(localStorage).length === 0").await;
    window.holds("indexedDB.databases().then((all) => all.length === 0)").await;
    widget.has_opened().await;
    assert_eq!(widget.messages().await, []);
    window.holds(&format!("{ROOT}.activeElement?.id === 'text'")).await;
    window.holds(&format!("{}.value === ''", part("email"))).await;
    // The team has it still.
    let there = ada.conversation("It is.").await;
    assert_eq!((there.id, json!(there.email)), (id, json!("eve@home.example")));
}
