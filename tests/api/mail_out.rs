//! Mail that goes out: to whom, when, and how much of it (M1, M2, M9).

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::provider::Handed;
use tests::site::refused;
use tests::{AgentSocket, Edge, Provider, Site, Visitor};
use wire::http::Code;
use wire::mail::{Outgoing, Purpose, Stage};
use wire::{ConversationId, Presence, Seq};

pub(crate) const MINUTE: Duration = Duration::from_mins(1);

/// A site whose mail goes to a provider, with a visitor who wrote while nobody was in.
pub(crate) struct Post {
    pub(crate) edge: Edge,
    pub(crate) provider: Provider,
    pub(crate) site: Site,
    pub(crate) console: AgentSocket,
    pub(crate) visitor: Visitor,
    pub(crate) conversation: ConversationId,
}

impl Post {
    /// Ada gets mail, Bob none; the visitor left an address.
    pub(crate) async fn open() -> Self {
        Self::open_with("resend", "visitor@home.example").await
    }

    /// The same with another provider and another address.
    pub(crate) async fn open_with(provider_name: &str, address: &str) -> Self {
        let provider = Provider::open().await;
        let edge = Edge::start_with_mail(&provider, provider_name);
        let site = Site::create(&edge, "messaging").await;
        let (ada, mut console) = site.ada().await;
        ada.accustom(&ada.id_of("Bob").await, &json!({ "mail": "off" })).await;
        let visitor = site.visitor();
        visitor.leave_with("Do you ship to Peru?", address).await;
        let conversation = console.conversation("Do you ship to Peru?").await.id;
        Self { edge, provider, site, console, visitor, conversation }
    }

    /// Moves the clock on until the notice to Ada is out.
    pub(crate) async fn notice(&self) -> Handed {
        self.site.move_clock(MINUTE * 3).await;
        self.provider.mail(1).await
    }

    /// Waits until the console hears that a mail of this purpose has come so far.
    pub(crate) async fn stage(&mut self, purpose: Purpose, stage: Stage) -> Outgoing {
        self.outgoing(&format!("{purpose:?} {stage:?}"), |mail| {
            mail.purpose == purpose && mail.stage == stage
        })
        .await
    }

    /// Waits until the console hears that a mail of this purpose waits, and why.
    pub(crate) async fn waits(&mut self, purpose: Purpose, why: &str) {
        let is_why = |mail: &Outgoing| mail.problem.as_ref().is_some_and(|problem| problem.contains(why));
        self.outgoing(&format!("{purpose:?} waiting: {why}"), |mail| {
            mail.purpose == purpose && mail.stage == Stage::Waiting && is_why(mail)
        })
        .await;
    }

    async fn outgoing(&mut self, what: &str, is: impl Fn(&Outgoing) -> bool) -> Outgoing {
        let found =
            self.console.mails(&self.conversation, what, |outgoing, _, _| outgoing.iter().any(&is)).await;
        found.0.into_iter().find(is).expect("it was there")
    }
}

#[tokio::test]
async fn m1_a_burst_reaches_the_agent_as_one_mail_and_the_console_says_so() {
    let mut post = Post::open().await;
    post.stage(Purpose::Notice, Stage::Waiting).await;
    post.site.move_clock(MINUTE).await;
    post.visitor.leave("Hello?").await;
    post.site.move_clock(MINUTE + MINUTE * 3 / 2).await;
    assert_eq!(post.provider.asked(), 0, "it goes on");
    post.site.move_clock(MINUTE * 4).await;
    let mail = post.provider.mail(1).await;
    assert_eq!(mail.part("to"), "ada@shop.example");
    assert_eq!(mail.part("from"), "\"Shop\" <chat@mail.example>");
    for part in ["Do you ship to Peru?", "Hello?", "visitor@home.example", "https://shop.example/lamps"] {
        assert!(
            mail.part("text").contains(part) && mail.part("html").contains(part),
            "{part}: {}",
            mail.mail
        );
    }
    let link =
        format!("{}/console/?site={}#conversation={}", post.site.base, post.site.id, post.conversation);
    assert!(mail.part("text").contains(&link), "{link}: {}", mail.part("text"));
    assert!(!mail.part("subject").contains("Peru"), "{}", mail.part("subject"));
    assert_eq!(mail.secret, "Bearer test-provider-key");
    assert_eq!(mail.key.as_deref(), Some(mail.header("X-Porchlight-Mail")));
    let sent = post.stage(Purpose::Notice, Stage::Sent).await;
    assert_eq!((sent.first, sent.last, sent.to.is_some()), (Seq(1), Seq(2), true));
    post.site.move_clock(MINUTE * 30).await;
    assert_eq!(post.provider.asked(), 1, "one mail, to one agent");
}

#[tokio::test]
async fn m2_an_answer_that_stays_unread_is_mailed_and_one_click_stops_that() {
    let mut post = Post::open().await;
    post.console.answer(&post.conversation.clone(), "We do.").await;
    post.site.move_clock(MINUTE * 6).await;
    let mail = post.provider.mail(1).await;
    assert_eq!(mail.part("to"), "visitor@home.example");
    assert!(mail.part("text").contains("Shop answered you.") && mail.part("text").contains("We do."));
    assert!(
        mail.part("html").contains("prefers-color-scheme:dark") && mail.part("html").contains("viewport")
    );
    post.stage(Purpose::Answer, Stage::Sent).await;
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let stop = mail.header("List-Unsubscribe").trim_matches(['<', '>']).to_owned();
    assert!(mail.part("text").contains(&format!("{}/stop/?site={}#", post.site.base, post.site.id)));
    // As a mail program does it: no cookie, no Origin, a form.
    let form = post.site.http.post(&stop).header("content-type", "application/x-www-form-urlencoded");
    let answer = form.body("List-Unsubscribe=One-Click").send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    post.console.answer(&post.conversation.clone(), "One more thing.").await;
    post.site.move_clock(MINUTE * 20).await;
    let failed = post.stage(Purpose::Answer, Stage::Failed).await;
    assert!(failed.problem.is_some_and(|why| why.contains("no more mail is wanted")));
    assert_eq!(post.provider.taken().len(), 1);
    let (ada, _) = post.site.ada().await;
    let allow = ada.request(Method::POST, "mail/allow").json(&json!({ "address": "visitor@home.example" }));
    refused(allow.send().await.expect("an answer"), 403, Code::Forbidden).await;
    for bad in [stop.replace("t=", "t=0"), stop[..stop.len() - 1].to_owned(), stop.replace("?t=", "?x=")] {
        let answer = post.site.http.post(&bad).send().await.expect("an answer");
        refused(answer, 401, Code::Unauthorized).await;
    }
}

#[tokio::test]
async fn m2_an_agent_stops_mail_from_the_mail_itself() {
    let post = Post::open().await;
    let mail = post.notice().await;
    let stop = mail.header("List-Unsubscribe").trim_matches(['<', '>']).to_owned();
    assert_eq!(post.site.http.post(&stop).send().await.expect("an answer").status(), 204);
    let (ada, _) = post.site.ada().await;
    let session: Value = ada.get("session").await;
    assert_eq!(session["me"]["habits"]["mail"], "off");
}

#[tokio::test]
async fn m2_what_is_read_is_not_mailed() {
    let mut post = Post::open().await;
    post.console.answer(&post.conversation.clone(), "We do.").await;
    let read = post.visitor.request(Method::POST, "read").json(&json!({ "seq": 2 })).send().await;
    assert_eq!(read.expect("an answer").status(), 204);
    post.site.move_clock(MINUTE * 6).await;
    post.stage(Purpose::Answer, Stage::Dropped).await;
    assert_eq!(post.provider.asked(), 0, "nor is the question, which was answered");
}

#[tokio::test]
async fn m2_a_site_that_mails_visitors_nothing_says_so_and_takes_back_what_it_owes() {
    let mut post = Post::open().await;
    post.console.answer(&post.conversation.clone(), "We do.").await;
    post.stage(Purpose::Answer, Stage::Waiting).await;
    let (ada, _) = post.site.ada().await;
    ada.configure(&json!({ "visitor_mail": "nothing" })).await;
    let presence = post.site.request(Method::GET, "presence").send().await.expect("an answer");
    assert!(
        presence.json::<Presence>().await.expect("presence").no_mail,
        "so the widget asks for no address"
    );
    post.site.move_clock(MINUTE * 6).await;
    post.stage(Purpose::Answer, Stage::Dropped).await;
    assert_eq!(post.provider.asked(), 0);
}

#[tokio::test]
async fn m2_transcripts_go_out_when_the_conversation_is_closed() {
    let mut post = Post::open().await;
    let (ada, _) = post.site.ada().await;
    ada.configure(&json!({ "visitor_mail": "transcripts" })).await;
    ada.accustom(&ada.id_of("Ada").await, &json!({ "mail": "transcripts" })).await;
    let conversation = post.conversation.clone();
    post.console.answer(&conversation, "We do.").await;
    post.console.say(&wire::agent::Says::Close { conversation }).await;
    let (first, second) = (post.provider.mail(1).await, post.provider.mail(2).await);
    let mut to = [first.part("to"), second.part("to")];
    to.sort_unstable();
    assert_eq!(to, ["ada@shop.example", "visitor@home.example"]);
    for mail in [first, second] {
        assert!(mail.part("text").contains("Do you ship to Peru?") && mail.part("text").contains("We do."));
    }
}

#[tokio::test]
async fn m9_an_address_that_a_visitor_named_gets_five_mails_a_day_and_the_rest_later() {
    let mut post = Post::open().await;
    let conversation = post.conversation.clone();
    for number in 1..=6_u32 {
        post.console.answer(&conversation, &format!("Answer {number}.")).await;
        post.site.move_clock(MINUTE * 10 * number).await;
    }
    let sent = post.provider.taken();
    assert_eq!(sent.len(), 5, "the sixth waits");
    post.waits(Purpose::Answer, "as many mails today").await;
    post.site.move_clock(Duration::from_hours(26)).await;
    assert!(post.provider.mail(6).await.part("text").contains("Answer 6."), "and is not lost");
}

#[tokio::test]
async fn m9_twenty_mails_a_day_from_all_sites_together() {
    let provider = Provider::open().await;
    let edge = Edge::start_with_mail(&provider, "resend");
    let mut ahead = Duration::ZERO;
    for number in 1..=5_usize {
        let site = Site::create(&edge, "messaging").await;
        let (ada, mut console) = site.ada().await;
        ada.configure(&json!({ "visitor_mail": "unread" })).await;
        for name in ["Ada", "Bob"] {
            ada.accustom(&ada.id_of(name).await, &json!({ "mail": "off" })).await;
        }
        let visitor = site.visitor();
        visitor.leave_with("Hello?", "Victim@home.example").await;
        let conversation = console.conversation("Hello?").await.id;
        for answer in 1..=5 {
            console.answer(&conversation, &format!("Answer {answer}.")).await;
            ahead += MINUTE * 10;
            site.move_clock(ahead).await;
        }
        assert_eq!(provider.taken().len(), (number * 5).min(20), "site {number}");
    }
}

#[tokio::test]
async fn m9_what_is_not_sent_does_not_count() {
    let mut post = Post::open().await;
    let conversation = post.conversation.clone();
    for number in 1..=21_u32 {
        post.console.answer(&conversation, &format!("Answer {number}.")).await;
        let read =
            post.visitor.request(Method::POST, "read").json(&json!({ "seq": number + 1 })).send().await;
        assert_eq!(read.expect("an answer").status(), 204);
        post.site.move_clock(MINUTE * 10 * number).await;
    }
    assert_eq!(post.provider.asked(), 0);
    post.console.answer(&conversation, "And this?").await;
    post.site.move_clock(MINUTE * 220).await;
    assert!(post.provider.mail(1).await.part("text").contains("And this?"));
}

#[tokio::test]
async fn only_an_admin_sees_to_the_mail_of_the_site() {
    let post = Post::open().await;
    let bob = post.site.sign_in("bob@shop.example").await;
    for (method, path) in [(Method::GET, "mail"), (Method::POST, "mail/test")] {
        let answer = bob.request(method.clone(), path).send().await.expect("an answer");
        refused(answer, 403, Code::Forbidden).await;
        let answer = post.site.request(method, path).header("origin", &post.site.base).send().await;
        refused(answer.expect("an answer"), 401, Code::Unauthorized).await;
    }
    let answer = bob.request(Method::GET, "mails").send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "what was set aside is for all agents");
    refused(
        post.site.request(Method::GET, "mails").send().await.expect("an answer"),
        401,
        Code::Unauthorized,
    )
    .await;
}
