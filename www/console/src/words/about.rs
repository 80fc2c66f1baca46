//! What the console says of a visitor.

use std::time::Duration;

use crate::say;

/// What the site's page passes anybody can change who sits before it.
#[must_use]
pub fn not_verified() -> &'static str {
    say!("Passed by the page, not verified")
}

/// Since when a page is looked at; `None` from a day on, when a date says more.
#[must_use]
pub fn since(span: Duration) -> Option<String> {
    match span.as_secs() / 60 {
        0 => Some(say!("just now").to_owned()),
        minutes @ 1..60 => Some(say!("{n} min ago", n = minutes)),
        minutes @ 60..1_440 => Some(say!("{n} h ago", n = minutes / 60)),
        _ => None,
    }
}

/// How a clock differs from this browser's, in minutes that it is ahead.
#[must_use]
pub fn offset(minutes: i64) -> String {
    let most = minutes.unsigned_abs();
    let span = match (most / 60, most % 60) {
        (0, rest) => say!("{n} min", n = rest),
        (hours, 0) => say!("{n} h", n = hours),
        (hours, rest) => say!("{h} h {min} min", h = hours, min = rest),
    };
    match minutes {
        0 => say!("the same as yours").to_owned(),
        1.. => say!("{span} ahead of you", span = span),
        _ => say!("{span} behind you", span = span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::time::Wall;

    #[test]
    fn another_clock_is_ahead_or_behind() {
        let mine = Wall::parse("2026-12-31 23:30:00").expect("a time");
        for (theirs, wanted) in [
            ("2026-12-31 23:30:00", "the same as yours"),
            ("2027-01-01 05:15:00", "5 h 45 min ahead of you"),
            ("2026-12-31 18:30:00", "5 h behind you"),
            ("2027-01-01 00:00:00", "30 min ahead of you"),
        ] {
            assert_eq!(offset(Wall::parse(theirs).expect(theirs).ahead_of(&mine)), wanted, "{theirs}");
        }
    }
}
