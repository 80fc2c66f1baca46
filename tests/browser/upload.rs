//! Files in the console (U8): sent by an agent, through links that fail, and shown whoever sent them.

use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::site::message_id;
use tests::workerd::root;
use tests::{Edge, Fault, Proxy, Site, Visitor, axe};
use wire::file::Media;

const ADA: &str = "ada@shop.example";
const UPLOADS: &str = "[...document.querySelectorAll('[data-testid=upload]')]";
const FIELD: &str = "document.querySelector('[data-testid=attach-files]')";

/// A picture of ours, 192 pixels wide.
fn picture() -> PathBuf {
    root().join("dist/console/icon-192.png")
}

/// A conversation that is open in Ada's console.
struct Desk {
    edge: Edge,
    site: Site,
    visitor: Visitor,
    browser: Browser,
}

impl Desk {
    async fn open() -> Self {
        Self::on(Edge::start(), None).await
    }

    /// The same, where the console's requests come by a proxy.
    async fn on(edge: Edge, proxy: Option<&Proxy>) -> Self {
        let mut site = Site::create(&edge, "messaging").await;
        let visitor = site.visitor();
        visitor.leave("My lamp is broken.").await;
        if let Some(proxy) = proxy {
            site.base.clone_from(&proxy.base);
        }
        let browser = Browser::start().await;
        Console::sign_in(&browser.window, &site, ADA).await.open("My lamp is broken.").await;
        Self { edge, site, visitor, browser }
    }

    fn window(&self) -> &Window {
        &self.browser.window
    }

    fn console(&self) -> Console<'_> {
        Console(self.window())
    }

    /// What is on its way: the name and the state of each.
    async fn has(&self, wanted: Value) {
        let each = "one => [one.querySelector('.name').textContent, one.dataset.state]";
        self.window().reads(&format!("JSON.stringify({UPLOADS}.map({each}))"), &wanted.to_string()).await;
    }

    /// What the first of them says.
    async fn says(&self, text: &str) {
        let text = Value::from(text);
        self.window().holds(&format!("{UPLOADS}[0]?.textContent.includes({text})")).await;
    }

    /// Chooses files of these names and lengths.
    async fn choose(&self, files: Value) {
        let put = format!(
            "const field = {FIELD}; {} field.files = data.files; field.dispatchEvent(new Event('change', {{ bubbles: true }}))",
            made(&files)
        );
        self.window().run(&put).await;
    }

    /// Tells the conversation, or what has this name, of something that has these files.
    async fn bring(&self, what: &str, to: &str, files: Value) -> Value {
        self.tell(what, to, &made(&files)).await
    }

    /// The same of what a script makes as `data`. Answers whether the console took it.
    async fn tell(&self, what: &str, to: &str, data: &str) -> Value {
        let kind = if what == "paste" { "ClipboardEvent" } else { "DragEvent" };
        let to = if to.is_empty() { ".conversation".to_owned() } else { format!("[data-testid={to}]") };
        let tell = format!(
            "{data} const init = {{ dataTransfer: data, clipboardData: data, bubbles: true, cancelable: true }}; const event = new {kind}('{what}', init); document.querySelector('{to}').dispatchEvent(event); return event.defaultPrevented"
        );
        self.window().run(&tell).await
    }
}

/// A script that makes files of these names and lengths, as `data`.
fn made(files: &Value) -> String {
    format!(
        "const data = new DataTransfer(); for (const [name, length] of {files}) data.items.add(new File([new Uint8Array(length).fill(65)], name));"
    )
}

/// Sends a file as the visitor.
async fn send(visitor: &Visitor, name: &str, bytes: impl Into<reqwest::Body>) {
    let path = format!("files?id={}&name={name}", message_id());
    let sent = visitor.request(Method::POST, &path).body(bytes).send().await.expect("an answer");
    assert_eq!(sent.status(), 201);
}

#[tokio::test]
async fn u8_an_agent_sends_files_with_the_keyboard_and_the_visitor_has_them_byte_for_byte() {
    let desk = Desk::open().await;
    let (window, console) = (desk.window(), desk.console());
    console.click("tab-all").await;
    let folder = tempfile::tempdir().expect("a folder");
    let manual = folder.path().join("ä manual & more.txt");
    std::fs::write(&manual, "Turn it on. ".repeat(120)).expect("a file");
    // What opens the browser's own dialog.
    window.run(&format!("{FIELD}.click = () => {{ window.asked = true }}")).await;
    console.click("reply").await;
    console.tab_to("attach").await;
    window.keys("\n").await;
    window.holds("window.asked").await;
    window.choose(FIELD, &[&picture(), &manual].map(|path| path.display().to_string()).join("\n")).await;
    console.shows("ä manual & more.txt", "agent").await;
    desk.has(json!([])).await;
    window.holds("document.activeElement?.dataset.testid === 'reply'").await;

    let image = "document.querySelector('[data-testid=picture] img')";
    window.holds(&format!("{image}?.naturalWidth === 192")).await;
    window.reads(&format!("{image}.alt"), "icon-192.png").await;
    let link = "document.querySelector('[data-testid=file]')";
    window.reads(&format!("{link}.textContent"), "ä manual & more.txt 2 kB").await;
    window
        .reads(
            "document.querySelector('[data-testid=row] .excerpt').textContent",
            manual.file_name().and_then(|name| name.to_str()).expect("a name"),
        )
        .await;
    console.says("messages", "✓").await;

    let messages = desk.visitor.visit().await.messages;
    let files: Vec<_> = messages.iter().filter_map(|message| message.file.clone()).collect();
    assert_eq!(files.iter().map(|file| file.media).collect::<Vec<_>>(), [Media::Png, Media::Other]);
    for (file, path) in files.iter().zip([picture(), manual]) {
        let address = format!("{}/v1/sites/{}/files/{}", desk.site.base, desk.site.id, file.key);
        let bytes = reqwest::get(&address).await.expect("an answer").bytes().await.expect("bytes");
        assert!(bytes == std::fs::read(&path).expect("the file"), "{}", path.display());
        window.holds(&format!("!!document.querySelector('a[href=\"{address}\"]')")).await;
    }
    assert_eq!(window.refused().await, Vec::<String>::new(), "the console's policy");
}

#[tokio::test]
async fn u8_an_image_opens_whole_in_a_tab_of_its_own() {
    let desk = Desk::open().await;
    send(&desk.visitor, "lamp.png", std::fs::read(picture()).expect("the picture")).await;
    desk.console().click("picture").await;
    let window = desk.window();
    window.tab(1).await;
    window.holds("document.querySelector('img')?.naturalWidth === 192 && !window.opener").await;
    // In the middle: the policy leaves a browser what it makes around an image.
    let middle = "(box => Math.abs(box.left + box.right - innerWidth) < 3)(document.querySelector('img').getBoundingClientRect())";
    window.holds(middle).await;
    // Firefox asks for the sign of the tab, which needs none.
    let refused = window.refused().await;
    assert!(refused.iter().all(|line| line.contains("/favicon.ico")), "{refused:?}");
}

#[tokio::test]
async fn u8_what_cannot_be_sent_is_said_before_a_byte_of_it_goes() {
    let desk = Desk::open().await;
    let console = desk.console();
    desk.choose(json!([["large.bin", 10 * 1024 * 1024 + 1], ["empty.txt", 0], ["good.txt", 3]])).await;
    console.shows("good.txt", "agent").await;
    desk.has(json!([["large.bin", "failed"], ["empty.txt", "failed"]])).await;
    desk.says("A file has 10 MB at most.").await;
    console.lacks("upload-retry").await;
    assert_eq!(axe::faults(desk.window()).await, Vec::<String>::new());
    console.click("upload-remove").await;
    desk.has(json!([["empty.txt", "failed"]])).await;
    desk.window().holds("document.activeElement?.dataset.testid === 'reply'").await;
    desk.says("The file is empty.").await;
    let loaded = desk.window().loaded().await;
    let sent: Vec<_> = loaded.iter().filter(|address| address.contains("/files?")).collect();
    assert_eq!(sent.len(), 1, "{sent:?}");
}

#[tokio::test]
async fn u8_a_file_that_the_link_tears_is_sent_again_once_and_those_behind_it_wait() {
    let edge = Edge::start();
    let proxy = Proxy::open(&edge.base());
    let desk = Desk::on(edge, Some(&proxy)).await;
    proxy.set(Fault::FileTorn);
    desk.choose(json!([["one.bin", 3_000_000], ["two.bin", 1_000_000]])).await;
    desk.has(json!([["one.bin", "failed"], ["two.bin", "waiting"]])).await;
    desk.says("The server could not be reached.").await;
    proxy.mend();
    desk.console().click("upload-retry").await;
    desk.console().shows("two.bin", "agent").await;
    desk.has(json!([])).await;
    assert_eq!(
        desk.visitor.texts().await,
        ["My lamp is broken.", "one.bin", "two.bin"],
        "in order, and once"
    );
    tests::until("nothing of the first try is kept", async || {
        let kept = desk.edge.kept_files();
        if kept >= 2 { Ok(()) } else { Err(kept) }
    })
    .await;
}

#[tokio::test]
async fn u8_an_upload_goes_on_while_another_conversation_is_read() {
    let edge = Edge::start();
    let proxy = Proxy::open(&edge.base());
    let desk = Desk::on(edge, Some(&proxy)).await;
    let (window, console) = (desk.window(), desk.console());
    console.click("tab-all").await;
    let leaves = "dispatchEvent(new Event('beforeunload', { cancelable: true }))";
    window.holds(leaves).await;
    proxy.set(Fault::FileHeld);
    desk.choose(json!([["long.bin", 9_000_000], ["not.bin", 1_000], ["short.bin", 1_000]])).await;
    desk.has(json!([["long.bin", "sending"], ["not.bin", "waiting"], ["short.bin", "waiting"]])).await;
    window.holds("document.querySelector('[data-testid=upload] progress').value > 0").await;
    window.holds(&format!("!{leaves}")).await;
    assert_eq!(axe::faults(window).await, Vec::<String>::new());
    window.click(&format!("{UPLOADS}[1].querySelector('[data-testid=upload-cancel]')")).await;

    desk.site.visitor().leave("Is it oak?").await;
    console.open("Is it oak?").await;
    desk.has(json!([])).await;
    proxy.mend();
    let excerpt = "[...document.querySelectorAll('[data-testid=row] .excerpt')].some(one => one.textContent === 'short.bin')";
    window.holds(excerpt).await;
    console.open("short.bin").await;
    console.shows("long.bin", "agent").await;
    desk.has(json!([])).await;
    window.holds(leaves).await;
    assert_eq!(desk.visitor.texts().await, ["My lamp is broken.", "long.bin", "short.bin"]);

    // One that is stopped in the midst is nothing to the visitor.
    proxy.set(Fault::FileHeld);
    desk.choose(json!([["half.bin", 9_000_000]])).await;
    console.click("upload-cancel").await;
    desk.has(json!([])).await;
    proxy.mend();
    console.reply("Here you are.").await;
    console.shows("Here you are.", "agent").await;
    assert_eq!(desk.visitor.texts().await, ["My lamp is broken.", "long.bin", "short.bin", "Here you are."]);
}

#[tokio::test]
async fn u8_files_are_dropped_where_they_can_be_sent_and_nowhere_else() {
    let desk = Desk::open().await;
    let console = desk.console();
    let one = || json!([["one.txt", 3]]);
    assert_eq!(desk.bring("dragover", "", one()).await, true);
    console.says("drop", "Drop files here to send them").await;
    desk.bring("dragleave", "", one()).await;
    console.lacks("drop").await;
    desk.bring("dragover", "reply", one()).await;
    console.has("drop").await;
    assert_eq!(desk.bring("drop", "reply", one()).await, true);
    console.lacks("drop").await;
    console.shows("one.txt", "agent").await;

    // A note has none; what is dropped there does not take the place of the console.
    console.click("note").await;
    console.lacks("attach").await;
    for what in ["dragover", "drop"] {
        assert_eq!(desk.bring(what, "", one()).await, true);
        console.lacks("drop").await;
    }
    console.click("note").await;
    console.has("attach").await;
    console.click("more").await;
    console.click("block").await;
    console.click("ending-yes").await;
    console.has("blocked").await;
    console.lacks("attach").await;
    desk.bring("drop", "", one()).await;
    desk.has(json!([])).await;
    assert_eq!(desk.visitor.texts().await, ["My lamp is broken.", "one.txt"]);
}

#[tokio::test]
async fn u8_a_picture_is_pasted_into_a_reply_and_text_stays_text() {
    let desk = Desk::open().await;
    let console = desk.console();
    let one = || json!([["pasted.png", 3]]);
    assert_eq!(desk.bring("paste", "reply", one()).await, true);
    console.shows("pasted.png", "agent").await;
    // A table has a picture of itself beside its text.
    let table = made(&one()) + "data.setData('text/plain', '1'); data.setData('text/html', '<b>1</b>');";
    assert_eq!(desk.tell("paste", "reply", &table).await, false);
    assert_eq!(
        desk.tell("paste", "reply", "const data = new DataTransfer(); data.setData('text/plain', 'a');")
            .await,
        false
    );
    console.click("note").await;
    console.lacks("attach").await;
    assert_eq!(desk.bring("paste", "reply", one()).await, false);
    desk.has(json!([])).await;
    assert_eq!(desk.visitor.texts().await, ["My lamp is broken.", "pasted.png"]);
}

#[tokio::test]
async fn u8_what_visitors_send_is_an_image_by_its_bytes_and_else_to_be_saved() {
    let desk = Desk::open().await;
    let (window, console) = (desk.window(), desk.console());
    send(&desk.visitor, "lamp.jpg", std::fs::read(picture()).expect("the picture")).await;
    send(&desk.visitor, "shop.png", "<script>alert(1)</script>").await;
    // It begins as an image does, and is none.
    send(&desk.visitor, "torn.png", &b"\x89PNG\r\n\x1A\n and so on, and on"[..]).await;
    send(&desk.visitor, "invoice.pdf", vec![65; 1_300_000]).await;
    console.shows("invoice.pdf", "visitor").await;
    let image = "document.querySelector('[data-testid=picture] img')";
    window.holds(&format!("{image}?.naturalWidth === 192 && {image}.alt === 'lamp.jpg'")).await;
    let links =
        "JSON.stringify([...document.querySelectorAll('[data-testid=file]')].map(one => one.textContent))";
    window.reads(links, r#"["shop.png 1 kB","torn.png 1 kB","invoice.pdf 1.3 MB"]"#).await;
    let messages = desk.visitor.visit().await.messages;
    let key = messages.iter().find(|message| message.body.as_str() == "shop.png");
    let key = key.and_then(|message| message.file.as_ref()).expect("a file").key.to_string();
    assert!(
        !window.loaded().await.iter().any(|address| address.ends_with(&key)),
        "nobody took it for an image"
    );
    // What is not there yet is as high: nothing moves when it comes.
    let height = format!(
        "(one => {{ const other = one.cloneNode(); other.removeAttribute('src'); one.after(other); const heights = [one, other].map(one => one.offsetHeight); other.remove(); return heights[0] === 200 && heights[1] === 200; }})({image})"
    );
    window.holds(&height).await;
    assert_eq!(window.refused().await, Vec::<String>::new(), "the console's policy");
    assert_eq!(axe::faults(window).await, Vec::<String>::new());
}

#[tokio::test]
async fn u6_u8_an_admin_says_whether_visitors_may_send_files() {
    let desk = Desk::open().await;
    let console = desk.console();
    console.click("settings-link").await;
    desk.window().holds("document.querySelector('[data-testid=visitor-files]')?.checked").await;
    console.click("visitor-files").await;
    console.click("save-routing").await;
    tests::until("visitors may send none", async || {
        if desk.visitor.visit().await.files { Err("they may") } else { Ok(()) }
    })
    .await;
    console.open("My lamp is broken.").await;
    console.has("attach").await;
}

#[tokio::test]
async fn u6_u8_where_no_files_are_kept_none_can_be_chosen_and_the_settings_say_so() {
    let desk = Desk::on(Edge::start_without_bucket(), None).await;
    let console = desk.console();
    console.has("note").await;
    console.lacks("attach").await;
    console.click("settings-link").await;
    console.says("visitor-files-means", "Files need a bucket").await;
    desk.window().holds("document.querySelector('[data-testid=visitor-files]').disabled").await;
}
