//! Which mails are owed (M1, M2).

use std::time::Duration;

use desk::Event;
use desk::mail::{Allowance, Outcome};
use wire::mail::{AgentMail, Purpose, Stage, VisitorMail};
use wire::{Email, Seq, Status};

use crate::place::{MINUTE, Place, away, in_the_room};
use crate::site::id;

#[test]
fn m1_a_burst_is_one_mail_two_minutes_after_it_ends() {
    let mut place = away();
    place.write(None);
    assert_eq!(place.stages(), [(Some("ada"), Purpose::Notice, 1, 1, Stage::Waiting)], "bob gets none");
    place.pass(MINUTE);
    place.write(None);
    place.pass(MINUTE);
    assert_eq!(place.due(), None, "it goes on");
    place.pass(MINUTE);
    let mail = place.due().expect("quiet for two minutes");
    assert_eq!((mail.first, mail.last, mail.attempts), (Seq(1), Seq(2), 1));
    assert_eq!(mail.address.as_deref(), Some("ada@team.example"));
    place.posted(&mail, Outcome::Sent);
    assert_eq!(place.stages(), [(Some("ada"), Purpose::Notice, 1, 2, Stage::Sent)]);
    place.write(None);
    assert_eq!(place.stages()[1], (Some("ada"), Purpose::Notice, 3, 3, Stage::Waiting), "the next burst");
}

#[test]
fn m1_a_burst_that_does_not_end_is_told_of_after_ten_minutes() {
    let mut place = away();
    for minute in 0..10 {
        place.write(None);
        assert_eq!(place.due(), None, "minute {minute}");
        place.pass(MINUTE);
    }
    let mail = place.due().expect("ten minutes are over");
    assert_eq!(mail.last, Seq(10));
}

#[test]
fn m1_what_was_answered_read_or_closed_before_is_not_mailed() {
    for (what, read) in [("answered", 0), ("closed", 0), ("read", 1)] {
        let mut place = away();
        place.write(None);
        match what {
            "answered" => place.answer("bob"),
            "closed" => place.close("bob"),
            _ => {}
        }
        place.pass(MINUTE * 2);
        assert_eq!(place.due_with(Seq(read), Allowance::default()), None, "{what}");
        assert_eq!(place.mails[0].stage, Stage::Dropped, "{what}");
    }
}

#[test]
fn m1_while_somebody_is_in_nothing_is_mailed_until_it_is_missed() {
    let mut place = in_the_room();
    place.write(None);
    assert_eq!(place.stages(), []);
    // The console goes on saying that it is there; nobody answers.
    for _ in 0..11 {
        place.pass(Duration::from_secs(30));
        place.apply(Event::Heard { agent: id("ada"), at: place.now });
        let due: Vec<_> = place.desk.due(place.now).cloned().collect();
        for _ in due {
            let conversation = place.conversation.clone();
            place.apply(Event::Due { conversation });
        }
    }
    assert!(place.conversation.missed.is_some());
    assert_eq!(place.stages(), [(Some("ada"), Purpose::Notice, 1, 1, Stage::Waiting)]);
}

#[test]
fn m1_those_whose_conversation_it_is_hear_of_it_and_else_whoever_takes_it() {
    let everybody = [
        ("ada", Status::Offline, AgentMail::Missed),
        ("bob", Status::Offline, AgentMail::Missed),
        ("cyd", Status::Offline, AgentMail::Off),
    ];
    for (who, wanted) in [("bob", &["bob"][..]), ("cyd", &["ada", "bob"])] {
        let mut place = Place::new(VisitorMail::Nothing, &everybody);
        place.write(None);
        let to: Vec<_> = place.stages().into_iter().filter_map(|(to, ..)| to).collect();
        assert_eq!(to, ["ada", "bob"], "nobody's yet");
        place.answer(who);
        place.pass(MINUTE * 2);
        assert_eq!((place.due(), place.due()), (None, None), "answered");
        place.write(None);
        let to: Vec<_> = place.stages()[2..].iter().filter_map(|(to, ..)| *to).collect();
        assert_eq!(to, wanted, "{who} answered; cyd gets no mail");
    }
}

#[test]
fn m2_an_answer_that_stays_unread_for_five_minutes_is_mailed() {
    let mut place = away();
    place.write(Some("Visitor@home.example"));
    place.answer("ada");
    place.pass(MINUTE * 3);
    place.answer("ada");
    assert_eq!(place.stages()[1], (None, Purpose::Answer, 2, 3, Stage::Waiting));
    place.pass(MINUTE * 2);
    assert_eq!(place.due(), None, "the notice was answered");
    let mail = place.due().expect("five minutes after the first of them");
    assert_eq!((mail.first, mail.last), (Seq(2), Seq(3)));
    assert_eq!(mail.address.as_deref(), Some("visitor@home.example"), "limits count it in lower case");
}

#[test]
fn m2_what_was_read_is_not_mailed_and_what_was_not_is() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    place.answer("ada");
    place.pass(MINUTE * 5);
    place.mails.retain(|mail| mail.purpose == Purpose::Answer);
    while place.desk.mail_due(place.now).is_some_and(|mail| mail.purpose == Purpose::Notice) {
        assert_eq!(place.due(), None, "answered");
    }
    let mail = place.due_with(Seq(2), Allowance::default()).expect("one of two is unread");
    assert_eq!((mail.first, mail.last), (Seq(3), Seq(3)));
    let mut place = away();
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    place.pass(MINUTE * 5);
    assert_eq!(place.due_with(Seq(2), Allowance::default()), None);
    assert_eq!(place.due_with(Seq(2), Allowance::default()), None);
    assert!(place.mails.iter().all(|mail| mail.stage == Stage::Dropped));
}

#[test]
fn m2_the_site_chooses_and_only_an_address_that_was_left_gets_mail() {
    let team = [("ada", Status::Offline, AgentMail::Off)];
    let mut place = Place::new(VisitorMail::Nothing, &team);
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    place.close("ada");
    assert_eq!(place.stages(), []);
    let mut place = Place::new(VisitorMail::Transcripts, &team);
    place.write(None);
    place.answer("ada");
    place.close("ada");
    assert_eq!(place.stages(), [], "no address");
    let conversation = place.conversation.clone();
    let email = Email::parse("visitor@home.example").expect("an address");
    place.apply(Event::VisitorEmail { conversation, email });
    assert_eq!(place.stages(), [(None, Purpose::Answer, 2, 2, Stage::Waiting)], "what was answered before");
    place.write(None);
    place.close("ada");
    assert_eq!(place.stages()[1], (None, Purpose::Transcript, 1, 3, Stage::Waiting));
    assert!(place.due().is_some_and(|mail| mail.purpose == Purpose::Transcript), "at once");
}

#[test]
fn m1_transcripts_go_to_the_agents_who_want_them_and_joined() {
    let team = [
        ("ada", Status::Offline, AgentMail::Transcripts),
        ("bob", Status::Offline, AgentMail::Transcripts),
        ("cyd", Status::Offline, AgentMail::Missed),
    ];
    let mut place = Place::new(VisitorMail::Unread, &team);
    place.write(None);
    place.answer("ada");
    place.answer("cyd");
    place.close("ada");
    let transcripts: Vec<_> =
        place.stages().into_iter().filter(|(_, purpose, ..)| *purpose == Purpose::Transcript).collect();
    assert_eq!(transcripts, [(Some("ada"), Purpose::Transcript, 1, 3, Stage::Waiting)]);
}
