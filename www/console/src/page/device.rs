//! What this device can do beyond showing a page: its icons.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/device.js")]
extern "C" {
    /// Shows an icon, and a count where the console is installed.
    pub(crate) fn badge(svg: &str, count: u32);
}
