//! What the edge decides about one site: who is in, for whom, until when and why, and what becomes of a
//! message.
//!
//! Pure: no clock, no IO, no random, no async. The shell (`edge/worker`) loads what an [`Event`] is about,
//! calls [`Desk::apply`], saves the [`Effect`]s that are to be saved, and only then tells the others.
//! It knows nothing of Cloudflare, SQL or sockets.
#![warn(missing_docs)]

mod about;
pub mod access;
mod asked;
mod audit;
mod calls;
mod conversation;
mod desk;
mod effect;
mod ending;
mod event;
pub mod figures;
pub mod file;
mod hints;
pub mod hours;
pub mod identity;
pub mod install;
mod invite;
mod limit;
pub mod mail;
mod messages;
pub mod picture;
mod presence;
pub mod push;
mod rating;
mod routing;
mod settings;
mod staff;
mod team;
mod timetable;
mod waiting;
mod why;

pub use about::Told;
pub use audit::added_by_operator;
pub use calls::LOOKED_AT;
pub use conversation::{Assignee, Conversation, LULL, VisitorId, Wait};
pub use desk::Desk;
pub use effect::{Effect, Refused, Save, Tell};
pub use event::Event;
pub use invite::{INVITATION, Invitation};
pub use limit::{CONVERSATIONS_PER_ADDRESS, CONVERSATIONS_WINDOW, Pace};
pub use presence::View;
pub use routing::Handling;
pub use staff::{Pass, Staffing};
pub use team::{Agent, Entry, LEASE, Public};
pub use timetable::Edge;
pub use waiting::{Case, LEFT_AFTER};
