//! How the widget looks, as it is edited.

use wire::settings::{Settings, SettingsPatch};
use wire::style::{Color, Icon, Side, Style, Theme};

use super::{Invalid, number, optional};
use crate::say;

/// [`Style`], as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookForm {
    /// Empty for amber.
    pub color: String,
    pub theme: Theme,
    pub side: Side,
    /// Pixels, as those that follow.
    pub x: String,
    pub y: String,
    pub size: String,
    /// Empty for the usual corners.
    pub radius: String,
    pub icon: Icon,
}

impl LookForm {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let Style { color, theme, side, x, y, size, radius, icon } = &settings.style;
        Self {
            color: color.as_ref().map(ToString::to_string).unwrap_or_default(),
            theme: *theme,
            side: *side,
            x: x.to_string(),
            y: y.to_string(),
            size: size.to_string(),
            radius: radius.map(|radius| radius.to_string()).unwrap_or_default(),
            icon: *icon,
        }
    }

    /// The colour, where it is one.
    #[must_use]
    pub fn color(&self) -> Option<Color> {
        Color::parse(self.color.as_str()).ok()
    }

    #[must_use]
    pub fn color_problem(&self) -> Option<&'static str> {
        self.chosen().is_err().then_some(say!("Write a colour such as #2266ee, or nothing."))
    }

    #[must_use]
    pub fn x_problem(&self) -> Option<&'static str> {
        self.x().is_none().then_some(say!("Write a number from 0 to 100."))
    }

    #[must_use]
    pub fn y_problem(&self) -> Option<&'static str> {
        self.y().is_none().then_some(say!("Write a number from 0 to 200."))
    }

    #[must_use]
    pub fn size_problem(&self) -> Option<&'static str> {
        self.size().is_none().then_some(say!("Write a number from 44 to 80."))
    }

    #[must_use]
    pub fn radius_problem(&self) -> Option<&'static str> {
        self.radius().is_err().then_some(say!("Write a number from 0 to 32, or nothing."))
    }

    fn chosen(&self) -> Result<Option<Color>, Invalid> {
        optional(&self.color, |text| Color::parse(text).ok())
    }

    fn x(&self) -> Option<u16> {
        pixels(&self.x, 0, Style::MOST_X)
    }

    fn y(&self) -> Option<u16> {
        pixels(&self.y, 0, Style::MOST_Y)
    }

    fn size(&self) -> Option<u16> {
        pixels(&self.size, Style::LEAST_SIZE, Style::MOST_SIZE)
    }

    fn radius(&self) -> Result<Option<u16>, Invalid> {
        optional(&self.radius, |text| pixels(text, 0, Style::MOST_RADIUS))
    }

    /// What it says, where all of it can be.
    #[must_use]
    pub fn style(&self) -> Option<Style> {
        Some(Style {
            color: self.chosen().ok()?,
            theme: self.theme,
            side: self.side,
            x: self.x()?,
            y: self.y()?,
            size: self.size()?,
            radius: self.radius().ok()?,
            icon: self.icon,
        })
    }

    /// What it says as far as that can be, over what is saved.
    #[must_use]
    pub fn style_over(&self, saved: &Style) -> Style {
        Style {
            color: self.chosen().unwrap_or_else(|_| saved.color.clone()),
            theme: self.theme,
            side: self.side,
            x: self.x().unwrap_or(saved.x),
            y: self.y().unwrap_or(saved.y),
            size: self.size().unwrap_or(saved.size),
            radius: self.radius().unwrap_or(saved.radius),
            icon: self.icon,
        }
    }

    #[must_use]
    pub fn patch(&self, settings: &Settings) -> Option<SettingsPatch> {
        let style = self.style()?;
        (style != settings.style).then(|| SettingsPatch { style: Some(style), ..SettingsPatch::default() })
    }
}

fn pixels(text: &str, least: u16, most: u16) -> Option<u16> {
    number(text, least.into(), most.into()).and_then(|number| u16::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Name, WhenNobody};

    #[test]
    fn a_look_is_typed_checked_and_saved() {
        let settings = Settings::new(Name::parse("Shop").expect("a name"), WhenNobody::Messaging, Vec::new());
        let form = LookForm::of(&settings);
        assert_eq!(form.patch(&settings), None);
        let typed = LookForm { color: " 26E ".to_owned(), radius: "0".to_owned(), ..form.clone() };
        let style = typed.patch(&settings).and_then(|patch| patch.style).expect("a change");
        assert_eq!((style.color.as_ref().map(Color::as_str), style.radius), (Some("#2266ee"), Some(0)));
        let bad = LookForm {
            color: "blue".to_owned(),
            x: "101".to_owned(),
            y: "201".to_owned(),
            size: "43".to_owned(),
            radius: "33".to_owned(),
            ..form
        };
        let problems =
            [bad.color_problem(), bad.x_problem(), bad.y_problem(), bad.size_problem(), bad.radius_problem()];
        assert!(problems.iter().all(Option::is_some) && bad.style().is_none(), "{problems:?}");
    }
}
