//! What visitors are asked before their first message, and what they read in which language.

use serde::{Deserialize, Serialize};

use crate::Language;
use crate::about::{Label, Value};

/// One question of the form before the first message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked, as visitors read it. [`Question::NAME`] and [`Question::EMAIL`] ask for these, in the words of
    /// the visitor's language.
    pub ask: Label,
    /// Whether the page lets nobody write without an answer.
    #[serde(default)]
    pub required: bool,
    /// What there is to choose from; empty for a text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Value>,
}

impl Question {
    /// Asks for the visitor's name.
    pub const NAME: &'static str = "name";
    /// Asks for the visitor's address.
    pub const EMAIL: &'static str = "email";
    /// The most in one form.
    pub const MOST: usize = 8;
    /// The most to choose from.
    pub const MOST_OPTIONS: usize = 20;
}

/// What of the widget's texts a site may say in its own words, each with its most characters. The first stands on the
/// launcher; the others bear the names of `widget/locales`, but for the last one, which stands above the first message
/// (Y5) and which the widget does not say by itself.
pub const TEXTS: [(&str, usize); 7] = [
    ("launcher", 30),
    ("title_live", 60),
    ("empty_live", 200),
    ("title_messaging", 60),
    ("status_messaging", 200),
    ("empty_messaging", 200),
    ("consent", 200),
];
/// The most characters in all of them: they travel in one body.
pub const MOST_TEXTS: usize = 6_000;
/// The language of [`crate::settings::Settings::texts`] that stands for every other one.
pub const OTHERS: &str = "*";

/// The name of a text and its language, of `LANGUAGE.NAME`; nothing where there is no such text.
#[must_use]
pub fn text_name(label: &str) -> Option<(&str, &'static str, usize)> {
    let (language, name) = label.split_once('.')?;
    let (name, most) = TEXTS.iter().find(|(known, _)| *known == name)?;
    (language == OTHERS || Language::parse(language).is_ok_and(|parsed| parsed.as_str() == language))
        .then_some((language, *name, *most))
}
