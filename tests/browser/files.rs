//! Files in the widget (U7): sent by a visitor, shown to a visitor.

use reqwest::Method;
use serde_json::json;
use tests::browser::Window;
use tests::site::message_id;
use tests::widget::{ROOT, Widget, part};
use tests::{Agent, AgentSocket, Shop};
use wire::file::Media;
use wire::{ConversationId, Seq};

/// A file in the page, as an expression: an image of 900 to 300 pixels.
const LAMP: &str = "await (async () => { const canvas = new OffscreenCanvas(900, 300); const paper = canvas.getContext('2d'); paper.fillStyle = '#c00000'; paper.fillRect(0, 0, 900, 300); return new File([await canvas.convertToBlob()], 'my lamp.png') })()";

/// Gives files to what stands in for `target`, as choosing, pasting or dropping them does.
fn give(files: &str, act: &str) -> String {
    format!(
        "return (async () => {{
            const data = new DataTransfer();
            for (const file of [{files}]) data.items.add(file);
            const [field, form, panel] = [{}, {}, {}];
            {act}
        }})()",
        part("file"),
        part("form"),
        part("panel"),
    )
}

fn chosen(files: &str) -> String {
    give(files, "field.files = data.files; field.dispatchEvent(new Event('change'))")
}

/// A visitor who wrote.
async fn begin(widget: &Widget<'_>, ada: &mut AgentSocket) -> ConversationId {
    widget.open().await;
    widget.asks(ada, "My lamp is broken.").await
}

/// Waits until the paperclip is to be seen, or not.
async fn offers(window: &Window, is: bool) {
    window.holds(&format!("{}?.checkVisibility() === {is}", part("clip"))).await;
}

/// A row at the end, for what is no message yet, as an expression.
fn waiting(name: &str) -> String {
    format!(
        "[...{}.children].find((row) => row.querySelector('.bubble').textContent === '{name}')",
        part("sending")
    )
}

async fn send_as(agent: &Agent, to: &ConversationId, name: &str, bytes: &'static [u8]) {
    let path = format!("conversations/{to}/files?id={}&name={name}", message_id());
    let answer = agent.request(Method::POST, &path).body(bytes).send().await.expect("an answer");
    assert_eq!(answer.status(), 201);
}

#[tokio::test]
async fn u7_a_visitor_sends_files_and_sees_those_of_the_team() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let window = shop.window();
    let widget = shop.visit().await;
    widget.open().await;
    window.holds(&format!("{}?.hidden !== false", part("clip"))).await;
    window.click(&part("close")).await;
    let id = begin(&widget, &mut ada).await;
    offers(window, true).await;
    assert!(
        !window.loaded().await.iter().any(|address| address.contains("later")),
        "nothing before it is used"
    );

    // From the visitor's disk.
    let disk = tempfile::tempdir().expect("a folder");
    let path = disk.path().join("bill.txt");
    std::fs::write(&path, "One lamp, broken.").expect("a file");
    window.choose(&part("file"), path.to_str().expect("a path")).await;
    widget.shows("bill.txt", "sent").await;
    let message = ada.message("bill.txt").await;
    let file = message.file.expect("a file");
    assert_eq!((file.media, file.size), (Media::Other, 17));
    window.run(&chosen(LAMP)).await;
    let lamp = ada.message("my lamp.png").await.file.expect("a file");
    assert_eq!(lamp.media, Media::Png);
    let drawn = format!(
        "[...{ROOT}.querySelectorAll('#list canvas:not(.face)')].map(({{ width, height }}) => `${{width}} ${{height}}`).join()"
    );
    window.reads(&drawn, "520 173").await;
    window.holds(&format!("!{}.children.length", part("sending"))).await;

    let agent = shop.site.sign_in("ada@shop.example").await;
    send_as(&agent, &id, "manual.pdf", b"%PDF-1.7 and so on and on").await;
    widget.shows("manual.pdf", "agent").await;
    let link = |name: &str| {
        format!("[...{ROOT}.querySelectorAll('.bubble a')].find((link) => link.textContent === '{name}')")
    };
    window.reads(&format!("{}?.dataset.size", link("manual.pdf")), "1 kB").await;
    let address = window.run(&format!("return {}.href", link("manual.pdf"))).await;
    let fetched = reqwest::get(address.as_str().expect("an address")).await.expect("an answer");
    assert_eq!(fetched.bytes().await.expect("bytes").as_ref(), b"%PDF-1.7 and so on and on");
    widget.is_accessible().await;

    // What was there before is shown the same.
    window.reload().await;
    widget.open().await;
    window.reads(&drawn, "520 173").await;
    window.holds(&format!("!!{} && !!{}", link("bill.txt"), link("manual.pdf"))).await;
    let names: Vec<String> = widget.messages().await.into_iter().map(|(text, _)| text).collect();
    assert_eq!(names, ["My lamp is broken.", "bill.txt", "my lamp.png", "manual.pdf"]);
    assert_eq!(window.uncaught().await, Vec::<String>::new());
}

#[tokio::test]
async fn u7_what_is_dropped_is_sent_too_on_a_page_that_allows_no_images() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let window = shop.window();
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src {0} 'wasm-unsafe-eval'; connect-src {0} {1}; require-trusted-types-for 'script'",
        shop.site.base,
        shop.edge.socket_base(),
    );
    let widget = shop.visit_changed(|html| html, &[&policy]).await;
    begin(&widget, &mut ada).await;
    offers(window, true).await;
    let drop =
        "const over = new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true });
        panel.dispatchEvent(over);
        if (!over.defaultPrevented) throw 'it is not taken';
        panel.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))";
    let all = format!("{LAMP}, new File(['1'], 'one.txt'), new File(['2'], 'two.txt')");
    window.run(&give(&all, drop)).await;
    for name in ["my lamp.png", "one.txt", "two.txt"] {
        ada.message(name).await;
    }
    window.holds(&format!("{ROOT}.querySelectorAll('#list canvas:not(.face)').length === 1")).await;
    // Firefox asks for the page's own icon.
    let refused = window.refused().await;
    assert!(refused.iter().all(|line| line.contains("favicon")), "{refused:?}");
    assert_eq!(window.uncaught().await, Vec::<String>::new());
}

#[tokio::test]
async fn u7_what_is_pasted_is_sent_too_and_text_stays_text() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let window = shop.window();
    begin(&shop.visit().await, &mut ada).await;
    offers(window, true).await;
    let paste = "return form.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
    assert_eq!(window.run(&give(LAMP, paste)).await, json!(false), "it is not pasted besides");
    ada.message("my lamp.png").await;
    let text = format!("data.setData('text/plain', 'words'); {paste}");
    assert_eq!(window.run(&give("", &text)).await, json!(true), "the browser does it");
}

#[tokio::test]
async fn u7_what_does_not_arrive_is_kept_to_be_sent_again() {
    let mut shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let widget = shop.visit().await;
    let id = begin(&widget, &mut ada).await;
    let state = |name: &str| format!("{}?.dataset.state", waiting(name));
    let reason = |name: &str| format!("{}?.querySelector('.reason').textContent", waiting(name));
    // The part that sends is here.
    offers(shop.window(), true).await;
    shop.window().run(&chosen("new File(['0'], 'zero.txt')")).await;
    ada.message("zero.txt").await;

    shop.edge.kill9();
    shop.window().run(&chosen("new File(['1'], 'one.txt'), new File(['2'], 'two.txt')")).await;
    for name in ["one.txt", "two.txt"] {
        shop.window().reads(&state(name), "failed").await;
        shop.window().reads(&reason(name), "Not sent. Please try again.").await;
    }
    shop.widget().is_accessible().await;
    shop.window().click(&format!("{}.querySelector('.cancel')", waiting("one.txt"))).await;
    shop.edge.restart();
    let window = shop.window();
    window.click(&format!("{}.querySelector('.retry')", waiting("two.txt"))).await;
    shop.widget().shows("two.txt", "sent").await;
    window.holds(&format!("!{}.children.length", part("sending"))).await;

    // What the edge would not take is said at once, and what it does not take in its words.
    window.run(&chosen("new File([new Uint8Array(10 * 2 ** 20 + 1)], 'large.bin')")).await;
    window.reads(&reason("large.bin"), "A file has 10 MB at most.").await;
    window.holds(&format!("!{}.querySelector('.retry')", waiting("large.bin"))).await;
    let agent = shop.site.sign_in("ada@shop.example").await;
    agent.configure(&json!({ "visitor_files": false })).await;
    window.run(&chosen("new File(['3'], 'three.txt')")).await;
    window.reads(&reason("three.txt"), "This site takes no files.").await;
    let mut console = agent.connect().await;
    let stored = console.history(&id, Seq(0)).await;
    let stored: Vec<&str> = stored.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(stored, ["My lamp is broken.", "zero.txt", "two.txt"]);
    // Where none are taken, none are asked for.
    window.reload().await;
    shop.widget().open().await;
    shop.widget().shows("two.txt", "sent").await;
    offers(window, false).await;
}

#[tokio::test]
async fn u7_without_the_part_that_sends_the_visitor_is_told() {
    let mut shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    begin(&shop.visit().await, &mut ada).await;
    offers(shop.window(), true).await;
    shop.edge.kill9();
    shop.window().run(&chosen("new File(['1'], 'one.txt')")).await;
    shop.window().reads(&format!("{}.textContent", part("failed")), "Not sent. Please try again.").await;
}
