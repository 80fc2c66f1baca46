//! Every type that crosses a process, as JSON: changing one is a decision.
//!
//! The files are also what the widget's own codec is compared with. `GOLDEN=write cargo test -p wire` writes
//! them anew; look at the difference before it is committed.

mod values;

use std::fmt::Debug;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::audit::{Deed, What};
use wire::http::{
    Code, Link, LinkRequest, NewAgent, Problem, Read, Role, Session, SignIn, SiteCreated, SitePut,
};
use wire::mail::{
    AgentMail, Allowed, Blocked, IncomingText, Judged, Judgement, MailSetup, Outgoing, Purpose, Stage, Stray,
    Verdict, VisitorMail,
};
use wire::settings::{Assignment, Choice, Once, SettingsPatch, WhenMissed, Widget};
use wire::staff::{Invited, ProfilePatch};
use wire::team::{
    AgentWhy, Change, Habits, HabitsPatch, HoursAnswer, HoursQuestion, KeyCreated, KeyPost, Member, NextMode,
    StatusPut, Team, Why,
};
use wire::visitor::{EmailPost, Refusal, Say, State, Visit};
use wire::{Cause, Face, Mode, Presence, Seq, SiteId, Status, WhenNobody, agent, visitor};

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
    check("say-short", Says::Say(Say { email: None, page: None, targeted: None, ..say() }));
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
    let faces = vec![Face { online: false, ..face() }];
    check("presence", Hears::Presence { mode: Mode::Messaging, faces, back_at: None, missed: false });
    let back_at = Some(AT);
    check(
        "presence-missed",
        Hears::Presence { mode: Mode::Messaging, faces: Vec::new(), back_at, missed: true },
    );
    check("state", Hears::State { state: State::Closed });
    check("seen", Hears::Seen { seq: Seq(2) });
    check("typing", Hears::Typing { name: name("Ada Lovelace") });
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
    check("read", Says::Read { conversation: conversation(), seq: Seq(2) });
    check("typing", Says::Typing { conversation: conversation() });
    check("close", Says::Close { conversation: conversation() });
    check("more", Says::More { before: AT, id: conversation() });
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
    let blocked = Some("Mail to this address came back.".to_owned());
    let (outgoing, incoming) = (vec![outgoing()], vec![incoming()]);
    check("mails", Hears::Mails { conversation: conversation(), outgoing, incoming, blocked });
    check("error", Hears::Error(Refusal { problem: problem(), about: Some(message_id()) }));
}

#[test]
fn mail_over_http() {
    check("http/mails", &vec![incoming()]);
    let (mail, text) = (incoming(), "We do.\n\n> Do you?".to_owned());
    check("http/mail-text", &IncomingText { mail, text });
    check("http/verdict", &Verdict { confirm: true });
    let setup = MailSetup {
        provider: "binding".to_owned(),
        from: "chat@shop.example".to_owned(),
        reply_to: Some(email()),
        problem: Some("MAIL_FROM is no address.".to_owned()),
        waiting: 2,
        failed: 1,
        test: Some(Outgoing { to: None, problem: None, purpose: Purpose::Test, ..outgoing() }),
        blocked: vec![Blocked { address: email(), why: "It came back.".to_owned(), at: AT, stopped: false }],
    };
    check("http/mail-setup", &setup);
    check("http/mail-allow", &Allowed { address: email() });
    let stray = Stray {
        at: AT,
        to: "hello@mail.example".to_owned(),
        from: "ada@shop.example".to_owned(),
        subject: "Hello".to_owned(),
        text: "Is anybody there?".to_owned(),
    };
    check("http/strays", &vec![stray]);
    check(
        "http/judged",
        &[
            Judged { judgement: Some(Judgement::Taken), again: true },
            Judged { judgement: None, again: false },
        ],
    );
}

#[test]
fn bodies_over_http() {
    let presence = Presence { mode: Mode::Live, fresh_for: 10, back_at: None, more: false, no_mail: false };
    check("http/presence", &presence);
    let presence =
        Presence { mode: Mode::Messaging, fresh_for: 10, back_at: Some(AT), more: true, no_mail: true };
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
        visitor_mail: Some(VisitorMail::Nothing),
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
        role: Role::Admin,
        email: None,
        invited: false,
    };
    check("http/member", &member);
    let invited = Member { role: Role::Agent, email: Some(me().email), invited: true, ..member.clone() };
    check("http/member-for-admin", &invited);
    let link = Link { url: "https://chat.example/console/".to_owned(), expires_at: AT };
    check("http/invited", &Invited { member: invited, link, mailed: true });
    let agent = NewAgent { name: name("Ada Lovelace"), email: me().email, role: Role::Admin };
    check("http/new-agent", &agent);
    let patch = ProfilePatch { name: Some(name("Ada")), role: Some(Role::Agent) };
    check("http/profile-patch", &patch);
    check("http/team", &Team { mode: Mode::Live, agents: vec![member] });
    check("http/habits", &habits());
    check("http/habits-patch-empty", &HabitsPatch::default());
    let patch = HabitsPatch {
        hours: Some(Some(hours())),
        idle_after: Some(None),
        returns: Some(true),
        overflow: Some(true),
        capacity: Some(Some(3)),
        mail: Some(AgentMail::Off),
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

#[test]
fn what_was_changed_over_http() {
    let deed = |what, of: Option<&str>, from: Option<&str>, to: Option<&str>| Deed {
        id: 2,
        at: AT,
        by: name("Ada Lovelace"),
        what,
        of: of.map(str::to_owned),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    };
    let deeds = [
        deed(What::WhenNobody, None, Some("messaging"), Some("hidden")),
        deed(What::Removed, Some("Bob"), None, None),
    ];
    check("http/audit", &deeds.to_vec());
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
        What::Hours,
        What::VisitorMail,
        What::IdleAfter,
        What::Returns,
        What::Overflow,
        What::AgentMail,
        What::Invited,
        What::InvitedAgain,
        What::AgentName,
        What::Role,
        What::Removed,
        What::KeyMade,
        What::KeyDeleted,
    ];
    check("words/what", &whats);
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
    ];
    check("words/code", &codes);
}
