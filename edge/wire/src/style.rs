//! How the widget looks: what a site's admins choose, what a page's tag says otherwise, and what of it a page is told.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::about::Passed;
use crate::text::{Invalid, checked};

checked! {
    /// A colour as `#rrggbb` in lower case; `#rgb` and a missing `#` are understood.
    Color,
    |text| {
        let text = text.trim();
        let digits = text.strip_prefix('#').unwrap_or(text).as_bytes();
        let times = match digits.len() {
            3 => 2,
            6 => 1,
            _ => 0,
        };
        if times == 0 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(Invalid::Form("a colour such as #2266ee"));
        }
        let mut color = String::from("#");
        for digit in digits {
            (0..times).for_each(|_| color.push(char::from(digit.to_ascii_lowercase())));
        }
        Ok(color)
    }
}

impl Color {
    /// Red, green and blue.
    #[must_use]
    pub fn channels(&self) -> [u8; 3] {
        let value = u32::from_str_radix(&self.as_str()[1..], 16).unwrap_or(0);
        let [_, red, green, blue] = value.to_be_bytes();
        [red, green, blue]
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the visitor's system is.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// As the tag and JSON write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// In which corner at the bottom the widget stands. Right-to-left, the end is on the left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Where lines end.
    #[default]
    End,
    /// Where lines begin.
    Start,
}

impl Side {
    /// As the tag and JSON write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Start => "start",
        }
    }
}

/// What stands on the launcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    /// A bubble of speech.
    #[default]
    Chat,
    /// A question mark.
    Question,
    /// An envelope.
    Letter,
    /// A heart.
    Heart,
    /// A lamp.
    Lamp,
    /// No launcher: the page opens the panel by an element of its own (V10, V12).
    None,
}

impl Icon {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Chat, Self::Question, Self::Letter, Self::Heart, Self::Lamp, Self::None];

    /// As the tag and JSON write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Question => "question",
            Self::Letter => "letter",
            Self::Heart => "heart",
            Self::Lamp => "lamp",
            Self::None => "none",
        }
    }
}

/// How the widget looks. What is absent is as it is with a new site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(default, deny_unknown_fields))]
pub struct Style {
    /// The site's colour; null for amber. What would be hard to read in it is made readable.
    pub color: Option<Color>,
    /// Light or dark.
    pub theme: Theme,
    /// In which corner.
    pub side: Side,
    /// Pixels from that side: 0 to [`Style::MOST_X`].
    pub x: u16,
    /// Pixels from the bottom: 0 to [`Style::MOST_Y`].
    pub y: u16,
    /// The launcher's height in pixels: [`Style::LEAST_SIZE`] to [`Style::MOST_SIZE`].
    pub size: u16,
    /// How round corners are, in pixels: 0 to [`Style::MOST_RADIUS`]; null for a round launcher and a soft panel.
    pub radius: Option<u16>,
    /// What stands on the launcher.
    pub icon: Icon,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: None,
            theme: Theme::Auto,
            side: Side::End,
            x: Self::OFFSET,
            y: Self::OFFSET,
            size: Self::SIZE,
            radius: None,
            icon: Icon::Chat,
        }
    }
}

impl Style {
    /// Pixels to the edges of the window, unless set.
    pub const OFFSET: u16 = 20;
    /// The most from the side: the panel is to fit beside it.
    pub const MOST_X: u16 = 100;
    /// The most from the bottom, over whatever bar a page has there.
    pub const MOST_Y: u16 = 200;
    /// The launcher's height, unless set.
    pub const SIZE: u16 = 56;
    /// The least: what a finger hits.
    pub const LEAST_SIZE: u16 = 44;
    /// The most.
    pub const MOST_SIZE: u16 = 80;
    /// The roundest corners.
    pub const MOST_RADIUS: u16 = 32;

    /// What a page's tag may say otherwise, as `data-color` and so on.
    pub const NAMES: [&'static str; 8] = ["color", "theme", "side", "x", "y", "size", "radius", "icon"];

    /// Takes over what a page's tag says; tells whether it is one of [`Style::NAMES`] with a value that can be.
    #[inline(never)]
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let number = |least: u16, most: u16| {
            value.parse::<u16>().ok().filter(|number| (least..=most).contains(number))
        };
        match name {
            "color" => put(&mut self.color, Color::parse(value).ok().map(Some)),
            "theme" => {
                put(&mut self.theme, word(&[Theme::Auto, Theme::Light, Theme::Dark], Theme::word, value))
            }
            "side" => put(&mut self.side, word(&[Side::End, Side::Start], Side::word, value)),
            "x" => put(&mut self.x, number(0, Self::MOST_X)),
            "y" => put(&mut self.y, number(0, Self::MOST_Y)),
            "size" => put(&mut self.size, number(Self::LEAST_SIZE, Self::MOST_SIZE)),
            "radius" => put(&mut self.radius, number(0, Self::MOST_RADIUS).map(Some)),
            "icon" => put(&mut self.icon, word(&Icon::ALL, Icon::word, value)),
            _ => false,
        }
    }

    /// What differs from a new site, by its name and as a tag would say it.
    #[must_use]
    pub fn said(&self) -> Vec<(&'static str, String)> {
        let radius = self.radius.unwrap_or(u16::MAX);
        let words = [
            ("theme", self.theme.word(), "auto"),
            ("side", self.side.word(), "end"),
            ("icon", self.icon.word(), "chat"),
        ];
        let numbers = [
            ("x", self.x, Self::OFFSET),
            ("y", self.y, Self::OFFSET),
            ("size", self.size, Self::SIZE),
            ("radius", radius, u16::MAX),
        ];
        let mut said: Vec<_> = self.color.iter().map(|color| ("color", color.to_string())).collect();
        for (name, value, usual) in words {
            if value != usual {
                said.push((name, value.to_owned()));
            }
        }
        for (name, value, usual) in numbers {
            if value != usual {
                said.push((name, value.to_string()));
            }
        }
        said
    }
}

fn put<T>(place: &mut T, value: Option<T>) -> bool {
    let is_there = value.is_some();
    if let Some(value) = value {
        *place = value;
    }
    is_there
}

fn word<T: Copy>(all: &[T], name: fn(T) -> &'static str, wanted: &str) -> Option<T> {
    all.iter().copied().find(|one| name(*one) == wanted)
}

// By hand, in the words of the tag: what serde derives for it weighs 3 KB more in the Worker.
impl<'de> Deserialize<'de> for Style {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Style;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a look")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Style, A::Error> {
                let mut style = Style::default();
                while let Some((name, Said(value))) = map.next_entry::<String, Said>()? {
                    let is_usual = value.is_empty() && Style::NAMES.contains(&name.as_str());
                    if !is_usual && !style.set(&name, &value) {
                        return Err(A::Error::custom(
                            "The widget is 0 to 100 pixels from the side, 0 to 200 from the bottom, 44 to 80 high and 0 to 32 round; its colour is one such as #2266ee, and its words are those of the documentation.",
                        ));
                    }
                }
                Ok(style)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// A text or a number as a text; null as nothing.
struct Said(String);

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl Visitor<'_> for Scalar {
            type Value = Said;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a whole number")
            }
            fn visit_str<E>(self, text: &str) -> Result<Said, E> {
                Ok(Said(text.to_owned()))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Said, E> {
                Ok(Said(number.to_string()))
            }
            fn visit_unit<E>(self) -> Result<Said, E> {
                Ok(Said(String::new()))
            }
        }
        deserializer.deserialize_any(Scalar)
    }
}

/// What a page is told of [`Style`], ready to be used: the widget has no code for colours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Paint {
    /// A style sheet of custom properties; what is as with a new site is not in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub css: String,
    /// The path of an icon in a square of 24, drawn as a line; absent for the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// What stands on the launcher, by language; under `*` for every other one.
    #[serde(default, skip_serializing_if = "Passed::is_empty")]
    pub labels: Passed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_six_digits() {
        for (text, wanted) in [("#2266EE", "#2266ee"), (" #26e ", "#2266ee"), ("2266ee", "#2266ee")] {
            assert_eq!(Color::parse(text).as_ref().map(Color::as_str), Ok(wanted), "{text}");
        }
        for bad in ["", "#", "#12345", "red", "#gggggg", "#12 456", "#ééé", "rgb(1,2,3)"] {
            assert!(Color::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Color::parse("#0102ff").map(|color| color.channels()), Ok([1, 2, 255]));
    }

    #[test]
    fn a_tag_says_only_what_can_be() {
        let mut style = Style::default();
        for (name, value) in [
            ("color", "26e"),
            ("theme", "dark"),
            ("side", "start"),
            ("x", "0"),
            ("y", "200"),
            ("size", "44"),
            ("radius", "32"),
            ("icon", "lamp"),
        ] {
            assert!(style.set(name, value), "{name}");
        }
        let wanted = Style {
            color: Color::parse("#2266ee").ok(),
            theme: Theme::Dark,
            side: Side::Start,
            x: 0,
            y: 200,
            size: 44,
            radius: Some(32),
            icon: Icon::Lamp,
        };
        assert_eq!(style, wanted);
        let said: Vec<_> = style.said().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            said.join(" "),
            "color=#2266ee theme=dark side=start icon=lamp x=0 y=200 size=44 radius=32"
        );
        assert!(Style::default().said().is_empty());
        for (name, value) in [
            ("color", "red"),
            ("theme", "sepia"),
            ("side", "left"),
            ("x", "-1"),
            ("x", "101"),
            ("y", "201"),
            ("size", "43"),
            ("size", "81"),
            ("radius", "33"),
            ("icon", "sun"),
            ("group", "sales"),
        ] {
            assert!(!style.set(name, value), "{name}={value}");
        }
        assert_eq!(style, wanted, "what cannot be changes nothing");
    }

    #[test]
    fn a_look_is_read_whole_or_refused() {
        let read = |text: &str| serde_json::from_str::<Style>(text);
        assert_eq!(read("{}").ok(), Some(Style::default()));
        let json = r#"{"color":null,"radius":0,"x":"7","theme":"light"}"#;
        let wanted = Style { radius: Some(0), x: 7, theme: Theme::Light, ..Style::default() };
        assert_eq!(read(json).ok().as_ref(), Some(&wanted));
        assert_eq!(read(&serde_json::to_string(&wanted).expect("JSON")).ok(), Some(wanted));
        for bad in
            [r#"{"size":43}"#, r#"{"hue":"red"}"#, r#"{"side":"left"}"#, r#"{"x":-1}"#, r#"{"x":[]}"#, "[]"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
