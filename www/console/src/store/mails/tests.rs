//! What the store says of mail, event by event.

use std::time::Duration;

use wire::agent::{Colleague, Hears, Says};
use wire::http::{Code, Problem, Role};
use wire::inbox::View;
use wire::mail::{Incoming, IncomingText, Judgement, MailSetup, Outgoing, Purpose, Stage};
use wire::team::Me;
use wire::visitor::{Refusal, State};
use wire::{AgentId, Author, ConversationId, MailId, Message, Name, ReceivedId, Seq, Timestamp};

use super::Fate;
use super::trial::Trial;
use crate::store::tests::{NOW, ada, connected, conversation, message, row, talking, welcome};
use crate::store::{Answer, Door, Effect, Event, Failure, Place, Store};

fn heard(store: &mut Store, frame: Hears) -> Vec<Effect> {
    store.apply(NOW, Event::Heard(Box::new(frame)))
}

fn answered(store: &mut Store, answer: Answer) -> Vec<Effect> {
    store.apply(NOW, Event::Answered(answer))
}

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).expect("an id")
}

fn mail(purpose: Purpose, to: Option<&str>, (first, last): (u32, u32), stage: Stage) -> Outgoing {
    Outgoing {
        id: MailId(1),
        to: to.map(agent),
        purpose,
        first: Seq(first),
        last: Seq(last),
        stage,
        at: NOW,
        problem: None,
    }
}

fn received(letter: &str, judgement: Judgement, (first, last): (u32, u32)) -> Incoming {
    Incoming {
        id: ReceivedId::parse(letter.repeat(43)).expect("an id"),
        at: NOW,
        from: "grace@shop.example".to_owned(),
        subject: "Re: Shop".to_owned(),
        judgement,
        conversation: Some(conversation()),
        agent: Some(agent("grace")),
        first: Seq(first),
        last: Seq(last),
        attachments: Vec::new(),
    }
}

fn mails(outgoing: Vec<Outgoing>, incoming: Vec<Incoming>) -> Hears {
    Hears::Mails { conversation: conversation(), outgoing, incoming, blocked: None }
}

/// A conversation: the visitor wrote 1, 2 and 4, Grace 3, 5 and 6, the visitor 7.
fn long() -> Store {
    let mut store = talking();
    let team = ["ada", "grace"].map(|id| Colleague {
        id: agent(id),
        name: Name::parse(if id == "ada" { "Ada Lovelace" } else { "Grace Hopper" }).expect("a name"),
        online: false,
    });
    heard(&mut store, Hears::Team { team: team.into() });
    let grace = Author::Agent { id: agent("grace"), name: Name::parse("Grace Hopper").expect("a name") };
    let author = |seq| if [3, 5, 6].contains(&seq) { grace.clone() } else { Author::Visitor };
    let messages: Vec<_> = (2..=7).map(|seq| Message { author: author(seq), ..message(seq) }).collect();
    heard(&mut store, Hears::History { conversation: conversation(), messages, last: Seq(7) });
    store
}

/// At which messages something stands, with its fate and to whom.
fn noted(store: &Store) -> Vec<(u32, Fate, String)> {
    let all =
        (0..=9).flat_map(|seq| store.mail_notes(Seq(seq)).went.into_iter().map(move |note| (seq, note)));
    all.map(|(seq, note)| (seq, note.fate, note.to.join(", "))).collect()
}

#[test]
fn m3_a_mail_is_noted_once_at_the_last_message_that_it_is_about() {
    let mut store = long();
    let answer = |range, stage| mail(Purpose::Answer, None, range, stage);
    for (range, at) in [((5, 6), 6), ((5, 7), 6), ((3, 4), 3), ((1, 7), 6)] {
        heard(&mut store, mails(vec![answer(range, Stage::Sent)], Vec::new()));
        assert_eq!(noted(&store), [(at, Fate::Went, "the visitor".to_owned())], "{range:?}");
    }
    for (range, at) in [((1, 2), 2), ((1, 3), 2), ((4, 6), 4)] {
        heard(&mut store, mails(vec![mail(Purpose::Notice, Some("grace"), range, Stage::Sent)], Vec::new()));
        assert_eq!(noted(&store), [(at, Fate::Went, "Grace".to_owned())], "{range:?}");
    }
    heard(&mut store, mails(vec![answer((5, 6), Stage::Dropped)], Vec::new()));
    assert_eq!(noted(&store), [], "what was read needs no note");
    heard(&mut store, mails(vec![answer((9, 8), Stage::Sent)], Vec::new()));
    assert_eq!(noted(&store), [], "and what is not here has none");
}

#[test]
fn m3_mails_with_one_fate_share_a_note() {
    let mut store = long();
    let notice = |to, stage, problem: Option<&str>| Outgoing {
        problem: problem.map(str::to_owned),
        ..mail(Purpose::Notice, Some(to), (1, 2), stage)
    };
    let later = Outgoing { at: Timestamp(NOW.0 + 700), ..notice("grace", Stage::Sent, None) };
    let gone = notice("bob", Stage::Failed, Some("There is no address any more."));
    heard(&mut store, mails(vec![notice("ada", Stage::Sent, None), later, gone], Vec::new()));
    let failed = Fate::Failed("There is no address any more.".to_owned());
    let wanted = [(2, Fate::Went, "you, Grace".to_owned()), (2, failed, "a former agent".to_owned())];
    assert_eq!(noted(&store), wanted);
    assert_eq!(store.mail_notes(Seq(2)).went[0].at, Timestamp(NOW.0 + 700), "when the last one went");
    // A new state replaces the old one.
    let waits = notice("ada", Stage::Waiting, Some("The provider is down."));
    heard(&mut store, mails(vec![waits, notice("grace", Stage::Waiting, None)], Vec::new()));
    let late = Fate::Late("The provider is down.".to_owned());
    assert_eq!(noted(&store), [(2, late, "you".to_owned()), (2, Fate::Goes, "Grace".to_owned())]);
}

#[test]
fn m2_a_transcript_is_noted_where_the_conversation_ended() {
    let mut store = long();
    let to = [None, Some("ada")];
    let transcripts = to.map(|to| mail(Purpose::Transcript, to, (1, 7), Stage::Sent));
    heard(&mut store, mails(transcripts.into(), Vec::new()));
    assert_eq!(noted(&store), [], "at no message");
    assert_eq!(store.transcripts(Seq(6)), []);
    let notes = store.transcripts(Seq(7));
    assert_eq!(notes.iter().map(|note| note.to.join(", ")).collect::<Vec<_>>(), ["the visitor, you"]);
}

#[test]
fn m6_what_came_by_mail_stands_at_its_last_message_and_what_is_unproved_waits() {
    let mut store = long();
    let came = received("a", Judgement::Taken, (5, 6));
    let waits = received("b", Judgement::Unverified, (0, 0));
    let put_away = received("c", Judgement::Discarded, (0, 0));
    heard(&mut store, mails(Vec::new(), vec![came.clone(), waits.clone(), put_away]));
    let at: Vec<_> = (0..=9).filter_map(|seq| Some((seq, store.mail_notes(Seq(seq)).came?.id))).collect();
    assert_eq!(at, [(6, came.id)]);
    assert_eq!(store.mails_aside(), [waits]);
    let other = ConversationId::parse("c2").expect("an id");
    store.apply(NOW, Event::Selected(other));
    assert_eq!(store.mails_aside(), [], "it stays with its conversation");
}

#[test]
fn m7_a_blocked_address_says_why_until_it_is_not() {
    let mut store = talking();
    let told = |blocked: Option<&str>| Hears::Mails {
        conversation: conversation(),
        outgoing: Vec::new(),
        incoming: Vec::new(),
        blocked: blocked.map(str::to_owned),
    };
    heard(&mut store, told(Some("It came back.")));
    assert_eq!(store.mail_block(), Some("It came back."));
    heard(&mut store, told(None));
    assert_eq!(store.mail_block(), None);
}

#[test]
fn m6_a_verdict_is_given_once_and_takes_the_mail_off_the_screen() {
    let mut store = long();
    let waits = received("b", Judgement::Unverified, (0, 0));
    let id = waits.id.clone();
    heard(&mut store, mails(Vec::new(), vec![waits.clone()]));
    answered(&mut store, Answer::Aside(Ok(vec![waits.clone()])));
    assert_eq!(store.apply(NOW, Event::MailOpened(id.clone())), [Effect::AskMail(id.clone())]);
    let text = IncomingText { mail: waits, text: "We do.".to_owned() };
    answered(&mut store, Answer::Mail(id.clone(), Ok(text)));
    let judge = Event::MailJudged(id.clone(), true);
    assert_eq!(store.apply(NOW, judge.clone()), [Effect::Judge(id.clone(), true)]);
    assert_eq!(store.apply(NOW, judge.clone()), [], "once");
    assert!(store.is_judging(&id));
    let problem =
        Problem { code: Code::BadRequest, id: "x".into(), message: "No.".into(), retry_after: None };
    let refused = Failure::Refused(problem);
    answered(&mut store, Answer::Judged(id.clone(), true, Err(refused.clone())));
    let whole = store.whole.clone().expect("it is still open");
    assert_eq!((whole.refused, store.notice.clone()), (Some(refused), None), "said where one looks");
    assert_eq!(store.mails_aside().len(), 1);
    store.apply(NOW, judge);
    answered(&mut store, Answer::Judged(id.clone(), true, Ok(())));
    assert_eq!((store.whole.clone(), store.mails_aside().len()), (None, 0));
    assert_eq!(store.aside.known, Some(Vec::new()));
    assert!(!store.is_judging(&id));
}

#[test]
fn a_whole_mail_that_comes_late_is_not_shown() {
    let mut store = talking();
    let mail = received("a", Judgement::Taken, (1, 1));
    let id = mail.id.clone();
    store.apply(NOW, Event::MailOpened(id.clone()));
    store.apply(NOW, Event::MailShut);
    let text = IncomingText { mail, text: "We do.".to_owned() };
    answered(&mut store, Answer::Mail(id, Ok(text)));
    assert_eq!(store.whole, None);
}

fn setup(stage: Stage, problem: Option<&str>) -> MailSetup {
    let test =
        Outgoing { problem: problem.map(str::to_owned), ..mail(Purpose::Test, Some("ada"), (0, 0), stage) };
    MailSetup {
        provider: "binding".to_owned(),
        from: "chat@shop.example".to_owned(),
        reply_to: None,
        problem: None,
        waiting: 0,
        failed: 0,
        test: Some(test),
        blocked: Vec::new(),
    }
}

/// Settings, with a test that the edge has taken.
fn testing() -> Store {
    let mut store = connected();
    let effects = store.apply(NOW, Event::PlaceChosen(Place::Settings));
    let identity = Effect::Identity(crate::store::identity::Effect::Ask);
    let wanted =
        [Effect::AskAside, Effect::AskKeys, identity, Effect::AskMailSetup, Effect::AskChanges(None)];
    assert_eq!(effects, wanted);
    assert_eq!(store.apply(NOW, Event::MailTestAsked), [Effect::TestMail]);
    assert_eq!(store.apply(NOW, Event::MailTestAsked), [], "one at a time");
    let test = mail(Purpose::Test, Some("ada"), (0, 0), Stage::Waiting);
    answered(&mut store, Answer::MailTested(Ok(test)));
    store
}

/// Lets time pass until a question is due, heartbeats aside, and tells when that is.
fn asks(store: &mut Store, until: Timestamp) -> Option<Timestamp> {
    while let Some(due) = store.next_wakeup().filter(|due| *due <= until) {
        if store.apply(due, Event::Ticked { jitter: 0 }).contains(&Effect::AskMailSetup) {
            return Some(due);
        }
        store.apply(due, Event::Ponged);
    }
    None
}

#[test]
fn m3_a_test_is_watched_until_it_is_over() {
    let second = Duration::from_secs(1);
    for (stage, problem, wanted) in [
        (Stage::Sent, None, Trial::Sent),
        (Stage::Failed, Some("It bounced."), Trial::Failed("It bounced.".to_owned())),
    ] {
        let mut store = testing();
        assert_eq!(asks(&mut store, NOW + second * 90), Some(NOW + second * 2));
        assert_eq!(asks(&mut store, NOW + second * 20), None, "an answer is waited for");
        store.apply(NOW + second * 3, Event::Answered(Answer::MailSetup(Ok(setup(Stage::Sending, None)))));
        assert_eq!(asks(&mut store, NOW + second * 90), Some(NOW + second * 5));
        store.apply(NOW + second * 6, Event::Answered(Answer::MailSetup(Ok(setup(stage, problem)))));
        assert_eq!(store.trial, Some(wanted));
        assert_eq!(asks(&mut store, NOW + second * 90), None, "nothing is asked any more");
    }
}

#[test]
fn m3_a_test_is_watched_for_a_minute_and_only_while_it_is_looked_at() {
    let mut store = testing();
    let (mut questions, last) = (0, NOW + Duration::from_mins(5));
    while let Some(at) = asks(&mut store, last) {
        questions += 1;
        // No network now and then, and a provider that is down.
        let down = setup(Stage::Waiting, Some("The provider is down."));
        let answer = if questions % 3 == 0 { Err(Failure::Unreachable) } else { Ok(down) };
        store.apply(at, Event::Answered(Answer::MailSetup(answer)));
    }
    assert_eq!(questions, 30);
    assert_eq!(store.trial, Some(Trial::Late(Some("The provider is down.".to_owned()))));

    let mut store = testing();
    store.apply(NOW, Event::PlaceChosen(Place::Inbox));
    assert_eq!((asks(&mut store, last), store.trial.clone()), (None, None));
    let mut store = testing();
    store.apply(NOW, Event::Selected(conversation()));
    assert_eq!(asks(&mut store, last), None, "opening a conversation leaves the settings, too");
}

#[test]
fn mail_is_set_up_by_admins_and_set_aside_for_all() {
    let mut store = connected();
    heard(&mut store, Hears::Me(Me { role: Role::Agent, ..ada() }));
    assert_eq!(store.apply(NOW, Event::PlaceChosen(Place::Settings)), [Effect::AskAside]);
    assert_eq!(store.apply(NOW, Event::MailTestAsked), []);
}

#[test]
fn m1_a_link_to_a_conversation_opens_it_once_the_list_is_there() {
    let opens =
        |id: &str| Says::Open { conversation: ConversationId::parse(id).expect("an id"), after: Seq(0) };
    let rows = || vec![row("c1", &["ada"], State::Open, 1), row("c2", &["bob"], State::Open, 2)];
    let linked = |id: &str| Event::Linked(ConversationId::parse(id).expect("an id"));
    for (id, view) in [("c1", View::Mine), ("c2", View::All)] {
        let mut store = Store::new(wire::SiteId::parse("demo").expect("an id"));
        assert_eq!(store.apply(NOW, linked(id)), []);
        // Nobody is signed in; then somebody is.
        let problem =
            Problem { code: Code::Unauthorized, id: "x".into(), message: "No.".into(), retry_after: None };
        store.apply(NOW, Event::Started { link: None });
        answered(&mut store, Answer::Session(Err(Failure::Refused(problem))));
        assert!(matches!(store.door, Door::Out(_)));
        let session = wire::http::Session { me: ada(), settings: crate::store::tests::settings() };
        answered(&mut store, Answer::SignedIn(Ok(session)));
        store.apply(NOW, Event::Opened);
        let effects = store.apply(NOW, welcome(rows()));
        assert_eq!(effects, [Effect::CleanAddress, Effect::Send(opens(id))], "{id}");
        assert_eq!(store.inbox.query, view.into(), "a list that shows it");
        let effects = store.apply(NOW, welcome(rows()));
        assert_eq!(effects, [Effect::Send(opens(id))], "once");
    }
}

#[test]
fn m1_a_link_to_a_conversation_that_the_edge_does_not_have_says_so() {
    let mut store = talking();
    let gone = ConversationId::parse("gone").expect("an id");
    let effects = store.apply(NOW, Event::Linked(gone.clone()));
    assert_eq!(
        effects,
        [Effect::CleanAddress, Effect::Send(Says::Open { conversation: gone, after: Seq(0) })]
    );
    let problem =
        Problem { code: Code::NotFound, id: "x".into(), message: "Not there.".into(), retry_after: None };
    heard(&mut store, Hears::Error(Refusal { problem, about: None }));
    assert_eq!(store.selected, None, "there is nothing to show");
    assert_eq!(store.notice.as_deref(), Some("Not there."));
}

#[test]
fn a_link_to_a_conversation_in_none_of_the_lists_opens_it_all_the_same() {
    let mut store = talking();
    let old = ConversationId::parse("old").expect("an id");
    store.apply(NOW, Event::Linked(old.clone()));
    heard(&mut store, Hears::Conversation(row("old", &[], State::Closed, -5)));
    assert_eq!(store.selected.as_ref(), Some(&old));
    assert!(store.inbox.row(&old).is_some());
}
