//! The console, with real agents in real browsers.

use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::visit;
use tests::{Edge, Site};
use wire::Seq;

const ADA: &str = "ada@shop.example";
const BOB: &str = "bob@shop.example";

#[tokio::test]
async fn a_sign_in_link_is_used_once_and_leaves_the_address() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let link = site.link(ADA).await;
    let url = format!("{}/console/?site={}#link={link}", site.base, site.id);
    let browser = Browser::start().await;
    let console = Console(&browser.window);
    browser.window.goto(&url).await;
    console.has("signin-button").await;
    browser.window.holds("!location.href.includes('link=')").await;
    // Looking uses nothing up: the same link again, in the same browser and then in another one.
    browser.window.goto("about:blank").await;
    browser.window.goto(&url).await;
    console.click("signin-button").await;
    console.has("status-menu").await;
    browser.window.reload().await;
    console.has("status-menu").await;

    let other = Browser::start().await;
    other.window.goto(&url).await;
    Console(&other.window).click("signin-button").await;
    other.window.holds("/used|older|expired/i.test(document.body.innerText)").await;
    console.click("status-menu").await;
    console.click("signout").await;
    browser.window.holds("!document.querySelector('[data-testid=\"status-menu\"]')").await;
}

#[tokio::test]
async fn s11_an_agent_goes_online_from_the_menu_and_inside_a_conversation() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    site.visitor().leave("Is it oak?").await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.says("status-current", "offline").await;
    console.choose("online").await;
    assert_eq!(site.mode().await, "live");
    console.choose("invisible").await;
    assert_eq!(site.mode().await, "messaging", "S3");
    console.open("Is it oak?").await;
    console.click("go-online").await;
    console.says("status-current", "online").await;
    assert_eq!(site.mode().await, "live");
}

#[tokio::test]
async fn a_visitor_and_an_agent_talk() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.choose("online").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    widget.send("Is it <b>oak</b>?").await;
    console.open("Is it <b>oak</b>?").await;
    console.shows("Is it <b>oak</b>?", "visitor").await;
    console.reply("It is, & <i>oiled</i>.").await;
    widget.shows("It is, & <i>oiled</i>.", "agent").await;
    widget.send("Thank you").await;
    console.shows("Thank you", "visitor").await;
    console.choose("offline").await;
    widget.is("messaging").await;
}

#[tokio::test]
async fn an_offline_message_is_found_answered_and_read_by_the_returning_visitor() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    widget.leave_email("eve@mail.example").await;
    widget.send("Do you repair lamps?").await;
    widget.shows("Do you repair lamps?", "sent").await;
    shop.window.goto("about:blank").await;

    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.click("tab-unassigned").await;
    console.has_rows(1).await;
    console.open("Do you repair lamps?").await;
    desk.window.holds("document.body.innerText.includes('eve@mail.example')").await;
    console.reply("For life.").await;
    console.shows("For life.", "agent").await;
    console.click("tab-unassigned").await;
    console.has_rows(0).await;
    console.click("tab-mine").await;
    console.has_rows(1).await;

    let widget = visit(&shop.window, &fixture, &site).await;
    widget.has_unread(1).await;
    widget.open().await;
    widget.shows("For life.", "agent").await;
}

#[tokio::test]
async fn two_agents_see_each_others_replies_at_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    let (first, second) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&first.window, &site, ADA).await;
    let bob = Console::sign_in(&second.window, &site, BOB).await;
    for console in [&ada, &bob] {
        console.click("tab-all").await;
        console.open("Hello?").await;
    }
    ada.reply("From Ada").await;
    bob.shows("From Ada", "agent").await;
    bob.reply("From Bob").await;
    ada.shows("From Bob", "agent").await;
    let (mut page, _) = visitor.connect(Seq(3)).await;
    page.write("To both").await;
    ada.shows("To both", "visitor").await;
    bob.shows("To both", "visitor").await;
}

#[tokio::test]
async fn s2_an_admin_sets_what_is_seen_while_nobody_is_in() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.click("settings-link").await;
    console.says("snippet", &format!("data-site=\"{}\"", site.id)).await;
    for (choice, mode) in [("when-hidden", "hidden"), ("when-messaging", "messaging")] {
        console.click(choice).await;
        console.click("save").await;
        tests::until(mode, async || {
            let seen = site.mode().await;
            if seen == mode { Ok(()) } else { Err(seen) }
        })
        .await;
    }
}

#[tokio::test]
async fn g4_a_console_finds_its_way_back_after_a_restart() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.choose("online").await;
    console.click("tab-all").await;
    console.open("Hello?").await;
    edge.kill9();
    console.reply("Written while the edge was down").await;
    edge.restart();
    visitor.leave("Are you there?").await;
    console.shows("Are you there?", "visitor").await;
    tests::until("the reply", async || {
        let texts = visitor.texts().await;
        let count = texts.iter().filter(|text| *text == "Written while the edge was down").count();
        if count == 1 { Ok(()) } else { Err(texts) }
    })
    .await;
    assert_eq!(site.mode().await, "live");
}

/// What an agent had before the eyes and under the hands.
const PLACE: &str = "(() => {
    const by = (name) => document.querySelector(`[data-testid=${name}]`);
    const top = (rows, text) => Math.round([...document.querySelectorAll(rows)].find((row) => row.innerText.includes(text))?.getBoundingClientRect().top);
    const reply = by('reply');
    return JSON.stringify([
        top('[data-testid=row]', 'Number 30\\n'), top('[data-testid=message]', 'part 12 '),
        reply.value, reply.selectionStart, reply.selectionEnd, document.activeElement === reply,
        document.querySelector('[data-testid=row][aria-current=true]').innerText.split('\\n')[0],
            ]);
})()";

#[tokio::test]
async fn a_restart_moves_nothing_that_an_agent_reads_writes_or_has_selected() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut bob) = site.bob().await;
    for number in 0..40 {
        site.visitor().leave(&format!("Number {number}")).await;
    }
    let visitor = site.visitor();
    visitor.leave("Do you ship lamps to Peru?").await;
    let id = bob.conversation("Do you ship lamps to Peru?").await.id;
    for number in 0..30 {
        bob.answer(&id, &format!("A long answer, part {number} of it.")).await;
    }
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, ADA).await;
    console.click("tab-all").await;
    // A draft elsewhere, and one here, with some of it selected.
    console.open("Number 38").await;
    window.write("document.querySelector('[data-testid=reply]')", "A draft elsewhere").await;
    console.open("part 29 ").await;
    window.write("document.querySelector('[data-testid=reply]')", "To Peru it takes a week").await;
    console.shows("part 0 ", "agent").await;
    window
        .run(
            "const by = (text, rows) => [...document.querySelectorAll(rows)].find((row) => row.innerText.includes(text));
             document.querySelector('.list').scrollTop = 600;
             by('part 12 ', '[data-testid=message]').scrollIntoView({ block: 'center' });
             document.querySelector('[data-testid=reply]').setSelectionRange(3, 7);",
        )
        .await;
    window.holds("[...document.querySelectorAll('[data-testid=row]')].some((row) => row.innerText.includes('Number 30\\n'))").await;
    let before = window.run(&format!("return {PLACE}")).await;
    edge.kill9();
    window.holds("document.querySelector('#reply-problem').innerText.includes('Not connected')").await;
    edge.restart();
    // Meanwhile it goes on, in this conversation and in others.
    visitor.leave("Are you there?").await;
    site.visitor().leave("Somebody new").await;
    console.shows("Are you there?", "visitor").await;
    window.holds("document.querySelector('[aria-setsize]').getAttribute('aria-setsize') === '42'").await;
    assert_eq!(window.run(&format!("return {PLACE}")).await, before);
    console.open("Number 38").await;
    window.reads("document.querySelector('[data-testid=reply]').value", "A draft elsewhere").await;
}
