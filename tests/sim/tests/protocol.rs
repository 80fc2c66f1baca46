//! The rules of the protocol (SPEC.md, P), each as a short plan: it goes well whatever the network does with
//! the frames in between, and ill as soon as the rule is broken.

use sim::{Browser, Cast, Cut, Fault, Loss, Mutant, Plan, Point, Step, Who, cast, check};

const TAB: Who = Who::Tab(0, 0);
const CONSOLE: Who = Who::Console(0);

/// A visitor wrote and an agent is at it: what every plan here begins with.
fn talking() -> Vec<(i64, Step)> {
    vec![
        (0, Step::Open(0, 0)),
        (1_000, Step::Panel(0, 0, true)),
        (1_500, Step::Write(0, 0)),
        (6_000, Step::Select(0, 0)),
        (8_000, Step::Reply(0)),
    ]
}

/// Latencies follow from the seed: each plan runs with many.
fn plans(cast: &Cast, steps: &[(i64, Step)]) -> impl Iterator<Item = Plan> {
    let mut all = talking();
    all.extend_from_slice(steps);
    // What breaks has time to: with the last step it ends.
    let last = steps.last().map_or(0, |(at, _)| *at);
    all.push((last + 30_000, Step::Show(0, 0, true)));
    let cast = cast.clone();
    (0..60).map(move |seed| Plan { seed, cast: cast.clone(), steps: all.clone() })
}

fn goes_well(cast: &Cast, steps: &[(i64, Step)]) {
    for plan in plans(cast, steps) {
        let seed = plan.seed;
        assert_eq!(check(plan, None), None, "seed {seed}");
    }
}

/// And with this bug it does not.
fn needs(mutant: Mutant, steps: &[(i64, Step)]) {
    goes_well(&cast(), steps);
    let is_seen = plans(&cast(), steps).any(|plan| check(plan, Some(mutant)).is_some());
    assert!(is_seen, "{mutant:?} makes no difference");
}

#[test]
fn p1_each_try_has_the_same_id() {
    let steps = [(20_000, Step::Cut(TAB, Cut::Deaf)), (20_500, Step::Write(0, 0))];
    needs(Mutant::NewIds, &steps);
}

#[test]
fn p1_which_ids_there_are_is_stored() {
    let steps = [(20_000, Step::Cut(TAB, Cut::Deaf)), (20_500, Step::Write(0, 0)), (24_000, Step::Crash)];
    needs(Mutant::DedupeInMemory, &steps);
}

#[test]
fn p3_write_then_acknowledge() {
    let steps = [(20_000, Step::Strike(Fault::Crash(Point::BeforeWrite))), (20_500, Step::Write(0, 0))];
    needs(Mutant::AcknowledgeFirst, &steps);
}

#[test]
fn p3_what_could_not_be_written_is_not_at_hand_either() {
    let steps = [
        (10_000, Step::Open(1, 0)),
        (20_000, Step::Strike(Fault::Refusal)),
        (20_500, Step::Write(1, 0)),
        (21_400, Step::Evict),
    ];
    needs(Mutant::KeepsAhead, &steps);
}

#[test]
fn p5_a_client_goes_on_from_its_last_sequence() {
    let mut steps = vec![(20_000, Step::Offline(TAB, 60_000))];
    steps.extend((0..7).map(|number| (25_000 + number * 1_500, Step::Reply(0))));
    needs(Mutant::TimeWindow, &steps);
}

#[test]
fn p6_who_was_not_told_is_asked_to_come_back() {
    let steps = [(20_000, Step::Strike(Fault::Panic(Point::AfterWrite))), (20_500, Step::Reply(0))];
    needs(Mutant::Untold, &steps);
}

#[test]
fn p8_fields_and_frames_that_are_not_known_say_nothing() {
    let newer = Cast { is_newer: true, ..cast() };
    goes_well(&newer, &[(20_000, Step::Write(0, 0)), (21_000, Step::Reply(0))]);
}

#[test]
fn p8_a_page_of_another_version_is_told_and_gets_its_message_through() {
    goes_well(&cast(), &[(20_000, Step::Deploy), (20_001, Step::Write(0, 0)), (24_000, Step::Reply(0))]);
}

#[test]
fn p10_both_ways_lead_to_one_message() {
    let no_sockets = Cast { browsers: vec![Browser { keeps: true, has_sockets: false }], ..cast() };
    let steps =
        [(20_000, Step::Lose(TAB, Loss::After)), (20_001, Step::Write(0, 0)), (26_000, Step::Reply(0))];
    goes_well(&no_sockets, &steps);
    let is_seen = plans(&no_sockets, &steps).any(|plan| check(plan, Some(Mutant::NewIds)).is_some());
    assert!(is_seen, "another id at each try makes no difference");
    // Sent over a socket that is dead, then over HTTP while a new one opens.
    goes_well(&cast(), &[(20_000, Step::Write(0, 0)), (20_060, Step::Cut(TAB, Cut::Reset))]);
}

#[test]
fn p11_what_is_not_acknowledged_is_sent_again() {
    let steps = [(20_000, Step::Cut(TAB, Cut::Mute)), (20_500, Step::Write(0, 0))];
    needs(Mutant::NoResend, &steps);
}

#[test]
fn p11_a_request_that_was_given_up_may_still_arrive() {
    let no_sockets = Cast { browsers: vec![Browser { keeps: true, has_sockets: false }], ..cast() };
    let steps = [
        (20_000, Step::Lose(TAB, Loss::Late(45_000))),
        (20_001, Step::Write(0, 0)),
        (20_002, Step::Write(0, 0)),
    ];
    goes_well(&no_sockets, &steps);
}

#[test]
fn p12_a_link_that_is_silently_dead_is_noticed_in_either_direction() {
    for cut in [Cut::Mute, Cut::Deaf, Cut::Both] {
        let steps =
            [(20_000, Step::Cut(CONSOLE, cut)), (20_500, Step::Reply(0)), (21_000, Step::Write(0, 0))];
        goes_well(&cast(), &steps);
        let steps = [(20_000, Step::Cut(TAB, cut)), (20_500, Step::Reply(0)), (21_000, Step::Write(0, 0))];
        goes_well(&cast(), &steps);
    }
}

#[test]
fn p13_reading_never_goes_back() {
    let slow = Who::Tab(0, 1);
    let steps = [
        (10_000, Step::Open(0, 1)),
        (10_500, Step::Panel(0, 1, true)),
        (20_000, Step::Cut(slow, Cut::Stall(8_000))),
        (20_100, Step::Reply(0)),
        (24_000, Step::Write(0, 0)),
    ];
    needs(Mutant::ReadsBack, &steps);
}

#[test]
fn p14_an_alarm_is_set_while_work_is_due() {
    needs(Mutant::AlarmOnce, &[(20_000, Step::Write(0, 0))]);
}

#[test]
fn p14_heartbeats_count_and_not_the_list_of_sockets() {
    let steps = [
        (9_000, Step::Open(1, 0)),
        (9_000, Step::Offline(Who::Console(1), 400_000)),
        (10_000, Step::Offline(CONSOLE, 400_000)),
        (300_000, Step::Show(1, 0, true)),
    ];
    needs(Mutant::SocketList, &steps);
}
