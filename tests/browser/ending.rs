//! A visitor is blocked, a conversation is erased or taken along: as the agents and the visitor see it.

use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{ROOT, visit};
use tests::{Edge, Site};

use crate::outbox::kept;

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn b1_a_blocked_visitor_sees_that_nothing_is_taken_and_may_write_again_once_unblocked() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (desk, shop) = tokio::join!(Browser::start(), Browser::start());
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.open().await;
    widget.send("Buy my lamps!").await;
    widget.shows("Buy my lamps!", "sent").await;
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    console.open("Buy my lamps!").await;

    // By keyboard: the menu, its item, and the safe answer first.
    console.tab_to("more").await;
    desk.window.keys("\u{e007}").await;
    console.has("block").await;
    desk.window.run("document.querySelector('[data-testid=block]').focus()").await;
    desk.window.keys("\u{e007}").await;
    console.says("ending", "is refused, and the visitor is told so").await;
    desk.window.holds("document.activeElement?.dataset.testid === 'ending-no'").await;
    desk.window.keys("\u{e00c}").await;
    desk.window.holds("!document.querySelector('[data-testid=ending]').open").await;
    desk.window.holds("document.activeElement?.dataset.testid === 'more'").await;
    console.click("more").await;
    console.click("block").await;
    console.click("ending-yes").await;
    console.says("standing", "blocked").await;
    console.says("blocked", "this visitor is blocked").await;
    console.lacks("reopen").await;

    assert!(!widget.text("notice").await.contains("reopen"), "{}", widget.text("notice").await);
    widget.send("Once more!").await;
    widget.shows("Once more!", "failed").await;
    let reason = format!("{ROOT}.querySelector('[data-state=failed] .reason').textContent");
    shop.window.holds(&format!("{reason}.includes('takes no more messages')")).await;
    // Only the team's own can be written here.
    console.reply("He sells lamps everywhere.").await;
    desk.window
        .holds("document.querySelector('[data-note=true] .body')?.innerText === 'He sells lamps everywhere.'")
        .await;

    console.click("more").await;
    console.click("unblock").await;
    console.says("standing", "closed").await;
    shop.window.click(&format!("{ROOT}.querySelector('[data-state=failed] .retry')")).await;
    widget.shows("Once more!", "sent").await;
    console.shows("Once more!", "visitor").await;
}

#[tokio::test]
async fn b2_an_erased_conversation_leaves_every_console_and_the_visitors_page_begins_anew() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (first, second, shop) = tokio::join!(Browser::start(), Browser::start(), Browser::start());
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.open().await;
    widget.send("My number is 555-0100.").await;
    widget.shows("My number is 555-0100.", "sent").await;
    let ada = Console::sign_in(&first.window, &site, ADA).await;
    let bob = Console::sign_in(&second.window, &site, "bob@shop.example").await;
    ada.open("My number is 555-0100.").await;
    bob.open("My number is 555-0100.").await;
    bob.click("more").await;
    bob.has("block").await;
    bob.lacks("erase").await;
    second.window.keys("\u{e00c}").await;

    ada.click("more").await;
    ada.click("erase").await;
    ada.says("ending", "this cannot be undone").await;
    ada.click("ending-yes").await;
    for (console, said) in [(&ada, "The conversation is erased."), (&bob, "Ada erased this conversation.")] {
        console.has_rows(0).await;
        console.lacks("reply").await;
        console.0.holds(&format!("document.body.innerText.includes('{said}')")).await;
        console.0.holds("!document.body.innerText.includes('555-0100')").await;
    }
    shop.window.holds(&format!("!{ROOT}.querySelector('.message')")).await;
    widget.send("Hello again.").await;
    widget.shows("Hello again.", "sent").await;
    bob.open("Hello again.").await;
    bob.shows("Hello again.", "visitor").await;
    // It is another conversation, and this browser comes back to it.
    shop.window.reload().await;
    widget.open().await;
    widget.shows("Hello again.", "sent").await;
    assert_eq!(widget.messages().await.len(), 1);
}

#[tokio::test]
async fn b3_what_a_page_wrote_while_its_conversation_was_erased_is_sent_in_a_new_one() {
    let mut edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (ada, mut console) = site.ada().await;
    let shop = Browser::start().await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.open().await;
    widget.send("Before").await;
    widget.shows("Before", "sent").await;
    let id = console.conversation("Before").await.id;
    // The visitor writes while the edge is away, and leaves; meanwhile the conversation is erased.
    edge.kill9();
    widget.send("Between").await;
    kept(&widget, "Between").await;
    shop.window.goto("about:blank").await;
    edge.restart();
    let mut console = ada.connect().await;
    console.say(&wire::agent::Says::Erase { conversation: id }).await;
    console
        .expect("that it is gone", |frame| matches!(frame, wire::agent::Hears::Gone { .. }).then_some(()))
        .await;
    let widget = visit(&shop.window, &fixture, &site).await;
    console.conversation("Between").await;
    widget.shows("Between", "sent").await;
    assert_eq!(widget.messages().await.len(), 1);
}

#[tokio::test]
async fn b4_a_transcript_is_saved_as_a_text_by_the_clock_of_the_browser() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("Do you ship to Perú?").await;
    let id = console.conversation("Do you ship to Perú?").await.id;
    console.answer(&id, "We do.").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, ADA).await;
    console.click("tab-all").await;
    console.open("We do.").await;
    console.click("note").await;
    console.reply("Bob knows.").await;
    window.holds("!!document.querySelector('[data-note=true][data-state=sent]')").await;
    window.run("window.files = []; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => files.push(text)); return make.call(URL, blob); }").await;
    console.click("more").await;
    console.click("download").await;
    window.holds("files.length === 1").await;
    console.click("more").await;
    console.says("no-transcript", "left no address").await;
    console.click("download-notes").await;
    window.holds("files.length === 2").await;
    let text = |at: usize| format!("return files[{at}]");
    let (without, with) = (window.run(&text(0)).await, window.run(&text(1)).await);
    let (without, with) = (without.as_str().expect("a text"), with.as_str().expect("a text"));
    assert!(without.starts_with("Conversation with Visitor "), "{without}");
    let zone = window.run("return Intl.DateTimeFormat().resolvedOptions().timeZone").await;
    assert!(without.contains(&format!("Times of {}\n", zone.as_str().expect("a zone"))), "{without}");
    assert!(without.contains("  Visitor\n    Do you ship to Perú?\n"), "{without}");
    assert!(without.contains("  Ada\n    We do.\n") && !without.contains("Bob knows."), "{without}");
    assert!(with.contains("  Ada, a note for the team\n    Bob knows.\n"), "{with}");
}
