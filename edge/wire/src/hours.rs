//! A timetable: weekly intervals in a time zone, with dated exceptions (S9, S13).
//!
//! It is open at an instant when the wall clock of the zone lies in an interval at that instant: `from`
//! included, `to` excluded. `desk::hours` has the rest of the definition.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{Invalid, checked};

checked! {
    /// A time zone by its name in the IANA database: `Europe/Paris`. Whether there is one of this name is for
    /// whoever has the database.
    Zone,
    |text| {
        let is_fine = (1..=64).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-/".contains(&b));
        if is_fine { Ok(text) } else { Err(Invalid::Form("the name of a time zone such as Europe/Paris")) }
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// A time of day as a wall clock shows it, to the minute: `09:30`. As an end also `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WallTime(u16);

impl WallTime {
    /// `24:00`.
    pub const END: Self = Self(24 * 60);

    /// Reads `HH:MM`.
    ///
    /// # Errors
    /// For anything else.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let bad = Invalid::Form("a time of day such as 09:30");
        let [h, hh, b':', m, mm] = text.as_bytes() else { return Err(bad) };
        let digit = |byte: &u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0')).ok_or(bad);
        let (hours, minutes) = (digit(h)? * 10 + digit(hh)?, digit(m)? * 10 + digit(mm)?);
        let time = Self(hours * 60 + minutes);
        if minutes < 60 && time <= Self::END { Ok(time) } else { Err(bad) }
    }

    /// Minutes since midnight, 0 to 1,440.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<String> for WallTime {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<WallTime> for String {
    fn from(time: WallTime) -> Self {
        time.to_string()
    }
}

/// A date of the Gregorian calendar, of the years 2000 to 2100: `2026-12-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(time::Date);

impl Date {
    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// For anything else, and for a date that no calendar has.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let bad = Invalid::Form("a date such as 2026-12-25");
        let mut parts = text.split('-');
        let mut number = |length: usize| -> Result<u16, Invalid> {
            let part = parts.next().ok_or(bad)?;
            let is_fine = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            if is_fine { part.parse().map_err(|_| bad) } else { Err(bad) }
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() || !(2000..=2100).contains(&year) {
            return Err(bad);
        }
        let month =
            u8::try_from(month).ok().and_then(|month| time::Month::try_from(month).ok()).ok_or(bad)?;
        let day = u8::try_from(day).map_err(|_| bad)?;
        time::Date::from_calendar_date(year.into(), month, day).map(Self).map_err(|_| bad)
    }

    /// For calculations.
    #[must_use]
    pub fn calendar(self) -> time::Date {
        self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl TryFrom<String> for Date {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

/// A part of a day. `to` at or before `from` runs into the next day; so `from` and `to` alike are 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The first minute; never `24:00`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub from: WallTime,
    /// The minute after the last one.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub to: WallTime,
}

/// An interval of every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    /// The day on which it begins.
    pub day: Day,
    /// The first minute; never `24:00`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub from: WallTime,
    /// The minute after the last one.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub to: WallTime,
}

impl Weekly {
    /// The part of the day.
    #[must_use]
    pub fn interval(self) -> Interval {
        Interval { from: self.from, to: self.to }
    }
}

/// A day that differs: its intervals replace those that would begin on it; none is a day off. One that began
/// the day before runs to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Which day.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// When it is open.
    pub intervals: Vec<Interval>,
}

/// A timetable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Unchecked")]
pub struct Hours {
    /// Where the clock hangs.
    pub zone: Zone,
    /// Every week; 70 intervals at most.
    pub weekly: Vec<Weekly>,
    /// The days that differ, each once; 100 at most.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Unchecked {
    zone: Zone,
    weekly: Vec<Weekly>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

impl TryFrom<Unchecked> for Hours {
    type Error = Invalid;
    fn try_from(Unchecked { zone, weekly, exceptions }: Unchecked) -> Result<Self, Invalid> {
        if weekly.len() > 70 {
            return Err(Invalid::Form("a week of 70 intervals at most"));
        }
        if exceptions.len() > 100 || exceptions.iter().any(|day| day.intervals.len() > 10) {
            return Err(Invalid::Form("a list of 100 days at most, with 10 intervals each"));
        }
        let intervals = exceptions.iter().flat_map(|day| day.intervals.iter().copied());
        if intervals.chain(weekly.iter().map(|each| each.interval())).any(|one| one.from == WallTime::END) {
            return Err(Invalid::Form("a time of day at which an interval can begin: 24:00 is an end"));
        }
        // Of a hundred, all pairs: sorting them would weigh more in the Worker.
        let stands_before = |at: usize| exceptions[..at].iter().any(|day| day.date == exceptions[at].date);
        if (0..exceptions.len()).any(stands_before) {
            return Err(Invalid::Form("a list in which each date stands once"));
        }
        Ok(Self { zone, weekly, exceptions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_time_is_two_and_two_digits() {
        for (text, minutes) in [("00:00", 0), ("09:30", 570), ("23:59", 1439), ("24:00", 1440)] {
            let time = WallTime::parse(text).expect(text);
            assert_eq!(time.minutes(), minutes);
            assert_eq!(time.to_string(), text);
        }
        for bad in ["", "9:30", "24:01", "12:60", "25:00", "1200", "12:00 ", "-1:00", "12:0a", "１２:00"] {
            assert!(WallTime::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_date_is_one_of_the_calendar() {
        for text in ["2026-12-25", "2028-02-29", "2000-01-01", "2100-12-31"] {
            assert_eq!(Date::parse(text).expect(text).to_string(), text);
        }
        for bad in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "1999-12-31",
            "2101-01-01",
            "2026-12-25-1",
            "+026-12-25",
        ] {
            assert!(Date::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn hours_are_checked_when_they_are_read() {
        let read = serde_json::from_str::<Hours>;
        assert!(
            read(r#"{"zone":"Europe/Paris","weekly":[{"day":"mon","from":"22:00","to":"06:00"}]}"#).is_ok()
        );
        for bad in [
            r#"{"weekly":[]}"#,
            r#"{"zone":"Europe/Paris"}"#,
            r#"{"zone":"","weekly":[]}"#,
            r#"{"zone":"+01:00","weekly":[]}"#,
            r#"{"zone":"Europe/Paris","weekly":[{"day":"mon","from":"24:00","to":"06:00"}]}"#,
            r#"{"zone":"Europe/Paris","weekly":[{"day":"Monday","from":"08:00","to":"16:00"}]}"#,
            r#"{"zone":"Europe/Paris","weekly":[],"exceptions":[{"date":"2026-12-25","intervals":[]},{"date":"2026-12-25","intervals":[]}]}"#,
            r#"{"zone":"Europe/Paris","weekly":[],"open":true}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
