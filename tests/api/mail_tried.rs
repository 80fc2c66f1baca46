//! Mail that is handed over: to which provider, and what becomes of it where that one fails (M3, M4).

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tests::{Edge, Manner, Provider, Site};
use wire::mail::{MailSetup, Outgoing, Purpose, Stage};

use crate::mail_out::{MINUTE, Post};
use crate::other;

#[tokio::test]
async fn m3_each_answer_of_a_provider_is_waited_out_or_told() {
    let mut post = Post::open().await;
    let mut ahead = MINUTE * 3;
    let mut asked = 0;
    for status in [500, 502, 503, 429, 408, 401, 403] {
        post.provider.behaves(Manner::Answers(status));
        post.site.move_clock(ahead).await;
        asked += 1;
        post.provider.until_asked(asked).await;
        let why = format!("answered {status}: {{\"message\":\"what the provider says\"}}");
        post.waits(Purpose::Notice, &why).await;
        ahead += Duration::from_hours(1);
    }
    post.provider.behaves(Manner::TakesAndDrops);
    post.site.move_clock(ahead).await;
    post.provider.until_asked(asked + 1).await;
    post.waits(Purpose::Notice, "cannot be reached").await;
    post.provider.behaves(Manner::Takes);
    // The next day, whenever this runs.
    post.site.move_clock(ahead + Duration::from_hours(24)).await;
    post.stage(Purpose::Notice, Stage::Sent).await;
    let taken = post.provider.taken();
    assert_eq!(taken.len(), 2, "the one that was not heard of, and its second copy");
    assert_eq!(taken[0].key, taken[1].key, "which bears the same id");
    assert_eq!(taken[0].mail, taken[1].mail, "and says the same, though days lie between");
}

#[tokio::test]
async fn m3_a_provider_that_says_never_is_believed() {
    for status in [400, 413, 422] {
        let mut post = Post::open().await;
        post.provider.behaves(Manner::Answers(status));
        post.site.move_clock(MINUTE * 3).await;
        let failed = post.stage(Purpose::Notice, Stage::Failed).await;
        assert!(failed.problem.is_some_and(|why| why.contains(&status.to_string())));
        post.site.move_clock(Duration::from_hours(24)).await;
        assert_eq!(post.provider.asked(), 1, "and not asked again");
        let (ada, _) = post.site.ada().await;
        let setup: MailSetup = ada.get("mail").await;
        assert_eq!((setup.failed, setup.waiting), (1, 0), "an admin sees it");
    }
}

#[tokio::test]
async fn m3_a_provider_that_hangs_holds_nothing_up_and_is_tried_again() {
    let mut post = Post::open().await;
    post.provider.behaves(Manner::Hangs);
    let site = post.site.clone();
    // The alarm waits for the provider; nobody else does.
    let ringing = tokio::spawn(async move { site.move_clock(MINUTE * 3).await });
    post.provider.until_asked(1).await;
    post.visitor.leave("Still there?").await;
    post.console.answer(&post.conversation.clone(), "Yes.").await;
    ringing.await.expect("the alarm ends");
    post.waits(Purpose::Notice, "did not answer within 25 seconds").await;
    post.provider.behaves(Manner::Takes);
    post.site.move_clock(MINUTE * 10).await;
    assert!(post.provider.mail(1).await.part("text").contains("Peru"));
}

#[tokio::test]
async fn m3_a_provider_that_is_down_for_ten_minutes_or_a_day_loses_nothing_and_for_longer_it_is_said() {
    for (down, wanted) in [
        (MINUTE * 10, Stage::Sent),
        (Duration::from_hours(24), Stage::Sent),
        (Duration::from_hours(72), Stage::Failed),
    ] {
        let mut post = Post::open().await;
        post.provider.behaves(Manner::Answers(503));
        let mut ahead = MINUTE * 3;
        let begin = ahead;
        while ahead < begin + down {
            post.site.move_clock(ahead).await;
            // A step is never longer than the pause that follows.
            ahead += (ahead / 4).clamp(MINUTE, Duration::from_hours(1));
        }
        if wanted == Stage::Failed {
            post.site.move_clock(begin + down + Duration::from_hours(5)).await;
        } else {
            post.provider.behaves(Manner::Takes);
            post.site.move_clock(ahead + Duration::from_hours(5)).await;
        }
        let mail = post.stage(Purpose::Notice, wanted).await;
        assert_eq!(post.provider.taken().len(), usize::from(wanted == Stage::Sent), "{down:?}");
        assert_eq!(mail.problem.is_some(), wanted == Stage::Failed, "{down:?}: {mail:?}");
        assert!(post.provider.asked() < 60, "with pauses: {} tries in {down:?}", post.provider.asked());
    }
}

#[tokio::test]
async fn m4_a_kill_between_the_providers_yes_and_our_note_makes_one_second_copy_with_the_same_id() {
    let mut post = Post::open().await;
    post.provider.behaves(Manner::Hangs);
    let site = post.site.clone();
    let ringing = tokio::spawn(async move {
        let moved = site.request(Method::GET, "presence").bearer_auth(tests::site::random(32));
        drop(moved.header("x-test-ahead", "180000").send().await);
    });
    post.provider.until_asked(1).await;
    post.edge.kill9();
    ringing.await.expect("the request ends");
    post.provider.behaves(Manner::Takes);
    post.edge.restart();
    // Right after it the first try still has the mail.
    post.site.move_clock(MINUTE * 3).await;
    assert_eq!(post.provider.asked(), 1, "one at a time");
    post.site.move_clock(MINUTE * 5).await;
    let mail = post.provider.mail(1).await;
    assert!(mail.part("text").contains("Do you ship to Peru?"), "nothing is lost");
    post.site.move_clock(Duration::from_hours(5)).await;
    assert_eq!(post.provider.asked(), 2, "and nothing is sent a third time");
}

#[tokio::test]
async fn m3_what_the_platforms_own_service_refuses_is_told_by_its_code() {
    for (code, stage) in [
        ("visitor", Stage::Sent),
        ("e_recipient_suppressed", Stage::Failed),
        ("e_recipient_not_allowed", Stage::Failed),
        ("e_validation_error", Stage::Failed),
        // These pass, or the operator mends them.
        ("e_sender_not_verified", Stage::Waiting),
        ("e_daily_limit_exceeded", Stage::Waiting),
        ("e_unheard_of", Stage::Waiting),
    ] {
        let mut post = Post::open_with("binding", &format!("{code}@home.example")).await;
        post.console.answer(&post.conversation.clone(), "We do.").await;
        post.site.move_clock(MINUTE * 6).await;
        match stage {
            Stage::Waiting => post.waits(Purpose::Answer, "not this one").await,
            stage => drop(post.stage(Purpose::Answer, stage).await),
        }
    }
}

#[tokio::test]
async fn each_provider_is_spoken_to_in_its_own_way() {
    for name in ["resend", "brevo", "postmark"] {
        let provider = Provider::open().await;
        let edge = Edge::start_with_mail(&provider, name);
        let site = Site::create(&edge, "messaging").await;
        let (ada, _console) = site.ada().await;
        let answer = ada.request(Method::POST, "mail/test").send().await.expect("an answer");
        assert_eq!(answer.status(), 202);
        let handed = provider.mail(1).await;
        let (mail, secret) = (&handed.mail, handed.secret.as_str());
        let subject = "Shop: a test of its mail";
        match name {
            "brevo" => {
                assert_eq!(mail["sender"], json!({ "name": "Shop", "email": "chat@mail.example" }));
                assert_eq!(mail["to"], json!([{ "email": "ada@shop.example" }]));
                assert_eq!(mail["headers"]["idempotencyKey"], mail["headers"]["X-Porchlight-Mail"]);
                assert_eq!((&mail["subject"], secret), (&json!(subject), "test-provider-key"));
                assert!(mail["textContent"].is_string() && mail["htmlContent"].is_string());
            }
            "postmark" => {
                assert_eq!(mail["From"], "\"Shop\" <chat@mail.example>");
                assert_eq!(mail["To"], "ada@shop.example");
                assert!(mail["Headers"].as_array().is_some_and(|all| {
                    all.iter().any(|one| one["Name"] == "Auto-Submitted" && one["Value"] == "auto-generated")
                }));
                assert_eq!((&mail["Subject"], secret), (&json!(subject), "test-provider-key"));
                assert!(mail["TextBody"].is_string() && mail["HtmlBody"].is_string());
            }
            _ => assert_eq!((handed.part("subject"), secret), (subject, "Bearer test-provider-key")),
        }
        tests::until("the test to be told of", async || {
            let setup: MailSetup = ada.get("mail").await;
            assert_eq!((setup.provider.as_str(), setup.from.as_str()), (name, "chat@mail.example"));
            match setup.test {
                Some(Outgoing { stage: Stage::Sent, .. }) => Ok(()),
                seen => other(seen),
            }
        })
        .await;
    }
}
