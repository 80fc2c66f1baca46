//! Bodies over HTTP.

use wire::audit::{Deed, What};
use wire::figures::{AgentNumbers, Count, DayCount, Figures, GroupNumbers, Numbers, Spread};
use wire::hours::{Date, Zone};
use wire::http::{Link, LinkRequest, NewAgent, Read, Role, Session, SignIn, SiteCreated, SitePut};
use wire::identity::{Algorithm, Bound, Identified, IdentityKeyCreated, IdentityKeyPost, IdentityPost};
use wire::install::{Finding, InstallAnswer, InstallQuestion};
use wire::mail::{
    AgentMail, Allowed, Blocked, IncomingText, Judged, Judgement, MailSetup, Outgoing, Purpose, Stray,
    Verdict, VisitorMail,
};
use wire::online::Invite;
use wire::push::{Called, Endpoint, Kind, PushPost, PushSetup};
use wire::settings::{Assignment, Choice, SettingsPatch, WhenMissed, Widget};
use wire::staff::{Invited, ProfilePatch};
use wire::style::Paint;
use wire::team::{
    AgentWhy, Change, Habits, HabitsPatch, HoursAnswer, HoursQuestion, KeyCreated, KeyPost, Member, NextMode,
    StatusPut, Team, Why,
};
use wire::visitor::EmailPost;
use wire::{Cause, Mode, Presence, Seq, SiteId, Status, WhenNobody};
use wire::{Origin, Page};

use super::check;
use super::values::*;

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
    let presence =
        Presence { mode: Mode::Live, fresh_for: 10, back_at: None, more: false, no_mail: false, paint: None };
    check("http/presence", &presence);
    let presence = Presence {
        mode: Mode::Messaging,
        fresh_for: 10,
        back_at: Some(AT),
        more: true,
        no_mail: true,
        paint: None,
    };
    check("http/presence-more", &presence);
    let paint =
        Paint { css: ":host{--size:64px;}".to_owned(), icon: Some("M4 4h16".to_owned()), labels: answers() };
    check("http/presence-paint", &Presence { paint: Some(paint), ..presence });
    let choice = Choice { id: sales(), name: name("Sales") };
    let widget = Widget {
        name: name("Shop"),
        groups: vec![choice],
        targeted: vec![targeted()],
        lobby: true,
        texts: texts(),
        questions_live: vec![question()],
        questions_messaging: vec![question()],
    };
    check("http/widget", &widget);
    check("http/invite", &Invite { visitor: place(), body: body("Can I help?") });
    check("http/email-post", &EmailPost { email: email() });
    check("http/visit", &visit());
    check("http/say", &say());
    check("http/stored", &stored());
    check("http/look", &look());
    check("http/rating-post", &rating());
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
        ask_rating: Some(false),
        visitor_files: Some(false),
        targeted: Some(vec![targeted()]),
        hours: Some(None),
        visitor_mail: Some(VisitorMail::Nothing),
        replies: Some(settings().replies),
        visitors_online: Some(true),
        style: Some(settings().style),
        texts: Some(settings().texts),
        questions_live: Some(settings().questions_live),
        questions_messaging: Some(settings().questions_messaging),
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
        quiet: Some(None),
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
fn identity_over_http() {
    check("http/identity-post", &IdentityPost { jwt: "e30.e30.AA".to_owned(), kept: true });
    let all = [Bound::Known, Bound::New, Bound::Joined];
    check("http/identified", &all.map(|token| Identified { token, conversation: token != Bound::New }));
    let algorithms = [Algorithm::Hs256, Algorithm::Es256];
    check("http/identity-keys", &algorithms.map(identity_key));
    let public_key = Some("-----BEGIN PUBLIC KEY-----".to_owned());
    check("http/identity-key-post", &IdentityKeyPost { public_key });
    let created = |algorithm, secret| IdentityKeyCreated { key: identity_key(algorithm), secret };
    check(
        "http/identity-key-created",
        &[created(Algorithm::Hs256, Some(secret())), created(Algorithm::Es256, None)],
    );
}

#[test]
fn the_figures_over_http() {
    let spread = Spread { count: 3, median: 40, p90: 95 };
    let numbers = Numbers {
        conversations: 5,
        live: 4,
        closed: 2,
        promised: 4,
        kept: 3,
        missed: 1,
        live_answer: Some(spread),
        message_answer: Some(Spread { count: 1, median: 5_400, p90: 5_400 }),
        resolution: None,
        ratings: [0, 0, 1, 0, 2],
    };
    let count = Count { live: 4, messaging: 1, missed: 1 };
    let date = Date::parse("2026-11-23").expect("a date");
    let figures = Figures {
        from: AT,
        to: AT,
        zone: Zone::parse("Europe/Paris").expect("a zone"),
        total: numbers,
        agents: vec![AgentNumbers { agent: ada(), numbers }],
        groups: vec![GroupNumbers { group: sales(), numbers: Numbers::default() }],
        days: vec![DayCount { date, count }],
        hours: vec![count, Count::default()],
    };
    check("http/figures", &figures);
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

#[test]
fn push_over_http() {
    let endpoint =
        Endpoint::parse("https://updates.push.services.mozilla.com/wpush/v2/a").expect("an address");
    check("http/push-post", &PushPost { endpoint, kinds: Kind::ALL.to_vec() });
    let (key, problem) = (Some("BJweCDq4".to_owned()), Some("There is no key.".to_owned()));
    check("http/push", &PushSetup { key, problem, on: true });
    check("http/calls", &vec![Called { why: wire::agent::Call::Added, at: AT, row: row() }]);
}

#[test]
fn what_a_page_lacks_over_http() {
    let page = Page::parse("https://shop.example/cart").expect("a page");
    check("http/install-question", &InstallQuestion { page: page.clone() });
    let policy =
        |directive: &str, add: &str| Finding::Policy { directive: directive.to_owned(), add: add.to_owned() };
    let findings = vec![
        Finding::ForeignOrigin { origin: Origin::parse("https://shop.example").expect("an origin") },
        Finding::Unreachable,
        Finding::Status { status: 404 },
        Finding::NotHtml,
        Finding::NoTag,
        Finding::OtherServer { script: "https://other.example/porchlight.js".to_owned() },
        Finding::OtherSite { site: "demo".to_owned() },
        Finding::Twice,
        policy("script-src", "https://chat.example"),
    ];
    check("http/install-answer", &InstallAnswer { page, findings });
}
