//! The clock of the platform. During one event it stands still.

use wire::Timestamp;

pub(crate) fn now() -> Timestamp {
    Timestamp(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}
