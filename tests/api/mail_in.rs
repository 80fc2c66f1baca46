//! Mail that comes in: whose it is, what of it is shown, and what becomes of everything that is not what it
//! says to be (M5 to M8).

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::mail::{plain, proof, recorded, with};
use tests::site::refused;
use wire::http::Code;
use wire::mail::{Incoming, IncomingText, Judgement, MailSetup, Stray};
use wire::visitor::State;
use wire::{Author, Seq};

use crate::mail_out::Post;

/// Where the visitor answers to, by the mail that brings an answer.
pub(crate) async fn visitors_address(post: &mut Post) -> String {
    let conversation = post.conversation.clone();
    post.console.answer(&conversation, "We do.").await;
    post.site.move_clock(Duration::from_mins(6)).await;
    post.provider.mail(1).await.part("reply_to").to_owned()
}

impl Post {
    async fn judged(&self, from: &str, to: &str, raw: &str) -> (Option<Judgement>, bool) {
        let judged = self.site.judged(from, to, raw).await;
        (judged.judgement, judged.again)
    }
}

#[tokio::test]
async fn m6_an_agent_answers_by_mail_and_the_visitor_reads_it_in_the_chat() {
    let mut post = Post::open().await;
    let address = post.notice().await.part("reply_to").to_owned();
    let (mut page, _) = post.visitor.connect(Seq(0)).await;
    let raw = with(
        &[&proof("shop.example")],
        "Ada <ada@shop.example>",
        &address,
        "We do.\n\nOn Tue, 3 Nov 2026 at 10:11, Shop <chat@mail.example> wrote:\n> Do you ship to Peru?",
    );
    assert_eq!(post.judged("ada@shop.example", &address, &raw).await, (Some(Judgement::Taken), false));
    let message = page.message("We do.").await;
    assert!(matches!(message.author, Author::Agent { name, .. } if name.as_str() == "Ada"));
    post.console.message("We do.").await;
    let conversation = post.conversation.clone();
    let (_, incoming) = post.console.mails(&conversation, "the mail", |_, mails, _| !mails.is_empty()).await;
    assert_eq!((incoming[0].first, incoming[0].last), (Seq(2), Seq(2)));
    let (ada, _) = post.site.ada().await;
    let whole: IncomingText = ada.get(&format!("mails/{}", incoming[0].id)).await;
    assert!(whole.text.contains("> Do you ship to Peru?"), "the whole text is kept");
    let path = format!("mails/{}/original", incoming[0].id);
    let original = ada.request(Method::GET, &path).send().await.expect("an answer");
    assert_eq!(original.headers()["content-type"], "message/rfc822");
    assert_eq!(original.bytes().await.expect("a body"), raw.as_bytes(), "to the byte");
}

#[tokio::test]
async fn m8_a_mail_is_entered_once_however_often_it_is_brought() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let raw = plain("visitor@home.example", &address, "How long does it take?");
    assert_eq!(post.judged("visitor@home.example", &address, &raw).await, (Some(Judgement::Taken), false));
    post.edge.kill9();
    post.edge.restart();
    for to in [address.clone(), address.to_uppercase()] {
        assert_eq!(post.judged("visitor@home.example", &to, &raw).await, (Some(Judgement::Taken), true));
    }
    assert_eq!(post.visitor.texts().await, ["Do you ship to Peru?", "We do.", "How long does it take?"]);
}

#[tokio::test]
async fn m8_two_addresses_in_to_and_cc_are_two_mails_each_to_its_own_person() {
    let mut post = Post::open().await;
    let agents = post.notice().await.part("reply_to").to_owned();
    let conversation = post.conversation.clone();
    post.console.answer(&conversation, "We do.").await;
    post.site.move_clock(Duration::from_mins(12)).await;
    let visitors = post.provider.mail(2).await.part("reply_to").to_owned();
    let raw = with(&[&format!("Cc: {agents}")], "visitor@home.example", &visitors, "For whom?");
    // The platform brings it once for each; what stands in To and Cc decides nothing.
    assert_eq!(post.judged("visitor@home.example", &visitors, &raw).await.0, Some(Judgement::Taken));
    assert_eq!(post.judged("visitor@home.example", &agents, &raw).await.0, Some(Judgement::Unverified));
    let messages = post.visitor.visit().await.messages;
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[2].author, Author::Visitor);
}

#[tokio::test]
async fn m6_without_proof_a_mail_waits_until_an_agent_confirms_it() {
    let mut post = Post::open().await;
    let address = post.notice().await.part("reply_to").to_owned();
    for (number, raw) in [
        plain("ada@shop.example", &address, "Forged one."),
        with(&[&proof("evil.example")], "ada@shop.example", &address, "Forged two."),
        with(&[&proof("shop.example")], "bob@shop.example", &address, "Another's."),
        with(&[&proof("shop.example")], "ada@shop.example, eve@evil.example", &address, "Two at once."),
        with(
            &[
                "Authentication-Results: mx.evil.example; dmarc=pass header.from=shop.example",
                &proof("shop.example"),
            ],
            "ada@shop.example",
            &address,
            "From below.",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let judged = post.judged("ada@shop.example", &address, &raw).await.0;
        assert_eq!(judged, Some(Judgement::Unverified), "{number}");
    }
    assert_eq!(post.visitor.texts().await, ["Do you ship to Peru?"]);
    let conversation = post.conversation.clone();
    let (_, waiting) = post.console.mails(&conversation, "five mails", |_, mails, _| mails.len() == 5).await;
    let (ada, _) = post.site.ada().await;
    let path = |mail: &Incoming| format!("mails/{}", mail.id);
    let verdict = async |mail: &Incoming, confirm: bool| {
        ada.request(Method::POST, &path(mail))
            .json(&json!({ "confirm": confirm }))
            .send()
            .await
            .expect("an answer")
    };
    assert_eq!(verdict(&waiting[0], true).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(verdict(&waiting[1], false).await.status(), StatusCode::NO_CONTENT);
    refused(verdict(&waiting[0], true).await, 400, Code::BadRequest).await;
    assert_eq!(post.visitor.texts().await, ["Do you ship to Peru?", "Forged one."]);
    let aside: Vec<Incoming> = ada.get("mails").await;
    assert_eq!(aside.len(), 3, "those that nobody has looked at");
    let nothing = ada.request(Method::POST, &format!("mails/{}", "A".repeat(43)));
    refused(nothing.json(&json!({ "confirm": true })).send().await.expect("an answer"), 404, Code::NotFound)
        .await;
    let foreign = post.site.request(Method::POST, &path(&waiting[2])).header("cookie", &ada.cookie);
    let foreign = foreign.header("origin", "https://evil.example").json(&json!({ "confirm": true }));
    refused(foreign.send().await.expect("an answer"), 403, Code::ForeignOrigin).await;
}

#[tokio::test]
async fn m5_forged_unknown_and_expired_addresses_are_set_aside_and_never_threaded() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let (local, domain) = address.split_once('@').expect("an address");
    let token = local.split_once('+').expect("a token").1;
    let bring = async |post: &Post, token: &str| {
        let to = format!("reply+{token}@{domain}");
        let raw = plain("visitor@home.example", &to, "Let me in.");
        post.judged("visitor@home.example", &to, &raw).await.0
    };
    // Each place of the token, changed.
    for place in 0..token.len() {
        let digit = if &token[place..=place] == "0" { "1" } else { "0" };
        let forged = format!("{}{digit}{}", &token[..place], &token[place + 1..]);
        let judged = bring(&post, &forged).await;
        // In the number of the site, it leads to another one, or to none.
        let is_site = (2..10).contains(&place);
        assert_eq!(judged, if is_site { None } else { Some(Judgement::Forged) }, "{place}");
    }
    for no_token in ["", "hello", &token[1..], &format!("{token}00")] {
        assert_eq!(bring(&post, no_token).await, None, "{no_token}: kept for the operator");
    }
    let strays = post.site.http.get(format!("{}/v1/operator/mails", post.site.base));
    let strays = strays.bearer_auth(tests::workerd::OPERATOR_KEY).send().await.expect("an answer");
    let strays: Vec<Stray> = strays.json().await.expect("a list");
    assert_eq!(strays.len(), 8 + 4);
    assert_eq!((strays[0].from.as_str(), strays[0].text.trim()), ("visitor@home.example", "Let me in."));
    post.site.move_clock(Duration::from_hours(200 * 24)).await;
    assert_eq!(bring(&post, token).await, Some(Judgement::Expired));
    assert_eq!(post.visitor.texts().await, ["Do you ship to Peru?", "We do."], "nothing is threaded");
    let (ada, _) = post.site.ada().await;
    let aside: Vec<Incoming> = ada.get("mails").await;
    assert_eq!(aside.len(), token.len() - 8 + 1, "and nothing is dropped");
}

#[tokio::test]
async fn m8_recorded_mails_of_many_programs_keep_what_is_new_and_lose_what_is_quoted() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let mut wrong = Vec::new();
    for (name, raw) in recorded(&address) {
        let before = post.visitor.texts().await.len();
        let judged = post.judged("visitor@home.example", &address, &raw).await.0;
        let texts = post.visitor.visit().await.messages.split_off(before);
        let shown: Vec<String> = texts.iter().map(|message| message.body.to_string()).collect();
        let shown = shown.join("\n");
        let wanted = match name.as_str() {
            "bounce" => Judgement::Bounced,
            "out-of-office" | "mailing-list" => Judgement::Automatic,
            _ => Judgement::Taken,
        };
        if judged != Some(wanted) {
            wrong.push(format!("{name} is {judged:?}"));
        } else if wanted == Judgement::Taken
            && (!shown.contains("The new part stands here.") || shown.contains("QUOTED HISTORY"))
        {
            wrong.push(format!("{name} shows {shown:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn m7_what_a_machine_writes_never_becomes_a_message_and_nothing_answers_it() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let machines: &[(&str, &[&str])] = &[
        ("visitor@home.example", &["Auto-Submitted: auto-replied"]),
        ("visitor@home.example", &["Auto-Submitted: auto-generated (vacation)"]),
        ("visitor@home.example", &["Precedence: bulk"]),
        ("visitor@home.example", &["Precedence: junk"]),
        ("visitor@home.example", &["Precedence: list"]),
        ("visitor@home.example", &["List-Id: <users.lists.example>"]),
        ("visitor@home.example", &["List-Unsubscribe: <mailto:off@lists.example>"]),
        ("visitor@home.example", &["X-Autoreply: yes"]),
        ("visitor@home.example", &["X-Autorespond: away"]),
        // Another instance of us, or this one.
        ("chat@mail.example", &["X-Porchlight-Mail: abc"]),
        // Nobody: the null sender.
        ("", &[]),
        ("<>", &[]),
    ];
    for (from, headers) in machines {
        let raw = with(headers, "visitor@home.example", &address, "I am away.");
        assert_eq!(
            post.judged(from, &address, &raw).await.0,
            Some(Judgement::Automatic),
            "{headers:?} {from:?}"
        );
    }
    assert_eq!(post.visitor.texts().await.len(), 2);
    post.site.move_clock(Duration::from_hours(30)).await;
    assert_eq!(post.provider.asked(), 1, "the one mail that brought the answer");
    let conversation = post.conversation.clone();
    post.console.mails(&conversation, "all are shown", |_, mails, _| mails.len() == machines.len()).await;
}

#[tokio::test]
async fn m7_two_instances_that_mail_each_other_stop() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    // A visitor of one site leaves the address at which the other one takes answers.
    let other = Post::open().await;
    let visitor = other.site.visitor();
    visitor.leave_with("Hello, me.", &address).await;
    let (_, mut console) = other.site.ada().await;
    let rows = visitor.visit().await;
    assert_eq!(rows.state, State::Open);
    console.say(&wire::agent::Says::Hello { protocol: wire::PROTOCOL }).await;
    let id = console
        .expect("the list", |frame| match frame {
            wire::agent::Hears::Welcome { conversations, .. } => {
                conversations.iter().find(|row| row.excerpt == "Hello, me.").map(|row| row.id.clone())
            }
            _ => None,
        })
        .await;
    console.answer(&id, "Hello, you.").await;
    other.site.move_clock(Duration::from_mins(6)).await;
    let sent = tests::until("the mail to the other instance", async || {
        let taken = other.provider.taken();
        taken.iter().find(|mail| mail.part("to") == address).cloned().ok_or(taken.len())
    })
    .await;
    let header = |name: &str| format!("{name}: {}", sent.header(name));
    let headers = [header("X-Porchlight-Mail"), header("Auto-Submitted")];
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let raw = with(&headers, "chat@mail.example", &address, sent.part("text"));
    assert_eq!(post.judged("chat@mail.example", &address, &raw).await.0, Some(Judgement::Automatic));
    post.site.move_clock(Duration::from_hours(1)).await;
    assert_eq!(post.provider.asked(), 1, "it is not answered: one mail each way, and that was it");
}

#[tokio::test]
async fn m7_a_bounce_blocks_the_address_and_the_console_says_so() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let (_, raw) = recorded(&address).into_iter().find(|(name, _)| name == "bounce").expect("one");
    assert_eq!(post.judged("", &address, &raw).await.0, Some(Judgement::Bounced));
    let conversation = post.conversation.clone();
    post.console
        .mails(&conversation, "the reason", |_, _, blocked| {
            blocked.is_some_and(|why| why.contains("came back"))
        })
        .await;
    post.console.answer(&conversation, "Did it arrive?").await;
    post.site.move_clock(Duration::from_mins(20)).await;
    post.console
        .mails(&conversation, "a mail that is not sent", |mails, _, _| {
            mails.iter().any(|mail| mail.stage == wire::mail::Stage::Failed)
        })
        .await;
    assert_eq!(post.provider.asked(), 1);
    // It was a passing fault: an admin says so.
    let (ada, _) = post.site.ada().await;
    let setup: MailSetup = ada.get("mail").await;
    let blocked = setup.blocked.first().expect("the address");
    assert_eq!((blocked.address.as_str(), blocked.stopped), ("visitor@home.example", false));
    let allow =
        || ada.request(Method::POST, "mail/allow").json(&json!({ "address": "Visitor@Home.example" }));
    let setup: MailSetup = allow().send().await.expect("an answer").json().await.expect("how mail is set up");
    assert!(setup.blocked.is_empty());
    refused(allow().send().await.expect("an answer"), 404, Code::NotFound).await;
    post.console.answer(&conversation, "And this?").await;
    post.site.move_clock(Duration::from_mins(40)).await;
    assert!(post.provider.mail(2).await.part("text").contains("And this?"));
}

#[tokio::test]
async fn m9_no_header_is_made_of_what_a_visitor_or_a_mail_says() {
    let mut post = Post::open().await;
    for nasty in
        ["a@b.co\r\nBcc: all@shop.example", "a@b.co\u{0}", "a@b.co\n", "\"a\nb\"@b.co", "a@b.co, c@d.co"]
    {
        let say = json!({ "id": tests::site::message_id(), "body": "Hello", "email": nasty });
        let status = post.visitor.post(&say).await.status();
        assert!(status == 400 || nasty.trim() == "a@b.co", "{nasty:?}: {status}");
    }
    let nasty = "Subject: x\r\nBcc: all@shop.example\r\n\r\n<img src=x onerror=alert(1)>";
    post.visitor.leave(nasty).await;
    let handed = post.notice().await;
    let mail = handed.mail.as_object().expect("an object");
    let texts = ["text", "html"];
    for (name, value) in mail.iter().filter(|(name, _)| !texts.contains(&name.as_str())) {
        let values: Vec<&str> = match value {
            Value::Object(headers) => headers.values().filter_map(Value::as_str).collect(),
            value => value.as_str().into_iter().collect(),
        };
        for value in values {
            assert!(!value.contains(['\r', '\n', '\0']) && !value.contains("Bcc"), "{name}: {value:?}");
        }
    }
    assert!(!handed.part("html").contains("<img"), "and text stays text");
    // What comes in can say anything, too.
    let address = handed.part("reply_to").to_owned();
    let raw =
        with(&["Subject: =?utf-8?q?x=0D=0ABcc:_all=40shop.example?="], "ada@shop.example", &address, "Hi.");
    assert_eq!(post.judged("ada@shop.example", &address, &raw).await.0, Some(Judgement::Unverified));
    let conversation = post.conversation.clone();
    let (_, incoming) = post.console.mails(&conversation, "the mail", |_, mails, _| !mails.is_empty()).await;
    assert!(!incoming[0].subject.contains(['\r', '\n']), "{:?}", incoming[0].subject);
}

#[tokio::test]
async fn m8_a_mail_to_a_closed_conversation_opens_it_again() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let conversation = post.conversation.clone();
    post.console.say(&wire::agent::Says::Close { conversation }).await;
    post.console.row("closed", |row| row.state == State::Closed).await;
    let raw = plain("other@home.example", &address, "One more thing.");
    assert_eq!(post.judged("other@home.example", &address, &raw).await.0, Some(Judgement::Taken));
    // Whoever holds the address may write.
    let is_open = |row: &wire::agent::Row| row.state == State::Open && row.excerpt == "One more thing.";
    assert!(post.console.row("open again", is_open).await.waiting);
}
