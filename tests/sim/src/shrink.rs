//! Leaves out of a failing plan whatever it fails without.

use crate::Mutant;
use crate::plan::Plan;

/// A shorter plan that is found wrong, too.
#[must_use]
pub fn shrink(plan: Plan, mutant: Option<Mutant>) -> Plan {
    let mut plan = plan;
    let mut size = plan.steps.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < plan.steps.len() {
            let until = (from + size).min(plan.steps.len());
            let mut shorter = plan.clone();
            shorter.steps.drain(from..until);
            if crate::check(shorter.clone(), mutant).is_some() {
                plan = shorter;
            } else {
                from = until;
            }
        }
        size /= 2;
    }
    plan
}
