//! A timetable as it is edited: texts that may be half written, and what stands against them.

use std::fmt;

use wire::hours::{Date, Day, Exception, Hours, Interval, WallTime, Weekly, Zone};

use crate::say;

/// The days in the order of the editor.
pub const DAYS: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];

/// A part of a day, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: String,
    pub to: String,
}

impl Span {
    #[must_use]
    pub fn new(from: &str, to: &str) -> Self {
        Self { from: from.to_owned(), to: to.to_owned() }
    }

    /// From midnight to midnight.
    #[must_use]
    pub fn whole_day() -> Self {
        Self::new("00:00", "24:00")
    }

    #[must_use]
    pub fn is_whole_day(&self) -> bool {
        self.read().is_ok_and(|one| one.from.minutes() == 0 && one.to == WallTime::END)
    }

    /// Whether it runs into the next day.
    #[must_use]
    pub fn is_overnight(&self) -> bool {
        self.read().is_ok_and(|one| one.to <= one.from)
    }

    /// Why it is not valid, as a sentence.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        self.read().err()
    }

    fn read(&self) -> Result<Interval, &'static str> {
        let (Ok(from), Ok(to)) = (time(&self.from), time(&self.to)) else {
            return Err(say!("Write both times as hours and minutes, such as 09:30."));
        };
        if from == WallTime::END {
            return Err(say!("It cannot begin at 24:00. Write 00:00 on the day after."));
        }
        Ok(Interval { from, to })
    }
}

impl From<Interval> for Span {
    fn from(one: Interval) -> Self {
        Self { from: one.from.to_string(), to: one.to.to_string() }
    }
}

/// A day that differs, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Special {
    pub date: String,
    /// None is a day off.
    pub spans: Vec<Span>,
}

/// A timetable, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    pub zone: String,
    /// By day, from Monday on.
    pub days: [Vec<Span>; 7],
    pub specials: Vec<Special>,
}

impl Week {
    /// Nothing yet, where this clock hangs.
    #[must_use]
    pub fn new(zone: &str) -> Self {
        Self { zone: zone.to_owned(), days: Default::default(), specials: Vec::new() }
    }

    /// Working days from nine to five: what somebody who starts most likely changes the least.
    #[must_use]
    pub fn usual(zone: &str) -> Self {
        let mut week = Self::new(zone);
        for day in &mut week.days[..5] {
            day.push(Span::new("09:00", "17:00"));
        }
        week
    }

    #[must_use]
    pub fn of(hours: &Hours) -> Self {
        let mut week = Self::new(hours.zone.as_str());
        for (day, spans) in DAYS.iter().zip(&mut week.days) {
            let mut own: Vec<Interval> =
                hours.weekly.iter().filter(|one| one.day == *day).map(|one| one.interval()).collect();
            own.sort_by_key(|one| one.from);
            spans.extend(own.into_iter().map(Span::from));
        }
        let mut exceptions = hours.exceptions.clone();
        exceptions.sort_by_key(|one| one.date);
        week.specials.extend(exceptions.into_iter().map(|one| Special {
            date: one.date.to_string(),
            spans: one.intervals.into_iter().map(Span::from).collect(),
        }));
        week
    }

    /// What it says, if all of it is valid.
    #[must_use]
    pub fn hours(&self) -> Option<Hours> {
        if self.zone_problem().is_some() || self.specials_problem().is_some() || self.week_problem().is_some()
        {
            return None;
        }
        let zone = Zone::parse(self.zone.trim()).ok()?;
        let mut weekly = Vec::new();
        for (day, spans) in DAYS.iter().zip(&self.days) {
            for span in spans {
                let Interval { from, to } = span.read().ok()?;
                weekly.push(Weekly { day: *day, from, to });
            }
        }
        let mut exceptions = Vec::new();
        for special in &self.specials {
            let date = Date::parse(&special.date).ok()?;
            let intervals = special.spans.iter().map(|span| span.read().ok()).collect::<Option<_>>()?;
            exceptions.push(Exception { date, intervals });
        }
        Some(Hours { zone, weekly, exceptions })
    }

    /// What stands against the zone. Whether there is one of this name, the edge knows.
    #[must_use]
    pub fn zone_problem(&self) -> Option<&'static str> {
        Zone::parse(self.zone.trim()).is_err().then_some(say!("Choose a time zone, such as Europe/Paris."))
    }

    /// What stands against a special day's date.
    #[must_use]
    pub fn date_problem(&self, at: usize) -> Option<&'static str> {
        let special = self.specials.get(at)?;
        if Date::parse(&special.date).is_err() {
            return Some(say!("Choose a date."));
        }
        let stands_before = self.specials[..at].iter().any(|other| other.date == special.date);
        stands_before.then_some(say!("This date is in the list already."))
    }

    fn week_problem(&self) -> Option<&'static str> {
        let count: usize = self.days.iter().map(Vec::len).sum();
        if count > 70 {
            return Some(say!("A week has 70 intervals at most."));
        }
        self.days.iter().flatten().find_map(Span::problem)
    }

    fn specials_problem(&self) -> Option<&'static str> {
        if self.specials.len() > 100 || self.specials.iter().any(|day| day.spans.len() > 10) {
            return Some(say!("There are 100 special days at most, with 10 intervals each."));
        }
        let dates = (0..self.specials.len()).find_map(|at| self.date_problem(at));
        dates.or_else(|| self.specials.iter().flat_map(|day| &day.spans).find_map(Span::problem))
    }

    /// The first thing that stands against the whole, for the line beneath.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        self.zone_problem().or_else(|| self.week_problem()).or_else(|| self.specials_problem())
    }

    /// Adds an interval after the last one of a day.
    pub fn add(&mut self, day: usize) {
        let spans = &mut self.days[day];
        let span = next_span(spans);
        spans.push(span);
    }

    /// The same for a special day.
    pub fn add_special_span(&mut self, at: usize) {
        if let Some(special) = self.specials.get_mut(at) {
            let span = next_span(&special.spans);
            special.spans.push(span);
        }
    }

    /// What one day has, others have too: the working days, or all.
    pub fn copy(&mut self, from: usize, to: Copies) {
        let spans = self.days[from].clone();
        let end = match to {
            Copies::WorkingDays => 5,
            Copies::EveryDay => 7,
        };
        self.days[..end].fill(spans);
    }

    /// Adds a day off on a date, or without one yet.
    pub fn add_special(&mut self, date: &str) {
        self.specials.push(Special { date: date.to_owned(), spans: Vec::new() });
    }
}

/// Where a day's intervals are copied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    WorkingDays,
    EveryDay,
}

impl fmt::Display for Copies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WorkingDays => say!("Copy to Monday to Friday"),
            Self::EveryDay => say!("Copy to every day"),
        })
    }
}

/// `9`, `9:30`, `0930` and `09:30` are all clear.
fn time(text: &str) -> Result<WallTime, ()> {
    let text = text.trim().replace(['.', 'h'], ":");
    let (hours, minutes) = match text.split_once(':') {
        Some((hours, "")) => (hours, "00"),
        Some(halves) => halves,
        None if text.len() <= 2 => (text.as_str(), "00"),
        None if text.is_ascii() => text.split_at(text.len() - 2),
        None => return Err(()),
    };
    if hours.is_empty() {
        return Err(());
    }
    WallTime::parse(&format!("{hours:0>2}:{minutes}")).map_err(drop)
}

/// A text as the wire writes it, where it is a time; else as it is.
#[must_use]
pub fn tidy(text: &str) -> String {
    time(text).map_or_else(|()| text.trim().to_owned(), |time| time.to_string())
}

/// What is likely to follow: the morning, the afternoon, then one hour after the last.
fn next_span(spans: &[Span]) -> Span {
    let last = spans.iter().filter_map(|span| span.read().ok()).map(|one| one.to.minutes()).max();
    match last {
        None => Span::new("09:00", "17:00"),
        Some(end) if end <= 21 * 60 => {
            let at = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            Span { from: at(end + 60), to: at((end + 180).min(24 * 60)) }
        }
        Some(_) => Span::new("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> String {
        tidy(text)
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, wanted) in [
            ("9", "09:00"),
            ("9:30", "09:30"),
            ("0930", "09:30"),
            ("930", "09:30"),
            ("9.30", "09:30"),
            ("9h", "09:00"),
            (" 24:00 ", "24:00"),
            ("25", "25"),
            ("9:3", "9:3"),
            ("noon", "noon"),
            ("", ""),
            ("é9", "é9"),
        ] {
            assert_eq!(typed(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn s9_a_week_reads_back_as_it_was_written() {
        let text = r#"{"zone":"Europe/Paris","weekly":[{"day":"mon","from":"09:00","to":"12:00"},{"day":"mon","from":"13:00","to":"17:00"},{"day":"fri","from":"22:00","to":"06:00"}],"exceptions":[{"date":"2026-12-25","intervals":[]},{"date":"2026-12-31","intervals":[{"from":"10:00","to":"24:00"}]}]}"#;
        let hours: Hours = serde_json::from_str(text).expect("hours");
        let week = Week::of(&hours);
        assert_eq!(week.hours(), Some(hours));
        assert!(week.days[4][0].is_overnight());
        assert!(!week.days[0][0].is_overnight());
    }

    #[test]
    fn what_is_half_written_is_said_and_not_saved() {
        let mut week = Week::usual("Europe/Paris");
        assert_eq!(week.problem(), None);
        week.days[0][0].to = "lat".to_owned();
        assert!(week.problem().is_some() && week.hours().is_none());
        week.days[0][0].to = "18".to_owned();
        assert!(week.hours().is_some());
        week.add_special("");
        assert_eq!(week.date_problem(0), Some("Choose a date."));
        week.specials[0].date = "2026-12-25".to_owned();
        week.add_special("2026-12-25");
        assert_eq!(week.date_problem(1), Some("This date is in the list already."));
        week.specials.pop();
        assert!(week.hours().is_some());
        week.zone.clear();
        assert!(week.zone_problem().is_some() && week.hours().is_none());
    }

    #[test]
    fn a_day_is_copied_and_added_to() {
        let mut week = Week::new("UTC");
        week.add(0);
        week.add(0);
        assert_eq!(week.days[0], [Span::new("09:00", "17:00"), Span::new("18:00", "20:00")]);
        week.copy(0, Copies::WorkingDays);
        assert_eq!((week.days[4].len(), week.days[5].len()), (2, 0));
        week.copy(0, Copies::EveryDay);
        assert_eq!(week.days[6].len(), 2);
        assert!(Span::whole_day().is_whole_day() && !Span::whole_day().is_overnight());
    }
}
