//! How the console speaks up: its icon, sounds, notifications.

use tests::browser::Browser;
use tests::console::Console;
use tests::{Edge, Site};

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn n1_the_icon_of_the_tab_counts_what_is_unread() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, ADA).await;
    let icon = "decodeURIComponent(document.querySelector('link[rel=icon]').href)";
    console.choose("online").await;
    browser.window.holds(&format!("!{icon}.includes('<text')")).await;
    site.visitor().leave("One").await;
    site.visitor().leave("Two").await;
    browser.window.holds(&format!("{icon}.includes('>2</text>')")).await;
    let drawn = "(window.seen ??= (async () => { const image = new Image(); image.src = document.querySelector('link[rel=icon]').href; await image.decode(); window.drawn = image.width > 0 })(), window.drawn === true)";
    browser.window.holds(drawn).await;
    assert!(console.title().await.starts_with("(2)"));
    console.open("One").await;
    browser.window.holds(&format!("{icon}.includes('>1</text>')")).await;
}
