//! Every type that crosses a process, as JSON: changing one is a decision.
//!
//! The files are also what the widget's own codec is compared with. `GOLDEN=write cargo test -p wire` writes
//! them anew; look at the difference before it is committed.

mod http;
mod values;

use std::fmt::Debug;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::about::About;
use wire::audit::What;
use wire::http::{Code, Problem, Role};
use wire::inbox::{Filter, Hit, View, Words};
use wire::lobby::Outcome;
use wire::mail::{AgentMail, Judgement, Purpose, Stage, VisitorMail};
use wire::settings::{Assignment, Once, WhenMissed};
use wire::style::{Icon, Side, Theme};
use wire::visitor::{Refusal, Say, State, Visit};
use wire::{Cause, Face, Mode, Seq, Status, WhenNobody, agent, lobby, online, visitor};

use values::*;

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.json"));
    let json = serde_json::to_string_pretty(value).expect("JSON") + "\n";
    if std::env::var_os("GOLDEN").is_some_and(|wish| wish == "write") {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::fs::write(&path, &json).expect("the file");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(json, golden, "{name}: the JSON differs from its golden file");
    assert_eq!(&serde_json::from_str::<T>(&golden).expect("is read"), value, "{name}: read back");
}

#[test]
fn what_a_visitors_page_says() {
    use visitor::Says;
    let check = |file: &str, frame| check(&format!("visitor-says/{file}"), &frame);
    check("hello", Says::Hello { protocol: 1, token: Some(secret()), after: Seq(2) });
    check("hello-without-token", Says::Hello { protocol: 1, token: None, after: Seq(0) });
    check("say", Says::Say(say()));
    check(
        "say-short",
        Says::Say(Say {
            email: None,
            page: None,
            targeted: None,
            answers: wire::about::Passed::default(),
            ..say()
        }),
    );
    check("email", Says::Email { email: email() });
    check("read", Says::Read { seq: Seq(2) });
    check("typing", Says::Typing {});
}

#[test]
fn what_a_visitors_page_hears() {
    use visitor::Hears;
    let check = |file: &str, frame| check(&format!("visitor-hears/{file}"), &frame);
    check("welcome", Hears::Welcome(visit()));
    let nothing = Visit {
        mode: Mode::Hidden,
        faces: Vec::new(),
        state: State::None,
        has_email: false,
        read: Seq(0),
        last: Seq(0),
        seen: Seq(0),
        messages: Vec::new(),
        ..visit()
    };
    check("welcome-stranger", Hears::Welcome(nothing));
    let missed = Visit { mode: Mode::Messaging, back_at: Some(AT), missed: true, ..visit() };
    check("welcome-missed", Hears::Welcome(missed));
    check("stored", Hears::Stored(stored()));
    for (file, message) in ["message-visitor", "message-agent"].into_iter().zip(messages()) {
        check(file, Hears::Message(message));
    }
    check("message-site", Hears::Message(from_site()));
    check("message-file", Hears::Message(with_file()));
    let faces = vec![Face { online: false, ..face() }];
    check("presence", Hears::Presence { mode: Mode::Messaging, faces, back_at: None, missed: false });
    let back_at = Some(AT);
    check(
        "presence-missed",
        Hears::Presence { mode: Mode::Messaging, faces: Vec::new(), back_at, missed: true },
    );
    check("state", Hears::State { state: State::Closed, rating: None });
    check("state-rated", Hears::State { state: State::Closed, rating: Some(4) });
    check("read", Hears::Read { seq: Seq(2) });
    check("seen", Hears::Seen { seq: Seq(2) });
    check("typing", Hears::Typing { name: name("Ada Lovelace") });
    check("error", Hears::Error(Refusal { problem: problem(), about: Some(message_id()) }));
    let plain = Problem { code: Code::Internal, retry_after: None, ..problem() };
    check("error-plain", Hears::Error(Refusal { problem: plain, about: None }));
}

#[test]
fn what_is_said_in_the_lobby() {
    let check = |file: &str, frame| check(&format!("lobby-says/{file}"), &frame);
    let here = lobby::Here { page: page(), title: title(), ago: 7, visits: 2, wrote: true, declined: true };
    check("here", lobby::Says::Here(here));
    check("invited", lobby::Says::Invited { id: chat(), outcome: Outcome::Shown });
}

#[test]
fn what_is_heard_in_the_lobby() {
    let frame =
        lobby::Hears::Invitation { id: chat(), name: name("Ada Lovelace"), body: body("Can I help?") };
    check("lobby-hears/invitation", &frame);
    let check = |file: &str, frame| check(&format!("online-hears/{file}"), &frame);
    let visitor = online::Visitor {
        id: place(),
        page: page(),
        title: title(),
        since: AT,
        visits: 2,
        wrote: true,
        invited: Some(online::Invited { by: name("Ada Lovelace"), at: AT, outcome: Outcome::Declined }),
    };
    let alone = online::Visitor { wrote: false, invited: None, ..visitor.clone() };
    check("visitors", online::Hears::Visitors { visitors: vec![alone], done: true, full: true });
    check("visitor", online::Hears::Visitor(visitor));
    check("left", online::Hears::Left { id: place() });
}

#[test]
fn what_a_console_says() {
    use agent::Says;
    let check = |file: &str, frame| check(&format!("agent-says/{file}"), &frame);
    check("hello", Says::Hello { protocol: 1 });
    check("status", Says::Status { status: Status::Online });
    check("open", Says::Open { conversation: conversation(), after: Seq(2) });
    check("say", Says::Say { conversation: conversation(), id: message_id(), body: body("We do.") });
    check("note", Says::Note { conversation: conversation(), id: message_id(), body: body("Ask Bob.") });
    check("active", Says::Active { ago: 1_500 });
    check("assign", Says::Assign { conversation: conversation(), agent: Some(ada()) });
    check("assign-nobody", Says::Assign { conversation: conversation(), agent: None });
    check("add", Says::Add { conversation: conversation(), agent: ada() });
    check("remove", Says::Remove { conversation: conversation(), agent: ada() });
    check("move", Says::Move { conversation: conversation(), group: Some(sales()) });
    check("read", Says::Read { conversation: conversation(), seq: Seq(2) });
    check("typing", Says::Typing { conversation: conversation() });
    check("close", Says::Close { conversation: conversation() });
    check("reopen", Says::Reopen { conversation: conversation() });
    check("block", Says::Block { conversation: conversation() });
    check("unblock", Says::Unblock { conversation: conversation() });
    check("transcript", Says::Transcript { conversation: conversation() });
    check("erase", Says::Erase { conversation: conversation() });
    check("tag", Says::Tag { conversation: conversation(), tag: tag() });
    check("untag", Says::Untag { conversation: conversation(), tag: tag() });
    check("more", Says::More { view: View::All, filter: Filter::default(), before: None });
    let (filter, before) = (filter(), Some(row().cursor()));
    check("more-filtered", Says::More { view: View::Missed, filter, before });
    check(
        "describe",
        Says::Describe { conversation: conversation(), name: Some(name("Grace")), email: Some(email()) },
    );
    check("describe-nobody", Says::Describe { conversation: conversation(), name: None, email: None });
    check("search", Says::Search { words: Words::parse("peru").expect("words") });
}

#[test]
fn what_a_console_hears() {
    use agent::Hears;
    let check = |file: &str, frame| check(&format!("agent-hears/{file}"), &frame);
    check(
        "welcome",
        Hears::Welcome {
            me: me(),
            team: team(),
            settings: settings(),
            files: true,
            conversations: vec![row()],
            marks: vec![mark()],
        },
    );
    check("marks", Hears::Marks { marks: vec![mark()] });
    check("typing", Hears::Typing { conversation: conversation(), agent: Some(ada()) });
    check("typing-visitor", Hears::Typing { conversation: conversation(), agent: None });
    check("me", Hears::Me(me()));
    check("team", Hears::Team { team: team() });
    check("settings", Hears::Settings(settings()));
    check("conversation", Hears::Conversation(row()));
    let bare = agent::Row {
        group: None,
        assignee: None,
        since: None,
        slow: false,
        missed: false,
        name: None,
        email: None,
        page: None,
        tags: Vec::new(),
        ..row()
    };
    check("conversation-bare", Hears::Conversation(bare));
    let blocked = agent::Row { state: State::Closed, blocked: true, ..row() };
    check("conversation-blocked", Hears::Conversation(blocked));
    check("gone", Hears::Gone { conversation: conversation(), by: Some(name("Ada Lovelace")), into: None });
    check("gone-before", Hears::Gone { conversation: conversation(), by: None, into: None });
    let into = Some(earlier().id);
    check("gone-elsewhere", Hears::Gone { conversation: conversation(), by: None, into });
    check("call", Hears::Call { conversation: conversation(), why: agent::Call::Overflow, quiet: true });
    let (filter, before) = (filter(), Some(row().cursor()));
    check("conversations", Hears::Conversations { view: View::Missed, filter, before, rows: vec![row()] });
    let hits = vec![
        Hit { row: row(), message: Some(messages().remove(0)) },
        Hit {
            row: agent::Row { id: wire::ConversationId::parse("c2").expect("an id"), ..row() },
            message: None,
        },
    ];
    check("found", Hears::Found { words: Words::parse("peru").expect("words"), hits });
    check("history", Hears::History { conversation: conversation(), messages: messages(), last: Seq(2) });
    let message = messages().remove(0);
    check("message", Hears::Message { conversation: conversation(), message });
    let note = wire::note::Note {
        id: message_id(),
        after: Seq(2),
        agent: ada(),
        name: name("Ada Lovelace"),
        body: body("Ask Bob."),
        at: AT,
    };
    check("notes", Hears::Notes { conversation: conversation(), notes: vec![note.clone()] });
    check("about", Hears::About { conversation: conversation(), about: about(), earlier: vec![earlier()] });
    let nothing = Hears::About { conversation: conversation(), about: About::default(), earlier: Vec::new() };
    check("about-nothing", nothing);
    check("note", Hears::Note { conversation: conversation(), note });
    check("stored", Hears::Stored { conversation: conversation(), id: message_id(), seq: Seq(2), at: AT });
    let blocked = Some("Mail to this address came back.".to_owned());
    let (outgoing, incoming) = (vec![outgoing()], vec![incoming()]);
    check("mails", Hears::Mails { conversation: conversation(), outgoing, incoming, blocked });
    check("error", Hears::Error(Refusal { problem: problem(), about: Some(message_id()) }));
}

/// Words on the wire are for ever: each variant of each small enum, in one file.
#[test]
fn words() {
    check("words/mode", &[Mode::Live, Mode::Messaging, Mode::Hidden]);
    check("words/when-nobody", &[WhenNobody::Messaging, WhenNobody::Hidden]);
    check("words/status", &[Status::Online, Status::Offline, Status::Invisible]);
    let causes = [Cause::Manual, Cause::Hours, Cause::Idle, Cause::Lease, Cause::Admin, Cause::Missed];
    check("words/cause", &causes);
    check("words/state", &[State::None, State::Open, State::Closed, State::Blocked]);
    check("words/assignment", &[Assignment::Manual, Assignment::Automatic]);
    check("words/when-missed", &[WhenMissed::Nothing, WhenMissed::Invisible]);
    check("words/once", &[Once::PerVisitor, Once::PerVisit]);
    check("words/theme", &[Theme::Auto, Theme::Light, Theme::Dark]);
    check("words/side", &[Side::End, Side::Start]);
    check("words/icon", &Icon::ALL);
    let calls = [
        agent::Call::New,
        agent::Call::Assigned,
        agent::Call::Overflow,
        agent::Call::Added,
        agent::Call::Message,
        agent::Call::Missed,
    ];
    check("words/call", &calls);
    check("words/agent-mail", &[AgentMail::Off, AgentMail::Missed, AgentMail::Transcripts]);
    check("words/visitor-mail", &[VisitorMail::Nothing, VisitorMail::Unread, VisitorMail::Transcripts]);
    check("words/purpose", &[Purpose::Notice, Purpose::Answer, Purpose::Transcript, Purpose::Test]);
    let stages = [Stage::Waiting, Stage::Sending, Stage::Sent, Stage::Failed, Stage::Dropped];
    check("words/stage", &stages);
    let judgements = [
        Judgement::Taken,
        Judgement::Unverified,
        Judgement::Automatic,
        Judgement::Bounced,
        Judgement::Forged,
        Judgement::Unknown,
        Judgement::Expired,
        Judgement::Empty,
        Judgement::Discarded,
        Judgement::Blocked,
    ];
    check("words/judgement", &judgements);
    let whats = [
        What::SiteName,
        What::WhenNobody,
        What::Origins,
        What::Groups,
        What::AskGroup,
        What::Assignment,
        What::Capacity,
        What::OverflowAfter,
        What::MissedAfter,
        What::WhenMissed,
        What::Targeted,
        What::Replies,
        What::Style,
        What::Texts,
        What::Questions,
        What::Hours,
        What::VisitorMail,
        What::VisitorsOnline,
        What::IdleAfter,
        What::Returns,
        What::Overflow,
        What::AgentMail,
        What::Quiet,
        What::Invited,
        What::InvitedAgain,
        What::AgentName,
        What::Role,
        What::Removed,
        What::KeyMade,
        What::KeyDeleted,
        What::IdentityKeyMade,
        What::IdentityKeyRemoved,
        What::Blocked,
        What::Unblocked,
        What::Erased,
    ];
    check("words/what", &whats.to_vec());
    check("words/role", &[Role::Agent, Role::Admin]);
    let codes = [
        Code::BadRequest,
        Code::Unauthorized,
        Code::ForeignOrigin,
        Code::Forbidden,
        Code::NotFound,
        Code::MethodNotAllowed,
        Code::IdReused,
        Code::TooLarge,
        Code::NotJson,
        Code::UpgradeRequired,
        Code::TooMany,
        Code::Internal,
        Code::NotConfigured,
        Code::Conflict,
        Code::Blocked,
        Code::Unasked,
    ];
    check("words/code", &codes);
}
