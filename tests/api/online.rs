//! Visitors online (O1): who is on the site, as the team hears it; and what it never costs or tells.

use reqwest::Method;
use reqwest::header::{COOKIE, ORIGIN};
use serde_json::{Value, json};
use tests::lobby::{Console, Page, here};
use tests::site::{SHOP, refused};
use tests::workerd::OPERATOR_KEY;
use tests::{Agent, Edge, Site};
use wire::close::code;
use wire::http::Code;
use wire::lobby;
use wire::online::Hears;

async fn switch(ada: &Agent, on: bool) {
    ada.configure(&json!({ "visitors_online": on })).await;
}

#[tokio::test]
async fn o1_the_team_hears_who_comes_goes_on_and_leaves() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    let widget = || async {
        site.request(Method::GET, "widget")
            .send()
            .await
            .expect("an answer")
            .json::<Value>()
            .await
            .expect("JSON")
    };
    assert_eq!(widget().await.get("lobby"), None, "off unless somebody switches it on");
    switch(&ada, true).await;
    assert_eq!(widget().await["lobby"], true);
    let presence = site.request(Method::GET, "presence").send().await.expect("an answer");
    assert_eq!(presence.json::<Value>().await.expect("JSON")["more"], true);

    let mut first = Page::open(&site).await;
    first.is_at("/lamps?token=s3cret#part", "Lamps").await;
    let mut console = Console::open(&ada).await;
    let known = console.list().await;
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].page.as_str(), "http://shop.example/lamps", "what may be secret is cut off");
    assert_eq!((known[0].title.as_str(), known[0].visits, known[0].wrote), ("Lamps", 1, false));

    let mut second = Page::open(&site).await;
    second.is_at("/", "Shop").await;
    let came = console.visitor("/").await;
    assert_ne!(came.id, known[0].id);
    // The same page goes elsewhere without loading: the same line, with the same beginning.
    first.is_at("/pricing", "Prices").await;
    let moved = console.visitor("/pricing").await;
    assert_eq!((&moved.id, moved.since), (&known[0].id, known[0].since));
    second.close().await;
    let gone = console.left().await;
    assert_eq!(gone, came.id);
    first.ping().await;
    let mut other = Console::open(&ada).await;
    assert_eq!(other.list().await, [moved]);
}

#[tokio::test]
async fn o1_the_lobby_takes_nobody_whom_the_site_does_not() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    let page = async |origin| Page::try_open(&site, origin).await.err();
    assert_eq!(page(SHOP).await, Some(409), "switched off");
    switch(&ada, true).await;
    Page::open(&site).await.close().await;
    assert_eq!(page("http://elsewhere.example").await, Some(403));
    assert_eq!(Page::try_open(&site.named("nowhere"), SHOP).await.err(), Some(404));
    assert_eq!(edge.objects("Lobby"), 1, "no object for a site that is not there");
    let plain = site.request(Method::GET, "lobby").header(ORIGIN, SHOP).send().await.expect("an answer");
    refused(plain, 426, Code::UpgradeRequired).await;
    let url = format!("{}/v1/operator/sites/{}/lobby", site.base, site.id);
    let inner = site.http.post(url).bearer_auth(OPERATOR_KEY).send().await.expect("an answer");
    refused(inner, 404, Code::NotFound).await;

    // What is no frame of ours closes the socket, and says why.
    for (text, wanted) in [
        ("nonsense".to_owned(), code::BAD_FRAME),
        (json!({ "type": "here", "page": "javascript:alert(1)", "title": "" }).to_string(), code::BAD_FRAME),
        ("x".repeat(lobby::MOST_BYTES + 1), code::TOO_LARGE),
    ] {
        let mut page = Page::open(&site).await;
        page.text(&text).await;
        assert_eq!(page.closed().await, wanted, "{text:.40}");
    }
    let mut hasty = Page::open(&site).await;
    let frame = serde_json::to_string(&here("/", "Shop")).expect("JSON");
    for _ in 0..100 {
        if hasty.try_text(&frame).await.is_err() {
            break;
        }
    }
    assert_eq!(hasty.closed().await, code::TOO_MANY);
}

#[tokio::test]
async fn o1_switched_off_nobody_stays() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    switch(&ada, true).await;
    let mut page = Page::open(&site).await;
    page.is_at("/", "Shop").await;
    let mut console = Console::open(&ada).await;
    console.list().await;
    switch(&ada, false).await;
    assert_eq!(page.closed().await, code::UNAUTHORIZED);
    assert_eq!(console.closed().await, code::UNAUTHORIZED);
    assert_eq!(Console::try_open(&ada).await.err(), Some(409));
    let deeds: Vec<Value> = ada.get("audit").await;
    assert_eq!(
        (&deeds[0]["what"], &deeds[0]["from"], &deeds[0]["to"]),
        (&json!("visitors_online"), &json!("on"), &json!("off"))
    );
}

#[tokio::test]
async fn o1_who_is_signed_out_or_removed_hears_nothing_more() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    switch(&ada, true).await;
    let bob = site.sign_in("bob@shop.example").await;
    let again = site.sign_in("ada@shop.example").await;
    let mut console = Console::open(&again).await;
    let mut bobs = Console::open(&bob).await;
    again.request(Method::DELETE, "session").send().await.expect("an answer");
    assert_eq!(console.closed().await, code::UNAUTHORIZED);
    let path = format!("team/{}", ada.id_of("Bob").await);
    ada.request(Method::DELETE, &path).json(&json!({})).send().await.expect("an answer");
    assert_eq!(bobs.closed().await, code::UNAUTHORIZED);
    assert_eq!(Console::try_open(&bob).await.err(), Some(401));
    // A browser sends the cookie from any page: only our own may listen.
    let foreign = [(COOKIE.as_str(), ada.cookie.as_str()), (ORIGIN.as_str(), SHOP)];
    let refused = site.socket::<(), Hears>("visitors", &foreign).await.err();
    assert_eq!(refused, Some(403));
}

#[tokio::test]
async fn o1_a_full_lobby_says_that_there_may_be_more() {
    let edge = Edge::start_with(&[("OPERATOR_KEY", OPERATOR_KEY), ("LOBBY_MOST", "2")]);
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    switch(&ada, true).await;
    let mut first = Page::open(&site).await;
    first.is_at("/", "Shop").await;
    let mut second = Page::open(&site).await;
    assert_eq!(Page::try_open(&site, SHOP).await.err(), Some(429));
    second.is_at("/lamps", "Lamps").await;
    let mut console = Console::open(&ada).await;
    assert!(console.is_full().await);
    second.close().await;
    let mut third = Page::open(&site).await;
    third.is_at("/third", "Third").await;
}

#[tokio::test]
async fn o1_one_address_has_20_pages_at_most() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    switch(&site.sign_in("ada@shop.example").await, true).await;
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(Page::open_from(&site, "203.0.113.7").await.expect("an open socket"));
    }
    assert_eq!(Page::open_from(&site, "203.0.113.7").await.err(), Some(429));
    open.push(Page::open_from(&site, "203.0.113.8").await.expect("an open socket"));
}

/// The site's object is deaf from some point on: everything that asks it fails. Pages do not.
#[tokio::test]
async fn o1_a_page_that_is_only_open_is_no_matter_of_the_sites_object() {
    let edge = Edge::start_deafening();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    switch(&ada, true).await;
    let mut console = Console::open(&ada).await;
    console.list().await;
    let deaf = site.request(Method::GET, "why?at=666").send().await.expect("an answer");
    assert_eq!(deaf.status(), 500);
    let presence = site.request(Method::GET, "presence").send().await.expect("an answer");
    assert_eq!(presence.status(), 500, "it hears nothing more");
    let mut open = Vec::new();
    for number in 0..30 {
        let mut page = Page::open(&site).await;
        page.is_at(&format!("/{number}"), "A page").await;
        console.visitor(&format!("/{number}")).await;
        page.is_at(&format!("/again/{number}"), "A page").await;
        console.visitor(&format!("/again/{number}")).await;
        page.ping().await;
        open.push(page);
    }
    for page in open {
        page.close().await;
        console.left().await;
    }
}
