//! The language that this device speaks: its texts, which `language.js` has fetched, and what `Intl` knows of it.

use console::tongue::{Look, Manner, Tongue, speak};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wire::Timestamp;
use wire::hours::Date;

use super::tab;

#[wasm_bindgen(module = "/language.js")]
extern "C" {
    /// What was chosen on this device; empty where the browser decides.
    pub(crate) fn chosen() -> String;
    /// Chooses a language, or by an empty text lets the browser decide, and loads the page anew.
    pub(crate) fn choose(tag: &str);
    /// What a language is called, in the one that is spoken.
    pub(crate) fn called(tag: &str) -> String;

    fn loaded() -> Option<String>;
    fn languages() -> Array;
    fn plural(number: f64) -> String;
    fn number(number: f64) -> String;
    fn written(at: f64, options: &str) -> String;
    fn measure(number: f64, unit: &str) -> String;
}

/// Speaks it from here on.
pub(crate) fn start() {
    let manner = Manner {
        plural: |n| plural(of(n)),
        number: |n| number(of(n)),
        date,
        measure: |tenths, unit| measure(of(tenths) / 10.0, unit),
    };
    let texts = loaded();
    let read = Tongue::read(texts.as_deref(), manner).or_else(|error| {
        tab::log(&error.to_string());
        Tongue::read(None, manner)
    });
    if let Ok(tongue) = read {
        speak(tongue);
    }
}

/// The languages that there are: the tag of each, and what it calls itself.
pub(crate) fn all() -> Vec<(String, String)> {
    let pair = |pair: JsValue| {
        let pair = Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    languages().iter().filter_map(pair).collect()
}

/// An instant, by the clock of this browser unless the options of `Intl.DateTimeFormat` name another zone.
pub(crate) fn write(at: Timestamp, options: &str) -> String {
    #[expect(clippy::cast_precision_loss, reason = "timestamps stay below 2⁵³")]
    written(at.0 as f64, options)
}

/// The first day of 1970.
const EPOCH: i32 = 2_440_588;

fn date(date: Date, look: Look) -> String {
    let form = match look {
        Look::Short => r#""day":"numeric","month":"short""#,
        Look::Weekday => r#""weekday":"short","day":"numeric","month":"short""#,
        Look::Long => r#""day":"numeric","month":"long""#,
        Look::Year => r#""day":"numeric","month":"long","year":"numeric""#,
    };
    // Noon of that day in UTC, written by the clock of UTC.
    let days = f64::from(date.calendar().to_julian_day() - EPOCH);
    written((days + 0.5) * 86_400_000.0, &format!(r#"{{{form},"timeZone":"UTC"}}"#))
}

#[expect(clippy::cast_precision_loss, reason = "what is counted here stays below 2⁵³")]
fn of(n: u64) -> f64 {
    n as f64
}
