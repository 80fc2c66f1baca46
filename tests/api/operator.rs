//! The operator creates sites and links; nobody else does.

use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};
use tests::site::refused;
use tests::workerd::OPERATOR_KEY;
use tests::{Edge, Site};
use wire::http::Code;

#[tokio::test]
async fn a_site_is_created_once_and_keeps_its_data() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    let visitor = site.visitor();
    visitor.leave("Still there?").await;
    let put = json!({
        "name": "Another name", "when_nobody": "messaging",
        "agents": [
            { "name": "Ada again", "email": "ADA@shop.example", "role": "agent" },
            { "name": "Cid", "email": "cid@shop.example" },
        ],
    });
    let answer = site.operator(Method::PUT, "", &put).await;
    assert_eq!(answer.status(), 200);
    let created: Value = answer.json().await.expect("JSON");
    assert_eq!(created, json!({ "site": site.id, "created": false, "agents": 3 }));
    assert_eq!(site.mode().await, "hidden", "no setting of an existing site is changed");
    assert_eq!(visitor.texts().await, ["Still there?"]);
    site.sign_in("cid@shop.example").await;
}

#[tokio::test]
async fn a_link_is_for_an_agent_of_the_site() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let answer = site.operator(Method::POST, "/links", &json!({ "email": "ada@shop.example" })).await;
    assert_eq!(answer.status(), 201);
    let link: Value = answer.json().await.expect("JSON");
    let url = link["url"].as_str().expect("an address");
    assert!(url.starts_with(&format!("{}/console/?site={}#link=", site.base, site.id)), "{url}");
    let answer = site.operator(Method::POST, "/links", &json!({ "email": "eve@shop.example" })).await;
    refused(answer, 404, Code::NotFound).await;
    let unknown = site.named("nobody-knows");
    let answer = unknown.operator(Method::POST, "/links", &json!({ "email": "ada@shop.example" })).await;
    refused(answer, 404, Code::NotFound).await;
}

#[tokio::test]
async fn without_the_key_nothing_is_created() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let body = json!({ "name": "Mine", "agents": [] });
    for authorization in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        &format!("Basic {OPERATOR_KEY}"),
        &format!("Bearer {OPERATOR_KEY}x"),
    ] {
        for (method, path) in [(Method::PUT, "mine"), (Method::PUT, &site.id), (Method::POST, "mine/links")] {
            let url = format!("{}/v1/operator/sites/{path}", site.base);
            let request = site.http.request(method, url).header(AUTHORIZATION, authorization).json(&body);
            refused(request.send().await.expect("an answer"), 401, Code::Unauthorized).await;
        }
    }
    assert_eq!(edge.databases().len(), 1);
}

#[tokio::test]
async fn a_deployment_without_a_key_says_so() {
    for key in ["", "too-short"] {
        let edge = Edge::start_with(&[("OPERATOR_KEY", key)]);
        let http = reqwest::Client::new();
        let request = http.put(format!("{}/v1/operator/sites/demo", edge.base())).bearer_auth(key);
        let answer = request.json(&json!({ "name": "Demo", "agents": [] })).send().await.expect("an answer");
        let problem = refused(answer, 503, Code::NotConfigured).await;
        assert!(problem.message.contains("OPERATOR_KEY"), "{}", problem.message);
    }
}

#[tokio::test]
async fn what_is_no_site_is_refused() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let agent = json!({ "name": "Ada", "email": "ada@shop.example" });
    for body in [
        json!({}),
        json!({ "name": "Shop" }),
        json!({ "name": "", "agents": [agent] }),
        json!({ "name": "Shop", "agents": [{ "name": "Ada", "email": "ada" }] }),
        json!({ "name": "Shop", "agents": [{ "name": "Ada", "email": "ada@shop.example", "role": "king" }] }),
        json!({ "name": "Shop", "agents": [agent], "origins": ["*"] }),
        json!({ "name": "Shop", "agents": [agent], "plan": "gold" }),
    ] {
        let new = site.named("new");
        refused(new.operator(Method::PUT, "", &body).await, 400, Code::BadRequest).await;
        let answer = new.request(Method::GET, "presence").send().await.expect("an answer");
        refused(answer, 404, Code::NotFound).await;
    }
    for id in ["Demo", "a_b", "-a", "a-", &"a".repeat(41), "%2e%2e"] {
        let bad = site.named(id);
        let body = json!({ "name": "Shop", "agents": [agent] });
        refused(bad.operator(Method::PUT, "", &body).await, 404, Code::NotFound).await;
    }
}
