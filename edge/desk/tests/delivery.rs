//! What becomes of a message (SPEC.md, G and L).

mod site;

use std::time::Duration;

use desk::{Conversation, Effect, Event, Handling, Refused, Save, Tell};
use proptest::prelude::*;
use site::{NOW, Store, agent, conversation, desk, say};
use wire::http::Code;
use wire::visitor::State;
use wire::{AgentId, Seq, Status, WhenNobody};

fn refused(effects: &[Effect]) -> Option<&Refused> {
    match effects {
        [Effect::Refused(refused)] => Some(refused),
        _ => None,
    }
}

#[test]
fn g1_save_then_acknowledge_then_tell() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    let mut store = Store::default();
    for effects in
        [store.visitor_says(&mut desk, NOW, say(1, "hello")), store.agent_says(&mut desk, NOW, "ada", 2)]
    {
        let place = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted).expect("is there");
        let saved = place(|effect| matches!(effect, Effect::Save(Save::Message { .. })));
        let acknowledged = place(|effect| matches!(effect, Effect::Stored { .. }));
        let told = place(|effect| matches!(effect, Effect::Tell(Tell::Message { .. })));
        assert!(saved < acknowledged && acknowledged < told, "{effects:?}");
    }
}

#[test]
fn g2_a_resend_gets_the_same_acknowledgement_and_another_text_is_refused() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    let mut store = Store::default();
    let first = store.visitor_says(&mut desk, NOW, say(1, "hello"));
    let stored = first.iter().find_map(|effect| match effect {
        Effect::Stored { stored, resent: false, .. } => Some(stored.clone()),
        _ => None,
    });
    let later = NOW + Duration::from_secs(5);
    let again = store.visitor_says(&mut desk, later, say(1, "hello"));
    let [Effect::Stored { stored: same, resent: true, .. }] = again.as_slice() else {
        panic!("nothing but the acknowledgement: {again:?}");
    };
    assert_eq!(Some(same), stored.as_ref());
    let other = store.visitor_says(&mut desk, later, say(1, "goodbye"));
    assert_eq!(refused(&other).map(|refused| refused.code), Some(Code::IdReused));
    assert_eq!(store.messages.len(), 1);
}

#[test]
fn l1_a_burst_of_ten_then_one_a_second() {
    let mut desk = desk(WhenNobody::Messaging, []);
    let mut store = Store::default();
    for number in 0..10 {
        assert!(refused(&store.visitor_says(&mut desk, NOW, say(number, "hello"))).is_none());
    }
    let effects = store.visitor_says(&mut desk, NOW, say(10, "hello"));
    let refused_for = refused(&effects).expect("the eleventh is too many");
    assert_eq!((refused_for.code, refused_for.retry_after), (Code::TooMany, Some(Duration::from_secs(1))));
    let effects = store.visitor_says(&mut desk, NOW + Duration::from_secs(1), say(10, "hello"));
    assert!(refused(&effects).is_none());
    assert_eq!(store.messages.len(), 11);
}

#[test]
fn l3_six_new_conversations_from_one_address() {
    let mut desk = desk(WhenNobody::Messaging, []);
    let mut ask = |conversation: Conversation, opened| {
        let say = say(1, "hello");
        let event = Event::VisitorSaid {
            conversation,
            say,
            earlier: None,
            opened,
            group: None,
            invitation: None,
            file: None,
        };
        desk.apply(NOW, event)
    };
    assert!(refused(&ask(conversation(), 5)).is_none());
    assert_eq!(refused(&ask(conversation(), 6)).map(|refused| refused.code), Some(Code::TooMany));
    let going_on = Conversation { last: Seq(1), state: State::Open, ..conversation() };
    assert!(refused(&ask(going_on, 6)).is_none(), "one that goes on is no new one");
}

#[test]
fn s8_an_agent_joins_by_answering_and_stays() {
    let mut desk = desk(
        WhenNobody::Messaging,
        [agent("ada", Status::Invisible, NOW), agent("bob", Status::Online, NOW)],
    );
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "hello"));
    assert!(store.load().waiting);
    store.agent_says(&mut desk, NOW, "ada", 2);
    store.agent_says(&mut desk, NOW, "bob", 3);
    store.agent_says(&mut desk, NOW, "ada", 4);
    let names: Vec<String> = store.load().members.iter().map(AgentId::to_string).collect();
    assert_eq!(names, ["ada", "bob"]);
    assert!(!store.load().waiting);
}

#[test]
fn the_next_message_opens_a_closed_conversation_again() {
    let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "hello"));
    for _ in 0..2 {
        store.handled(&mut desk, NOW, "ada", Handling::Close);
        assert_eq!((store.load().state, store.load().waiting), (State::Closed, false));
    }
    let effects = store.visitor_says(&mut desk, NOW, say(2, "one more thing"));
    assert_eq!((store.load().state, store.load().waiting), (State::Open, true));
    let is_told =
        |effect: &Effect| matches!(effect, Effect::Tell(Tell::Conversation { state_changed: true, .. }));
    assert!(effects.iter().any(is_told));
}

#[derive(Clone, Debug)]
enum Step {
    Visitor(usize),
    Agent(usize),
    Close,
    Read(u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0usize..30).prop_map(Step::Visitor),
        4 => (100usize..130).prop_map(Step::Agent),
        1 => Just(Step::Close),
        1 => (0u32..40).prop_map(Step::Read),
    ]
}

proptest! {
    /// However often messages are sent and whatever comes between: each is stored once, in one order
    /// without a gap, and reading never goes back (G2, G3).
    #[test]
    fn p4_g2_g3_once_and_in_order(steps in prop::collection::vec((any_step(), 0u64..3_000), 0..60)) {
        let mut desk = desk(WhenNobody::Messaging, [agent("ada", Status::Online, NOW)]);
        let mut store = Store::default();
        let mut now = NOW;
        let mut read = Seq(0);
        for (step, wait) in steps {
            now = now + Duration::from_millis(wait);
            match step {
                Step::Visitor(number) => drop(store.visitor_says(&mut desk, now, say(number, "hello"))),
                Step::Agent(number) if store.conversation.is_some() => {
                    drop(store.agent_says(&mut desk, now, "ada", number));
                }
                Step::Close if store.conversation.is_some() => {
                    store.handled(&mut desk, now, "ada", Handling::Close);
                }
                Step::Read(seq) if store.conversation.is_some() => {
                    let event = Event::VisitorRead { conversation: store.load(), seq: Seq(seq) };
                    let effects = desk.apply(now, event);
                    store.keep(&effects);
                }
                Step::Agent(_) | Step::Close | Step::Read(_) => {}
            }
            if let Some(conversation) = &store.conversation {
                prop_assert!(conversation.read >= read && conversation.read <= conversation.last);
                read = conversation.read;
                prop_assert_eq!(conversation.last, store.messages.last().map_or(Seq(0), |last| last.seq));
            }
        }
        for (message, place) in store.messages.iter().zip(1u32..) {
            prop_assert_eq!(message.seq, Seq(place));
        }
        let mut ids: Vec<String> = store.messages.iter().map(|message| message.id.to_string()).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), store.messages.len());
    }
}
