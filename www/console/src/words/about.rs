//! What the console says of a visitor.

/// Neither a page nor an attribute was told.
pub const NOTHING_TOLD: &str = "The page told nothing of the visitor.";

/// What the site's page passes anybody can change who sits before it.
pub const NOT_VERIFIED: &str = "Passed by the page, not verified";

/// Since when a page is looked at; `ago` is as a list shows it.
#[must_use]
pub fn since(ago: &str) -> String {
    match ago {
        "now" => "just now".to_owned(),
        ago if ago.ends_with(" min") || ago.ends_with(" h") => format!("{ago} ago"),
        date => date.to_owned(),
    }
}

/// How a clock differs from this browser's, in minutes that it is ahead.
#[must_use]
pub fn offset(minutes: i64) -> String {
    let most = minutes.unsigned_abs();
    let span = match (most / 60, most % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    };
    match minutes {
        0 => "the same as yours".to_owned(),
        1.. => format!("{span} ahead of you"),
        _ => format!("{span} behind you"),
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
