//! The lists: what stands in each, and how they are read.

use wire::agent::{Hears, PAGE, Row, Says};
use wire::inbox::{Filter, Hit, Tag, View, Words};
use wire::visitor::State;
use wire::{AgentId, ConversationId, Seq, Timestamp};

use super::{Count, Query};
use crate::store::tests::{NOW, connected, entering, row, welcome};
use crate::store::{Effect, Event, Store};

fn hear(store: &mut Store, frame: Hears) -> Vec<Effect> {
    store.apply(NOW, Event::Heard(Box::new(frame)))
}

fn ids(store: &Store, query: &Query) -> Vec<String> {
    store.inbox.list(query, &store.scope()).iter().map(ConversationId::to_string).collect()
}

fn in_view(store: &Store, view: View) -> Vec<String> {
    ids(store, &view.into())
}

/// So many closed conversations, the newest at `newest`.
fn closed(newest: i64, count: u32) -> Vec<Row> {
    (0..i64::from(count))
        .map(|n| row(&format!("old-{:06}", newest - n), &[], State::Closed, newest - n))
        .collect()
}

fn answer(query: &Query, before: Option<&Row>, rows: Vec<Row>) -> Hears {
    let Query { view, filter } = query.clone();
    Hears::Conversations { view, filter, before: before.map(Row::cursor), rows }
}

fn asked(effects: &[Effect]) -> Vec<(View, Option<Timestamp>)> {
    let more = effects.iter().filter_map(|effect| match effect {
        Effect::Send(Says::More { view, before, .. }) => {
            Some((*view, before.as_ref().map(|before| before.at)))
        }
        _ => None,
    });
    more.collect()
}

/// A site with more conversations than one page, all of the newest closed, and the lists that say what there is
/// to do read whole.
fn large() -> Store {
    let mut store = entering();
    let effects = store.apply(NOW, welcome(closed(10_000, PAGE)));
    assert_eq!(asked(&effects), [(View::Unassigned, None), (View::Mine, None), (View::Missed, None)]);
    hear(&mut store, answer(&View::Unassigned.into(), None, vec![row("new", &[], State::Open, 20)]));
    hear(&mut store, answer(&View::Mine.into(), None, vec![row("mine", &["ada"], State::Open, 10)]));
    let effects = hear(&mut store, answer(&View::Missed.into(), None, Vec::new()));
    assert_eq!(asked(&effects), [], "there is nothing more to know by itself");
    store
}

#[test]
fn each_list_has_its_own_conversations() {
    let mut store = connected();
    let missed = Row { missed: true, ..row("c5", &[], State::Closed, 5) };
    let rows = vec![
        missed,
        row("c4", &[], State::Closed, 4),
        row("c3", &["bob"], State::Open, 3),
        row("c2", &["ada"], State::Open, 2),
        row("c1", &[], State::Open, 1),
    ];
    let effects = store.apply(NOW, welcome(rows));
    assert_eq!(asked(&effects), [], "a small site is known whole");
    assert_eq!(in_view(&store, View::Unassigned), ["c1"]);
    assert_eq!(in_view(&store, View::Mine), ["c2"]);
    assert_eq!(in_view(&store, View::All), ["c5", "c4", "c3", "c2", "c1"]);
    assert_eq!(in_view(&store, View::Missed), ["c5"]);
    assert_eq!(in_view(&store, View::Closed), ["c5", "c4"]);
    let count = |view| store.inbox.count(view, &store.scope());
    assert_eq!(count(View::Unassigned), Count { known: 1, is_least: false });
    assert_eq!(count(View::Missed).known, 0, "nobody waits in a closed one");
}

#[test]
fn a_filter_leaves_what_fits_all_of_it() {
    let mut store = connected();
    let tag = Tag::parse("Wholesale").expect("a tag");
    let tagged = Row { tags: vec![tag.clone()], ..row("c2", &["bob"], State::Open, 2) };
    store.apply(
        NOW,
        welcome(vec![row("c3", &["bob"], State::Open, 3), tagged, row("c1", &[], State::Open, 1)]),
    );
    assert_eq!(store.inbox.tags().as_slice(), std::slice::from_ref(&tag));
    let filter = Filter { agent: AgentId::parse("bob").ok(), ..Filter::default() };
    assert_eq!(ids(&store, &Query { view: View::All, filter: filter.clone() }), ["c3", "c2"]);
    let filter = Filter { tag: Some(tag), ..filter };
    assert_eq!(ids(&store, &Query { view: View::All, filter }), ["c2"]);
}

#[test]
fn of_a_large_site_what_is_to_be_done_is_known_whole_and_the_rest_as_far_as_it_is_read() {
    let mut store = large();
    assert_eq!(
        (in_view(&store, View::Unassigned), in_view(&store, View::Mine)),
        (vec!["new".into()], vec!["mine".into()])
    );
    assert_eq!(
        in_view(&store, View::All).len(),
        PAGE as usize,
        "what is older is not shown before all between is"
    );
    let effects = store.apply(NOW, Event::ListChosen(View::All.into()));
    assert_eq!(asked(&effects), []);
    let effects = store.apply(NOW, Event::MoreAsked);
    let last = row("old-009901", &[], State::Closed, 9_901);
    assert_eq!(asked(&effects), [(View::All, Some(Timestamp(9_901)))]);
    assert_eq!(asked(&store.apply(NOW, Event::MoreAsked)), [], "one page at a time");
    let mut rest = closed(9_900, 3);
    rest.push(row("new", &[], State::Open, 20));
    rest.push(row("mine", &["ada"], State::Open, 10));
    hear(&mut store, answer(&View::All.into(), Some(&last), rest));
    assert_eq!(in_view(&store, View::All).len(), PAGE as usize + 5);
    assert_eq!(asked(&store.apply(NOW, Event::MoreAsked)), [], "that was the end");
}

#[test]
fn a_list_that_nobody_looked_at_is_asked_for_when_it_is_shown() {
    let mut store = large();
    let query = Query { view: View::Closed, filter: Filter::default() };
    let effects = store.apply(NOW, Event::ListChosen(query.clone()));
    assert_eq!(asked(&effects), [(View::Closed, None)]);
    assert!(store.inbox.is_asking());
    hear(&mut store, answer(&query, None, closed(10_000, 2)));
    assert_eq!(ids(&store, &query).len(), 2, "and what the edge does not have any more is gone");
}

#[test]
fn after_a_cut_a_list_stays_on_the_screen_while_it_is_read_again() {
    let mut store = large();
    store.apply(NOW, Event::ListChosen(View::All.into()));
    store.apply(NOW, Event::MoreAsked);
    let last = row("old-009901", &[], State::Closed, 9_901);
    hear(&mut store, answer(&View::All.into(), Some(&last), closed(9_900, PAGE)));
    let before = in_view(&store, View::All);
    assert_eq!(before.len(), 2 * PAGE as usize);
    store.apply(NOW, Event::Closed { code: 1006, jitter: 0 });
    assert_eq!(in_view(&store, View::All), before);
    store.apply(NOW, Event::Opened);
    // Meanwhile one of the older ones was erased, and the new one was taken by a colleague.
    let effects = store.apply(NOW, welcome(closed(10_000, PAGE)));
    assert_eq!(in_view(&store, View::All), before, "nothing jumps");
    let wanted = [View::Unassigned, View::Mine, View::Missed, View::All];
    assert_eq!(asked(&effects).iter().map(|(view, _)| *view).collect::<Vec<_>>(), wanted);
    hear(&mut store, answer(&View::Unassigned.into(), None, Vec::new()));
    assert_eq!(in_view(&store, View::Unassigned), Vec::<String>::new());
    let mut second = closed(9_900, PAGE);
    second.remove(5);
    second.push(row("old-009800", &[], State::Closed, 9_800));
    hear(&mut store, answer(&View::All.into(), Some(&last), second));
    let after = in_view(&store, View::All);
    assert!(!after.contains(&"old-009895".to_owned()) && after.contains(&"old-009800".to_owned()));
}

#[test]
fn i5_a_note_stands_behind_the_message_that_it_is_about_and_is_sent_until_it_is_stored() {
    use crate::store::tests::{conversation, history, message_id, talking};
    let mut store = talking();
    store.apply(NOW, Event::NoteChosen(true));
    store.apply(NOW, Event::Typed("Ask Bob.".to_owned()));
    let id = message_id(9);
    let body = wire::Body::parse("Ask Bob.").expect("a text");
    let says = Says::Note { conversation: conversation(), id: id.clone(), body: body.clone() };
    assert!(
        store.apply(NOW, Event::Replied { id: id.clone(), at: NOW }).contains(&Effect::Send(says.clone()))
    );
    assert!(!store.thread().expect("a conversation").writes_note, "the next one is a reply");
    store.apply(NOW, Event::Closed { code: 1006, jitter: 0 });
    store.apply(NOW, Event::Opened);
    let effects = store.apply(NOW, welcome(vec![row("c1", &[], State::Open, 1)]));
    assert!(effects.contains(&Effect::Send(says)), "nobody said that it is stored");
    let note = wire::note::Note {
        id,
        after: Seq(1),
        agent: AgentId::parse("ada").expect("an id"),
        name: wire::Name::parse("Ada").expect("a name"),
        body,
        at: NOW,
    };
    hear(&mut store, Hears::Note { conversation: conversation(), note });
    store.apply(NOW, history(&[2], 2));
    assert!(!store.has_unsent());
    let lines = store.thread().expect("a conversation").lines(None);
    let seen: Vec<_> = lines.iter().map(|line| (line.is_note, line.body.to_string())).collect();
    let wanted = [(false, "message 1"), (true, "Ask Bob."), (false, "message 2")];
    assert_eq!(seen, wanted.map(|(is_note, text)| (is_note, text.to_owned())));
}

#[test]
fn what_is_typed_into_the_search_is_asked_for_one_question_at_a_time() {
    let mut store = connected();
    store.apply(NOW, welcome(vec![row("c1", &[], State::Open, 1)]));
    let words = |text: &str| Words::parse(text).expect("words");
    let ask = |text: &str| vec![Effect::Send(Says::Search { words: words(text) })];
    let typed = |store: &mut Store, text: &str| store.apply(NOW, Event::SearchTyped(text.to_owned()));
    assert_eq!(typed(&mut store, "p"), ask("p"));
    assert_eq!(typed(&mut store, "pe"), []);
    assert_eq!(typed(&mut store, "peru"), []);
    assert_eq!(hear(&mut store, Hears::Found { words: words("p"), hits: Vec::new() }), ask("peru"));
    let hits = vec![Hit { row: row("old", &[], State::Closed, 1), message: None }];
    assert_eq!(hear(&mut store, Hears::Found { words: words("peru"), hits }), []);
    let old = ConversationId::parse("old").expect("an id");
    store.apply(NOW, Event::HitChosen(old.clone(), Some(Seq(3))));
    assert_eq!((store.selected.as_ref(), store.search.spot), (Some(&old), Some(Seq(3))));
    assert!(store.inbox.row(&old).is_some(), "its head can be shown");
    assert_eq!(typed(&mut store, " "), []);
    assert!(!store.search.is_on() && store.search.found.is_none());
}
