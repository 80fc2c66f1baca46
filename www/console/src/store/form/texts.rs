//! What visitors read, by their language (Y2), as it is edited.

use wire::Language;
use wire::about::{Label, Passed, Value};
use wire::question::{MOST_TEXTS, OTHERS, TEXTS, text_name};
use wire::settings::{Settings, SettingsPatch};
use wire::text::characters;

use crate::say;

/// The texts in one language, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanguageForm {
    /// Empty for every other one.
    pub language: String,
    /// In the order of [`TEXTS`]; empty for what the widget says by itself.
    pub texts: [String; TEXTS.len()],
}

impl LanguageForm {
    /// As the settings name it.
    #[must_use]
    pub fn language(&self) -> Option<String> {
        let typed = self.language.trim();
        if typed.is_empty() {
            return Some(OTHERS.to_owned());
        }
        Language::parse(typed).ok().map(Into::into)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextsForm {
    pub list: Vec<LanguageForm>,
}

impl TextsForm {
    /// The most languages: more do not fit into what is saved at once.
    pub const MOST: usize = 20;
    /// What a new one is for, as long as that is not there yet.
    const LIKELY: [&str; 5] = ["", "en", "de", "fr", "es"];

    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let mut list: Vec<LanguageForm> = Vec::new();
        for (label, text) in settings.texts.iter() {
            let Some((language, name, _)) = text_name(label.as_str()) else { continue };
            let language = if language == OTHERS { "" } else { language };
            let at = list.iter().position(|form| form.language == language).unwrap_or_else(|| {
                list.push(LanguageForm { language: language.to_owned(), ..LanguageForm::default() });
                list.len() - 1
            });
            if let Some(place) = TEXTS.iter().position(|(known, _)| *known == name) {
                text.as_str().clone_into(&mut list[at].texts[place]);
            }
        }
        Self { list }
    }

    pub fn add(&mut self) {
        let is_free = |language: &&str| self.list.iter().all(|form| form.language.trim() != *language);
        let language = Self::LIKELY.into_iter().find(is_free).unwrap_or_default().to_owned();
        self.list.push(LanguageForm { language, ..LanguageForm::default() });
    }

    #[must_use]
    pub fn language_problem(&self, at: usize) -> Option<&'static str> {
        let Some(language) = self.list.get(at)?.language() else {
            return Some(say!("Write a language such as de or pt-br, or nothing for every other one."));
        };
        let is_taken = self.list[..at].iter().any(|other| other.language().as_ref() == Some(&language));
        is_taken.then_some(say!("This language stands here already."))
    }

    #[must_use]
    pub fn text_problem(&self, at: usize, place: usize) -> Option<String> {
        let text = self.list.get(at)?.texts.get(place)?;
        let most = TEXTS.get(place)?.1;
        (characters(text.trim()) > most)
            .then(|| say!("The text is longer than {most} characters.", most = most))
    }

    /// What is wrong with all of it, where each by itself is fine.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        let all =
            self.list.iter().flat_map(|form| &form.texts).map(|text| characters(text.trim())).sum::<usize>();
        (all > MOST_TEXTS).then_some(say!("All texts together have 6,000 characters at most."))
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.texts().is_some()
    }

    /// Those that are there; nothing where something is wrong.
    #[must_use]
    pub fn texts(&self) -> Option<Passed> {
        let mut all = Vec::new();
        for (at, form) in self.list.iter().enumerate() {
            if self.language_problem(at).is_some() {
                return None;
            }
            let language = form.language()?;
            for (place, ((name, _), text)) in TEXTS.iter().zip(&form.texts).enumerate() {
                if self.text_problem(at, place).is_some() {
                    return None;
                }
                if !text.trim().is_empty() {
                    let label = Label::parse(format!("{language}.{name}")).ok()?;
                    all.push((label, Value::parse(text.as_str()).ok()?));
                }
            }
        }
        self.problem().is_none().then(|| all.into_iter().collect())
    }

    #[must_use]
    pub fn patch(&self, settings: &Settings) -> Option<SettingsPatch> {
        let texts = self.texts()?;
        (texts != settings.texts).then(|| SettingsPatch { texts: Some(texts), ..SettingsPatch::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Name, WhenNobody};

    fn settings() -> Settings {
        Settings::new(Name::parse("Shop").expect("a name"), WhenNobody::Messaging, Vec::new())
    }

    #[test]
    fn y2_texts_are_typed_by_language_and_come_back() {
        let mut settings = settings();
        let mut form = TextsForm::of(&settings);
        assert_eq!(form.patch(&settings), None);
        form.add();
        form.add();
        assert_eq!((form.list[0].language.as_str(), form.list[1].language.as_str()), ("", "en"));
        assert_eq!(form.patch(&settings), None, "a language without a text is no change");
        form.list[0].texts[2] = "Hello!".to_owned();
        form.list[1].language = " DE ".to_owned();
        form.list[1].texts[0] = " Frag uns ".to_owned();
        let texts = form.patch(&settings).and_then(|patch| patch.texts).expect("a change");
        let all: Vec<_> = texts.iter().map(|(label, text)| format!("{label}={text}")).collect();
        assert_eq!(all, ["*.empty_live=Hello!", "de.launcher=Frag uns"]);
        settings.texts = texts;
        let again = TextsForm::of(&settings);
        assert_eq!(again.patch(&settings), None);
        assert_eq!((again.list[0].language.as_str(), again.list[1].language.as_str()), ("", "de"));
        form.list.remove(1);
        let texts = form.patch(&settings).and_then(|patch| patch.texts).expect("a change");
        assert_eq!(texts.len(), 1, "what is deleted goes");
    }

    #[test]
    fn y2_what_the_edge_would_refuse_is_said_beside_its_field() {
        let mut form = TextsForm::default();
        form.add();
        form.add();
        for bad in ["", "german!"] {
            form.list[1].language = bad.to_owned();
            assert!(form.language_problem(1).is_some() && !form.is_valid(), "{bad}");
        }
        form.list[1].language = "fr".to_owned();
        assert!(form.is_valid());
        for (place, (name, most)) in TEXTS.iter().enumerate() {
            form.list[1].texts[place] = "é".repeat(*most);
            assert!(form.text_problem(1, place).is_none() && form.is_valid(), "{name}");
            form.list[1].texts[place].push('é');
            assert!(form.text_problem(1, place).is_some() && !form.is_valid(), "{name}");
            form.list[1].texts[place].clear();
        }
        form.list = (0..10)
            .map(|at| LanguageForm {
                language: format!("a{}", char::from(b'a' + at)),
                texts: TEXTS.map(|(_, most)| "x".repeat(most)),
            })
            .collect();
        assert!(form.problem().is_some() && !form.is_valid(), "9,500 in all");
    }
}
