//! Who is called, who is woken, and who is left in quiet (S6, N3, N4).

mod site;

use std::time::Duration;

use desk::{Desk, Effect, Event, LOOKED_AT, Save, Tell};
use site::{NOW, Store, agent, desk, id, say};
use wire::agent::Call;
use wire::hours::Hours;
use wire::team::HabitsPatch;
use wire::{Status, Timestamp, WhenNobody};

/// Who is woken, and who is called at a console, with whether it is quiet.
fn told(effects: &[Effect]) -> (Vec<String>, Vec<(String, Call, bool)>) {
    let woken = effects.iter().filter_map(|effect| match effect {
        Effect::Push { agent, .. } => Some(agent.to_string()),
        _ => None,
    });
    let called = effects.iter().filter_map(|effect| match effect {
        Effect::Tell(Tell::Call { agent, why, quiet, .. }) => Some((agent.to_string(), *why, *quiet)),
        _ => None,
    });
    (woken.collect(), called.collect())
}

fn quiet(desk: &mut Desk, agent: &str, zone: &str, from: &str, to: &str) {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly: Vec<_> =
        days.iter().map(|day| serde_json::json!({ "day": day, "from": from, "to": to })).collect();
    let hours: Hours =
        serde_json::from_value(serde_json::json!({ "zone": zone, "weekly": weekly })).expect("hours");
    let patch = HabitsPatch { quiet: Some(Some(hours)), ..HabitsPatch::default() };
    let effects = desk.apply(NOW, Event::Accustomed { agent: id(agent), patch, by: None });
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Refused(_))), "{effects:?}");
}

#[test]
fn n4_who_looks_is_called_and_who_is_away_is_woken_too() {
    let mut looks = agent("ada", Status::Online, NOW);
    looks.active = NOW;
    let away = agent("bob", Status::Online, NOW);
    let silent = agent("cid", Status::Online, Timestamp(0));
    let offline = agent("dan", Status::Offline, NOW);
    let invisible = agent("eve", Status::Invisible, NOW);
    let mut desk = desk(WhenNobody::Messaging, [looks, away, silent, offline, invisible]);
    let effects = Store::default().visitor_says(&mut desk, NOW, say(1, "hello"));
    let (woken, called) = told(&effects);
    assert_eq!(woken, ["bob", "cid"], "S6");
    assert_eq!(called.iter().map(|(agent, _, _)| agent.as_str()).collect::<Vec<_>>(), ["ada", "bob", "cid"]);
    // The conversation is told before the call to it, and what is to be told later is stored with it.
    let place = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted).expect("it is there");
    let row = place(|effect| matches!(effect, Effect::Tell(Tell::Conversation { .. })));
    assert!(row < place(|effect| matches!(effect, Effect::Tell(Tell::Call { .. }))));
    let saved = place(|effect| matches!(effect, Effect::Save(Save::Call { .. })));
    assert!(place(|effect| matches!(effect, Effect::Save(Save::Conversation(_)))) < saved);
    assert!(saved < place(|effect| matches!(effect, Effect::Stored { .. })), "G1");
    assert!(saved < place(|effect| matches!(effect, Effect::Push { .. })));
    // A minute without input, and Ada is woken too.
    let later = NOW + LOOKED_AT;
    desk.apply(later, Event::Heard { agent: id("ada"), at: later });
    let (woken, _) = told(&Store::default().visitor_says(&mut desk, later, say(2, "hello")));
    assert_eq!(woken, ["ada", "bob", "cid"]);
}

#[test]
fn n4_a_message_that_is_left_wakes_who_chose_online() {
    let silent = agent("cid", Status::Online, Timestamp(0));
    let mut store = Store::default();
    let mut desk = desk(WhenNobody::Messaging, [silent, agent("dan", Status::Offline, NOW)]);
    let (woken, called) = told(&store.visitor_says(&mut desk, NOW, say(1, "hello")));
    assert_eq!((woken, called.len()), (vec!["cid".to_owned()], 1));
    let later = NOW + Duration::from_secs(5);
    let (woken, _) = told(&store.visitor_says(&mut desk, later, say(2, "anybody?")));
    assert!(woken.is_empty(), "once a wait, not once a message");
}

#[test]
fn n3_quiet_hours_keep_still_and_end() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    // NOW is 2026-09-21T13:33:20Z: in Tokyo 22:33.
    quiet(&mut desk, "ada", "Asia/Tokyo", "22:00", "07:00");
    let (woken, called) = told(&Store::default().visitor_says(&mut desk, NOW, say(1, "hello")));
    assert_eq!((woken, called), (vec![], vec![("ada".to_owned(), Call::New, true)]));
    assert!(!desk.may_tell(NOW, &id("ada")));
    let morning = NOW + Duration::from_hours(9);
    desk.apply(morning, Event::Heard { agent: id("ada"), at: morning });
    let (woken, called) = told(&Store::default().visitor_says(&mut desk, morning, say(2, "hello")));
    assert_eq!((woken, called), (vec!["ada".to_owned()], vec![("ada".to_owned(), Call::New, false)]));
    assert!(desk.may_tell(morning, &id("ada")));
}

#[test]
fn n4_overflow_wakes_the_invisible_who_take_it_wherever_they_are() {
    let mut ada = agent("ada", Status::Online, NOW);
    ada.active = NOW;
    let mut eve = agent("eve", Status::Invisible, Timestamp(0));
    eve.habits.overflow = true;
    let mut desk = desk(WhenNobody::Messaging, [ada, eve, agent("fay", Status::Invisible, NOW)]);
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "hello"));
    let later = NOW + Duration::from_secs(30);
    desk.apply(later, Event::Heard { agent: id("ada"), at: later });
    let (woken, called) = told(&store.ticks(&mut desk, NOW + Duration::from_mins(1)));
    assert_eq!(woken, ["eve"]);
    assert_eq!(called, [("eve".to_owned(), Call::Overflow, false)]);
}
