//! What the console says: statuses, causes, failures, spans of time.

pub mod about;
pub mod audit;
pub mod edge;
pub mod ending;
pub mod figures;
pub mod file;
pub mod install;
pub mod look;
pub mod mail;
pub mod notify;
pub mod online;
pub mod rating;
pub mod routing;
pub mod site;
pub mod staff;
pub mod time;

use std::time::Duration;

use wire::agent::{Call, Row};
use wire::hours::Day;
use wire::inbox::View;
use wire::settings::{Assignment, Once, WhenMissed};
use wire::team::Change;
use wire::{Cause, Mode, Status, WhenNobody};

use crate::say;
use crate::store::{Connection, Failure};

#[must_use]
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Online => say!("Online"),
        Status::Offline => say!("Offline"),
        Status::Invisible => say!("Invisible"),
    }
}

/// How a colleague is seen: as a word of a list.
#[must_use]
pub fn presence(is_online: bool) -> &'static str {
    if is_online { say!("online") } else { say!("offline") }
}

/// What a status means, in one line of the menu.
#[must_use]
pub fn status_means(status: Status) -> &'static str {
    match status {
        Status::Online => say!("New visitors see Live Chat."),
        Status::Offline => say!("You are away. Nobody sees you as in."),
        Status::Invisible => say!("You look offline to everyone outside the conversations you joined."),
    }
}

/// Since when a status is what it is, and why (S15).
#[must_use]
pub fn since(when: &str, cause: Cause) -> String {
    match cause {
        Cause::Manual => say!("since {when}, you chose it", when = when),
        Cause::Hours => say!("since {when}, your activity hours say so", when = when),
        Cause::Idle => say!("since {when}, there was no input for a while", when = when),
        Cause::Lease => say!("since {when}, none of your devices was heard from", when = when),
        Cause::Admin => say!("since {when}, an admin set it", when = when),
        Cause::Missed => say!("since {when}, a conversation was missed", when = when),
    }
}

/// One line of a history: what became of the status, and through what.
#[must_use]
pub fn change(change: &Change, is_own: bool) -> String {
    let what = match (change.cause, change.reachable, change.status) {
        (Cause::Lease, true, Status::Online) => return say!("Reachable again, online").to_owned(),
        (Cause::Lease, true, Status::Offline) => return say!("Reachable again, offline").to_owned(),
        (Cause::Lease, true, Status::Invisible) => return say!("Reachable again, invisible").to_owned(),
        (Cause::Lease, false, _) => return say!("Not reachable: no device was heard from").to_owned(),
        (_, true, _) => status(change.status).to_owned(),
        (_, false, _) => {
            say!("{status}, without a device that is heard from", status = status(change.status))
        }
    };
    let why = match change.cause {
        Cause::Manual if is_own => say!("you chose it"),
        Cause::Manual => say!("chosen by hand"),
        Cause::Hours => say!("activity hours"),
        Cause::Idle => say!("no input for a while"),
        Cause::Lease => say!("no device was heard from"),
        Cause::Admin => say!("set by an admin or another system"),
        Cause::Missed => say!("a conversation was missed"),
    };
    match &change.by {
        Some(by) => say!("{what}: {why} ({by})", what = what, why = why, by = by),
        None => say!("{what}: {why}", what = what, why = why),
    }
}

/// What a visitor sees.
#[must_use]
pub fn mode(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::Live => (say!("Live Chat"), say!("Somebody can answer now.")),
        Mode::Messaging => (say!("Messaging"), say!("Visitors can leave a message; the answer comes later.")),
        Mode::Hidden => (say!("Hidden"), say!("Newcomers do not see the widget.")),
    }
}

#[must_use]
pub fn day(day: Day) -> &'static str {
    match day {
        Day::Mon => say!("Monday"),
        Day::Tue => say!("Tuesday"),
        Day::Wed => say!("Wednesday"),
        Day::Thu => say!("Thursday"),
        Day::Fri => say!("Friday"),
        Day::Sat => say!("Saturday"),
        Day::Sun => say!("Sunday"),
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
        Call::New => say!("New conversation"),
        Call::Assigned => say!("Assigned to you"),
        Call::Overflow => say!("A visitor has waited long. You may answer, though you are invisible."),
        Call::Added => say!("A colleague added you to a conversation"),
        Call::Message => say!("New message"),
        Call::Missed => say!("A conversation of yours was missed"),
    }
}

#[must_use]
pub fn assignment(choice: Assignment) -> (&'static str, &'static str) {
    match choice {
        Assignment::Manual => {
            (say!("By hand"), say!("A conversation is nobody's until somebody answers or is assigned."))
        }
        Assignment::Automatic => (
            say!("Automatic"),
            say!("A new conversation goes to the online agent with the fewest open ones, in turn."),
        ),
    }
}

#[must_use]
pub fn when_missed(choice: WhenMissed) -> (&'static str, &'static str) {
    match choice {
        WhenMissed::Nothing => {
            (say!("Leave the agent as is"), say!("The conversation is marked as missed, no more."))
        }
        WhenMissed::Invisible => (
            say!("Set the agent invisible"),
            say!("No new conversations until the agent chooses Online again."),
        ),
    }
}

#[must_use]
pub fn once(choice: Once) -> &'static str {
    match choice {
        Once::PerVisitor => say!("Once per visitor"),
        Once::PerVisit => say!("Once per visit"),
    }
}

#[must_use]
pub fn connection(connection: Connection) -> &'static str {
    match connection {
        Connection::Connected => say!("Connected"),
        Connection::Connecting => say!("Connecting…"),
        Connection::Reconnecting => say!("Reconnecting… You can go on writing."),
        Connection::Outdated => say!("There is a newer version of this page. Please reload it."),
        Connection::Stopped => say!("The connection was refused. Please reload this page."),
    }
}

#[must_use]
pub fn view(view: View) -> &'static str {
    match view {
        View::Unassigned => say!("Unassigned"),
        View::Mine => say!("Mine"),
        View::All => say!("All"),
        View::Missed => say!("Missed", in "a list"),
        View::Closed => say!("Closed", in "a list"),
    }
}

/// An empty list: a headline and what it means.
#[must_use]
pub fn empty(view: View) -> (&'static str, &'static str) {
    match view {
        View::Unassigned => (say!("Nobody is waiting"), say!("New conversations appear here by themselves.")),
        View::Mine => (
            say!("No open conversation of yours"),
            say!("A conversation is yours once you answer or it is assigned to you."),
        ),
        View::All => (say!("No conversations yet"), say!("Once a visitor writes, the conversation is here.")),
        View::Missed => (
            say!("Nobody was missed"),
            say!("Who waited in vain for an answer stands here until one is given."),
        ),
        View::Closed => (
            say!("Nothing is closed"),
            say!("A conversation that was closed is here, until the visitor writes again."),
        ),
    }
}

/// The same where only some are to be shown.
#[must_use]
pub fn nothing_fits() -> (&'static str, &'static str) {
    (say!("Nothing fits the filter"), say!("In this list there is no conversation of that kind."))
}

#[must_use]
pub fn when_nobody(choice: WhenNobody) -> (&'static str, &'static str) {
    match choice {
        WhenNobody::Messaging => (
            say!("Messaging"),
            say!("Visitors can leave a message, and are told that the answer comes later."),
        ),
        WhenNobody::Hidden => (
            say!("Hidden"),
            say!("Newcomers do not see the widget. Visitors with an open conversation keep it."),
        ),
    }
}

/// Why something did not work, as a sentence.
#[must_use]
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => say!("The server could not be reached. Please try again.").to_owned(),
        Failure::Refused(problem) => edge::problem(problem),
    }
}

/// How long ago, as short as a list needs it; `None` from a day on, when a date says more.
#[must_use]
pub fn ago(span: Duration) -> Option<String> {
    match span.as_secs() / 60 {
        0 => Some(say!("now").to_owned()),
        minutes @ 1..60 => Some(say!("{n} min", n = minutes)),
        minutes @ 60..1_440 => Some(say!("{n} h", n = minutes / 60)),
        _ => None,
    }
}

/// The same of a visitor who waits for an answer.
#[must_use]
pub fn waits(span: Duration) -> Option<String> {
    match span.as_secs() / 60 {
        0 => Some(say!("waits").to_owned()),
        minutes @ 1..60 => Some(say!("waits {n} min", n = minutes)),
        minutes @ 60..1_440 => Some(say!("waits {n} h", n = minutes / 60)),
        _ => None,
    }
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
