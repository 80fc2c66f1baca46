//! Instants in words, as the clock of a zone shows them: "today at 14:00, Paris time".

use wire::Status;
use wire::hours::Date;

use crate::say;
use crate::tongue::{self, Look};

/// What a clock on a wall shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    pub date: Date,
    /// `14:00`.
    pub time: String,
}

impl Wall {
    /// Reads `2026-11-23 14:00`, as browsers write it for a Swede.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once([' ', 'T'])?;
        Some(Self { date: Date::parse(date).ok()?, time: time.get(..5)?.to_owned() })
    }
}

impl Wall {
    /// By how many minutes it is ahead of another one that is looked at in the same instant.
    #[must_use]
    pub fn ahead_of(&self, other: &Self) -> i64 {
        let minutes = |wall: &Self| {
            let time = wire::hours::WallTime::parse(&wall.time).map_or(0, wire::hours::WallTime::minutes);
            i64::from(wall.date.calendar().to_julian_day()) * 24 * 60 + i64::from(time)
        };
        minutes(self) - minutes(other)
    }
}

/// "today at 14:00", "tomorrow at 09:00", "on Monday at 09:00", "on 3 January at 09:00".
#[must_use]
pub fn when(now: &Wall, at: &Wall) -> String {
    let (today, day) = (now.date.calendar(), at.date.calendar());
    let days = day.to_julian_day() - today.to_julian_day();
    let time = &at.time;
    match days {
        -1 => say!("yesterday at {time}", time = time),
        0 => say!("today at {time}", time = time),
        1 => say!("tomorrow at {time}", time = time),
        2..7 => match day.weekday().number_days_from_monday() {
            0 => say!("on Monday at {time}", time = time),
            1 => say!("on Tuesday at {time}", time = time),
            2 => say!("on Wednesday at {time}", time = time),
            3 => say!("on Thursday at {time}", time = time),
            4 => say!("on Friday at {time}", time = time),
            5 => say!("on Saturday at {time}", time = time),
            _ => say!("on Sunday at {time}", time = time),
        },
        _ => {
            let look = if day.year() == today.year() { Look::Long } else { Look::Year };
            say!("on {date} at {time}", date = tongue::date(at.date, look), time = time)
        }
    }
}

/// "Paris time", by the city that the zone is named after; "UTC".
#[must_use]
pub fn zone(name: &str) -> String {
    match name.rsplit_once('/') {
        Some(("Etc", zone)) => zone.to_owned(),
        Some((_, city)) => say!("{city} time", city = city.replace('_', " ")),
        None => name.to_owned(),
    }
}

/// "Next: online today at 14:00, Paris time."
#[must_use]
pub fn next_status(status: Status, when: &str, zone_name: &str) -> String {
    let zone = zone(zone_name);
    match status {
        Status::Online => say!("Next: online {when}, {zone}.", when = when, zone = zone),
        Status::Offline => say!("Next: offline {when}, {zone}.", when = when, zone = zone),
        Status::Invisible => say!("Next: invisible {when}, {zone}.", when = when, zone = zone),
    }
}

/// Whose timetable it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Agent,
    Site,
}

/// What a timetable means, beneath its editor.
#[must_use]
pub fn meaning(of: Of, is_open: bool, next: Option<&str>, zone_name: &str) -> String {
    let zone = zone(zone_name);
    match (of, is_open, next) {
        (Of::Site, true, Some(when)) => say!("Open now, until {when}, {zone}.", when = when, zone = zone),
        (Of::Site, false, Some(when)) => {
            say!("Closed now. Next: open {when}, {zone}.", when = when, zone = zone)
        }
        (Of::Site, true, None) => say!("Always open.").to_owned(),
        (Of::Site, false, None) => say!("Never open within a year.").to_owned(),
        (Of::Agent, true, Some(when)) => {
            say!("Within these hours now. Next: offline {when}, {zone}.", when = when, zone = zone)
        }
        (Of::Agent, false, Some(when)) => {
            say!("Outside these hours now. Next: online {when}, {zone}.", when = when, zone = zone)
        }
        (Of::Agent, true, None) => say!("Always within these hours: they change nothing.").to_owned(),
        (Of::Agent, false, None) => {
            say!("Not within these hours for a year: they change nothing.").to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_named_by_its_day() {
        let now = Wall::parse("2026-11-23 13:05:00").expect("a time");
        for (at, wanted) in [
            ("2026-11-23 14:00:00", "today at 14:00"),
            ("2026-11-24 09:00:00", "tomorrow at 09:00"),
            ("2026-11-22 23:59:00", "yesterday at 23:59"),
            ("2026-11-27 09:00:00", "on Friday at 09:00"),
            ("2026-11-30 09:00:00", "on 30 November at 09:00"),
            ("2027-01-04T08:30", "on 4 January 2027 at 08:30"),
        ] {
            assert_eq!(when(&now, &Wall::parse(at).expect(at)), wanted);
        }
        assert_eq!(Wall::parse("soon"), None);
    }

    #[test]
    fn a_zone_is_named_by_its_city() {
        for (name, wanted) in [
            ("Europe/Paris", "Paris time"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
        ] {
            assert_eq!(zone(name), wanted);
        }
        assert_eq!(
            next_status(Status::Online, "today at 14:00", "Europe/Paris"),
            "Next: online today at 14:00, Paris time."
        );
    }
}
