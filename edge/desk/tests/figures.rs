//! What is noted for figures (SPEC.md, R): when a visitor asks, is answered, is missed, and when it is over.

mod site;

use std::time::Duration;

use desk::figures::{Fact, Stretch, stretches};
use desk::hours::UnknownZone;
use desk::mail::Arrival;
use desk::{Desk, Effect, Event, Handling, LULL, Save};
use site::{NOW, Store, Tzdb, agent, chose, desk, desk_with, id, say};
use wire::hours::Zone;
use wire::mail::{Incoming, Judgement};
use wire::settings::{Assignment, Settings};
use wire::{Name, ReceivedId, Seq, Status, Timestamp, WhenNobody};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

fn facts(effects: &[Effect]) -> Vec<Fact> {
    let fact = |effect: &Effect| match effect {
        Effect::Save(Save::Fact { fact, .. }) => Some(fact.clone()),
        _ => None,
    };
    effects.iter().filter_map(fact).collect()
}

fn asked(at: Timestamp, opens: bool, is_live: bool) -> Vec<Fact> {
    vec![Fact::Asked { at, opens, is_live, group: None }]
}

fn answered(at: Timestamp, by: &str) -> Vec<Fact> {
    vec![Fact::Answered { at, by: id(by) }]
}

fn missed(whose: Option<&str>) -> Vec<Fact> {
    vec![Fact::Missed { whose: whose.map(id) }]
}

/// A team of whom Ada is in, and stays so.
fn in_the_room() -> (Desk, Store) {
    let team = [agent("ada", Status::Online, NOW), agent("bob", Status::Invisible, NOW)];
    (desk(WhenNobody::Messaging, team), Store::default())
}

fn away() -> (Desk, Store) {
    (desk(WhenNobody::Messaging, [agent("ada", Status::Offline, NOW)]), Store::default())
}

/// Time goes by while these agents' consoles are open.
fn pass(desk: &mut Desk, store: &mut Store, to: Timestamp, who: &[&str]) -> Vec<Fact> {
    for agent in who {
        let effects = desk.apply(to, Event::Heard { agent: id(agent), at: to });
        store.keep(&effects);
    }
    facts(&store.ticks(desk, to))
}

#[test]
fn r1_a_conversation_counts_when_it_is_opened_and_when_it_is_opened_again() {
    let (mut desk, mut store) = in_the_room();
    let at = |seconds: u64| NOW + SECOND * u32::try_from(seconds).expect("few");
    assert_eq!(facts(&store.visitor_says(&mut desk, NOW, say(1, "Hello?"))), asked(NOW, true, true));
    assert_eq!(facts(&store.visitor_says(&mut desk, at(2), say(2, "Anybody?"))), [], "it goes on");
    assert_eq!(facts(&store.visitor_says(&mut desk, at(2), say(2, "Anybody?"))), [], "a resend");
    assert_eq!(facts(&store.agent_says(&mut desk, at(5), "ada", 3)), answered(at(5), "ada"));
    assert_eq!(facts(&store.agent_says(&mut desk, at(6), "ada", 4)), [], "the first answer alone");
    assert_eq!(facts(&store.visitor_says(&mut desk, at(7), say(5, "And this?"))), [], "it is being answered");
    let close = || Handling::Close;
    let closed = vec![Fact::Closed { at: at(9) }];
    assert_eq!(facts(&store.handled(&mut desk, at(9), "ada", close())), closed);
    assert_eq!(facts(&store.handled(&mut desk, at(10), "ada", close())), [], "once");
    assert_eq!(facts(&store.visitor_says(&mut desk, at(12), say(6, "Again!"))), asked(at(12), true, true));
}

#[test]
fn r1_what_is_left_as_a_message_is_one_until_it_bears_a_promise() {
    let (mut desk, mut store) = away();
    assert_eq!(facts(&store.visitor_says(&mut desk, NOW, say(1, "Hello?"))), asked(NOW, true, false));
    let later = NOW + LULL * 2;
    assert_eq!(facts(&store.visitor_says(&mut desk, later, say(2, "Still nobody?"))), [], "the same");
    assert_eq!(pass(&mut desk, &mut store, later + MINUTE, &["ada"]), []);
    desk.apply(later + MINUTE, chose("ada", Status::Online));
    let now = later + MINUTE + SECOND;
    assert_eq!(facts(&store.visitor_says(&mut desk, now, say(3, "Ah!"))), asked(now, false, true));
    assert_eq!(facts(&store.agent_says(&mut desk, now + SECOND, "ada", 4)), answered(now + SECOND, "ada"));
}

#[test]
fn r2_after_a_lull_there_is_another_promise_in_the_same_conversation() {
    let (mut desk, mut store) = in_the_room();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    store.agent_says(&mut desk, NOW + SECOND, "ada", 2);
    let later = NOW + LULL + MINUTE;
    assert_eq!(pass(&mut desk, &mut store, later, &["ada"]), []);
    let effects = store.visitor_says(&mut desk, later, say(3, "One more thing."));
    assert_eq!(facts(&effects), asked(later, false, true));
    // An answer to what nobody asked is none.
    let (mut desk, mut store) = in_the_room();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    store.handled(&mut desk, NOW + SECOND, "ada", Handling::Close);
    let late = NOW + SECOND * 2;
    assert_eq!(facts(&store.agent_says(&mut desk, late, "ada", 2)), answered(late, "ada"), "closed too soon");
    assert_eq!(facts(&store.visitor_says(&mut desk, late + SECOND, say(3, "Thanks"))), []);
}

#[test]
fn r2_a_question_that_was_missed_stays_so_whoever_answers_it_later() {
    let (mut desk, mut store) = in_the_room();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    assert_eq!(pass(&mut desk, &mut store, NOW + MINUTE * 4, &["ada", "bob"]), []);
    assert_eq!(pass(&mut desk, &mut store, NOW + MINUTE * 5, &["ada", "bob"]), missed(None));
    assert_eq!(pass(&mut desk, &mut store, NOW + MINUTE * 6, &["ada", "bob"]), [], "once");
    let now = NOW + MINUTE * 7;
    assert_eq!(facts(&store.agent_says(&mut desk, now, "ada", 2)), answered(now, "ada"));
}

#[test]
fn r4_a_question_is_missed_by_whose_it_was() {
    let name = Name::parse("Shop").expect("a name");
    let mut settings = Settings::new(name, WhenNobody::Messaging, Vec::new());
    settings.assignment = Assignment::Automatic;
    let mut desk = desk_with(settings, [agent("ada", Status::Online, NOW)]);
    let mut store = Store::default();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    assert_eq!(pass(&mut desk, &mut store, NOW + MINUTE * 5, &["ada"]), missed(Some("ada")));
}

#[test]
fn r3_an_answer_counts_whoever_gives_it() {
    // Invisible: the team sees who writes, and nothing else is noted (R5, S3).
    let (mut desk, mut store) = in_the_room();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    let now = NOW + SECOND * 40;
    assert_eq!(facts(&store.agent_says(&mut desk, now, "bob", 2)), answered(now, "bob"));
    let (mut desk, mut store) = away();
    store.visitor_says(&mut desk, NOW, say(1, "Hello?"));
    let later = NOW + MINUTE * 90;
    assert_eq!(facts(&mailed(&mut desk, &mut store, later, Some("ada"))), answered(later, "ada"), "by mail");
    let again = mailed(&mut desk, &mut store, later + MINUTE, Some("ada"));
    assert_eq!(facts(&again), [], "the first alone");
    // What a visitor mails opens a conversation again, and nobody expects an answer now.
    store.handled(&mut desk, later + MINUTE * 2, "ada", Handling::Close);
    let now = later + MINUTE * 3;
    assert_eq!(facts(&mailed(&mut desk, &mut store, now, None)), asked(now, true, false));
    assert_eq!(facts(&mailed(&mut desk, &mut store, now + MINUTE, None)), []);
}

/// A mail comes in, from an agent or from the visitor.
fn mailed(desk: &mut Desk, store: &mut Store, now: Timestamp, from: Option<&str>) -> Vec<Effect> {
    let mail = Incoming {
        id: ReceivedId::parse(format!("{:043}", now.0)).expect("an id"),
        at: now,
        from: "somebody@home.example".to_owned(),
        subject: "Re: Shop".to_owned(),
        judgement: Judgement::Taken,
        conversation: Some(store.load().id),
        agent: from.map(id),
        first: Seq(0),
        last: Seq(0),
        attachments: Vec::new(),
    };
    let said = "By mail.";
    let arrival = Arrival {
        mail,
        text: said.into(),
        original: said.as_bytes().into(),
        said: said.into(),
        conversation: Some(store.load()),
        address: None,
    };
    let effects = desk.apply(now, Event::MailCame(Box::new(arrival)));
    store.keep(&effects);
    effects
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).expect("a zone")
}

#[test]
fn r6_the_clock_of_a_zone_is_followed_over_its_changes() {
    const HOUR: i64 = 3_600_000;
    // The clock of Paris goes back on 25 October 2026 at 01:00 UTC; the time begins on the 24th at noon there.
    let change = 1_792_890_000_000;
    let (from, to) = (Timestamp(change - 15 * HOUR), Timestamp(change + 48 * HOUR));
    let found = stretches(&zone("Europe/Paris"), &Tzdb, from, to).expect("a zone");
    let wanted = [
        Stretch { from, to: Timestamp(change), east: 2 * HOUR },
        Stretch { from: Timestamp(change), to, east: HOUR },
    ];
    assert_eq!(found, wanted);
}

#[test]
fn r6_a_zone_without_whole_hours_is_one_like_any_other_and_an_unknown_one_is_refused() {
    let (from, to) = (NOW, NOW + Duration::from_hours(366 * 24));
    let found = stretches(&zone("Asia/Kathmandu"), &Tzdb, from, to).expect("a zone");
    assert_eq!(found, [Stretch { from, to, east: 20_700_000 }]);
    assert_eq!(stretches(&zone("Europe/Atlantis"), &Tzdb, from, to), Err(UnknownZone));
}
