use reqwest::Method;
use serde_json::json;
use tests::site::refused;
use tests::{Edge, Site};
use wire::http::{Code, SiteCreated};

#[tokio::test]
async fn only_the_deployments_key_creates_sites() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let url = format!("{}/v1/operator/sites/another", site.base);
    let body = json!({ "name": "Another", "agents": [] });
    for request in [
        site.http.put(&url),
        site.http.put(&url).bearer_auth("wrong"),
        site.http.put(&url).header("authorization", "Basic dGVzdDp0ZXN0"),
    ] {
        refused(request.json(&body).send().await.expect("an answer"), 401, Code::Unauthorized).await;
    }
    assert_eq!(edge.databases().len(), 1);
    let answer = site.http.get(format!("{}/v1/sites/another/presence", site.base)).send().await;
    assert_eq!(answer.expect("an answer").status(), 404);
}

#[tokio::test]
async fn a_deployment_without_a_key_says_so() {
    for variables in [&[][..], &[("OPERATOR_KEY", "too short")][..]] {
        let edge = Edge::start_with(variables);
        let url = format!("{}/v1/operator/sites/demo", edge.base());
        let request = reqwest::Client::new().put(url).bearer_auth("too short");
        let answer = request.json(&json!({ "name": "Demo", "agents": [] })).send().await;
        let problem = refused(answer.expect("an answer"), 503, Code::NotConfigured).await;
        assert!(problem.message.contains("wrangler secret put OPERATOR_KEY"), "{}", problem.message);
    }
}

#[tokio::test]
async fn putting_a_site_again_adds_agents_and_changes_nothing_else() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    let body = json!({
        "name": "Renamed", "when_nobody": "messaging",
        "agents": [{ "name": "Ada Two", "email": "ADA@shop.example" }, { "name": "Cy", "email": "cy@shop.example" }],
    });
    let answer = site.operator(Method::PUT, "", &body).await;
    assert_eq!(answer.status(), 200);
    let created: SiteCreated = answer.json().await.expect("an answer");
    assert_eq!((created.created, created.agents), (false, 3));
    assert_eq!(site.mode().await, "hidden");
    let answer = site.operator(Method::POST, "/links", &json!({ "email": "nobody@shop.example" })).await;
    refused(answer, 404, Code::NotFound).await;
}
