//! Answers that come late, or not: what they still say, and what not any more.

use visit::{Delivery, Effect, Event, Failure, Text};
use wire::http::{Code, Problem};
use wire::message::Stored;
use wire::visitor::{Hears, State, Visit};
use wire::{Mode, Seq};

use super::{Page, answer, id, presence, question, says, secret, welcome};

#[test]
fn p9_a_token_that_the_edge_does_not_know_yet_is_kept() {
    let mut page = Page::new(Mode::Messaging, Some(secret()));
    assert_eq!(page.tell(Event::Woke), [Effect::AskConversation(Seq(0))]);
    let problem =
        Problem { code: Code::Unauthorized, id: "x".into(), message: "No.".into(), retry_after: None };
    let effects = page.tell(Event::ConversationCame(Err(Failure::Refused(problem))));
    assert_eq!(effects, [Effect::AskPresence]);
    assert_eq!(page.visit.token(), Some(&secret()), "the first message of another tab may be on its way");
    page.tell(Event::PresenceCame(Ok(presence(Mode::Messaging))));
    page.tell(Event::TabHidden);
    assert_eq!(page.tell(Event::TabShown), [Effect::AskConversation(Seq(0))], "it may have arrived");
}

#[test]
fn k8_whom_the_site_knows_is_asked_for_no_address_and_asks_as_a_stranger_until_the_first_word() {
    let mut page = Page::new(Mode::Messaging, Some(secret()));
    assert_eq!(page.tell(Event::Woke), [Effect::AskConversation(Seq(0))]);
    let Event::Heard(Hears::Welcome(visit)) = welcome(Mode::Messaging, Vec::new()) else { return };
    page.tell(Event::ConversationCame(Ok(Visit { state: State::None, has_email: true, ..visit })));
    assert!(!page.visit.asks_email());
    // Strangers' presence is the edge's cache, and no matter of the site's object.
    assert_eq!(page.wait(60_000), [Effect::AskPresence]);
    page.tell(Event::PresenceCame(Ok(presence(Mode::Messaging))));
    assert!(!page.visit.asks_email());
}

#[test]
fn p9_g6_an_answer_that_is_older_than_a_message_takes_nothing_back() {
    let mut page = Page::new(Mode::Messaging, Some(secret()));
    assert_eq!(page.tell(Event::Woke), [Effect::AskConversation(Seq(0))]);
    page.write(1, "");
    page.tell(Event::Posted { id: id(1), answer: Ok(Stored { id: id(1), seq: Seq(1), at: page.now }) });
    let problem =
        Problem { code: Code::Unauthorized, id: "x".into(), message: "No.".into(), retry_after: None };
    let effects = page.tell(Event::ConversationCame(Err(Failure::Refused(problem))));
    assert!(effects.contains(&Effect::AskConversation(Seq(1))), "{effects:?}");
    assert_eq!(page.delivery(1), Delivery::Sent);
}

#[test]
fn p2_one_message_is_on_its_way_at_a_time() {
    let mut page = Page::live();
    assert_eq!(says(&page.write(1, "")), [id(1)]);
    assert!(says(&page.write(2, "")).is_empty());
    let stored = Stored { id: id(1), seq: Seq(1), at: page.now };
    assert_eq!(says(&page.tell(Event::Heard(Hears::Stored(stored)))), [id(2)]);
}

#[test]
fn p9_g9_what_the_socket_said_is_newer_than_a_late_answer() {
    let mut page = Page::new(Mode::Live, Some(secret()));
    assert_eq!(page.tell(Event::PanelOpened), [Effect::Connect, Effect::AskConversation(Seq(0))]);
    page.tell(Event::SocketOpened);
    page.tell(welcome(Mode::Messaging, vec![answer(1)]));
    let Event::Heard(Hears::Welcome(late)) = welcome(Mode::Live, vec![answer(1), answer(2)]) else { return };
    page.tell(Event::ConversationCame(Ok(late)));
    assert_eq!(page.visit.mode(), Mode::Messaging);
    assert_eq!(page.visit.entries(page.now).count(), 2, "but messages have numbers");
}

#[test]
fn g9_sockets_that_never_open_do_not_make_presence_good_for_longer() {
    let mut page = Page::new(Mode::Live, Some(secret()));
    page.tell(Event::Woke);
    let Event::Heard(Hears::Welcome(visit)) = welcome(Mode::Live, vec![question(1)]) else { return };
    assert!(page.tell(Event::ConversationCame(Ok(visit))).contains(&Effect::Connect));
    let is_asked = (0..11).any(|_| {
        page.tell(Event::SocketClosed(1006));
        page.wait(1_000).contains(&Effect::AskConversation(Seq(1)))
    });
    assert!(is_asked, "after ten seconds");
}

#[test]
fn g9_presence_that_cannot_be_renewed_is_not_claimed() {
    let mut page = Page::new(Mode::Live, None);
    assert_eq!(page.wait(10_000), [Effect::AskPresence]);
    assert_eq!(page.visit.status(page.now), Text::StatusLive);
    page.tell(Event::PresenceCame(Err(Failure::Network)));
    assert_eq!(page.visit.status(page.now), Text::StatusUnsure);
    assert_eq!(page.visit.notice(page.now), None, "a short cut is no news");
}
