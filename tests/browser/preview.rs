//! The settings' previews: what is typed is seen before it is saved, as a visitor sees it afterwards.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tests::browser::{Browser, Window};
use tests::console::{Console, by_id};
use tests::fixture::Fixture;
use tests::widget::{ROOT, part, visit};
use tests::{Edge, Site};

/// The root of the widget in a section's preview.
fn root(section: &str) -> String {
    format!("document.querySelector('[data-testid=\"{section}-preview\"] porchlight-widget')?.shadowRoot")
}

/// What parts of a widget look like, however large it is.
async fn looks(window: &Window, root: &str) -> Value {
    let script = format!(
        "const root = {root};
        return ['launcher', 'panel', 'title', 'status', 'empty', 'close', 'send', 'grow', 'smile'].map((id) => {{
            const style = getComputedStyle(root.getElementById(id));
            return [id, ...['color', 'backgroundColor', 'borderColor', 'borderRadius', 'fontSize', 'padding', 'width', 'height', 'boxShadow'].map((name) => style[name])].join(' | ');
        }})"
    );
    window.run(&script).await
}

/// The settings of a site in Ada's browser. What it stands on goes with it.
async fn settings() -> (Edge, Site, Browser) {
    let edge = Edge::start();
    let site = Site::create_with(&edge, "messaging", &[]).await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, "ada@shop.example").await;
    console.click("settings-link").await;
    (edge, site, browser)
}

#[tokio::test]
async fn y4_y1_a_look_is_seen_while_it_is_typed_as_visitors_see_it_later() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (page, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    let window = &desk.window;
    console.click("settings-link").await;
    let launcher = format!("getComputedStyle({}.getElementById('launcher'))", root("look"));
    window.holds(&format!("!!{}", root("look"))).await;
    window.reads(&format!("{launcher}.backgroundColor"), "rgb(255, 185, 56)").await;
    window.write(&by_id("look-color"), "#2266e").await;
    window.write(&by_id("look-radius"), "7").await;
    // No colour yet: all else follows.
    window.reads(&format!("{launcher}.borderRadius"), "7px").await;
    window.reads(&format!("{launcher}.backgroundColor"), "rgb(255, 185, 56)").await;
    window.write(&by_id("look-color"), "e").await;
    window.reads(&format!("{launcher}.backgroundColor"), "rgb(34, 102, 238)").await;
    let paper = format!("getComputedStyle({}.getElementById('panel')).backgroundColor", root("look"));
    window.reads(&paper, "rgb(255, 255, 255)").await;
    console.click("look-light-no").await;
    window.reads(&paper, "rgb(22, 22, 24)").await;
    console.click("look-light-yes").await;
    console.click("look-open-no").await;
    window.holds(&format!("!{}.getElementById('panel').checkVisibility()", root("look"))).await;
    console.click("look-open-yes").await;
    console.click("look-live-no").await;
    window.reads(&format!("{}.getElementById('title').textContent", root("look")), "Leave a message").await;
    console.says("save-lookd", "Not saved yet.").await;
    let previewed = looks(window, &root("look")).await;
    console.click("save-look").await;
    console.says("save-lookd", "Saved.").await;

    let window = &page.window;
    // As high as the stage, so that the panel has the same room.
    window.resize(900, 600).await;
    let widget = visit(window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    window.holds(&format!("!{ROOT}.getElementById('panel').getAnimations().length")).await;
    window.holds(&format!("!!{}", part("smile"))).await;
    // Neither the pointer nor the focus is on what is compared.
    window.click(&part("title")).await;
    assert_eq!(looks(window, ROOT).await, previewed);
}

#[tokio::test]
async fn y4_y2_y3_texts_and_questions_are_seen_while_they_are_typed() {
    let (_edge, _site, browser) = settings().await;
    let window = &browser.window;
    let console = Console(window);
    let text = |section: &str, id: &str| format!("{}?.getElementById('{id}')?.textContent", root(section));
    window.reads(&text("texts", "title"), "Live chat").await;
    console.click("add-texts").await;
    console.click("add-texts").await;
    window.holds("document.activeElement.matches('input')").await;
    window.run("document.activeElement.select()").await;
    window.keys("de").await;
    // The preview speaks the language that is written, for the visitors that the text is for.
    window.reads(&text("texts", "title"), "Live-Chat").await;
    window.write(&by_id("texts-1-title_messaging"), "Schreib uns!").await;
    window.reads(&text("texts", "title"), "Schreib uns!").await;
    window.write(&by_id("texts-1-launcher"), "Frag uns").await;
    window.reads(&format!("{}.querySelector('#launcher span').textContent", root("texts")), "Frag uns").await;
    window.holds(&format!("{}.querySelector('#launcher span').checkVisibility()", root("texts"))).await;
    // Each preview shows all that is typed, not only its own form.
    console.click("add-ask-1").await;
    let label = format!("{}?.querySelector('#ask label')?.textContent", root("questions"));
    window.reads(&label, "Your name").await;
    window.reads(&text("questions", "title"), "Leave a message").await;
    console.click("ask-1-0-required").await;
    window.reads(&label, "Your name *").await;
    console.says("save-questionsd", "Not saved yet.").await;
    // Nobody gets into it, by the pointer or the Tab key.
    window.holds("[...document.querySelectorAll('.stage')].every(stage => stage.inert)").await;
}

#[tokio::test]
async fn y4_s2_hidden_or_messaging_is_seen_when_it_is_chosen() {
    let (_edge, _site, browser) = settings().await;
    let window = &browser.window;
    let console = Console(window);
    let is_seen = format!("{}?.getElementById('panel').checkVisibility()", root("site"));
    window.holds(&is_seen).await;
    console.click("when-hidden").await;
    window.holds(&format!("!{is_seen}")).await;
    console.says("site-preview", "Nothing: while nobody is in").await;
    console.click("site-live-yes").await;
    window.holds(&is_seen).await;
    // Who has a conversation still sees the texts.
    console.click("texts-live-no").await;
    console.says("texts-preview", "Only visitors who have a conversation").await;
    window.holds(&format!("{}.getElementById('panel').checkVisibility()", root("texts"))).await;
    console.click("when-messaging").await;
    window.holds(&is_seen).await;
}

#[tokio::test]
async fn s7_s14_what_becomes_of_a_conversation_is_told_while_it_is_typed() {
    let (_edge, _site, browser) = settings().await;
    let window = &browser.window;
    let console = Console(window);
    console.says("course", "After 1 min without an answer it also calls").await;
    console.says("course", "After 5 min without an answer it is missed").await;
    window.write(&by_id("missed-after"), "0").await;
    console.says("course", "After 50 min without an answer it is missed").await;
    console.click("missed-invisible").await;
    console.says("course", "the agent who had it is set invisible").await;
    console.click("assignment-automatic").await;
    console.says("course", "calls the agent whom it was given to").await;
}

#[tokio::test]
async fn y4_groups_hours_and_mail_are_seen_while_they_are_chosen() {
    let (_edge, _site, browser) = settings().await;
    let window = &browser.window;
    let console = Console(window);
    let is_seen = |id: &str| format!("{}?.getElementById('{id}')?.checkVisibility()", root("mail"));
    window.holds(&is_seen("email-row")).await;
    console.click("visitor-mail-nothing").await;
    window.holds(&format!("!{}", is_seen("email-row"))).await;

    console.click("add-group").await;
    window.write(&by_id("group-0-name"), "Sales").await;
    window.holds(&format!("{} && !{}", is_seen("panel"), is_seen("group-row"))).await;
    console.click("ask-group").await;
    window.holds(&is_seen("group-row")).await;
    let offered = format!("{}.getElementById('group').lastElementChild.textContent", root("groups"));
    window.reads(&offered, "Sales").await;
    window.write(&by_id("group-0-name"), " team").await;
    window.reads(&offered, "Sales team").await;
    console.click("group-0-private").await;
    window.holds(&format!("!{}", is_seen("group-row"))).await;

    // Where it is three in the morning, it is closed.
    let status = format!("{}.getElementById('status').textContent", root("hours"));
    let hour = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs() / 3600 % 24;
    // Hours east of Greenwich, from -12 to 11.
    let east = (15 - i64::try_from(hour).expect("an hour") + 24) % 24 - 12;
    console.click("add-hours").await;
    console.click("zone").await;
    window.holds("document.activeElement.matches('[data-testid=zone]')").await;
    window.run("document.activeElement.select()").await;
    window.keys(&format!("Etc/GMT{}{}", if east > 0 { "-" } else { "+" }, east.unsigned_abs())).await;
    console.says("meaning", "Closed now. Next: open").await;
    window.holds(&format!("{status}.startsWith('We’re back')")).await;
    console.click("hours-live-yes").await;
    window.holds(&format!("!{status}.startsWith('We’re back')")).await;
}

#[tokio::test]
async fn y4_what_origins_and_a_key_come_to_is_told_while_they_are_typed() {
    let (_edge, _site, browser) = settings().await;
    let window = &browser.window;
    let console = Console(window);
    console.says("origins-meaning", "no page but those on this server").await;
    window.write(&by_id("origins"), "https://shop.example").await;
    console.says("origins-meaning", "https://shop.example. Not https://www.shop.example:").await;
    window.write(&by_id("key-name"), "Telephone").await;
    console.says("key-meaning", "set by an admin or another system (Telephone)").await;
}
