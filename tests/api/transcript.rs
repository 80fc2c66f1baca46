//! The conversation by mail, as its visitor wishes (B6).

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::json;
use tests::Visitor;
use tests::site::refused;
use wire::agent::Says;
use wire::http::Code;
use wire::mail::{Purpose, Stage};

use crate::mail_out::{MINUTE, Post};

async fn ask(visitor: &Visitor) -> Response {
    visitor.request(Method::POST, "transcript").send().await.expect("an answer")
}

/// The same, once the one before is known to be out.
async fn ask_again(visitor: &Visitor) {
    tests::until("another one", async || {
        let seen = ask(visitor).await.status().as_u16();
        if seen == 204 { Ok(()) } else { Err(seen) }
    })
    .await;
}

#[tokio::test]
async fn b6_a_visitor_has_the_answered_conversation_mailed_three_times_a_day() {
    let mut post = Post::open().await;
    let id = post.conversation.clone();
    // Whoever types somebody's address and a text mails nothing by that.
    refused(ask(&post.visitor).await, 409, Code::Conflict).await;
    post.console.answer(&id, "We do.").await;
    assert_eq!(ask(&post.visitor).await.status(), 204);
    let mail = post.provider.mail(1).await;
    assert_eq!(mail.part("to"), "visitor@home.example");
    for part in ["Below is the whole conversation with Shop.", "Do you ship to Peru?", "We do."] {
        assert!(mail.part("text").contains(part), "{part}: {}", mail.part("text"));
    }
    post.stage(Purpose::Transcript, Stage::Sent).await;
    // What an agent sends counts, too; and another address is one that was left.
    post.console.say(&Says::Transcript { conversation: id.clone() }).await;
    assert_eq!(post.provider.mail(2).await.part("to"), "visitor@home.example");
    let other = json!({ "email": "visitor@work.example" });
    let left = post.visitor.request(Method::POST, "email").json(&other).send().await.expect("an answer");
    assert_eq!(left.status(), 204);
    ask_again(&post.visitor).await;
    assert_eq!(post.provider.mail(3).await.part("to"), "visitor@work.example");
    let answer = ask(&post.visitor).await;
    assert!(answer.headers().contains_key("retry-after"));
    refused(answer, 429, Code::TooMany).await;
    post.site.move_clock(MINUTE * 60 * 25).await;
    ask_again(&post.visitor).await;
}

#[tokio::test]
async fn b6_it_is_not_mailed_where_that_is_not_wanted() {
    let mut post = Post::open().await;
    let (ada, _) = post.site.ada().await;
    let id = post.conversation.clone();
    post.console.answer(&id, "We do.").await;
    ada.configure(&json!({ "visitor_mail": "nothing" })).await;
    refused(ask(&post.visitor).await, 409, Code::Conflict).await;
    ada.configure(&json!({ "visitor_mail": "unread" })).await;

    let nameless = post.site.visitor();
    nameless.leave("No address of mine.").await;
    let other = post.console.conversation("No address of mine.").await.id;
    post.console.answer(&other, "Never mind.").await;
    refused(ask(&nameless).await, 409, Code::Conflict).await;
    refused(ask(&post.site.visitor()).await, 401, Code::Unauthorized).await;

    post.console.say(&Says::Block { conversation: id }).await;
    let blocked = async || ask(&post.visitor).await.status().as_u16();
    tests::until("the block", async || {
        let seen = blocked().await;
        if seen == 403 { Ok(()) } else { Err(seen) }
    })
    .await;
    post.site.move_clock(Duration::from_secs(1)).await;
    assert_eq!(post.provider.asked(), 0, "nothing went out");
}
