//! One-time links, sessions, signing out; and that none of it works from a page that is not ours.

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use serde_json::json;
use tests::site::{SHOP, random, refused};
use tests::{Agent, Edge, Site};
use wire::http::{Code, Role, Session};
use wire::settings::Settings;
use wire::{WhenNobody, agent, close};

#[tokio::test]
async fn a_link_signs_in_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let link = site.link("ada@shop.example").await;
    let post =
        || site.request(Method::POST, "session").header(ORIGIN, &site.base).json(&json!({ "link": link }));
    let answer = post().send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let cookie = answer.headers()[SET_COOKIE].to_str().expect("a cookie").to_owned();
    for part in
        [&format!("__Host-porchlight-{}=", site.id), "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"]
    {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let session: Session = answer.json().await.expect("a session");
    assert_eq!((session.me.name.as_str(), session.me.role), ("Ada", Role::Admin));
    let problem = refused(post().send().await.expect("an answer"), 401, Code::Unauthorized).await;
    assert!(problem.message.contains("used already"), "{}", problem.message);
}

#[tokio::test]
async fn forged_and_foreign_links_are_refused_and_use_nothing_up() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let other = Site::create(&edge, "messaging").await;
    let link = site.link("ada@shop.example").await;
    let try_it = async |site: &Site, origin: &str, link: &str| {
        let request = site.request(Method::POST, "session").header(ORIGIN, origin);
        request.json(&json!({ "link": link })).send().await.expect("an answer")
    };
    refused(try_it(&site, &site.base, &random(32)).await, 401, Code::Unauthorized).await;
    refused(try_it(&other, &site.base, &link).await, 401, Code::Unauthorized).await;
    refused(try_it(&site, SHOP, &link).await, 403, Code::ForeignOrigin).await;
    refused(try_it(&site, &site.base, "short").await, 400, Code::BadRequest).await;
    assert_eq!(try_it(&site, &site.base, &link).await.status(), 200, "still good");
}

#[tokio::test]
async fn without_a_session_nothing_of_the_console_opens() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let other = Site::create(&edge, "messaging").await;
    let stolen = other.sign_in("ada@shop.example").await;
    let forged = format!("__Host-porchlight-{}={}", site.id, random(32));
    for cookie in ["", forged.as_str(), stolen.cookie.as_str(), "__Host-porchlight-x", "=;;=", "a=b; c"] {
        let nobody = Agent { site: site.clone(), cookie: cookie.to_owned() };
        for (method, path, body) in [
            (Method::GET, "session", json!(null)),
            (Method::DELETE, "session", json!({})),
            (Method::PATCH, "settings", json!({ "when_nobody": "hidden" })),
        ] {
            let mut request = nobody.request(method, path);
            if !body.is_null() {
                request = request.json(&body);
            }
            refused(request.send().await.expect("an answer"), 401, Code::Unauthorized).await;
        }
        let headers = [("cookie", cookie), ("origin", site.base.as_str())];
        let opened = site.socket::<agent::Says, agent::Hears>("agent/socket", &headers).await;
        assert_eq!(opened.err(), Some(401));
    }
    assert_eq!(site.mode().await, "messaging");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_sockets() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, mut socket) = site.ada().await;
    let (elsewhere, mut other_device) = site.ada().await;
    let answer = ada.request(Method::DELETE, "session").send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    assert!(answer.headers()[SET_COOKIE].to_str().expect("a cookie").contains("Max-Age=0"));
    assert_eq!(socket.closed().await, close::code::UNAUTHORIZED);
    refused(ada.request(Method::GET, "session").send().await.expect("an answer"), 401, Code::Unauthorized)
        .await;
    other_device.ping().await;
    assert_eq!(elsewhere.request(Method::GET, "session").send().await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn only_an_admin_changes_the_settings_and_everybody_hears_of_it() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (bob, mut console) = site.bob().await;
    let patch = |agent: &Agent, body: serde_json::Value| agent.request(Method::PATCH, "settings").json(&body);
    let answer = patch(&bob, json!({ "when_nobody": "hidden" })).send().await.expect("an answer");
    refused(answer, 403, Code::Forbidden).await;

    let answer = patch(&ada, json!({ "when_nobody": "hidden" })).send().await.expect("an answer");
    let settings: Settings = answer.json().await.expect("settings");
    assert_eq!((settings.when_nobody, settings.name.as_str()), (WhenNobody::Hidden, "Shop"));
    assert_eq!(site.mode().await, "hidden");
    console
        .expect("the settings", |frame| match frame {
            agent::Hears::Settings(heard) if *heard == settings => Some(()),
            _ => None,
        })
        .await;

    // A new origin may post at once, and the old one no more.
    let answer = patch(&ada, json!({ "origins": ["https://new.example"] })).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let visitor = site.visitor();
    let say = json!({ "id": tests::site::message_id(), "body": "hello" });
    refused(visitor.post(&say).await, 403, Code::ForeignOrigin).await;
    let request = site.request(Method::POST, "messages").header(ORIGIN, "https://new.example");
    let answer = request.bearer_auth(&visitor.token).json(&say).send().await.expect("an answer");
    assert_eq!(answer.status(), 201);
}

#[tokio::test]
async fn h3_a_foreign_page_cannot_use_the_cookie() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    for origin in [Some(SHOP), Some("null"), None] {
        let mut request = site.request(Method::PATCH, "settings").header(COOKIE, &ada.cookie);
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        let answer = request.json(&json!({ "when_nobody": "hidden" })).send().await.expect("an answer");
        assert!(answer.headers().get("access-control-allow-origin").is_none());
        refused(answer, 403, Code::ForeignOrigin).await;
        let mut headers = vec![("cookie", ada.cookie.as_str())];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let opened = site.socket::<agent::Says, agent::Hears>("agent/socket", &headers).await;
        assert_eq!(opened.err(), Some(403));
    }
    let answer = ada.request(Method::PATCH, "settings").body("{}").send().await.expect("an answer");
    refused(answer, 415, Code::NotJson).await;
}

#[tokio::test]
async fn asking_for_a_link_tells_nobody_who_is_on_the_team() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let mut seen = Vec::new();
    for email in ["ada@shop.example", "nobody@shop.example"] {
        let request = site.request(Method::POST, "links").header(ORIGIN, &site.base);
        let answer = request.json(&json!({ "email": email })).send().await.expect("an answer");
        let mut headers: Vec<_> = answer.headers().iter().map(|pair| format!("{pair:?}")).collect();
        headers.sort();
        seen.push((answer.status(), headers, answer.text().await.expect("a body")));
    }
    assert_eq!(seen[0].0, 202);
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn looking_at_a_link_does_not_use_it_up() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let link = site.link("ada@shop.example").await;
    for _ in 0..2 {
        let answer = site.http.get(format!("{}/console/?site={}", site.base, site.id)).send().await;
        assert!(answer.expect("an answer").status().as_u16() < 500);
    }
    let request = site.request(Method::POST, "session").header(ORIGIN, &site.base);
    assert_eq!(request.json(&json!({ "link": link })).send().await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn a_forged_or_foreign_session_is_none() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let elsewhere = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    let secret = ada.cookie.split_once('=').expect("a value").1;
    let forged = [
        String::new(),
        format!("__Host-porchlight-{}=", elsewhere.id),
        format!("__Host-porchlight-{}={}", elsewhere.id, random(32)),
        format!("__Host-porchlight-{}={secret}", elsewhere.id),
        ada.cookie.clone(),
    ];
    for cookie in forged {
        let request = elsewhere.request(Method::GET, "session").header(COOKIE, &cookie);
        refused(request.send().await.expect("an answer"), 401, Code::Unauthorized).await;
        let headers = [("cookie", cookie.as_str()), ("origin", elsewhere.base.as_str())];
        let socket: Result<tests::AgentSocket, u16> = elsewhere.socket("agent/socket", &headers).await;
        assert_eq!(socket.err(), Some(401), "{cookie}");
    }
}

#[tokio::test]
async fn h3_state_changes_from_our_own_pages_only() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    let link = site.link("ada@shop.example").await;
    let changes = [
        (Method::POST, "session", json!({ "link": link })),
        (Method::DELETE, "session", json!({})),
        (Method::PATCH, "settings", json!({ "when_nobody": "hidden" })),
        (Method::POST, "links", json!({ "email": "ada@shop.example" })),
    ];
    for (method, path, body) in changes {
        // The shop is allowed for visitors; for agents it is as foreign as any.
        for origin in [None, Some("http://evil.example"), Some("null"), Some(SHOP)] {
            let mut request = site.request(method.clone(), path).header(COOKIE, &ada.cookie).json(&body);
            if let Some(origin) = origin {
                request = request.header(ORIGIN, origin);
            }
            refused(request.send().await.expect("an answer"), 403, Code::ForeignOrigin).await;
        }
    }
    for (method, path) in [(Method::POST, "session"), (Method::PATCH, "settings"), (Method::POST, "links")] {
        let request = ada.request(method, path).header(CONTENT_TYPE, "text/plain").body("{}");
        refused(request.send().await.expect("an answer"), 415, Code::NotJson).await;
    }
    assert_eq!(ada.request(Method::GET, "session").send().await.expect("an answer").status(), 200);
    let socket: Result<tests::AgentSocket, u16> =
        site.socket("agent/socket", &[("cookie", &ada.cookie), ("origin", "http://evil.example")]).await;
    assert_eq!(socket.err(), Some(403));
}
