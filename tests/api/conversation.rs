use reqwest::Method;
use serde_json::json;
use tests::site::{message_id, refused};
use tests::{Edge, Site};
use wire::http::Code;
use wire::message::Stored;
use wire::visitor::{Hears, State};
use wire::{Author, Mode, Seq, Status, agent};

#[tokio::test]
async fn g1_a_live_conversation_both_ways() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let (_, mut bob) = site.bob().await;
    ada.choose(Status::Online).await;
    let visitor = site.visitor();
    let (mut page, visit) = visitor.connect(Seq(0)).await;
    assert_eq!((visit.mode, visit.state, visit.last), (Mode::Live, State::None, Seq(0)));

    assert_eq!(page.write("Do you ship to <b>Peru</b>?").await, Seq(1));
    let row = ada.conversation("Do you ship to <b>Peru</b>?").await;
    assert!(row.waiting && row.members.is_empty() && row.state == State::Open);
    ada.expect("the message", |frame| match frame {
        agent::Hears::Message { message, .. } if message.author == Author::Visitor => Some(()),
        _ => None,
    })
    .await;

    assert_eq!(ada.answer(&row.id, "We do.").await, Seq(2));
    let answer = page
        .expect("the answer", |frame| match frame {
            Hears::Message(message) => Some(message.clone()),
            _ => None,
        })
        .await;
    assert_eq!((answer.seq, answer.body.as_str()), (Seq(2), "We do."));
    assert!(matches!(&answer.author, Author::Agent { name, .. } if name.as_str() == "Ada"));

    // The colleague sees it at once, and that Ada joined.
    bob.expect("the colleague's answer", |frame| match frame {
        agent::Hears::Message { message, .. } if message.body.as_str() == "We do." => Some(()),
        _ => None,
    })
    .await;
    let row = bob.conversation("We do.").await;
    assert!(!row.waiting && row.members.len() == 1);
    assert_eq!(visitor.texts().await, ["Do you ship to <b>Peru</b>?", "We do."]);
}

#[tokio::test]
async fn s13_an_offline_message_is_found_answered_and_read_later() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let id = message_id();
    let say = json!({
        "id": id, "body": "Nobody in?", "email": "me@home.example",
        "page": "http://shop.example/lamps?secret=1#x",
    });
    let answer = visitor.post(&say).await;
    assert_eq!(answer.status(), 201);
    let first: Stored = answer.json().await.expect("an acknowledgement");
    assert_eq!(first.seq, Seq(1));
    let again = visitor.post(&say).await;
    assert_eq!(again.status(), 200, "a resend");
    assert_eq!(again.json::<Stored>().await.expect("an acknowledgement"), first);

    let (_, mut ada) = site.ada().await;
    ada.say(&agent::Says::Hello { protocol: wire::PROTOCOL }).await;
    let row = ada
        .expect("the list", |frame| match frame {
            agent::Hears::Welcome { conversations, .. } => conversations.first().cloned(),
            _ => None,
        })
        .await;
    assert_eq!(row.email.as_ref().map(wire::Email::as_str), Some("me@home.example"));
    assert_eq!(row.page.as_ref().map(wire::Page::as_str), Some("http://shop.example/lamps"));
    ada.say(&agent::Says::Open { conversation: row.id.clone(), after: Seq(0) }).await;
    ada.expect("the messages", |frame| match frame {
        agent::Hears::History { messages, last: Seq(1), .. } => {
            (messages[0].body.as_str() == "Nobody in?").then_some(())
        }
        _ => None,
    })
    .await;
    ada.answer(&row.id, "Back now.").await;

    let visit = visitor.visit().await;
    assert!(visit.has_email && visit.last == Seq(2) && visit.read == Seq(1));
    let (_, visit) = visitor.connect(Seq(1)).await;
    assert_eq!(visit.messages.len(), 1, "only what the page does not have");
    assert_eq!(visit.messages[0].body.as_str(), "Back now.");
}

#[tokio::test]
async fn g2_the_same_id_is_stored_once_whichever_way_it_comes() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let id = message_id();
    let frame = json!({ "type": "say", "id": id, "body": "once" }).to_string();
    for _ in 0..3 {
        page.text(&frame).await;
        let stored = page
            .expect("the acknowledgement", |frame| match frame {
                Hears::Stored(stored) => Some(stored.clone()),
                _ => None,
            })
            .await;
        assert_eq!((stored.seq, &stored.id), (Seq(1), &id));
    }
    let answer = visitor.post(&json!({ "id": id, "body": "once" })).await;
    assert_eq!(answer.status(), 200);
    let answer = visitor.post(&json!({ "id": id, "body": "another text" })).await;
    refused(answer, 409, Code::IdReused).await;
    page.text(&json!({ "type": "say", "id": id, "body": "another text" }).to_string()).await;
    page.expect("the refusal", |frame| match frame {
        Hears::Error(refusal) if refusal.about.as_ref() == Some(&id) => {
            assert_eq!(refusal.problem.code, Code::IdReused);
            Some(())
        }
        _ => None,
    })
    .await;
    assert_eq!(visitor.texts().await, ["once"]);
    // Another visitor may use the same id: it is unique per conversation and sender.
    let other = site.visitor();
    assert_eq!(other.post(&json!({ "id": id, "body": "mine" })).await.status(), 201);
}

#[tokio::test]
async fn f4_two_pages_of_one_visitor_agree() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let (mut first, _) = visitor.connect(Seq(0)).await;
    let (mut second, _) = visitor.connect(Seq(0)).await;
    first.write("from the first").await;
    second
        .expect("the other page's message", |frame| match frame {
            Hears::Message(message) if message.author == Author::Visitor => {
                assert_eq!(message.body.as_str(), "from the first");
                Some(())
            }
            _ => None,
        })
        .await;
    second.write("from the second").await;
    let heard = first
        .expect("the other page's message", |frame| match frame {
            Hears::Message(message) => Some(message.clone()),
            _ => None,
        })
        .await;
    assert_eq!(heard.body.as_str(), "from the second", "no echo of its own");
}

#[tokio::test]
async fn f3_a_long_conversation_comes_in_pages() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("tell me everything").await;
    let row = ada.conversation("tell me everything").await;
    for number in 2..=205u32 {
        assert_eq!(ada.answer(&row.id, &format!("part {number}")).await, Seq(number));
        ada.rest();
    }
    let (mut page, visit) = visitor.connect(Seq(0)).await;
    assert_eq!((visit.messages.len(), visit.last), (200, Seq(205)));
    let visit = page.hello(Some(&visitor.token), Seq(200)).await;
    let seqs: Vec<u32> = visit.messages.iter().map(|message| message.seq.0).collect();
    assert_eq!(seqs, [201, 202, 203, 204, 205]);
}

#[tokio::test]
async fn a_closed_conversation_opens_with_the_next_message() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("hello").await;
    let row = ada.conversation("hello").await;
    ada.say(&agent::Says::Close { conversation: row.id.clone() }).await;
    for (wanted, text) in [(State::Closed, None), (State::Open, Some("again"))] {
        if let Some(text) = text {
            page.write(text).await;
        }
        page.expect("the state", |frame| match frame {
            Hears::State { state } if *state == wanted => Some(()),
            _ => None,
        })
        .await;
    }
    assert_eq!(ada.conversation("again").await.id, row.id, "the same conversation");
}

#[tokio::test]
async fn more_conversations_come_by_time_and_id() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let total = 103;
    for number in 0..total {
        site.visitor().leave(&format!("visitor {number}")).await;
    }
    let (agent, _) = site.ada().await;
    let mut ada = agent.connect().await;
    ada.say(&agent::Says::Hello { protocol: wire::PROTOCOL }).await;
    let first = ada
        .expect("the list", |frame| match frame {
            agent::Hears::Welcome { conversations, .. } => Some(conversations.clone()),
            _ => None,
        })
        .await;
    assert_eq!(first.len(), 100);
    let oldest = first.last().expect("a row");
    ada.say(&agent::Says::More { before: oldest.at, id: oldest.id.clone() }).await;
    let rest = ada
        .expect("the rest", |frame| match frame {
            agent::Hears::Conversations { rows } => Some(rows.clone()),
            _ => None,
        })
        .await;
    let mut ids: Vec<String> = first.iter().chain(&rest).map(|row| row.id.to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), total, "each once");
}

#[tokio::test]
async fn a_conversation_is_for_its_visitor_alone() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let other_site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("a secret").await;
    let elsewhere = tests::Visitor { site: other_site, token: visitor.token.clone() };
    let answer = elsewhere.request(Method::GET, "conversation").send().await.expect("an answer");
    refused(answer, 401, Code::Unauthorized).await;
    let answer = site.visitor().request(Method::GET, "conversation").send().await.expect("an answer");
    refused(answer, 401, Code::Unauthorized).await;
}
