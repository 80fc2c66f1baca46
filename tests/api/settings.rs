//! The site's settings: admins change them, everybody on the team sees them at once.

use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::{Value, json};
use tests::site::{SHOP, refused};
use tests::{Edge, Site};
use wire::agent;
use wire::http::Code;
use wire::visitor;
use wire::{Mode, Seq, WhenNobody};

#[tokio::test]
async fn s2_an_admin_sets_what_visitors_see_while_nobody_is_in() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (_, mut bob) = site.bob().await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    let answer =
        ada.request(Method::PATCH, "settings").json(&json!({ "when_nobody": "hidden" })).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 200);
    let settings: Value = answer.json().await.expect("JSON");
    assert_eq!(settings["when_nobody"], "hidden");
    assert_eq!((&settings["name"], &settings["origins"]), (&json!("Shop"), &json!([SHOP])), "the rest stays");
    assert_eq!(site.mode().await, "hidden");
    page.expect("hidden", |frame| match frame {
        visitor::Hears::Presence { mode: Mode::Hidden, .. } => Some(()),
        _ => None,
    })
    .await;
    bob.expect("the settings", |frame| match frame {
        agent::Hears::Settings(settings) if settings.when_nobody == WhenNobody::Hidden => Some(()),
        _ => None,
    })
    .await;
}

#[tokio::test]
async fn only_an_admin_changes_them() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (bob, _) = site.bob().await;
    let patch = json!({ "when_nobody": "hidden" });
    let answer = bob.request(Method::PATCH, "settings").json(&patch).send().await.expect("an answer");
    refused(answer, 403, Code::Forbidden).await;
    let request = site.request(Method::PATCH, "settings").header(ORIGIN, &site.base).json(&patch);
    refused(request.send().await.expect("an answer"), 401, Code::Unauthorized).await;
    assert_eq!(site.mode().await, "messaging");
}

#[tokio::test]
async fn the_list_of_origins_decides_whose_pages_may_write() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("From the shop").await;
    let patch = json!({ "origins": ["https://other.example"], "name": "Other" });
    let answer = ada.request(Method::PATCH, "settings").json(&patch).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let body = json!({ "id": tests::site::message_id(), "body": "From the shop again" });
    refused(visitor.post(&body).await, 403, Code::ForeignOrigin).await;
    let socket: Result<tests::VisitorSocket, u16> = site.socket("socket", &[("origin", SHOP)]).await;
    assert_eq!(socket.err(), Some(403));
    let session: Value =
        ada.request(Method::GET, "session").send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(session["settings"]["name"], "Other");
}

#[tokio::test]
async fn what_is_no_setting_is_refused_and_changes_nothing() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let many: Vec<String> = (0..51).map(|count| format!("https://shop-{count}.example")).collect();
    for patch in [
        json!({ "when_nobody": "sometimes" }),
        json!({ "when_nobody": "hidden", "name": "" }),
        json!({ "when_nobody": "hidden", "name": "x".repeat(81) }),
        json!({ "when_nobody": "hidden", "origins": ["shop.example"] }),
        json!({ "when_nobody": "hidden", "origins": many }),
        json!({ "when_nobody": "hidden", "color": "red" }),
        json!(null),
    ] {
        let answer = ada.request(Method::PATCH, "settings").json(&patch).send().await.expect("an answer");
        refused(answer, 400, Code::BadRequest).await;
    }
    assert_eq!(site.mode().await, "messaging");
}
