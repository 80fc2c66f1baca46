//! How a visitor found it (B5): asked in the panel at the end, seen beside the conversation and in the figures.

use serde_json::json;
use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{Widget, part, visit};
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

/// The scores whose stars are lit.
fn lit() -> String {
    let stars = format!("[...{}.querySelectorAll('[part=star]')]", part("rate"));
    format!("{stars}.filter(star => star.textContent === '★').length")
}

#[tokio::test]
async fn b5_r8_a_visitor_is_asked_how_it_was_and_the_team_sees_the_answer() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (desk, shop) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("online").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.open().await;
    widget.send("Do you have lamps?").await;
    console.open("Do you have lamps?").await;
    console.reply("Two kinds.").await;
    widget.shows("Two kinds.", "agent").await;
    shop.window.holds(&format!("!{}", part("rate"))).await;
    console.click("close").await;

    shop.window.holds(&format!("{}?.hidden === false", part("rate"))).await;
    shop.window.holds(&format!("{} === 0", lit())).await;
    // The page around it is not ours.
    widget.is_accessible().await;
    // By keyboard, as every part of the panel.
    let star = |score: u8| format!("{}.querySelectorAll('[part=star]')[{}]", part("rate"), score - 1);
    shop.window.run(&format!("{}.focus()", star(4))).await;
    shop.window.keys("\u{e007}").await;
    shop.window.holds(&format!("{} === 4", lit())).await;
    shop.window.holds(&format!("{}.ariaPressed === 'true'", star(4))).await;
    let said = format!("{}.querySelector('[role=status]').textContent", part("rate"));
    shop.window.holds(&format!("{said} === 'Thank you.'")).await;
    console.says("about-rating", "4 of 5").await;
    shop.window.write(&part("rate-text"), "Quick and kind.\n").await;
    console.says("about-rating", "Quick and kind.").await;
    shop.window.holds(&format!("{}.value === ''", part("rate-text"))).await;
    console.click("figures-link").await;
    console.says("figures-rating", "4.0 of 5").await;

    // It is known after a reload, too, and put away once the conversation goes on.
    shop.window.reload().await;
    let widget = Widget(&shop.window);
    widget.open().await;
    shop.window.holds(&format!("!!{} && {} === 4", part("rate"), lit())).await;
    widget.send("And shades?").await;
    widget.shows("And shades?", "sent").await;
    shop.window.holds(&format!("{}.hidden", part("rate"))).await;
}

#[tokio::test]
async fn b5_a_rating_that_does_not_arrive_is_not_shown_as_given() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (ada, mut desk) = site.ada().await;
    let shop = Browser::start().await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.open().await;
    widget.send("Hello").await;
    let id = desk.conversation("Hello").await.id;
    desk.answer(&id, "Good day.").await;
    widget.shows("Good day.", "agent").await;
    desk.say(&wire::agent::Says::Close { conversation: id }).await;
    shop.window.holds(&format!("{}?.hidden === false", part("rate"))).await;
    // Since the page was told, the site has stopped asking.
    ada.configure(&json!({ "ask_rating": false })).await;
    shop.window.click(&format!("{}.querySelector('[part=star]')", part("rate"))).await;
    let said = format!("{}.querySelector('[role=status]').textContent", part("rate"));
    shop.window.holds(&format!("{said}.startsWith('Not sent')")).await;
    shop.window.holds(&format!("{} === 0", lit())).await;
}
