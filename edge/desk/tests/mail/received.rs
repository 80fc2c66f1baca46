//! What becomes of mails that come in (M6 to M8).

use desk::Event;
use desk::mail::Arrival;
use wire::Seq;
use wire::http::Code;
use wire::mail::{Judgement, Purpose, Stage};

use crate::place::{Place, away};
use crate::site::id;

#[test]
fn m8_what_a_visitor_mails_becomes_a_message_and_the_team_hears_of_it() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    place.answer("ada");
    place.close("ada");
    let arrival = place.arrival(Judgement::Taken, None, "One more thing.");
    place.come(arrival);
    let mail = &place.received[0];
    assert_eq!((mail.judgement, mail.first, mail.last), (Judgement::Taken, Seq(3), Seq(3)));
    assert_eq!(place.conversation.state, wire::visitor::State::Open, "opened again");
    assert_eq!(place.conversation.excerpt, "One more thing.");
    assert!(place.conversation.waiting && place.conversation.wait.is_some_and(|wait| !wait.is_live));
    assert_eq!(place.conversation.read, Seq(1), "what stands before was not necessarily seen");
    assert_eq!(place.stages()[0], (Some("ada"), Purpose::Notice, 1, 3, Stage::Waiting));
}

#[test]
fn m6_what_an_agent_mails_answers_the_visitor() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    let arrival = place.arrival(Judgement::Taken, Some("ada"), "We do.");
    place.come(arrival);
    assert_eq!(place.conversation.members, [id("ada")]);
    assert!(!place.conversation.waiting && place.conversation.answered == Seq(2));
    assert_eq!(place.stages()[1], (None, Purpose::Answer, 2, 2, Stage::Waiting), "and it is mailed on");
}

#[test]
fn m6_an_unproved_mail_waits_for_an_agent_to_confirm_it() {
    let mut place = away();
    place.write(None);
    let arrival = place.arrival(Judgement::Unverified, Some("ada"), "We do.");
    place.come(arrival);
    assert_eq!(place.conversation.last, Seq(1), "nothing is said yet");
    let judged = |place: &Place, is_confirmed| Event::MailJudged {
        mail: place.received[0].clone(),
        conversation: Some(place.conversation.clone()),
        said: "We do.".to_owned(),
        is_confirmed,
    };
    let event = judged(&place, true);
    place.apply(event);
    assert_eq!((place.received[0].judgement, place.conversation.answered), (Judgement::Taken, Seq(2)));
    let event = judged(&place, true);
    place.apply(event);
    assert_eq!(place.refused, Some(Code::BadRequest), "once");
    assert_eq!(place.conversation.last, Seq(2));
}

#[test]
fn m7_a_bounce_marks_the_address_and_says_nothing() {
    let mut place = away();
    place.write(Some("visitor@home.example"));
    for judgement in [Judgement::Bounced, Judgement::Automatic, Judgement::Empty] {
        let arrival = place.arrival(judgement, None, "Mail delivery failed.");
        place.come(arrival);
    }
    assert_eq!(place.conversation.last, Seq(1));
    assert_eq!(place.blocked, ["visitor@home.example"], "the bounce alone");
    assert_eq!(place.mails.len(), 1, "and nothing is mailed because of it");
    assert_eq!(place.received.len(), 3, "each is kept");
}

#[test]
fn m8_a_mail_to_a_conversation_that_is_gone_is_kept() {
    let mut place = away();
    place.write(None);
    let arrival = Arrival { conversation: None, ..place.arrival(Judgement::Taken, None, "Hello?") };
    place.come(arrival);
    assert_eq!(place.received[0].judgement, Judgement::Unknown);
    let arrival = place.arrival(Judgement::Taken, Some("nobody"), "Hello?");
    place.come(arrival);
    assert_eq!(place.received[1].judgement, Judgement::Unknown, "an agent who is gone");
    assert_eq!(place.conversation.last, Seq(1));
}
