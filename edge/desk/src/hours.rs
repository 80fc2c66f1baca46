//! When a timetable is open, and when that changes next (S9, S13).
//!
//! It is open at an instant when the wall clock of its zone lies in an interval at that instant (`from`
//! included, `to` excluded; `to` at or before `from` runs into the next day). An exception replaces the
//! intervals that begin on its date, while one that began the day before runs to its end. So a wall time that
//! the clock shows twice counts twice, and one that it skips does not count.

use std::fmt::Debug;

use time::{Date, UtcDateTime, Weekday};
use wire::Timestamp;
use wire::hours::{Day, Hours, Interval, Zone};

/// The time-zone database, as far as it is asked: the only thing that this crate does not know by itself.
pub trait Zones: Debug {
    /// Seconds east of UTC in this zone at this instant. `None` for a zone that does not exist.
    fn offset(&self, zone: &Zone, at: Timestamp) -> Option<i32>;
}

/// The database has no zone of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownZone;

/// What people are told of it.
pub const UNKNOWN_ZONE: &str =
    "This time zone is not known. Name one as the IANA database does, such as Europe/Paris.";

const DAY: i64 = 86_400;

/// How far ahead [`next_change`] looks, in seconds.
const HORIZON: i64 = 366 * DAY;

/// Whether the hours are open at an instant.
///
/// # Errors
/// For a zone that does not exist.
pub fn is_open(hours: &Hours, zones: &dyn Zones, at: Timestamp) -> Result<bool, UnknownZone> {
    let second = at.0.div_euclid(1_000);
    Ok(is_open_at_wall(hours, second + offset(&hours.zone, zones, second)?))
}

/// The first whole second after an instant at which [`is_open`] differs; `None` if there is none within 366
/// days.
///
/// It goes through the days ahead: in each it looks for a change of the offset, and between two of those only
/// where an interval begins or ends.
///
/// # Errors
/// For a zone that does not exist.
pub fn next_change(
    hours: &Hours,
    zones: &dyn Zones,
    at: Timestamp,
) -> Result<Option<Timestamp>, UnknownZone> {
    let second = at.0.div_euclid(1_000);
    let was_open = is_open_at_wall(hours, second + offset(&hours.zone, zones, second)?);
    let end = second + HORIZON;
    let mut from = second + 1;
    while from <= end {
        let (east, until) = steady(&hours.zone, zones, from, (from + DAY).min(end + 1))?;
        let edges = edges(hours, from + east, until + east);
        let change = edges.filter(|wall| is_open_at_wall(hours, *wall) != was_open).min();
        if let Some(wall) = change {
            return Ok(Some(Timestamp((wall - east) * 1_000)));
        }
        from = until;
    }
    Ok(None)
}

fn offset(zone: &Zone, zones: &dyn Zones, second: i64) -> Result<i64, UnknownZone> {
    zones.offset(zone, Timestamp(second * 1_000)).map(i64::from).ok_or(UnknownZone)
}

/// The offset at `from`, and until when it stays so, `most` at the latest. `most` is a day away at most: no
/// zone has ever changed its clock and changed it back within a day, so the two ends tell.
pub(crate) fn steady(
    zone: &Zone,
    zones: &dyn Zones,
    from: i64,
    most: i64,
) -> Result<(i64, i64), UnknownZone> {
    let east = offset(zone, zones, from)?;
    if offset(zone, zones, most)? == east {
        return Ok((east, most));
    }
    let (mut same, mut differs) = (from, most);
    while differs - same > 1 {
        let middle = i64::midpoint(same, differs);
        if offset(zone, zones, middle)? == east { same = middle } else { differs = middle }
    }
    Ok((east, differs))
}

/// The wall times in `from..until` at which something can change, in any order; `from` is one, since the clock
/// may have jumped there.
fn edges(hours: &Hours, from: i64, until: i64) -> impl Iterator<Item = i64> {
    let mut edges = vec![from];
    let mut midnight = from.div_euclid(DAY) * DAY - DAY;
    while midnight < until {
        for interval in date(midnight).into_iter().flat_map(|date| on(hours, date)) {
            let (begin, end) = span(interval);
            edges.extend([midnight + begin, midnight + end]);
        }
        midnight += DAY;
    }
    edges.into_iter().filter(move |wall| (from..until).contains(wall))
}

/// Whether it is open when the wall clock shows this, counted in seconds from 1970-01-01T00:00.
fn is_open_at_wall(hours: &Hours, wall: i64) -> bool {
    let midnight = wall.div_euclid(DAY) * DAY;
    [midnight - DAY, midnight].into_iter().any(|midnight| {
        let mut intervals = date(midnight).into_iter().flat_map(|date| on(hours, date));
        intervals.any(|interval| {
            let (begin, end) = span(interval);
            (begin..end).contains(&(wall - midnight))
        })
    })
}

/// An interval in seconds from the midnight before it.
fn span(interval: Interval) -> (i64, i64) {
    let seconds = |minutes: u16| i64::from(minutes) * 60;
    let (begin, end) = (seconds(interval.from.minutes()), seconds(interval.to.minutes()));
    (begin, if end <= begin { end + DAY } else { end })
}

/// The date that begins at this midnight of the wall clock.
fn date(midnight: i64) -> Option<Date> {
    UtcDateTime::from_unix_timestamp(midnight).ok().map(UtcDateTime::date)
}

/// The intervals that begin on a date.
fn on(hours: &Hours, date: Date) -> impl Iterator<Item = Interval> {
    let exception = hours.exceptions.iter().find(|day| day.date.calendar() == date);
    let day = day(date.weekday());
    let weekly = hours.weekly.iter().filter(move |each| exception.is_none() && each.day == day);
    let special = exception.into_iter().flat_map(|day| day.intervals.iter().copied());
    special.chain(weekly.map(|each| each.interval()))
}

fn day(weekday: Weekday) -> Day {
    match weekday {
        Weekday::Monday => Day::Mon,
        Weekday::Tuesday => Day::Tue,
        Weekday::Wednesday => Day::Wed,
        Weekday::Thursday => Day::Thu,
        Weekday::Friday => Day::Fri,
        Weekday::Saturday => Day::Sat,
        Weekday::Sunday => Day::Sun,
    }
}
