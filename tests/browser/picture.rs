//! Agents' pictures (T6): chosen in the console, seen by visitors beside what the agent wrote.

use serde_json::json;
use tests::Shop;
use tests::browser::Browser;
use tests::console::Console;
use tests::widget::ROOT;

/// Puts a file into the field for Ada's picture, as choosing it does.
fn choose(file: &str) -> String {
    format!(
        "return (async () => {{
            const canvas = new OffscreenCanvas(900, 300);
            const paper = canvas.getContext('2d');
            paper.fillStyle = '#c00000';
            paper.fillRect(0, 0, 900, 300);
            paper.fillStyle = '#0000c0';
            paper.fillRect(300, 0, 300, 300);
            const picture = await canvas.convertToBlob();
            const data = new DataTransfer();
            data.items.add(new File([{file}], 'me.png'));
            const field = document.querySelector('[data-name=\"Ada\"] [data-testid=\"member-picture\"]');
            field.files = data.files;
            field.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }})()"
    )
}

#[tokio::test]
async fn t6_an_agent_chooses_a_picture_and_visitors_see_it() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let desk = Browser::start().await;
    let console = Console::sign_in(&desk.window, &shop.site, "ada@shop.example").await;
    console.click("status-menu").await;
    console.click("picture-link").await;
    console.has("staff").await;
    let portrait = "document.querySelector('[data-name=\"Ada\"] .portrait')";
    desk.window.reads(&format!("{portrait}.textContent"), "A").await;
    desk.window.holds(&format!("!{portrait}.querySelector('img')")).await;
    desk.window.run(&choose("'no picture'")).await;
    console.says("staff", "This is no picture that the browser can read.").await;
    desk.window.run(&choose("picture")).await;
    console.says("staff", "Saved.").await;
    desk.window.holds(&format!("{portrait}.querySelector('img')?.naturalWidth === 128")).await;
    assert_eq!(desk.window.uncaught().await, Vec::<String>::new());

    // A page whose policy allows no images.
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src {0} 'wasm-unsafe-eval'; connect-src {0}",
        shop.site.base
    );
    let widget = shop.visit_changed(|html| html, &[&policy]).await;
    widget.open().await;
    widget.send("Is it oak?").await;
    let id = ada.conversation("Is it oak?").await.id;
    ada.answer(&id, "It is.").await;
    ada.answer(&id, "And ash.").await;
    widget.shows("And ash.", "agent").await;
    let window = shop.window();
    let face = format!("{ROOT}.querySelector('.who canvas')");
    window.holds(&format!("!!{face}")).await;
    // The middle of it, and each writer once.
    let middle = format!("[...{face}.getContext('2d').getImageData(3, 24, 1, 1).data].map((n) => n >> 6)");
    assert_eq!(window.run(&format!("return {middle}")).await, json!([0, 0, 3, 3]));
    assert_eq!(window.run(&format!("return {ROOT}.querySelectorAll('canvas').length")).await, json!(1));
    assert!(window.refused().await.iter().all(|line| !line.contains("/faces/")), "the picture was refused");

    desk.window
        .click("document.querySelector('[data-name=\"Ada\"] [data-testid=\"member-no-picture\"]')")
        .await;
    desk.window.holds(&format!("!{portrait}.querySelector('img')")).await;
}
