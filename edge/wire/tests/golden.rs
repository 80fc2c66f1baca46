//! Every type that crosses a process, as JSON: changing one is a decision.
//!
//! The files are also what the widget's own codec is compared with. `GOLDEN=write cargo test -p wire` writes
//! them anew; look at the difference before it is committed.

use std::fmt::Debug;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::http::{
    Code, Link, LinkRequest, Me, NewAgent, Problem, Read, Role, Session, Settings, SettingsPatch, SignIn,
    SiteCreated, SitePut,
};
use wire::message::Stored;
use wire::visitor::{Refusal, Say, State, Visit};
use wire::{
    AgentId, Author, Body, Cause, ConversationId, Email, Face, Message, MessageId, Mode, Name, Origin, Page,
    Presence, Secret, Seq, SiteId, Status, Timestamp, WhenNobody, agent, visitor,
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

fn face() -> Face {
    Face { name: name("Ada Lovelace"), online: true }
}

fn visit() -> Visit {
    Visit {
        mode: Mode::Live,
        fresh_for: 10,
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
    Say { id: message_id(), body: body("Nobody in?"), email: Some(email()), page: Some(page()) }
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
    }
}

fn settings() -> Settings {
    Settings { name: name("Shop"), when_nobody: WhenNobody::Hidden, origins: vec![origin()] }
}

fn row() -> agent::Row {
    agent::Row {
        id: conversation(),
        state: State::Open,
        waiting: true,
        members: vec![ada()],
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
    check("say-short", Says::Say(Say { email: None, page: None, ..say() }));
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
    check("stored", Hears::Stored(stored()));
    for (file, message) in ["message-visitor", "message-agent"].into_iter().zip(messages()) {
        check(file, Hears::Message(message));
    }
    check(
        "presence",
        Hears::Presence { mode: Mode::Messaging, faces: vec![Face { online: false, ..face() }] },
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
    check("conversation-bare", Hears::Conversation(agent::Row { email: None, page: None, ..row() }));
    check("conversations", Hears::Conversations { rows: vec![row()] });
    check("history", Hears::History { conversation: conversation(), messages: messages(), last: Seq(2) });
    let message = messages().remove(0);
    check("message", Hears::Message { conversation: conversation(), message });
    check("stored", Hears::Stored { conversation: conversation(), id: message_id(), seq: Seq(2), at: AT });
    check("error", Hears::Error(Refusal { problem: problem(), about: Some(message_id()) }));
}

#[test]
fn bodies_over_http() {
    check("http/presence", &Presence { mode: Mode::Live, fresh_for: 10 });
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

/// Words on the wire are for ever: each variant of each small enum, in one file.
#[test]
fn words() {
    check("words/mode", &[Mode::Live, Mode::Messaging, Mode::Hidden]);
    check("words/when-nobody", &[WhenNobody::Messaging, WhenNobody::Hidden]);
    check("words/status", &[Status::Online, Status::Offline, Status::Invisible]);
    let causes = [Cause::Manual, Cause::Hours, Cause::Idle, Cause::Lease, Cause::Admin, Cause::Missed];
    check("words/cause", &causes);
    check("words/state", &[State::None, State::Open, State::Closed]);
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
