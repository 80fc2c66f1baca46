//! Who comes onto the team and who leaves it; and what is taken down of it (SPEC.md, T).

mod site;

use std::time::Duration;

use desk::mail::Mail;
use desk::{Agent, Conversation, Desk, Effect, Event, Handling, Pass, Save, Staffing, Tell};
use site::{NOW, Store, agent, desk, desk_with, id, say};
use wire::agent::Call;
use wire::audit::{Deed, What};
use wire::http::{Code, NewAgent, Role};
use wire::mail::Stage;
use wire::settings::{Assignment, Group, Settings, SettingsPatch};
use wire::staff::ProfilePatch;
use wire::team::HabitsPatch;
use wire::{Email, GroupId, Mode, Name, Status, WhenNobody};

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn staff(desk: &mut Desk, what: Staffing) -> Vec<Effect> {
    desk.apply(NOW, Event::Staff { what, by: name("ada") })
}

fn pass() -> Pass {
    Pass { hash: "hash".to_owned(), until: NOW + Duration::from_hours(1) }
}

fn invite(id: &str, email: &str) -> Staffing {
    let email = Email::parse(email).expect("an address");
    let agent = NewAgent { name: name(id), email, role: Role::Agent };
    Staffing::Invite { id: site::id(id), agent, pass: pass(), today: 0 }
}

fn remove(desk: &mut Desk, who: &str, open: Vec<Conversation>) -> Vec<Effect> {
    staff(desk, Staffing::Remove { agent: id(who), open })
}

fn role(who: &str, role: Role) -> Staffing {
    Staffing::Change { agent: id(who), patch: ProfilePatch { role: Some(role), name: None } }
}

/// Ada, an admin who has signed in; and Bob.
fn team() -> [Agent; 2] {
    let mut ada = agent("ada", Status::Online, NOW);
    ada.role = Role::Admin;
    ada.has_entered = true;
    [ada, agent("bob", Status::Online, NOW)]
}

fn refusal(effects: &[Effect]) -> Option<Code> {
    match effects {
        [Effect::Refused(refused)] => Some(refused.code),
        _ => None,
    }
}

fn deeds(effects: &[Effect]) -> Vec<&Deed> {
    let deed = |effect| if let &Effect::Save(Save::Deed(ref deed)) = effect { Some(deed) } else { None };
    effects.iter().filter_map(deed).collect()
}

fn rows(effects: &[Effect]) -> Vec<&Conversation> {
    let row = |effect| match effect {
        &Effect::Save(Save::Conversation(ref one)) => Some(one),
        _ => None,
    };
    effects.iter().filter_map(row).collect()
}

fn mails(effects: &[Effect]) -> Vec<&Mail> {
    let mail = |effect| if let &Effect::Save(Save::Mail(ref mail)) = effect { Some(mail) } else { None };
    effects.iter().filter_map(mail).collect()
}

#[test]
fn t1_an_invitation_is_an_agent_and_a_link_for_an_address_that_is_free() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let effects = staff(&mut desk, invite("cid", "cid@team.example"));
    let saves: Vec<_> =
        effects.iter().filter(|effect| matches!(effect, Effect::Save(_))).take(2).cloned().collect();
    let cid = desk.agent(&id("cid")).expect("on the team").clone();
    assert!(!cid.has_entered && cid.member_for_admin().invited && !cid.member().invited);
    let link = Save::Pass { agent: id("cid"), pass: pass() };
    assert_eq!(saves, [Effect::Save(Save::Agent(cid)), Effect::Save(link)]);
    for taken in ["cid@team.example", "BOB@team.example"] {
        assert_eq!(refusal(&staff(&mut desk, invite("new", taken))), Some(Code::Conflict), "{taken}");
    }
    desk.apply(NOW, Event::Entered(id("cid")));
    assert!(!desk.agent(&id("cid")).expect("on the team").member_for_admin().invited);
}

#[test]
fn t1_a_team_and_a_day_are_bounded() {
    let many = (0..198).map(|number| agent(&format!("agent-{number}"), Status::Offline, NOW));
    let mut desk = desk(WhenNobody::Messaging, team().into_iter().chain(many));
    assert_eq!(refusal(&staff(&mut desk, invite("new", "new@team.example"))), Some(Code::Conflict));
    remove(&mut desk, "agent-1", Vec::new());
    let Staffing::Invite { id, agent, pass, .. } = invite("new", "new@team.example") else { unreachable!() };
    let late = Staffing::Invite { id, agent, pass, today: 50 };
    assert_eq!(refusal(&staff(&mut desk, late)), Some(Code::TooMany));
    assert_eq!(refusal(&staff(&mut desk, invite("new", "new@team.example"))), None);
}

#[test]
fn t1_only_who_never_signed_in_is_invited_again() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let again = |who: &str| Staffing::InviteAgain { agent: id(who), pass: pass(), today: 0 };
    let effects = staff(&mut desk, again("bob"));
    assert!(effects.contains(&Effect::Save(Save::Pass { agent: id("bob"), pass: pass() })));
    assert_eq!(refusal(&staff(&mut desk, again("ada"))), Some(Code::Conflict), "a link would be Ada");
    assert_eq!(refusal(&staff(&mut desk, again("eve"))), Some(Code::NotFound));
}

#[test]
fn t2_the_last_admin_stays_one() {
    let mut desk = desk(WhenNobody::Messaging, team());
    assert_eq!(refusal(&staff(&mut desk, role("ada", Role::Agent))), Some(Code::Conflict));
    assert_eq!(refusal(&remove(&mut desk, "ada", Vec::new())), Some(Code::Conflict));
    // An invitation may never be taken up.
    staff(&mut desk, role("bob", Role::Admin));
    assert_eq!(refusal(&remove(&mut desk, "ada", Vec::new())), Some(Code::Conflict));
    desk.apply(NOW, Event::Entered(id("bob")));
    assert_eq!(refusal(&staff(&mut desk, role("ada", Role::Agent))), None);
    assert_eq!(refusal(&staff(&mut desk, role("bob", Role::Agent))), Some(Code::Conflict));
}

#[test]
fn t2_a_change_is_told_to_the_agent_and_taken_down() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let patch = ProfilePatch { name: Some(name("Robert")), role: Some(Role::Admin) };
    let effects = staff(&mut desk, Staffing::Change { agent: id("bob"), patch });
    assert!(effects.contains(&Effect::Tell(Tell::Me(id("bob")))));
    let said: Vec<_> = deeds(&effects)
        .into_iter()
        .map(|deed| (deed.what, deed.of.as_deref(), deed.from.as_deref(), deed.to.as_deref()))
        .collect();
    let bob = Some("bob");
    assert_eq!(
        said,
        [
            (What::AgentName, bob, Some("bob"), Some("Robert")),
            (What::Role, bob, Some("agent"), Some("admin")),
        ]
    );
}

#[test]
fn t3_what_a_removed_agent_had_goes_back_to_the_others() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    store.agent_says(&mut desk, NOW, "bob", 2);
    store.visitor_says(&mut desk, NOW, say(3, "And now?"));
    let before = store.load();
    assert_eq!((before.assignee(), before.members.len()), (Some(&id("bob")), 1));
    let effects = remove(&mut desk, "bob", vec![before]);
    let [row] = rows(&effects)[..] else { panic!("one row: {effects:?}") };
    assert_eq!((row.assignee(), row.members.len(), row.waiting), (None, 0, true));
    let call = Tell::Call { agent: id("ada"), conversation: row.id.clone(), why: Call::New, quiet: false };
    assert!(effects.contains(&Effect::Tell(call)), "{effects:?}");
    assert!(effects.contains(&Effect::View(row.visitor.clone())));
    assert_eq!((desk.agent(&id("bob")), desk.load(&id("bob"))), (None, 0));
    assert_eq!(deeds(&effects)[0].what, What::Removed);
}

#[test]
fn t3_an_automatic_assignment_goes_to_the_next() {
    let mut settings = Settings::new(name("Shop"), WhenNobody::Messaging, Vec::new());
    settings.assignment = Assignment::Automatic;
    let mut desk = desk_with(settings, team());
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    let first = store.load().assignee().cloned().expect("assigned");
    // Whoever it is: the other one must be free to go.
    let other = if first == id("ada") { "bob" } else { "ada" };
    for who in ["ada", "bob"] {
        desk.apply(NOW, Event::Entered(id(who)));
        staff(&mut desk, role(who, Role::Admin));
    }
    let effects = remove(&mut desk, first.as_str(), vec![store.load()]);
    assert_eq!(rows(&effects)[0].assignee(), Some(&id(other)));
}

#[test]
fn t3_a_removed_agent_leaves_the_groups_and_no_mail_goes_there() {
    let mut settings = Settings::new(name("Shop"), WhenNobody::Messaging, Vec::new());
    let group = GroupId::parse("sales").expect("an id");
    let agents = vec![id("bob")];
    settings.groups = vec![Group { id: group.clone(), name: name("Sales"), private: false, agents }];
    let offline = team().map(|agent| Agent { status: Status::Offline, ..agent });
    let mut desk = desk_with(settings, offline);
    let mut store = Store::default();
    let mut conversation = site::conversation();
    conversation.group = Some(group.clone());
    store.conversation = Some(conversation);
    let event = Event::VisitorSaid {
        conversation: store.load(),
        say: say(1, "Nobody in?"),
        earlier: None,
        opened: 0,
        group: Some(group),
        invitation: None,
        file: None,
    };
    let effects = desk.apply(NOW, event);
    store.keep(&effects);
    assert_eq!(mails(&effects)[0].to, Some(id("bob")));
    store.handled(&mut desk, NOW, "ada", Handling::Assign(Some(id("bob"))));

    let effects = remove(&mut desk, "bob", vec![store.load()]);
    let stages: Vec<_> = mails(&effects).iter().map(|mail| (mail.to.clone(), mail.stage)).collect();
    assert_eq!(stages, [(Some(id("bob")), Stage::Dropped)]);
    assert!(desk.settings().groups[0].agents.is_empty());
    assert!(effects.contains(&Effect::Save(Save::Settings(desk.settings().clone()))));
    assert_eq!(desk.mails().count(), 0);
}

#[test]
fn t3_a_notice_that_only_the_removed_agent_got_goes_to_the_others() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    store.agent_says(&mut desk, NOW, "bob", 2);
    for who in ["ada", "bob"] {
        desk.apply(NOW, site::chose(who, Status::Offline));
    }
    let effects = store.visitor_says(&mut desk, NOW, say(3, "Still there?"));
    assert_eq!(mails(&effects)[0].to, Some(id("bob")));
    let effects = remove(&mut desk, "bob", vec![store.load()]);
    let stages: Vec<_> = mails(&effects).iter().map(|mail| (mail.to.clone(), mail.stage)).collect();
    assert_eq!(stages, [(Some(id("ada")), Stage::Waiting), (Some(id("bob")), Stage::Dropped)]);
}

#[test]
fn t3_a_closed_conversation_that_goes_on_is_nobodys() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    store.agent_says(&mut desk, NOW, "bob", 2);
    store.handled(&mut desk, NOW, "bob", Handling::Close);
    remove(&mut desk, "bob", Vec::new());
    assert_eq!(store.load().members, [id("bob")], "what was, stays");
    store.visitor_says(&mut desk, NOW, say(3, "Once more"));
    assert_eq!(store.load().members, []);
    store.agent_says(&mut desk, NOW, "ada", 4);
    assert_eq!((store.load().members, store.load().assignee().cloned()), (vec![id("ada")], Some(id("ada"))));
}

#[test]
fn t3_s3_removing_an_invisible_agent_is_like_removing_an_offline_one() {
    let effects_of = |status| {
        let [ada, _] = team();
        let mut desk = desk(WhenNobody::Messaging, [ada, agent("bob", status, NOW)]);
        let mut store = Store::default();
        store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
        let effects = remove(&mut desk, "bob", vec![store.load()]);
        assert_eq!(desk.mode(NOW, None), Mode::Live);
        effects
    };
    assert_eq!(effects_of(Status::Offline), effects_of(Status::Invisible));
}

#[test]
fn t4_each_changed_setting_is_a_line_with_before_and_after() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let patch = SettingsPatch {
        name: Some(name("Shop")),
        when_nobody: Some(WhenNobody::Hidden),
        capacity: Some(Some(3)),
        ..SettingsPatch::default()
    };
    let effects = desk.apply(NOW, Event::Configured { patch, by: name("ada") });
    let said: Vec<_> =
        deeds(&effects).iter().map(|deed| (deed.what, deed.from.as_deref(), deed.to.as_deref())).collect();
    assert_eq!(
        said,
        [(What::WhenNobody, Some("messaging"), Some("hidden")), (What::Capacity, Some("none"), Some("3")),],
        "what stays the same is none"
    );
    assert_eq!(deeds(&effects)[0].by, name("ada"));
}

#[test]
fn t4_habits_are_taken_down_where_an_admin_sets_them_for_somebody_else() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let patch = HabitsPatch { overflow: Some(true), ..HabitsPatch::default() };
    let own = Event::Accustomed { agent: id("bob"), patch: patch.clone(), by: None };
    assert!(deeds(&desk.apply(NOW, own)).is_empty());
    let patch = HabitsPatch { overflow: Some(false), ..patch };
    let effects = desk.apply(NOW, Event::Accustomed { agent: id("bob"), patch, by: Some(name("ada")) });
    let [deed] = deeds(&effects)[..] else { panic!("one line") };
    assert_eq!((deed.what, deed.of.as_deref()), (What::Overflow, Some("bob")));
    assert_eq!((deed.from.as_deref(), deed.to.as_deref()), (Some("on"), Some("off")));
}

#[test]
fn t4_a_line_is_short() {
    let mut desk = desk(WhenNobody::Messaging, team());
    let origins = (0..50)
        .map(|number| wire::Origin::parse(format!("https://shop-{number}.example")).expect("an origin"));
    let patch = SettingsPatch { origins: Some(origins.collect()), ..SettingsPatch::default() };
    let effects = desk.apply(NOW, Event::Configured { patch, by: name("ada") });
    assert_eq!(deeds(&effects)[0].to.as_ref().map(|text| text.chars().count()), Some(200));
}
