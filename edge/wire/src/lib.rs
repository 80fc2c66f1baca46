//! What Porchlight's processes say to each other: the visitor's page, the edge, the agents' console.
//!
//! Types that cross a process and the checks that make them valid, nothing else.
//! No clock, no IO, no decision.
//! A value of one of these types is valid: it was checked when it was read ([`ids`], [`text`]).
//!
//! Every type has a golden file in `tests/golden`: changing one is a decision.
#![warn(missing_docs)]

pub mod about;
pub mod agent;
pub mod audit;
pub mod close;
pub mod figures;
pub mod file;
mod frame;
pub mod hours;
pub mod http;
pub mod identity;
pub mod ids;
pub mod inbox;
pub mod install;
pub mod lobby;
pub mod mail;
pub mod message;
pub mod note;
pub mod online;
pub mod presence;
pub mod push;
pub mod question;
pub mod rating;
pub mod row;
pub mod settings;
pub mod staff;
pub mod style;
pub mod team;
pub mod text;
pub mod time;
pub mod visitor;

pub use identity::PersonId;
pub use ids::{
    AgentId, ConversationId, FileKey, GroupId, KeyId, MessageId, PlaceId, Secret, Seq, SiteId, TargetedId,
};
pub use mail::{MailId, ReceivedId};
pub use message::{Author, Message};
pub use presence::{Cause, Face, Mode, Presence, Status, WhenNobody};
pub use text::{Body, Email, Invalid, Language, Name, Origin, Page, PagePattern, Title};
pub use time::Timestamp;

/// The version of the frames on both sockets. A peer that asks for another one is told to reload.
pub const PROTOCOL: u8 = 1;

/// For how many seconds somebody who said to be writing is taken to be writing, and how often to say so at most.
pub const TYPING: u32 = 5;
