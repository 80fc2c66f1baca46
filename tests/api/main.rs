//! The edge through HTTP and sockets: each route and frame of `SPEC.md`, with good and bad input.

mod about;
mod asked;
mod authorisation;
mod bad_input;
mod conversation;
mod ending;
mod examples;
mod figures;
mod file;
mod frames;
mod hints;
mod hours;
mod identity;
mod inbox;
mod install;
mod invisible;
mod invite;
mod limits;
mod mail_in;
mod mail_out;
mod mail_raw;
mod mail_tried;
mod note;
mod online;
mod operator;
mod picture;
mod presence;
mod push;
mod rating;
mod routing;
mod rules;
mod same_bytes;
mod session;
mod settings;
mod sockets;
mod staff;
mod statics;
mod style;
mod team;
mod transcript;
mod vouched;

use std::fmt::Debug;

/// Shows what came where something else was wanted.
fn other<T, U: Debug>(seen: U) -> Result<T, U> {
    Err(seen)
}
