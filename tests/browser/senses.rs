//! The widget for everybody (A4): by keyboard, to the ear, in the dark, on a phone, where colours are forced.

use serde_json::{Value, json};
use tests::Shop;
use tests::browser::keys::{ENTER, ESCAPE, TAB};
use tests::browser::{ANYBODY, Browser, Person, Window};
use tests::widget::{ROOT, Widget, part};
use wire::Status;
use wire::agent::Says;

use crate::menu::talk;

/// What is pressed and has less than 44 pixels in a direction; the field with its frame.
fn small() -> String {
    format!(
        "[...{ROOT}.querySelectorAll('button, input, select, #grow')]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.id || one.className || one.textContent, ...(({{ width, height }}) => [Math.round(width), Math.round(height)])(one.getBoundingClientRect())])
    .filter(([, width, height]) => width < 44 || height < 44)"
    )
}

/// Looks at one state of the widget.
async fn look(widget: &Widget<'_>, state: &str) {
    widget.is_accessible().await;
    let small = widget.0.run(&format!("return {}", small())).await;
    assert_eq!(small, json!([]), "{state}");
    let across = widget.0.run("return document.scrollingElement.scrollWidth <= innerWidth").await;
    assert_eq!(across, json!(true), "{state}");
}

/// Goes through the life of a conversation and looks at every state.
async fn live(person: Person, (width, height): (u32, u32)) {
    let shop = Shop { browser: Browser::of(person).await, ..Shop::open("messaging").await };
    let window = shop.window();
    window.resize(width, height).await;
    let (_, mut ada) = shop.site.ada().await;
    let widget = shop.visit().await;
    widget.is("messaging").await;
    look(&widget, "closed").await;
    widget.open().await;
    look(&widget, "nobody is in").await;
    window.write(&part("email"), "grace").await;
    widget.send("Is it oak?").await;
    window.holds(&format!("!!{}.textContent", part("email-error"))).await;
    look(&widget, "an address that is none").await;
    window.write(&part("email"), "@navy.example").await;
    widget.send("").await;
    widget.shows("Is it oak?", "sent").await;
    look(&widget, "a message is left").await;
    let id = ada.conversation("Is it oak?").await.id;
    ada.choose(Status::Online).await;
    ada.answer(&id, "It is: https://shop.example/oak").await;
    widget.is("live").await;
    widget.shows("It is: https://shop.example/oak", "agent").await;
    look(&widget, "answered").await;
    window.click(&part("smile")).await;
    window.holds(&format!("{}?.checkVisibility()", part("emoji"))).await;
    look(&widget, "emoji").await;
    window.click(&part("smile")).await;
    window.click(&part("more")).await;
    window.holds(&format!("{}?.checkVisibility()", part("menu"))).await;
    look(&widget, "the menu").await;
    window.keys(ESCAPE).await;
    ada.say(&Says::Close { conversation: id.clone() }).await;
    window.holds(&format!("{}?.checkVisibility()", part("rate"))).await;
    look(&widget, "closed, and asked how it was").await;
    window.click(&format!("{ROOT}.querySelector('[part=star]')")).await;
    window.holds(&format!("{}.checkVisibility()", part("rate-text"))).await;
    look(&widget, "rated").await;
    window.click(&part("close")).await;
    ada.answer(&id, "Anything else?").await;
    widget.has_unread(1).await;
    look(&widget, "an answer is unread").await;
}

#[tokio::test]
async fn a4_no_state_has_a_fault_in_light() {
    live(ANYBODY, (1280, 720)).await;
}

#[tokio::test]
async fn a4_no_state_has_a_fault_in_the_dark_on_a_phone() {
    live(Person { dark: true, ..ANYBODY }, (320, 640)).await;
}

#[tokio::test]
async fn a4_no_state_has_a_fault_twice_as_large() {
    // What a window of 1280 by 720 shows then.
    live(ANYBODY, (640, 360)).await;
}

#[tokio::test]
async fn a4_the_focus_goes_in_and_comes_back_and_nobody_is_trapped() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let widget = shop.visit().await;
    widget.is("messaging").await;
    window.holds(&format!("!!{}", part("panel"))).await;
    window.click("document.getElementById('own')").await;
    window.keys(TAB).await;
    let focus = |id: &str| format!("{ROOT}.activeElement?.id === '{id}'");
    window.holds(&focus("launcher")).await;
    window.keys(ENTER).await;
    window.holds(&focus("text")).await;
    let said = window
        .run(&format!(
            "const panel = {}; const name = (list) => panel.getAttribute(list).split(' ').map((id) => panel.getRootNode().getElementById(id).textContent); return [panel.role, panel.ariaModal, name('aria-labelledby'), name('aria-describedby')]",
            part("panel")
        ))
        .await;
    let status = "We’re away. Leave a message: the answer comes later.";
    assert_eq!(said, json!(["dialog", Value::Null, ["Leave a message"], [status]]));
    window.keys(ESCAPE).await;
    window.holds(&focus("launcher")).await;
    assert!(!widget.is_open().await);
    window.keys(ENTER).await;
    window.holds(&focus("text")).await;
    // Back out of it, over the button that closes, the messages and the launcher, to what the page has.
    let mut seen = Vec::new();
    while window.run("return document.activeElement.id").await != "own" {
        window.keys(&format!("\u{e008}{TAB}")).await;
        seen.push(window.run(&format!("return {ROOT}.activeElement?.id ?? null")).await);
        assert!(seen.len() < 12, "trapped: {seen:?}");
    }
    for id in ["log", "close", "launcher"] {
        assert!(seen.contains(&json!(id)), "{id} by keyboard: {seen:?}");
    }
    assert!(widget.is_open().await, "who looks at the page goes on reading");
}

/// Keeps what is added to the log from now on: a screen reader says that.
async fn listen(window: &Window) {
    window
        .run(&format!(
            "window.heard = []; new MutationObserver((all) => all.forEach(({{ addedNodes }}) => heard.push(...[...addedNodes].map((one) => (one.querySelector?.('.bubble') ?? one).textContent)))).observe({}, {{ childList: true }})",
            part("list")
        ))
        .await;
}

#[tokio::test]
async fn a4_each_message_is_announced_once_and_never_again_after_a_new_link() {
    let mut shop = Shop::open("messaging").await;
    let (agent, mut ada) = shop.site.ada().await;
    ada.choose(Status::Online).await;
    shop.visit().await.open().await;
    let id = talk(&shop.widget(), &mut ada).await;
    listen(shop.window()).await;
    shop.edge.kill9();
    shop.edge.restart();
    let mut ada = agent.connect().await;
    ada.answer(&id, "And ash.").await;
    let widget = shop.widget();
    widget.shows("And ash.", "agent").await;
    widget.send("Thank you").await;
    widget.shows("Thank you", "sent").await;
    assert_eq!(shop.window().run("return heard").await, json!(["And ash.", "Thank you"]));
    let log = format!("return [{0}.role, {0}.ariaLive, {0}.ariaAtomic, {0}.ariaLabel]", part("log"));
    assert_eq!(shop.window().run(&log).await, json!(["log", "polite", Value::Null, "Messages"]));
}

#[tokio::test]
async fn a4_a_keyboard_on_a_phone_covers_nothing_of_the_panel() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    window.resize(320, 640).await;
    // What the browser says of it: how much is left, and how far the page was moved for the field.
    let script = "const be = (what) => {
        for (const name in what) Object.defineProperty(visualViewport, name, { value: what[name], configurable: true });
        visualViewport.dispatchEvent(new Event('resize'));
    };
    addEventListener('keyboard', () => be({ height: 300, offsetTop: 40 }));
    addEventListener('zoom', () => be({ height: 150, offsetTop: 0, scale: 2 }));
    addEventListener('nothing', () => be({ height: innerHeight, offsetTop: 0, scale: 1 }));";
    let widget = shop.visit_after(script).await;
    widget.open().await;
    let stands = async |what: &str, top: i32, height: &str| {
        window.run(&format!("dispatchEvent(new Event('{what}'))")).await;
        let place = format!(
            "(({{ top, height }}) => top === {top} && height === {height})({}.getBoundingClientRect())",
            part("panel")
        );
        window.holds(&place).await;
    };
    // It has come to rest, and what looks after it is there.
    window.holds(&format!("!!{}", part("smile"))).await;
    stands("nothing", 0, "innerHeight").await;
    stands("keyboard", 40, "300").await;
    // Who zooms in looks at a part of it.
    stands("zoom", 40, "300").await;
    stands("nothing", 0, "innerHeight").await;
    window.resize(1280, 720).await;
    window.run("dispatchEvent(new Event('keyboard'))").await;
    window.holds(&format!("{}.getBoundingClientRect().height > 400", part("panel"))).await;
}

#[tokio::test]
async fn a4_less_motion_and_forced_colours_are_heeded() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let mut ada = shop.ada_is_in().await;
    let prefer = async |name: &str, value: &str| {
        let features = json!({ "features": [{ "name": name, "value": value }] });
        window.devtools("Emulation.setEmulatedMedia", features).await;
    };
    prefer("prefers-reduced-motion", "reduce").await;
    let widget = shop.visit().await;
    widget.open().await;
    let moves = format!("document.getAnimations().length + {ROOT}.getAnimations().length");
    assert_eq!(window.run(&format!("return {moves}")).await, json!(0));
    prefer("prefers-reduced-motion", "no-preference").await;
    window.holds(&format!("getComputedStyle({}).animationName === 'rise'", part("panel"))).await;

    talk(&widget, &mut ada).await;
    prefer("forced-colors", "active").await;
    // What only a ground of another colour told apart has a line around it; the lamp goes on saying whether somebody is in.
    let seen = window
        .run(&format!(
            "const style = (one) => getComputedStyle({ROOT}.querySelector(one)); return ['.bubble', '#send', '#panel', '#grow'].map((one) => style(one).borderTopWidth).concat(style('.lamp').forcedColorAdjust)"
        ))
        .await;
    assert_eq!(seen, json!(["1px", "1px", "1px", "1px", "none"]));
    widget.is_accessible().await;
}
