//! What is unsent is kept and sent by one tab at a time; a link that is gone is noticed, and the visitor told.
#![expect(clippy::unwrap_used, reason = "a test says with a panic what it did not expect")]

mod keeper;
mod page;

use visit::{Delivery, Effect, Event, Failure, Text};
use wire::message::Stored;
use wire::visitor::Hears;
use wire::{Body, Mode, Seq, Timestamp};

use crate::page::*;

#[test]
fn g6_after_thirty_seconds_without_a_link_the_visitor_is_told_until_there_is_one() {
    let mut page = Page::new(Mode::Live, None);
    page.wait(10_000);
    page.tell(Event::PresenceCame(Err(Failure::Network)));
    let until = Timestamp(page.now.0 + 30_000);
    while page.now < until {
        assert_eq!(page.visit.notice(page.now), None, "{:?}", page.now);
        let next = page.visit.next_wakeup(page.now).unwrap();
        assert!(next <= until, "the line comes in time");
        page.now = next;
        if page.tell(Event::Woke).contains(&Effect::AskPresence) {
            page.tell(Event::PresenceCame(Err(Failure::Network)));
        }
    }
    assert_eq!(page.visit.notice(page.now), Some(Text::NoteLost));
    page.tell(Event::NetworkCame);
    page.tell(Event::PresenceCame(Ok(presence(Mode::Live))));
    assert_eq!(page.visit.notice(page.now), None);
}

#[test]
fn g9_frames_that_come_in_do_not_hide_that_nothing_goes_out() {
    let mut page = Page::live();
    let mut waited = 0;
    let mut asked = 0;
    while waited < 45_000 {
        waited += 1_000;
        let effects = page.wait(1_000);
        asked += effects.iter().filter(|effect| **effect == Effect::Ping).count();
        if effects.contains(&Effect::Disconnect) {
            assert_eq!(asked, 1);
            return;
        }
        let frame = Hears::Presence { mode: Mode::Live, faces: Vec::new(), back_at: None, missed: false };
        page.tell(Event::Heard(frame));
    }
    panic!("the link is not noticed to be dead");
}

#[test]
fn g2_a_message_that_the_socket_does_not_acknowledge_goes_over_http_with_the_same_id() {
    let mut page = Page::live();
    assert_eq!(says(&page.write(1, "")), [id(1)]);
    page.tell(welcome(Mode::Live, Vec::new()));
    let effects = page.wait(10_000);
    assert!(effects.contains(&Effect::Ping), "the link is in doubt: {effects:?}");
    assert!(
        matches!(effects.iter().find(|it| matches!(it, Effect::Post(_))), Some(Effect::Post(say)) if say.id == id(1))
    );
}

#[test]
fn a_network_that_comes_and_goes_is_not_answered_by_a_storm() {
    let mut page = Page::live();
    page.tell(Event::SocketClosed(1006));
    let mut tries = 0;
    for _ in 0..50 {
        page.now = Timestamp(page.now.0 + 100);
        if page.tell(Event::NetworkCame).contains(&Effect::Connect) {
            tries += 1;
            page.tell(Event::SocketClosed(1006));
        }
    }
    assert!(
        (1..=4).contains(&tries),
        "{tries} tries in five seconds: one is hurried, the others are due anyhow"
    );
}

#[test]
fn g5_a_page_that_finds_something_unsent_sends_it_under_the_lock_and_lets_go() {
    let mut visit = Page::new(Mode::Messaging, Some(secret())).visit;
    let now = Timestamp(START);
    assert!(visit.apply(now, Event::Woke).contains(&Effect::WantLock));
    let say = wire::visitor::Say {
        answers: wire::about::Passed::default(),
        id: id(1),
        body: Body::parse("left behind").unwrap(),
        email: None,
        page: None,
        targeted: None,
    };
    let effects = visit.apply(now, Event::Found(vec![say.clone()]));
    assert_eq!(effects, [Effect::Post(say)], "with the same id, and not put there again");
    assert_eq!(visit.entries(now).next().unwrap().delivery, Delivery::Sending);
    let stored = Stored { id: id(1), seq: Seq(1), at: now };
    let effects = visit.apply(now, Event::Posted { id: id(1), answer: Ok(stored) });
    assert!(effects.starts_with(&[Effect::Drop(id(1)), Effect::FreeLock]), "{effects:?}");
    assert!(effects.contains(&Effect::WantLock), "a tab that is gone may have left something meanwhile");
    assert_eq!(visit.apply(now, Event::Found(Vec::new())), [Effect::FreeLock]);
}

#[test]
fn g5_nothing_is_sent_without_the_lock_nor_before_it_is_kept() {
    let mut visit = Page::new(Mode::Messaging, None).visit;
    let now = Timestamp(START);
    let text = "hello".to_owned();
    visit.apply(now, Event::Submitted { id: id(1), text, email: String::new() });
    let effects = visit.apply(now, Event::TokenCame(secret()));
    assert!(matches!(&effects[..], [Effect::Keep, Effect::Put(_), Effect::WantLock]), "{effects:?}");
    assert_eq!(visit.apply(now, Event::Kept(id(1), true)), []);
    assert_eq!(says(&visit.apply(now, Event::Found(Vec::new()))), [id(1)]);
}

#[test]
fn g5_a_visitor_whose_browser_keeps_nothing_is_warned_while_something_is_unsent() {
    let mut visit = Page::new(Mode::Messaging, None).visit;
    let now = Timestamp(START);
    let text = "hello".to_owned();
    visit.apply(now, Event::Submitted { id: id(1), text, email: String::new() });
    visit.apply(now, Event::TokenCame(secret()));
    visit.apply(now, Event::Found(Vec::new()));
    assert_eq!(says(&visit.apply(now, Event::Kept(id(1), false))), [id(1)], "it is sent all the same");
    assert_eq!(visit.notice(now), Some(Text::NoteUnsaved));
    let stored = Stored { id: id(1), seq: Seq(1), at: now };
    visit.apply(now, Event::Posted { id: id(1), answer: Ok(stored) });
    assert_eq!(visit.notice(now), Some(Text::NoteStored));
}

#[test]
fn g5_the_outbox_is_bounded_and_what_is_too_much_stays_in_the_field() {
    let mut page = Page::new(Mode::Messaging, None);
    for number in 1..=50 {
        assert!(page.write(number, "").contains(&Effect::ClearDraft));
    }
    assert!(!page.write(51, "").contains(&Effect::ClearDraft));
    assert_eq!(page.visit.notice(page.now), Some(Text::NoteFull));
    assert_eq!(page.visit.entries(page.now).count(), 50);
    page.tell(Event::Posted { id: id(1), answer: Ok(Stored { id: id(1), seq: Seq(1), at: page.now }) });
    assert!(page.write(51, "").contains(&Effect::ClearDraft));
}
