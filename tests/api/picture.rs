//! Agents' pictures over HTTP (SPEC.md, T6).

use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use serde_json::json;
use tests::site::refused;
use tests::{Agent, Edge, Site};
use wire::AgentId;
use wire::http::Code;

/// The beginning of a JPEG, as base64.
const JPEG: &str = "/9j/4AAQSkZJRg==";

async fn put(agent: &Agent, whose: &AgentId, picture: Option<&str>) -> reqwest::Response {
    let request = agent.request(Method::PUT, &format!("team/{whose}/picture"));
    request.json(&json!({ "picture": picture })).send().await.expect("an answer")
}

async fn face(site: &Site, agent: &AgentId) -> reqwest::Response {
    site.request(Method::GET, &format!("faces/{agent}")).send().await.expect("an answer")
}

#[tokio::test]
async fn t6_an_agent_shows_a_picture_and_takes_it_back() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (bob, _) = site.bob().await;
    let id = &bob.id_of("Bob").await;
    assert_eq!(face(&site, id).await.status(), 204, "no error where there is none");
    assert_eq!(put(&bob, id, Some(JPEG)).await.status(), 204);
    let shown = face(&site, id).await;
    let header = |name| shown.headers()[&name].to_str().expect("text").to_owned();
    assert_eq!(header(CONTENT_TYPE), "image/jpeg");
    assert_eq!(header(CACHE_CONTROL), "public, max-age=600");
    assert_eq!(header(CONTENT_SECURITY_POLICY), "default-src 'none'");
    assert_eq!(shown.headers()["access-control-allow-origin"], "*");
    assert_eq!(shown.headers()["x-content-type-options"], "nosniff");
    assert_eq!(&shown.bytes().await.expect("bytes")[..4], b"\xFF\xD8\xFF\xE0");

    for bad in ["<svg onload=alert(1)>", "PHN2Zy8+", "R0lGODlhAQABAAAAACw=", ""] {
        refused(put(&bob, id, Some(bad)).await, 400, Code::BadRequest).await;
    }
    assert_eq!(face(&site, id).await.status(), 200, "a refusal changes nothing");
    assert_eq!(put(&bob, id, None).await.status(), 204);
    assert_eq!(face(&site, id).await.status(), 204);
}

#[tokio::test]
async fn t6_an_admin_sets_anybodys_picture_and_it_ends_with_the_agent() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((ada, _), (bob, _)) = tokio::join!(site.ada(), site.bob());
    let (id, own) = (&ada.id_of("Bob").await, &ada.id_of("Ada").await);
    assert_eq!(put(&ada, id, Some(JPEG)).await.status(), 204);
    assert_eq!(put(&bob, own, Some(JPEG)).await.status(), 403);
    assert_eq!(face(&site, id).await.status(), 200);
    let gone = ada.request(Method::DELETE, &format!("team/{id}")).json(&json!({})).send().await;
    assert_eq!(gone.expect("an answer").status(), 204);
    assert_eq!(face(&site, id).await.status(), 204);
}
