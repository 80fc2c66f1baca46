//! When mails go out, and what becomes of them (M3, M4, M9).

use std::time::Duration;

use desk::mail::{Allowance, Outcome};
use desk::{Effect, Event, Handling};
use wire::mail::{Purpose, Stage};
use wire::{Email, MailId, Seq, Timestamp};

use crate::place::{MINUTE, away};
use crate::site::id;

#[test]
fn m3_failures_that_may_pass_are_tried_again_for_three_days() {
    let mut place = away();
    place.write(None);
    place.pass(MINUTE * 2);
    let begin = place.now;
    let mut pauses = Vec::new();
    let mut tries = 0;
    loop {
        let mail = place.due().expect("it is due");
        tries += 1;
        assert_eq!(mail.attempts, tries);
        place.posted(&mail, Outcome::Later("The provider answered 503.".to_owned()));
        let mail = place.mails[0].clone();
        if mail.stage == Stage::Failed {
            break;
        }
        assert_eq!(
            (mail.stage, mail.problem.as_deref()),
            (Stage::Waiting, Some("The provider answered 503."))
        );
        pauses.push(mail.due.since(place.now));
        place.now = mail.due;
    }
    let hours = place.now.since(begin).as_secs() / 3_600;
    assert!((72..=76).contains(&hours), "{hours} h, {tries} tries");
    assert_eq!(pauses[..3], [30, 60, 120].map(Duration::from_secs));
    assert_eq!(pauses.last(), Some(&Duration::from_hours(4)));
    assert_eq!(place.mails[0].problem.as_deref(), Some("The provider answered 503."), "visible");
    assert_eq!(place.desk.mails().count(), 0);
}

#[test]
fn m3_a_failure_that_is_final_parks_the_mail_with_its_reason() {
    let mut place = away();
    place.write(None);
    place.pass(MINUTE * 2);
    let mail = place.due().expect("it is due");
    place.posted(&mail, Outcome::Never("The provider answered 422: no such domain".to_owned()));
    assert_eq!(place.mails[0].stage, Stage::Failed);
    assert_eq!(place.mails[0].problem.as_deref(), Some("The provider answered 422: no such domain"));
}

#[test]
fn m4_a_slow_try_is_not_doubled_and_a_lost_one_is_made_good() {
    let mut place = away();
    place.write(None);
    place.pass(MINUTE * 2);
    let first = place.due().expect("it is due");
    assert_eq!(place.due(), None, "one try has it");
    // While it is on its way the visitor writes on: that is another mail, this one stays as it is.
    place.write(None);
    assert_eq!(place.stages().len(), 2);
    place.pass(MINUTE);
    let again = place.due().expect("nothing was heard of the first try");
    assert_eq!((again.id, again.attempts), (first.id, 2), "the same id");
    assert_eq!((again.first, again.last), (first.first, first.last), "and the same text");
    place.posted(&first, Outcome::Later("late".to_owned()));
    assert_eq!(place.stages()[0].4, Stage::Sending, "the second try has it");
    place.posted(&first, Outcome::Sent);
    assert_eq!(place.stages()[0].4, Stage::Sent, "however late: it is there");
    place.posted(&again, Outcome::Sent);
    place.posted(&again, Outcome::Later("unheard".to_owned()));
    assert_eq!(place.stages()[0].4, Stage::Sent);
}

#[test]
fn m3_what_was_tried_once_goes_out_even_if_it_was_answered_meanwhile() {
    let mut place = away();
    place.write(None);
    place.pass(MINUTE * 2);
    let mail = place.due().expect("it is due");
    place.posted(&mail, Outcome::Later("The provider answered 503.".to_owned()));
    place.answer("bob");
    place.pass(MINUTE);
    assert!(place.due().is_some(), "it may be there already: it is not taken back");
}

#[test]
fn m9_an_address_gets_five_mails_a_day_and_the_others_wait() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    place.pass(MINUTE * 5);
    assert_eq!(place.due(), None, "the notice was answered");
    let since = Timestamp(place.now.0 - 3_600_000);
    let full = Allowance { sent: 5, since: Some(since), ..Allowance::default() };
    assert_eq!(place.due_with(Seq(0), full), None);
    let mail = place.mails.iter().find(|mail| mail.purpose == Purpose::Answer).expect("the answer");
    assert_eq!((mail.stage, mail.due), (Stage::Waiting, since + Duration::from_hours(24)), "not lost");
    assert!(mail.problem.is_some(), "and visible");
    place.now = mail.due;
    let everywhere = Allowance { is_full: true, ..Allowance::default() };
    assert_eq!(place.due_with(Seq(0), everywhere), None, "20 from all sites together");
    place.pass(MINUTE * 10);
    assert!(place.due_with(Seq(0), Allowance { sent: 4, ..Allowance::default() }).is_some());
}

#[test]
fn m9_an_agent_chose_to_get_them_and_gets_more() {
    let mut place = away();
    place.write(None);
    place.pass(MINUTE * 2);
    assert!(place.due_with(Seq(0), Allowance { sent: 49, ..Allowance::default() }).is_some());
}

#[test]
fn m2_a_blocked_address_gets_nothing_and_the_reason_is_kept() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    place.pass(MINUTE * 5);
    assert_eq!(place.due(), None);
    let blocked = Some("Its owner said that no more mail is wanted there.".to_owned());
    assert_eq!(place.due_with(Seq(0), Allowance { blocked: blocked.clone(), ..Allowance::default() }), None);
    let mail = place.mails.iter().find(|mail| mail.purpose == Purpose::Answer).expect("the answer");
    assert_eq!((mail.stage, &mail.problem), (Stage::Failed, &blocked));
}

#[test]
fn m3_a_test_goes_to_the_admin_who_asked() {
    let mut place = away();
    place.apply(Event::MailTested { by: id("bob") });
    let effects = place.apply(Event::MailDue {
        id: MailId(1),
        conversation: None,
        read: Seq(0),
        allowance: Allowance::default(),
    });
    let to = effects
        .iter()
        .find_map(|one| if let Effect::Post { address, .. } = one { Some(address) } else { None });
    assert_eq!(to.map(Email::as_str), Some("bob@team.example"), "who gets no other mail");
}

#[test]
fn b1_a_mail_that_was_tried_goes_no_more_to_whoever_is_blocked_meanwhile() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    place.pass(MINUTE * 6);
    // The notices are answered by then.
    let mail = (0..5).find_map(|_| place.due()).expect("the answer is due");
    assert_eq!(mail.purpose, Purpose::Answer);
    place.posted(&mail, Outcome::Later("The provider answered 503.".to_owned()));
    let conversation = place.conversation.clone();
    place.apply(Event::Handled { conversation, by: id("ada"), what: Handling::Block });
    place.pass(MINUTE * 6);
    assert_eq!(place.due(), None, "no second try");
    let tried = place.mails.iter().find(|held| held.id == mail.id).expect("it is kept");
    assert_eq!((tried.stage, tried.problem.as_deref()), (Stage::Failed, Some("The visitor is blocked.")));
}

#[test]
fn b2_an_erased_conversation_owes_nobody_anything() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    assert!(place.desk.mails().count() > 0);
    let conversation = place.conversation.clone();
    place.desk.apply(place.now, Event::Handled { conversation, by: id("ada"), what: Handling::Erase });
    assert_eq!(place.desk.mails().count(), 0);
    place.pass(MINUTE * 60);
    assert_eq!(place.desk.mail_due(place.now), None);
}
