//! What the store decides, event by event.

use std::time::Duration;

use wire::about::About;
use wire::agent::{Hears, Mark, Row, Says};
use wire::http::{Code, Problem, Role, Session};
use wire::settings::Settings;
use wire::team::{Habits, Me};
use wire::visitor::{Refusal, State};
use wire::{
    AgentId, Author, Body, Cause, ConversationId, Email, Message, MessageId, Name, Secret, Seq, SiteId,
    Status, Timestamp, WhenNobody, close,
};

use super::{Answer, Connection, Door, Effect, Event, Store};
use crate::store::thread::Progress;

pub(super) const NOW: Timestamp = Timestamp(1_790_000_000_000);

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

pub(super) fn ada() -> Me {
    Me {
        id: AgentId::parse("ada").expect("an id"),
        name: name("Ada"),
        email: Email::parse("ada@shop.example").expect("an address"),
        role: Role::Admin,
        status: Status::Offline,
        cause: Cause::Manual,
        since: NOW,
        habits: Habits::default(),
        next: None,
    }
}

pub(super) fn settings() -> Settings {
    Settings::new(name("Shop"), WhenNobody::Messaging, Vec::new())
}

pub(super) fn conversation() -> ConversationId {
    ConversationId::parse("c1").expect("an id")
}

pub(super) fn message_id(number: u32) -> MessageId {
    MessageId::parse(format!("message-{number:016}")).expect("an id")
}

pub(super) fn row(id: &str, members: &[&str], state: State, at: i64) -> Row {
    Row {
        id: ConversationId::parse(id).expect("an id"),
        state,
        waiting: members.is_empty(),
        members: members.iter().map(|id| AgentId::parse(*id).expect("an id")).collect(),
        group: None,
        assignee: None,
        since: None,
        slow: false,
        missed: false,
        name: None,
        email: None,
        page: None,
        last: Seq(1),
        read: Seq(1),
        at: Timestamp(at),
        excerpt: "hello".to_owned(),
        tags: Vec::new(),
        blocked: false,
    }
}

pub(super) fn message(seq: u32) -> Message {
    Message {
        seq: Seq(seq),
        id: message_id(seq),
        author: Author::Visitor,
        body: Body::parse(format!("message {seq}")).expect("a text"),
        at: NOW,
        file: None,
    }
}

pub(super) fn welcome(rows: Vec<Row>) -> Event {
    let (me, settings) = (ada(), settings());
    Event::Heard(Box::new(Hears::Welcome {
        me,
        team: Vec::new(),
        files: true,
        settings,
        conversations: rows,
        marks: Vec::new(),
    }))
}

pub(super) fn history(seqs: &[u32], last: u32) -> Event {
    let messages = seqs.iter().map(|seq| message(*seq)).collect();
    Event::Heard(Box::new(Hears::History { conversation: conversation(), messages, last: Seq(last) }))
}

/// A console that is signed in, and has a socket.
pub(super) fn entering() -> Store {
    let mut store = Store::new(SiteId::parse("demo").expect("an id"));
    store.apply(NOW, Event::Started { link: None });
    let session = Session { me: ada(), settings: settings() };
    store.apply(NOW, Event::Answered(Answer::Session(Ok(session))));
    store.apply(NOW, Event::Opened);
    store
}

/// The same and welcomed, with one conversation.
pub(super) fn connected() -> Store {
    let mut store = entering();
    store.apply(NOW, welcome(vec![row("c1", &[], State::Open, 1)]));
    store
}

/// The same, with the conversation open and its first message there.
pub(super) fn talking() -> Store {
    let mut store = connected();
    let effects = store.apply(NOW, Event::Selected(conversation()));
    assert_eq!(effects, [Effect::Send(Says::Open { conversation: conversation(), after: Seq(0) })]);
    store.apply(NOW, history(&[1], 1));
    store
}

fn progress(store: &Store) -> Vec<Progress> {
    let me = ada();
    let thread = store.thread().expect("a conversation");
    thread.lines(Some((&me.id, &me.name))).into_iter().map(|line| line.progress).collect()
}

/// What is said, but for how far was read.
fn sent(effects: &[Effect]) -> Vec<&Says> {
    let says =
        effects.iter().filter_map(|effect| if let Effect::Send(says) = effect { Some(says) } else { None });
    says.filter(|says| !matches!(says, Says::Read { .. })).collect()
}

fn write(store: &mut Store, number: u32) -> Vec<Effect> {
    store.apply(NOW, Event::Typed(format!("answer {number}")));
    store.apply(NOW, Event::Replied { id: message_id(number), at: NOW })
}

fn stored(number: u32, seq: u32) -> Event {
    let (conversation, id) = (conversation(), message_id(number));
    Event::Heard(Box::new(Hears::Stored { conversation, id, seq: Seq(seq), at: NOW }))
}

#[test]
fn a_session_decides_who_is_in() {
    let store = connected();
    assert_eq!((store.door.clone(), store.link.connection()), (Door::In, Connection::Connected));

    let mut store = Store::new(SiteId::parse("demo").expect("an id"));
    let link = Secret::parse("A".repeat(43)).expect("a secret");
    store.apply(NOW, Event::Started { link: Some(link.clone()) });
    let effects = store.apply(NOW, Event::SignInPressed);
    assert!(
        effects.contains(&Effect::SignIn(link)),
        "a link is used by a press, never by itself: {effects:?}"
    );
}

#[test]
fn g6_a_reply_has_its_tick_only_after_the_acknowledgement() {
    let mut store = talking();
    let effects = write(&mut store, 100);
    assert!(matches!(sent(&effects)[..], [Says::Say { .. }]));
    let keeps = effects.iter().position(|effect| matches!(effect, Effect::Keep(..))).expect("is kept");
    let says = effects.iter().position(|effect| matches!(effect, Effect::Send(_))).expect("is said");
    assert!(keeps < says, "kept before it is said");
    assert_eq!(progress(&store)[1], Progress::Sending);
    assert!(store.has_unsent());
    store.apply(NOW, stored(100, 2));
    assert_eq!(progress(&store)[1], Progress::Stored(Seq(2)));
    assert!(!store.has_unsent());
}

#[test]
fn g2_what_was_not_acknowledged_is_said_again_under_the_same_id() {
    let mut store = talking();
    write(&mut store, 100);
    store.apply(NOW, Event::Closed { code: 1006, jitter: 0 });
    assert_eq!(store.link.connection(), Connection::Reconnecting);
    assert!(sent(&write(&mut store, 101)).is_empty(), "writing goes on without a line");
    store.apply(NOW, Event::Opened);
    let effects = store.apply(NOW, welcome(vec![row("c1", &[], State::Open, 1)]));
    let again: Vec<_> = sent(&effects)
        .into_iter()
        .filter_map(|says| if let Says::Say { id, .. } = says { Some(id.clone()) } else { None })
        .collect();
    assert_eq!(again, [message_id(100), message_id(101)], "in the order of writing");
    // It was stored after all, and comes with the history: shown once.
    let answer = Message {
        id: message_id(100),
        author: Author::Agent { id: ada().id, name: ada().name },
        ..message(2)
    };
    let messages = vec![answer];
    store.apply(
        NOW,
        Event::Heard(Box::new(Hears::History { conversation: conversation(), messages, last: Seq(2) })),
    );
    store.apply(NOW, stored(100, 2));
    assert_eq!(progress(&store).len(), 3);
}

#[test]
fn g4_a_gap_is_asked_for() {
    let mut store = talking();
    let message = message(4);
    let effects =
        store.apply(NOW, Event::Heard(Box::new(Hears::Message { conversation: conversation(), message })));
    assert_eq!(sent(&effects), [&Says::Open { conversation: conversation(), after: Seq(1) }]);
    let effects = store.apply(NOW, history(&[2, 3], 5));
    assert_eq!(sent(&effects), [&Says::Open { conversation: conversation(), after: Seq(4) }]);
    store.apply(NOW, history(&[5], 5));
    let seqs: Vec<u32> = store.thread().expect("open").messages().map(|message| message.seq.0).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
}

#[test]
fn g4_a_link_that_was_dropped_without_a_close_is_caught_up_after() {
    let mut store = talking();
    let later = NOW + Duration::from_secs(31);
    assert_eq!(store.apply(later, Event::Ticked { jitter: 0 }), [Effect::Disconnect]);
    store.apply(later, Event::Ticked { jitter: 0 });
    store.apply(later, Event::Opened);
    let effects = store.apply(later, welcome(vec![row("c1", &[], State::Open, 1)]));
    assert_eq!(sent(&effects), [&Says::Open { conversation: conversation(), after: Seq(1) }]);
}

#[test]
fn g4_a_page_of_what_acknowledgements_brought_is_not_the_last() {
    let mut store = talking();
    write(&mut store, 100);
    let message = message(4);
    store.apply(NOW, Event::Heard(Box::new(Hears::Message { conversation: conversation(), message })));
    store.apply(NOW, stored(100, 2));
    let effects = store.apply(NOW, history(&[2], 4));
    assert_eq!(sent(&effects), [&Says::Open { conversation: conversation(), after: Seq(2) }]);
}

#[test]
fn f6_a_refused_reply_keeps_its_text_and_can_be_tried_again() {
    let mut store = talking();
    write(&mut store, 100);
    let problem = Problem {
        code: Code::TooMany,
        id: "x".to_owned(),
        message: "Please wait.".to_owned(),
        retry_after: None,
    };
    let refusal = Refusal { problem, about: Some(message_id(100)) };
    store.apply(NOW, Event::Heard(Box::new(Hears::Error(refusal))));
    assert_eq!(progress(&store)[1], Progress::Refused("Please wait.".to_owned()));
    let effects = store.apply(NOW, Event::Retried(message_id(100)));
    assert!(matches!(sent(&effects)[..], [Says::Say { .. }]));
    assert_eq!(progress(&store)[1], Progress::Sending);
}

#[test]
fn drafts_stay_with_their_conversation() {
    let mut store = connected();
    store.apply(NOW, welcome(vec![row("c1", &[], State::Open, 1), row("c2", &[], State::Open, 2)]));
    let other = ConversationId::parse("c2").expect("an id");
    store.apply(NOW, Event::Selected(conversation()));
    store.apply(NOW, Event::Typed("half a".to_owned()));
    store.apply(NOW, Event::Selected(other));
    assert_eq!(store.thread().expect("open").draft, "");
    store.apply(NOW, Event::Selected(conversation()));
    assert_eq!(store.thread().expect("open").draft, "half a");
}

#[test]
fn p7_f5_what_follows_each_close_code() {
    for (code, connection) in [
        (1006, Connection::Reconnecting),
        (close::code::RELOAD, Connection::Outdated),
        (close::code::BAD_FRAME, Connection::Stopped),
    ] {
        let mut store = connected();
        store.apply(NOW, Event::Closed { code, jitter: 0 });
        assert_eq!(store.link.connection(), connection, "{code}");
    }
    let mut store = connected();
    store.apply(NOW, Event::Closed { code: close::code::UNAUTHORIZED, jitter: 0 });
    assert_ne!(store.door, Door::In, "the session ended");
}

#[test]
fn a_silent_link_is_asked_and_then_dropped() {
    let mut store = connected();
    let mut now = NOW;
    let mut pinged = false;
    for _ in 0..20 {
        let Some(due) = store.next_wakeup() else { break };
        now = now.max(due);
        let effects = store.apply(now, Event::Ticked { jitter: 0 });
        pinged |= effects.contains(&Effect::Ping);
        if store.link.connection() == Connection::Reconnecting {
            break;
        }
    }
    assert!(pinged);
    assert_eq!(store.link.connection(), Connection::Reconnecting);
    assert!(now.since(NOW).as_secs() <= 45, "noticed after {:?}", now.since(NOW));
}

#[test]
fn what_is_in_front_of_the_agent_is_read_once_and_unread_elsewhere() {
    let mut store = connected();
    let online = Me { status: Status::Online, ..ada() };
    store.apply(NOW, Event::Heard(Box::new(Hears::Me(online))));
    assert_eq!(store.unread(), 1);
    store.apply(NOW, Event::Selected(conversation()));
    let read = |seq| Effect::Send(Says::Read { conversation: conversation(), seq: Seq(seq) });
    assert!(store.apply(NOW, history(&[1], 1)).contains(&read(1)));
    assert_eq!(store.unread(), 0);
    // Looking away, nothing is read.
    store.apply(NOW, Event::Looked(false));
    let two = Hears::Message { conversation: conversation(), message: message(2) };
    assert_eq!(store.apply(NOW, Event::Heard(Box::new(two))), []);
    let later = Row { last: Seq(2), ..row("c1", &[], State::Open, 2) };
    store.apply(NOW, Event::Heard(Box::new(Hears::Conversation(later.clone()))));
    assert_eq!(store.unread(), 1);
    // On another device it was read.
    let marks = vec![Mark { conversation: conversation(), seq: Seq(2) }];
    store.apply(NOW, Event::Heard(Box::new(Hears::Marks { marks })));
    assert_eq!(store.unread(), 0);
    // The edge never heard of it: it is said again.
    let effects = store.apply(NOW, welcome(vec![later]));
    assert!(effects.contains(&read(2)), "{effects:?}");
    assert_eq!(store.unread(), 0);
}

#[test]
fn who_is_writing_is_shown_until_the_message_is_there_or_the_hint_is_old() {
    let mut store = talking();
    let typing = || Event::Heard(Box::new(Hears::Typing { conversation: conversation(), agent: None }));
    store.apply(NOW, typing());
    assert_eq!(store.writers().collect::<Vec<_>>(), [None]);
    let message = Hears::Message { conversation: conversation(), message: message(2) };
    store.apply(NOW, Event::Heard(Box::new(message)));
    assert_eq!(store.writers().count(), 0);
    store.apply(NOW, typing());
    let due = store.next_wakeup().expect("the hint grows old");
    assert!(due <= NOW + Duration::from_secs(5));
    store.apply(NOW + Duration::from_secs(5), Event::Ticked { jitter: 0 });
    assert_eq!(store.writers().count(), 0);
}

#[test]
fn i6_what_is_known_of_a_visitor_stays_with_the_conversation() {
    let mut store = talking();
    assert_eq!(store.thread().and_then(|thread| thread.visitor.clone()), None, "not known is not nothing");
    let about = About { language: wire::Language::parse("de").ok(), ..About::default() };
    let frame = |conversation| Hears::About { conversation, about: about.clone(), earlier: Vec::new() };
    store.apply(NOW, Event::Heard(Box::new(frame(conversation()))));
    let known =
        |store: &Store| store.thread().and_then(|thread| thread.visitor.clone()).map(|known| known.about);
    assert_eq!(known(&store), Some(about.clone()));
    // Of one that was never looked at it comes when it is.
    let other = ConversationId::parse("c2").expect("an id");
    store.apply(NOW, Event::Heard(Box::new(frame(other.clone()))));
    store.apply(NOW, Event::Selected(other));
    assert_eq!(known(&store), None);
    store.apply(NOW, Event::Selected(conversation()));
    assert_eq!(known(&store), Some(about.clone()), "at once, without asking again");

    let described = Event::Described { conversation: conversation(), name: Some(name("Grace")), email: None };
    let says = Says::Describe { conversation: conversation(), name: Some(name("Grace")), email: None };
    assert_eq!(sent(&store.apply(NOW, described)), [&says]);
}
