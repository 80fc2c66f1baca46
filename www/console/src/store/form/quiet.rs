//! Quiet hours (N3), as they are edited: one span of every day.

use wire::team::{Habits, HabitsPatch};

use crate::store::week::{Span, Week};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietForm {
    pub is_on: bool,
    pub span: Span,
    /// Where the clock hangs.
    pub zone: String,
}

impl QuietForm {
    /// `here` is the zone of this browser, for an agent who set none.
    #[must_use]
    pub fn of(habits: &Habits, here: &str) -> Self {
        let kept = habits.quiet.as_ref().or(habits.hours.as_ref()).map(|hours| hours.zone.to_string());
        let span = habits.quiet.as_ref().and_then(|quiet| quiet.weekly.first().copied());
        Self {
            is_on: habits.quiet.is_some(),
            span: span.map_or_else(|| Span::new("20:00", "08:00"), |one| one.interval().into()),
            zone: kept.unwrap_or_else(|| here.to_owned()),
        }
    }

    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        self.span.problem().filter(|_| self.is_on)
    }

    /// What differs from what is saved.
    #[must_use]
    pub fn patch(&self, saved: &Habits) -> Option<HabitsPatch> {
        let quiet = if self.is_on {
            let mut week = Week::new(&self.zone);
            week.days.iter_mut().for_each(|day| day.push(self.span.clone()));
            Some(week.hours()?)
        } else {
            None
        };
        let is_new = quiet != saved.quiet;
        is_new.then(|| HabitsPatch { quiet: Some(quiet), ..HabitsPatch::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n3_quiet_hours_are_one_span_of_every_day() {
        let mut saved = Habits::default();
        let mut form = QuietForm::of(&saved, "Europe/Paris");
        assert_eq!(form.patch(&saved), None, "untouched");
        form.is_on = true;
        form.span = Span::new("22:00", "06:30");
        let patch = form.patch(&saved).expect("a change");
        saved.quiet = patch.quiet.flatten();
        let quiet = saved.quiet.clone().expect("hours");
        assert_eq!((quiet.zone.as_str(), quiet.weekly.len()), ("Europe/Paris", 7));
        assert_eq!(QuietForm::of(&saved, "Asia/Tokyo"), form, "it stays where it was set");
        form.span = Span::new("25:99", "06:30");
        assert!(form.problem().is_some());
        assert_eq!(form.patch(&saved), None, "what is half written is not saved");
        form.is_on = false;
        assert_eq!(form.problem(), None);
        assert_eq!(form.patch(&saved).map(|patch| patch.quiet), Some(Some(None)));
    }
}
