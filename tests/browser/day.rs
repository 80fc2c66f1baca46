//! A day of two agents, from signing in to the figures of the evening; and the same with a keyboard alone (A2).

use serde_json::json;
use tests::browser::Browser;
use tests::browser::keys::{DOWN, ENTER};
use tests::console::Console;
use tests::{Edge, Site, until};

const ADA: &str = "ada@shop.example";
const BOB: &str = "bob@shop.example";

/// What stands in the open conversation as a note.
const NOTES: &str = "[...document.querySelectorAll('[data-note=true][data-state=sent] .body')].map((note) => note.innerText).join()";

#[tokio::test]
async fn a_day_of_two_agents() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let admin = site.sign_in(ADA).await;
    admin.configure(&json!({ "replies": [{ "name": "Bulb", "text": "Any E27 bulb fits." }] })).await;
    let (left, right) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&left.window, &site, ADA).await;
    let bob = Console::sign_in(&right.window, &site, BOB).await;
    ada.choose("online").await;
    assert_eq!(site.mode().await, "live");

    // A chat is taken, answered with a saved reply, and given to a colleague with a note.
    let visitor = site.visitor();
    visitor.leave("Which bulb does the desk lamp take?").await;
    ada.open("Which bulb").await;
    left.window.write("document.querySelector('[data-testid=reply]')", "/bu").await;
    ada.says("offer", "Bulb").await;
    left.window.keys(ENTER).await;
    left.window.reads("document.querySelector('[data-testid=reply]').value", "Any E27 bulb fits.").await;
    left.window.keys(ENTER).await;
    ada.shows("Any E27 bulb fits.", "agent").await;
    ada.click("note").await;
    ada.reply("She has the old model.").await;
    left.window.reads(NOTES, "She has the old model.").await;
    ada.hand("assign", "Bob").await;

    // The colleague has it, with all that was written, and closes it.
    bob.choose("online").await;
    bob.click("tab-mine").await;
    bob.open("Any E27 bulb fits.").await;
    right.window.reads(NOTES, "She has the old model.").await;
    bob.reply("With the old model, 7 W at most.").await;
    bob.shows("With the old model, 7 W at most.", "agent").await;
    bob.click("close").await;
    bob.click("tab-closed").await;
    bob.has_rows(1).await;

    // Invisible, he is not asked by strangers, and still added by Ada.
    bob.choose("invisible").await;
    site.visitor().leave("Do you repair lamps?").await;
    ada.click("tab-unassigned").await;
    ada.open("Do you repair lamps?").await;
    ada.reply("I ask our workshop.").await;
    ada.shows("I ask our workshop.", "agent").await;
    bob.lacks("toast").await;
    ada.hand("add", "Bob").await;
    bob.click("toast-open").await;
    bob.reply("We do, for life.").await;
    ada.shows("We do, for life.", "agent").await;
    ada.choose("offline").await;
    assert_eq!(site.mode().await, "messaging", "nobody is in, as far as strangers may know (S3)");

    // What was said is found again, and counted.
    left.window.keys("/").await;
    left.window.write("document.querySelector('[data-testid=search]')", "old model").await;
    ada.says("hit", "7 W at most").await;
    ada.click("figures-link").await;
    ada.says("figures-conversations", "2").await;
    ada.says("figures-promise", "100 %").await;
}

/// Goes through a menu, once it has the focus, to what has this name.
async fn arrow_to(console: &Console<'_>, name: &str) {
    console.0.holds("!!document.activeElement.closest('[role=menu]')").await;
    let is_there = format!("document.activeElement?.dataset.testid === '{name}'");
    until(&format!("{name} by the arrow keys"), async || {
        if console.0.run(&format!("return {is_there}")).await == true {
            return Ok(());
        }
        console.0.keys(DOWN).await;
        Err(())
    })
    .await;
}

#[tokio::test]
async fn a2_a_day_goes_by_with_a_keyboard_alone() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console(window);
    let link = site.link(ADA).await;
    window.goto(&format!("{}/console/?site={}#link={link}", site.base, site.id)).await;
    console.tab_to("signin-button").await;
    window.keys(ENTER).await;
    console.has("status-menu").await;

    // Online by the menu.
    window.holds("document.querySelector('[data-testid=status-menu]').disabled !== true").await;
    window.keys("s").await;
    arrow_to(&console, "status-online").await;
    window.keys(ENTER).await;
    console.says("status-current", "online").await;

    // Through the list, into a conversation, and back.
    for text in ["First", "Second"] {
        site.visitor().leave(text).await;
    }
    console.has_rows(2).await;
    // What was told of them lies no more over the list.
    console.tab_to("toast-later").await;
    window.keys(ENTER).await;
    window.keys("j").await;
    window.keys(DOWN).await;
    window.holds("document.activeElement.textContent.includes('First')").await;
    window.keys(ENTER).await;
    console.has("message").await;
    window.keys("r").await;
    window.keys("By keyboard.\u{e007}").await;
    console.shows("By keyboard.", "agent").await;
    window.keys("\u{e00c}").await;

    // Closed, found in the list of closed ones, and opened again.
    console.tab_to("close").await;
    window.keys(ENTER).await;
    window.keys("5").await;
    console.has_rows(1).await;
    console.tab_to("reopen").await;
    window.keys(ENTER).await;
    window.keys("2").await;
    console.has_rows(1).await;

    // To the settings and back, the shortcuts, and out.
    console.tab_to("settings-link").await;
    window.keys(ENTER).await;
    console.has("settings").await;
    window.holds("document.activeElement.id === 'sheet-title'").await;
    window.keys("\u{e00c}").await;
    console.lacks("settings").await;
    window.keys("?").await;
    window.holds("!!document.querySelector('dialog[open]')").await;
    window.keys("\u{e00c}").await;
    window.holds("!document.querySelector('dialog[open]')").await;
    window.keys("s").await;
    arrow_to(&console, "signout").await;
    window.keys(ENTER).await;
    console.has("signin-mail").await;
}
