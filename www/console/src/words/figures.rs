//! Figures in words: spans, shares, days, and what each number means.

use wire::figures::{Count, Numbers, Spread};
use wire::hours::Date;

use crate::tongue::{self, Look};
use crate::{count, say};

/// The columns of the file, the same in every language: programs read them. Spans are in seconds.
pub const COLUMNS: [&str; 17] = [
    r"part",
    r"name",
    r"conversations",
    r"live chat",
    r"messages",
    r"missed",
    r"promised",
    r"kept",
    r"closed",
    r"first answer in live chat: median s",
    r"first answer in live chat: 9 of 10 s",
    r"first answer to messages: median s",
    r"first answer to messages: 9 of 10 s",
    r"resolution: median s",
    r"resolution: 9 of 10 s",
    r"ratings",
    r"rating: mean",
];

/// "45 s", "2 min 5 s", "46 min", "1 h 20 min", "3 d 4 h": two units at most, seconds below ten minutes.
#[must_use]
pub fn span(seconds: u32) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60);
    match (days, hours, minutes) {
        (0, 0, 0) => say!("{n} s", n = seconds),
        (0, 0, 10..) => say!("{n} min", n = minutes),
        (0, 0, _) if seconds.is_multiple_of(60) => say!("{n} min", n = minutes),
        (0, 0, _) => say!("{min} min {s} s", min = minutes, s = seconds % 60),
        (0, ..) if minutes.is_multiple_of(60) => say!("{n} h", n = hours),
        (0, ..) => say!("{h} h {min} min", h = hours, min = minutes % 60),
        _ if hours.is_multiple_of(24) => say!("{n} d", n = days),
        _ => say!("{d} d {h} h", d = days, h = hours % 24),
    }
}

/// "97 %": never more than it was, so that 100 % are all.
#[must_use]
pub fn share(part: u32, whole: u32) -> Option<String> {
    let percent = (u64::from(part) * 100).checked_div(u64::from(whole))?;
    Some(say!("{n} %", n = percent))
}

/// How often the promise of Live Chat was kept, as sentences.
#[must_use]
pub fn promise(numbers: &Numbers) -> String {
    let Numbers { promised, kept, missed, .. } = *numbers;
    let dropped = promised.saturating_sub(kept).saturating_sub(missed);
    if promised == 0 {
        return say!("Nobody was shown Live Chat and wrote in this time.").to_owned();
    }
    let mut fates = vec![count!(kept, "{n} was answered in time", "{n} were answered in time")];
    if missed > 0 {
        fates.push(count!(missed, "{n} was missed", "{n} were missed"));
    }
    if dropped > 0 {
        fates.push(count!(dropped, "{n} was closed without an answer", "{n} were closed without an answer"));
    }
    count!(
        promised,
        "Once a visitor was shown Live Chat and wrote: {fates}.",
        "{n} times a visitor was shown Live Chat and wrote: {fates}.",
        fates = fates.join(", ")
    )
}

/// "9 of 10 within 2 min". Of one there is no more to say than how long it took.
#[must_use]
pub fn most(spread: Spread) -> String {
    count!(spread.count, "Of one answer.", "9 of 10 within {span}. Of {n} answers.", span = span(spread.p90))
}

/// "23 Nov".
#[must_use]
pub fn day(date: Date) -> String {
    tongue::date(date, Look::Short)
}

/// "Mon 23 Nov".
#[must_use]
pub fn weekday(date: Date) -> String {
    tongue::date(date, Look::Weekday)
}

/// "09:00 to 10:00".
#[must_use]
pub fn hour(hour: usize) -> String {
    say!("{from} to {to}", from = format!("{hour:02}:00"), to = format!("{:02}:00", hour + 1))
}

/// What a bar says when it is pointed at: "Mon 23 Nov: 3 in Live Chat, 2 left as messages, 1 missed".
#[must_use]
pub fn bar(name: &str, Count { live, messaging, missed }: Count) -> String {
    if missed == 0 {
        return say!(
            "{name}: {live} in Live Chat, {left} left as messages",
            name = name,
            live = live,
            left = messaging
        );
    }
    say!(
        "{name}: {live} in Live Chat, {left} left as messages, {missed} missed",
        name = name,
        live = live,
        left = messaging,
        missed = missed
    )
}

/// A chart in one sentence, for those who do not see it.
#[must_use]
pub fn chart(what: &str, busiest: Option<(&str, Count)>) -> String {
    match busiest {
        None => say!("{what}: none.", what = what),
        Some((name, count)) => say!(
            "{what}. Most of them: {most}. All numbers are in the table below.",
            what = what,
            most = bar(name, count)
        ),
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
