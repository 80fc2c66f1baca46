//! Keys that write nothing, as WebDriver calls them.
#![expect(missing_docs, reason = "each is named after what stands on it")]

pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const UP: &str = "\u{e013}";
pub const DOWN: &str = "\u{e015}";
