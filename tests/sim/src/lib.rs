//! The delivery contract by simulation (SPEC.md, G and P): a whole site in one process, with the decisions
//! that ship, a clock that is a number, and a network that breaks in every way.
//!
//! A seed gives a [`Plan`]: what people do and what breaks, when. It runs, then nothing breaks any more, and
//! everything has to settle. A run that is found wrong is shrunk to the steps that matter.

mod check;
mod console;
mod edge;
mod mutant;
mod network;
mod page;
mod plan;
mod shrink;
mod world;

pub use edge::{Fault, Point};
pub use mutant::Mutant;
pub use plan::{Browser, Cast, Cut, Loss, Plan, Step, Who};
pub use shrink::shrink;
use wire::mail::VisitorMail;

/// Two visitors' browsers and two agents with a console each, and nothing out of the ordinary.
#[must_use]
pub fn cast() -> Cast {
    let browser = Browser { keeps: true, has_sockets: true };
    Cast {
        browsers: vec![browser; 2],
        consoles: vec![0, 1],
        agents: 2,
        is_automatic: false,
        is_newer: false,
        late: 20,
        visitor_mail: VisitorMail::Unread,
    }
}

/// Runs a plan. Answers what was found to be wrong.
#[must_use]
pub fn check(plan: Plan, mutant: Option<Mutant>) -> Option<String> {
    world::World::new(plan, mutant).run()
}

/// The same, and everything that happened, line by line.
#[must_use]
pub fn trace(plan: Plan, mutant: Option<Mutant>) -> (Option<String>, Vec<String>) {
    let mut world = world::World::new(plan, mutant);
    world.trace = Some(Vec::new());
    let found = world.run();
    (found, world.trace.unwrap_or_default())
}

/// A run that was found wrong.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// What is wrong.
    pub what: String,
    /// The shortest plan that shows it.
    pub plan: Plan,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, plan } = self;
        writeln!(f, "seed {}: {what}\n  {:?}", plan.seed, plan.cast)?;
        plan.steps.iter().try_for_each(|(at, step)| writeln!(f, "    ({at}, {step:?}),"))
    }
}

/// Checks a seed. Answers what was found to be wrong, and the shortest plan that shows it.
#[must_use]
pub fn seed(seed: u64, mutant: Option<Mutant>) -> Option<Wrong> {
    let plan = Plan::draw(seed);
    check(plan.clone(), mutant)?;
    let plan = shrink(plan, mutant);
    let what = check(plan.clone(), mutant)?;
    Some(Wrong { what, plan })
}
