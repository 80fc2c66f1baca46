//! What the console says, in English: statuses, causes, failures, spans of time.

pub mod about;
pub mod audit;
pub mod ending;
pub mod figures;
pub mod install;
pub mod look;
pub mod mail;
pub mod notify;
pub mod online;
pub mod staff;
pub mod time;

use std::time::Duration;

use wire::agent::{Call, Row};
use wire::hours::Day;
use wire::http::Code;
use wire::inbox::View;
use wire::settings::{Assignment, Once, WhenMissed};
use wire::team::Change;
use wire::{Cause, Mode, Status, WhenNobody};

use crate::store::{Connection, Failure};

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

/// One line of a history: what became of the status, and through what.
#[must_use]
pub fn change(change: &Change, is_own: bool) -> String {
    let by = change.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
    let what = match (change.cause, change.reachable) {
        (Cause::Lease, true) => return format!("Reachable again, {}", status(change.status).to_lowercase()),
        (Cause::Lease, false) => return "Not reachable: no device was heard from".to_owned(),
        (_, true) => status(change.status).to_owned(),
        (_, false) => format!("{}, without a device that is heard from", status(change.status)),
    };
    let why = match change.cause {
        Cause::Manual if is_own => "you chose it",
        Cause::Manual => "chosen by hand",
        Cause::Hours => "activity hours",
        Cause::Idle => "no input for a while",
        Cause::Lease => "no device was heard from",
        Cause::Admin => "set by an admin or another system",
        Cause::Missed => "a conversation was missed",
    };
    format!("{what}: {why}{by}")
}

/// What a visitor sees.
#[must_use]
pub fn mode(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::Live => ("Live Chat", "Somebody can answer now."),
        Mode::Messaging => ("Messaging", "Visitors can leave a message; the answer comes later."),
        Mode::Hidden => ("Hidden", "Newcomers do not see the widget."),
    }
}

#[must_use]
pub fn day(day: Day) -> &'static str {
    match day {
        Day::Mon => "Monday",
        Day::Tue => "Tuesday",
        Day::Wed => "Wednesday",
        Day::Thu => "Thursday",
        Day::Fri => "Friday",
        Day::Sat => "Saturday",
        Day::Sun => "Sunday",
    }
}

/// How a visitor is called: by name, else by the address.
#[must_use]
pub fn called(row: &Row) -> Option<String> {
    let email = || row.email.as_ref().map(ToString::to_string);
    row.name.as_ref().map(ToString::to_string).or_else(email)
}

/// What [`called`] says, or else the beginning of the id.
#[must_use]
pub fn visitor(row: &Row) -> String {
    called(row).unwrap_or_else(|| ending::visitor(row.id.as_str()))
}

/// Why the agent is told of a conversation.
#[must_use]
pub fn call(call: Call) -> &'static str {
    match call {
        Call::New => "New conversation",
        Call::Assigned => "Assigned to you",
        Call::Overflow => "A visitor has waited long. You may answer, though you are invisible.",
        Call::Added => "A colleague added you to a conversation",
        Call::Message => "New message",
        Call::Missed => "A conversation of yours was missed",
    }
}

#[must_use]
pub fn assignment(choice: Assignment) -> (&'static str, &'static str) {
    match choice {
        Assignment::Manual => {
            ("By hand", "A conversation is nobody's until somebody answers or is assigned.")
        }
        Assignment::Automatic => {
            ("Automatic", "A new conversation goes to the online agent with the fewest open ones, in turn.")
        }
    }
}

#[must_use]
pub fn when_missed(choice: WhenMissed) -> (&'static str, &'static str) {
    match choice {
        WhenMissed::Nothing => ("Leave the agent as is", "The conversation is marked as missed, no more."),
        WhenMissed::Invisible => {
            ("Set the agent invisible", "No new conversations until the agent chooses Online again.")
        }
    }
}

#[must_use]
pub fn once(choice: Once) -> &'static str {
    match choice {
        Once::PerVisitor => "Once per visitor",
        Once::PerVisit => "Once per visit",
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
pub fn view(view: View) -> &'static str {
    match view {
        View::Unassigned => "Unassigned",
        View::Mine => "Mine",
        View::All => "All",
        View::Missed => "Missed",
        View::Closed => "Closed",
    }
}

/// An empty list: a headline and what it means.
#[must_use]
pub fn empty(view: View) -> (&'static str, &'static str) {
    match view {
        View::Unassigned => ("Nobody is waiting", "New conversations appear here by themselves."),
        View::Mine => (
            "No open conversation of yours",
            "A conversation is yours once you answer or it is assigned to you.",
        ),
        View::All => ("No conversations yet", "Once a visitor writes, the conversation is here."),
        View::Missed => {
            ("Nobody was missed", "Who waited in vain for an answer stands here until one is given.")
        }
        View::Closed => {
            ("Nothing is closed", "A conversation that was closed is here, until the visitor writes again.")
        }
    }
}

/// The same where only some are to be shown.
pub const NOTHING_FITS: (&str, &str) =
    ("Nothing fits the filter", "In this list there is no conversation of that kind.");

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
