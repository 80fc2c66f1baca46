//! How the widget looks, in words.

use wire::style::{Icon, Side, Theme};

use crate::say;
use crate::store::form::questions::Kind;

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
        Icon::None => say!("No launcher: a button or a link of your page opens the panel"),
    }
}

/// What a text of [`wire::question::TEXTS`] is.
#[must_use]
pub fn text(name: &str) -> &'static str {
    match name {
        "launcher" => say!("Beside the launcher’s icon"),
        "title_live" => say!("Title while somebody is in"),
        "empty_live" => say!("Greeting while somebody is in"),
        "title_messaging" => say!("Title while nobody is in"),
        "status_messaging" => say!("Status while nobody is in"),
        "empty_messaging" => say!("Greeting while nobody is in"),
        _ => say!("Before the first message, such as a word on privacy"),
    }
}

#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => say!("The visitor’s name"),
        Kind::Email => say!("The e-mail address"),
        Kind::Text => say!("A text"),
        Kind::Choice => say!("One of several answers"),
    }
}
