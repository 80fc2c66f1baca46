//! What seeds found, kept as the plans to which they were shrunk. Each was a bug of the product.

use sim::{Browser, Cast, Cut, Fault, Loss, Plan, Point, Step, Who, cast, check};
use wire::Status;

/// Latencies follow from the seed: each plan runs with many.
fn goes_well(cast: &Cast, steps: &[(i64, Step)]) {
    for seed in 0..300 {
        let plan = Plan { seed, cast: cast.clone(), steps: steps.to_vec() };
        assert_eq!(check(plan, None), None, "seed {seed}");
    }
}

/// One browser without sockets, one agent with one console.
fn no_sockets() -> Cast {
    Cast {
        browsers: vec![Browser { keeps: true, has_sockets: false }],
        consoles: vec![0],
        agents: 1,
        ..cast()
    }
}

#[test]
fn a_console_is_caught_up_after_a_link_that_died_unseen() {
    let steps = [
        (0, Step::Open(0, 0)),
        (1_000, Step::Write(0, 0)),
        (8_000, Step::Select(0, 0)),
        (9_000, Step::Cut(Who::Console(0), Cut::Both)),
        (30_000, Step::Write(0, 0)),
        (60_000, Step::Show(0, 0, true)),
    ];
    goes_well(&cast(), &steps);
}

#[test]
fn history_goes_on_where_acknowledgements_were_faster() {
    let one = Cast { consoles: vec![0], agents: 1, ..cast() };
    let mut steps = vec![(0, Step::Open(0, 0)), (1_000, Step::Write(0, 0)), (8_000, Step::Select(0, 0))];
    steps.push((8_500, Step::Offline(Who::Console(0), 60_000)));
    steps.extend((0..8).map(|number| (10_000 + number * 100, Step::Reply(0))));
    steps.push((68_600, Step::Write(0, 0)));
    for cut in 0..8 {
        let mut steps = steps.clone();
        steps.push((68_900 + cut * 100, Step::Cut(Who::Console(0), Cut::Reset)));
        goes_well(&one, &steps);
    }
}

#[test]
fn a_second_tab_does_not_make_a_second_visitor() {
    for open in [1_100, 1_300, 1_500] {
        let steps = [
            (0, Step::Open(0, 0)),
            (500, Step::Lose(Who::Tab(0, 0), Loss::Before)),
            (1_000, Step::Write(0, 0)),
            (open, Step::Open(0, 1)),
            (3_000, Step::Write(0, 1)),
        ];
        goes_well(&no_sockets(), &steps);
    }
}

#[test]
fn an_answer_from_before_the_first_message_does_not_hide_it() {
    for open in [1_000, 2_000, 3_000] {
        let steps = [
            (0, Step::Open(0, 0)),
            (500, Step::Offline(Who::Tab(0, 0), 2_600)),
            (700, Step::Write(0, 0)),
            (open, Step::Open(0, 1)),
            (3_050, Step::Reload(0, 1)),
        ];
        goes_well(&cast(), &steps);
    }
}

#[test]
fn an_answer_that_the_socket_overtook_does_not_bring_the_team_back() {
    for change in (18_600..20_200).step_by(200) {
        let mut steps = vec![
            (0, Step::Open(0, 0)),
            (1_000, Step::Write(0, 0)),
            (5_000, Step::Select(0, 0)),
            (6_000, Step::Reply(0)),
            (18_000, Step::Open(0, 1)),
            (change, Step::Status(0, Status::Offline)),
            (120_000, Step::Show(0, 1, true)),
        ];
        steps.extend((0..12).map(|number| (7_000 + number * 500, Step::Reply(0))));
        steps.sort_by_key(|(at, _)| *at);
        goes_well(&Cast { consoles: vec![0], agents: 1, ..cast() }, &steps);
    }
}

#[test]
fn a_lapse_that_could_not_be_saved_is_not_forgotten() {
    for fault in [Fault::Refusal, Fault::Panic(Point::BeforeWrite)] {
        let steps = [
            (0, Step::Open(0, 0)),
            (1_000, Step::Panel(0, 0, true)),
            (1_500, Step::Write(0, 0)),
            (5_000, Step::Select(0, 0)),
            (6_000, Step::Reply(0)),
            (20_000, Step::Offline(Who::Console(0), 300_000)),
            (40_000, Step::Strike(fault)),
            (250_000, Step::Show(0, 0, true)),
        ];
        goes_well(&Cast { consoles: vec![0], agents: 1, ..cast() }, &steps);
    }
}

#[test]
fn choosing_the_same_status_again_is_input_that_is_stored() {
    let steps = [(5_000, Step::Status(0, Status::Offline)), (9_000, Step::Status(0, Status::Offline))];
    goes_well(&cast(), &steps);
}

#[test]
fn a_clock_that_is_set_back_holds_nothing_up() {
    let steps = [
        (0, Step::Open(0, 0)),
        (1_000, Step::Write(0, 0)),
        (20_000, Step::Cut(Who::Tab(0, 0), Cut::Both)),
        (20_100, Step::Jump(0, -3_000_000)),
        (21_000, Step::Write(0, 0)),
    ];
    goes_well(&cast(), &steps);
}

#[test]
fn tries_that_fail_do_not_put_off_the_question_who_is_in() {
    let steps = [
        (0, Step::Open(0, 0)),
        (1_000, Step::Write(0, 0)),
        (8_000, Step::Select(0, 0)),
        (9_000, Step::Reply(0)),
        (70_000, Step::Deploy),
        (300_000, Step::Show(0, 0, true)),
    ];
    let mut writing = steps.to_vec();
    writing.extend((0..12).map(|number| (118_000 + number * 8_000, Step::Write(0, 0))));
    writing.sort_by_key(|(at, _)| *at);
    goes_well(&no_sockets(), &steps);
    goes_well(&no_sockets(), &writing);
}
