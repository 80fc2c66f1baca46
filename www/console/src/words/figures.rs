//! Figures in words: spans, shares, days, and what each number means.

use wire::figures::{Count, Numbers, Spread};
use wire::hours::Date;

/// The columns of the file. Spans are in seconds.
pub const COLUMNS: [&str; 15] = [
    "part",
    "name",
    "conversations",
    "live chat",
    "messages",
    "missed",
    "promised",
    "kept",
    "closed",
    "first answer in live chat: median s",
    "first answer in live chat: 9 of 10 s",
    "first answer to messages: median s",
    "first answer to messages: 9 of 10 s",
    "resolution: median s",
    "resolution: 9 of 10 s",
];

/// "45 s", "2 min 5 s", "46 min", "1 h 20 min", "3 d 4 h": two units at most, seconds below ten minutes.
#[must_use]
pub fn span(seconds: u32) -> String {
    const UNITS: [(u32, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let place = UNITS.iter().position(|(size, _)| seconds >= *size).unwrap_or(UNITS.len() - 1);
    let (size, name) = UNITS[place];
    let first = format!("{} {name}", seconds / size);
    match UNITS.get(place + 1) {
        Some((1, _)) if seconds >= 600 => first,
        Some((next, name)) if seconds % size / next > 0 => {
            format!("{first} {} {name}", seconds % size / next)
        }
        _ => first,
    }
}

/// "97 %": never more than it was, so that 100 % are all.
#[must_use]
pub fn share(part: u32, whole: u32) -> Option<String> {
    let percent = (u64::from(part) * 100).checked_div(u64::from(whole))?;
    Some(format!("{percent} %"))
}

/// How often the promise of Live Chat was kept, as a sentence.
#[must_use]
pub fn promise(numbers: &Numbers) -> String {
    let Numbers { promised, kept, missed, .. } = *numbers;
    let dropped = promised.saturating_sub(kept).saturating_sub(missed);
    let mut fates = vec![format!("{kept} {} answered in time", were(kept))];
    if missed > 0 {
        fates.push(format!("{missed} {} missed", were(missed)));
    }
    if dropped > 0 {
        fates.push(format!("{dropped} {} closed without an answer", were(dropped)));
    }
    match promised {
        0 => "Nobody was shown Live Chat and wrote in this time.".to_owned(),
        1 => format!("Once a visitor was shown Live Chat and wrote: {}.", fates.join(", ")),
        _ => format!("{promised} times a visitor was shown Live Chat and wrote: {}.", fates.join(", ")),
    }
}

fn were(count: u32) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// "9 of 10 within 2 min". Of one there is no more to say than how long it took.
#[must_use]
pub fn most(spread: Spread) -> String {
    match spread.count {
        1 => "Of one answer.".to_owned(),
        count => format!("9 of 10 within {}. Of {count} answers.", span(spread.p90)),
    }
}

/// "23 Nov".
#[must_use]
pub fn day(date: Date) -> String {
    let date = date.calendar();
    format!("{} {:.3}", date.day(), date.month().to_string())
}

/// "Mon 23 Nov".
#[must_use]
pub fn weekday(date: Date) -> String {
    format!("{:.3} {}", date.calendar().weekday().to_string(), day(date))
}

/// "09:00 to 10:00".
#[must_use]
pub fn hour(hour: usize) -> String {
    format!("{hour:02}:00 to {:02}:00", hour + 1)
}

/// What a bar says when it is pointed at: "Mon 23 Nov: 3 in Live Chat, 2 left as messages, 1 missed".
#[must_use]
pub fn bar(name: &str, Count { live, messaging, missed }: Count) -> String {
    let missed = if missed > 0 { format!(", {missed} missed") } else { String::new() };
    format!("{name}: {live} in Live Chat, {messaging} left as messages{missed}")
}

/// A chart in one sentence, for those who do not see it.
#[must_use]
pub fn chart(what: &str, busiest: Option<(&str, Count)>) -> String {
    match busiest {
        None => format!("{what}: none."),
        Some((name, count)) => {
            format!("{what}. Most of them: {}. All numbers are in the table below.", bar(name, count))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_two_units_at_most() {
        for (seconds, wanted) in [
            (0, "0 s"),
            (45, "45 s"),
            (60, "1 min"),
            (125, "2 min 5 s"),
            (599, "9 min 59 s"),
            (659, "10 min"),
            (3_600, "1 h"),
            (3_659, "1 h"),
            (4_800, "1 h 20 min"),
            (86_399, "23 h 59 min"),
            (86_460, "1 d"),
            (273_600, "3 d 4 h"),
        ] {
            assert_eq!(span(seconds), wanted, "{seconds}");
        }
    }

    #[test]
    fn a_share_is_never_better_than_it_was() {
        for (part, whole, wanted) in [
            (0, 0, None),
            (0, 3, Some("0 %")),
            (2, 3, Some("66 %")),
            (999, 1_000, Some("99 %")),
            (3, 3, Some("100 %")),
        ] {
            assert_eq!(share(part, whole).as_deref(), wanted, "{part} of {whole}");
        }
    }

    #[test]
    fn days_and_bars_have_names() {
        let date = Date::parse("2026-11-23").expect("a date");
        assert_eq!((day(date).as_str(), weekday(date).as_str()), ("23 Nov", "Mon 23 Nov"));
        assert_eq!(hour(9), "09:00 to 10:00");
        let count = Count { live: 3, messaging: 2, missed: 1 };
        assert_eq!(bar("Mon 23 Nov", count), "Mon 23 Nov: 3 in Live Chat, 2 left as messages, 1 missed");
        assert!(chart("Conversations by day", None).ends_with("none."));
    }

    #[test]
    fn a_promise_is_told_in_numbers() {
        let of = |promised, kept, missed| promise(&Numbers { promised, kept, missed, ..Numbers::default() });
        assert!(of(0, 0, 0).starts_with("Nobody"));
        assert!(of(1, 1, 0).ends_with("wrote: 1 was answered in time."));
        assert!(
            of(30, 30, 0).starts_with("30 times") && of(30, 30, 0).ends_with(": 30 were answered in time.")
        );
        assert!(
            of(4, 1, 2).ends_with("1 was answered in time, 2 were missed, 1 was closed without an answer.")
        );
    }
}
