//! Who is in, for whom (SPEC.md, S).

mod site;

use std::time::Duration;

use desk::{Effect, Event, Handling, LEASE};
use proptest::prelude::*;
use site::{NOW, Store, agent, chose, conversation, desk, say};
use wire::visitor::State;
use wire::{AgentId, Mode, Seq, Status, Timestamp, WhenNobody};

const LONG_AGO: Timestamp = Timestamp(0);

#[test]
fn s1_live_while_somebody_is_online_and_reachable() {
    for (status, heard, live) in [
        (Status::Online, NOW, true),
        (Status::Online, LONG_AGO, false),
        (Status::Invisible, NOW, false),
        (Status::Offline, NOW, false),
    ] {
        let desk = desk(WhenNobody::Messaging, [agent("ada", status, heard)]);
        assert_eq!(desk.mode(NOW, None) == Mode::Live, live, "{status:?}, heard at {heard:?}");
    }
}

#[test]
fn s2_otherwise_the_setting_decides() {
    for (when_nobody, mode) in [(WhenNobody::Messaging, Mode::Messaging), (WhenNobody::Hidden, Mode::Hidden)]
    {
        assert_eq!(desk(when_nobody, []).mode(NOW, None), mode);
    }
}

#[test]
fn s1_reachability_ends_45_seconds_after_the_last_heartbeat() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    assert_eq!(desk.next_wakeup(NOW), Some(NOW + LEASE));
    assert_eq!(desk.mode(NOW + Duration::from_millis(44_999), None), Mode::Live);
    assert_eq!(desk.mode(NOW + LEASE, None), Mode::Messaging);
    let told = desk.apply(NOW + LEASE, Event::Ticked);
    assert!(told.contains(&Effect::Presence), "a lapse is told: {told:?}");
    assert_eq!(desk.next_wakeup(NOW + LEASE), None, "a silent agent needs no watching");
    let later = NOW + Duration::from_mins(1);
    let effects = desk.apply(later, Event::Heard { agent: AgentId::parse("ada").expect("an id"), at: later });
    assert!(effects.contains(&Effect::Presence), "back within one heartbeat: {effects:?}");
    assert_eq!(desk.mode(later, None), Mode::Live);
}

#[test]
fn s12_a_lapse_that_could_not_be_saved_is_still_due() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    let as_stored = desk.clone();
    let later = NOW + LEASE + Duration::from_mins(1);
    assert!(desk.apply(later, Event::Ticked).contains(&Effect::Presence));
    assert_eq!(desk.next_wakeup(later), None, "taken down");
    // The write failed, or the process ended before it: the desk is what the database says.
    assert_eq!(as_stored.next_wakeup(later), Some(NOW + LEASE), "nobody was told yet");
}

#[test]
fn s3_an_invisible_agent_looks_offline_to_everybody_outside() {
    let views = [Status::Invisible, Status::Offline].map(|status| {
        let desk = desk(WhenNobody::Hidden, [agent("ada", status, NOW), agent("bob", Status::Offline, NOW)]);
        (
            desk.mode(NOW, None),
            desk.view(NOW, None, None),
            desk.view(NOW, None, Some(&conversation())),
            desk.colleagues(NOW),
        )
    });
    assert_eq!(views[0], views[1]);
}

#[test]
fn s4_who_joined_looks_online_there_while_invisible() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "hello"));
    store.agent_says(&mut desk, NOW, "ada", 2);
    for (status, mode) in
        [(Status::Online, Mode::Live), (Status::Invisible, Mode::Live), (Status::Offline, Mode::Messaging)]
    {
        desk.apply(NOW, chose("ada", status));
        let view = desk.view(NOW, None, store.conversation.as_ref());
        assert_eq!(view.mode, mode, "{status:?}");
        assert_eq!(view.faces.len(), 1);
        assert_eq!(view.faces[0].online, mode == Mode::Live);
        assert_eq!(desk.view(NOW, None, None).faces, [], "a stranger sees no faces");
    }
}

#[test]
fn s5_never_hidden_with_an_open_conversation_or_an_unread_answer() {
    let mut desk = desk(WhenNobody::Hidden, [agent("ada", Status::Offline, LONG_AGO)]);
    let mut store = Store::default();
    assert_eq!(desk.view(NOW, None, None).mode, Mode::Hidden);
    store.visitor_says(&mut desk, NOW, say(1, "hello"));
    assert_eq!(desk.view(NOW, None, store.conversation.as_ref()).mode, Mode::Messaging, "open");
    store.agent_says(&mut desk, NOW, "ada", 2);
    store.handled(&mut desk, NOW, "ada", Handling::Close);
    assert_eq!(store.load().state, State::Closed);
    assert_eq!(desk.view(NOW, None, store.conversation.as_ref()).mode, Mode::Messaging, "unread");
    let effects = desk.apply(NOW, Event::VisitorRead { conversation: store.load(), seq: Seq(99) });
    store.keep(&effects);
    assert_eq!(store.load().read, Seq(2), "nobody reads ahead");
    assert_eq!(desk.view(NOW, None, store.conversation.as_ref()).mode, Mode::Hidden, "closed and read");
}

#[test]
fn s15_a_chosen_status_has_a_cause_and_an_instant() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Offline, NOW)]);
    let ada = AgentId::parse("ada").expect("an id");
    desk.apply(NOW, chose("ada", Status::Online));
    let me = desk.agent(&ada).expect("on the team").me();
    assert_eq!((me.status, me.cause, me.since), (Status::Online, wire::Cause::Manual, NOW));
    let again = desk.apply(NOW + Duration::from_secs(1), chose("ada", Status::Online));
    assert!(!again.contains(&Effect::Presence), "choosing the same again changes nothing");
    assert_eq!(desk.agent(&ada).expect("on the team").since, NOW);
}

fn any_status() -> impl Strategy<Value = Status> {
    prop_oneof![Just(Status::Online), Just(Status::Offline), Just(Status::Invisible)]
}

proptest! {
    /// The order of heartbeats does not matter, and nobody unreachable is ever shown as online.
    #[test]
    fn s1_presence_follows_from_the_newest_heartbeat(
        team in prop::collection::vec((any_status(), prop::collection::vec(0i64..200_000, 0..6)), 0..5),
        at in 0i64..260_000,
        hidden in any::<bool>(),
    ) {
        let when_nobody = if hidden { WhenNobody::Hidden } else { WhenNobody::Messaging };
        let now = NOW + Duration::from_millis(at.unsigned_abs());
        let names: Vec<String> = (0..team.len()).map(|number| format!("agent{number}")).collect();
        let agents = || names.iter().zip(&team).map(|(name, (status, _))| agent(name, *status, LONG_AGO));
        let (mut forth, mut back) = (desk(when_nobody, agents()), desk(when_nobody, agents()));
        let beats: Vec<(AgentId, Timestamp)> = names.iter().zip(&team).flat_map(|(name, (_, beats))| {
            beats.iter().filter(|beat| **beat <= at).map(move |beat| {
                (AgentId::parse(name.as_str()).expect("an id"), Timestamp(NOW.0 + beat))
            })
        }).collect();
        for (agent, at) in beats.iter().cloned() { forth.apply(now, Event::Heard { agent, at }); }
        for (agent, at) in beats.iter().rev().cloned() { back.apply(now, Event::Heard { agent, at }); }
        prop_assert_eq!(forth.mode(now, None), back.mode(now, None));
        prop_assert_eq!(forth.next_wakeup(now), back.next_wakeup(now));

        // A second, naive model.
        let somebody = team.iter().any(|(status, beats)| {
            *status == Status::Online && beats.iter().any(|beat| *beat <= at && at - beat < 45_000)
        });
        let expected = if somebody { Mode::Live } else if hidden { Mode::Hidden } else { Mode::Messaging };
        prop_assert_eq!(forth.mode(now, None), expected);
        let online = forth.colleagues(now).iter().filter(|colleague| colleague.online).count();
        prop_assert_eq!(online > 0, somebody);
    }

    /// Swapping Invisible for Offline changes nothing for anybody outside (S3).
    #[test]
    fn s3_invisible_and_offline_are_one(
        team in prop::collection::vec((any_status(), 0i64..90_000), 0..5),
        hidden in any::<bool>(),
    ) {
        let when_nobody = if hidden { WhenNobody::Hidden } else { WhenNobody::Messaging };
        let world = |swap: bool| {
            let agents = team.iter().enumerate().map(|(number, (status, ago))| {
                let status = if swap && *status == Status::Invisible { Status::Offline } else { *status };
                agent(&format!("agent{number}"), status, Timestamp(NOW.0 - ago))
            });
            let desk = desk(when_nobody, agents);
            (desk.view(NOW, None, None), desk.colleagues(NOW))
        };
        prop_assert_eq!(world(false), world(true));
    }
}
