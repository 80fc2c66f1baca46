//! Every view of the console, one after the other: what holds for all of them is asked on each, and pictures are
//! taken of each.

use reqwest::Method;
use wire::agent::Says;
use wire::inbox::Tag;
use wire::visitor::State;
use wire::{Body, ConversationId, Status};

use crate::console::Console;
use crate::lobby::Page;
use crate::site::message_id;
use crate::workerd::root;
use crate::{AgentSocket, Site};

/// One thing that leads further.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Clicks what has this name.
    Click(&'static str),
    /// Presses these keys.
    Press(&'static str),
    /// Waits for what has this name.
    See(&'static str),
}

use Step::{Click, Press, See};

/// What each is called, and the way there from the inbox.
const VIEWS: &[(&str, &[Step])] = &[
    ("inbox", &[See("row")]),
    ("visitors", &[Click("visitors-link"), See("visitor")]),
    ("invitation", &[Click("visitors-link"), Click("start-chat"), See("first-words")]),
    ("conversation", &[Click("row"), See("message")]),
    ("hand", &[Click("row"), See("message"), Click("hand"), See("assign")]),
    ("more", &[Click("row"), See("message"), Click("more"), See("erase")]),
    ("erase", &[Click("row"), See("message"), Click("more"), Click("erase"), See("ending-yes")]),
    ("search", &[See("row"), Press("/"), Press("lamp"), See("hit")]),
    ("filters", &[See("row"), Click("filter"), See("filters")]),
    ("status", &[Click("status-menu"), See("signout")]),
    ("habits", &[Click("status-menu"), Click("habits-link"), See("add-hours")]),
    ("team", &[Click("status-menu"), Click("why-link"), See("person")]),
    ("staff", &[Click("status-menu"), Click("why-link"), Click("staff-link"), See("member")]),
    ("notifications", &[Click("status-menu"), Click("notifications-link"), See("notifications")]),
    ("figures", &[Click("figures-link"), See("figures-conversations")]),
    ("settings", &[Click("settings-link"), See("change-line")]),
    ("help", &[See("row"), Press("?")]),
];

/// Gives a site something to show in each view: conversations in each state, a note, tags, a group, a saved
/// reply, a targeted chat; visitors online.
pub async fn furnish(site: &Site) -> AgentSocket {
    let (admin, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    admin
        .configure(&serde_json::json!({
            "visitors_online": true,
            "groups": [{ "id": "sales", "name": "Sales", "agents": [] }],
            "replies": [{ "name": "Hours", "text": "We are in from 9 to 17." }],
            "targeted": [{ "id": "prices", "on": true, "text": "Can we help?", "page": "/pricing*", "after": 20 }],
        }))
        .await;
    let mut visitor = site.visitor();
    for text in
        ["Is the walnut version coming back?", "Do you ship lamps to Peru?", "One lamp arrived broken."]
    {
        visitor = site.visitor();
        visitor.leave(text).await;
    }
    let open = ada.conversation("One lamp arrived broken.").await.id;
    let picture = std::fs::read(root().join("www/pictures/widget.png")).expect("a picture");
    for (name, bytes) in [("broken lamp.png", picture), ("invoice 2026-117.pdf", vec![1; 180_000])] {
        let path = format!("files?id={}&name={name}", message_id());
        visitor.request(Method::POST, &path).body(bytes).send().await.expect("an answer");
        ada.message(name).await;
    }
    ada.answer(&open, "That must not happen. We send a new one today.").await;
    let note = Body::parse("The second one this week: tell the carrier.").expect("a text");
    ada.say(&Says::Note { conversation: open.clone(), id: message_id(), body: note }).await;
    ada.say(&Says::Tag { conversation: open, tag: Tag::parse("broken").expect("a tag") }).await;
    let closed = ada.conversation("Do you ship lamps to Peru?").await.id;
    close(&mut ada, closed).await;
    ada
}

async fn close(ada: &mut AgentSocket, id: ConversationId) {
    ada.say(&Says::Close { conversation: id.clone() }).await;
    ada.row("a closed one", |row| row.id == id && row.state == State::Closed).await;
}

/// Goes to each view of a console that is signed in, and does something there.
pub async fn walk(console: &Console<'_>, site: &Site, mut visit: impl AsyncFnMut(&str)) {
    let mut page = Page::open(site).await;
    page.is_at("/lamps/oak", "Oak lamps").await;
    for (name, steps) in VIEWS {
        console.0.goto(&format!("{}/console/?site={}", site.base, site.id)).await;
        console.has("status-menu").await;
        for step in *steps {
            match step {
                Click(name) => console.click(name).await,
                Press(keys) => console.0.keys(keys).await,
                See(name) => console.has(name).await,
            }
        }
        // What fades in has faded in.
        console.0.holds("document.getAnimations().every(one => one.playState !== 'running')").await;
        visit(name).await;
    }
}
