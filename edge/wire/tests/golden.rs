//! Every type that crosses a process, as JSON: changing one is a decision.
//!
//! The files are also what the widget's own codec is compared with. `GOLDEN=write cargo test -p wire` writes
//! them anew; look at the difference before it is committed.

use std::fmt::Debug;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::hours::Hours;
use wire::http::{
    Code, Link, LinkRequest, NewAgent, Problem, Read, Role, Session, SignIn, SiteCreated, SitePut,
};
use wire::message::Stored;
use wire::settings::{
    Assignment, Choice, Group, Once, Settings, SettingsPatch, Targeted, WhenMissed, Widget,
};
use wire::team::{
    AgentWhy, Change, Habits, HabitsPatch, HoursAnswer, HoursQuestion, Key, KeyCreated, KeyPost, Me, Member,
    Next, NextMode, Reason, StatusPut, Team, Why,
};
use wire::visitor::{EmailPost, Refusal, Say, State, Visit};
use wire::{
    AgentId, Author, Body, Cause, ConversationId, Email, Face, GroupId, KeyId, Language, Message, MessageId,
    Mode, Name, Origin, Page, PagePattern, Presence, Secret, Seq, SiteId, Status, TargetedId, Timestamp,
    WhenNobody, agent, visitor,
};

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

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn body(text: &str) -> Body {
    Body::parse(text).expect("a text")
}

fn message_id() -> MessageId {
    MessageId::parse("bWVzc2FnZS1pZC0wMDAx").expect("an id")
}

fn conversation() -> ConversationId {
    ConversationId::parse("Y29udmVyc2F0aW9uLTE").expect("an id")
}

fn ada() -> AgentId {
    AgentId::parse("YWdlbnQtYWRh").expect("an id")
}

fn secret() -> Secret {
    Secret::parse("A".repeat(43)).expect("a secret")
}

fn email() -> Email {
    Email::parse("visitor@home.example").expect("an address")
}

fn page() -> Page {
    Page::parse("https://shop.example/lamps").expect("a page")
}

fn origin() -> Origin {
    Origin::parse("https://shop.example").expect("an origin")
}

const AT: Timestamp = Timestamp(1_790_000_000_000);

fn messages() -> Vec<Message> {
    vec![
        Message {
            seq: Seq(1),
            id: message_id(),
            author: Author::Visitor,
            body: body("Do you ship to <b>Peru</b>? \"Yes\" or no\n\u{1f3ee}"),
            at: AT,
        },
        Message {
            seq: Seq(2),
            id: message_id(),
            author: Author::Agent { id: ada(), name: name("Ada Lovelace") },
            body: body("We do."),
            at: AT,
        },
    ]
}

fn from_site() -> Message {
    let author = Author::Site { name: name("Shop") };
    Message { seq: Seq(3), id: message_id(), author, body: body("Can we help?"), at: AT }
}

fn face() -> Face {
    Face { name: name("Ada Lovelace"), online: true }
}

fn visit() -> Visit {
    Visit {
        mode: Mode::Live,
        fresh_for: 10,
        back_at: None,
        missed: false,
        faces: vec![face()],
        state: State::Open,
        has_email: true,
        read: Seq(1),
        last: Seq(2),
        messages: messages(),
    }
}

fn problem() -> Problem {
    Problem {
        code: Code::TooMany,
        id: "b2NjdXJy".to_owned(),
        message: "Please wait a moment.".to_owned(),
        retry_after: Some(3),
    }
}

fn stored() -> Stored {
    Stored { id: message_id(), seq: Seq(2), at: AT }
}

fn say() -> Say {
    Say {
        id: message_id(),
        body: body("Nobody in?"),
        email: Some(email()),
        page: Some(page()),
        targeted: Some(chat()),
    }
}

fn me() -> Me {
    Me {
        id: ada(),
        name: name("Ada Lovelace"),
        email: Email::parse("ada@shop.example").expect("an address"),
        role: Role::Admin,
        status: Status::Invisible,
        cause: Cause::Manual,
        since: AT,
        habits: habits(),
        next: Some(Next { at: AT, status: Status::Online }),
    }
}

fn habits() -> Habits {
    Habits { hours: Some(hours()), idle_after: Some(600), returns: true, overflow: true, capacity: Some(3) }
}

fn hours() -> Hours {
    serde_json::from_str(
        r#"{
            "zone": "Europe/Paris",
            "weekly": [{ "day": "mon", "from": "22:00", "to": "06:00" }],
            "exceptions": [{ "date": "2026-12-25", "intervals": [{ "from": "10:00", "to": "14:00" }] }]
        }"#,
    )
    .expect("hours")
}

fn sales() -> GroupId {
    GroupId::parse("sales").expect("an id")
}

fn chat() -> TargetedId {
    TargetedId::parse("prices").expect("an id")
}

fn targeted() -> Targeted {
    Targeted {
        id: chat(),
        on: true,
        text: body("Can we help?"),
        page: Some(PagePattern::parse("/pricing*").expect("a pattern")),
        after: 20,
        visits: 2,
        languages: vec![Language::parse("de").expect("a language")],
        group: Some(sales()),
        online_only: true,
        once: Once::PerVisit,
    }
}

fn reason() -> Reason {
    Reason { rule: "S9".to_owned(), text: "Set online.".to_owned(), since: Some(AT), until: Some(AT) }
}

fn key() -> Key {
    Key { id: KeyId::parse("a2V5").expect("an id"), name: name("Telephone"), created_at: AT }
}

fn settings() -> Settings {
    Settings {
        groups: vec![Group { id: sales(), name: name("Sales"), private: true, agents: vec![ada()] }],
        ask_group: true,
        assignment: Assignment::Automatic,
        capacity: Some(5),
        when_missed: WhenMissed::Invisible,
        targeted: vec![targeted()],
        hours: Some(hours()),
        ..Settings::new(name("Shop"), WhenNobody::Hidden, vec![origin()])
    }
}

fn row() -> agent::Row {
    agent::Row {
        id: conversation(),
        state: State::Open,
        waiting: true,
        members: vec![ada()],
        group: Some(sales()),
        assignee: Some(ada()),
        since: Some(AT),
        slow: true,
        missed: true,
        email: Some(email()),
        page: Some(page()),
        last: Seq(2),
        read: Seq(1),
        at: AT,
        excerpt: "We do.".to_owned(),
    }
}

fn team() -> Vec<agent::Colleague> {
    vec![agent::Colleague { id: ada(), name: name("Ada Lovelace"), online: true }]
}

#[test]
fn what_a_visitors_page_says() {
    use visitor::Says;
    let check = |file: &str, frame| check(&format!("visitor-says/{file}"), &frame);
    check("hello", Says::Hello { protocol: 1, token: Some(secret()), after: Seq(2) });
    check("hello-without-token", Says::Hello { protocol: 1, token: None, after: Seq(0) });
    check("say", Says::Say(say()));
    check("say-short", Says::Say(Say { email: None, page: None, targeted: None, ..say() }));
    check("email", Says::Email { email: email() });
    check("read", Says::Read { seq: Seq(2) });
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
    let faces = vec![Face { online: false, ..face() }];
    check("presence", Hears::Presence { mode: Mode::Messaging, faces, back_at: None, missed: false });
    let back_at = Some(AT);
    check(
        "presence-missed",
        Hears::Presence { mode: Mode::Messaging, faces: Vec::new(), back_at, missed: true },
    );
    check("state", Hears::State { state: State::Closed });
    check("error", Hears::Error(Refusal { problem: problem(), about: Some(message_id()) }));
    let plain = Problem { code: Code::Internal, retry_after: None, ..problem() };
    check("error-plain", Hears::Error(Refusal { problem: plain, about: None }));
}

#[test]
fn what_a_console_says() {
    use agent::Says;
    let check = |file: &str, frame| check(&format!("agent-says/{file}"), &frame);
    check("hello", Says::Hello { protocol: 1 });
    check("status", Says::Status { status: Status::Online });
    check("open", Says::Open { conversation: conversation(), after: Seq(2) });
    check("say", Says::Say { conversation: conversation(), id: message_id(), body: body("We do.") });
    check("active", Says::Active { ago: 1_500 });
    check("assign", Says::Assign { conversation: conversation(), agent: Some(ada()) });
    check("assign-nobody", Says::Assign { conversation: conversation(), agent: None });
    check("add", Says::Add { conversation: conversation(), agent: ada() });
    check("remove", Says::Remove { conversation: conversation(), agent: ada() });
    check("move", Says::Move { conversation: conversation(), group: Some(sales()) });
    check("close", Says::Close { conversation: conversation() });
    check("more", Says::More { before: AT, id: conversation() });
}

#[test]
fn what_a_console_hears() {
    use agent::Hears;
    let check = |file: &str, frame| check(&format!("agent-hears/{file}"), &frame);
    let welcome = Hears::Welcome { me: me(), team: team(), settings: settings(), conversations: vec![row()] };
    check("welcome", welcome);
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
        email: None,
        page: None,
        ..row()
    };
    check("conversation-bare", Hears::Conversation(bare));
    check("call", Hears::Call { conversation: conversation(), why: agent::Call::Overflow });
    check("conversations", Hears::Conversations { rows: vec![row()] });
    check("history", Hears::History { conversation: conversation(), messages: messages(), last: Seq(2) });
    let message = messages().remove(0);
    check("message", Hears::Message { conversation: conversation(), message });
    check("stored", Hears::Stored { conversation: conversation(), id: message_id(), seq: Seq(2), at: AT });
    check("error", Hears::Error(Refusal { problem: problem(), about: Some(message_id()) }));
}

#[test]
fn bodies_over_http() {
    check("http/presence", &Presence { mode: Mode::Live, fresh_for: 10, back_at: None, more: false });
    let presence = Presence { mode: Mode::Messaging, fresh_for: 10, back_at: Some(AT), more: true };
    check("http/presence-more", &presence);
    let choice = Choice { id: sales(), name: name("Sales") };
    check("http/widget", &Widget { name: name("Shop"), groups: vec![choice], targeted: vec![targeted()] });
    check("http/email-post", &EmailPost { email: email() });
    check("http/visit", &visit());
    check("http/say", &say());
    check("http/stored", &stored());
    check("http/read", &Read { seq: Seq(2) });
    check("http/problem", &problem());
    check("http/link-request", &LinkRequest { email: email() });
    check("http/link", &Link { url: "https://chat.example/console/".to_owned(), expires_at: AT });
    check("http/sign-in", &SignIn { link: secret() });
    check("http/session", &Session { me: me(), settings: settings() });
    check("http/settings", &settings());
    check("http/settings-patch-empty", &SettingsPatch::default());
    let patch = SettingsPatch {
        name: Some(name("Shop")),
        when_nobody: Some(WhenNobody::Messaging),
        origins: Some(vec![origin()]),
        groups: Some(settings().groups),
        ask_group: Some(false),
        assignment: Some(Assignment::Manual),
        capacity: Some(None),
        overflow_after: Some(60),
        missed_after: Some(300),
        when_missed: Some(WhenMissed::Nothing),
        targeted: Some(vec![targeted()]),
        hours: Some(None),
    };
    check("http/settings-patch", &patch);
    let put = SitePut {
        name: name("Shop"),
        origins: vec![origin()],
        when_nobody: WhenNobody::Messaging,
        agents: vec![NewAgent { name: name("Ada Lovelace"), email: me().email, role: Role::Admin }],
    };
    check("http/site-put", &put);
    let site = SiteId::parse("demo").expect("an id");
    check("http/site-created", &SiteCreated { site, created: true, agents: 1 });
}

#[test]
fn the_team_over_http() {
    let member = Member {
        id: ada(),
        name: name("Ada Lovelace"),
        online: true,
        cause: Cause::Hours,
        since: AT,
        habits: Habits::default(),
    };
    check("http/member", &member);
    check("http/team", &Team { mode: Mode::Live, agents: vec![member] });
    check("http/habits", &habits());
    check("http/habits-patch-empty", &HabitsPatch::default());
    let patch = HabitsPatch {
        hours: Some(Some(hours())),
        idle_after: Some(None),
        returns: Some(true),
        overflow: Some(true),
        capacity: Some(Some(3)),
    };
    check("http/habits-patch", &patch);
    check("http/status-put", &StatusPut { status: Status::Offline });
    let by = Some(name("Telephone"));
    let change = Change { at: AT, status: Status::Offline, reachable: true, cause: Cause::Admin, by };
    check("http/history", &vec![change]);
    let agent = AgentWhy { id: ada(), name: name("Ada Lovelace"), counts: true, because: vec![reason()] };
    let why = Why {
        at: AT,
        group: Some(sales()),
        mode: Mode::Live,
        because: vec![reason()],
        next: Some(NextMode { at: AT, mode: Mode::Hidden }),
        agents: vec![agent],
    };
    check("http/why", &why);
    check("http/hours-question", &HoursQuestion { hours: hours(), at: Some(AT) });
    check("http/hours-answer", &HoursAnswer { open: true, next_change: None });
    check("http/key-post", &KeyPost { name: name("Telephone") });
    check("http/key-created", &KeyCreated { key: key(), secret: secret() });
    check("http/keys", &vec![key()]);
}

/// Words on the wire are for ever: each variant of each small enum, in one file.
#[test]
fn words() {
    check("words/mode", &[Mode::Live, Mode::Messaging, Mode::Hidden]);
    check("words/when-nobody", &[WhenNobody::Messaging, WhenNobody::Hidden]);
    check("words/status", &[Status::Online, Status::Offline, Status::Invisible]);
    let causes = [Cause::Manual, Cause::Hours, Cause::Idle, Cause::Lease, Cause::Admin, Cause::Missed];
    check("words/cause", &causes);
    check("words/state", &[State::None, State::Open, State::Closed]);
    check("words/assignment", &[Assignment::Manual, Assignment::Automatic]);
    check("words/when-missed", &[WhenMissed::Nothing, WhenMissed::Invisible]);
    check("words/once", &[Once::PerVisitor, Once::PerVisit]);
    let calls = [
        agent::Call::New,
        agent::Call::Assigned,
        agent::Call::Overflow,
        agent::Call::Added,
        agent::Call::Message,
        agent::Call::Missed,
    ];
    check("words/call", &calls);
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
    ];
    check("words/code", &codes);
}
