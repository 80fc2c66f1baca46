//! Visitors online, in words.

use std::time::Duration;

use wire::lobby::Outcome;
use wire::online::Visitor;
use wire::text::origin;
use wire::{Page, Status};

use crate::store::Connection;
use crate::{count, say, tongue};

/// How many there are.
#[must_use]
pub fn count(count: usize, is_full: bool) -> String {
    match (count, is_full) {
        (0, _) => say!("Nobody is on the site right now.").to_owned(),
        (_, false) => count!(count, "{n} open page", "{n} open pages"),
        (_, true) => {
            say!("{n} open pages are listed. There may be more.", n = tongue::number(tongue::whole(count)))
        }
    }
}

/// How a page is called: by its title, else by its path.
#[must_use]
pub fn title(visitor: &Visitor) -> String {
    if visitor.title.as_str().is_empty() { path(&visitor.page).to_owned() } else { visitor.title.to_string() }
}

/// What follows the host; the root is `/`.
#[must_use]
pub fn path(page: &Page) -> &str {
    let address = page.as_str();
    let path = origin(address).and_then(|origin| address.strip_prefix(origin));
    path.filter(|path| !path.is_empty()).unwrap_or("/")
}

/// The address without its scheme.
#[must_use]
pub fn address(page: &Page) -> &str {
    page.as_str().split_once("://").map_or(page.as_str(), |(_, rest)| rest)
}

/// For how long somebody has been here.
#[must_use]
pub fn here(span: Duration) -> String {
    match span.as_secs() / 60 {
        0 => say!("Here for less than a minute").to_owned(),
        minutes @ 1..60 => say!("Here for {n} min", n = minutes),
        minutes => say!("Here for {h} h {min} min", h = minutes / 60, min = minutes % 60),
    }
}

/// Which visit it is; nothing of the first.
#[must_use]
pub fn visit(visits: u16) -> Option<String> {
    (visits > 1).then(|| say!("Visit {n}", n = visits))
}

/// What became of an invitation.
#[must_use]
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Sent => say!("On its way"),
        Outcome::Shown => say!("The page shows it"),
        Outcome::Busy => say!("Not shown: a chat or a message is open there already"),
        Outcome::Declined => say!("The visitor closed it"),
        Outcome::Answered => say!("Answered: see the inbox"),
    }
}

/// Why somebody cannot start a chat.
#[must_use]
pub fn cannot(status: Status) -> Option<&'static str> {
    match status {
        Status::Online => None,
        Status::Invisible => Some(say!("You are invisible. Go online to start a chat.")),
        Status::Offline => Some(say!("You are offline. Go online to start a chat.")),
    }
}

/// What the list is worth while its line is not up.
#[must_use]
pub fn line(connection: Connection) -> Option<&'static str> {
    match connection {
        Connection::Connected | Connection::Connecting => None,
        Connection::Reconnecting => Some(say!("The list cannot be reached right now. Trying again…")),
        Connection::Outdated | Connection::Stopped => {
            Some(say!("The list was closed. Please reload the page."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_title_is_called_by_its_path() {
        for (text, wanted) in [
            ("https://shop.example", "/"),
            ("https://shop.example/", "/"),
            ("http://localhost:8080/a/b", "/a/b"),
        ] {
            assert_eq!(path(&Page::parse(text).expect("a page")), wanted);
        }
    }

    #[test]
    fn a_full_list_does_not_claim_to_be_everybody() {
        assert_eq!(count(1, false), "1 open page");
        assert!(count(5_000, true).contains("may be more"));
        assert_eq!(here(Duration::from_secs(3 * 3_600 + 120)), "Here for 3 h 2 min");
    }
}
