//! What the tabs of one browser share: what one wrote and could not send outlives it (G5), and is sent once.

use sim::{Browser, Cast, Mutant, Plan, Step, Who, cast, check};

const FIRST: Who = Who::Tab(0, 0);

fn plans(cast: &Cast, steps: &[(i64, Step)]) -> impl Iterator<Item = Plan> {
    (0..100).map(|seed| Plan { seed, cast: cast.clone(), steps: steps.to_vec() })
}

fn goes_well(cast: &Cast, steps: &[(i64, Step)]) {
    for plan in plans(cast, steps) {
        let seed = plan.seed;
        assert_eq!(check(plan, None), None, "seed {seed}");
    }
}

/// Written without a network, and then the page ends in this way.
fn left(end: Step) -> Vec<(i64, Step)> {
    vec![
        (0, Step::Open(0, 0)),
        (1_000, Step::Offline(FIRST, 300_000)),
        (2_000, Step::Write(0, 0)),
        (2_300, Step::Write(0, 0)),
        (4_000, end),
        (20_000, Step::Open(1, 0)),
    ]
}

#[test]
fn g5_what_a_page_left_is_sent_by_the_next() {
    for end in [Step::Close(0, 0), Step::Reload(0, 0), Step::Kill(0)] {
        goes_well(&cast(), &left(end));
    }
}

#[test]
fn g5_a_tab_that_stays_open_sends_what_another_left() {
    let mut steps = left(Step::Close(0, 0));
    steps.push((500, Step::Open(0, 1)));
    steps.sort_by_key(|(at, _)| *at);
    goes_well(&cast(), &steps);
}

#[test]
fn g5_one_tab_at_a_time_sends_what_all_of_them_wrote() {
    let steps = [
        (0, Step::Open(0, 0)),
        (500, Step::Open(0, 1)),
        (1_000, Step::Offline(FIRST, 30_000)),
        (2_000, Step::Write(0, 0)),
        (3_000, Step::Write(0, 1)),
        (3_100, Step::Write(0, 0)),
        (60_000, Step::Show(0, 0, true)),
    ];
    goes_well(&cast(), &steps);
    let is_seen = plans(&cast(), &steps).any(|plan| check(plan, Some(Mutant::EveryTab)).is_some());
    assert!(is_seen, "each tab for itself makes no difference");
}

#[test]
fn g5_where_nothing_is_kept_a_page_that_stays_open_loses_nothing() {
    let denied = Cast { browsers: vec![Browser { keeps: false, has_sockets: true }], ..cast() };
    let steps = [
        (0, Step::Open(0, 0)),
        (500, Step::Open(0, 1)),
        (1_000, Step::Offline(FIRST, 60_000)),
        (2_000, Step::Write(0, 0)),
        (3_000, Step::Write(0, 1)),
    ];
    goes_well(&denied, &steps);
}
