//! What visitors read and are asked before their first message, as admins set it and the edge takes it.

use reqwest::Method;
use serde_json::{Value, json};
use tests::site::{message_id, refused};
use tests::{Agent, AgentSocket, Edge, Site};
use wire::http::Code;
use wire::inbox::Words;
use wire::{ConversationId, Seq, agent};

fn questions() -> Value {
    json!({
        "questions_live": [{ "ask": "name", "required": true }, { "ask": "Which lamp?", "options": ["Oak", "Walnut"] }],
        "questions_messaging": [{ "ask": "email", "required": true }, { "ask": "Order number" }],
    })
}

async fn json_of(site: &Site, path: &str) -> Value {
    site.request(Method::GET, path).send().await.expect("an answer").json().await.expect("JSON")
}

async fn refuses(ada: &Agent, patch: &Value, sentence: &str) {
    let answer = ada.request(Method::PATCH, "settings").json(patch).send().await.expect("an answer");
    let problem = refused(answer, 400, Code::BadRequest).await;
    assert!(problem.message.contains(sentence), "{patch}: {}", problem.message);
}

/// What the consoles are told of the visitor.
async fn about(ada: &mut AgentSocket, conversation: ConversationId) -> wire::about::About {
    ada.say(&agent::Says::Open { conversation: conversation.clone(), after: Seq(0) }).await;
    ada.expect("what is known of the visitor", |frame| match frame {
        agent::Hears::About { conversation: of, about, .. } if *of == conversation => Some(about.clone()),
        _ => None,
    })
    .await
}

async fn finds(ada: &mut AgentSocket, words: &str) -> usize {
    ada.say(&agent::Says::Search { words: Words::parse(words).expect("words") }).await;
    ada.expect("what was found", |frame| match frame {
        agent::Hears::Found { hits, .. } => Some(hits.len()),
        _ => None,
    })
    .await
}

#[tokio::test]
async fn y2_texts_are_set_by_language_and_told_to_every_page() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let texts = json!({ "de.launcher": "Frag uns", "de.empty_live": "Hallo!", "*.launcher": "Ask us" });
    ada.configure(&json!({ "texts": texts })).await;
    let presence = json_of(&site, "presence").await;
    assert_eq!(presence["paint"], json!({ "labels": { "de": "Frag uns", "*": "Ask us" } }));
    assert_eq!(presence["more"], true);
    assert_eq!(json_of(&site, "widget").await["texts"], texts);
    for (texts, sentence) in [
        (json!({ "de.send": "Los" }), "no text by this name"),
        (json!({ "launcher": "Los" }), "no text by this name"),
        (json!({ "de.launcher": "x".repeat(31) }), "30 characters"),
        (json!({ "de.title_live": "x".repeat(61) }), "60"),
        (json!({ "de.empty_live": "x".repeat(201) }), "200"),
        (json!({ "de.empty_live": "two\nlines" }), "one line"),
    ] {
        refuses(&ada, &json!({ "texts": texts }), sentence).await;
    }
    ada.configure(&json!({ "texts": {} })).await;
    assert_eq!(json_of(&site, "presence").await.get("paint"), None);
}

#[tokio::test]
async fn y3_answers_stand_beside_the_conversation_and_are_found() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (admin, mut ada) = site.ada().await;
    admin.configure(&questions()).await;
    let told = json_of(&site, "widget").await;
    assert_eq!(
        told["questions_live"],
        questions()["questions_live"].as_array().map_or(json!(null), |all| {
            let mut all = all.clone();
            all[1]["required"] = json!(false);
            json!(all)
        })
    );
    let visitor = site.visitor();
    let body = json!({
        "id": message_id(),
        "body": "It flickers.",
        "email": "grace@mail.example",
        "answers": { "name": "Grace Hopper", "Order number": "B-2047", "Which lamp?": "Walnut" },
    });
    assert_eq!(visitor.post(&body).await.status(), 201);
    assert_eq!(visitor.post(&body).await.status(), 200, "sent again it is one message");
    let row = ada.conversation("It flickers.").await;
    assert_eq!(row.name.as_ref().map(wire::Name::as_str), Some("Grace Hopper"));
    assert_eq!(row.email.as_ref().map(wire::Email::as_str), Some("grace@mail.example"));
    let about = about(&mut ada, row.id.clone()).await;
    let answers: Vec<_> = about.answers.iter().map(|(ask, answer)| format!("{ask}={answer}")).collect();
    assert_eq!(answers, ["Order number=B-2047", "Which lamp?=Walnut", "name=Grace Hopper"]);
    for words in ["2047", "walnut", "grace"] {
        assert_eq!(finds(&mut ada, words).await, 1, "{words}");
    }
    // Erased with the rest of it (B2).
    ada.say(&agent::Says::Erase { conversation: row.id }).await;
    ada.expect("it is gone", |frame| matches!(frame, agent::Hears::Gone { .. }).then_some(())).await;
    assert_eq!(finds(&mut ada, "2047").await, 0);
}

#[tokio::test]
async fn y3_what_is_not_asked_is_refused_and_the_message_can_go_without() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (admin, mut ada) = site.ada().await;
    admin.configure(&questions()).await;
    let visitor = site.visitor();
    let id = message_id();
    let with = |answers: Value| json!({ "id": id, "body": "Hello", "answers": answers });
    for answers in [json!({ "Shoe size": "44" }), json!({ "Which lamp?": "Glass" })] {
        let problem = refused(visitor.post(&with(answers)).await, 400, Code::Unasked).await;
        assert!(problem.message.contains("without the answers"), "{}", problem.message);
    }
    for answers in [json!({ "Order number": "x".repeat(201) }), json!({ "Order number": 7 }), json!(["x"])] {
        refused(visitor.post(&with(answers)).await, 400, Code::BadRequest).await;
    }
    assert_eq!(visitor.post(&with(json!({}))).await.status(), 201);
    let row = ada.conversation("Hello").await;
    assert!(about(&mut ada, row.id).await.answers.is_empty());
    // What is required is the page's to ask for: a message is worth more than its form.
    for (patch, sentence) in [
        (json!({ "questions_live": [{ "ask": "A" }, { "ask": "A" }] }), "once"),
        (json!({ "questions_live": [{ "ask": "A", "options": ["x"] }] }), "2 to 20"),
        (json!({ "questions_live": [{ "ask": "A", "options": ["x", "x"] }] }), "twice"),
        (json!({ "questions_messaging": [{ "ask": "name", "options": ["x", "y"] }] }), "name and e-mail"),
        (json!({ "questions_messaging": [{ "ask": "x".repeat(81) }] }), "80 characters"),
        (
            json!({ "questions_live": (0..9).map(|at| json!({ "ask": at.to_string() })).collect::<Vec<_>>() }),
            "8 questions",
        ),
    ] {
        refuses(&admin, &patch, sentence).await;
    }
}
