//! The lists of a console, page by page, their filters, tags, and the search.

use serde_json::json;
use tests::site::message_id;
use tests::{AgentSocket, Edge, Site};
use wire::agent::{Hears, PAGE, Row, Says};
use wire::inbox::{Cursor, Filter, Hit, TAGS, Tag, View, Words};
use wire::visitor::State;
use wire::{Body, ConversationId, GroupId, Seq};

async fn page(console: &mut AgentSocket, view: View, filter: &Filter, before: Option<Cursor>) -> Vec<Row> {
    let says = Says::More { view, filter: filter.clone(), before: before.clone() };
    console.say(&says).await;
    console
        .expect("the list", |frame| match frame {
            Hears::Conversations { view: of, filter: by, before: from, rows }
                if (of, by, from) == (&view, filter, &before) =>
            {
                Some(rows.clone())
            }
            _ => None,
        })
        .await
}

async fn list(console: &mut AgentSocket, view: View, filter: &Filter) -> Vec<String> {
    page(console, view, filter, None).await.into_iter().map(|row| row.excerpt).collect()
}

pub(crate) async fn search(console: &mut AgentSocket, words: &str) -> Vec<Hit> {
    let words = Words::parse(words).expect("words");
    console.say(&Says::Search { words: words.clone() }).await;
    console
        .expect("what was found", |frame| match frame {
            Hears::Found { words: of, hits } if *of == words => Some(hits.clone()),
            _ => None,
        })
        .await
}

/// What was found: the message, or the address where none was.
async fn found(console: &mut AgentSocket, words: &str) -> Vec<String> {
    let text = |hit: Hit| match hit.message {
        Some(message) => message.body.to_string(),
        None => hit.row.email.map(|email| email.to_string()).unwrap_or_default(),
    };
    search(console, words).await.into_iter().map(text).collect()
}

async fn tagged(console: &mut AgentSocket, conversation: &ConversationId, tag: &Tag) {
    console.say(&Says::Tag { conversation: conversation.clone(), tag: tag.clone() }).await;
    console.row("the tag", |row| row.id == *conversation && row.tags.contains(tag)).await;
}

#[tokio::test]
async fn i1_each_list_is_what_it_says_for_whoever_asks() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((ada, mut console), bob) = tokio::join!(site.ada(), site.sign_in("bob@shop.example"));
    ada.configure(&json!({ "groups": [{ "id": "sales", "name": "Sales", "agents": [] }] })).await;
    let mut bobs = bob.connect().await;
    let mut ids = Vec::new();
    for text in ["One", "Two", "Three", "Four"] {
        site.visitor().leave(text).await;
        ids.push(console.conversation(text).await.id);
    }
    console.answer(&ids[1], "Two, by Ada").await;
    bobs.answer(&ids[2], "Three, by Bob").await;
    console.row("Bob's answer", |row| row.excerpt == "Three, by Bob").await;
    console.say(&Says::Close { conversation: ids[3].clone() }).await;
    console.row("the closed one", |row| row.state == State::Closed).await;
    let tag = Tag::parse("Wholesale").expect("a tag");
    tagged(&mut console, &ids[1], &tag).await;
    tagged(&mut console, &ids[2], &tag).await;
    console.say(&Says::Move { conversation: ids[0].clone(), group: GroupId::parse("sales").ok() }).await;
    console.row("the group", |row| row.group.is_some()).await;

    let all = Filter::default();
    assert_eq!(list(&mut console, View::Unassigned, &all).await, ["One"]);
    assert_eq!(list(&mut console, View::Mine, &all).await, ["Two, by Ada"]);
    assert_eq!(list(&mut bobs, View::Mine, &all).await, ["Three, by Bob"]);
    assert_eq!(list(&mut console, View::All, &all).await, ["Three, by Bob", "Two, by Ada", "Four", "One"]);
    assert_eq!(list(&mut console, View::Closed, &all).await, ["Four"]);
    assert_eq!(list(&mut console, View::Missed, &all).await, Vec::<String>::new());
    let by_tag = Filter { tag: Some(tag.clone()), ..all.clone() };
    assert_eq!(list(&mut console, View::All, &by_tag).await, ["Three, by Bob", "Two, by Ada"]);
    let by_both = Filter { agent: Some(ada.id_of("Bob").await), ..by_tag };
    assert_eq!(list(&mut console, View::All, &by_both).await, ["Three, by Bob"]);
    let by_group = Filter { group: GroupId::parse("sales").ok(), ..all.clone() };
    assert_eq!(list(&mut console, View::All, &by_group).await, ["One"]);

    console.say(&Says::Reopen { conversation: ids[3].clone() }).await;
    console.row("the opened one", |row| row.id == ids[3] && row.state == State::Open).await;
    console.say(&Says::Untag { conversation: ids[1].clone(), tag }).await;
    console.row("no tag", |row| row.id == ids[1] && row.tags.is_empty()).await;
    assert_eq!(list(&mut console, View::Closed, &all).await, Vec::<String>::new());
}

#[tokio::test]
async fn i2_a_long_list_comes_in_pages_without_a_gap_or_a_repeat() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    let count = PAGE as usize + 30;
    for number in 0..count {
        site.visitor().leave(&format!("Number {number}")).await;
    }
    console.conversation(&format!("Number {}", count - 1)).await;
    for view in [View::All, View::Unassigned] {
        let first = page(&mut console, view, &Filter::default(), None).await;
        assert_eq!(first.len(), PAGE as usize);
        let before = first.last().map(Row::cursor);
        let second = page(&mut console, view, &Filter::default(), before).await;
        let read: Vec<String> = first.into_iter().chain(second).map(|row| row.excerpt).collect();
        let wanted: Vec<String> = (0..count).rev().map(|number| format!("Number {number}")).collect();
        assert_eq!(read, wanted);
    }
}

#[tokio::test]
async fn i3_the_search_finds_words_of_all_messages_and_addresses() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave_with("Do you ship lamps to Peru?", "eve@mail.example").await;
    let id = console.conversation("Do you ship lamps to Peru?").await.id;
    console.answer(&id, "Ja, über Zürich: 10 % \"günstiger\".").await;
    site.visitor().leave("A lamp for Lima AND Cusco").await;
    console.conversation("A lamp for Lima AND Cusco").await;

    for (words, wanted) in [
        ("peru", vec!["Do you ship lamps to Peru?"]),
        ("LAMP", vec!["A lamp for Lima AND Cusco", "Do you ship lamps to Peru?"]),
        ("peru lamps", vec!["Do you ship lamps to Peru?"]),
        ("peru lima", vec![]),
        ("zurich", vec!["Ja, über Zürich: 10 % \"günstiger\"."]),
        ("eve@mail.ex", vec!["eve@mail.example"]),
        // What a query language would take for its own is a word like any other.
        ("AND", vec!["A lamp for Lima AND Cusco"]),
        ("lima OR peru", vec![]),
        ("\"günst\"* NEAR(", vec![]),
        ("10 \"günst", vec!["Ja, über Zürich: 10 % \"günstiger\"."]),
        ("text:peru", vec![]),
        ("%?!", vec![]),
    ] {
        assert_eq!(found(&mut console, words).await, wanted, "{words}");
    }
    let hits = search(&mut console, "ship").await;
    assert_eq!((&hits[0].row.id, hits[0].message.as_ref().map(|message| message.seq)), (&id, Some(Seq(1))));
    // Another address takes the place of the first one.
    visitor.leave_with("And shades?", "eve@other.example").await;
    console.conversation("And shades?").await;
    assert_eq!(found(&mut console, "mail.example").await, Vec::<String>::new());
    assert_eq!(found(&mut console, "other.example").await, ["eve@other.example"]);
    assert_eq!(found(&mut console, "shade").await, ["And shades?"]);
    // What the team noted finds the conversation; it is no message of it.
    for (number, text) in
        ["Somebody knows a carrier.", "Another note: Callao is the port."].into_iter().enumerate()
    {
        let note = Says::Note {
            conversation: id.clone(),
            id: message_id(),
            body: Body::parse(text).expect("a text"),
        };
        console.say(&note).await;
        console
            .expect("the note", |frame| {
                matches!(frame, Hears::Note { note, .. } if note.body.as_str() == text).then_some(())
            })
            .await;
        let word = ["carrier", "callao"][number];
        let hits = search(&mut console, word).await;
        assert_eq!((hits.len(), &hits[0].row.id, &hits[0].message), (1, &id, &None), "{word}");
    }
    assert_eq!(search(&mut console, "carrier").await.len(), 1);
}

#[tokio::test]
async fn i4_bad_tags_and_searches_are_told_and_spoil_nothing() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    site.visitor().leave("Hello?").await;
    let id = console.conversation("Hello?").await.id;
    for bad in [
        json!({ "type": "tag", "conversation": id, "tag": " " }),
        json!({ "type": "tag", "conversation": id, "tag": "x".repeat(31) }),
        json!({ "type": "search", "words": "" }),
        json!({ "type": "search", "words": "x".repeat(101) }),
        json!({ "type": "more", "view": "secret" }),
        json!({ "type": "more", "view": "all", "filter": { "visitor": "x" } }),
    ] {
        console.text(&bad.to_string()).await;
        console.expect("a refusal", |frame| matches!(frame, Hears::Error(_)).then_some(())).await;
    }
    for number in 0..TAGS {
        tagged(&mut console, &id, &Tag::parse(format!("tag {number}")).expect("a tag")).await;
    }
    let one_more = Tag::parse("one more").expect("a tag");
    console.say(&Says::Tag { conversation: id.clone(), tag: one_more }).await;
    let told = console
        .expect("a refusal", |frame| match frame {
            Hears::Error(refusal) => Some(refusal.problem.message.clone()),
            _ => None,
        })
        .await;
    assert_eq!(told, "A conversation has 20 tags at most.");
}

#[tokio::test]
async fn saved_replies_are_for_the_whole_team_and_have_their_bounds() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, mut console) = site.ada().await;
    ada.configure(&json!({ "replies": [{ "name": "Thanks", "text": "Thank you, {visitor}!" }] })).await;
    console
        .expect("the reply", |frame| match frame {
            Hears::Settings(settings) => (settings.replies.len() == 1).then_some(()),
            _ => None,
        })
        .await;
    let reply = |name: String, length: usize| json!({ "name": name, "text": "x".repeat(length) });
    let many = |count: usize, length: usize| json!({ "replies": (0..count).map(|n| reply(n.to_string(), length)).collect::<Vec<_>>() });
    for (bad, why) in [
        (json!({ "replies": [reply("A".to_owned(), 1), reply("A".to_owned(), 1)] }), "same name"),
        (many(1, 1_001), "1,000 characters"),
        (many(11, 1_000), "10,000 characters"),
        (many(101, 1), "100 saved replies"),
        (json!({ "replies": [{ "name": "A", "text": "" }] }), "empty"),
    ] {
        let answer =
            ada.request(reqwest::Method::PATCH, "settings").json(&bad).send().await.expect("an answer");
        assert_eq!(answer.status(), 400, "{why}");
        assert!(answer.text().await.expect("a body").contains(why), "{why}");
    }
    ada.configure(&many(10, 1_000)).await;
}
