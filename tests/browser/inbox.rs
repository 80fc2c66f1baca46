//! The lists of the console as an agent uses them: found, filtered, tagged, scrolled through.

use tests::browser::Browser;
use tests::console::Console;
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn a_conversation_is_found_by_its_words_and_opened_where_they_stand() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut bob) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("Do you ship lamps to Peru?").await;
    let id = bob.conversation("Do you ship lamps to Peru?").await.id;
    for number in 0..40 {
        bob.answer(&id, &format!("A long answer, part {number}.")).await;
    }
    site.visitor().leave("Something else").await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.has("row").await;
    browser.window.keys("/").await;
    browser.window.keys("per").await;
    console.says("hit", "peru").await;
    console.says("hits", "1 conversation").await;
    console.click("hit").await;
    let seen = "(() => { const at = document.querySelector('[data-testid=message][data-seq=\"1\"]')?.getBoundingClientRect(); return at && at.top > 0 && at.bottom < innerHeight })()";
    browser.window.holds(seen).await;
    browser.window.keys("\u{e00c}").await;
    console.has_rows(1).await;
    console.lacks("hit").await;
}

#[tokio::test]
async fn conversations_are_tagged_filtered_closed_and_opened_again() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for text in ["One", "Two"] {
        site.visitor().leave(text).await;
    }
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.open("One").await;
    browser.window.write("document.querySelector('[data-testid=add-tag]')", "Wholesale\n").await;
    console.says("tag", "wholesale").await;
    console.says("row-tag", "wholesale").await;
    console.click("filter").await;
    let choose = "(() => { const pick = document.querySelector('[data-testid=filter-tag]'); pick.value = 'wholesale'; pick.dispatchEvent(new Event('change')); return true })()";
    browser.window.run(&format!("return {choose}")).await;
    console.has_rows(1).await;
    console.click("no-filter").await;
    console.has_rows(2).await;
    console.click("close").await;
    console.has_rows(1).await;
    console.click("tab-closed").await;
    console.has_rows(1).await;
    console.click("reopen").await;
    console.has_rows(0).await;
    browser.window.holds("document.body.innerText.includes('Nothing is closed')").await;
}

#[tokio::test]
async fn a_saved_reply_is_written_once_and_inserted_by_a_slash() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    site.visitor().leave_with("Hello?", "eve@mail.example").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, ADA).await;
    console.click("settings-link").await;
    console.click("add-reply").await;
    window.write("document.querySelector('[data-testid=reply-0-name]')", "Thanks").await;
    window
        .write("document.querySelector('[data-testid=reply-0-text]')", "Thank you, {visitor}! {agent}")
        .await;
    console.click("save-replies").await;
    console.click("settings-link").await;
    console.open("Hello?").await;
    window.run("document.querySelector('[data-testid=reply]').focus()").await;
    window.keys("/tha").await;
    console.says("offer", "Thanks").await;
    window.keys("\u{e007}").await;
    window
        .holds("document.querySelector('[data-testid=reply]').value === 'Thank you, eve@mail.example! Ada'")
        .await;
    window.keys("\u{e007}").await;
    console.shows("Thank you, eve@mail.example! Ada", "agent").await;
}

#[tokio::test]
async fn a_long_list_is_read_to_its_end_and_keeps_its_place() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitors: Vec<_> = (0..230).map(|_| site.visitor()).collect();
    for (number, visitor) in visitors.iter().enumerate() {
        visitor.leave(&format!("Number {number}")).await;
    }
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    console.click("tab-all").await;
    console.has("row").await;
    let window = &browser.window;
    let at_end = "(() => { const list = document.querySelector('.list'); list.scrollTop = list.scrollHeight; return [...document.querySelectorAll('[data-testid=row]')].some((row) => row.innerText.includes('Number 0\\n')) })()";
    window.holds(at_end).await;
    window.holds("document.querySelectorAll('[data-testid=row]').length < 60").await;
    // What is read stays where it is while others come in above.
    let top = "Math.round([...document.querySelectorAll('[data-testid=row]')].find((row) => row.innerText.includes('Number 1\\n')).getBoundingClientRect().top)";
    let before = window.run(&format!("return {top}")).await;
    visitors[200].leave("Once more").await;
    site.visitor().leave("Somebody new").await;
    window.holds("document.querySelector('[aria-setsize]').getAttribute('aria-setsize') === '231'").await;
    window.holds(&format!("{top} === {before}")).await;
}

#[tokio::test]
async fn i5_a_note_is_seen_by_a_colleague_where_it_was_written() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("Do you ship to Peru?").await;
    let (first, second) = tokio::join!(Browser::start(), Browser::start());
    let ada = Console::sign_in(&first.window, &site, ADA).await;
    let bob = Console::sign_in(&second.window, &site, "bob@shop.example").await;
    ada.open("Do you ship to Peru?").await;
    bob.open("Do you ship to Peru?").await;
    ada.click("note").await;
    ada.reply("Bob knows somebody in Lima.").await;
    let noted = "[...document.querySelectorAll('[data-note=true] .body')].map((note) => note.innerText).join() === 'Bob knows somebody in Lima.'";
    first.window.holds(noted).await;
    second.window.holds(noted).await;
    // The next one is a reply again.
    ada.reply("Yes, we do.").await;
    bob.shows("Yes, we do.", "agent").await;
    assert_eq!(visitor.texts().await, ["Do you ship to Peru?", "Yes, we do."]);
    second.window.reload().await;
    bob.click("tab-all").await;
    bob.open("Yes, we do.").await;
    second.window.holds(noted).await;
}
