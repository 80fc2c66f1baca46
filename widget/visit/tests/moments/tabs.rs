//! Several tabs of one browser (V20).

use visit::{Effect, Event};
use wire::message::Stored;
use wire::visitor::{Hears, Says};
use wire::{Mode, Seq, Timestamp};

use super::{Page, answer, id, question, secret, welcome};

/// Whether the page gives its socket back within so many seconds, on a link that works.
fn parts_within(page: &mut Page, seconds: u32) -> bool {
    for _ in 0..seconds {
        let effects = page.wait(1_000);
        if effects.contains(&Effect::Disconnect) {
            return true;
        }
        if effects.contains(&Effect::Ping) {
            page.tell(Event::Ponged);
        }
    }
    false
}

#[test]
fn v20_a_tab_that_shares_its_socket_hears_of_answers_for_an_hour_while_nobody_sees_it() {
    for shares in [true, false] {
        let mut page = Page::of(Mode::Live, Some(secret()), shares);
        page.tell(Event::PanelOpened);
        page.tell(Event::SocketOpened);
        page.tell(welcome(Mode::Live, vec![question(1)]));
        page.tell(Event::TabHidden);
        assert_eq!(parts_within(&mut page, 40), !shares);
        page.tell(Event::Heard(Hears::Message(answer(2))));
        assert_eq!(page.visit.unread(), 1, "the panel is open, and nobody sees it");
        if shares {
            assert!(!parts_within(&mut page, 3_550));
            assert!(parts_within(&mut page, 20), "who is away for so long is told by mail");
        }
        page.tell(Event::TabShown);
        assert_eq!(page.visit.unread(), 0);
    }
}

#[test]
fn v20_what_another_tab_wrote_over_the_same_socket_is_asked_for() {
    let mut page = Page::of(Mode::Live, Some(secret()), true);
    page.tell(Event::PanelOpened);
    page.tell(Event::SocketOpened);
    page.tell(welcome(Mode::Live, vec![question(1)]));
    // From where it is there was nothing to be had: until there is.
    page.tell(Event::SocketClosed(1006));
    assert_eq!(page.wait(1_000), [Effect::Connect]);
    page.tell(Event::SocketOpened);
    assert_eq!(page.tell(welcome(Mode::Live, Vec::new())), []);
    let stored = Stored { id: id(2), seq: Seq(2), at: Timestamp(page.now.0) };
    let effects = page.tell(Event::Heard(Hears::Stored(stored.clone())));
    assert!(matches!(effects[..], [Effect::Send(Says::Hello { after: Seq(1), .. })]), "{effects:?}");
    page.tell(welcome(Mode::Live, vec![question(2)]));
    assert_eq!(page.tell(Event::Heard(Hears::Stored(stored))), [], "it is here");
}
