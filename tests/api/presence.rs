//! Who is in, as strangers and visitors hear it.

use reqwest::Method;
use reqwest::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, ETAG, IF_NONE_MATCH, SET_COOKIE};
use serde_json::{Value, json};
use tests::site::refused;
use tests::{Edge, Site, until};
use wire::http::Code;
use wire::{Mode, Seq, Status};

#[tokio::test]
async fn s1_s2_a_site_is_live_while_an_agent_is_online_and_reachable() {
    let edge = Edge::start();
    for nobody in ["messaging", "hidden"] {
        let site = Site::create(&edge, nobody).await;
        assert_eq!(site.mode().await, nobody, "nobody has signed in");
        let (_, mut ada) = site.ada().await;
        assert_eq!(site.mode().await, nobody, "signed in is not online");
        ada.choose(Status::Online).await;
        assert_eq!(site.mode().await, "live");
        ada.choose(Status::Offline).await;
        assert_eq!(site.mode().await, nobody);
    }
}

#[tokio::test]
async fn s1_one_of_two_agents_is_enough() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    ada.choose(Status::Online).await;
    bob.choose(Status::Online).await;
    ada.choose(Status::Offline).await;
    assert_eq!(site.mode().await, "live");
    bob.choose(Status::Offline).await;
    assert_eq!(site.mode().await, "messaging");
}

#[tokio::test]
async fn s16_the_answer_says_for_how_long_it_is_good() {
    let edge =
        Edge::start_with(&[("OPERATOR_KEY", tests::workerd::OPERATOR_KEY), ("PRESENCE_FRESH_FOR", "12")]);
    let site = Site::create(&edge, "hidden").await;
    let answer = site.request(Method::GET, "presence").send().await.expect("an answer");
    assert_eq!(answer.headers()[CACHE_CONTROL], "public, max-age=0, s-maxage=6");
    assert_eq!(answer.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert!(!answer.headers().contains_key(SET_COOKIE));
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body, json!({ "mode": "hidden", "fresh_for": 12 }));
}

#[tokio::test]
async fn an_unchanged_answer_is_304_and_a_changed_one_is_not() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ask = async |tag: &str| {
        let request = site.request(Method::GET, "presence").header(IF_NONE_MATCH, tag);
        request.send().await.expect("an answer")
    };
    let first = ask("\"other\"").await;
    assert_eq!(first.status(), 200);
    let tag = first.headers()[ETAG].to_str().expect("a tag").to_owned();
    let same = ask(&tag).await;
    assert_eq!(same.status(), 304);
    assert_eq!(same.headers()[ETAG], tag.as_str());
    assert_eq!(same.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert_eq!(ask(&format!("W/{tag}")).await.status(), 304, "a proxy that compresses makes it weak");

    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    assert_eq!(ask(&tag).await.status(), 200);
}

#[tokio::test]
async fn h1_an_unknown_site_is_not_found_and_no_object_is_made_for_it() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    assert_eq!(edge.databases().len(), 1);
    let unknown = site.named("nobody-knows");
    let routes = [
        (Method::GET, "presence"),
        (Method::GET, "conversation"),
        (Method::POST, "messages"),
        (Method::POST, "read"),
        (Method::GET, "socket"),
        (Method::POST, "links"),
        (Method::POST, "session"),
        (Method::GET, "session"),
        (Method::DELETE, "session"),
        (Method::PATCH, "settings"),
        (Method::GET, "agent/socket"),
    ];
    for (method, path) in routes {
        let answer = unknown.visitor().request(method, path).json(&json!({})).send().await;
        refused(answer.expect("an answer"), 404, Code::NotFound).await;
    }
    assert_eq!(edge.databases().len(), 1, "no object was made for a site that does not exist");
}

#[tokio::test]
async fn s12_an_open_page_hears_each_change_within_a_second() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (mut page, visit) = site.visitor().connect(Seq(0)).await;
    assert_eq!(visit.mode, Mode::Messaging);
    let (_, mut ada) = site.ada().await;
    for (status, mode) in [(Status::Online, Mode::Live), (Status::Offline, Mode::Messaging)] {
        ada.choose(status).await;
        let chosen = std::time::Instant::now();
        let heard = page
            .expect("presence", |frame| match frame {
                wire::visitor::Hears::Presence { mode, .. } => Some(*mode),
                _ => None,
            })
            .await;
        assert_eq!(heard, mode);
        assert!(chosen.elapsed().as_millis() < 1000, "{:?}", chosen.elapsed());
    }
}

#[tokio::test]
async fn s5_an_open_conversation_or_an_unread_answer_keeps_a_visitor_from_hidden() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let visitor = site.visitor();
    visitor.leave("Is it oak?").await;
    let row = ada.conversation("Is it oak?").await;
    ada.answer(&row.id, "It is.").await;
    ada.say(&wire::agent::Says::Close { conversation: row.id.clone() }).await;
    ada.expect("the closed conversation", |frame| match frame {
        wire::agent::Hears::Conversation(row) if row.state == wire::visitor::State::Closed => Some(()),
        _ => None,
    })
    .await;
    ada.choose(Status::Offline).await;

    assert_eq!(site.mode().await, "hidden", "a stranger");
    let own = async || {
        let answer = visitor.request(Method::GET, "presence").send().await.expect("an answer");
        assert_eq!(answer.headers()[CACHE_CONTROL], "no-store");
        let body: Value = answer.json().await.expect("JSON");
        body["mode"].as_str().expect("a mode").to_owned()
    };
    assert_eq!(own().await, "messaging", "an answer is unread");
    let read = visitor.request(Method::POST, "read").json(&json!({ "seq": 2 })).send().await;
    assert_eq!(read.expect("an answer").status(), 204);
    assert_eq!(own().await, "hidden", "closed, and everything is read");
    visitor.leave("Thank you").await;
    assert_eq!(own().await, "messaging", "open again");
}

#[tokio::test]
async fn g9_an_agent_whose_devices_fall_silent_is_gone_within_the_lease() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    // Still connected, but not heard from any more: what counts is the age of the last heartbeat.
    let silent = std::time::Instant::now();
    tests::wait::until_within(std::time::Duration::from_mins(1), "the end of the lease", async || match site
        .mode()
        .await
        .as_str()
    {
        "messaging" => Ok(()),
        seen => crate::other(seen.to_owned()),
    })
    .await;
    let gone = silent.elapsed().as_secs();
    assert!((40..=50).contains(&gone), "gone after {gone} s");
    page.expect("presence", |frame| match frame {
        wire::visitor::Hears::Presence { mode: Mode::Messaging, .. } => Some(()),
        _ => None,
    })
    .await;
    ada.ping().await;
    until("the agent to be back", async || match site.mode().await.as_str() {
        "live" => Ok(()),
        seen => crate::other(seen.to_owned()),
    })
    .await;
}
