//! What visitors are asked before their first message (Y3), as it is edited.

use wire::about::{Label, Value};
use wire::question::Question;
use wire::settings::{Settings, SettingsPatch};

use crate::say;

/// What kind of answer a question wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    Name,
    Email,
    #[default]
    Text,
    Choice,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Text, Self::Choice];

    /// Whether the site words the question; the others are asked in the visitor's language.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(self, Self::Text | Self::Choice)
    }
}

/// A question, as typed. What belongs to another kind than the chosen one stays, in case that is chosen again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionForm {
    pub kind: Kind,
    pub ask: String,
    pub required: bool,
    /// One a line.
    pub options: String,
}

impl QuestionForm {
    fn of(question: &Question) -> Self {
        let Question { ask, required, options } = question;
        let kind = match ask.as_str() {
            Question::NAME => Kind::Name,
            Question::EMAIL => Kind::Email,
            _ if options.is_empty() => Kind::Text,
            _ => Kind::Choice,
        };
        Self {
            kind,
            ask: if kind.is_own() { ask.to_string() } else { String::new() },
            required: *required,
            options: options.iter().map(Value::as_str).collect::<Vec<_>>().join("\n"),
        }
    }

    fn ask(&self) -> Option<Label> {
        match self.kind {
            Kind::Name => Label::parse(Question::NAME).ok(),
            Kind::Email => Label::parse(Question::EMAIL).ok(),
            // These words would ask for something else.
            Kind::Text | Kind::Choice => Label::parse(self.ask.as_str())
                .ok()
                .filter(|ask| ![Question::NAME, Question::EMAIL].contains(&ask.as_str())),
        }
    }

    fn options(&self) -> Option<Vec<Value>> {
        if self.kind != Kind::Choice {
            return Some(Vec::new());
        }
        let lines = self.options.lines().filter(|line| !line.trim().is_empty());
        let options = lines.map(|line| Value::parse(line).ok()).collect::<Option<Vec<_>>>()?;
        let is_twice = options.iter().enumerate().any(|(at, option)| options[..at].contains(option));
        ((2..=Question::MOST_OPTIONS).contains(&options.len()) && !is_twice).then_some(options)
    }

    #[must_use]
    pub fn options_problem(&self) -> Option<String> {
        self.options()
            .is_none()
            .then(|| say!("Write 2 to {n} different answers, one a line.", n = Question::MOST_OPTIONS))
    }
}

/// One of the two forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskForm {
    pub list: Vec<QuestionForm>,
}

impl AskForm {
    #[must_use]
    pub fn of(questions: &[Question]) -> Self {
        Self { list: questions.iter().map(QuestionForm::of).collect() }
    }

    /// One more: what most sites ask first.
    pub fn add(&mut self) {
        let is_free = |kind: &Kind| self.list.iter().all(|form| form.kind != *kind);
        let kind = [Kind::Name, Kind::Email].into_iter().find(is_free).unwrap_or_default();
        self.list.push(QuestionForm { kind, ..QuestionForm::default() });
    }

    /// Puts a question at the place of its neighbour.
    pub fn swap(&mut self, at: usize, with: usize) {
        if at.max(with) < self.list.len() {
            self.list.swap(at, with);
        }
    }

    #[must_use]
    pub fn ask_problem(&self, at: usize) -> Option<&'static str> {
        let Some(ask) = self.list.get(at)?.ask() else {
            return Some(say!("Write the question, 80 characters at most."));
        };
        let is_taken = self.list[..at].iter().any(|other| other.ask().as_ref() == Some(&ask));
        is_taken.then_some(say!("This is asked already."))
    }

    /// Nothing where something is wrong with it.
    fn question(&self, at: usize) -> Option<Question> {
        let form = self.list.get(at).filter(|_| self.ask_problem(at).is_none())?;
        Some(Question { ask: form.ask()?, required: form.required, options: form.options()? })
    }

    /// Nothing where something is wrong.
    #[must_use]
    pub fn questions(&self) -> Option<Vec<Question>> {
        let questions: Option<Vec<_>> = (0..self.list.len()).map(|at| self.question(at)).collect();
        questions.filter(|questions| questions.len() <= Question::MOST)
    }

    /// Those with which nothing is wrong.
    #[must_use]
    pub fn fine(&self) -> Vec<Question> {
        (0..self.list.len()).filter_map(|at| self.question(at)).collect()
    }
}

/// Both forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionsForm {
    /// While somebody is in, and while nobody is.
    pub forms: [AskForm; 2],
}

impl QuestionsForm {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self { forms: [&settings.questions_live, &settings.questions_messaging].map(|all| AskForm::of(all)) }
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.forms.iter().all(|form| form.questions().is_some())
    }

    #[must_use]
    pub fn patch(&self, settings: &Settings) -> Option<SettingsPatch> {
        let [live, messaging] = &self.forms;
        let (live, messaging) = (live.questions()?, messaging.questions()?);
        let patch = SettingsPatch {
            questions_live: (live != settings.questions_live).then_some(live),
            questions_messaging: (messaging != settings.questions_messaging).then_some(messaging),
            ..SettingsPatch::default()
        };
        (patch != SettingsPatch::default()).then_some(patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Name, WhenNobody};

    fn own(kind: Kind, ask: &str, options: &str) -> QuestionForm {
        QuestionForm { kind, ask: ask.to_owned(), options: options.to_owned(), required: true }
    }

    #[test]
    fn y3_questions_are_typed_checked_and_saved() {
        let mut settings =
            Settings::new(Name::parse("Shop").expect("a name"), WhenNobody::Messaging, Vec::new());
        let mut form = QuestionsForm::of(&settings);
        assert_eq!(form.patch(&settings), None);
        form.forms[0].list =
            vec![own(Kind::Name, "", ""), own(Kind::Choice, "Which lamp?", "Oak\n\n Walnut ")];
        form.forms[1].list = vec![own(Kind::Email, "kept", "kept"), own(Kind::Text, "Order number", "kept")];
        let patch = form.patch(&settings).expect("a change");
        settings.questions_live = patch.questions_live.expect("questions");
        settings.questions_messaging = patch.questions_messaging.expect("questions");
        let options: Vec<_> = settings.questions_live[1].options.iter().map(Value::as_str).collect();
        assert_eq!(options, ["Oak", "Walnut"]);
        assert_eq!(settings.questions_messaging[0].ask.as_str(), "email");
        assert!(settings.questions_messaging.iter().all(|question| question.options.is_empty()));
        assert_eq!(QuestionsForm::of(&settings).patch(&settings), None);
        form.forms[0].swap(1, 0);
        form.forms[0].swap(1, 2);
        let live = form.patch(&settings).and_then(|patch| patch.questions_live).expect("another order");
        assert_eq!(live.iter().map(|one| one.ask.as_str()).collect::<Vec<_>>(), ["Which lamp?", "name"]);
        form.forms[0].list.clear();
        let patch = form.patch(&settings).expect("a change");
        assert_eq!((patch.questions_live, patch.questions_messaging), (Some(Vec::new()), None));
    }

    #[test]
    fn y3_what_the_edge_would_refuse_is_said_beside_its_field() {
        let mut form = AskForm::default();
        form.add();
        form.add();
        assert_eq!(form.list.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::Name, Kind::Email]);
        assert!(form.questions().is_some());
        form.add();
        let long = "x".repeat(81);
        for bad in [
            own(Kind::Text, " ", ""),
            own(Kind::Text, "name", ""),
            own(Kind::Text, &long, ""),
            own(Kind::Name, "", ""),
        ] {
            form.list[2] = bad;
            assert!(form.ask_problem(2).is_some() && form.questions().is_none(), "{form:?}");
        }
        let many: Vec<_> = (0..=Question::MOST_OPTIONS).map(|at| at.to_string()).collect();
        for options in ["", "Oak", "Oak\nOak", &many.join("\n"), &"x".repeat(201)] {
            form.list[2] = own(Kind::Choice, "Which lamp?", options);
            assert!(form.list[2].options_problem().is_some() && form.questions().is_none(), "{options}");
        }
        form.list = (0..=Question::MOST).map(|at| own(Kind::Text, &at.to_string(), "")).collect();
        assert!(form.questions().is_none(), "more than 8");
    }
}
