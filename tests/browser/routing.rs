//! Who gets a conversation: overflow, groups, missed, by hand; and who is told of it.

use serde_json::json;
use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{Widget, shop, visit};
use tests::{Edge, Site};
use wire::Status;

const ADA: &str = "ada@shop.example";
const BOB: &str = "bob@shop.example";

#[tokio::test]
async fn s7_overflow_reaches_an_invisible_agent_who_opted_in() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (ada, mut online) = site.ada().await;
    ada.configure(&json!({ "overflow_after": 2 })).await;
    ada.accustom(&ada.id_of("Bob").await, &json!({ "overflow": true })).await;
    online.choose(Status::Online).await;
    let (front, desk) = tokio::join!(Browser::start(), Browser::start());
    let bob = Console::sign_in(&desk.window, &site, BOB).await;
    bob.choose("invisible").await;
    let widget = visit(&front.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    widget.send("Hello?").await;
    widget.shows("Hello?", "sent").await;
    bob.has_rows(1).await;
    assert!(!bob.title().await.starts_with('('), "S6: not told before it is slow");
    bob.says("toast", "you may answer").await;
    assert!(bob.title().await.starts_with("(1)"));
    bob.says("row", "Slow").await;
    bob.click("toast-open").await;
    bob.has("reply").await;
    bob.lacks("toast").await;
    bob.reply("Here, though unseen.").await;
    widget.shows("Here, though unseen.", "agent").await;
}

#[tokio::test]
async fn s1_a_visitor_of_a_group_reaches_its_members() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (front, first, second) = tokio::join!(Browser::start(), Browser::start(), Browser::start());
    let ada = Console::sign_in(&first.window, &site, ADA).await;
    let bob = Console::sign_in(&second.window, &site, BOB).await;
    // Ada sets the groups up: Sales without Bob, Support with Bob alone.
    ada.click("settings-link").await;
    let agent = site.sign_in(ADA).await;
    for (at, name, member) in [(0, "Sales", "Ada"), (1, "Customer support", "Bob")] {
        ada.click("add-group").await;
        first.window.write(&format!("document.getElementById('group-{at}-name')"), name).await;
        ada.click(&format!("group-{at}-{}", agent.id_of(member).await)).await;
    }
    ada.click("save-groups").await;
    ada.says("save-groupsd", "Saved.").await;

    ada.choose("online").await;
    let page = |group: &str| shop(&site).replace("data-site=", &format!("data-group=\"{group}\" data-site="));
    fixture.page(&page("customer-support"), &[]);
    front.window.goto(&fixture.origin).await;
    let widget = Widget(&front.window);
    widget.is("messaging").await;
    bob.choose("online").await;
    widget.is("live").await;
    widget.open().await;
    widget.send("My lamp is broken").await;
    widget.shows("My lamp is broken", "sent").await;
    bob.says("toast", "New conversation").await;
    bob.click("toast-open").await;
    bob.says("about-group", "Customer support").await;
    // Ada is not told; the conversation is there when she looks for it.
    ada.click("tab-all").await;
    ada.has_rows(1).await;
    ada.click("tab-unassigned").await;
    ada.has_rows(0).await;
    ada.lacks("toast").await;
    // Bob hands it to her group: then it is hers to take.
    bob.hand("move", "Sales").await;
    ada.has_rows(1).await;
    bob.click("team-link").await;
    second.window.write("document.querySelector('[data-testid=why-group]')", "Sales").await;
    second.window.holds("document.querySelector('[data-testid=verdict]')?.dataset.mode === 'live'").await;
}

#[tokio::test]
async fn s14_a_missed_conversation_is_marked_and_the_visitor_is_told() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (front, desk) = tokio::join!(Browser::start(), Browser::start());
    site.sign_in(ADA).await.configure(&json!({ "missed_after": 3 })).await;
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("online").await;
    let widget = visit(&front.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    widget.send("Anybody?").await;
    widget.shows("Anybody?", "sent").await;
    console.says("row", "Missed").await;
    widget.is("messaging").await;
    widget.shows("Anybody?", "sent").await;
    console.open("Anybody?").await;
    console.reply("Sorry, here I am.").await;
    widget.shows("Sorry, here I am.", "agent").await;
    widget.is("live").await;
    desk.window
        .holds("![...document.querySelectorAll('.row')].some(row => row.dataset.missed === 'true')")
        .await;
}

#[tokio::test]
async fn s8_a_conversation_is_handed_on_by_keyboard() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let (first, second) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&first.window, &site, ADA).await;
    let bob = Console::sign_in(&second.window, &site, BOB).await;
    ada.choose("online").await;
    bob.choose("online").await;
    visitor.leave("Hello?").await;
    ada.click("toast-open").await;
    ada.has("reply").await;
    // The menu by its key: You, Bob.
    first.window.run("document.activeElement.blur()").await;
    first.window.keys("a").await;
    first.window.holds("document.activeElement.matches('[data-testid=assign][data-name=You]')").await;
    first.window.keys("\u{e015}").await;
    first.window.keys("\u{e007}").await;
    ada.says("about-assignee", "Bob").await;
    bob.says("toast", "Assigned to you").await;
    bob.click("toast-open").await;
    bob.click("tab-mine").await;
    bob.has_rows(1).await;
    // Ada looks elsewhere: who has the conversation in view is not told of it.
    first.window.keys("\u{e00c}").await;
    ada.lacks("reply").await;
    bob.hand("add", "Ada").await;
    bob.says("members", "Ada").await;
    ada.says("toast", "added you").await;
    bob.click("remove").await;
    second.window.holds("document.querySelectorAll('[data-testid=members] li').length === 0").await;
    bob.hand("hand-back", "Nobody: hand it back").await;
    bob.says("about-assignee", "Nobody").await;
}

#[tokio::test]
async fn s6_an_offline_agent_is_told_of_nothing() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (first, second) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&first.window, &site, ADA).await;
    let bob = Console::sign_in(&second.window, &site, BOB).await;
    ada.choose("online").await;
    site.visitor().leave("Hello?").await;
    ada.has("toast").await;
    bob.has_rows(1).await;
    bob.lacks("toast").await;
    assert!(!bob.title().await.starts_with('('), "{}", bob.title().await);
    // Put away, it is still counted; answered, it is not.
    ada.click("toast-later").await;
    ada.lacks("toast").await;
    assert!(ada.title().await.starts_with("(1)"));
    ada.open("Hello?").await;
    tests::until("a title without a number", async || {
        let title = ada.title().await;
        if title.starts_with('(') { Err(title) } else { Ok(()) }
    })
    .await;
}
