//! The clock and the calendar of this browser: its zone, its language, its random numbers.

use console::say;
use console::words::time::Wall;
use js_sys::{Array, Date, Function, Intl, JSON, Math, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wire::{MessageId, Timestamp};

use super::language;

pub(crate) fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole and far below 2⁵³")]
    Timestamp(Date::now() as i64)
}

/// Below [`console::store::link::JITTER`].
pub(crate) fn jitter() -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies in 0..1000")]
    let jitter = (Math::random() * f64::from(console::store::link::JITTER)) as u32;
    jitter
}

/// A new name for a message: 144 random bits as URL-safe base64.
pub(crate) fn message_id() -> Option<MessageId> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = [0_u8; 24];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let digit = |byte: &u8| char::from(DIGITS[usize::from(byte & 63)]);
    MessageId::parse(bytes.iter().map(digit).collect::<String>()).ok()
}

/// "14:02".
pub(crate) fn time(at: Timestamp) -> String {
    language::write(at, r#"{"hour":"2-digit","minute":"2-digit"}"#)
}

/// "14:02" today, "21 Nov, 14:02" on another day.
pub(crate) fn moment(at: Timestamp) -> String {
    if days_ago(at) == 0 {
        return time(at);
    }
    language::write(at, r#"{"day":"numeric","month":"short","hour":"2-digit","minute":"2-digit"}"#)
}

/// "21 Nov", with the year where it is another.
pub(crate) fn date(at: Timestamp) -> String {
    let is_this_year = day(at).get_full_year() == day(now()).get_full_year();
    let year = if is_this_year { "" } else { r#","year":"numeric""# };
    language::write(at, &format!(r#"{{"day":"numeric","month":"short"{year}}}"#))
}

/// The line above the messages of a day.
pub(crate) fn day_line(at: Timestamp) -> String {
    match days_ago(at) {
        0 => say!("Today").to_owned(),
        1 => say!("Yesterday").to_owned(),
        _ => whole_day(at),
    }
}

/// "Friday, 27 November 2026": for what is read on another day.
pub(crate) fn whole_day(at: Timestamp) -> String {
    language::write(at, r#"{"weekday":"long","day":"numeric","month":"long","year":"numeric"}"#)
}

/// Tells days apart, in this browser's zone.
pub(crate) fn day_key(at: Timestamp) -> (u32, u32, u32) {
    let day = day(at);
    (day.get_full_year(), day.get_month(), day.get_date())
}

/// How long ago, as a list shows it.
pub(crate) fn ago(now: Timestamp, at: Timestamp) -> String {
    console::words::ago(now.since(at)).unwrap_or_else(|| date(at))
}

/// The zone of this browser.
pub(crate) fn zone() -> String {
    let options = Intl::DateTimeFormat::default().resolved_options();
    let zone = Reflect::get(&options, &JsValue::from_str("timeZone")).ok();
    zone.and_then(|zone| zone.as_string()).unwrap_or_else(|| "UTC".to_owned())
}

/// Every zone that this browser knows.
pub(crate) fn zones() -> Vec<String> {
    let ask = || -> Result<Array, JsValue> {
        let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl"))?;
        let ask: Function = Reflect::get(&intl, &JsValue::from_str("supportedValuesOf"))?.dyn_into()?;
        ask.call1(&intl, &JsValue::from_str("timeZone"))?.dyn_into()
    };
    // Where a browser does not tell, the field takes what is typed.
    ask().map(|zones| zones.iter().filter_map(|zone| zone.as_string()).collect()).unwrap_or_default()
}

/// "today at 14:00", by the clock of a zone.
pub(crate) fn when(at: Timestamp, zone: &str) -> Option<String> {
    Some(console::words::time::when(&wall(now(), zone)?, &wall(at, zone)?))
}

/// The time of day by the clock of a zone, with the day where it is another one than here, and by how many minutes
/// that clock is ahead of this browser's. Nothing for a zone that this browser does not know.
pub(crate) fn local(at: Timestamp, zone: &str) -> Option<(String, i64)> {
    let (theirs, mine) = (wall(at, zone)?, wall(at, &self::zone())?);
    let day = if theirs.date == mine.date { "" } else { r#""weekday":"long","# };
    let zone = JSON::stringify(&JsValue::from_str(zone)).ok()?.as_string()?;
    let options = format!(r#"{{{day}"hour":"2-digit","minute":"2-digit","timeZone":{zone}}}"#);
    Some((language::write(at, &options), theirs.ahead_of(&mine)))
}

/// When the day began that was so many days ago, in this browser's zone.
pub(crate) fn midnight(days_ago: u32) -> Timestamp {
    let today = Date::new_0();
    let whole = |number: u32| i32::try_from(number).unwrap_or_default();
    let (year, month) = (today.get_full_year(), whole(today.get_month()));
    let date = Date::new_with_year_month_day(year, month, whole(today.get_date()) - whole(days_ago));
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole and far below 2⁵³")]
    Timestamp(date.get_time() as i64)
}

/// The date of today in a zone, `2026-11-23`.
pub(crate) fn today(zone: &str) -> Option<String> {
    wall(now(), zone).map(|wall| wall.date.to_string())
}

/// What an input for a date and a time of day holds, by the clock of this browser.
pub(crate) fn typed(text: &str) -> Option<Timestamp> {
    let at = Date::parse(text);
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole and far below 2⁵³")]
    at.is_finite().then_some(Timestamp(at as i64))
}

/// Nothing for a zone that this browser does not know. Swedes write dates as machines do.
fn wall(at: Timestamp, zone: &str) -> Option<Wall> {
    let options = Object::new();
    for (key, value) in [("timeZone", zone), ("dateStyle", "short"), ("timeStyle", "medium")] {
        Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
    }
    let date = day(at);
    let write: Function = Reflect::get(&date, &JsValue::from_str("toLocaleString")).ok()?.dyn_into().ok()?;
    let text = write.call2(&date, &JsValue::from_str("sv-SE"), &options).ok()?.as_string()?;
    Wall::parse(&text)
}

fn days_ago(at: Timestamp) -> u32 {
    let today = day_key(now());
    if day_key(at) == today {
        return 0;
    }
    let yesterday = day(now());
    yesterday.set_date(yesterday.get_date().wrapping_sub(1));
    let is_yesterday =
        day_key(at) == (yesterday.get_full_year(), yesterday.get_month(), yesterday.get_date());
    if is_yesterday { 1 } else { 2 }
}

fn day(at: Timestamp) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "timestamps stay below 2⁵³")]
    Date::new(&JsValue::from_f64(at.0 as f64))
}
