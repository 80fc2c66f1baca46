//! Figures in the console: what was answered is counted, and can be taken along.

use serde_json::Value;
use tests::browser::Browser;
use tests::console::Console;
use tests::{Edge, Site};

#[tokio::test]
async fn r1_r7_an_answered_chat_is_counted_shown_and_saved() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, "ada@shop.example").await;
    console.click("figures-link").await;
    console.says("figures-none", "No conversation began").await;
    console.click("figures-link").await;

    console.choose("online").await;
    site.visitor().leave("Is it oak?").await;
    console.open("Is it oak?").await;
    console.reply("It is.").await;
    console.shows("It is.", "agent").await;
    // By keyboard, as somebody without a mouse does.
    console.tab_to("figures-link").await;
    window.keys("\u{e007}").await;
    console.says("figures-conversations", "1").await;
    console.says("figures-promise", "100 %").await;
    console.says("figures-agents", "You").await;
    window.holds("document.querySelectorAll('.plot')[0]?.querySelectorAll('.live').length === 30").await;
    let label = "document.querySelector('.plot')?.getAttribute('aria-label').includes('1 in Live Chat')";
    window.holds(label).await;
    console.click("period-7").await;
    window.holds("document.querySelectorAll('.plot')[0]?.querySelectorAll('.live').length === 7").await;

    // What the browser saves, where it makes a file of it.
    window.run("window.files = []; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => files.push(text)); return make.call(URL, blob); }").await;
    console.tab_to("figures-csv").await;
    window.keys("\u{e007}").await;
    window.holds("files.length === 1").await;
    let file = window.run("return files[0]").await;
    let lines: Vec<&str> = file.as_str().map(|file| file.lines().collect()).unwrap_or_default();
    assert_eq!(lines.len(), 1 + 1 + 1 + 7 + 24, "{lines:?}");
    assert!(lines[1].starts_with(r#""total","#) && lines[1].contains(",1,1,0,0,1,1,0,"), "{}", lines[1]);
    assert!(lines[2].starts_with(r#""agent","Ada",1,"#), "{}", lines[2]);

    // What cannot be had is said, and asked for again by hand.
    window.run("window.ask = fetch; window.fetch = () => Promise.reject(new TypeError('cut'))").await;
    console.click("period-90").await;
    console.has("figures-retry").await;
    window.run("window.fetch = window.ask").await;
    console.click("figures-retry").await;
    console.lacks("figures-retry").await;
    console.says("figures-conversations", "1").await;
    assert_eq!(window.refused().await, Vec::<String>::new(), "no style and no file is refused");
    let wide = window.run("return document.querySelector('.figures').scrollWidth > innerWidth").await;
    assert_eq!(wide, Value::Bool(false));
}
