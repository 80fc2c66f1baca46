//! What a visitor would see of what is being typed: the widget as the settings would be, before they are saved.

use std::collections::{BTreeMap, BTreeSet};

use paint::paint;
use serde::Serialize;
use wire::about::Passed;
use wire::mail::VisitorMail;
use wire::question::{Question, TEXTS};
use wire::settings::{Choice, Settings};
use wire::{Mode, Timestamp, WhenNobody};

use super::form::{Groups, LookForm, QuestionsForm, TextsForm};

/// The forms as they stand, and what else of the site a visitor sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts {
    pub saved: Settings,
    pub look: LookForm,
    pub texts: TextsForm,
    pub questions: QuestionsForm,
    pub when_nobody: WhenNobody,
    pub groups: Groups,
    pub visitor_mail: VisitorMail,
    /// When the hours open next; nothing where there are none, or while they are open.
    pub back_at: Option<Timestamp>,
}

/// The languages that the widget speaks by itself.
pub const LANGUAGES: [&str; 25] = [
    "ar", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hu", "it", "ja", "ko", "nb", "nl",
    "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh",
];

impl TextsForm {
    /// The languages that there is something to be seen in: the widget's own and those with texts.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        let typed = self.list.iter().filter_map(super::form::texts::LanguageForm::language);
        let all: BTreeSet<String> = LANGUAGES.map(str::to_owned).into_iter().chain(typed).collect();
        all.into_iter().collect()
    }
}

/// Before which eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Somebody is in.
    pub is_live: bool,
    pub is_open: bool,
    /// The visitor's system is dark.
    pub is_dark: bool,
    /// The language of the page or the browser.
    pub language: String,
    /// A message that comes by itself.
    pub said: Option<String>,
}

/// For `visitor.ts`, which draws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    mode: Mode,
    open: bool,
    dark: bool,
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    css: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<String>,
    texts: BTreeMap<&'static str, String>,
    questions: Vec<Question>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<Choice>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    no_mail: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    back_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<(String, String)>,
}

impl Drafts {
    /// What a newcomer sees; nothing where the widget is hidden.
    #[must_use]
    pub fn newcomer(&self, scene: &Scene) -> Option<Shown> {
        (scene.is_live || self.when_nobody == WhenNobody::Messaging).then(|| self.shown(scene))
    }

    /// What a visitor who has a conversation would see, even where newcomers see nothing.
    #[must_use]
    pub fn shown(&self, scene: &Scene) -> Shown {
        let Scene { is_live, is_open, is_dark, language, said } = scene;
        let paint = paint(&self.look.style_over(&self.saved.style), &Passed::default()).unwrap_or_default();
        let [live, messaging] = &self.questions.forms;
        let questions = if *is_live { live.fine() } else { messaging.fine() };
        Shown {
            mode: if *is_live { Mode::Live } else { Mode::Messaging },
            open: *is_open,
            dark: *is_dark,
            language: language.clone(),
            css: Some(paint.css).filter(|css| !css.is_empty()),
            icon: paint.icon,
            label: self.texts.said_in(language, "launcher"),
            consent: self.texts.said_in(language, "consent"),
            texts: self.texts.read_in(language),
            questions,
            groups: self.groups.offered(),
            no_mail: self.visitor_mail == VisitorMail::Nothing,
            back_at: self.back_at.filter(|_| !is_live),
            said: said.clone().map(|text| (self.saved.name.to_string(), text)),
        }
    }
}

/// The tags under which a visitor of this language looks: the loader's `speak` does the same.
fn tags(language: &str) -> [&str; 3] {
    [language, language.split('-').next().unwrap_or(language), wire::question::OTHERS]
}

/// What is read in a language of its own.
const APART: [&str; 2] = ["launcher", "consent"];

impl TextsForm {
    /// What is said in the first language that has it, whichever has the rest: beside the launcher's icon, and above the
    /// first message.
    fn said_in(&self, language: &str, name: &str) -> Option<String> {
        let place = TEXTS.iter().position(|(known, _)| *known == name)?;
        let label = |tag: &str| {
            let one = self.list.iter().find(|one| one.language().as_deref() == Some(tag))?;
            Some(one.texts[place].trim().to_owned()).filter(|text| !text.is_empty())
        };
        tags(language).into_iter().find_map(label)
    }

    /// What is said in the site's own words: all of it in one language, as the widget takes it.
    fn read_in(&self, language: &str) -> BTreeMap<&'static str, String> {
        let said = |tag: &str| {
            let one = self.list.iter().find(|one| one.language().as_deref() == Some(tag))?;
            one.texts.iter().any(|text| !text.trim().is_empty()).then_some(one)
        };
        let Some(one) = tags(language).into_iter().find_map(said) else { return BTreeMap::new() };
        let texts =
            TEXTS.iter().map(|(name, _)| *name).zip(one.texts.iter().map(|text| text.trim().to_owned()));
        let own = |(name, text): &(&str, String)| !APART.contains(name) && !text.is_empty();
        texts.filter(own).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::form::questions::{Kind, QuestionForm};
    use crate::store::form::texts::LanguageForm;
    use wire::Name;

    fn drafts() -> Drafts {
        let saved = Settings::new(Name::parse("Shop").expect("a name"), WhenNobody::Messaging, Vec::new());
        Drafts {
            look: LookForm::of(&saved),
            texts: TextsForm::of(&saved),
            questions: QuestionsForm::of(&saved),
            when_nobody: saved.when_nobody,
            groups: Groups::of(&saved),
            visitor_mail: saved.visitor_mail,
            back_at: None,
            saved,
        }
    }

    fn scene(is_live: bool, language: &str) -> Scene {
        Scene { is_live, is_open: true, is_dark: false, language: language.to_owned(), said: None }
    }

    #[test]
    fn y4_the_look_is_shown_as_far_as_it_can_be_read() {
        let mut drafts = drafts();
        assert_eq!(drafts.shown(&scene(true, "en")).css, None, "as with a new site");
        drafts.look.color = "#2266ee".to_owned();
        drafts.look.size = "6".to_owned();
        let css = drafts.shown(&scene(true, "en")).css.expect("a sheet");
        assert!(css.contains("--accent:#2266ee") && !css.contains("--size"), "{css}");
        drafts.look.size = "64".to_owned();
        drafts.look.color = "#2266e".to_owned();
        let css = drafts.shown(&scene(true, "en")).css.expect("a sheet");
        assert!(css.contains("--size:64px") && !css.contains("--accent"), "{css}");
    }

    #[test]
    fn y4_a_visitor_reads_one_language_and_the_launcher_its_own() {
        let mut drafts = drafts();
        let text = |language: &str, place: usize, text: &str| {
            let mut form = LanguageForm { language: language.to_owned(), ..LanguageForm::default() };
            form.texts[place] = text.to_owned();
            form
        };
        drafts.texts.list = vec![text("", 0, "Ask us"), text("de", 1, " Frag uns! "), text("de-at", 1, " ")];
        drafts.texts.list[0].texts[6] = "See https://shop.example/privacy".to_owned();
        let shown = drafts.shown(&scene(true, "de-at"));
        assert_eq!(shown.label.as_deref(), Some("Ask us"));
        assert_eq!(
            shown.consent.as_deref(),
            Some("See https://shop.example/privacy"),
            "whoever reads the rest"
        );
        assert_eq!(shown.texts.into_iter().collect::<Vec<_>>(), [("title_live", "Frag uns!".to_owned())]);
        assert!(drafts.shown(&scene(true, "fr")).texts.is_empty());
    }

    #[test]
    fn y4_there_is_something_to_be_seen_in_each_language_of_the_widget() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../widget/locales");
        let files = std::fs::read_dir(folder).expect("the folder").map(|file| file.expect("a file").path());
        let json = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
        let tags: BTreeSet<_> = json.map(|path| path.file_stem().expect("a name").to_owned()).collect();
        assert_eq!(tags, LANGUAGES.map(Into::into).into());
        let mut form = TextsForm::default();
        form.add();
        form.list.push(LanguageForm { language: "PT-br".to_owned(), ..LanguageForm::default() });
        let languages = form.languages();
        assert_eq!((languages[0].as_str(), languages.len()), ("*", LANGUAGES.len() + 2));
        assert!(languages.contains(&"pt-br".to_owned()));
    }

    #[test]
    fn y4_what_is_asked_follows_who_is_in_and_a_question_that_is_none_is_left_out() {
        let mut drafts = drafts();
        let own =
            |ask: &str| QuestionForm { kind: Kind::Text, ask: ask.to_owned(), ..QuestionForm::default() };
        drafts.questions.forms[0].list = vec![own("Order number"), own(""), own("Order number")];
        drafts.questions.forms[1].add();
        let asked = |is_live| {
            let questions = drafts.shown(&scene(is_live, "en")).questions;
            questions.iter().map(|one| one.ask.to_string()).collect::<Vec<_>>().join(", ")
        };
        assert_eq!((asked(true).as_str(), asked(false).as_str()), ("Order number", "name"));
    }

    #[test]
    fn y4_a_group_that_could_be_saved_is_offered_where_visitors_are_asked() {
        let mut drafts = drafts();
        for name in ["Sales", "Support", "Board", ""] {
            drafts.groups.add();
            let last = drafts.groups.list.len() - 1;
            drafts.groups.rename(last, name.to_owned());
        }
        drafts.groups.list[2].is_private = true;
        let offered = |drafts: &Drafts| {
            let groups = drafts.shown(&scene(true, "en")).groups;
            groups.iter().map(|group| group.name.to_string()).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(offered(&drafts), "");
        drafts.groups.asks = true;
        assert_eq!(offered(&drafts), "Sales, Support");
    }

    #[test]
    fn y4_when_somebody_is_back_is_said_while_nobody_is_in() {
        let drafts = Drafts { back_at: Some(Timestamp(9)), ..drafts() };
        assert_eq!(drafts.shown(&scene(true, "en")).back_at, None);
        assert_eq!(drafts.shown(&scene(false, "en")).back_at, Some(Timestamp(9)));
    }

    #[test]
    fn y4_where_it_is_hidden_a_newcomer_sees_nothing_while_nobody_is_in() {
        let mut drafts = drafts();
        assert!(drafts.newcomer(&scene(false, "en")).is_some());
        drafts.when_nobody = WhenNobody::Hidden;
        assert_eq!(drafts.newcomer(&scene(false, "en")), None);
        assert!(drafts.newcomer(&scene(true, "en")).is_some());
        let json = serde_json::to_string(&drafts.shown(&scene(false, "en"))).expect("JSON");
        assert_eq!(
            json,
            r#"{"mode":"messaging","open":true,"dark":false,"language":"en","texts":{},"questions":[]}"#
        );
    }
}
