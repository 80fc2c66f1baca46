//! Planted bugs: a checker that does not see one is no evidence.

use sim::Mutant;

/// The first seed that shows it, of some thousand.
fn seen(mutant: Mutant, most: u64) -> Option<sim::Wrong> {
    (0..most).find_map(|seed| sim::seed(seed, Some(mutant)))
}

#[test]
fn each_planted_bug_is_seen() {
    let mut unseen = Vec::new();
    for mutant in Mutant::ALL {
        match seen(*mutant, 5_000) {
            Some(wrong) => println!("{mutant:?}: {wrong}"),
            None => unseen.push(mutant),
        }
    }
    assert!(unseen.is_empty(), "nothing was found wrong with {unseen:?}");
}
