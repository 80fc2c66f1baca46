//! What a site says in its own words, and what it asks before the first message: on a real page.

use serde_json::json;
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{ROOT, Widget, part, shop, visit};
use tests::{Edge, Shop, Site, axe};
use wire::inbox::Words;
use wire::{Seq, Status, agent};

use crate::outbox::{HAS_OUTBOX, kept};

fn field(place: usize) -> String {
    part(&format!("ask-{place}"))
}

async fn reads(window: &Window, id: &str, wanted: &str) {
    window.reads(&format!("{}?.textContent", part(id)), wanted).await;
}

#[tokio::test]
async fn y2_the_pages_language_then_the_browsers_then_the_widgets_own() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (admin, _) = site.ada().await;
    let texts =
        json!({ "de.launcher": "Frag uns", "de.title_messaging": "Schreib uns!", "*.launcher": "Ask us" });
    admin.configure(&json!({ "texts": texts })).await;
    let page = Browser::start().await;
    let window = &page.window;
    let launcher = format!("{ROOT}.querySelector('#launcher span')?.textContent");
    for (language, label, title) in [
        ("de-AT", "Frag uns", "Schreib uns!"),
        ("fr", "Ask us", "Laisser un message"),
        ("en", "Ask us", "Leave a message"),
    ] {
        // A browser may have opened a connection ahead, which has the page of before.
        let fixture = Fixture::open().await;
        fixture.page(&shop(&site).replace("lang=\"en\"", &format!("lang=\"{language}\"")), &[]);
        window.goto(&fixture.origin).await;
        let widget = Widget(window);
        widget.is("messaging").await;
        window.reads(&launcher, label).await;
        widget.open().await;
        reads(window, "title", title).await;
        // What the site does not say before the first message is not there (Y5).
        window.holds(&format!("!{}", part("consent"))).await;
        window.click(&part("close")).await;
        // Who hears the name hears what others read.
        window.holds(&format!("{}.ariaLabel.startsWith('{label}: ')", part("launcher"))).await;
    }
}

#[tokio::test]
async fn y2_a_page_greets_in_words_of_its_own() {
    let shop = Shop::open("messaging").await;
    let (admin, _) = shop.site.ada().await;
    let texts = json!({ "*.title_messaging": "Ask us!", "*.empty_messaging": "What can we do for you?" });
    admin.configure(&json!({ "texts": texts })).await;
    let window = shop.window();
    let greeting = "data-greeting='Which size, 6 &lt; 7?' data-site";
    let widget = shop.visit_changed(|page| page.replace("data-site", greeting), &[]).await;
    widget.open().await;
    reads(window, "title", "Ask us!").await;
    reads(window, "empty", "Which size, 6 < 7?").await;
    widget.send("Seven.").await;
    widget.shows("Seven.", "sent").await;
    window.holds(&format!("!{}.checkVisibility()", part("empty"))).await;
    widget.is_styled().await;
}

#[tokio::test]
async fn y3_questions_are_asked_first_answered_by_keyboard_and_stand_beside_the_conversation() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (page, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    let (admin, _) = site.ada().await;
    let lamps = json!({ "ask": "Which lamp?", "options": ["Oak", "Walnut"] });
    let questions = json!([{ "ask": "email", "required": true }, { "ask": "Order number" }, lamps]);
    admin.configure(&json!({ "questions_messaging": questions })).await;

    let window = &page.window;
    let widget = visit(window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    window.holds(&format!("{}?.checkVisibility()", field(0))).await;
    let faults = axe::faults(window).await;
    // The shop's own are its own.
    assert!(!faults.iter().any(|fault| fault.contains("porchlight")), "{faults:?}");
    widget.send("It flickers.").await;
    // Nothing goes: the error is tied to its field, which has the focus, and what was typed stays.
    let first = format!("{ROOT}.activeElement === {0} && {0}.ariaInvalid === 'true'", field(0));
    window.holds(&first).await;
    let error = window
        .run(&format!(
            "return {ROOT}.getElementById({}.getAttribute('aria-describedby')).textContent",
            field(0)
        ))
        .await;
    assert_eq!(error, json!("Please answer this."));
    assert_eq!(widget.drafted().await.0, "It flickers.");
    assert!(widget.messages().await.is_empty());
    window.write(&field(0), "grace\n").await;
    window
        .reads(
            &format!("{ROOT}.getElementById('ask-0-error').textContent"),
            "This is no e-mail address. Correct it or leave it empty.",
        )
        .await;
    window.write(&field(0), "@mail.example").await;
    window.write(&field(1), "B-2047").await;
    // By the keyboard alone: the choice is a list of the browser's own; Enter in a field sends all.
    window.write(&field(2), "W").await;
    window.write(&field(1), "\n").await;
    widget.shows("It flickers.", "sent").await;
    window.holds(&format!("!{}.checkVisibility()", field(0))).await;
    reads(window, "notice", "We have your message. The answer comes later, by e-mail or right here.").await;

    console.click("tab-all").await;
    console.open("It flickers.").await;
    console.says("answers", "B-2047").await;
    console.says("answers", "Walnut").await;

    // Asked once: neither in the next message nor after a reload.
    widget.send("And it hums.").await;
    widget.shows("And it hums.", "sent").await;
    window.reload().await;
    let widget = Widget(window);
    widget.is("messaging").await;
    widget.open().await;
    widget.shows("And it hums.", "sent").await;
    window.holds(&format!("!{}?.checkVisibility()", field(0))).await;
}

#[tokio::test]
async fn y3_a_low_window_shows_the_composer_below_all_of_the_questions() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (admin, _) = site.ada().await;
    let questions: Vec<_> = (1..=8).map(|at| json!({ "ask": format!("Question {at}") })).collect();
    admin.configure(&json!({ "questions_messaging": questions })).await;
    let browser = Browser::start().await;
    let window = &browser.window;
    window.resize(900, 480).await;
    let widget = visit(window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    window.holds(&format!("{}?.checkVisibility()", field(7))).await;
    let ends = |id: &str| format!("{}.getBoundingClientRect().bottom", part(id));
    window.holds(&format!("innerHeight === 480 && {} < {}", ends("send"), ends("panel"))).await;
    // Nor is the head out of view: what is too much scrolls by itself.
    window
        .holds(&format!(
            "{0}.getBoundingClientRect().top > 0 && {1}.scrollTop === 0",
            part("close"),
            part("panel")
        ))
        .await;
}

#[tokio::test]
async fn y3_v4_other_questions_while_somebody_is_in_and_what_is_typed_stays() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (admin, mut ada) = site.ada().await;
    admin
        .configure(&json!({
            "questions_live": [{ "ask": "name" }],
            "questions_messaging": [{ "ask": "name" }, { "ask": "Order number", "required": true }],
        }))
        .await;
    ada.choose(Status::Online).await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let widget = visit(window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    window.holds(&format!("{}?.checkVisibility() && !{}.checkVisibility()", field(0), field(1))).await;
    window.write(&field(0), "Grace").await;
    ada.choose(Status::Offline).await;
    widget.is("messaging").await;
    window.holds(&format!("{}.checkVisibility()", field(1))).await;
    window.holds(&format!("{0}.value === 'Grace' && {ROOT}.activeElement === {0}", field(0))).await;
    ada.choose(Status::Online).await;
    widget.is("live").await;
    widget.send("Hello").await;
    widget.shows("Hello", "sent").await;
    let row = ada.conversation("Hello").await;
    assert_eq!(row.name.as_ref().map(wire::Name::as_str), Some("Grace"));
}

async fn answers(site: &Site, text: &str) -> Vec<String> {
    let (_, mut ada) = site.ada().await;
    ada.say(&agent::Says::Search { words: Words::parse(text).expect("words") }).await;
    let found = ada.expect("what was found", |frame| match frame {
        agent::Hears::Found { hits, .. } => hits.first().map(|hit| hit.row.id.clone()),
        _ => None,
    });
    let conversation = found.await;
    ada.say(&agent::Says::Open { conversation, after: Seq(0) }).await;
    let about = ada.expect("what is known of the visitor", |frame| match frame {
        agent::Hears::About { about, .. } => Some(about.clone()),
        _ => None,
    });
    about.await.answers.iter().map(|(ask, answer)| format!("{ask}={answer}")).collect()
}

/// A page whose panel asks for the order number.
async fn asking(browser: &Browser, fixture: &Fixture, site: &Site) {
    let widget = visit(&browser.window, fixture, site).await;
    widget.is("messaging").await;
    widget.open().await;
    browser.window.holds(&format!("{}?.checkVisibility()", field(0))).await;
    browser.window.holds(HAS_OUTBOX).await;
    browser.window.write(&field(0), "B-2047").await;
}

#[tokio::test]
async fn y3_g5_answers_outlive_the_page_with_their_message() {
    let mut edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (admin, _) = site.ada().await;
    admin.configure(&json!({ "questions_messaging": [{ "ask": "Order number" }] })).await;
    let browser = Browser::start().await;
    asking(&browser, &fixture, &site).await;
    edge.kill9();
    let widget = Widget(&browser.window);
    widget.send("It flickers.").await;
    kept(&widget, "It flickers.").await;
    browser.window.goto("about:blank").await;
    edge.restart();
    let widget = visit(&browser.window, &fixture, &site).await;
    kept(&widget, "").await;
    assert_eq!(answers(&site, "It flickers.").await, ["Order number=B-2047"]);
}

#[tokio::test]
async fn y3_a_form_that_changed_meanwhile_costs_its_answers_and_not_the_message() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (admin, _) = site.ada().await;
    admin.configure(&json!({ "questions_messaging": [{ "ask": "Order number" }] })).await;
    let browser = Browser::start().await;
    asking(&browser, &fixture, &site).await;
    admin.configure(&json!({ "questions_messaging": [{ "ask": "Shoe size" }] })).await;
    let widget = Widget(&browser.window);
    widget.send("It flickers.").await;
    widget.shows("It flickers.", "failed").await;
    let reason = format!("{ROOT}.querySelector('.reason')?.textContent");
    browser
        .window
        .reads(&reason, "The site asks other questions now. Retry sends the message without the answers.")
        .await;
    browser.window.click(&format!("{ROOT}.querySelector('.retry')")).await;
    widget.shows("It flickers.", "sent").await;
    assert!(answers(&site, "It flickers.").await.is_empty());
}

#[tokio::test]
async fn y5_the_site_says_something_before_the_first_message() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let (admin, _) = shop.site.ada().await;
    let consent = "By writing you accept https://shop.example/privacy.";
    // A language that has all else has it, too.
    admin.configure(&json!({ "texts": { "*.consent": consent, "en.title_messaging": "Write!" } })).await;
    let widget = shop.visit().await;
    widget.open().await;
    reads(window, "title", "Write!").await;
    reads(window, "consent", consent).await;
    let link = format!("{}.querySelector('a')?.href ?? ''", part("consent"));
    window.reads(&link, "https://shop.example/privacy").await;
    window.reads(&format!("{}.ariaDescribedByElements?.[0].id ?? 'consent'", part("text")), "consent").await;
    widget.is_accessible().await;
    widget.send("Hello?").await;
    widget.shows("Hello?", "sent").await;
    window.holds(&format!("!{}", part("consent"))).await;
    window.reload().await;
    widget.open().await;
    widget.shows("Hello?", "sent").await;
    window.holds(&format!("!{}", part("consent"))).await;
}
