//! Whole histories of a site, made at random: what must hold at each moment, whatever happens
//! (SPEC.md, S1 to S16).
//!
//! `PROPTEST_CASES` says how many; `make prove` runs 100,000.

#[path = "../site/mod.rs"]
mod site;
mod world;

use std::collections::BTreeMap;
use std::time::Duration;

use desk::{Case, Conversation};
use proptest::prelude::*;
use site::{NOW, id};
use wire::settings::{Settings, WhenMissed};
use wire::visitor::State;
use wire::{AgentId, Mode, Status, Timestamp, WhenNobody};

use world::{AGENTS, Doing, IDLE, Step, World, any_settings, any_step, sales};

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    /// Whatever happens, what is shown is what a naive reading of the rules says.
    #[test]
    fn s1_to_s7_and_s14_hold_at_each_moment(
        settings in any_settings(),
        steps in prop::collection::vec(any_step(), 1..60),
    ) {
        let mut world = World::new(settings.clone());
        // A second, naive model of the statuses: what was chosen, by whom, and when there was input last.
        let mut chosen: BTreeMap<AgentId, (Status, Timestamp)> =
            AGENTS.into_iter().map(|name| (id(name), (Status::Offline, NOW))).collect();
        for step in &steps {
            let before = world.now;
            world.step(step);
            for (agent, (status, since)) in &mut chosen {
                let real = world.desk.agent(agent).expect("on the team");
                // A missed conversation may set invisible, and that before the silence was long enough.
                if real.cause == wire::Cause::Missed && real.since > *since {
                    (*status, *since) = (real.status, real.since);
                }
                // S10, read naively: silence of the length of the delay ends any status but offline.
                let idle = *since + Duration::from_secs(IDLE.into());
                if *status != Status::Offline && idle <= world.now && idle > before {
                    *status = Status::Offline;
                    *since = idle;
                }
                match step {
                    Step::Choose(who, to) if id(AGENTS[*who]) == *agent => (*status, *since) = (*to, world.now),
                    // Whoever asked for it comes back by input.
                    Step::Input(who) if id(AGENTS[*who]) == *agent => {
                        *since = world.now;
                        *status = real.status;
                    }
                    _ => {}
                }
                prop_assert_eq!(real.status, *status, "{} after {:?}", agent, step);
            }

            let online = |agent: &AgentId| chosen[agent].0 == Status::Online && world.is_reachable(agent);
            let load = |agent: &AgentId| {
                let mine = |one: &&Conversation| one.state == State::Open && one.assignee() == Some(agent);
                world.conversations.values().filter(mine).count()
            };
            let room = |agent: &AgentId| settings.capacity.is_none_or(|most| load(agent) < most.into());
            for (group, members) in [(None, &AGENTS[..]), (Some(sales()), &["ada", "eve"])] {
                let live = members.iter().any(|name| online(&id(name)) && room(&id(name)));
                let nobody = match settings.when_nobody {
                    WhenNobody::Messaging => Mode::Messaging,
                    WhenNobody::Hidden => Mode::Hidden,
                };
                let wanted = if live { Mode::Live } else { nobody };
                prop_assert_eq!(world.desk.mode(world.now, group.as_ref()), wanted, "S1, S2 for {:?}", group);
                let why = world.desk.why(world.now, world.now, group.as_ref(), None);
                prop_assert_eq!(why.mode, wanted, "S15: the explanation explains what is");
            }
            for colleague in world.desk.colleagues(world.now) {
                prop_assert_eq!(colleague.online, online(&colleague.id), "S1, S3");
            }
            for conversation in world.conversations.values() {
                let view = world.desk.view(world.now, None, Some(conversation));
                let holds = conversation.state == State::Open || conversation.read < conversation.answered;
                prop_assert!(view.mode != Mode::Hidden || !holds, "S5");
                for (face, member) in view.faces.iter().zip(&conversation.members) {
                    let is_here = chosen[member].0 != Status::Offline && world.is_reachable(member);
                    prop_assert_eq!(face.online, is_here && conversation.state == State::Open, "S4");
                }
                let case = Case::of(conversation);
                prop_assert_eq!(case.is_some(), conversation.state == State::Open);
            }
            for ((conversation, since), (slow, missed)) in &world.fired {
                prop_assert!(*slow <= 1 && *missed <= 1, "S7, S14: once a wait: {} {:?}", conversation, since);
            }
            if let Some(alarm) = world.desk.next_wakeup(world.now) {
                prop_assert!(alarm > world.now, "nothing is due that was not done");
            }
        }
    }

    /// Two worlds that differ only in eve's offline and invisible are one for everybody else, as long as she
    /// joins nothing (S3).
    #[test]
    fn s3_invisible_is_offline_through_whole_histories(
        settings in any_settings(),
        steps in prop::collection::vec(any_step(), 1..60),
    ) {
        let eve = 3;
        // What she does herself, or is added to, would make her known there.
        let steps = steps.iter().filter(|step| !matches!(
            step,
            Step::AgentSays(3, _) | Step::Handle(3, ..) | Step::Handle(_, _, Doing::Add(3))
        ));
        let (mut invisible, mut offline) = (World::new(settings.clone()), World::new(settings));
        for step in steps {
            invisible.step(step);
            match step {
                Step::Choose(who, Status::Invisible) if *who == eve => {
                    offline.step(&Step::Choose(eve, Status::Offline));
                }
                step => offline.step(step),
            }
            prop_assert_eq!(invisible.seen(), offline.seen(), "after {:?}", step);
        }
        prop_assert_eq!(invisible.told, offline.told);
    }

    /// The alarm may ring late: what is shown and set follows from the rules, not from its punctuality.
    #[test]
    fn s9_s10_a_late_alarm_changes_no_status(
        settings in any_settings(),
        steps in prop::collection::vec(any_step(), 1..40),
    ) {
        let settings = Settings { when_missed: WhenMissed::Nothing, ..settings };
        let (mut punctual, mut late) = (World::new(settings.clone()), World::new(settings));
        for step in &steps {
            let (a, b) = match step {
                Step::Pass(by, _) => (Step::Pass(*by, true), Step::Pass(*by, false)),
                step => (step.clone(), step.clone()),
            };
            punctual.step(&a);
            late.step(&b);
            let statuses = |world: &World| -> Vec<_> {
                let of = |agent: &desk::Agent| (agent.status, agent.cause, agent.since, agent.public.online);
                world.desk.team().map(of).collect()
            };
            prop_assert_eq!(statuses(&punctual), statuses(&late), "after {:?}", step);
        }
    }
}
