//! Single moments of a visit: what is done at once, what later, and what not at all.
#![expect(clippy::unwrap_used, reason = "a test says with a panic what it did not expect")]

mod answers;
mod hints;
#[path = "../keeper/mod.rs"]
mod keeper;
#[path = "../page/mod.rs"]
mod page;
mod tabs;

use visit::{Delivery, Effect, Event, Failure, Reason, Text};
use wire::close::code;
use wire::http::{Code, Problem};
use wire::message::Stored;
use wire::visitor::{Hears, Refusal, Says, State};
use wire::{Mode, Seq, Timestamp};

use crate::page::*;

#[test]
fn s16_presence_is_asked_when_it_goes_stale_and_only_while_somebody_looks() {
    let mut page = Page::new(Mode::Messaging, None);
    assert_eq!(page.tell(Event::Woke), []);
    assert_eq!(page.visit.next_wakeup(page.now), Some(Timestamp(START + 10_000)));
    assert_eq!(page.wait(10_000), [Effect::AskPresence]);
    assert_eq!(page.tell(Event::PresenceCame(Ok(presence(Mode::Hidden)))), []);
    assert_eq!(page.visit.mode(), Mode::Hidden);
    assert_eq!(page.tell(Event::TabHidden), []);
    assert_eq!(page.wait(60_000), []);
    assert_eq!(page.visit.next_wakeup(page.now), None, "a tab that nobody sees costs nothing");
    assert_eq!(page.tell(Event::TabShown), [Effect::AskPresence]);
}

#[test]
fn a_page_without_a_conversation_opens_no_socket() {
    for mode in [Mode::Messaging, Mode::Hidden] {
        let mut page = Page::new(mode, None);
        assert!(!page.tell(Event::PanelOpened).contains(&Effect::Connect), "{mode:?}");
    }
    assert_eq!(
        Page::new(Mode::Live, None).tell(Event::Woke),
        [],
        "nor in Live Chat while the panel is closed"
    );
}

#[test]
fn s13_a_message_in_messaging_goes_over_http_and_is_confirmed_when_it_is_stored() {
    let mut page = Page::new(Mode::Messaging, None);
    page.tell(Event::PanelOpened);
    let effects = page.write(1, "someone@example.org");
    assert_eq!(effects[..2], [Effect::ClearDraft, Effect::MakeToken]);
    assert!(effects.contains(&Effect::Keep));
    assert_eq!(says(&effects), [id(1)]);
    assert_eq!(page.visit.notice(page.now), None);
    assert_eq!(page.delivery(1), Delivery::Sending);
    let stored = Stored { id: id(1), seq: Seq(1), at: page.now };
    let effects = page.tell(Event::Posted { id: id(1), answer: Ok(stored) });
    assert_eq!(page.delivery(1), Delivery::Sent);
    assert_eq!(page.visit.notice(page.now), Some(Text::NoteStoredMail));
    assert_eq!(effects, [Effect::Connect], "who has a conversation hears of answers at once");
}

#[test]
fn the_first_message_in_live_chat_follows_a_greeting_with_the_token() {
    let mut page = Page::live();
    let effects = page.write(1, "");
    let hello = effects.iter().position(|it| matches!(it, Effect::Send(Says::Hello { token: Some(_), .. })));
    let say = effects.iter().position(|it| matches!(it, Effect::Send(Says::Say(_))));
    assert!(hello.unwrap() < say.unwrap());
}

#[test]
fn g2_after_a_cut_the_message_goes_out_again_at_once_with_the_same_id() {
    let mut page = Page::live();
    page.write(1, "");
    let effects = page.tell(Event::SocketClosed(1006));
    let again = [effects, page.wait(1)].concat();
    assert_eq!(says(&again), [id(1)], "over HTTP, since the socket is gone");
    assert_eq!(page.delivery(1), Delivery::Sending);
}

#[test]
fn g6_what_does_not_get_through_is_shown_as_not_sent_while_we_go_on_trying() {
    let mut page = Page::new(Mode::Messaging, None);
    page.write(1, "");
    page.tell(Event::Posted { id: id(1), answer: Err(Failure::Network) });
    let mut tries = 0;
    for _ in 0..20 {
        if !says(&page.wait(1_000)).is_empty() {
            tries += 1;
            page.tell(Event::Posted { id: id(1), answer: Err(Failure::Network) });
        }
    }
    assert_eq!(page.delivery(1), Delivery::Failed(None));
    assert!(tries > 1);
    assert_eq!(says(&page.tell(Event::Retried(id(1)))), [id(1)]);
    assert_eq!(page.delivery(1), Delivery::Sending);
}

#[test]
fn f6_a_refused_message_keeps_its_text_and_says_why() {
    let mut page = Page::live();
    page.write(1, "");
    let message = "This id was used for another text.".to_owned();
    let problem =
        Problem { code: Code::IdReused, id: "x".into(), message: message.clone(), retry_after: None };
    page.tell(Event::Heard(Hears::Error(Refusal { problem, about: Some(id(1)) })));
    assert_eq!(page.delivery(1), Delivery::Failed(Some(&Reason::Sentence(message))));
    assert_eq!(says(&page.wait(60_000)), [], "only the visitor sends it again");
}

#[test]
fn f1_a_silent_link_is_asked_and_then_given_up() {
    let mut page = Page::live();
    assert_eq!(page.wait(14_999), []);
    assert_eq!(page.wait(1), [Effect::Ping]);
    assert_eq!(page.tell(Event::Ponged), []);
    assert_eq!(page.wait(15_000), [Effect::Ping]);
    assert_eq!(page.wait(14_999), []);
    let effects = page.wait(1);
    assert_eq!(effects[0], Effect::Disconnect);
    assert!([effects, page.wait(1_000)].concat().contains(&Effect::Connect));
}

#[test]
fn f5_each_close_code_has_its_answer() {
    for (close, soon, later) in [
        (1006, true, true),
        (1012, true, true),
        (code::TOO_MANY, false, true),
        (code::RELOAD, false, false),
        (code::BAD_FRAME, false, false),
    ] {
        let mut page = Page::live();
        let effects = [page.tell(Event::SocketClosed(close)), page.wait(1_000)].concat();
        assert_eq!(effects.contains(&Effect::Connect), soon, "{close} soon");
        if !soon {
            let hurried = [page.tell(Event::NetworkCame), page.wait(20_000)].concat();
            assert_eq!(hurried.contains(&Effect::Connect), later, "{close} later");
        }
        assert_eq!(page.visit.notice(page.now) == Some(Text::NoteReload), close == code::RELOAD, "{close}");
    }
}

#[test]
fn a_session_that_ended_starts_anew_and_keeps_what_is_unsent() {
    let mut page = Page::live();
    page.write(1, "");
    let effects = page.tell(Event::SocketClosed(code::UNAUTHORIZED));
    assert!(effects.contains(&Effect::Forget) && effects.contains(&Effect::MakeToken), "{effects:?}");
    assert_eq!(page.delivery(1), Delivery::Sending);
}

#[test]
fn g4_a_gap_is_asked_for_once_from_where_it_begins() {
    let mut page = Page::new(Mode::Live, Some(secret()));
    assert_eq!(page.tell(Event::PanelOpened), [Effect::Connect, Effect::AskConversation(Seq(0))]);
    page.tell(Event::SocketOpened);
    page.tell(welcome(Mode::Live, vec![answer(1)]));
    let effects = page.tell(Event::Heard(Hears::Message(answer(3))));
    assert!(effects.iter().any(|it| matches!(it, Effect::Send(Says::Hello { after: Seq(1), .. }))));
    assert_eq!(page.tell(Event::Heard(Hears::Message(answer(4)))).len(), 1, "and only what was seen is told");
    let effects = page.tell(welcome(Mode::Live, vec![answer(2), answer(3), answer(4)]));
    assert!(!effects.iter().any(|it| matches!(it, Effect::Send(Says::Hello { .. }))));
    assert_eq!(page.visit.entries(page.now).count(), 4);
}

#[test]
fn unread_answers_count_while_the_panel_is_closed_and_are_read_when_it_opens() {
    let mut page = Page::new(Mode::Messaging, Some(secret()));
    let messages = vec![answer(1), answer(2)];
    let visit = wire::visitor::Visit {
        mode: Mode::Messaging,
        fresh_for: 10,
        back_at: None,
        missed: false,
        faces: Vec::new(),
        state: State::Open,
        rating: None,
        files: false,
        has_email: true,
        read: Seq(1),
        last: Seq(2),
        seen: Seq(0),
        messages: messages.clone(),
    };
    let effects = page.tell(Event::ConversationCame(Ok(visit)));
    assert_eq!(effects, [Effect::Connect]);
    assert_eq!(page.visit.unread(), 1);
    assert!(!page.visit.asks_email(), "the address is on file");
    page.tell(Event::SocketOpened);
    page.tell(welcome(Mode::Messaging, messages));
    let effects = page.tell(Event::PanelOpened);
    assert_eq!(effects, [Effect::Send(Says::Read { seq: Seq(2) })]);
    assert_eq!(page.visit.unread(), 0);
}

#[test]
fn an_address_is_optional_and_checked() {
    let mut page = Page::new(Mode::Messaging, None);
    assert_eq!(page.write(1, "someone@"), [Effect::FocusEmail]);
    assert_eq!(page.visit.email_error(), Some(Text::EmailBad));
    assert_eq!(page.visit.entries(page.now).count(), 0, "the draft stays where it is");
    page.tell(Event::EmailEdited);
    assert_eq!(page.visit.email_error(), None);
    assert_eq!(says(&page.write(1, " ")), [id(1)]);
    assert!(page.visit.asks_email(), "it may still be left with the next one");
}

#[test]
fn v4_a_panel_that_is_open_stays_open_whatever_the_mode() {
    let mut page = Page::live();
    for mode in [Mode::Messaging, Mode::Hidden, Mode::Live] {
        page.tell(Event::Heard(Hears::Presence { mode, faces: Vec::new(), back_at: None, missed: false }));
        assert!(page.visit.is_open());
        assert_eq!(page.visit.mode(), mode);
    }
}
