//! What the edge says in English sentences: refusals, reasons, what became of mails. Each is a key of the
//! languages as it stands in the edge's sources (a test reads them there); one that is not known is shown as it is.

use wire::Invalid;
use wire::http::{Code, Problem};

use crate::say;
use crate::tongue::{Piece, fill, known, pieces};

/// Those with something in between.
const WITH_VALUES: [&str; 5] = [
    r"{one} is online.",
    r"{one} and {two} are online.",
    r"{one}, {two} and {n} more are online.",
    r"Takes no more newcomers: {load} open conversations of {most}.",
    r"This is not what is expected here: {text}.",
];

/// A sentence in the language of the console.
#[must_use]
pub fn said(text: &str) -> String {
    if let Some(text) = known(text) {
        return text.to_owned();
    }
    let with_values = |pattern: &&str| {
        let (translated, values) = (known(pattern)?, read(text, pattern)?);
        let values: Vec<_> =
            values.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
        Some(fill(translated, &values))
    };
    WITH_VALUES.iter().find_map(with_values).unwrap_or_else(|| text.to_owned())
}

/// What stands at the places of a pattern, if a text is of its form.
fn read<'a>(text: &'a str, pattern: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut rest = text;
    let mut open = None;
    let mut values = Vec::new();
    for piece in pieces(pattern) {
        match (piece, open) {
            (Piece::Place(name), _) => open = Some(name),
            (Piece::Words(words), None) => rest = rest.strip_prefix(words)?,
            (Piece::Words(words), Some(name)) => {
                let (value, after) = rest.split_once(words)?;
                values.push((name, value));
                (rest, open) = (after, None);
            }
        }
    }
    rest.is_empty().then_some(values)
}

/// Why something was refused; with the number of an error that only the operator can look into.
#[must_use]
pub fn problem(problem: &Problem) -> String {
    let said = said(&problem.message);
    if problem.code == Code::Internal {
        return say!("{what} (Error {id})", what = said, id = problem.id);
    }
    said
}

/// Why a text is not taken.
#[must_use]
pub fn invalid(invalid: &Invalid) -> String {
    match invalid {
        Invalid::Empty => say!("The text is empty.").to_owned(),
        Invalid::TooLong(most) => say!("The text is longer than {most} characters.", most = most),
        Invalid::Form(_) => said(&invalid.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tongue::{Manner, Tongue, speak};

    #[test]
    fn a3_what_the_edge_says_is_said_in_the_language_if_it_is_known() {
        let file = r#"{
            "There is no such agent.": "Es gibt diese Person nicht.",
            "{one} and {two} are online.": "{one} und {two} sind online.",
            "Takes no more newcomers: {load} open conversations of {most}.": "Voll: {load} von {most}."
        }"#;
        assert_eq!(said("There is no such agent."), "There is no such agent.");
        speak(Tongue::read(Some(file), Manner::ENGLISH).expect("a file"));
        for (text, wanted) in [
            ("There is no such agent.", "Es gibt diese Person nicht."),
            ("Ada and Bob are online.", "Ada und Bob sind online."),
            ("Takes no more newcomers: 3 open conversations of 3.", "Voll: 3 von 3."),
            ("Ada and Bob are offline.", "Ada and Bob are offline."),
            ("Something newer.", "Something newer."),
        ] {
            assert_eq!(said(text), wanted);
        }
    }
}
