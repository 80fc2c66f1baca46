//! What is sent when, and what waits.

use wire::Body;

use super::*;

fn say(number: u32) -> Say {
    let id = MessageId::parse(format!("message-number-{number:04}")).expect("valid");
    Say {
        id,
        body: Body::parse("hello").expect("valid"),
        email: None,
        page: None,
        targeted: None,
        answers: wire::about::Passed::default(),
    }
}

fn push(outbox: &mut Outbox, say: Say) {
    let id = say.id.clone();
    outbox.push(Timestamp(0), say);
    outbox.kept(&id, true);
}

fn due(outbox: &Outbox, at: i64) -> Option<&Say> {
    outbox.due(Timestamp(at)).map(|unsent| &unsent.say)
}

fn refused(code: Code, retry_after: Option<u32>) -> Failure {
    Failure::Refused(Problem { code, id: "x".into(), message: "No.".into(), retry_after })
}

#[test]
fn one_at_a_time_and_in_order() {
    let mut outbox = Outbox::default();
    push(&mut outbox, say(1));
    push(&mut outbox, say(2));
    assert_eq!(due(&outbox, 0), Some(&say(1)));
    outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
    assert_eq!(due(&outbox, 1), None, "the second waits for the first");
    outbox.remove(&say(1).id);
    assert_eq!(due(&outbox, 1), Some(&say(2)));
}

#[test]
fn g6_a_refused_message_is_kept_with_its_reason_and_lets_others_pass() {
    let mut outbox = Outbox::default();
    let mut random = Random::new(7);
    push(&mut outbox, say(1));
    push(&mut outbox, say(2));
    outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
    outbox.fail(Timestamp(5), &say(1).id, refused(Code::IdReused, None), &mut random);
    assert_eq!(outbox.unsent()[0].refused, Some(Reason::Sentence("No.".into())));
    assert_eq!(due(&outbox, 5), Some(&say(2)));
    outbox.retry(Timestamp(6), &say(1).id);
    assert_eq!(due(&outbox, 6), Some(&say(1)));
}

#[test]
fn l1_being_told_to_wait_is_obeyed_and_no_failure() {
    let mut outbox = Outbox::default();
    let mut random = Random::new(7);
    push(&mut outbox, say(1));
    outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
    outbox.fail(Timestamp(0), &say(1).id, refused(Code::TooMany, Some(5)), &mut random);
    assert_eq!(due(&outbox, 5_000), None);
    assert!(!outbox.unsent()[0].is_failed(Timestamp(12_000)));
    let mut next = Soonest { now: Timestamp(0), at: None };
    outbox.next_wakeups(&mut next);
    assert!(next.at.is_some_and(|at| at > Timestamp(5_000)));
    outbox.fail(Timestamp(0), &say(1).id, refused(Code::TooMany, Some(3_600)), &mut random);
    assert_eq!(outbox.unsent()[0].refused, Some(Reason::Text(Text::RefusedTooMany)));
}

#[test]
fn an_acknowledgement_that_does_not_come_is_not_waited_for() {
    let mut outbox = Outbox::default();
    push(&mut outbox, say(1));
    outbox.launch(Timestamp(0), &say(1).id, Way::Http);
    outbox.settle(Timestamp(ANSWER - 1));
    assert_eq!(due(&outbox, ANSWER - 1), None);
    outbox.settle(Timestamp(ANSWER));
    assert_eq!(due(&outbox, ANSWER), Some(&say(1)));
    assert!(outbox.unsent()[0].is_failed(Timestamp(ANSWER)), "but it is shown as not sent long before");
}

#[test]
fn a_socket_that_owes_an_acknowledgement_is_doubted_and_the_message_goes_another_way() {
    let mut outbox = Outbox::default();
    push(&mut outbox, say(1));
    outbox.launch(Timestamp(0), &say(1).id, Way::Socket);
    assert!(!outbox.settle(Timestamp(SOCKET_ANSWER - 1)));
    assert!(outbox.settle(Timestamp(SOCKET_ANSWER)));
    assert!(outbox.due(Timestamp(SOCKET_ANSWER)).is_some_and(|unsent| unsent.shuns_socket));
}

#[test]
fn g5_a_message_is_kept_before_it_is_sent_unless_the_browser_does_not_answer() {
    let mut outbox = Outbox::default();
    outbox.push(Timestamp(0), say(1));
    assert_eq!(outbox.next_to_keep(), Some(&say(1)));
    assert_eq!(outbox.next_to_keep(), None);
    assert_eq!(due(&outbox, KEEPING - 1), None);
    assert_eq!(due(&outbox, KEEPING), Some(&say(1)));
    outbox.kept(&say(1).id, false);
    assert_eq!(due(&outbox, 1), Some(&say(1)));
    assert!(outbox.is_unsafe());
    outbox.remove(&say(1).id);
    assert!(!outbox.is_unsafe());
}

#[test]
fn g5_what_was_left_stands_in_front_of_what_is_new_once_and_in_its_order() {
    let mut outbox = Outbox::default();
    push(&mut outbox, say(3));
    outbox.adopt(Timestamp(0), vec![say(1), say(2), say(3)], &Log::default());
    let order: Vec<_> = outbox.unsent().iter().map(|unsent| unsent.say.id.clone()).collect();
    assert_eq!(order, [say(1).id, say(2).id, say(3).id]);
}
