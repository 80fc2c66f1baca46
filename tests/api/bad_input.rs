//! Everything wrong that a stranger can send: a clear error, never a 500, nothing lost.

use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::{Value, json};
use tests::site::{SHOP, message_id, random, refused};
use tests::{Edge, Site};
use wire::http::{Code, MOST_BYTES};

#[tokio::test]
async fn messages_of_every_wrong_form() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let id = message_id();
    let long = "x".repeat(4_001);
    let wrong: Vec<Value> = vec![
        json!(null),
        json!([]),
        json!("text"),
        json!(7),
        json!({}),
        json!({ "id": id }),
        json!({ "body": "hello" }),
        json!({ "id": 7, "body": "hello" }),
        json!({ "id": id, "body": 7 }),
        json!({ "id": id, "body": null }),
        json!({ "id": id, "body": ["hello"] }),
        json!({ "id": "short", "body": "hello" }),
        json!({ "id": "x".repeat(65), "body": "hello" }),
        json!({ "id": "../../../../etc/passwd", "body": "hello" }),
        json!({ "id": id, "body": "" }),
        json!({ "id": id, "body": " \n " }),
        json!({ "id": id, "body": long }),
        json!({ "id": id, "body": "nul\u{0}" }),
        json!({ "id": id, "body": "hello", "email": "nobody" }),
        json!({ "id": id, "body": "hello", "email": "a@b.co\r\nBcc: c@d.ee" }),
        json!({ "id": id, "body": "hello", "page": "javascript:alert(1)" }),
        json!({ "id": id, "body": "hello", "role": "admin" }),
    ];
    for body in wrong {
        let problem = refused(visitor.post(&body).await, 400, Code::BadRequest).await;
        assert!(!problem.message.contains("line"), "for people: {}", problem.message);
    }
    for text in ["", "{", "{\"id\":", "\u{feff}{}", "{}{}", "\u{1}"] {
        let request = visitor.request(Method::POST, "messages").header("content-type", "application/json");
        refused(request.body(text).send().await.expect("an answer"), 400, Code::BadRequest).await;
    }
    let deep = "[".repeat(10_000);
    let request = visitor.request(Method::POST, "messages").header("content-type", "application/json");
    refused(request.body(deep).send().await.expect("an answer"), 400, Code::BadRequest).await;
    let request = visitor.request(Method::POST, "messages").header("content-type", "application/json");
    let not_utf8 = request.body(vec![b'"', 0xff, b'"']).send().await.expect("an answer");
    refused(not_utf8, 400, Code::BadRequest).await;

    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        let request = visitor.request(Method::POST, "messages").header("content-type", kind);
        refused(request.body("{}").send().await.expect("an answer"), 415, Code::NotJson).await;
    }
    let answer = visitor.request(Method::GET, "conversation").send().await.expect("an answer");
    refused(answer, 401, Code::Unauthorized).await;
    assert_eq!(visitor.post(&json!({ "id": id, "body": "hello" })).await.status(), 201, "and the right one");
}

#[tokio::test]
async fn a_body_is_capped_before_it_is_read() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let text = json!({ "id": message_id(), "body": "x".repeat(MOST_BYTES) }).to_string();
    let request = visitor.request(Method::POST, "messages").header("content-type", "application/json");
    refused(request.body(text).send().await.expect("an answer"), 413, Code::TooLarge).await;
    // The longest message that is allowed is not too large, in any script.
    let body = json!({ "id": message_id(), "body": "🏮".repeat(4_000) });
    assert_eq!(visitor.post(&body).await.status(), 201);
}

#[tokio::test]
async fn missing_and_forged_tokens() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    site.visitor().leave("mine").await;
    let say = json!({ "id": message_id(), "body": "hello" });
    for value in ["", "Bearer", "Bearer ", "Bearer short", "Basic abc", &format!("Bearer {}=", random(32))] {
        let mut request = site.request(Method::POST, "messages").header(ORIGIN, SHOP);
        if !value.is_empty() {
            request = request.header("authorization", value);
        }
        refused(request.json(&say).send().await.expect("an answer"), 401, Code::Unauthorized).await;
        let request = site.request(Method::GET, "conversation").header("authorization", value);
        refused(request.send().await.expect("an answer"), 401, Code::Unauthorized).await;
    }
    let unknown = site.visitor();
    let request = unknown.request(Method::POST, "read").json(&json!({ "seq": 1 }));
    refused(request.send().await.expect("an answer"), 401, Code::Unauthorized).await;
}

#[tokio::test]
async fn foreign_origins_may_read_why_and_nothing_else() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let say = json!({ "id": message_id(), "body": "hello" });
    for origin in ["http://evil.example", "null", "http://shop.example.evil.example", "https://shop.example"]
    {
        let request = site.request(Method::POST, "messages").header(ORIGIN, origin);
        let answer = request.bearer_auth(&visitor.token).json(&say).send().await.expect("an answer");
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        refused(answer, 403, Code::ForeignOrigin).await;
    }
    let request = site.request(Method::POST, "messages").bearer_auth(&visitor.token);
    refused(request.json(&say).send().await.expect("an answer"), 403, Code::ForeignOrigin).await;

    let request = site.http.request(Method::OPTIONS, format!("{}/v1/sites/{}/messages", site.base, site.id));
    let answer = request.header(ORIGIN, SHOP).send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.headers()["access-control-allow-headers"], "authorization, content-type");
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for path in ["", "v1", "v1/sites", "v1/sites/x", "v1/nothing", "v1/operator", "v1/sites/x/y/z", "v1//"] {
        let answer = site.http.get(format!("{}/{path}", site.base)).send().await.expect("an answer");
        if path.starts_with("v1") {
            refused(answer, 404, Code::NotFound).await;
        }
    }
    for (method, path) in [
        (Method::POST, "presence"),
        (Method::DELETE, "conversation"),
        (Method::GET, "messages"),
        (Method::PUT, "read"),
        (Method::POST, "socket"),
        (Method::GET, "links"),
        (Method::PUT, "session"),
        (Method::GET, "settings"),
        (Method::POST, "agent/socket"),
    ] {
        let answer = site.request(method.clone(), path).send().await.expect("an answer");
        refused(answer, 405, Code::MethodNotAllowed).await;
    }
    let visitor = site.visitor();
    visitor.leave("hello").await;
    for after in ["-1", "x", "1.5", "99999999999", ""] {
        let request = visitor.request(Method::GET, &format!("conversation?after={after}"));
        refused(request.send().await.expect("an answer"), 400, Code::BadRequest).await;
    }
    let request = visitor.request(Method::GET, "conversation?after=1&x=y");
    assert_eq!(request.send().await.expect("an answer").status(), 200);
}
