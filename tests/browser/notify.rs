//! How the console speaks up: its icon, sounds, notifications.

use tests::browser::Browser;
use tests::console::Console;
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn n1_the_icon_of_the_tab_counts_what_is_unread() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    let icon = "decodeURIComponent(document.querySelector('link[rel=icon]').href)";
    console.choose("online").await;
    browser.window.holds(&format!("!{icon}.includes('<text')")).await;
    site.visitor().leave("One").await;
    site.visitor().leave("Two").await;
    browser.window.holds(&format!("{icon}.includes('>2</text>')")).await;
    let drawn = "(window.seen ??= (async () => { const image = new Image(); image.src = document.querySelector('link[rel=icon]').href; await image.decode(); window.drawn = image.width > 0 })(), window.drawn === true)";
    browser.window.holds(drawn).await;
    assert!(console.title().await.starts_with("(2)"));
    console.open("One").await;
    browser.window.holds(&format!("{icon}.includes('>1</text>')")).await;
}

/// Opens the page of notifications.
async fn settings(console: &Console<'_>) {
    console.click("status-menu").await;
    console.click("notifications-link").await;
    console.has("notifications").await;
}

#[tokio::test]
async fn n2_a_call_is_heard_once_in_one_tab_and_not_where_it_is_looked_at() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, ADA).await;
    console.choose("online").await;
    let rung = |times: u32| format!("Number(document.documentElement.dataset.rung ?? 0) === {times}");
    window.holds("'sounds' in document.documentElement.dataset").await;
    let visitor = site.visitor();
    visitor.leave("One").await;
    window.holds(&rung(1)).await;
    // Another tab of the same browser stands in line: it shows the call, and is silent.
    window.new_tab(&format!("{}/console/?site={}", site.base, site.id)).await;
    console.choose("online").await;
    site.visitor().leave("Two").await;
    console.says("toast", "two").await;
    window.holds(&rung(0)).await;
    window.tab(0).await;
    window.holds(&rung(2)).await;
    // What is looked at here is not announced; what is not wanted neither.
    console.open("One").await;
    console.reply("We do.").await;
    console.shows("We do.", "agent").await;
    visitor.leave("Thank you").await;
    console.shows("Thank you", "visitor").await;
    settings(&console).await;
    console.click("kind-new").await;
    site.visitor().leave("Three").await;
    console.says("toast", "three").await;
    window.holds(&rung(2)).await;
    console.click("play").await;
    window.holds(&rung(3)).await;
    // It is kept on this device.
    window.reload().await;
    settings(&console).await;
    window.holds("document.querySelector('[data-testid=kind-new]').checked === false").await;
}

#[tokio::test]
async fn n3_quiet_hours_are_set_in_the_console_and_make_it_silent() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, ADA).await;
    console.choose("online").await;
    settings(&console).await;
    // Without a key nobody is woken; and a browser that cannot be woken is told so first.
    let can_push = window.run("return 'PushManager' in window").await == true;
    console.says("push-problem", if can_push { "VAPID_PRIVATE_KEY" } else { "This browser" }).await;
    console.click("quiet-on").await;
    let field = |name: &str| format!("document.querySelector('[data-testid={name}]')");
    for (name, text) in [("quiet-from", "00:00"), ("quiet-to", "24:00")] {
        window.run(&format!("{}.value = ''", field(name))).await;
        window.write(&field(name), text).await;
    }
    console.click("save-quiet").await;
    console.says("save-quietd", "saved").await;
    site.visitor().leave("In quiet").await;
    console.says("toast", "in quiet").await;
    window.holds("document.documentElement.dataset.rung === undefined").await;
    window.reload().await;
    settings(&console).await;
    window.holds(&format!("{}.value === '24:00'", field("quiet-to"))).await;
}

#[tokio::test]
async fn the_console_can_be_installed_and_says_when_it_cannot_be_reached() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, ADA).await;
    window.holds("!!navigator.serviceWorker.controller").await;
    let manifest = "(window.asked ??= (async () => { const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json(); const icons = await Promise.all(manifest.icons.map(async ({ src }) => { const image = new Image(); image.src = `/console/${src}`; await image.decode(); return image.width })); window.icons = icons.join() })(), window.icons)";
    window.holds(&format!("/,192,512$/.test({manifest})")).await;
    // By its icon it opens where it was last.
    window.goto(&format!("{}/console/?from=icon", site.base)).await;
    console.has("status-menu").await;
    edge.kill9();
    window.run("location.reload()").await;
    window.holds("document.body.innerText.includes('cannot be reached')").await;
    edge.restart();
    window.click("document.querySelector('a')").await;
    console.has("status-menu").await;
}
