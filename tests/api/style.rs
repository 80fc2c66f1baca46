//! How the widget looks, as an admin sets it and a page is told.

use reqwest::Method;
use reqwest::header::ETAG;
use serde_json::{Value, json};
use tests::site::refused;
use tests::{Edge, Site};
use wire::http::Code;

async fn paint(site: &Site, query: &str) -> Value {
    let answer = site.request(Method::GET, &format!("presence{query}")).send().await.expect("an answer");
    answer.json::<Value>().await.expect("JSON")["paint"].take()
}

#[tokio::test]
async fn y1_the_first_answer_has_what_differs_from_a_new_site() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let tag = async || {
        let answer = site.request(Method::GET, "presence").send().await.expect("an answer");
        answer.headers()[ETAG].to_str().expect("a tag").to_owned()
    };
    assert_eq!(paint(&site, "").await, Value::Null);
    let usual = tag().await;
    ada.configure(&json!({ "style": { "color": "#2266EE", "side": "start", "size": 64, "icon": "heart" } }))
        .await;
    let told = paint(&site, "").await;
    let css = told["css"].as_str().expect("a sheet");
    assert!(css.starts_with(":host{--accent:#2266ee;--on:#ffffff;"), "{css}");
    assert!(css.contains("--start:20px;--end:auto;--size:64px;"), "{css}");
    assert!(css.contains("@media(prefers-color-scheme:dark){:host{"), "{css}");
    assert!(told["icon"].as_str().is_some_and(|path| path.starts_with('M')), "{told}");
    assert_ne!(tag().await, usual, "who has the old answer asks for the new one");
    ada.configure(&json!({ "style": {} })).await;
    assert_eq!(paint(&site, "").await, Value::Null, "all as usual again");
    assert_eq!(tag().await, usual);
}

#[tokio::test]
async fn y1_a_pages_tag_says_otherwise_as_far_as_that_can_be() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    ada.configure(&json!({ "style": { "color": "#2266ee", "theme": "light" } })).await;
    let css = async |query: &str| paint(&site, query).await["css"].as_str().unwrap_or_default().to_owned();
    let own = css("").await;
    assert_eq!(
        css("?color=url(x)&size=1000&x=-1&hue=3&icon=%3Csvg").await,
        own,
        "what cannot be is passed over"
    );
    let red = css("?color=%23c00&theme=dark&y=80").await;
    assert!(red.starts_with(":host{--accent:#cc0000;") && red.contains("--y:80px;"), "{red}");
    assert_eq!(css("?group=sales&color=cc0000&theme=dark&y=80").await, red);
    assert_eq!(css("").await, own, "other pages keep the site's");
}

#[tokio::test]
async fn y1_a_look_that_cannot_be_is_refused_and_a_change_is_taken_down() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    for style in [
        json!({ "color": "red" }),
        json!({ "color": "#2266ee;}body{display:none" }),
        json!({ "size": 43 }),
        json!({ "x": 101 }),
        json!({ "y": 201 }),
        json!({ "radius": 33 }),
        json!({ "icon": "<svg>" }),
        json!({ "hue": 3 }),
    ] {
        let request = ada.request(Method::PATCH, "settings").json(&json!({ "style": style }));
        let problem = refused(request.send().await.expect("an answer"), 400, Code::BadRequest).await;
        assert!(problem.message.contains("44 to 80"), "{}", problem.message);
    }
    assert_eq!(paint(&site, "").await, Value::Null);
    ada.configure(&json!({ "style": { "color": "#2266ee", "y": 80 } })).await;
    let deeds: Value =
        ada.request(Method::GET, "audit").send().await.expect("an answer").json().await.expect("JSON");
    let deed = (&deeds[0]["what"], &deeds[0]["from"], &deeds[0]["to"]);
    assert_eq!(deed, (&json!("style"), &json!("as usual"), &json!("color #2266ee, y 80")), "{deeds}");
}
