//! Whatever a stranger sends: a clear refusal, never a 500.

use reqwest::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, CONTENT_TYPE, ORIGIN,
};
use reqwest::{Body, Method};
use serde_json::json;
use tests::site::{SHOP, message_id, random, refused};
use tests::{Edge, Site};
use wire::http::Code;

#[tokio::test]
async fn a_message_that_is_none_is_refused() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let id = message_id();
    for body in [
        json!(null),
        json!([]),
        json!("hello"),
        json!({}),
        json!({ "id": id }),
        json!({ "body": "x" }),
        json!({ "id": id, "body": null }),
        json!({ "id": id, "body": ["x"] }),
        json!({ "id": id, "body": "" }),
        json!({ "id": id, "body": "\u{0}" }),
        json!({ "id": id, "body": "x".repeat(4_001) }),
        json!({ "id": "short", "body": "x" }),
        json!({ "id": "with space and / slash", "body": "x" }),
        json!({ "id": id, "body": "x", "email": "eve@mail" }),
        json!({ "id": id, "body": "x", "email": "eve@mail.example\nBcc: all@mail.example" }),
        json!({ "id": id, "body": "x", "page": "file:///etc/passwd" }),
        json!({ "id": id, "body": "x", "seq": 1 }),
        json!({ "id": id, "body": "x", "author": "agent" }),
    ] {
        refused(visitor.post(&body).await, 400, Code::BadRequest).await;
    }
    for text in ["", "{", "{\"id\":", "\u{feff}{}", "id=1&body=x"] {
        let request = visitor.request(Method::POST, "messages").header(CONTENT_TYPE, "application/json");
        refused(request.body(text).send().await.expect("an answer"), 400, Code::BadRequest).await;
    }
    let request = visitor.request(Method::POST, "messages").header(CONTENT_TYPE, "application/json");
    let answer = request.body(vec![0xff, 0xfe, 0x00]).send().await.expect("an answer");
    refused(answer, 400, Code::BadRequest).await;
    let answer = visitor.request(Method::GET, "conversation").send().await.expect("an answer");
    refused(answer, 401, Code::Unauthorized).await;
}

#[tokio::test]
async fn a_body_above_16_kib_is_refused_whatever_its_declared_length() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let large = json!({ "id": message_id(), "body": "x", "page": format!("http://shop.example/{}", "y".repeat(17_000)) });
    refused(visitor.post(&large).await, 413, Code::TooLarge).await;
    let chunks = futures_util::stream::iter((0..40).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 1024])));
    let request = visitor.request(Method::POST, "messages").header(CONTENT_TYPE, "application/json");
    let answer = request.body(Body::wrap_stream(chunks)).send().await.expect("an answer");
    refused(answer, 413, Code::TooLarge).await;
    // 4,000 characters of four bytes each are a message.
    let longest = json!({ "id": message_id(), "body": "🏮".repeat(4_000) });
    assert_eq!(visitor.post(&longest).await.status(), 201);
}

#[tokio::test]
async fn only_json_is_read() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let body = json!({ "id": message_id(), "body": "x" }).to_string();
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""]
    {
        let request = visitor.request(Method::POST, "messages").header(CONTENT_TYPE, kind).body(body.clone());
        refused(request.send().await.expect("an answer"), 415, Code::NotJson).await;
    }
    let request =
        visitor.request(Method::POST, "messages").header(CONTENT_TYPE, "Application/JSON; charset=utf-8");
    assert_eq!(request.body(body).send().await.expect("an answer").status(), 201);
}

#[tokio::test]
async fn h4_without_a_valid_token_nothing_is_taken() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let body = json!({ "id": message_id(), "body": "x" });
    let tokens = [
        String::new(),
        "Bearer".into(),
        "Bearer short".into(),
        format!("Bearer {}=", random(32)),
        random(32),
    ];
    for token in tokens {
        for (method, path, body) in [
            (Method::POST, "messages", &body),
            (Method::POST, "read", &json!({ "seq": 0 })),
            (Method::GET, "conversation", &json!(null)),
        ] {
            let request = site.request(method, path).header(ORIGIN, SHOP).header(AUTHORIZATION, &token);
            refused(request.json(body).send().await.expect("an answer"), 401, Code::Unauthorized).await;
        }
    }
    let read = site.visitor().request(Method::POST, "read").json(&json!({ "seq": 1 })).send().await;
    refused(read.expect("an answer"), 401, Code::Unauthorized).await;
}

#[tokio::test]
async fn h2_a_foreign_page_may_not_write_and_learns_why() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let body = json!({ "id": message_id(), "body": "x" });
    let visitor = site.visitor();
    for origin in [
        None,
        Some("http://evil.example"),
        Some("null"),
        Some("https://shop.example"),
        Some("http://shop.example.evil.example"),
    ] {
        let token = format!("Bearer {}", visitor.token);
        let mut request = site.request(Method::POST, "messages").header(AUTHORIZATION, token).json(&body);
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        refused(answer, 403, Code::ForeignOrigin).await;
    }
}

#[tokio::test]
async fn h2_pages_may_ask_and_consoles_may_not() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for path in ["presence", "conversation", "messages", "read"] {
        let answer =
            site.request(Method::OPTIONS, path).header(ORIGIN, SHOP).send().await.expect("an answer");
        assert_eq!(answer.status(), 204, "{path}");
        assert_eq!(answer.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        let allowed = answer.headers()[ACCESS_CONTROL_ALLOW_HEADERS].to_str().expect("names");
        assert!(allowed.contains("authorization") && allowed.contains("content-type"));
    }
    for path in ["session", "settings", "links", "agent/socket"] {
        let answer =
            site.request(Method::OPTIONS, path).header(ORIGIN, SHOP).send().await.expect("an answer");
        assert!(!answer.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), "{path}");
        refused(answer, 405, Code::MethodNotAllowed).await;
    }
}

#[tokio::test]
async fn an_address_or_a_method_that_is_not_there_is_said_so() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for path in [
        "/v1",
        "/v1/",
        "/v1/sites",
        "/v1/sites/",
        "/v1/nothing",
        "/v1/operator",
        "/v1/sites/demo/presence/x",
        "/v1//sites",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let answer =
                site.http.request(method, format!("{}{path}", site.base)).send().await.expect("an answer");
            refused(answer, 404, Code::NotFound).await;
        }
    }
    for (method, path) in [
        (Method::POST, "presence"),
        (Method::DELETE, "conversation"),
        (Method::GET, "messages"),
        (Method::PUT, "read"),
        (Method::GET, "links"),
        (Method::PUT, "session"),
        (Method::GET, "settings"),
        (Method::POST, "agent/socket"),
    ] {
        let answer = site.request(method, path).send().await.expect("an answer");
        refused(answer, 405, Code::MethodNotAllowed).await;
    }
}

#[tokio::test]
async fn a_bad_parameter_is_refused() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    for after in ["x", "-1", "1.5", "99999999999", ""] {
        let answer = visitor.request(Method::GET, &format!("conversation?after={after}")).send().await;
        refused(answer.expect("an answer"), 400, Code::BadRequest).await;
    }
    let answer = visitor.request(Method::GET, "conversation?after=1&other=1").send().await;
    assert_eq!(answer.expect("an answer").status(), 200);
    // A page has seen what the edge does not have: that conversation is gone (B3).
    let answer = visitor.request(Method::GET, "conversation?after=4000000000").send().await;
    refused(answer.expect("an answer"), 401, Code::Unauthorized).await;
}
