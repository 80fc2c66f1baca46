//! What is known of a visitor, beside the conversation: what the visitor's page tells, and what the team says.
//! None of it is an identity, but for what the site vouched for (K).

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::hours::Zone;
use crate::identity::PersonId;
use crate::rating::Rating;
use crate::text::{Invalid, checked, one_line};
use crate::visitor::State;
use crate::{ConversationId, Language, Page, Timestamp};

checked! {
    /// What a page is called: 1 to 200 characters on one line; what is longer is cut.
    Title,
    |text| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid::Form("a title on one line"));
        }
        Ok(text.chars().take(200).collect())
    }
}

checked! {
    /// What a page calls something that it passes, and what a site asks: 1 to 80 characters on one line.
    Label,
    |text| one_line(&text, 80, "a text on one line")
}

checked! {
    /// What a page passes: 1 to 200 characters on one line. A number or a yes or no is written as a text.
    Value,
    |text| one_line(&text, 200, "a text on one line")
}

/// Texts by their labels, in their order; 120 at most. What a page passes of the visitor is one, of [`PASSED`] at most:
/// `name` names the visitor, until an agent does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Passed(
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<Label, Value>"))]
    Vec<(Label, Value)>,
);

/// The most that a page passes.
pub const PASSED: usize = 20;
/// The most texts in one object.
const MOST: usize = 120;

impl Passed {
    /// All of it.
    pub fn iter(&self) -> impl Iterator<Item = (&Label, &Value)> {
        self.0.iter().map(|(label, value)| (label, value))
    }

    /// The value under a label.
    #[must_use]
    pub fn get(&self, label: &str) -> Option<&Value> {
        self.iter().find(|(this, _)| this.as_str() == label).map(|(_, value)| value)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Nothing is passed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Label, Value)> for Passed {
    fn from_iter<I: IntoIterator<Item = (Label, Value)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl Serialize for Passed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

// By hand: a map of the standard library weighs 4 KB in the Worker.
impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Passed;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Passed, A::Error> {
                let mut passed = Passed::default();
                while let Some((label, value)) = map.next_entry::<Label, Value>()? {
                    passed.0.retain(|(this, _)| *this != label);
                    if passed.0.len() == MOST {
                        return Err(A::Error::custom("That is more than 120 values."));
                    }
                    passed.0.push((label, value));
                }
                Ok(passed)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// `POST …/look`: a visitor with an open conversation looks at a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Which page.
    pub page: Page,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// The browser's first language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The browser's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// What the site says of the visitor: anybody who can open the page's tools can change it.
    #[serde(default, skip_serializing_if = "Passed::is_empty")]
    pub passed: Passed,
}

/// A page that a visitor looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Viewed {
    /// Which one.
    pub page: Page,
    /// What it was called then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// Since when.
    pub at: Timestamp,
}

/// Pages that are kept of a conversation.
pub const PAGES: usize = 10;

/// What a visitor's pages told, as far as they did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct About {
    /// The browser's first language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The browser's zone. Whether there is one of this name is for whoever has the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// What the site passed last; not verified.
    #[serde(default, skip_serializing_if = "Passed::is_empty")]
    pub passed: Passed,
    /// What the visitor answered before the first message, by the questions (Y3).
    #[serde(default, skip_serializing_if = "Passed::is_empty")]
    pub answers: Passed,
    /// The last pages, newest first, [`PAGES`] at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Viewed>,
    /// What the site calls the visitor, where it vouched for who that is (K); name and address are its word then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// How the visitor found it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

/// Another conversation with the same address. Whose address it is nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Earlier {
    /// Which one.
    pub id: ConversationId,
    /// Open or closed.
    pub state: State,
    /// When its last message was stored.
    pub at: Timestamp,
    /// The beginning of that, [`crate::agent::EXCERPT`] characters at most.
    pub excerpt: String,
}

/// The most of [`Earlier`] in one answer.
pub const EARLIER: u32 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_passes_is_bounded() {
        let read = |text: &str| serde_json::from_str::<Passed>(text).map_err(|error| error.to_string());
        let passed = read(r#"{"plan": " pro ", "name": "Ada"}"#).expect("valid");
        let all: Vec<_> = passed.iter().map(|(label, value)| format!("{label}: {value}")).collect();
        assert_eq!(all, ["plan: pro", "name: Ada"], "in the order of the page");
        let many = |count: usize| {
            let all: Vec<_> = (0..count).map(|number| format!("\"{number}\":\"x\"")).collect();
            format!("{{{}}}", all.join(","))
        };
        assert!(read(&many(120)).is_ok());
        assert!(read(&many(121)).expect_err("too many").starts_with("That is more than 120 values."));
        for (label, value) in [("", "x"), ("x", ""), (&*"l".repeat(81), "x"), ("x", &*"v".repeat(201))] {
            assert!(read(&format!("{{\"{label}\":\"{value}\"}}")).is_err(), "{label}: {value}");
        }
        assert!(read(&format!("{{\"{}\":\"{}\"}}", "é".repeat(80), "é".repeat(200))).is_ok());
        assert!(read(r#"{"x":"two\nlines"}"#).is_err());
        assert!(read(r#"{"x":1}"#).is_err(), "the page makes texts of numbers");
    }

    #[test]
    fn a_title_is_cut_and_stands_on_one_line() {
        assert_eq!(Title::parse(" Lamps ").as_ref().map(Title::as_str), Ok("Lamps"));
        assert_eq!(Title::parse("é".repeat(500)).map(|title| title.as_str().chars().count()), Ok(200));
        assert!(Title::parse("two\nlines").is_err());
        assert_eq!(Title::parse("  "), Err(Invalid::Empty));
    }
}
