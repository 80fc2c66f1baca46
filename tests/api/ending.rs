//! What an agent does with a conversation beyond answering it: a visitor is blocked (B1), a conversation is
//! erased (B2, B3) or taken along (B4).

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::mail::plain;
use tests::site::{message_id, refused};
use tests::workerd::root;
use tests::{AgentSocket, Edge, Site};
use wire::agent::{Hears, Says};
use wire::audit::{Deed, What};
use wire::figures::Figures;
use wire::http::Code;
use wire::inbox::{Filter, View, Words};
use wire::mail::{Judgement, Purpose, Stage};
use wire::visitor::{self, State};
use wire::{Body, ConversationId, Email, Seq, close};

use crate::mail_in::visitors_address;
use crate::mail_out::Post;

async fn refusal(console: &mut AgentSocket, what: &str) -> (Code, String) {
    console
        .expect(what, |frame| match frame {
            Hears::Error(refusal) => Some((refusal.problem.code, refusal.problem.message.clone())),
            _ => None,
        })
        .await
}

async fn list(console: &mut AgentSocket, wanted: View) -> Vec<ConversationId> {
    console.say(&Says::More { view: wanted, filter: Filter::default(), before: None }).await;
    console
        .expect("the list", |frame| match frame {
            Hears::Conversations { view, rows, .. } if *view == wanted => {
                Some(rows.iter().map(|row| row.id.clone()).collect())
            }
            _ => None,
        })
        .await
}

async fn gone(console: &mut AgentSocket, id: &ConversationId) -> Option<String> {
    console
        .expect("that it is gone", |frame| match frame {
            Hears::Gone { conversation, by, .. } if conversation == id => {
                Some(by.as_ref().map(ToString::to_string))
            }
            _ => None,
        })
        .await
}

fn say(text: &str) -> visitor::Say {
    let body = Body::parse(text).expect("a text");
    visitor::Say {
        id: message_id(),
        body,
        email: None,
        page: None,
        targeted: None,
        answers: wire::about::Passed::default(),
    }
}

#[tokio::test]
async fn b1_what_a_blocked_visitor_writes_is_refused_on_every_way_until_the_block_is_taken_back() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, mut console) = site.ada().await;
    let (_, mut bobs) = site.bob().await;
    let visitor = site.visitor();
    let first = say("Buy my lamps!");
    let answer = visitor.post(&serde_json::to_value(&first).expect("JSON")).await;
    assert_eq!(answer.status(), 201);
    let (mut page, _) = visitor.connect(Seq(1)).await;
    let id = console.conversation("Buy my lamps!").await.id;

    bobs.say(&Says::Block { conversation: id.clone() }).await;
    let row = console.row("the block", |row| row.blocked).await;
    assert_eq!((row.state, row.waiting, row.missed), (State::Closed, false, false));
    // The page is not told that writing would open it again.
    let state = |frame: &visitor::Hears| match frame {
        visitor::Hears::State { state, .. } => Some(*state),
        _ => None,
    };
    assert_eq!(page.expect("where it stands", state).await, State::Blocked);
    assert_eq!(visitor.visit().await.state, State::Blocked);

    // A blocked visitor stays one whatever happens to the edge.
    edge.kill9();
    edge.restart();
    let (mut console, mut bobs) = (ada.connect().await, site.bob().await.1);
    let (mut page, _) = visitor.connect(Seq(1)).await;
    let again = say("Once more!");
    page.say(&visitor::Says::Say(again.clone())).await;
    let told = |frame: &visitor::Hears| match frame {
        visitor::Hears::Error(refusal) => Some((refusal.problem.code, refusal.about.clone())),
        _ => None,
    };
    assert_eq!(page.expect("a refusal", told).await, (Code::Blocked, Some(again.id.clone())));
    let problem =
        refused(visitor.post(&serde_json::to_value(&again).expect("JSON")).await, 403, Code::Blocked);
    assert!(problem.await.message.contains("takes no more messages"));
    let address = visitor.request(Method::POST, "email").json(&json!({ "email": "eve@evil.example" }));
    refused(address.send().await.expect("an answer"), 403, Code::Blocked).await;
    // What was stored before is acknowledged as before (G2).
    page.say(&visitor::Says::Say(first.clone())).await;
    let stored = |frame: &visitor::Hears| match frame {
        visitor::Hears::Stored(stored) => Some(stored.id.clone()),
        _ => None,
    };
    assert_eq!(page.expect("the old acknowledgement", stored).await, first.id);
    assert_eq!(visitor.texts().await, ["Buy my lamps!"]);

    // Nor does an agent open it by the way.
    console.say(&Says::Reopen { conversation: id.clone() }).await;
    assert_eq!(refusal(&mut console, "no reopening").await.0, Code::Blocked);
    let body = Body::parse("Please stop.").expect("a text");
    console.say(&Says::Say { conversation: id.clone(), id: message_id(), body }).await;
    assert_eq!(refusal(&mut console, "no answer").await.0, Code::Blocked);
    for (view, stands) in [(View::Unassigned, false), (View::Missed, false), (View::Closed, true)] {
        assert_eq!(list(&mut console, view).await.contains(&id), stands, "{view:?}");
    }

    bobs.say(&Says::Unblock { conversation: id.clone() }).await;
    console.row("no block", |row| row.id == id && !row.blocked && row.state == State::Closed).await;
    page.write("I am sorry.").await;
    console.row("an open conversation", |row| row.id == id && row.state == State::Open).await;
    let deeds: Vec<Deed> = ada.get("audit").await;
    let deeds: Vec<_> = deeds.iter().map(|deed| (deed.what, deed.by.as_str(), deed.of.clone())).collect();
    let of = Some(id.to_string());
    assert_eq!(deeds[..2], [(What::Unblocked, "Bob", of.clone()), (What::Blocked, "Bob", of)]);
}

#[tokio::test]
async fn b1_a_missed_conversation_that_is_blocked_is_missed_no_more() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, mut console) = site.ada().await;
    ada.configure(&json!({ "overflow_after": 10, "missed_after": 10 })).await;
    console.choose(wire::Status::Online).await;
    let visitor = site.visitor();
    visitor.leave("Anybody?").await;
    let id = console
        .expect_within(Duration::from_secs(30), "a missed conversation", |frame| match frame {
            Hears::Conversation(row) if row.missed => Some(row.id.clone()),
            _ => None,
        })
        .await;
    assert_eq!(list(&mut console, View::Missed).await, std::slice::from_ref(&id));
    console.say(&Says::Block { conversation: id.clone() }).await;
    console.row("the block", |row| row.blocked).await;
    assert!(list(&mut console, View::Missed).await.is_empty());
}

#[tokio::test]
async fn b1_mail_of_a_blocked_visitor_is_kept_and_goes_no_further_and_none_goes_there() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let id = post.conversation.clone();
    post.console.answer(&id, "One more thing.").await;
    post.console.say(&Says::Block { conversation: id.clone() }).await;
    post.console.row("the block", |row| row.blocked).await;
    post.site.move_clock(Duration::from_mins(30)).await;
    assert_eq!(post.provider.asked(), 1, "what was owed is dropped");
    for text in ["Answer me!", "At once!"] {
        let raw = plain("visitor@home.example", &address, text);
        let judged = post.site.judged("visitor@home.example", &address, raw).await;
        assert_eq!(judged.judgement, Some(Judgement::Blocked));
    }
    let (_, incoming) = post.console.mails(&id, "both mails", |_, mails, _| mails.len() == 2).await;
    assert_eq!(post.visitor.texts().await.len(), 3);
    let (ada, _) = post.site.ada().await;
    let aside: Vec<Value> = ada.get("mails").await;
    assert!(aside.is_empty(), "it stands in the conversation and in nobody's way: {aside:?}");
    let verdict = ada.request(Method::POST, &format!("mails/{}", incoming[0].id));
    let verdict = verdict.json(&json!({ "confirm": true })).send().await.expect("an answer");
    refused(verdict, 403, Code::Blocked).await;
    post.console.say(&Says::Transcript { conversation: id }).await;
    assert_eq!(refusal(&mut post.console, "no transcript").await.0, Code::Blocked);
}

#[tokio::test]
async fn b2_a_conversation_is_erased_for_everybody_and_of_what_was_in_it_nothing_is_left() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let key = post.provider.mail(1).await.key;
    let id = post.conversation.clone();
    let raw = plain("visitor@home.example", &address, "Kumquats, by mail.");
    assert_eq!(
        post.site.judged("visitor@home.example", &address, raw).await.judgement,
        Some(Judgement::Taken)
    );
    let tag = wire::inbox::Tag::parse("kumquats").expect("a tag");
    post.console.say(&Says::Tag { conversation: id.clone(), tag }).await;
    let body = Body::parse("A note on kumquats.").expect("a text");
    post.console.say(&Says::Note { conversation: id.clone(), id: message_id(), body }).await;
    let look = json!({ "page": "https://shop.example/kumquats", "title": "Kumquats", "passed": { "name": "Kumquats" } });
    let told = post.visitor.request(Method::POST, "look").json(&look).send().await.expect("an answer");
    assert_eq!(told.status(), 204);
    post.console.say(&Says::Read { conversation: id.clone(), seq: Seq(3) }).await;
    post.site.visitor().leave("I like persimmons.").await;
    for words in ["kumquats", "persimmons"] {
        assert_eq!(hits(&mut post.console, words).await, 1, "{words}");
    }
    let (mut page, _) = post.visitor.connect(Seq(3)).await;
    let (_, mut bobs) = post.site.bob().await;
    let (ada, _) = post.site.ada().await;
    let before: Figures = ada.get("figures").await;

    bobs.say(&Says::Erase { conversation: id.clone() }).await;
    assert_eq!(refusal(&mut bobs, "admins only").await.0, Code::Forbidden);
    post.console.say(&Says::Erase { conversation: id.clone() }).await;
    assert_eq!(gone(&mut bobs, &id).await.as_deref(), Some("Ada"));
    gone(&mut post.console, &id).await;
    assert_eq!(page.closed().await, close::code::UNAUTHORIZED);
    assert_eq!(hits(&mut post.console, "kumquats").await, 0);
    assert_eq!(hits(&mut post.console, "visitor@home.example").await, 0);
    assert!(!list(&mut post.console, View::All).await.contains(&id));
    bobs.say(&Says::Open { conversation: id.clone(), after: Seq(0) }).await;
    assert_eq!(gone(&mut bobs, &id).await, None);
    // Its address for answers leads nowhere, now and later.
    let raw = plain("visitor@home.example", &address, "Still there?");
    assert_eq!(
        post.site.judged("visitor@home.example", &address, raw).await.judgement,
        Some(Judgement::Unknown)
    );
    let after: Figures = ada.get("figures").await;
    assert_eq!(
        (after.total.conversations, after.total.closed),
        (before.total.conversations, 1),
        "counts stay"
    );
    let deeds: Vec<Deed> = ada.get("audit").await;
    assert_eq!((deeds[0].what, deeds[0].by.as_str()), (What::Erased, "Ada"));
    assert_eq!((&deeds[0].from, &deeds[0].to), (&None, &None));

    post.edge.kill9();
    let file = post.edge.databases().remove(0);
    let rows = |words: &str| holders(&file, words);
    // The mail that came after it is one of nobody's: it stands among those that were set aside.
    for words in ["kumquats", "peru", "lamps"] {
        assert_eq!(rows(words), Vec::<String>::new(), "{words}");
    }
    assert!(rows("persimmon").contains(&"words_data".to_owned()), "the others' words are found");
    assert_eq!(rows(id.as_str()), ["audit", "person"], "what says that it was erased, and its number");

    // Numbers are given once, also after the newest mail was erased and the edge began anew.
    post.edge.restart();
    let mut console = ada.connect().await;
    post.site.visitor().leave_with("My address.", "other@home.example").await;
    let id = console.conversation("My address.").await.id;
    console.say(&Says::Transcript { conversation: id }).await;
    let mails = post.provider.mail(2).await;
    assert_ne!(mails.key, key);
}

async fn hits(console: &mut AgentSocket, text: &str) -> usize {
    let words = Words::parse(text).expect("words");
    console.say(&Says::Search { words: words.clone() }).await;
    console
        .expect("what was found", |frame| match frame {
            Hears::Found { words: found, hits } if *found == words => Some(hits.len()),
            _ => None,
        })
        .await
}

/// The tables of a site's file, those of the search's index too, that hold a text.
fn holders(file: &Path, text: &str) -> Vec<String> {
    const SCRIPT: &str = "
        const { DatabaseSync } = require('node:sqlite');
        const [file, text] = process.argv.slice(1);
        const sql = new DatabaseSync(file);
        const tables = sql.prepare(\"SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name\").all();
        const said = (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)).toLowerCase();
        const rows = (name) => { const asked = sql.prepare(`SELECT * FROM \"${name}\"`); asked.setReadBigInts(true); return asked.all(); };
        const holds = ({ name }) => rows(name).some((row) => Object.values(row).some((value) => said(value).includes(text.toLowerCase())));
        console.log(JSON.stringify(tables.filter(holds).map(({ name }) => name)));";
    let node = root().join("node_modules/.bin/node");
    let done = Command::new(node).args(["--no-warnings", "-e", SCRIPT]).arg(file).arg(text).output();
    let done = done.expect("node");
    serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&done.stderr)))
}

#[tokio::test]
async fn b3_the_token_of_an_erased_conversation_opens_nothing_and_the_visitor_begins_anew() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("One").await;
    visitor.leave("Two").await;
    let id = console.conversation("Two").await.id;
    console.say(&Says::Erase { conversation: id.clone() }).await;
    gone(&mut console, &id).await;
    // A page that was away and has both messages; one that comes later has none.
    let ask = async |after: u32| {
        let path = format!("conversation?after={after}");
        visitor.request(Method::GET, &path).send().await.expect("an answer")
    };
    for after in [0, 2] {
        refused(ask(after).await, 401, Code::Unauthorized).await;
    }
    let greet = async |after: u32| {
        let mut page: tests::VisitorSocket =
            site.socket("socket", &[("origin", visitor.origin.as_str())]).await.expect("a socket");
        let token = Some(visitor.token.clone());
        page.say(&visitor::Says::Hello { protocol: wire::PROTOCOL, token, after: Seq(after) }).await;
        page
    };
    assert_eq!(greet(2).await.closed().await, close::code::UNAUTHORIZED);
    let (mut page, visit) = visitor.connect(Seq(0)).await;
    assert_eq!((visit.state, visit.last), (State::None, Seq(0)));
    assert_eq!(page.write("Three").await, Seq(1));
    assert_ne!(console.conversation("Three").await.id, id);
    // The page that was away must not take the new conversation for the old one, nor make the browser forget it.
    assert_eq!(greet(2).await.closed().await, close::code::RELOAD);
    refused(ask(2).await, 401, Code::Unauthorized).await;
    assert_eq!(visitor.texts().await, ["Three"]);
}

#[tokio::test]
async fn b4_a_transcript_is_mailed_when_an_agent_sends_it_and_refused_where_none_can_be() {
    let mut post = Post::open().await;
    let (ada, _) = post.site.ada().await;
    ada.configure(&json!({ "visitor_mail": "nothing" })).await;
    let id = post.conversation.clone();
    post.console.answer(&id, "We do.").await;
    post.console.say(&Says::Transcript { conversation: id.clone() }).await;
    let mail = post.provider.mail(1).await;
    assert_eq!(mail.part("to"), "visitor@home.example");
    for part in ["Below is the whole conversation with Shop.", "Do you ship to Peru?", "We do."] {
        assert!(mail.part("text").contains(part), "{part}: {}", mail.part("text"));
    }
    post.stage(Purpose::Transcript, Stage::Sent).await;
    // It stays open, and nobody was told otherwise.
    assert_eq!(post.visitor.visit().await.state, State::Open);

    let nameless = post.site.visitor();
    nameless.leave("No address of mine.").await;
    let other = post.console.conversation("No address of mine.").await.id;
    post.console.say(&Says::Transcript { conversation: other }).await;
    let (code, why) = refusal(&mut post.console, "no address").await;
    assert_eq!((code, why.as_str()), (Code::Conflict, "This visitor left no address."));

    let raw = tests::mail::with(
        &["X-Failed-Recipients: visitor@home.example"],
        "mailer-daemon@home.example",
        mail.part("reply_to"),
        "It came back.",
    );
    let judged = post.site.judged("", mail.part("reply_to"), raw).await;
    assert_eq!(judged.judgement, Some(Judgement::Bounced));
    post.console.say(&Says::Transcript { conversation: id }).await;
    let (code, why) = refusal(&mut post.console, "a bounced address").await;
    assert_eq!(code, Code::Conflict);
    assert!(why.contains("could not be delivered"), "{why}");
}

#[tokio::test]
async fn b4_where_mail_is_not_set_up_that_is_said() {
    let edge =
        Edge::start_with(&[("OPERATOR_KEY", tests::workerd::OPERATOR_KEY), ("MAIL_PROVIDER", "resend")]);
    let site = Site::create(&edge, "messaging").await;
    let (_, mut console) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave_with("Hello?", Email::parse("eve@home.example").expect("an address").as_str()).await;
    let conversation = console.conversation("Hello?").await.id;
    console.say(&Says::Transcript { conversation }).await;
    assert_eq!(refusal(&mut console, "no mail here").await.0, Code::NotConfigured);
}
