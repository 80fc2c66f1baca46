use reqwest::Method;
use reqwest::header::{ETAG, IF_NONE_MATCH};
use serde_json::json;
use tests::{Edge, Site};
use wire::http::Code;
use wire::visitor::Hears;
use wire::{Mode, Presence, Seq, Status, agent};

#[tokio::test]
async fn s1_s2_s16_the_answer_follows_the_team() {
    let edge = Edge::start();
    for when_nobody in ["messaging", "hidden"] {
        let site = Site::create(&edge, when_nobody).await;
        assert_eq!(site.mode().await, when_nobody);
        let (_, mut ada) = site.ada().await;
        assert_eq!(site.mode().await, when_nobody, "a console that is open is not enough");
        ada.choose(Status::Online).await;
        let answer = site.request(Method::GET, "presence").send().await.expect("an answer");
        let presence: Presence = answer.json().await.expect("presence");
        assert_eq!(presence, Presence { mode: Mode::Live, fresh_for: 1 });
        for status in [Status::Invisible, Status::Offline] {
            ada.choose(status).await;
            assert_eq!(site.mode().await, when_nobody, "{status:?}");
        }
    }
}

#[tokio::test]
async fn s16_pages_of_any_origin_read_it_and_ask_with_an_etag() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let answer = site.request(Method::GET, "presence").send().await.expect("an answer");
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert_eq!(answer.headers()["content-type"], "application/json");
    let tag = answer.headers()[ETAG].to_str().expect("a tag").to_owned();
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}")] {
        let request = site.request(Method::GET, "presence").header(IF_NONE_MATCH, known);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 304);
        assert_eq!(answer.headers()[ETAG].to_str().ok(), Some(tag.as_str()));
    }
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let request = site.request(Method::GET, "presence").header(IF_NONE_MATCH, &tag);
    assert_eq!(request.send().await.expect("an answer").status(), 200, "another answer, another tag");
}

#[tokio::test]
async fn h1_an_unknown_site_is_not_found() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    for name in ["nobody", "UPPER", "a_b", "-", &"a".repeat(41)] {
        let url = format!("{}/v1/sites/{name}/presence", site.base);
        let answer = site.http.get(url).send().await.expect("an answer");
        assert_eq!(answer.headers()["access-control-allow-origin"], "*", "the widget may read why");
        tests::site::refused(answer, 404, Code::NotFound).await;
    }
    assert_eq!(edge.databases().len(), 1, "no object was created for any of them");
}

#[tokio::test]
async fn s5_a_visitor_with_an_open_conversation_is_never_shown_hidden() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    let visitor = site.visitor();
    visitor.leave("is somebody there").await;
    assert_eq!(site.mode().await, "hidden");
    let answer = visitor.request(Method::GET, "presence").send().await.expect("an answer");
    assert_eq!(answer.headers()["cache-control"], "no-store", "one visitor's answer is nobody else's");
    let presence: Presence = answer.json().await.expect("presence");
    assert_eq!(presence.mode, Mode::Messaging);
    assert_eq!(visitor.visit().await.mode, Mode::Messaging);

    let (_, mut ada) = site.ada().await;
    let row = match ada.rest().pop() {
        None => {
            ada.say(&agent::Says::Hello { protocol: wire::PROTOCOL }).await;
            ada.expect("the list", |frame| match frame {
                agent::Hears::Welcome { conversations, .. } => conversations.first().cloned(),
                _ => None,
            })
            .await
        }
        Some(frame) => panic!("not expected: {frame:?}"),
    };
    let answer = ada.answer(&row.id, "yes").await;
    ada.say(&agent::Says::Close { conversation: row.id }).await;
    ada.expect("the closed row", |frame| match frame {
        agent::Hears::Conversation(row) if row.state == wire::visitor::State::Closed => Some(()),
        _ => None,
    })
    .await;
    assert_eq!(visitor.visit().await.mode, Mode::Messaging, "an answer is unread");
    let read = visitor.request(Method::POST, "read").json(&json!({ "seq": answer }));
    assert_eq!(read.send().await.expect("an answer").status(), 204);
    assert_eq!(visitor.visit().await.mode, Mode::Hidden, "closed and read");
}

#[tokio::test]
async fn s12_a_change_reaches_open_sockets() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let mut page: tests::site::VisitorSocket =
        site.socket("socket", &[("origin", tests::site::SHOP)]).await.expect("an open socket");
    assert_eq!(page.hello(None, Seq(0)).await.mode, Mode::Messaging);
    for (status, wanted) in
        [(Status::Online, Mode::Live), (Status::Offline, Mode::Messaging), (Status::Online, Mode::Live)]
    {
        ada.choose(status).await;
        page.expect("the new mode", |frame| match frame {
            Hears::Presence { mode, .. } if *mode == wanted => Some(()),
            _ => None,
        })
        .await;
    }
    ada.close().await;
    assert_eq!(site.mode().await, "live", "a closed socket is not silence: the lease runs on");
}

#[tokio::test]
async fn s4_who_joined_looks_online_to_that_visitor_only() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("hello").await;
    let row = ada.conversation("hello").await;
    ada.answer(&row.id, "hello yourself").await;
    page.expect("her face", |frame| match frame {
        Hears::Presence { mode: Mode::Live, faces } if faces.len() == 1 && faces[0].online => Some(()),
        _ => None,
    })
    .await;
    ada.choose(Status::Invisible).await;
    assert_eq!(site.mode().await, "messaging");
    assert_eq!(visitor.visit().await.mode, Mode::Live, "still in where she joined");
    ada.choose(Status::Offline).await;
    page.expect("that she left", |frame| match frame {
        Hears::Presence { mode: Mode::Messaging, faces } if !faces[0].online => Some(()),
        _ => None,
    })
    .await;
}
