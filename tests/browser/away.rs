//! What the widget says and asks when nobody answers: groups to pick from, published hours, missed
//! conversations (S1, S13, S14).

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{ROOT, part, visit};
use tests::{Edge, Site};
use wire::{GroupId, Status};

#[tokio::test]
async fn s1_the_visitor_picks_a_group_where_the_site_asks_for_it() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (ada, mut bobs) = (site.sign_in("ada@shop.example").await, site.bob().await.1);
    let (sales, support) = (ada.id_of("Ada").await, ada.id_of("Bob").await);
    ada.configure(&json!({ "ask_group": true, "groups": [
        { "id": "sales", "name": "Sales", "agents": [sales] },
        { "id": "support", "name": "Support", "agents": [support] },
        { "id": "board", "name": "Board", "private": true, "agents": [] },
    ] }))
    .await;
    bobs.choose(Status::Online).await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let widget = visit(window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    let choice = format!("{ROOT}.getElementById('group')");
    window.holds(&format!("{choice}?.options.length === 3")).await;
    let pick = async |group: &str| {
        let choose = format!("{choice}.value = '{group}'; {choice}.dispatchEvent(new Event('change'))");
        window.run(&choose).await;
    };
    pick("sales").await;
    widget.is("messaging").await;
    pick("support").await;
    widget.is("live").await;
    widget.send("My lamp is broken").await;
    widget.shows("My lamp is broken", "sent").await;
    let row = bobs.conversation("My lamp is broken").await;
    assert_eq!(row.group, GroupId::parse("support").ok());
}

#[tokio::test]
async fn s1_a_page_names_the_group_by_script() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (ada, mut console) = site.ada().await;
    ada.configure(&json!({ "groups": [
        { "id": "sales", "name": "Sales", "agents": [ada.id_of("Ada").await] },
        { "id": "support", "name": "Support", "agents": [ada.id_of("Bob").await] },
    ] }))
    .await;
    console.choose(Status::Online).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.is("live").await;
    browser.window.run("return Porchlight('set', { group: 'support' })").await;
    widget.is("messaging").await;
    browser.window.run("return Porchlight('set', { group: 'sales' })").await;
    widget.is("live").await;
}

#[tokio::test]
async fn s13_messaging_says_when_the_site_is_back() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let ada = site.sign_in("ada@shop.example").await;
    // Every day for ten minutes, three hours from now.
    let minute = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() / 60 + 180;
    let wall = |minute: u64| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly: Vec<Value> =
        week.map(|day| json!({ "day": day, "from": wall(minute), "to": wall(minute + 10) })).to_vec();
    ada.configure(&json!({ "hours": { "zone": "Etc/UTC", "weekly": weekly } })).await;
    let browser = Browser::start().await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    // In the visitor's zone, as the browser knows it.
    let wanted = format!(
        "const at = new Date({minute} * 60000), day = at.getDate() === new Date().getDate() ? 'today' : 'tomorrow';
         return `We’re back ${{day}} at ${{at.toLocaleTimeString('en-US', {{ hour: 'numeric', minute: '2-digit' }})}}`"
    );
    let wanted = browser.window.run(&wanted).await;
    let wanted = wanted.as_str().expect("a text");
    tests::until(wanted, async || {
        let seen = widget.text("status").await;
        if seen.starts_with(wanted) { Ok(()) } else { Err(seen) }
    })
    .await;
}

#[tokio::test]
async fn s14_the_visitor_is_told_the_truth_and_asked_for_an_address() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "hidden", &[&fixture.origin]).await;
    let (front, desk) = tokio::join!(Browser::start(), Browser::start());
    let admin = site.sign_in("ada@shop.example").await;
    admin
        .configure(&json!({ "assignment": "automatic", "missed_after": 3, "when_missed": "invisible" }))
        .await;
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    console.choose("online").await;
    let widget = visit(&front.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    widget.send("Anybody?").await;
    widget.shows("Anybody?", "sent").await;
    widget.draft("I would like to").await;
    widget.is("messaging").await;
    tests::until("the truth", async || {
        let seen = widget.text("status").await;
        if seen.starts_with("Nobody could answer in time") { Ok(()) } else { Err(seen) }
    })
    .await;
    assert_eq!(widget.drafted().await.0, "I would like to");
    console.says("status-current", "invisible").await;
    console.says("row", "Missed").await;
    // An address without another message.
    widget.leave_email("visitor@home.example").await;
    front.window.click(&part("email-save")).await;
    console.open("Anybody?").await;
    let field = "document.getElementById('about-email')?.value";
    desk.window.reads(field, "visitor@home.example").await;
    assert_eq!(widget.drafted().await.0, "I would like to", "it waits");
}
