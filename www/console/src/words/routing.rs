//! What becomes of a conversation by what is chosen, in sentences that follow what is typed.

use wire::settings::{Assignment, WhenMissed};

use super::figures::span;
use crate::say;
use crate::store::form::Routing;

/// As far as it can be read.
#[must_use]
pub fn course(form: &Routing) -> Vec<String> {
    let begins = match form.assignment {
        Assignment::Manual => say!("A new conversation calls every agent who is online and takes it."),
        Assignment::Automatic => say!("A new conversation calls the agent whom it was given to."),
    };
    let late = form.overflow().map(|seconds| {
        say!(
            "After {span} without an answer it also calls invisible agents who asked for that.",
            span = span(seconds)
        )
    });
    let missed = form.missed().map(|seconds| match form.when_missed {
        WhenMissed::Nothing => {
            say!("After {span} without an answer it is missed: the visitor is told so.", span = span(seconds))
        }
        WhenMissed::Invisible => say!(
            "After {span} without an answer it is missed: the visitor is told so, and the agent who had it is set invisible.",
            span = span(seconds)
        ),
    });
    [Some(begins.to_owned()), late, missed].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::settings::Settings;
    use wire::{Name, WhenNobody};

    #[test]
    fn s7_s14_the_sentences_follow_what_is_typed() {
        let settings = Settings::new(Name::parse("Shop").expect("a name"), WhenNobody::Messaging, Vec::new());
        let mut form = Routing::of(&settings);
        assert!(course(&form)[1].starts_with("After 1 min ") && course(&form)[2].starts_with("After 5 min "));
        form.overflow_after = "90".to_owned();
        form.missed_after = "7200".to_owned();
        form.when_missed = WhenMissed::Invisible;
        assert!(course(&form)[1].starts_with("After 1 min 30 s "));
        assert!(
            course(&form)[2].starts_with("After 2 h ") && course(&form)[2].ends_with("is set invisible.")
        );
        form.missed_after = "soon".to_owned();
        assert_eq!(course(&form).len(), 2, "what cannot be read is not told");
    }
}
