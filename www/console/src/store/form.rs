//! Forms: texts as they are typed, what stands against them, and what they ask the edge to save.
//!
//! A form that says the same as what is saved is *untouched*; what somebody else saves shows in it then.

pub mod groups;
pub mod habits;
pub mod look;
pub mod questions;
pub mod quiet;
pub mod replies;
pub mod routing;
pub mod targeted;
pub mod texts;

pub use groups::Groups;
pub use habits::HabitsForm;
pub use look::LookForm;
pub use questions::QuestionsForm;
pub use quiet::QuietForm;
pub use replies::Replies;
pub use routing::Routing;
pub use targeted::TargetedChats;
pub use texts::TextsForm;

/// What was typed is none.
struct Invalid;

/// Nothing, or what is read from the text.
fn optional<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Invalid> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(Invalid) }
}

/// A capacity of conversations, or none.
fn capacity(text: &str) -> Result<Option<u16>, Invalid> {
    optional(text, |text| number(text, 1, 1_000).and_then(|number| u16::try_from(number).ok()))
}

/// A whole number between two bounds, as typed.
fn number(text: &str, least: u32, most: u32) -> Option<u32> {
    text.trim().parse().ok().filter(|number| (least..=most).contains(number))
}
