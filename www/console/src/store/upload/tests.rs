//! Which file goes when, and what is shown of it.

use wire::agent::{Hears, Says};
use wire::file::Media;
use wire::http::{Code, Problem};
use wire::visitor::State;
use wire::{Author, Body, FileKey, Message, Seq};

use super::*;
use crate::store::tests::{NOW, ada, conversation, message_id, row, talking, welcome};
use crate::store::{Effect as Done, Event as Happened};

fn chosen(number: u32, size: u64) -> Chosen {
    Chosen { id: message_id(number), name: format!("{number}.png"), size }
}

fn tell(store: &mut Store, event: Event) -> Vec<Done> {
    store.apply(NOW, Happened::Upload(event))
}

fn send(number: u32) -> Done {
    Done::Upload(Effect::Send { conversation: conversation(), id: message_id(number) })
}

fn drop_of(number: u32) -> Done {
    drop_file(message_id(number))
}

fn ended(store: &mut Store, number: u32, end: End) -> Vec<Done> {
    tell(store, Event::Ended(message_id(number), end))
}

fn refused() -> End {
    let problem =
        Problem { code: Code::Forbidden, message: "No.".to_owned(), id: "1".to_owned(), retry_after: None };
    End::Failed(Failure::Refused(problem))
}

const UNREACHABLE: End = End::Failed(Failure::Unreachable);

/// The numbers and stages of what is shown in the selected conversation.
fn shown(store: &Store) -> Vec<(String, Stage)> {
    let thread = store.thread().expect("a conversation");
    thread.uploads.iter().map(|upload| (upload.name.clone(), upload.stage.clone())).collect()
}

fn stages(store: &Store) -> Vec<Stage> {
    shown(store).into_iter().map(|(_, stage)| stage).collect()
}

/// The message that brings a file, as every console of the team hears of it.
fn message(number: u32, seq: u32) -> Happened {
    let me = ada();
    let file =
        File { key: FileKey::parse("AAAAAAAAAAAAAAAAAAAAAA").expect("a key"), media: Media::Png, size: 7 };
    let message = Message {
        seq: Seq(seq),
        id: message_id(number),
        author: Author::Agent { id: me.id, name: me.name },
        body: Body::parse(format!("{number}.png")).expect("a name"),
        at: NOW,
        file: Some(Box::new(file)),
    };
    Happened::Heard(Box::new(Hears::Message { conversation: conversation(), message }))
}

#[test]
fn u8_files_go_one_after_the_other_and_become_messages() {
    let mut store = talking();
    assert!(!store.has_unsent());
    assert_eq!(tell(&mut store, Event::Chosen(vec![chosen(7, 1), chosen(8, 2)])), [send(7)]);
    assert_eq!(tell(&mut store, Event::Chosen(vec![chosen(9, 3)])), [], "behind those");
    tell(&mut store, Event::Went(message_id(7), 40));
    assert_eq!(stages(&store), [Stage::Going(40), Stage::Waiting, Stage::Waiting]);
    assert_eq!(ended(&mut store, 7, End::Stored), [send(8)]);
    assert_eq!(stages(&store), [Stage::Stored, Stage::Going(0), Stage::Waiting]);
    assert!(store.apply(NOW, message(7, 2)).contains(&drop_of(7)));
    assert_eq!(stages(&store), [Stage::Going(0), Stage::Waiting]);

    // The socket is faster than the answer.
    let effects = store.apply(NOW, message(8, 3));
    assert!(effects.contains(&drop_of(8)) && effects.contains(&send(9)), "{effects:?}");
    assert_eq!(ended(&mut store, 8, UNREACHABLE), []);
    assert_eq!(shown(&store), [("9.png".to_owned(), Stage::Going(0))]);
    assert!(store.has_unsent());
    ended(&mut store, 9, End::Stored);
    assert!(!store.has_unsent(), "nothing would be lost with the page");
    store.apply(NOW, message(9, 4));
    assert_eq!(shown(&store), []);
    let lines = store.thread().expect("a conversation").lines(None);
    assert_eq!(lines.iter().filter(|line| line.file.is_some()).count(), 3);
}

#[test]
fn u8_what_cannot_be_sent_is_said_before_and_holds_up_nothing() {
    let mut store = talking();
    let most = u64::from(File::MOST_BYTES);
    let files = vec![chosen(1, 0), chosen(2, most + 1), chosen(3, most)];
    assert_eq!(tell(&mut store, Event::Chosen(files)), [send(3)]);
    let unfit = [Stage::Unfit(Unfit::Empty), Stage::Unfit(Unfit::TooLarge)];
    assert_eq!(stages(&store)[..2], unfit);
    assert_eq!(tell(&mut store, Event::Retried(message_id(2))), [], "never");
    assert_eq!(tell(&mut store, Event::Dropped(message_id(2))), [drop_of(2)]);
    ended(&mut store, 3, End::Unreadable);
    assert_eq!(stages(&store), [Stage::Unfit(Unfit::Empty), Stage::Unfit(Unfit::Unreadable)]);
    assert!(!store.has_unsent());
}

#[test]
fn u8_one_that_was_refused_is_tried_again_under_the_same_id() {
    let mut store = talking();
    tell(&mut store, Event::Chosen(vec![chosen(1, 1), chosen(2, 1)]));
    assert_eq!(ended(&mut store, 1, refused()), [send(2)], "the next one may be taken");
    assert!(store.has_unsent());
    assert_eq!(tell(&mut store, Event::Retried(message_id(1))), [], "one at a time");
    assert_eq!(ended(&mut store, 2, End::Stored), [send(1)]);
}

#[test]
fn u8_without_a_connection_files_wait_in_their_order() {
    let mut store = talking();
    tell(&mut store, Event::Chosen(vec![chosen(1, 1), chosen(2, 1), chosen(3, 1)]));
    assert_eq!(ended(&mut store, 1, UNREACHABLE), [], "the next one would fare no better");
    assert_eq!(tell(&mut store, Event::Retried(message_id(1))), [send(1)]);
    ended(&mut store, 1, UNREACHABLE);
    store.apply(NOW, Happened::Closed { code: 1006, jitter: 0 });
    assert_eq!(tell(&mut store, Event::Dropped(message_id(1))), [drop_of(1)]);
    assert_eq!(stages(&store), [Stage::Waiting, Stage::Waiting]);
    store.apply(NOW, Happened::Ticked { jitter: 0 });
    store.apply(NOW, Happened::Opened);
    let effects = store.apply(NOW, welcome(vec![row("c1", &[], State::Open, 1)]));
    assert!(effects.contains(&send(2)) && !effects.contains(&send(3)), "{effects:?}");
    // By itself, once the connection is back.
    ended(&mut store, 2, UNREACHABLE);
    assert!(store.apply(NOW, welcome(vec![row("c1", &[], State::Open, 1)])).contains(&send(2)));
}

#[test]
fn u8_another_conversation_is_another_queue_and_stops_nothing() {
    let mut store = talking();
    tell(&mut store, Event::Chosen(vec![chosen(1, 1), chosen(2, 1)]));
    let other = ConversationId::parse("c2").expect("an id");
    store.apply(NOW, Happened::Selected(other.clone()));
    let sent = tell(&mut store, Event::Chosen(vec![chosen(3, 1)]));
    let id = message_id(3);
    assert_eq!(sent, [Done::Upload(Effect::Send { conversation: other, id })]);
    assert_eq!(ended(&mut store, 1, End::Stored), [send(2)], "nobody looks, and it goes on");
    store.apply(NOW, Happened::Selected(conversation()));
    assert_eq!(stages(&store), [Stage::Stored, Stage::Going(0)]);
}

#[test]
fn u8_files_go_where_they_can_be_sent_and_no_further_than_their_conversation() {
    let mut store = talking();
    store.apply(NOW, Happened::NoteChosen(true));
    assert!(!store.takes_files(), "a note has none");
    assert_eq!(tell(&mut store, Event::Chosen(vec![chosen(1, 1)])), [drop_of(1)]);
    store.apply(NOW, Happened::NoteChosen(false));
    assert!(store.takes_files());
    tell(&mut store, Event::Chosen(vec![chosen(2, 1)]));
    let gone = Hears::Gone { conversation: conversation(), by: None, into: None };
    let effects = store.apply(NOW, Happened::Heard(Box::new(gone)));
    assert!(effects.contains(&drop_of(2)), "{effects:?}");
    assert!(!store.has_unsent());

    let mut store = talking();
    tell(&mut store, Event::Chosen(vec![chosen(3, 1)]));
    let into = ConversationId::parse("c2").expect("an id");
    let gone = Hears::Gone { conversation: conversation(), by: None, into: Some(into.clone()) };
    let effects = store.apply(NOW, Happened::Heard(Box::new(gone)));
    let opens = Done::Send(Says::Open { conversation: into, after: Seq(0) });
    assert!(effects.contains(&opens) && !effects.contains(&drop_of(3)), "{effects:?}");
    assert_eq!(stages(&store), [Stage::Going(0)], "it goes along (K6)");

    store.files = false;
    assert!(!store.takes_files());
    let out = store.apply(NOW, Happened::Closed { code: wire::close::code::UNAUTHORIZED, jitter: 0 });
    assert!(out.contains(&drop_of(3)), "{out:?}");
}
