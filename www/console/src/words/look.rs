//! How the widget looks, in words.

use wire::style::{Icon, Side, Theme};

use crate::say;

#[must_use]
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => say!("As the visitor's system is"),
        Theme::Light => say!("Always light"),
        Theme::Dark => say!("Always dark"),
    }
}

#[must_use]
pub fn side(side: Side) -> &'static str {
    match side {
        Side::End => say!("Where lines end (on the right in English)"),
        Side::Start => say!("Where lines begin (on the left in English)"),
    }
}

#[must_use]
pub fn icon(icon: Icon) -> &'static str {
    match icon {
        Icon::Chat => say!("A bubble of speech"),
        Icon::Question => say!("A question mark"),
        Icon::Letter => say!("An envelope"),
        Icon::Heart => say!("A heart"),
        Icon::Lamp => say!("A lamp"),
    }
}
