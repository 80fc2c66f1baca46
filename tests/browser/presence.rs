//! What a visitor sees of an agent at a real console: invisible while chatting, joining while invisible, a
//! closed laptop, opening and closing hours; and why.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::wait::until_within;
use tests::widget::visit;
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

/// The mode of the widget in a window.
async fn becomes(window: &Window, mode: &str, within: Duration) {
    until_within(within, mode, async || {
        let seen =
            window.run("return document.querySelector('porchlight-widget')?.getAttribute('mode')").await;
        if seen == json!(mode) { Ok(()) } else { Err(seen) }
    })
    .await;
}

async fn newcomers_see(site: &Site, mode: &str) {
    tests::until(mode, async || {
        let seen = site.mode().await;
        if seen == mode { Ok(()) } else { Err(seen) }
    })
    .await;
}

#[tokio::test]
async fn s3_s4_going_invisible_while_chatting() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk, other) = tokio::join!(Browser::start(), Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("online").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    widget.send("Is it oak?").await;
    console.click("tab-unassigned").await;
    console.open("Is it oak?").await;
    console.reply("All of it.").await;
    widget.shows("All of it.", "agent").await;

    console.choose("invisible").await;
    let newcomer = visit(&other.window, &fixture, &site).await;
    newcomer.is("messaging").await;
    widget.is("live").await;
    // Both go on as before.
    widget.send("And the shade?").await;
    console.shows("And the shade?", "visitor").await;
    console.reply("Linen.").await;
    widget.shows("Linen.", "agent").await;
    widget.is("live").await;
    newcomer.is("messaging").await;

    console.choose("offline").await;
    widget.is("messaging").await;
}

#[tokio::test]
async fn s8_joining_while_invisible() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("invisible").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    widget.send("Anybody there?").await;
    widget.shows("Anybody there?", "sent").await;
    widget.is("messaging").await;
    console.click("tab-unassigned").await;
    console.open("Anybody there?").await;
    console.says("members", "").await;
    console.reply("For you, yes.").await;
    widget.shows("For you, yes.", "agent").await;
    widget.is("live").await;
    assert_eq!(site.mode().await, "messaging", "S3: nobody else sees it");
}

#[tokio::test]
async fn g9_a_closed_laptop_is_noticed_within_a_minute() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("online").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    desk.stop();
    becomes(&shop.window, "messaging", Duration::from_mins(1)).await;
}

/// Every day in UTC, for one minute, the next that begins in five seconds or later.
fn next_minute() -> Value {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    let first = (since.as_secs() + 5) / 60 + 1;
    let wall = |minute: u64| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly: Vec<Value> =
        week.map(|day| json!({ "day": day, "from": wall(first), "to": wall(first + 1) })).to_vec();
    json!({ "zone": "Etc/UTC", "weekly": weekly })
}

#[tokio::test]
async fn s9_s15_hours_open_and_close_and_the_console_says_so() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    let agent = site.sign_in(ADA).await;
    let ada = agent.id_of("Ada").await;
    agent.accustom(&ada, &json!({ "hours": next_minute() })).await;
    console.click("status-menu").await;
    console.says("status-next", "Next: online t").await;
    console.click("why-link").await;
    desk.window.holds("document.querySelector('[data-testid=verdict]')?.dataset.mode === 'messaging'").await;

    let minute = Duration::from_secs(75);
    becomes(&shop.window, "live", minute).await;
    console.says("status-current", "online").await;
    console.says("status-why", "activity hours").await;
    desk.window.holds("document.querySelector('[data-testid=verdict]')?.dataset.mode === 'live'").await;
    becomes(&shop.window, "messaging", minute).await;
    console.says("status-current", "offline").await;
    newcomers_see(&site, "messaging").await;
    // S15: what became of the status can be read.
    console.click("history-link").await;
    console.says("history", "Offline: activity hours").await;
    console.says("history", "Online: activity hours").await;
}

#[tokio::test]
async fn s9_the_week_is_edited_by_keyboard() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, ADA).await;
    let (enter, control, down, up) = ("\u{e007}", "\u{e009}", "\u{e015}", "\u{e013}");
    // The menu by its key; the focus is on the status, and three further up is "Hours and rules".
    window.holds("document.activeElement === document.body || !!document.activeElement").await;
    // Without a connection no status can be chosen, and none takes the focus.
    window.holds("!!document.querySelector('[data-testid=connection][data-state=connected]')").await;
    window.run("document.activeElement.blur()").await;
    window.keys("s").await;
    window.holds("document.activeElement.matches('[data-testid=status-offline]')").await;
    for _ in 0..3 {
        window.keys(down).await;
    }
    window.holds("document.activeElement.matches('[data-testid=habits-link]')").await;
    window.keys(enter).await;
    console.has("no-hours").await;
    console.tab_to("add-hours").await;
    window.keys(enter).await;
    console.tab_to("zone").await;
    window.keys(&format!("{control}a")).await;
    window.keys("Europe/Nowhere").await;
    console.says("meaning", "zone").await;
    window
        .holds("document.querySelector('[data-testid=zone]').getAttribute('aria-invalid') === 'true'")
        .await;
    console.tab_to("mon-0-from").await;
    // Back to the zone, by Shift and Tab.
    window.keys("\u{e008}\u{e004}").await;
    window.keys(&format!("{control}a")).await;
    window.keys("Europe/Paris").await;
    console.tab_to("mon-0-from").await;
    window.keys(&format!("{control}a")).await;
    window.keys("22").await;
    console.tab_to("mon-0-to").await;
    window.keys(&format!("{control}a")).await;
    window.keys("6:30").await;
    console.tab_to("add-mon").await;
    console.says("day-mon", "ends the next day").await;
    window.keys(enter).await;
    window.holds("document.activeElement.matches('[data-testid=mon-1-from]')").await;
    window.keys(&format!("{control}a")).await;
    window.keys("noon").await;
    console.says("meaning", "09:30").await;
    window.keys(&format!("{control}a")).await;
    window.keys("12:00").await;
    console.tab_to("mon-1-to").await;
    window.keys(&format!("{control}a")).await;
    window.keys("13:00").await;
    // What Monday has, the working days have.
    console.tab_to("copy-mon").await;
    window.keys(enter).await;
    window.holds("document.activeElement.matches('[role=menuitem]')").await;
    window.keys(up).await;
    window.keys(up).await;
    window.keys(enter).await;
    console.has("fri-1-to").await;
    console.says("meaning", "Paris time").await;
    console.tab_to("save-habits").await;
    window.keys(enter).await;
    console.says("save-habitsd", "Saved.").await;

    let agent = site.sign_in(ADA).await;
    let team: Value = agent.get("team").await;
    let hours = &team["agents"][0]["habits"]["hours"];
    assert_eq!(hours["zone"], "Europe/Paris", "{hours}");
    let weekly = hours["weekly"].as_array().expect("a week");
    assert_eq!(weekly.len(), 10, "{hours}");
    for day in ["mon", "tue", "wed", "thu", "fri"] {
        assert!(weekly.contains(&json!({ "day": day, "from": "22:00", "to": "06:30" })), "{hours}");
        assert!(weekly.contains(&json!({ "day": day, "from": "12:00", "to": "13:00" })), "{hours}");
    }
}
