//! How one agent works (S7, S9, S10), as it is edited.

use wire::mail::AgentMail;
use wire::team::{Habits, HabitsPatch};

use super::{capacity, number};
use crate::say;
use crate::store::week::Week;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HabitsForm {
    /// None: the status changes by hand only, and by being away.
    pub week: Option<Week>,
    pub is_idle_on: bool,
    /// Minutes, or seconds with an `s`.
    pub idle: String,
    pub returns: bool,
    pub overflow: bool,
    /// Empty for the site's number.
    pub capacity: String,
    pub mail: AgentMail,
}

impl HabitsForm {
    #[must_use]
    pub fn of(habits: &Habits) -> Self {
        Self {
            week: habits.hours.as_ref().map(Week::of),
            is_idle_on: habits.idle_after.is_some(),
            idle: minutes(habits.idle_after.unwrap_or(Habits::IDLE_AFTER)),
            returns: habits.returns,
            overflow: habits.overflow,
            capacity: habits.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
            mail: habits.mail,
        }
    }

    #[must_use]
    pub fn idle_problem(&self) -> Option<&'static str> {
        (self.is_idle_on && seconds(&self.idle).is_none())
            .then_some(say!("Write a number of minutes up to 1440, or of seconds from 5 on, such as 30 s."))
    }

    #[must_use]
    pub fn capacity_problem(&self) -> Option<&'static str> {
        capacity(&self.capacity).is_err().then_some(say!("Write a number from 1 to 1000, or nothing."))
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        let is_week_valid = self.week.as_ref().is_none_or(|week| week.problem().is_none());
        is_week_valid && self.idle_problem().is_none() && self.capacity_problem().is_none()
    }

    /// What differs from what is saved. The caller sees to `is_valid`.
    #[must_use]
    pub fn patch(&self, saved: &Habits) -> Option<HabitsPatch> {
        let hours = match &self.week {
            Some(week) => Some(week.hours()?),
            None => None,
        };
        let idle_after = if self.is_idle_on { Some(seconds(&self.idle)?) } else { None };
        let capacity = capacity(&self.capacity).ok()?;
        let patch = HabitsPatch {
            hours: (hours != saved.hours).then_some(hours),
            idle_after: (idle_after != saved.idle_after).then_some(idle_after),
            returns: (self.returns != saved.returns).then_some(self.returns),
            overflow: (self.overflow != saved.overflow).then_some(self.overflow),
            capacity: (capacity != saved.capacity).then_some(capacity),
            mail: (self.mail != saved.mail).then_some(self.mail),
            ..HabitsPatch::default()
        };
        (patch != HabitsPatch::default()).then_some(patch)
    }
}

/// "10", or "90 s" where the minutes are not whole.
fn minutes(seconds: u32) -> String {
    if seconds.is_multiple_of(60) { (seconds / 60).to_string() } else { format!("{seconds} s") }
}

fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    match text.strip_suffix('s') {
        Some(seconds) => number(seconds, 5, 86_400),
        None => number(text.trim_end_matches("min"), 1, 1_440).map(|minutes| minutes * 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untouched_form_saves_nothing() {
        for idle_after in [None, Some(5), Some(90), Some(600), Some(86_400)] {
            let habits = Habits { idle_after, capacity: Some(3), ..Habits::default() };
            let form = HabitsForm::of(&habits);
            assert!(form.is_valid(), "{idle_after:?}");
            assert_eq!(form.patch(&habits), None, "{idle_after:?}");
        }
    }

    #[test]
    fn s10_the_delay_is_minutes_or_seconds_or_off() {
        let saved = Habits::default();
        let mut form = HabitsForm::of(&saved);
        assert_eq!(form.idle, "10");
        for (text, wanted) in
            [("5", Some(300)), ("5 s", Some(5)), ("30s", Some(30)), ("4 s", None), ("", None), ("1441", None)]
        {
            form.idle = text.to_owned();
            assert_eq!(form.idle_problem().is_none(), wanted.is_some(), "{text}");
            assert_eq!(form.patch(&saved).and_then(|patch| patch.idle_after), wanted.map(Some), "{text}");
        }
        form.is_idle_on = false;
        assert_eq!(form.patch(&saved).and_then(|patch| patch.idle_after), Some(None), "off is not absent");
    }

    #[test]
    fn s9_hours_are_given_and_taken_away() {
        let mut form = HabitsForm::of(&Habits::default());
        form.week = Some(Week::usual("Europe/Paris"));
        let patch = form.patch(&Habits::default()).expect("a change");
        let hours = patch.hours.flatten().expect("hours");
        let saved = Habits { hours: Some(hours), ..Habits::default() };
        assert_eq!(form.patch(&saved), None);
        form.week = None;
        assert_eq!(form.patch(&saved).map(|patch| patch.hours), Some(Some(None)));
    }
}
