//! Messages: stored before they are acknowledged, once, in one order, over either way.

use reqwest::Method;
use serde_json::{Value, json};
use tests::site::{message_id, refused};
use tests::{Edge, Site, until};
use wire::agent;
use wire::http::Code;
use wire::visitor::{self, State, Visit};
use wire::{Author, Body, Mode, Seq, Status};

#[tokio::test]
async fn s13_a_message_left_while_nobody_is_in_is_stored_and_found() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let id = message_id();
    let body = json!({
        "id": id, "body": "  Is it <b>oak</b>?\r\nReally? ", "email": "eve@mail.example",
        "page": "http://shop.example/lamp?secret=1#part",
    });
    let answer = visitor.post(&body).await;
    assert_eq!(answer.status(), 201);
    let stored: wire::message::Stored = answer.json().await.expect("an acknowledgement");
    assert_eq!((stored.id, stored.seq), (id, Seq(1)));

    let visit = visitor.visit().await;
    assert_eq!((visit.mode, visit.state, visit.last), (Mode::Messaging, State::Open, Seq(1)));
    assert!(visit.has_email);
    assert_eq!(visit.messages[0].body.as_str(), "Is it <b>oak</b>?\nReally?", "text, as it was typed");
    assert_eq!(visit.messages[0].author, Author::Visitor);

    let ada = site.sign_in("ada@shop.example").await;
    let rows = conversations(&ada).await;
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.state, row.waiting, row.last), (State::Open, true, Seq(1)));
    assert_eq!(row.email.as_ref().map(wire::Email::as_str), Some("eve@mail.example"));
    assert_eq!(row.page.as_ref().map(wire::Page::as_str), Some("http://shop.example/lamp"));
}

/// The list that a console begins with.
async fn conversations(agent: &tests::Agent) -> Vec<agent::Row> {
    let headers = [("cookie", agent.cookie.as_str()), ("origin", agent.site.base.as_str())];
    let mut socket: tests::AgentSocket =
        agent.site.socket("agent/socket", &headers).await.expect("an open socket");
    socket.say(&agent::Says::Hello { protocol: wire::PROTOCOL }).await;
    socket
        .expect("welcome", |frame| match frame {
            agent::Hears::Welcome { conversations, .. } => Some(conversations.clone()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_live_conversation_goes_both_ways_at_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let visitor = site.visitor();
    let (mut page, visit) = visitor.connect(Seq(0)).await;
    assert_eq!((visit.mode, visit.state), (Mode::Live, State::None));
    assert_eq!(page.write("Hello?").await, Seq(1));
    let row = ada.conversation("Hello?").await;
    assert!(row.waiting && row.members.is_empty(), "a new one");
    assert_eq!(ada.answer(&row.id, "Hello!").await, Seq(2));
    let heard = page.message("Hello!").await;
    assert!(matches!(&heard.author, Author::Agent { name, .. } if name.as_str() == "Ada"));
    assert_eq!(heard.seq, Seq(2));
    let faces = page
        .expect("faces", |frame| match frame {
            visitor::Hears::Presence { faces, .. } if !faces.is_empty() => Some(faces.clone()),
            _ => None,
        })
        .await;
    assert!(faces[0].online && faces[0].name.as_str() == "Ada");
    assert_eq!(page.write("Thank you").await, Seq(3));
    ada.message("Thank you").await;
}

#[tokio::test]
async fn g2_a_resend_gets_the_same_acknowledgement_and_is_shown_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let say = json!({ "id": message_id(), "body": "Once" });
    let first: Value = visitor.post(&say).await.json().await.expect("JSON");
    for _ in 0..3 {
        let again = visitor.post(&say).await;
        assert_eq!(again.status(), 200);
        assert_eq!(again.json::<Value>().await.expect("JSON"), first);
    }
    // The other way too: the page reconnected on a socket meanwhile.
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let frame = json!({ "type": "say", "id": say["id"], "body": "Once" });
    page.text(&frame.to_string()).await;
    let stored = page
        .expect("the acknowledgement", |frame| match frame {
            visitor::Hears::Stored(stored) => Some(stored.clone()),
            _ => None,
        })
        .await;
    assert_eq!(serde_json::to_value(stored).expect("JSON"), first);
    assert_eq!(visitor.texts().await, ["Once"]);
}

#[tokio::test]
async fn g2_the_same_id_with_another_text_is_refused() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let id = message_id();
    assert_eq!(visitor.post(&json!({ "id": id, "body": "This" })).await.status(), 201);
    let other = visitor.post(&json!({ "id": id, "body": "That" })).await;
    refused(other, 409, Code::IdReused).await;
    assert_eq!(visitor.texts().await, ["This"]);
    // Ids belong to their visitor: somebody else's are free.
    assert_eq!(site.visitor().post(&json!({ "id": id, "body": "That" })).await.status(), 201);
}

#[tokio::test]
async fn g2_an_agents_resend_is_stored_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    let row = ada.conversation("Hello?").await;
    let id = message_id();
    let body = Body::parse("Hello!").expect("a text");
    for _ in 0..3 {
        let say = agent::Says::Say { conversation: row.id.clone(), id: id.clone(), body: body.clone() };
        ada.say(&say).await;
        let seq = ada
            .expect("the acknowledgement", |frame| match frame {
                agent::Hears::Stored { seq, .. } => Some(*seq),
                _ => None,
            })
            .await;
        assert_eq!(seq, Seq(2));
    }
    assert_eq!(visitor.texts().await, ["Hello?", "Hello!"]);
}

#[tokio::test]
async fn g3_everybody_sees_one_order_without_a_gap() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("0").await;
    let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    let conversation = conversations(&site.sign_in("bob@shop.example").await).await.remove(0).id;
    let (mut page, _) = visitor.connect(Seq(1)).await;
    let (by_ada, by_bob, by_visitor) = tokio::join!(
        async {
            let mut got = Vec::new();
            for count in 0..8 {
                got.push(ada.answer(&conversation, &format!("ada {count}")).await);
            }
            got
        },
        async {
            let mut got = Vec::new();
            for count in 0..8 {
                got.push(bob.answer(&conversation, &format!("bob {count}")).await);
            }
            got
        },
        async {
            let mut got = Vec::new();
            for count in 0..8 {
                got.push(page.write(&format!("visitor {count}")).await);
            }
            got
        },
    );
    let mut all = [by_ada, by_bob, by_visitor].concat();
    all.sort();
    assert_eq!(all, (2..=25).map(Seq).collect::<Vec<_>>());
    let visit = visitor.visit().await;
    let seqs: Vec<Seq> = visit.messages.iter().map(|message| message.seq).collect();
    assert_eq!(seqs, (1..=25).map(Seq).collect::<Vec<_>>());
}

#[tokio::test]
async fn g4_after_a_cut_a_page_gets_what_it_missed_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let seen = page.write("Hello?").await;
    let row = ada.conversation("Hello?").await;
    page.close().await;
    ada.answer(&row.id, "one").await;
    ada.answer(&row.id, "two").await;
    let (_, visit) = visitor.connect(seen).await;
    assert_eq!(visit.last, Seq(3));
    let missed: Vec<_> = visit.messages.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(missed, ["one", "two"]);
    let answer = visitor.request(Method::GET, "conversation?after=2").send().await.expect("an answer");
    let visit: Visit = answer.json().await.expect("a visit");
    assert_eq!(visit.messages.len(), 1);
}

#[tokio::test]
async fn f3_a_long_conversation_comes_in_pages() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("0").await;
    let row = ada.conversation("0").await;
    for count in 1..=210 {
        ada.answer(&row.id, &count.to_string()).await;
    }
    let (mut page, visit) = visitor.connect(Seq(0)).await;
    assert_eq!((visit.messages.len(), visit.last), (200, Seq(211)));
    let rest = page.hello(Some(&visitor.token), Seq(200)).await;
    assert_eq!(
        rest.messages.iter().map(|message| message.seq.0).collect::<Vec<_>>(),
        (201..=211).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn f4_two_tabs_of_one_visitor_show_the_same() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let (mut first, _) = visitor.connect(Seq(0)).await;
    let (mut second, _) = visitor.connect(Seq(0)).await;
    first.write("From the first").await;
    second.message("From the first").await;
    second.write("From the second").await;
    first.message("From the second").await;
    assert!(
        !first.rest().iter().any(|frame| matches!(frame, visitor::Hears::Message(_))),
        "the writer hears no copy of its own"
    );
}

#[tokio::test]
async fn nobody_but_its_visitor_reads_a_conversation() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let elsewhere = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    visitor.leave("Mine").await;
    let ask = async |visitor: &tests::Visitor| {
        visitor.request(Method::GET, "conversation").send().await.expect("an answer")
    };
    refused(ask(&site.visitor()).await, 401, Code::Unauthorized).await;
    let stolen = tests::Visitor { site: elsewhere, ..visitor.clone() };
    refused(ask(&stolen).await, 401, Code::Unauthorized).await;
    assert_eq!(ask(&visitor).await.status(), 200);
}

#[tokio::test]
async fn f2_a_page_says_hello_again_when_its_visitor_begins_to_write() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let visitor = site.visitor();
    let mut page: tests::VisitorSocket =
        site.socket("socket", &[("origin", tests::site::SHOP)]).await.expect("an open socket");
    let visit = page.hello(None, Seq(0)).await;
    assert_eq!((visit.state, visit.messages.len()), (State::None, 0));
    page.hello(Some(&visitor.token), Seq(0)).await;
    page.write("Hello?").await;
    assert_eq!(visitor.texts().await, ["Hello?"]);
}

#[tokio::test]
async fn a_closed_conversation_opens_again_with_the_next_message() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("Hello?").await;
    let row = ada.conversation("Hello?").await;
    let state = async |page: &mut tests::VisitorSocket, wanted: State| {
        page.expect("the state", |frame| match frame {
            visitor::Hears::State { state, .. } if *state == wanted => Some(()),
            _ => None,
        })
        .await;
    };
    ada.say(&agent::Says::Close { conversation: row.id.clone() }).await;
    state(&mut page, State::Closed).await;
    assert_eq!(visitor.visit().await.state, State::Closed);
    page.write("One more thing").await;
    state(&mut page, State::Open).await;
    ada.conversation("One more thing").await;
}

#[tokio::test]
async fn what_the_visitor_read_is_told_to_the_team() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    let row = ada.conversation("Hello?").await;
    ada.answer(&row.id, "Hello!").await;
    let (mut page, visit) = visitor.connect(Seq(0)).await;
    assert_eq!(visit.read, Seq(1));
    page.say(&visitor::Says::Read { seq: Seq(2) }).await;
    until("the reading", async || {
        let rows = conversations(&site.sign_in("bob@shop.example").await).await;
        if rows[0].read == Seq(2) { Ok(()) } else { crate::other(rows) }
    })
    .await;
}
