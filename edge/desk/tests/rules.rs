//! What changes a status by itself, and what is kept of it (SPEC.md, S9, S10, S15).

mod site;

use std::time::Duration;

use desk::{Agent, Desk, Effect, Entry, Event, LEASE, Save};
use site::{NOW, agent, chose, desk, id};
use wire::hours::Hours;
use wire::http::Code;
use wire::settings::SettingsPatch;
use wire::team::{HabitsPatch, Next};
use wire::{Cause, Mode, Name, Status, Timestamp, WhenNobody};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Hours of one interval, today in UTC: from and to so many minutes from now.
fn hours(from: i64, to: i64) -> Hours {
    let wall = |minutes: i64| {
        let minute = (NOW.0 / 60_000 + minutes).rem_euclid(24 * 60);
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|day| format!(r#"{{"day":"{day}","from":"{}","to":"{}"}}"#, wall(from), wall(to)));
    let json = format!(r#"{{"zone":"UTC","weekly":[{}]}}"#, week.join(","));
    serde_json::from_str(&json).expect("hours")
}

fn accustom(desk: &mut Desk, now: Timestamp, patch: HabitsPatch) -> Vec<Effect> {
    desk.apply(now, Event::Accustomed { agent: id("ada"), patch, by: None })
}

fn beat(desk: &mut Desk, now: Timestamp) -> Vec<Effect> {
    desk.apply(now, Event::Heard { agent: id("ada"), at: now })
}

fn ada(desk: &Desk) -> &Agent {
    desk.agent(&id("ada")).expect("on the team")
}

fn state(desk: &Desk) -> (Status, Cause) {
    (ada(desk).status, ada(desk).cause)
}

/// The lines of history: for the agent, and for everybody.
fn entries(effects: &[Effect], is_public: bool) -> Vec<&Entry> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Save(Save::Entry(entry)) if entry.is_public == is_public => Some(entry),
            _ => None,
        })
        .collect()
}

#[test]
fn s9_set_online_at_an_opening_and_offline_at_a_closing() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Offline, NOW)]);
    let patch = HabitsPatch { hours: Some(Some(hours(10, 70))), ..HabitsPatch::default() };
    accustom(&mut desk, NOW, patch);
    assert_eq!(state(&desk), (Status::Offline, Cause::Manual), "what was chosen stands until the next edge");
    let opens = ada(&desk).next().expect("known ahead");
    assert_eq!(opens.status, Status::Online);
    assert_eq!(desk.next_wakeup(NOW), Some(opens.at));
    assert!(opens.at.since(NOW) <= 10 * MINUTE && opens.at.since(NOW) > 9 * MINUTE);

    beat(&mut desk, opens.at);
    assert_eq!(state(&desk), (Status::Online, Cause::Hours));
    assert_eq!(ada(&desk).since, opens.at);
    assert_eq!(desk.mode(opens.at, None), Mode::Live);

    let noon = opens.at + MINUTE;
    desk.apply(noon, chose("ada", Status::Invisible));
    beat(&mut desk, noon + MINUTE);
    assert_eq!(state(&desk), (Status::Invisible, Cause::Manual), "a choice in between stands");

    let closes = ada(&desk).next().expect("known ahead");
    assert_eq!(closes, Next { at: opens.at + HOUR, status: Status::Offline });
    beat(&mut desk, closes.at);
    assert_eq!(state(&desk), (Status::Offline, Cause::Hours));
    assert_eq!(ada(&desk).next().expect("tomorrow").at, opens.at + 24 * HOUR);
}

#[test]
fn s9_set_online_is_not_reachable() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Offline, Timestamp(0))]);
    let patch = HabitsPatch { hours: Some(Some(hours(10, 70))), ..HabitsPatch::default() };
    accustom(&mut desk, NOW, patch);
    let open = ada(&desk).next().expect("known ahead").at;
    let effects = desk.apply(open, Event::Ticked);
    assert_eq!(state(&desk), (Status::Online, Cause::Hours));
    assert_eq!(desk.mode(open, None), Mode::Messaging, "nobody is shown whose devices are silent");
    assert_eq!(entries(&effects, true), Vec::<&Entry>::new(), "and others see nothing of it");
    beat(&mut desk, open + MINUTE);
    assert_eq!(desk.mode(open + MINUTE, None), Mode::Live);
}

#[test]
fn s9_edges_that_were_slept_through_are_done_late_and_once() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Offline, NOW)]);
    let patch = HabitsPatch { hours: Some(Some(hours(10, 70))), ..HabitsPatch::default() };
    accustom(&mut desk, NOW, patch);
    let opens = ada(&desk).next().expect("known ahead").at;
    // Two days and half an opening later.
    let late = opens + 48 * HOUR + 30 * MINUTE;
    let effects = desk.apply(late, Event::Ticked);
    assert_eq!(state(&desk), (Status::Online, Cause::Hours));
    assert_eq!(ada(&desk).since, opens + 48 * HOUR, "since it was due, not since it was noticed");
    let changes: Vec<Status> = entries(&effects, false).iter().map(|entry| entry.change.status).collect();
    assert_eq!(
        changes[..5],
        [Status::Online, Status::Offline, Status::Online, Status::Offline, Status::Online]
    );
    let again = desk.apply(late, Event::Ticked);
    assert_eq!(again, [], "and once");
}

#[test]
fn s9_an_unknown_zone_is_refused() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Offline, NOW)]);
    let hours: Hours =
        serde_json::from_str(r#"{"zone":"Europe/Nowhere","weekly":[]}"#).expect("of the right form");
    let patch = HabitsPatch { hours: Some(Some(hours.clone())), ..HabitsPatch::default() };
    let effects = accustom(&mut desk, NOW, patch);
    let [Effect::Refused(refused)] = effects.as_slice() else { panic!("refused: {effects:?}") };
    assert_eq!(refused.code, Code::BadRequest);
    assert_eq!(ada(&desk).habits.hours, None, "never silently UTC");
    let patch = SettingsPatch { hours: Some(Some(hours)), ..SettingsPatch::default() };
    let effects = desk.apply(NOW, Event::Configured { patch, by: Name::parse("Ada").expect("a name") });
    assert!(matches!(effects.as_slice(), [Effect::Refused(_)]), "{effects:?}");
}

fn idle(after: u32, returns: bool) -> HabitsPatch {
    HabitsPatch { idle_after: Some(Some(after)), returns: Some(returns), ..HabitsPatch::default() }
}

fn active(desk: &mut Desk, now: Timestamp, at: Timestamp) -> Vec<Effect> {
    desk.apply(now, Event::Active { agent: id("ada"), at })
}

#[test]
fn s10_no_input_for_the_delay_sets_offline() {
    for status in [Status::Online, Status::Invisible] {
        let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Offline, NOW)]);
        accustom(&mut desk, NOW, idle(600, false));
        desk.apply(NOW, chose("ada", status));
        // Input on any device counts, the latest one; word of an earlier one that comes later changes nothing.
        active(&mut desk, NOW + 6 * MINUTE, NOW + 5 * MINUTE);
        active(&mut desk, NOW + 7 * MINUTE, NOW + 4 * MINUTE);
        beat(&mut desk, NOW + Duration::from_millis(15 * 60_000 - 1));
        assert_eq!(state(&desk), (status, Cause::Manual));
        beat(&mut desk, NOW + 15 * MINUTE);
        assert_eq!(state(&desk), (Status::Offline, Cause::Idle), "{status:?}");
        active(&mut desk, NOW + 16 * MINUTE, NOW + 16 * MINUTE);
        assert_eq!(state(&desk), (Status::Offline, Cause::Idle), "coming back shows a button, and no more");
        desk.apply(NOW + 17 * MINUTE, chose("ada", Status::Online));
        assert_eq!(state(&desk), (Status::Online, Cause::Manual));
        let wakeup = desk.next_wakeup(NOW + 17 * MINUTE).expect("watched");
        assert!(wakeup <= NOW + 27 * MINUTE, "the delay begins anew");
    }
}

#[test]
fn s10_who_asked_for_it_comes_back_by_input() {
    for status in [Status::Online, Status::Invisible] {
        let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Offline, NOW)]);
        accustom(&mut desk, NOW, idle(600, true));
        desk.apply(NOW, chose("ada", status));
        desk.apply(NOW + 10 * MINUTE, Event::Ticked);
        assert_eq!(state(&desk), (Status::Offline, Cause::Idle));
        active(&mut desk, NOW + 11 * MINUTE, NOW + 9 * MINUTE);
        assert_eq!(state(&desk).0, Status::Offline, "input from before the rule struck brings nobody back");
        active(&mut desk, NOW + 12 * MINUTE, NOW + 12 * MINUTE);
        assert_eq!(state(&desk), (status, Cause::Idle), "to what it was before");
        desk.apply(NOW + 13 * MINUTE, chose("ada", Status::Offline));
        active(&mut desk, NOW + 14 * MINUTE, NOW + 14 * MINUTE);
        assert_eq!(state(&desk), (Status::Offline, Cause::Manual), "never from a choice by hand");
    }
}

#[test]
fn s10_the_delay_can_be_off() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    accustom(&mut desk, NOW, HabitsPatch { idle_after: Some(None), ..HabitsPatch::default() });
    beat(&mut desk, NOW + 24 * HOUR);
    assert_eq!(state(&desk), (Status::Online, Cause::Manual));
    for seconds in [0, 4, 86_401] {
        let effects = accustom(&mut desk, NOW + 24 * HOUR, idle(seconds, false));
        assert!(matches!(effects.last(), Some(Effect::Refused(_))), "{seconds} s: {effects:?}");
    }
}

#[test]
fn s15_every_transition_has_a_line_with_its_cause() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    let lines = |effects: &[Effect], is_public| -> Vec<(Status, bool, Cause)> {
        let of = |entry: &&Entry| (entry.change.status, entry.change.reachable, entry.change.cause);
        entries(effects, is_public).iter().map(of).collect()
    };
    let lapsed = desk.apply(NOW + LEASE, Event::Ticked);
    assert_eq!(lines(&lapsed, false), [(Status::Online, false, Cause::Lease)]);
    assert_eq!(lines(&lapsed, true), [(Status::Offline, false, Cause::Lease)]);
    let back = beat(&mut desk, NOW + 2 * MINUTE);
    assert_eq!(lines(&back, false), [(Status::Online, true, Cause::Lease)]);
    assert_eq!(lines(&back, true), [(Status::Online, true, Cause::Manual)]);
    let chosen = desk.apply(NOW + 2 * MINUTE, chose("ada", Status::Invisible));
    assert_eq!(lines(&chosen, false), [(Status::Invisible, true, Cause::Manual)]);
    assert_eq!(lines(&chosen, true), [(Status::Offline, true, Cause::Manual)], "as others see it (S3)");
    let by = Name::parse("Telephone").expect("a name");
    let event =
        Event::Chose { agent: id("ada"), status: Status::Offline, cause: Cause::Admin, by: Some(by.clone()) };
    let set = desk.apply(NOW + 2 * MINUTE, event);
    assert_eq!(entries(&set, false)[0].change.by, Some(by));
    assert_eq!(lines(&set, true), [], "others cannot tell");
}
