//! Mails: which are owed, when they go out, and what becomes of them and of those that come in (M1 to M9).

mod outbox;
mod owed;
mod place;
mod received;
#[path = "../site/mod.rs"]
mod site;
mod token;
