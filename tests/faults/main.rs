//! What is broken on purpose: workerd is killed right behind an acknowledgement, again and again.
//!
//! What was acknowledged must be there, once, in order (G1, G2, G3). A message whose acknowledgement never
//! came may be there or not; its client sends it again with the same id.

mod kills;
mod load;
mod schema;
mod storm;

use serde_json::json;
use tests::site::{SHOP, message_id};
use tests::{Edge, Site};
use wire::message::Stored;
use wire::{Seq, Status, agent};

/// Kills per way. The point is the instant right behind the acknowledgement, not the number.
const KILLS: u32 = 25;
/// Messages of one visitor: within the burst that the edge allows (L1), since a restart takes no second.
const OF_ONE_VISITOR: u32 = 5;

#[tokio::test]
async fn g1_an_offline_message_survives_kill_9_right_behind_its_acknowledgement() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for _ in 0..KILLS / OF_ONE_VISITOR {
        let visitor = site.visitor();
        let mut acknowledged = Vec::new();
        for number in 1..=OF_ONE_VISITOR {
            let text = format!("message {number}");
            let say = json!({ "id": message_id(), "body": text });
            let answer = visitor.post(&say).await;
            assert_eq!(answer.status(), 201);
            let stored: Stored = answer.json().await.expect("an acknowledgement");
            edge.kill9();
            assert_eq!(stored.seq, Seq(number), "one order, without a gap");
            acknowledged.push(text);
            edge.restart();
            // A client that did not hear of it sends it again: it is not doubled.
            let again = visitor.post(&say).await;
            assert_eq!((again.status().as_u16(), again.json::<Stored>().await.ok()), (200, Some(stored)));
            assert_eq!(visitor.texts().await, acknowledged);
        }
    }
}

#[tokio::test]
async fn g1_a_live_conversation_survives_kill_9_both_ways() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    let visitor = site.visitor();
    visitor.leave("first").await;
    let mut texts = vec!["first".to_owned()];
    for number in 0..KILLS {
        let mut console = ada.connect().await;
        console.choose(Status::Online).await;
        let (mut page, visit) = visitor.connect(Seq(0)).await;
        assert_eq!(visit.messages.len(), texts.len(), "nothing lost, nothing doubled");
        let text = format!("message {number}");
        if number % OF_ONE_VISITOR == 0 {
            page.write(&text).await;
        } else {
            console.say(&agent::Says::Hello { protocol: wire::PROTOCOL }).await;
            let row = console
                .expect("the list", |frame| match frame {
                    agent::Hears::Welcome { conversations, .. } => conversations.first().cloned(),
                    _ => None,
                })
                .await;
            console.answer(&row.id, &text).await;
        }
        edge.kill9();
        texts.push(text);
        page.cut().await;
        edge.restart();
        assert_eq!(visitor.texts().await, texts);
    }
}

#[tokio::test]
async fn who_was_in_is_still_in_after_a_restart() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ada = site.sign_in("ada@shop.example").await;
    let mut console = ada.connect().await;
    console.choose(Status::Online).await;
    assert_eq!(site.mode().await, "live");
    edge.kill9();
    edge.restart();
    assert_eq!(site.mode().await, "live", "heard from less than 45 s ago, whatever became of the socket");
    let console = ada.connect().await;
    let opened = site.socket::<(), serde_json::Value>("socket", &[("origin", SHOP)]).await;
    assert!(opened.is_ok(), "the session and the settings are there");
    drop(console);
}

#[tokio::test]
async fn g1_the_bug_that_these_tests_are_for_is_caught_by_them() {
    let mut edge = Edge::start_forgetful();
    let site = Site::create(&edge, "messaging").await;
    let mut lost = 0;
    for _ in 0..KILLS / OF_ONE_VISITOR {
        let visitor = site.visitor();
        let say = json!({ "id": message_id(), "body": "acknowledged" });
        assert_eq!(visitor.post(&say).await.status(), 201);
        edge.kill9();
        edge.restart();
        // 201 once more: the edge has never heard of it.
        lost += u32::from(visitor.post(&say).await.status() == 201);
    }
    assert!(lost > 0, "an edge that acknowledges before it writes lost nothing: these tests see too little");
}
