//! The zones of this machine, or those that come with the crate where it has none.

use desk::hours::Zones;
use jiff::tz::TimeZone;
use wire::Timestamp;
use wire::hours::Zone;

#[derive(Debug)]
pub(crate) struct Tzdb;

impl Zones for Tzdb {
    fn offset(&self, zone: &Zone, at: Timestamp) -> Option<i32> {
        let zone = TimeZone::get(zone.as_str()).ok()?;
        let at = jiff::Timestamp::from_millisecond(at.0).ok()?;
        Some(zone.to_offset(at).seconds())
    }
}
