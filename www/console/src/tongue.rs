//! The language that the console speaks. English stands in the sources and is the key under which a file of
//! `locales/` has the same in another language: `say!("Closed by {who}", who = name)`, and where a number decides
//! about the words, `count!(n, "{n} message", "{n} messages")`. A text that a file lacks is said in English.
//!
//! What is known of a language beyond its texts is a [`Manner`]: `Intl` in a browser, English in tests.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use wire::hours::Date;

/// Says a text in the language of the console. With values it is a `String`, without a `&'static str`. Where one
/// word of English is several elsewhere, `say!("Closed", in "a list")` has the key `Closed (a list)`.
#[macro_export]
macro_rules! say {
    ($text:literal) => {
        $crate::tongue::text($text)
    };
    ($text:literal, in $context:literal) => {
        $crate::tongue::known(concat!($text, " (", $context, ")")).unwrap_or($text)
    };
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        match ($(&$value,)+) {
            ($($name,)+) => {
                // Has the compiler compare the names.
                if false {
                    drop(format!($text, $($name = $name),+));
                }
                $crate::tongue::fill($crate::tongue::text($text), &[$((stringify!($name), $name)),+])
            }
        }
    };
}

/// Says a text that follows a number, `{n}`: of one, and of any other. The latter is the key.
#[macro_export]
macro_rules! count {
    ($number:expr, $one:literal, $other:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::tongue::counted($crate::tongue::whole($number), $one, $other, &[$((stringify!($name), &$value)),*])
    };
}

/// How a date is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// "23 Nov".
    Short,
    /// "Mon 23 Nov".
    Weekday,
    /// "23 November".
    Long,
    /// "23 November 2026".
    Year,
}

/// What a language knows beyond its texts.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// The plural category of a number, as CLDR calls it: `one`, `few`, `other`.
    pub plural: fn(u64) -> String,
    /// A number with its groups of digits.
    pub number: fn(u64) -> String,
    pub date: fn(Date, Look) -> String,
    /// Tenths of a unit, as CLDR calls it: `kilobyte`, `megabyte`.
    pub measure: fn(u64, &'static str) -> String,
}

impl Manner {
    /// English, as it is written without a browser.
    pub const ENGLISH: Self = Self {
        plural: english::plural,
        number: english::number,
        date: english::date,
        measure: english::measure,
    };
}

/// A text, or one for each plural category.
#[derive(Debug)]
enum Text {
    One(String),
    Counted(BTreeMap<String, String>),
}

/// The texts of a language and its manner.
#[derive(Debug)]
pub struct Tongue {
    texts: BTreeMap<String, Text>,
    manner: Manner,
}

impl Tongue {
    /// Reads a file of `locales/`; without one it is English.
    ///
    /// # Errors
    /// When it is not JSON, or not of this form.
    pub fn read(json: Option<&str>, manner: Manner) -> Result<Self, serde_json::Error> {
        let texts = json.map(serde_json::from_str).transpose()?.unwrap_or_default();
        Ok(Self { texts, manner })
    }
}

static ENGLISH: Tongue = Tongue { texts: BTreeMap::new(), manner: Manner::ENGLISH };

thread_local! {
    /// For each thread its own, since tests speak several at once. A page has one thread.
    static SPOKEN: Cell<&'static Tongue> = const { Cell::new(&ENGLISH) };
}

/// Chooses the language, before anything is said. It stays for the life of the page: texts are borrowed from it.
pub fn speak(tongue: Tongue) {
    SPOKEN.set(Box::leak(Box::new(tongue)));
}

/// A text that came from elsewhere, such as the edge; nothing where it is not known, or in English.
#[must_use]
pub fn known(text: &str) -> Option<&'static str> {
    match SPOKEN.get().texts.get(text)? {
        Text::One(text) => Some(text),
        Text::Counted(_) => None,
    }
}

/// What `say!` says, with its names in braces still.
#[must_use]
pub fn text(english: &'static str) -> &'static str {
    known(english).unwrap_or(english)
}

/// What `count!` says.
#[must_use]
pub fn counted(n: u64, one: &'static str, other: &'static str, values: &[(&str, &dyn Display)]) -> String {
    let Tongue { texts, manner } = SPOKEN.get();
    let text = match texts.get(other) {
        Some(Text::Counted(forms)) => forms.get(&(manner.plural)(n)).or_else(|| forms.get("other")),
        _ => None,
    };
    let text = text.map_or(if n == 1 { one } else { other }, String::as_str);
    let number = number(n);
    let values: Vec<_> = [("n", &number as &dyn Display)].into_iter().chain(values.iter().copied()).collect();
    fill(text, &values)
}

/// A number of any type for [`counted`].
#[must_use]
pub fn whole(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or(u64::MAX)
}

/// A number as the language writes it.
#[must_use]
pub fn number(n: u64) -> String {
    (SPOKEN.get().manner.number)(n)
}

/// A date as the language writes it.
#[must_use]
pub fn date(date: Date, look: Look) -> String {
    (SPOKEN.get().manner.date)(date, look)
}

/// "1.2 MB", of tenths of a unit.
#[must_use]
pub fn measure(tenths: u64, unit: &'static str) -> String {
    (SPOKEN.get().manner.measure)(tenths, unit)
}

/// "Ada", "Ada and Bob", "Ada, Bob and Cid".
#[must_use]
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => say!("{names} and {last}", names = rest.join(", "), last = last),
    }
}

/// A stretch of a text: words, or the place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    Place(&'a str),
}

/// Takes `Press {key} for help.` apart.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            rest = after;
            return Some(Piece::Place(name));
        }
        let next = rest.char_indices().skip(1).find(|(_, letter)| *letter == '{');
        let (words, after) = rest.split_at(next.map_or(rest.len(), |(at, _)| at));
        if words.is_empty() {
            return None;
        }
        rest = after;
        Some(Piece::Words(words))
    })
}

/// Puts values into the places of a text.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Place(name) => {
                if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                    filled.push_str(&value.to_string());
                }
            }
        }
    }
    filled
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or texts by plural category")
            }
            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text::One(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut forms = BTreeMap::new();
                while let Some((category, text)) = map.next_entry()? {
                    forms.insert(category, text);
                }
                Ok(Text::Counted(forms))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

mod english {
    use super::{Date, Look};

    pub(super) fn plural(n: u64) -> String {
        if n == 1 { "one" } else { "other" }.to_owned()
    }

    pub(super) fn number(n: u64) -> String {
        n.to_string()
    }

    pub(super) fn measure(tenths: u64, unit: &'static str) -> String {
        let part = if tenths.is_multiple_of(10) { String::new() } else { format!(".{}", tenths % 10) };
        let sign = if unit == "kilobyte" { "kB" } else { "MB" };
        format!("{}{part} {sign}", tenths / 10)
    }

    pub(super) fn date(date: Date, look: Look) -> String {
        let date = date.calendar();
        let (day, month) = (date.day(), date.month());
        match look {
            Look::Short => format!("{day} {:.3}", month.to_string()),
            Look::Weekday => format!("{:.3} {day} {:.3}", date.weekday().to_string(), month.to_string()),
            Look::Long => format!("{day} {month}"),
            Look::Year => format!("{day} {month} {}", date.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
        "Save": "Sichern",
        "Closed by {who}": "Von {who} geschlossen",
        "{n} messages of {who}": { "one": "Von {who} eine Nachricht", "other": "Von {who} {n} Nachrichten" }
    }"#;

    #[test]
    fn a3_a_text_is_said_in_the_language_or_else_in_english() {
        assert_eq!((say!("Save"), say!("Closed by {who}", who = "Ada").as_str()), ("Save", "Closed by Ada"));
        assert_eq!(
            count!(1_u32, "{n} message of {who}", "{n} messages of {who}", who = "Ada"),
            "1 message of Ada"
        );
        speak(Tongue::read(Some(FILE), Manner::ENGLISH).expect("a file"));
        assert_eq!(say!("Save"), "Sichern");
        assert_eq!(say!("Closed by {who}", who = "Ada"), "Von Ada geschlossen");
        assert_eq!(say!("Not there"), "Not there");
        let said =
            [0_usize, 1, 2].map(|n| count!(n, "{n} message of {who}", "{n} messages of {who}", who = "Ada"));
        assert_eq!(said, ["Von Ada 0 Nachrichten", "Von Ada eine Nachricht", "Von Ada 2 Nachrichten"]);
        assert_eq!(known("Save"), Some("Sichern"));
        assert_eq!(known("What the edge says"), None);
    }

    #[test]
    fn a_value_with_braces_is_not_looked_into() {
        assert_eq!(say!("Closed by {who}", who = "{who}"), "Closed by {who}");
    }

    #[test]
    fn a_text_is_taken_apart_at_its_places() {
        let of = |text: &'static str| pieces(text).collect::<Vec<_>>();
        assert_eq!(of(""), []);
        assert_eq!(of("{a}{b}"), [Piece::Place("a"), Piece::Place("b")]);
        assert_eq!(
            of("Press {key} for help."),
            [Piece::Words("Press "), Piece::Place("key"), Piece::Words(" for help.")]
        );
        assert_eq!(of("ü{a}é"), [Piece::Words("ü"), Piece::Place("a"), Piece::Words("é")]);
        assert_eq!(of("}{"), [Piece::Words("}"), Piece::Words("{")]);
    }
}
