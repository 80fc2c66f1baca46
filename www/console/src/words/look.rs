//! How the widget looks, in words.

use wire::style::{Icon, Side, Theme};

#[must_use]
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "As the visitor's system is",
        Theme::Light => "Always light",
        Theme::Dark => "Always dark",
    }
}

#[must_use]
pub fn side(side: Side) -> &'static str {
    match side {
        Side::End => "Where lines end (on the right in English)",
        Side::Start => "Where lines begin (on the left in English)",
    }
}

#[must_use]
pub fn icon(icon: Icon) -> &'static str {
    match icon {
        Icon::Chat => "A bubble of speech",
        Icon::Question => "A question mark",
        Icon::Letter => "An envelope",
        Icon::Heart => "A heart",
        Icon::Lamp => "A lamp",
    }
}
