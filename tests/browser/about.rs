//! The visitor beside the conversation: what the page tells, what agents say, and where it is shown.

use reqwest::Method;
use serde_json::{Value, json};
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::site::message_id;
use tests::widget::{Widget, shop};
use tests::{Edge, Site};
use wire::Status;

const ADA: &str = "ada@shop.example";
const BOB: &str = "bob@shop.example";

fn part(name: &str) -> String {
    format!("document.querySelector('[data-testid=\"{name}\"]')")
}

/// Waits until a field holds this.
async fn holds(window: &Window, field: &str, text: &str) {
    window.reads(&format!("{}?.value", part(field)), text).await;
}

/// Waits until the time in a zone is shown, as this browser's database has it. The console's clock goes twice a
/// minute.
async fn shows_clock(window: &Window, zone: &str) {
    let time = format!(
        "new Date(Date.now() - back).toLocaleTimeString(navigator.language, {{ hour: '2-digit', minute: '2-digit', timeZone: '{zone}' }})"
    );
    let shown = part("local-time");
    window.holds(&format!("[0, 30000].some(back => {shown}?.textContent.includes({time}))")).await;
}

#[tokio::test]
async fn v9_the_team_follows_the_visitor_from_page_to_page() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (_, mut online) = site.ada().await;
    online.choose(Status::Online).await;
    let passed =
        r#"data-visitor='{"name":"Grace Hopper","plan":"pro","seats":3,"trial":false,"no":null}' data-site="#;
    fixture.page(&shop(&site).replace("data-site=", passed), &[]);
    let (front, desk) = tokio::join!(Browser::start(), Browser::start());
    front.window.goto(&format!("{}/#part", fixture.origin)).await;
    let widget = Widget(&front.window);
    widget.is("live").await;
    widget.open().await;
    let ada = Console::sign_in(&desk.window, &site, ADA).await;
    assert!(!front.window.loaded().await.iter().any(|address| address.ends_with("/look")));
    widget.send("Hello?").await;
    widget.shows("Hello?", "sent").await;

    ada.open("Hello?").await;
    ada.says("current-page", "Shop").await;
    ada.says("row", "Grace Hopper").await;
    holds(&desk.window, "about-name", "Grace Hopper").await;
    ada.has("name-passed").await;
    for text in ["plan", "pro", "seats", "3", "trial", "false"] {
        ada.says("passed", text).await;
    }
    ada.says("language", "English").await;
    shows_clock(&desk.window, "UTC").await;
    // No secret of its address came here, and the link takes nothing along.
    let link = format!("{}.querySelector('a')", part("current-page"));
    desk.window.reads(&format!("{link}?.href"), &format!("{}/", fixture.origin)).await;
    desk.window.reads(&format!("{link}?.rel"), "noopener noreferrer nofollow ugc").await;

    // The site shows another page without loading one.
    front.window.run("history.pushState({}, '', '/cart?session=1'); document.title = 'Cart'; return 0").await;
    ada.says("current-page", "Cart").await;
    ada.says("pages", "Shop").await;
    desk.window.reads(&format!("{link}?.href"), &format!("{}/cart", fixture.origin)).await;
    // What the site says now is what counts.
    front
        .window
        .run("document.querySelector('[data-site]').dataset.visitor = '{\"plan\":\"free\"}'; return 0")
        .await;
    ada.says("passed", "free").await;

    // Nobody follows who has nothing to talk about any more.
    ada.click("close").await;
    ada.has("reopen").await;
    front.window.run("history.pushState({}, '', '/private'); document.title = 'Private'; return 0").await;
    ada.click("reopen").await;
    ada.has("close").await;
    ada.says("current-page", "Private").await;
}

#[tokio::test]
async fn i6_an_agent_says_by_keyboard_who_the_visitor_is() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let before = json!({ "id": message_id(), "body": "Last year", "email": "grace@navy.example" });
    assert_eq!(site.visitor().post(&before).await.status(), 201);
    visitor.leave("This year").await;
    let (first, second) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&first.window, &site, ADA).await;
    let bob = Console::sign_in(&second.window, &site, BOB).await;
    ada.open("This year").await;
    bob.open("This year").await;
    ada.says("told-nothing", "The page told nothing of the visitor.").await;
    ada.lacks("local-time").await;

    ada.tab_to("about-name").await;
    first.window.keys("Grace Hopper\u{e007}").await;
    holds(&second.window, "about-name", "Grace Hopper").await;
    second.window.reads("document.querySelector('.head h2')?.textContent", "Grace Hopper").await;
    ada.tab_to("about-email").await;
    first.window.keys("grace at navy\u{e007}").await;
    first
        .window
        .reads(
            "document.getElementById('about-email-problem')?.textContent",
            "This is not an e-mail address.",
        )
        .await;
    holds(&first.window, "about-email", "grace at navy").await;
    // Escape takes back what was typed.
    first.window.keys("\u{e00c}").await;
    holds(&first.window, "about-email", "").await;
    ada.tab_to("about-email").await;
    first.window.keys("Grace@Navy.example\u{e004}").await;
    holds(&second.window, "about-email", "Grace@Navy.example").await;
    bob.says("earlier", "Last year").await;
    bob.click("earlier").await;
    bob.shows("Last year", "visitor").await;
    holds(&second.window, "about-email", "grace@navy.example").await;

    // By the clock of the visitor's zone, as this browser's database has it.
    let look = json!({ "page": "https://shop.example/", "zone": "America/Lima", "language": "pt-BR" });
    let told = visitor.request(Method::POST, "look").json(&look).send().await.expect("an answer");
    assert_eq!(told.status(), 204);
    shows_clock(&first.window, "America/Lima").await;
    ada.says("local-time", "Lima time").await;
    ada.says("local-time", "5 h behind you").await;
    ada.says("language", "Brazilian Portuguese").await;
    // A zone that nobody knows is left out.
    let look = json!({ "page": "https://shop.example/next", "zone": "Mars/Olympus" });
    let told = visitor.request(Method::POST, "look").json(&look).send().await.expect("an answer");
    assert_eq!(told.status(), 204);
    ada.says("current-page", "/next").await;
    ada.lacks("local-time").await;
}

#[tokio::test]
async fn i6_where_there_is_less_room_the_details_fold_away() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    site.visitor().leave("Hello?").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let ada = Console::sign_in(window, &site, ADA).await;
    ada.open("Hello?").await;
    let is_shown = format!("{}?.checkVisibility()", part("about"));
    window.holds(&is_shown).await;
    window.resize(900, 700).await;
    window.holds(&format!("!{is_shown}")).await;
    window.keys("v").await;
    window.holds(&is_shown).await;
    window.holds(&format!("document.activeElement === {}", part("about"))).await;
    // It is remembered, but nobody is met on a phone by a sheet over the conversation.
    window.reload().await;
    ada.open("Hello?").await;
    window.holds(&is_shown).await;
    window.resize(390, 700).await;
    window.reload().await;
    ada.open("Hello?").await;
    window.holds(&format!("!{is_shown}")).await;
    ada.click("details").await;
    window.holds(&is_shown).await;
    let fits = "document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(window.run(&format!("return {fits}")).await, Value::Bool(true));
    window.keys("\u{e00c}").await;
    window.holds(&format!("!{is_shown}")).await;
    window.holds(&format!("document.activeElement === {}", part("details"))).await;
}
