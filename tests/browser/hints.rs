//! Who reads and who writes, on both sides, and what is unread on two devices.

use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{ROOT, visit};
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn both_sides_see_who_is_writing_and_what_was_read() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (shop, desk, phone) = tokio::join!(Browser::start(), Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, ADA).await;
    let other = Console::sign_in(&phone.window, &site, ADA).await;
    console.choose("online").await;
    let widget = visit(&shop.window, &fixture, &site).await;
    widget.is("live").await;
    widget.open().await;
    widget.send("Is it oak?").await;
    widget.shows("Is it oak?", "sent").await;
    // Unread on both devices, until one of them opens it.
    let counts = async |console: &Console<'_>, wanted: bool| {
        tests::until("the number in the title", async || {
            let title = console.title().await;
            if title.starts_with("(1)") == wanted { Ok(()) } else { Err(title) }
        })
        .await;
    };
    counts(&console, true).await;
    counts(&other, true).await;
    console.open("Is it oak?").await;
    counts(&console, false).await;
    counts(&other, false).await;
    shop.window.holds(&format!("{ROOT}.querySelector('.message .state').textContent === 'Seen'")).await;

    desk.window.write("document.querySelector('[data-testid=reply]')", "All").await;
    tests::until("who is writing", async || {
        let seen = widget.text("writing").await;
        if seen == "Ada is writing…" { Ok(()) } else { Err(seen) }
    })
    .await;
    widget.draft("And").await;
    console.says("writing", "The visitor is writing").await;
    // The message takes the hint's place.
    desk.window.keys(" of it.\u{e007}").await;
    widget.shows("All of it.", "agent").await;
    tests::until("nobody writing", async || {
        let seen = widget.text("writing").await;
        if seen.is_empty() { Ok(()) } else { Err(seen) }
    })
    .await;
}
