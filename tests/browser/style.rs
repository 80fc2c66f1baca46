//! How the widget looks on a page: as the site chose, as the page's tag says, and without a request more.

use serde_json::json;
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{ROOT, Widget, part, shop, visit};
use tests::{Edge, Shop, Site};

/// What a style of a part comes to.
async fn style(window: &Window, id: &str, name: &str) -> String {
    let value = window.run(&format!("return getComputedStyle({}).{name}", part(id))).await;
    value.as_str().expect("a style").to_owned()
}

/// Where a part stands: pixels from the left, the right and the bottom of the window.
async fn place(window: &Window, id: &str) -> [i64; 3] {
    let script = format!(
        "const box = {}.getBoundingClientRect(); return [box.left, innerWidth - box.right, innerHeight - box.bottom].map(Math.round)",
        part(id)
    );
    serde_json::from_value(window.run(&script).await).expect("three numbers")
}

#[tokio::test]
async fn y1_a_page_shows_the_look_that_an_admin_chose() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (page, desk) = tokio::join!(Browser::start(), Browser::start());
    let widget = visit(&page.window, &fixture, &site).await;
    widget.is("messaging").await;
    assert_eq!(place(&page.window, "launcher").await[1..], [20, 20]);
    assert_eq!(style(&page.window, "launcher", "backgroundColor").await, "rgb(255, 185, 56)");

    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    console.click("settings-link").await;
    desk.window.write("document.getElementById('look-color')", "#2266ee").await;
    for (name, value) in [("side", "1"), ("theme", "2"), ("icon", "3")] {
        let choose = "dispatchEvent(new Event('change', { bubbles: true }))";
        desk.window
            .run(&format!(
                "const one = document.getElementById('look-{name}'); one.value = '{value}'; one.{choose}"
            ))
            .await;
    }
    desk.window.run("document.getElementById('look-y').select()").await;
    desk.window.write("document.getElementById('look-y')", "\u{e003}\u{e003}40").await;
    desk.window.run("document.getElementById('look-size').select()").await;
    desk.window.write("document.getElementById('look-size')", "\u{e003}\u{e003}64").await;
    console.click("save-look").await;
    console.says("save-lookd", "Saved.").await;

    let widget = visit(&page.window, &fixture, &site).await;
    widget.is("messaging").await;
    let window = &page.window;
    let presences =
        "performance.getEntriesByType('resource').filter(one => one.name.includes('/v1/')).length";
    assert_eq!(window.run(&format!("return {presences}")).await, json!(1), "the launcher costs one question");
    assert_eq!(style(window, "launcher", "backgroundColor").await, "rgb(34, 102, 238)");
    assert_eq!(style(window, "launcher", "color").await, "rgb(255, 255, 255)");
    assert_eq!(style(window, "launcher", "width").await, "64px");
    let [left, _, bottom] = place(window, "launcher").await;
    assert_eq!((left, bottom), (20, 40));
    widget.open().await;
    // It rises.
    window.holds(&format!("!{ROOT}.getElementById('panel').getAnimations().length")).await;
    let [left, _, bottom] = place(window, "panel").await;
    assert_eq!((left, bottom), (20, 40 + 64 + 16), "the panel stands on the launcher");
    let paper = style(window, "panel", "backgroundColor").await;
    assert_eq!(paper, "rgb(22, 22, 24)", "dark, whatever the system is");
    assert_eq!(style(window, "send", "backgroundColor").await, "rgb(34, 102, 238)");
}

#[tokio::test]
async fn y1_v6_a_tag_says_otherwise_under_the_strictest_policy() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let look =
        r##" data-color="#c00" data-side="start" data-theme="light" data-radius="0" data-size="1000""##;
    let page = shop(&site).replace(" data-site", &format!("{look} data-site"));
    let policy = format!(
        "content-security-policy: default-src 'none'; script-src {0} 'wasm-unsafe-eval'; connect-src {0}; require-trusted-types-for 'script'",
        site.base
    );
    fixture.page(&page, &[&policy]);
    window.goto(&fixture.origin).await;
    let widget = Widget(window);
    widget.is("messaging").await;
    assert_eq!(style(window, "launcher", "backgroundColor").await, "rgb(204, 0, 0)");
    assert_eq!(style(window, "launcher", "borderRadius").await, "0px");
    assert_eq!(style(window, "launcher", "width").await, "56px", "what cannot be is passed over");
    assert_eq!(place(window, "launcher").await[0], 20);
    widget.open().await;
    assert_eq!(style(window, "panel", "backgroundColor").await, "rgb(255, 255, 255)");
    let mut found = window.console().await;
    found.retain(|line| !line.contains("favicon.ico"));
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn y1_an_element_of_the_page_opens_the_panel_where_there_is_no_launcher() {
    let shop = Shop::open("messaging").await;
    let own =
        "<button id=\"ours\" onclick=\"Porchlight('toggle')\">Ask us</button><script data-icon=\"none\" ";
    let widget = shop.visit_changed(|html| html.replace("<script ", own), &[]).await;
    widget.is("messaging").await;
    let window = shop.window();
    assert!(window.run(&format!("return {}.checkVisibility()", part("launcher"))).await == false);
    for _ in 0..2 {
        window.click("document.getElementById('ours')").await;
        window.holds(&format!("{}?.matches(':focus')", part("text"))).await;
        window.keys("\u{e00c}").await;
        window.holds(&format!("!{}.checkVisibility()", part("panel"))).await;
        window.holds("document.activeElement.id === 'ours'").await;
    }
    // Its colour and size are still to be had.
    assert_eq!(style(window, "send", "backgroundColor").await, "rgb(255, 185, 56)");
}
