//! What the console says, in English: statuses, causes, failures, spans of time.

use std::time::Duration;

use wire::http::Code;
use wire::{Cause, Status, WhenNobody};

use crate::store::{Connection, Failure, Tab};

#[must_use]
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Online => "Online",
        Status::Offline => "Offline",
        Status::Invisible => "Invisible",
    }
}

/// What a status means, in one line of the menu.
#[must_use]
pub fn status_means(status: Status) -> &'static str {
    match status {
        Status::Online => "New visitors see Live Chat.",
        Status::Offline => "You are away. Nobody sees you as in.",
        Status::Invisible => "You look offline to everyone outside the conversations you joined.",
    }
}

/// Why a status is what it is (S15), behind "since …, ".
#[must_use]
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Manual => "you chose it",
        Cause::Hours => "your activity hours say so",
        Cause::Idle => "there was no input for a while",
        Cause::Lease => "none of your devices was heard from",
        Cause::Admin => "an admin set it",
        Cause::Missed => "a conversation was missed",
    }
}

#[must_use]
pub fn connection(connection: Connection) -> &'static str {
    match connection {
        Connection::Connected => "Connected",
        Connection::Connecting => "Connecting…",
        Connection::Reconnecting => "Reconnecting… You can go on writing.",
        Connection::Outdated => "There is a newer version of this page. Please reload it.",
        Connection::Stopped => "The connection was refused. Please reload this page.",
    }
}

#[must_use]
pub fn tab(tab: Tab) -> &'static str {
    match tab {
        Tab::New => "New",
        Tab::Mine => "Mine",
        Tab::All => "All",
    }
}

/// An empty list: a headline and what it means.
#[must_use]
pub fn empty(tab: Tab) -> (&'static str, &'static str) {
    match tab {
        Tab::New => ("Nobody is waiting", "New conversations appear here by themselves."),
        Tab::Mine => ("No open conversation of yours", "You join a conversation by answering in it."),
        Tab::All => ("No conversations yet", "Once a visitor writes, the conversation is here."),
    }
}

#[must_use]
pub fn when_nobody(choice: WhenNobody) -> (&'static str, &'static str) {
    match choice {
        WhenNobody::Messaging => {
            ("Messaging", "Visitors can leave a message, and are told that the answer comes later.")
        }
        WhenNobody::Hidden => {
            ("Hidden", "Newcomers do not see the widget. Visitors with an open conversation keep it.")
        }
    }
}

/// Why something did not work, as a sentence.
#[must_use]
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => "The server could not be reached. Please try again.".to_owned(),
        Failure::Refused(problem) if problem.code == Code::Internal => {
            format!("{} (Error {})", problem.message, problem.id)
        }
        Failure::Refused(problem) => problem.message.clone(),
    }
}

/// How long ago, as short as a list needs it; `None` from a day on, when a date says more.
#[must_use]
pub fn ago(span: Duration) -> Option<String> {
    match span.as_secs() / 60 {
        0 => Some("now".to_owned()),
        minutes @ 1..60 => Some(format!("{minutes} min")),
        minutes @ 60..1_440 => Some(format!("{} h", minutes / 60)),
        _ => None,
    }
}

/// "1 agent", "2 agents".
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_short() {
        for (seconds, wanted) in
            [(0, Some("now")), (59, Some("now")), (60, Some("1 min")), (3_600, Some("1 h")), (86_400, None)]
        {
            assert_eq!(ago(Duration::from_secs(seconds)).as_deref(), wanted, "{seconds}");
        }
    }
}
