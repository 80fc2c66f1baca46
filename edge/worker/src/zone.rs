//! The platform's time-zone database, by `Intl`: it weighs nothing, and the platform keeps it current.

use std::cell::RefCell;

use desk::hours::Zones;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wire::Timestamp;
use wire::hours::Zone;

/// Zones for which a formatter is kept: making one takes fifteen times as long as asking it.
const KEPT: usize = 64;

thread_local! {
    /// `None` for a zone that does not exist.
    static FORMATS: RefCell<Vec<(Zone, Option<Function>)>> = const { RefCell::new(Vec::new()) };
}

/// The zones that `Intl` knows.
#[derive(Debug)]
pub(crate) struct Intl;

impl Zones for Intl {
    fn offset(&self, zone: &Zone, at: Timestamp) -> Option<i32> {
        FORMATS.with_borrow_mut(|formats| {
            let place = formats.iter().position(|(known, _)| known == zone).unwrap_or_else(|| {
                formats.truncate(KEPT - 1);
                formats.push((zone.clone(), format_of(zone).ok()));
                formats.len() - 1
            });
            let format = formats[place].1.as_ref()?;
            #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are exact in a float")]
            let text =
                format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(at.0 as f64)).ok()?.as_string()?;
            seconds(text.rsplit_once("GMT")?.1)
        })
    }
}

/// `new Intl.DateTimeFormat(…).format`. By `Reflect`, which catches what is thrown at a zone that there is
/// not; an exception must not cross a binding that does not.
fn format_of(zone: &Zone) -> Result<Function, JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.as_str().into())?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into())?;
    let made = Reflect::construct(&class, &Array::of2(&"en-US".into(), &options))?;
    Reflect::get(&made, &"format".into())?.dyn_into()
}

/// Reads what follows `GMT`: nothing, `+01:00`, `-00:44:30`.
fn seconds(text: &str) -> Option<i32> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0);
    }
    // A real minus sign, in some versions.
    let sign = if text.starts_with('+') { 1 } else { -1 };
    let digits = text.trim_start_matches(['+', '-', '\u{2212}']);
    let mut total = 0;
    for (part, weight) in digits.split(':').zip([3_600, 60, 1]) {
        total += part.parse::<i32>().ok()? * weight;
    }
    Some(sign * total)
}
