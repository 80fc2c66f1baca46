//! The consoles of a team: who is in, and each other's replies at once.

use tests::{Edge, Site};
use wire::agent::{Hears, Says};
use wire::visitor::State;
use wire::{Cause, Seq, Status};

#[tokio::test]
async fn two_agents_see_each_others_replies_at_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    let row = ada.conversation("Hello?").await;
    bob.conversation("Hello?").await;
    ada.answer(&row.id, "From Ada").await;
    assert_eq!(bob.message("From Ada").await.seq, Seq(2));
    let row = bob.conversation("From Ada").await;
    assert_eq!((row.waiting, row.members.len()), (false, 1));
    bob.answer(&row.id, "From Bob").await;
    ada.message("From Bob").await;
    assert_eq!(ada.conversation("From Bob").await.members.len(), 2);
    assert_eq!(visitor.texts().await, ["Hello?", "From Ada", "From Bob"]);
}

#[tokio::test]
async fn a_colleague_sees_who_is_online() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    for status in [Status::Online, Status::Offline] {
        ada.choose(status).await;
        let online = bob
            .expect("the team", |frame| match frame {
                Hears::Team { team } => {
                    team.iter().find(|one| one.name.as_str() == "Ada").map(|one| one.online)
                }
                _ => None,
            })
            .await;
        assert_eq!(online, status == Status::Online);
    }
}

#[tokio::test]
async fn s15_a_status_has_a_cause_and_an_instant_on_each_device() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (agent, mut desk) = site.ada().await;
    let mut phone = agent.connect().await;
    desk.choose(Status::Invisible).await;
    let me = phone
        .expect("the status", |frame| match frame {
            Hears::Me(me) => Some(me.clone()),
            _ => None,
        })
        .await;
    assert_eq!((me.status, me.cause), (Status::Invisible, Cause::Manual));
    assert!(me.since.0 > 1_700_000_000_000, "{:?}", me.since);
}

#[tokio::test]
async fn a_conversation_is_opened_from_any_message_on() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    for text in ["one", "two", "three"] {
        visitor.leave(text).await;
    }
    let row = ada.conversation("three").await;
    for (after, wanted) in [(0, vec!["one", "two", "three"]), (2, vec!["three"]), (3, vec![])] {
        ada.say(&Says::Open { conversation: row.id.clone(), after: Seq(after) }).await;
        let (texts, last) = ada
            .expect("the history", |frame| match frame {
                Hears::History { messages, last, .. } => {
                    Some((messages.iter().map(|one| one.body.to_string()).collect::<Vec<_>>(), *last))
                }
                _ => None,
            })
            .await;
        assert_eq!((texts, last), (wanted.into_iter().map(str::to_owned).collect(), Seq(3)));
    }
}

#[tokio::test]
async fn older_conversations_come_on_demand() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for count in 0..103 {
        site.visitor().leave(&count.to_string()).await;
    }
    let (agent, _) = site.ada().await;
    let headers = [("cookie", agent.cookie.as_str()), ("origin", site.base.as_str())];
    let mut ada: tests::AgentSocket = site.socket("agent/socket", &headers).await.expect("an open socket");
    ada.say(&Says::Hello { protocol: wire::PROTOCOL }).await;
    let rows = ada
        .expect("welcome", |frame| match frame {
            Hears::Welcome { conversations, .. } => Some(conversations.clone()),
            _ => None,
        })
        .await;
    assert_eq!((rows.len(), rows[0].excerpt.as_str()), (100, "102"));
    let before = rows.last().map(wire::agent::Row::cursor);
    ada.say(&Says::More { view: wire::inbox::View::All, filter: wire::inbox::Filter::default(), before })
        .await;
    let older = ada
        .expect("older ones", |frame| match frame {
            Hears::Conversations { rows, .. } => Some(rows.clone()),
            _ => None,
        })
        .await;
    let texts: Vec<_> = older.iter().map(|row| row.excerpt.as_str()).collect();
    assert_eq!(texts, ["2", "1", "0"]);
}

#[tokio::test]
async fn closing_twice_changes_nothing() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    site.visitor().leave("Hello?").await;
    let row = ada.conversation("Hello?").await;
    for _ in 0..2 {
        ada.say(&Says::Close { conversation: row.id.clone() }).await;
    }
    ada.choose(Status::Online).await;
    let is_closed = |frame: &Hears| matches!(frame, Hears::Conversation(row) if row.state == State::Closed);
    bob.expect("the end", |frame| is_closed(frame).then_some(())).await;
    bob.expect("the team", |frame| matches!(frame, Hears::Team { .. }).then_some(())).await;
    assert!(!bob.rest().iter().any(is_closed), "told once");
}
