//! Forms: texts as they are typed, what stands against them, and what they ask the edge to save.
//!
//! A form that says the same as what is saved is *untouched*; what somebody else saves shows in it then.

pub mod groups;
pub mod habits;
pub mod routing;
pub mod targeted;

pub use groups::Groups;
pub use habits::HabitsForm;
pub use routing::Routing;
pub use targeted::TargetedChats;

/// A whole number between two bounds, as typed.
fn number(text: &str, least: u32, most: u32) -> Option<u32> {
    text.trim().parse().ok().filter(|number| (least..=most).contains(number))
}
