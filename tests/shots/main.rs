//! `make shots`: takes the README's pictures of the real product, into `www/pictures/`; and of every view of the
//! console and each state of the widget, in light, in the dark and on a phone, into `target/views/`, to be looked at.

use std::path::Path;

use reqwest::Method;
use serde_json::json;
use tests::browser::{ANYBODY, Browser, Person, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::widget::{Widget, part, shop};
use tests::workerd::root;
use tests::{Edge, Site, views};
use wire::Status;

#[tokio::main]
async fn main() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await.named("demo");
    let put = json!({
        "name": "Lantern & Oak",
        "agents": [
            { "name": "Ada Lovelace", "email": "ada@demo.example", "role": "admin" },
            { "name": "Grace Hopper", "email": "grace@demo.example" },
        ],
    });
    assert_eq!(site.operator(Method::PUT, "", &put).await.status(), 201);
    let mut ada = site.sign_in("ada@demo.example").await.connect().await;
    ada.choose(Status::Online).await;
    for text in ["Can the pendant hang from a slanted ceiling?", "Is the walnut version coming back?"] {
        site.visitor_from(&site.base).leave(text).await;
    }

    let (shop, desk) = tokio::join!(Browser::start(), Browser::start());
    shop.window.goto(&format!("{}/demo/", site.base)).await;
    let widget = Widget(&shop.window);
    widget.is("live").await;
    widget.open().await;
    widget.send("Hello! Does the desk lamp take a normal bulb?").await;
    let row = ada.conversation("Hello! Does the desk lamp take a normal bulb?").await;
    ada.answer(&row.id, "Hi! It does: any E27 up to 12 W. A warm one suits the oak best.").await;
    widget.shows("Hi! It does: any E27 up to 12 W. A warm one suits the oak best.", "agent").await;
    widget.send("Lovely, thank you. I'll take two.").await;
    widget.shows("Lovely, thank you. I'll take two.", "sent").await;
    save(&shop.window, "widget").await;

    let console = Console::sign_in(&desk.window, &site, "ada@demo.example").await;
    console.choose("online").await;
    console.click("tab-all").await;
    console.open("Lovely, thank you").await;
    console.shows("Lovely, thank you. I'll take two.", "visitor").await;
    save(&desk.window, "console").await;
    drop((shop, desk));

    let reads = |languages| Person { languages, ..ANYBODY };
    let dark = Person { dark: true, ..ANYBODY };
    for (look, person, size) in [
        ("light", ANYBODY, (1280, 800)),
        ("dark", dark, (1280, 800)),
        ("phone", ANYBODY, (390, 780)),
        ("phone-dark", dark, (390, 780)),
        ("german", reads("de"), (1280, 800)),
        ("phone-german", reads("de"), (360, 740)),
        ("phone-french", reads("fr"), (360, 740)),
    ] {
        every_view(&edge, look, person, size).await;
    }
    for (look, person, size, lang) in [
        ("light", ANYBODY, (1024, 760), "en"),
        ("dark", dark, (1024, 760), "en"),
        ("phone", ANYBODY, (360, 740), "en"),
        ("narrow", ANYBODY, (320, 568), "de"),
        ("right-to-left", ANYBODY, (1024, 760), "ar"),
    ] {
        every_state(&edge, look, person, size, lang).await;
    }
}

/// Pictures of the widget of this look, on a page in this language.
async fn every_state(edge: &Edge, look: &str, person: Person, (width, height): (u32, u32), lang: &str) {
    let fixture = Fixture::open().await;
    let site = Site::create_with(edge, "messaging", &[&fixture.origin]).await;
    let line = format!(
        r#"<p><porchlight-status></porchlight-status> <porchlight-status kind="badge"></porchlight-status><script async src="{}/status.js" data-site="{}"></script>"#,
        site.base, site.id
    );
    let dir = if lang == "ar" { "rtl" } else { "ltr" };
    let page = shop(&site)
        .replace("lang=\"en\"", &format!("lang=\"{lang}\" dir=\"{dir}\" style=\"color-scheme: light dark\""))
        .replace(
            "<h1>",
            &format!("<meta name=viewport content='width=device-width, initial-scale=1'>{line}<h1>"),
        );
    fixture.page(&page, &[]);
    let browser = Browser::of(person).await;
    let window = &browser.window;
    window.resize(width, height).await;
    let folder = root().join("target/views");
    let (_, mut ada) = site.ada().await;
    window.goto(&fixture.origin).await;
    let widget = Widget(window);
    widget.is("messaging").await;
    window
        .holds(
            "[...document.querySelectorAll('porchlight-status')].every((line) => line.getAttribute('mode'))",
        )
        .await;
    write(&folder, &format!("widget-closed-{look}"), window).await;
    widget.open().await;
    write(&folder, &format!("widget-messaging-{look}"), window).await;
    ada.choose(Status::Online).await;
    widget.is("live").await;
    widget.send("Is it oak?").await;
    let id = ada.conversation("Is it oak?").await.id;
    ada.answer(&id, "It is, from the Spessart. See https://oak.example/lamps for the others.").await;
    widget.shows("It is, from the Spessart. See https://oak.example/lamps for the others.", "agent").await;
    write(&folder, &format!("widget-live-{look}"), window).await;
    window.goto(&format!("{}/chat/{}", site.base, site.id)).await;
    widget.is("live").await;
    window.holds(&format!("{}?.hidden === false", part("panel"))).await;
    write(&folder, &format!("widget-page-{look}"), window).await;
}

/// Pictures of a console of this look.
async fn every_view(edge: &Edge, look: &str, person: Person, (width, height): (u32, u32)) {
    let site = Site::create(edge, "messaging").await;
    let _ada = views::furnish(&site).await;
    let browser = Browser::of(person).await;
    browser.window.resize(width, height).await;
    let console = Console::sign_in(&browser.window, &site, "ada@shop.example").await;
    let folder = root().join("target/views");
    views::walk(&console, &site, async |view: &str| {
        write(&folder, &format!("{view}-{look}"), &browser.window).await;
    })
    .await;
}

async fn save(window: &Window, name: &str) {
    // What fades in has faded in.
    window.holds("document.getAnimations().every(one => one.playState !== 'running')").await;
    write(&root().join("www/pictures"), name, window).await;
}

async fn write(folder: &Path, name: &str, window: &Window) {
    std::fs::create_dir_all(folder).expect("a folder for the pictures");
    let path = folder.join(format!("{name}.png"));
    std::fs::write(&path, window.picture().await).expect("the picture");
    println!("{}", path.display());
}
