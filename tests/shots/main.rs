//! `make shots`: takes the README's pictures of the real product, into `www/pictures/`.

use reqwest::Method;
use serde_json::json;
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::widget::Widget;
use tests::workerd::root;
use tests::{Edge, Site};
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
}

async fn save(window: &Window, name: &str) {
    // What fades in has faded in.
    window.holds("document.getAnimations().every(one => one.playState !== 'running')").await;
    let folder = root().join("www/pictures");
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    let path = folder.join(format!("{name}.png"));
    std::fs::write(&path, window.picture().await).expect("the picture");
    println!("{}", path.display());
}
