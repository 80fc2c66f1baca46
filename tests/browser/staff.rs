//! The team in the console: who is invited comes in, who is removed is out (T).

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::browser::Browser;
use tests::console::Console;
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

/// What an admin's line of a colleague has under this name.
fn of(name: &str, part: &str) -> String {
    format!(
        "document.querySelector('[data-testid=\"member\"][data-name=\"{name}\"] [data-testid=\"{part}\"]')"
    )
}

async fn to_team(console: &Console<'_>) {
    console.click("team-link").await;
    console.click("staff-link").await;
    console.has("staff").await;
}

async fn fill(console: &Console<'_>, name: &str, email: &str) {
    console.0.write("document.querySelector('#invite-name')", name).await;
    console.0.write("document.querySelector('#invite-email')", email).await;
}

#[tokio::test]
async fn t1_t3_a_colleague_is_invited_comes_in_and_is_removed() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (front, back) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&front.window, &site, ADA).await;
    to_team(&ada).await;
    fill(&ada, "Cid", "cid@shop.example").await;
    ada.click("invite").await;
    ada.has("invite-link").await;
    let link = front.window.run("return document.querySelector('[data-testid=\"invite-link\"]').textContent");
    let link = link.await.as_str().expect("a link").to_owned();
    front.window.holds(&format!("!!{}", of("Cid", "member-invited"))).await;

    back.window.goto(&link).await;
    let cid = Console(&back.window);
    cid.click("signin-button").await;
    cid.has("status-menu").await;
    back.window.holds("!location.href.includes('link=')").await;
    to_team(&cid).await;
    cid.lacks("invite").await;
    cid.lacks("member-remove").await;

    // In place of the link there is nothing once it was seen.
    ada.click("invite-seen").await;
    ada.lacks("invite-link").await;
    front.window.click(&of("Cid", "member-remove")).await;
    ada.says("leave", "signed out on every device").await;
    ada.click("leave-no").await;
    front.window.holds("!document.querySelector('dialog[open]')").await;
    front.window.click(&of("Cid", "member-remove")).await;
    ada.click("leave-yes").await;
    let since = Instant::now();
    cid.says("signin-notice", "ask an admin").await;
    assert!(since.elapsed() < Duration::from_secs(5), "out within 5 s: {:?}", since.elapsed());
    front.window.holds("!document.querySelector('[data-name=\"Cid\"]')").await;

    // And what was done is told.
    ada.click("settings-link").await;
    ada.says("changes", "Removed Cid from the team").await;
    ada.says("changes", "Invited Cid").await;
}

#[tokio::test]
async fn t1_what_stands_against_an_invitation_is_said_where_it_is() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let ada = Console::sign_in(&browser.window, &site, ADA).await;
    to_team(&ada).await;
    ada.click("invite").await;
    let says = |id: &str, text: &str| {
        format!("document.querySelector('#{id}-problem').textContent.includes('{text}')")
    };
    browser.window.holds(&says("invite-name", "name")).await;
    browser.window.holds("document.activeElement.id === 'invite-name'").await;
    fill(&ada, "Bob again", "bob@shop.example").await;
    ada.click("invite").await;
    browser.window.holds(&says("invite-email", "on the team already")).await;
    browser.window.holds("document.querySelector('#invite-email').ariaInvalid === 'true'").await;
}

#[tokio::test]
async fn t2_a_role_and_a_name_are_changed_by_keyboard() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (front, back) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&front.window, &site, ADA).await;
    let bob = Console::sign_in(&back.window, &site, "bob@shop.example").await;
    to_team(&ada).await;
    to_team(&bob).await;
    bob.lacks("invite").await;
    ada.tab_to("member-role").await;
    front.window.keys("\u{e015}").await;
    bob.has("invite").await;
    front.window.holds(&format!("{}.value === 'admin'", of("Bob", "member-role"))).await;

    // Everybody names themselves; the own line comes by name.
    bob.0.click(&of("Bob", "member-rename")).await;
    back.window.holds("document.activeElement.id.startsWith('rename-')").await;
    back.window.write("document.activeElement", " Robertson").await;
    bob.click("rename-save").await;
    ada.says("staff", "Bob Robertson").await;
    let is_fixed = front.window.run(&format!("return !{}", of("Ada", "member-role"))).await;
    assert_eq!(is_fixed, Value::Bool(true), "the own role is another admin's to change");
}
