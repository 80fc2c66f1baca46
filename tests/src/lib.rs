//! What the tests stand on: the real Worker on workerd, real sockets, a real browser.
//!
//! Nothing here knows how the product works inside; it knows `wire` and the doors.
#![allow(clippy::missing_panics_doc, reason = "a test fails by panicking: here everything may")]

pub mod agent;
pub mod attacks;
pub mod axe;
pub mod browser;
pub mod bugs;
pub mod clock;
pub mod console;
pub mod fixture;
pub mod jwt;
pub mod lobby;
pub mod mail;
pub mod provider;
pub mod proxy;
pub mod shop;
pub mod site;
pub mod socket;
pub mod views;
pub mod visitor;
pub mod wait;
pub mod widget;
pub mod workerd;

pub use agent::{Agent, AgentSocket};
pub use provider::{Manner, Provider};
pub use proxy::{Fault, Proxy};
pub use shop::Shop;
pub use site::Site;
pub use socket::Socket;
pub use visitor::{Visitor, VisitorSocket};
pub use wait::until;
pub use workerd::Edge;
