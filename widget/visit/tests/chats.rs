//! Targeted chats, groups, missed conversations and the address that comes later: moments of a visit.
#![expect(clippy::unwrap_used, reason = "a test says with a panic what it did not expect")]

mod keeper;

use visit::{Effect, Event, Failure, Start, Text, Visit};
use wire::message::Stored;
use wire::visitor::{Hears, Say, Says, State};
use wire::{
    Author, Body, Email, Message, MessageId, Mode, Name, Presence, Secret, Seq, TargetedId, Timestamp,
};

use crate::keeper::Keeper as _;

const START: i64 = 1_700_000_000_000;
const NOW: Timestamp = Timestamp(START);

fn presence(mode: Mode) -> Presence {
    Presence { mode, fresh_for: 10, back_at: None, more: true, no_mail: false, paint: None }
}

fn secret() -> Secret {
    Secret::parse("T".repeat(43)).unwrap()
}

fn id(number: u32) -> MessageId {
    MessageId::parse(format!("visitor-message-{number:04}")).unwrap()
}

fn page(mode: Mode, token: Option<Secret>) -> Visit {
    Visit::new(NOW, Start { presence: presence(mode), token, is_visible: true, shares: false, seed: 7 })
}

fn site() -> Author {
    Author::Site { name: Name::parse("Shop").unwrap() }
}

fn message(seq: u32, author: Author, text: &str) -> Message {
    let id = MessageId::parse(format!("stored-message-{seq:04}")).unwrap();
    Message { seq: Seq(seq), id, author, body: Body::parse(text).unwrap(), at: NOW, file: None }
}

fn conversation(state: State, last: u32, messages: Vec<Message>) -> wire::visitor::Visit {
    wire::visitor::Visit {
        mode: Mode::Live,
        fresh_for: 10,
        back_at: None,
        missed: false,
        faces: Vec::new(),
        state,
        rating: None,
        files: false,
        has_email: false,
        read: Seq(0),
        last: Seq(last),
        seen: Seq(0),
        messages,
    }
}

fn target(visit: &mut Visit) -> Vec<Effect> {
    let chat = TargetedId::parse("prices").unwrap();
    let (name, body) = (Name::parse("Shop").unwrap(), Body::parse("Can we help?").unwrap());
    visit.tell(NOW, Event::Targeted { id: id(9), chat, name, body })
}

fn submit(visit: &mut Visit, number: u32, text: &str, email: &str) -> Vec<Effect> {
    let (text, email) = (text.to_owned(), email.to_owned());
    let mut effects = visit.tell(NOW, Event::Submitted { id: id(number), text, email });
    if effects.contains(&Effect::MakeToken) {
        effects.extend(visit.tell(NOW, Event::TokenCame(secret())));
    }
    effects
}

/// What stands in the log: whose it is, what it says, under which id, whether it is stored.
fn log(visit: &Visit) -> Vec<(Option<String>, String, String, bool)> {
    let row = |entry: visit::Entry<'_>| {
        let agent = entry.agent.map(str::to_owned);
        (agent, entry.body.to_string(), entry.id.to_string(), entry.seq.is_some())
    };
    visit.entries(NOW).map(row).collect()
}

fn says(effects: &[Effect]) -> Vec<&Say> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send(Says::Say(say)) | Effect::Post(say) => Some(say),
            _ => None,
        })
        .collect()
}

#[test]
fn a_targeted_chat_costs_the_edge_nothing_and_is_unread_until_the_panel_opens() {
    let mut visit = page(Mode::Messaging, None);
    assert!(visit.is_free());
    assert_eq!(target(&mut visit), []);
    assert_eq!(visit.unread(), 1);
    assert_eq!(log(&visit), [(Some("Shop".into()), "Can we help?".into(), id(9).to_string(), false)]);
    assert!(!visit.is_free(), "one at a time");
    target(&mut visit);
    assert_eq!(log(&visit).len(), 1);
    assert_eq!(visit.tell(NOW, Event::PanelOpened), [], "nobody is told that it was read");
    visit.tell(NOW, Event::PanelClosed);
    assert_eq!(visit.unread(), 0);
}

#[test]
fn the_answer_names_the_targeted_chat_and_the_stored_one_takes_its_place() {
    let mut visit = page(Mode::Messaging, None);
    target(&mut visit);
    visit.tell(NOW, Event::PanelOpened);
    let effects = submit(&mut visit, 1, "Yes!", "");
    assert_eq!(says(&effects)[0].targeted.as_ref().map(TargetedId::as_str), Some("prices"));
    let before = log(&visit);
    assert_eq!(before.iter().map(|row| row.1.as_str()).collect::<Vec<_>>(), ["Can we help?", "Yes!"]);
    let stored = Stored { id: id(1), seq: Seq(2), at: NOW };
    let effects = visit.tell(NOW, Event::Posted { id: id(1), answer: Ok(stored) });
    assert_eq!(effects, [Effect::Connect]);
    let effects = visit.tell(NOW, Event::SocketOpened);
    assert!(matches!(effects[..], [Effect::Send(Says::Hello { after: Seq(0), .. })]), "{effects:?}");
    visit.tell(NOW, Event::PanelClosed);
    let messages = vec![message(1, site(), "Can we help?"), message(2, Author::Visitor, "Yes!")];
    visit.tell(NOW, Event::Heard(Hears::Welcome(conversation(State::Open, 2, messages))));
    let after = log(&visit);
    assert_eq!(after.len(), 2, "not doubled");
    assert_eq!(after[0].2, before[0].2, "it keeps its row: a new one would be read out again");
    assert!(after.iter().all(|row| row.3));
    assert_eq!(visit.unread(), 0, "who answered has seen it");
    let effects = submit(&mut visit, 2, "And one more", "");
    assert!(says(&effects).iter().all(|say| say.targeted.is_none()), "it is answered once");
}

#[test]
fn what_the_edge_stored_in_its_place_stands_there_instead() {
    let mut visit = page(Mode::Messaging, None);
    target(&mut visit);
    submit(&mut visit, 1, "Yes!", "");
    // The chat was removed from the settings meanwhile.
    let stored = Stored { id: id(1), seq: Seq(1), at: NOW };
    visit.tell(NOW, Event::Posted { id: id(1), answer: Ok(stored) });
    assert_eq!(log(&visit), [(None, "Yes!".into(), id(1).to_string(), true)]);
}

#[test]
fn no_targeted_chat_fires_into_an_open_or_unknown_conversation_or_while_hidden() {
    assert!(!page(Mode::Hidden, None).is_free());
    let mut visit = page(Mode::Live, Some(secret()));
    assert!(!visit.is_free(), "nothing is known of it yet");
    for (state, is_free) in [(State::Open, false), (State::Closed, true)] {
        let answer = Ok(conversation(state, 1, vec![message(1, Author::Visitor, "Hello")]));
        visit.tell(NOW, Event::ConversationCame(answer));
        assert_eq!(visit.is_free(), is_free, "{state:?}");
        target(&mut visit);
        assert_eq!(log(&visit).len(), 1 + usize::from(is_free));
    }
    assert!(visit.entries(NOW).last().unwrap().seq.is_none(), "it stands at the end");
}

#[test]
fn another_group_is_asked_for_at_once_and_greeted_anew() {
    let mut visit = page(Mode::Messaging, None);
    assert_eq!(visit.tell(NOW, Event::Regrouped), [Effect::AskPresence]);
    assert_eq!(
        visit.tell(NOW, Event::Regrouped),
        [Effect::AskPresence],
        "the answer to come is of the old one"
    );
    visit.tell(NOW, Event::PresenceCame(Ok(presence(Mode::Live))));
    assert_eq!(visit.tell(NOW, Event::PanelOpened), [Effect::Connect]);
    visit.tell(NOW, Event::SocketOpened);
    visit.tell(NOW, Event::Heard(Hears::Welcome(conversation(State::None, 0, Vec::new()))));
    assert_eq!(visit.tell(NOW, Event::Regrouped), [Effect::Disconnect, Effect::Connect, Effect::AskPresence]);
}

#[test]
fn a_conversation_has_its_own_group() {
    let mut visit = page(Mode::Live, Some(secret()));
    visit.tell(NOW, Event::Woke);
    visit.tell(NOW, Event::ConversationCame(Ok(conversation(State::Open, 0, Vec::new()))));
    visit.tell(NOW, Event::SocketOpened);
    visit.tell(NOW, Event::Heard(Hears::Welcome(conversation(State::Open, 0, Vec::new()))));
    assert_eq!(visit.tell(NOW, Event::Regrouped), []);
}

#[test]
fn s14_who_was_missed_is_told_and_asked_for_an_address_that_goes_alone() {
    let mut visit = page(Mode::Live, Some(secret()));
    let hello = vec![message(1, Author::Visitor, "Hello?")];
    visit.tell(NOW, Event::ConversationCame(Ok(conversation(State::Open, 1, hello))));
    assert!(!visit.asks_email());
    let missed = wire::visitor::Visit {
        mode: Mode::Messaging,
        missed: true,
        ..conversation(State::Open, 1, Vec::new())
    };
    visit.tell(NOW, Event::ConversationCame(Ok(missed)));
    assert_eq!(visit.status(NOW), Text::StatusMissed);
    assert!(visit.asks_email());
    assert_eq!(submit(&mut visit, 1, " ", "nobody"), [Effect::FocusEmail]);
    assert_eq!(visit.email_error(), Some(Text::EmailBad));
    let email = Email::parse("eve@mail.example").unwrap();
    assert_eq!(submit(&mut visit, 2, " ", "eve@mail.example"), [Effect::PostEmail(email.clone())]);
    visit.tell(NOW, Event::EmailKept(Err(Failure::Network)));
    assert_eq!((visit.email_error(), visit.asks_email()), (Some(Text::Failed), true), "it is not kept");
    assert_eq!(submit(&mut visit, 3, "", "eve@mail.example"), [Effect::PostEmail(email)]);
    visit.tell(NOW, Event::EmailKept(Ok(())));
    assert_eq!((visit.email_error(), visit.asks_email()), (None, false));
    assert_eq!(visit.notice(NOW), Some(Text::NoteStoredMail));
    assert_eq!(visit.status(NOW), Text::StatusMissed, "until an agent answers");
}

#[test]
fn an_address_alone_is_nothing_without_a_conversation() {
    let mut visit = page(Mode::Messaging, None);
    assert_eq!(submit(&mut visit, 1, "", "eve@mail.example"), []);
}

#[test]
fn m2_where_answers_are_not_mailed_no_address_is_asked_for() {
    let presence = Presence { no_mail: true, ..presence(Mode::Messaging) };
    let mut visit =
        Visit::new(NOW, Start { presence, token: None, is_visible: true, shares: false, seed: 7 });
    assert!(!visit.asks_email());
    let said = submit(&mut visit, 1, "Hello", "eve@mail.example");
    let is_said = |one: &Effect| matches!(one, Effect::Post(say) if say.email.is_none());
    assert!(said.iter().any(is_said), "{said:?}");
}

#[test]
fn s13_when_somebody_is_back_is_said_in_messaging_only() {
    let back = Some(Timestamp(START + 3_600_000));
    let start = Start {
        presence: Presence { back_at: back, ..presence(Mode::Messaging) },
        token: None,
        is_visible: true,
        shares: false,
        seed: 7,
    };
    let mut visit = Visit::new(NOW, start);
    assert_eq!(visit.back_at(NOW), back);
    assert_eq!(visit.back_at(Timestamp(START + 60_000)), None, "not while the edge is out of reach");
    visit.tell(NOW, Event::PresenceCame(Ok(Presence { back_at: back, ..presence(Mode::Live) })));
    assert_eq!(visit.back_at(NOW), None);
}
