//! The whole circle by mail: nobody is in, a message is left, the team answers by mail, the visitor answers that
//! (M1, M2, M5, M6).

use std::time::Duration;

use tests::browser::Browser;
use tests::console::Console;
use tests::fixture::Fixture;
use tests::mail::{plain, proof, recorded, with};
use tests::widget::visit;
use tests::{Edge, Provider, Site};
use wire::mail::Judgement;

#[tokio::test]
async fn m1_m2_a_message_is_left_mailed_answered_by_mail_and_read_on_both_sides() {
    let provider = Provider::open().await;
    let edge = Edge::start_with_mail(&provider, "resend");
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
    let (front, desk) = tokio::join!(Browser::start(), Browser::start());
    let console = Console::sign_in(&desk.window, &site, "ada@shop.example").await;
    let widget = visit(&front.window, &fixture, &site).await;
    widget.is("messaging").await;
    widget.open().await;
    widget.leave_email("visitor@home.example").await;
    widget.send("Do you ship to Peru?").await;
    widget.shows("Do you ship to Peru?", "sent").await;

    // Both agents get mail unless they say otherwise; whichever answers answers.
    site.move_clock(Duration::from_mins(3)).await;
    let notices = [provider.mail(1).await, provider.mail(2).await];
    let notice = notices.iter().find(|mail| mail.part("to") == "ada@shop.example").expect("Ada's");
    assert!(notice.part("text").contains("Do you ship to Peru?"));
    console.open("Do you ship to Peru?").await;
    console.says("mail-note", "Mailed").await;
    let to = notice.part("reply_to");
    let raw =
        with(&[&proof("shop.example")], "Ada <ada@shop.example>", to, "We do.\n\n> Do you ship to Peru?");
    assert_eq!(site.judged("ada@shop.example", to, raw).await.judgement, Some(Judgement::Taken));
    widget.shows("We do.", "agent").await;
    console.shows("We do.", "agent").await;

    // The visitor leaves; the next answer is mailed, and answered by mail.
    front.window.goto("about:blank").await;
    console.reply("It takes a week.").await;
    console.shows("It takes a week.", "agent").await;
    site.move_clock(Duration::from_mins(12)).await;
    let answer = provider.mail(3).await;
    assert_eq!(answer.part("to"), "visitor@home.example");
    assert!(answer.part("text").contains("It takes a week.") && !answer.part("text").contains("Peru"));
    let to = answer.part("reply_to");
    let raw = plain("visitor@home.example", to, "Thank you!");
    assert_eq!(site.judged("visitor@home.example", to, raw).await.judgement, Some(Judgement::Taken));
    console.shows("Thank you!", "visitor").await;
    console.has("whole-mail").await;
    let widget = visit(&front.window, &fixture, &site).await;
    widget.open().await;
    widget.shows("Thank you!", "sent").await;
}

#[tokio::test]
async fn m7_an_address_whose_mail_came_back_is_named_and_may_be_tried_again() {
    let provider = Provider::open().await;
    let edge = Edge::start_with_mail(&provider, "resend");
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let console = Console::sign_in(&browser.window, &site, "ada@shop.example").await;
    site.visitor().leave_with("Do you ship to Peru?", "visitor@home.example").await;
    console.open("Do you ship to Peru?").await;
    console.reply("We do.").await;
    console.shows("We do.", "agent").await;
    site.move_clock(Duration::from_mins(6)).await;
    let to = provider.mail(1).await.part("reply_to").to_owned();
    let (_, bounce) = recorded(&to).into_iter().find(|(name, _)| name == "bounce").expect("one");
    assert_eq!(site.judged("", &to, bounce).await.judgement, Some(Judgement::Bounced));
    console.says("mail-blocked", "came back").await;

    console.click("settings-link").await;
    console.says("blocked-line", "visitor@home.example").await;
    console.click("allow-mail").await;
    console.lacks("blocked-line").await;
}
