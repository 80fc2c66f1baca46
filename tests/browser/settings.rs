//! What an admin says and asks in the settings, and what a visitor reads and is asked then.

use tests::browser::{Browser, Window};
use tests::console::{Console, by_id};
use tests::fixture::Fixture;
use tests::widget::{Widget, part, shop, visit};
use tests::{Edge, Site};

/// Waits until the focus is on it.
async fn focused(window: &Window, id: &str) {
    window.reads("document.activeElement.id", id).await;
}

#[tokio::test]
async fn y2_an_admin_says_it_in_two_languages_and_visitors_read_it() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (page, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    let window = &desk.window;
    console.click("settings-link").await;
    console.has("no-texts").await;
    console.click("add-texts").await;
    focused(window, "texts-0-language").await;
    window.write(&by_id("texts-0-title_messaging"), "Write to us!").await;
    console.click("add-texts").await;
    focused(window, "texts-1-language").await;
    // What is wrong stands beside its field, and nothing can be saved.
    window.run("document.activeElement.select()").await;
    window.keys("german!").await;
    let marked = "document.getElementById('texts-1-language').ariaInvalid === 'true' && document.getElementById('texts-1-language-problem').textContent.startsWith('Write a language') && document.querySelector('[data-testid=\"save-texts\"]').disabled";
    window.holds(marked).await;
    window.run("document.activeElement.select()").await;
    window.keys("de").await;
    window
        .reads("document.querySelectorAll('[data-testid=\"texts\"] legend')[1].textContent", "German")
        .await;
    window.write(&by_id("texts-1-launcher"), "Frag uns").await;
    window.write(&by_id("texts-1-title_messaging"), "Schreib uns!").await;
    console.click("save-texts").await;
    console.says("save-textsd", "Saved.").await;

    let window = &page.window;
    for (language, title) in [("de-AT", "Schreib uns!"), ("fr", "Write to us!")] {
        // A browser may have opened a connection ahead, which has the page of before.
        let fixture = Fixture::open().await;
        fixture.page(&shop(&site).replace("lang=\"en\"", &format!("lang=\"{language}\"")), &[]);
        window.goto(&fixture.origin).await;
        let widget = Widget(window);
        widget.is("messaging").await;
        widget.open().await;
        window.reads(&format!("{}?.textContent", part("title")), title).await;
    }
}

#[tokio::test]
async fn y3_a2_an_admin_asks_two_things_puts_them_in_order_by_keyboard_and_visitors_are_asked() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (page, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    let window = &desk.window;
    console.click("settings-link").await;
    // The driver cannot press Tab on a field for colours: the jump leads past it.
    window.click("[...document.querySelectorAll('.jumps button')].find(one => one.textContent.startsWith('Questions'))").await;
    // The address, by the keyboard: the name is offered first.
    console.tab_to("add-ask-1").await;
    window.keys("\u{e007}").await;
    focused(window, "ask-1-0-kind").await;
    window.keys("t").await;
    console.tab_to("ask-1-0-required").await;
    window.keys(" ").await;
    // A choice, whose answers are written one a line; without them it is not saved.
    console.tab_to("add-ask-1").await;
    window.keys("\u{e007}").await;
    focused(window, "ask-1-1-kind").await;
    window.keys("o").await;
    console.tab_to("ask-1-1-ask").await;
    window.keys("Which lamp?").await;
    window.holds(&format!("{}.ariaInvalid === 'true'", by_id("ask-1-1-options"))).await;
    console.tab_to("ask-1-1-options").await;
    window.keys("Oak\nWalnut").await;
    // Up it goes, with the focus on the way back.
    console.tab_to("ask-1-1-up").await;
    window.keys("\u{e007}").await;
    focused(window, "ask-1-0-down").await;
    window.reads(&format!("{}.value", by_id("ask-1-0-ask")), "Which lamp?").await;
    // The menus follow, though they were picked from.
    window
        .reads(&format!("{}.selectedOptions[0].textContent", by_id("ask-1-0-kind")), "One of several answers")
        .await;
    window
        .reads(&format!("{}.selectedOptions[0].textContent", by_id("ask-1-1-kind")), "The e-mail address")
        .await;
    console.tab_to("save-questions").await;
    window.keys("\u{e007}").await;
    console.says("save-questionsd", "Saved.").await;

    let window = &page.window;
    let widget = visit(window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    let label =
        |place: usize| format!("{}?.previousElementSibling.textContent", part(&format!("ask-{place}")));
    window.reads(&label(0), "Which lamp?").await;
    window.reads(&label(1), "Your e-mail *").await;
    let options = format!("[...{}.options].map(one => one.text).join()", part("ask-0"));
    window.reads(&options, ",Oak,Walnut").await;
}
