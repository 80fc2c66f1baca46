//! The console in the language of the agent (A3).

use serde_json::Value;
use tests::browser::{ANYBODY, Browser, Person, Window};
use tests::console::Console;
use tests::{Edge, Site, axe, views};

const ADA: &str = "ada@shop.example";
/// Somebody in Vienna who reads English, too.
const GERMAN: Person = Person { languages: "de-AT,de,en", ..ANYBODY };

/// Chooses a language in the console.
async fn choose(console: &Console<'_>, tag: &str) {
    console.click("status-menu").await;
    console.click("notifications-link").await;
    console.has("choose-language").await;
    let choice = "document.querySelector('[data-testid=choose-language]')";
    let choose = format!("{choice}.value = '{tag}'; {choice}.dispatchEvent(new Event('change'))");
    console.0.run(&choose).await;
}

async fn speaks(window: &Window, tag: &str) {
    window.reads("document.documentElement.lang", tag).await;
}

#[tokio::test]
async fn a3_the_console_speaks_as_the_browser_asks_and_then_as_the_agent_chose() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let _ada = views::furnish(&site).await;
    let browser = Browser::of(GERMAN).await;
    browser.window.goto(&format!("{}/console/?site={}", site.base, site.id)).await;
    let console = Console(&browser.window);
    console.says("signin-mail", "Anmeldelink per E-Mail schicken").await;
    speaks(&browser.window, "de").await;

    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.says("tab-mine", "Meine").await;
    console.click("tab-all").await;
    console.open("That must not happen.").await;
    console.says("messages", "eine Notiz für das Team").await;
    // What the edge says, with a name in it.
    console.click("team-link").await;
    console.says("verdict", "Ada ist online.").await;
    console.click("figures-link").await;
    console.says("period-30", "30 Tage").await;

    choose(&console, "fr").await;
    speaks(&browser.window, "fr").await;
    console.says("tab-mine", "À moi").await;
    browser.window.reload().await;
    console.says("tab-mine", "À moi").await;
    speaks(&browser.window, "fr").await;
    choose(&console, "").await;
    console.says("tab-mine", "Meine").await;
    speaks(&browser.window, "de").await;
}

#[tokio::test]
async fn a3_a_language_that_cannot_be_loaded_leaves_english() {
    let edge = Edge::start_lacking("de.json");
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::of(GERMAN).await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.says("tab-mine", "Mine").await;
    speaks(&browser.window, "en").await;
}

/// What sticks out of the screen, or is cut off without a sign of it.
async fn cut_off(window: &Window) -> Vec<String> {
    let look = r#"
        const scrolls = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
        const shown = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility() && one.clientWidth > 1);
        const out = shown.filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one));
        const cut = shown.filter((one) => {
            const { overflowX, textOverflow } = getComputedStyle(one);
            return one.scrollWidth > one.clientWidth + 1 && /hidden|clip/.test(overflowX) && textOverflow !== "ellipsis";
        });
        return [...new Set([...out, ...cut])].map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`);
    "#;
    serde_json::from_value(window.run(look).await).expect("a list")
}

/// Looks at every view on a phone.
async fn faults(tag: &'static str) -> Vec<String> {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let _ada = views::furnish(&site).await;
    let browser = Browser::of(Person { languages: tag, ..ANYBODY }).await;
    browser.window.resize(360, 740).await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    speaks(&browser.window, tag).await;
    let mut faults = Vec::new();
    views::walk(&console, &site, async |view: &str| {
        let mut found = cut_off(&browser.window).await;
        found.extend(axe::faults(&browser.window).await);
        faults.extend(found.into_iter().map(|fault| format!("{view}: {fault}")));
    })
    .await;
    faults
}

#[tokio::test]
async fn a3_nothing_is_cut_off_on_a_phone_in_german() {
    assert_eq!(faults("de").await, Vec::<String>::new());
}

#[tokio::test]
async fn a3_nothing_is_cut_off_on_a_phone_in_french() {
    assert_eq!(faults("fr").await, Vec::<String>::new());
}

#[tokio::test]
async fn a3_a_page_without_a_network_says_so_in_the_language() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::of(GERMAN).await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.says("tab-mine", "Meine").await;
    browser.window.holds("navigator.serviceWorker.controller !== null").await;
    let kept = "return caches.match('/console/language').then((kept) => !!kept)";
    tests::until("the texts are handed over", async || {
        if browser.window.run(kept).await == Value::Bool(true) { Ok(()) } else { Err("not yet") }
    })
    .await;
    drop(edge);
    browser.window.run("location.reload()").await;
    browser.window.reads("document.querySelector('h1')?.textContent", "Keine Verbindung").await;
    speaks(&browser.window, "de").await;
}
