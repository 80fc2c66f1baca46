//! S3: invisible looks exactly like offline, byte for byte and frame for frame.

use reqwest::Method;
use tests::{AgentSocket, VisitorSocket};
use tests::{Edge, Site, Visitor};
use wire::agent;
use wire::visitor;
use wire::{Mode, Seq, Status};

/// Everything that a stranger can learn from the presence answer.
async fn seen_by_stranger(site: &Site) -> (u16, Vec<(String, String)>, String) {
    let answer = site.request(Method::GET, "presence").send().await.expect("an answer");
    let status = answer.status().as_u16();
    let headers = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let mut headers: Vec<_> = headers.filter(|(name, _)| name != "date").collect();
    headers.sort();
    (status, headers, answer.text().await.expect("a body"))
}

#[tokio::test]
async fn s3_an_invisible_agent_looks_offline_to_strangers() {
    let edge = Edge::start();
    for nobody in ["messaging", "hidden"] {
        let site = Site::create(&edge, nobody).await;
        let (_, mut ada) = site.ada().await;
        let offline = seen_by_stranger(&site).await;
        ada.choose(Status::Invisible).await;
        assert_eq!(seen_by_stranger(&site).await, offline);
        ada.choose(Status::Online).await;
        assert_ne!(seen_by_stranger(&site).await, offline);
        ada.choose(Status::Invisible).await;
        assert_eq!(seen_by_stranger(&site).await, offline);
    }
}

/// The frames that a socket heard up to the answer to a marker, but for the marker's.
async fn frames_of_page(page: &mut VisitorSocket) -> Vec<visitor::Hears> {
    page.say(&visitor::Says::Hello { protocol: wire::PROTOCOL, token: None, after: Seq(0) }).await;
    page.expect("welcome", |frame| matches!(frame, visitor::Hears::Welcome(_)).then_some(())).await;
    page.rest()
}

async fn frames_of_console(console: &mut AgentSocket) -> Vec<agent::Hears> {
    console.say(&agent::Says::Hello { protocol: wire::PROTOCOL }).await;
    console.expect("welcome", |frame| matches!(frame, agent::Hears::Welcome { .. }).then_some(())).await;
    console.rest()
}

#[tokio::test]
async fn s3_an_open_page_and_a_colleague_hear_the_same_of_both() {
    let edge = Edge::start();
    let mut heard = Vec::new();
    for away in [Status::Offline, Status::Invisible] {
        let site = Site::create(&edge, "messaging").await;
        let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
        let (mut page, _) = site.visitor().connect(Seq(0)).await;
        ada.choose(Status::Online).await;
        ada.choose(away).await;
        ada.choose(Status::Online).await;
        ada.choose(away).await;
        let page = frames_of_page(&mut page).await;
        let online: Vec<Vec<bool>> = frames_of_console(&mut bob)
            .await
            .into_iter()
            .map(|frame| match frame {
                agent::Hears::Team { team } => team.iter().map(|one| one.online).collect(),
                other => panic!("a colleague hears of the team only: {other:?}"),
            })
            .collect();
        heard.push((page, online));
    }
    assert_eq!(heard[0], heard[1]);
    assert_eq!(heard[0].0.len(), 4, "live, away, live, away");
}

#[tokio::test]
async fn s3_between_offline_and_invisible_nobody_hears_anything() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    for status in [Status::Invisible, Status::Offline, Status::Invisible] {
        ada.choose(status).await;
    }
    assert_eq!(frames_of_page(&mut page).await, []);
    assert_eq!(frames_of_console(&mut bob).await, []);
}

/// A visitor whose conversation Ada joined, and one whose she did not.
async fn two_visitors(site: &Site, ada: &mut AgentSocket) -> (Visitor, Visitor) {
    let (joined, other) = (site.visitor(), site.visitor());
    joined.leave("To Ada").await;
    let row = ada.conversation("To Ada").await;
    ada.answer(&row.id, "Hello").await;
    other.leave("To nobody").await;
    ada.conversation("To nobody").await;
    (joined, other)
}

#[tokio::test]
async fn s4_an_invisible_agent_looks_online_in_the_conversations_that_were_joined() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let (joined, other) = two_visitors(&site, &mut ada).await;
    ada.choose(Status::Invisible).await;
    let (of_joined, of_other) = (joined.visit().await, other.visit().await);
    assert_eq!((of_joined.mode, of_other.mode), (Mode::Live, Mode::Messaging));
    assert!(of_joined.faces[0].online);
    assert!(of_other.faces.is_empty());
    assert_eq!(site.mode().await, "messaging");
    ada.choose(Status::Offline).await;
    let of_joined = joined.visit().await;
    assert_eq!(of_joined.mode, Mode::Messaging);
    assert!(!of_joined.faces[0].online);
}

#[tokio::test]
async fn s8_an_invisible_agent_joins_by_answering() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Invisible).await;
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    let row = ada.conversation("Hello?").await;
    assert!(visitor.visit().await.faces.is_empty());
    ada.answer(&row.id, "Hello!").await;
    let visit = visitor.visit().await;
    assert_eq!(visit.mode, Mode::Live);
    assert!(visit.faces[0].online);
    assert_eq!(site.mode().await, "messaging", "for everybody else nothing changed");
}
