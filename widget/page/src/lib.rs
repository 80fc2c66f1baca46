//! The widget's browser shell: what `visit` decides, done with a socket, `fetch`, storage, timers and the
//! DOM. It decides nothing itself.
//!
//! `start.ts` mounts the static panel and calls [`start`]; from then on the page drives everything by
//! events.

mod codec;
#[cfg(feature = "golden")]
mod golden;
mod http;
mod shell;
mod socket;
mod storage;
mod tab;
mod timer;
mod view;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{HtmlElement, ShadowRoot};

use crate::shell::Shell;

#[wasm_bindgen]
extern "C" {
    /// What the loader found out, as `start.ts` hands it over.
    pub type Setting;

    /// The widget's element.
    #[wasm_bindgen(method, getter, structural)]
    fn host(this: &Setting) -> HtmlElement;
    /// Its shadow root, with the panel in it.
    #[wasm_bindgen(method, getter, structural)]
    fn root(this: &Setting) -> ShadowRoot;
    /// The edge's origin.
    #[wasm_bindgen(method, getter, structural)]
    fn edge(this: &Setting) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn site(this: &Setting) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn mode(this: &Setting) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn fresh(this: &Setting) -> u32;
    /// Whether the visitor asked for the panel already.
    #[wasm_bindgen(method, getter, structural)]
    fn opens(this: &Setting) -> bool;
    /// A text in the visitor's language.
    #[wasm_bindgen(method, structural)]
    fn text(this: &Setting, key: &str) -> String;
    /// The time of day of an instant.
    #[wasm_bindgen(method, structural)]
    fn time(this: &Setting, at: f64) -> String;
}

/// Brings the widget to life. Tells whether the panel is what we expect.
#[wasm_bindgen]
pub fn start(setting: Setting) -> bool {
    Shell::start(setting).is_some()
}

/// A number in decimal, without the weight of `format!`.
fn digits(number: u32) -> String {
    let mut power = 1;
    while number / power > 9 {
        power *= 10;
    }
    let mut text = String::new();
    while power > 0 {
        text.push(char::from_digit(number / power % 10, 10).unwrap_or('0'));
        power /= 10;
    }
    text
}
