//! Who has read, and who is writing.

use visit::{Delivery, Effect, Event};
use wire::visitor::{Hears, Says, State};
use wire::{Mode, Name, Seq, Timestamp};

use super::{Page, answer, question, secret, welcome};

#[test]
fn who_is_writing_is_shown_until_the_message_is_there_or_the_hint_is_old() {
    let mut page = Page::new(Mode::Live, Some(secret()));
    page.tell(Event::PanelOpened);
    page.tell(Event::SocketOpened);
    page.tell(welcome(Mode::Live, vec![question(1)]));
    let name = Name::parse("Ada").unwrap();
    page.tell(Event::Heard(Hears::Typing { name: name.clone() }));
    assert_eq!(page.visit.writer(page.now), Some("Ada"));
    assert_eq!(page.visit.next_wakeup(page.now), Some(Timestamp(page.now.0 + 5_000)));
    page.now = Timestamp(page.now.0 + 5_000);
    assert_eq!(page.visit.writer(page.now), None);
    page.tell(Event::Heard(Hears::Typing { name }));
    page.tell(Event::Heard(Hears::Message(answer(2))));
    assert_eq!(page.visit.writer(page.now), None);
}

#[test]
fn ones_own_messages_are_seen_once_the_team_has_read_or_answered() {
    let mut page = Page::new(Mode::Live, Some(secret()));
    page.tell(Event::PanelOpened);
    page.tell(Event::SocketOpened);
    page.tell(welcome(Mode::Live, vec![question(1), question(2)]));
    let seen =
        |page: &Page| page.visit.entries(page.now).filter(|entry| entry.delivery == Delivery::Seen).count();
    assert_eq!(seen(&page), 0);
    page.tell(Event::Heard(Hears::Seen { seq: Seq(1) }));
    assert_eq!(seen(&page), 1);
    // What comes late takes nothing back.
    page.tell(Event::Heard(Hears::Seen { seq: Seq(0) }));
    assert_eq!(seen(&page), 1);
    page.tell(Event::Heard(Hears::Message(answer(3))));
    assert_eq!(seen(&page), 2, "who answers has read");
}

#[test]
fn that_the_visitor_is_writing_is_said_every_five_seconds_at_most_and_only_in_a_conversation() {
    let mut page = Page::new(Mode::Live, Some(secret()));
    page.tell(Event::PanelOpened);
    page.tell(Event::SocketOpened);
    page.tell(welcome(Mode::Live, Vec::new()));
    assert_eq!(page.tell(Event::Typed), []);
    page.tell(welcome(Mode::Live, vec![question(1)]));
    page.tell(Event::Heard(Hears::State { state: State::Open, rating: None }));
    assert_eq!(page.tell(Event::Typed), [Effect::Send(Says::Typing {})]);
    assert_eq!(page.tell(Event::Typed), []);
    page.now = Timestamp(page.now.0 + 5_000);
    assert_eq!(page.tell(Event::Typed), [Effect::Send(Says::Typing {})]);
}
