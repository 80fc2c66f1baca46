//! A visitor and the team, through the widget.

use tests::browser::Browser;
use tests::fixture::Fixture;
use tests::{Edge, Site};
use wire::Status;

use tests::widget::{Widget, visit};

async fn shop(edge: &Edge, when_nobody: &str) -> (Browser, Fixture, Site) {
    let fixture = Fixture::open().await;
    let site = Site::create_with(edge, when_nobody, &[&fixture.origin]).await;
    (Browser::start().await, fixture, site)
}

#[tokio::test]
async fn g1_a_live_conversation_goes_both_ways() {
    let edge = Edge::start();
    let (browser, fixture, site) = shop(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.open().await;
    widget.send("Is it oak?").await;
    widget.shows("Is it oak?", "sent").await;
    let row = ada.conversation("Is it oak?").await;
    ada.answer(&row.id, "It is <b>oak</b>.").await;
    widget.shows("It is <b>oak</b>.", "agent").await;
    widget.send("Thank you").await;
    ada.message("Thank you").await;
    assert!(widget.text("faces").await.contains("Ada"));
}

#[tokio::test]
async fn s13_an_offline_message_is_answered_and_read_by_the_returning_visitor() {
    let edge = Edge::start();
    let (browser, fixture, site) = shop(&edge, "hidden").await;
    // The site shows nothing to strangers; this visitor wrote while it still showed Messaging.
    let (agent, mut ada) = site.ada().await;
    let patch = serde_json::json!({ "when_nobody": "messaging" });
    agent.request(reqwest::Method::PATCH, "settings").json(&patch).send().await.expect("an answer");
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    widget.leave_email("eve@mail.example").await;
    widget.send("Do you repair lamps?").await;
    widget.shows("Do you repair lamps?", "sent").await;
    browser.window.goto("about:blank").await;

    let row = ada.conversation("Do you repair lamps?").await;
    assert_eq!(row.email.as_ref().map(wire::Email::as_str), Some("eve@mail.example"));
    ada.answer(&row.id, "For life.").await;
    let patch = serde_json::json!({ "when_nobody": "hidden" });
    agent.request(reqwest::Method::PATCH, "settings").json(&patch).send().await.expect("an answer");

    let widget = visit(&browser.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.has_unread(1).await;
    widget.open().await;
    widget.shows("Do you repair lamps?", "sent").await;
    widget.shows("For life.", "agent").await;
    let stranger = Browser::start().await;
    assert!(visit(&stranger.window, &fixture, &site).await.is_absent().await);
}

#[tokio::test]
async fn g6_what_is_written_while_the_edge_is_down_is_sent_when_it_is_back() {
    let mut edge = Edge::start();
    let (browser, fixture, site) = shop(&edge, "messaging").await;
    let (agent, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let widget = visit(&browser.window, &fixture, &site).await;
    widget.open().await;
    widget.send("Before").await;
    widget.shows("Before", "sent").await;
    edge.kill9();
    widget.send("Meanwhile").await;
    widget.shows("Meanwhile", "sending").await;
    edge.restart();
    widget.shows("Meanwhile", "sent").await;
    let mut ada = agent.connect().await;
    widget.send("After").await;
    let row = ada.conversation("After").await;
    ada.answer(&row.id, "All three").await;
    widget.shows("All three", "agent").await;
    let texts: Vec<_> = widget.messages().await.into_iter().map(|(text, _)| text).collect();
    assert_eq!(texts, ["Before", "Meanwhile", "After", "All three"], "once each, in order");
}

#[tokio::test]
async fn two_tabs_of_one_visitor_agree() {
    let edge = Edge::start();
    let (browser, fixture, site) = shop(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let window = &browser.window;
    let first = visit(window, &fixture, &site).await;
    first.open().await;
    first.send("From the first").await;
    first.shows("From the first", "sent").await;
    window.new_tab(&fixture.origin).await;
    let second = Widget(window);
    second.open().await;
    second.shows("From the first", "sent").await;
    second.send("From the second").await;
    second.shows("From the second", "sent").await;
    window.tab(0).await;
    first.shows("From the second", "sent").await;
}
