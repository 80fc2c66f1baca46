//! What visitors are asked before their first message, and what they read: which of it is refused.

use wire::Name;
use wire::about::{Label, Passed, Value};
use wire::http::Code;
use wire::question::{MOST_TEXTS, Question, text_name};
use wire::text::characters;

use crate::desk::refuse;
use crate::settings::are_unique;
use crate::{Conversation, Desk, Effect};

impl Desk {
    /// Gives the conversation the visitor's name, if that was answered; tells whether all of it was asked. Which form the
    /// visitor had does not matter: somebody may have come or gone since. What is required, the page asks for: a
    /// message is worth more than its form.
    pub(crate) fn answered(
        &self,
        conversation: &mut Conversation,
        answers: &Passed,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let settings = &self.settings;
        let asked = |label: &Label, value: &Value| {
            let all = settings.questions_live.iter().chain(&settings.questions_messaging);
            let mut those = all.filter(|question| question.ask == *label);
            those.any(|question| question.options.is_empty() || question.options.contains(value))
        };
        if !answers.iter().all(|(label, value)| asked(label, value)) {
            refuse(
                effects,
                Code::Unasked,
                "The site asks other questions now. Retry sends the message without the answers.",
            );
            return false;
        }
        let name = answers.get(Question::NAME).and_then(|name| Name::parse(name.as_str()).ok());
        if !conversation.is_named && name.is_some() {
            conversation.name = name;
        }
        true
    }
}

pub(crate) fn check_questions(questions: &[Question]) -> Result<(), &'static str> {
    if questions.len() > Question::MOST {
        return Err("A form has 8 questions at most.");
    }
    if !are_unique(questions.iter().map(|question| question.ask.as_str())) {
        return Err("A form asks each question once.");
    }
    for question in questions {
        let Question { ask, options, .. } = question;
        let is_own = ![Question::NAME, Question::EMAIL].contains(&ask.as_str());
        if options.len() == 1 || options.len() > Question::MOST_OPTIONS || !(is_own || options.is_empty()) {
            return Err("A choice is one of 2 to 20; name and e-mail are none.");
        }
        if !are_unique(options.iter().map(Value::as_str)) {
            return Err("A choice has the same twice.");
        }
    }
    Ok(())
}

pub(crate) fn check_texts(texts: &Passed) -> Result<(), &'static str> {
    let mut all = 0;
    for (label, text) in texts.iter() {
        let Some((_, _, most)) = text_name(label.as_str()) else {
            return Err("There is no text by this name: it is one such as de.title_live, or *.title_live.");
        };
        let length = characters(text.as_str());
        if length > most {
            return Err("A launcher has 30 characters at most, a title 60.");
        }
        all += length;
    }
    if all > MOST_TEXTS { Err("All texts together have 6,000 characters at most.") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(ask: &str, options: &[&str]) -> Question {
        Question {
            ask: Label::parse(ask).expect("a question"),
            required: true,
            options: options.iter().map(|option| Value::parse(*option).expect("an option")).collect(),
        }
    }

    fn texts(all: &[(&str, &str)]) -> Passed {
        let text = |(label, text): &(&str, &str)| {
            (Label::parse(*label).expect("a label"), Value::parse(*text).expect("a text"))
        };
        all.iter().map(text).collect()
    }

    #[test]
    fn y3_a_form_asks_few_things_once() {
        let fine =
            [question("name", &[]), question("email", &[]), question("Which lamp?", &["Oak", "Walnut"])];
        assert_eq!(check_questions(&fine), Ok(()));
        let many: Vec<_> = (0..9).map(|at| question(&at.to_string(), &[])).collect();
        let options: Vec<String> = (0..21).map(|at| at.to_string()).collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        for bad in [
            &many[..],
            &[question("A", &[]), question("A", &[])],
            &[question("A", &["one"])],
            &[question("A", &["one", "one"])],
            &[question("A", &options)],
            &[question("name", &["Ada", "Bob"])],
        ] {
            assert!(check_questions(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn y2_texts_are_known_and_bounded() {
        let long = "x".repeat(200);
        assert_eq!(check_texts(&texts(&[("de.launcher", "Frag uns"), ("*.empty_live", &long)])), Ok(()));
        let many: Vec<String> = (0..31).map(|at| format!("a{at}.empty_live")).collect();
        let many: Vec<_> = many.iter().map(|label| (label.as_str(), long.as_str())).collect();
        for bad in [
            &[("de.send", "Los")][..],
            &[("launcher", "Frag uns")],
            &[("DE.launcher", "Frag uns")],
            &[("de.launcher", &long[..31])],
            &[("de.title_messaging", &long[..61])],
            &many,
        ] {
            assert!(check_texts(&texts(bad)).is_err(), "{bad:?}");
        }
    }
}
