//! One visitor's visit: what the widget decides, without a browser.
//!
//! Pure: no clock, no IO, no random source, no async. The shell (`widget/page`) hands in what happened as
//! an [`Event`], performs the [`Effect`]s, draws what [`Visit`] says is to be seen, and wakes it at
//! [`Visit::next_wakeup`]. It knows no DOM, no socket and no language: texts are keys ([`Text`]).
#![warn(missing_docs)]

mod connection;
mod event;
mod log;
mod outbox;
mod random;
mod screen;
mod texts;
mod visit;
mod wakeup;

pub use event::{Answer, Effect, Event, Failure};
pub use outbox::Reason;
pub use screen::{Delivery, Entry};
pub use texts::Text;
pub use visit::{Start, Visit};

use wire::Timestamp;

/// The instant this many milliseconds after another one.
pub(crate) fn after(now: Timestamp, milliseconds: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(milliseconds))
}
