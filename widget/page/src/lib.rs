//! The widget's browser shell: what `visit` decides, done with a socket, `fetch`, storage, timers and the
//! DOM. It decides nothing itself.
//!
//! `start.ts` mounts the static panel and calls [`start`]; from then on the page drives everything by
//! events.

mod codec;
#[cfg(feature = "golden")]
mod golden;
mod http;
mod listen;
mod shell;
mod socket;
mod storage;
mod tab;
mod timer;
mod view;

use lol_alloc::{FreeListAllocator, LockedAllocator};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Element, HtmlElement, Window};

use crate::shell::Shell;

/// A tenth of the standard one. It walks a list of free pieces, and there are few.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());

#[wasm_bindgen]
extern "C" {
    /// What the loader found out, as `start.ts` hands it over.
    pub type Setting;

    #[wasm_bindgen(method, getter, structural)]
    fn window(this: &Setting) -> Window;
    #[wasm_bindgen(method, getter, structural)]
    fn document(this: &Setting) -> Document;
    /// The widget's element.
    #[wasm_bindgen(method, getter, structural)]
    fn host(this: &Setting) -> HtmlElement;
    /// A part of the panel, which `start.ts` has mounted.
    #[wasm_bindgen(method, structural)]
    fn part(this: &Setting, id: &str) -> Element;
    /// Where the edge answers for this site: `https://edge.example/v1/sites/demo/`.
    #[wasm_bindgen(method, getter, structural)]
    fn base(this: &Setting) -> String;
    /// Where the token is kept.
    #[wasm_bindgen(method, getter, structural)]
    fn key(this: &Setting) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn mode(this: &Setting) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn fresh(this: &Setting) -> u32;
    /// Whether the visitor asked for the panel already.
    #[wasm_bindgen(method, getter, structural)]
    fn opens(this: &Setting) -> bool;
    /// Whether the visitor points with a finger: there is no keyboard then but the one on the screen.
    #[wasm_bindgen(method, getter, structural)]
    fn coarse(this: &Setting) -> bool;
    /// Puts a text into the element, or into what the selector finds in it, unless it stands there already:
    /// the one with this key, with the words in its gap; the words themselves where there is no key.
    #[wasm_bindgen(method, structural)]
    fn show(this: &Setting, element: &Element, selector: &str, key: &str, words: &str);
    /// The same for the name by which a screen reader calls the element.
    #[wasm_bindgen(method, structural)]
    fn name(this: &Setting, element: &Element, key: &str, words: &str);
    /// `fetch`. Calls back once: with the object of the answer and the answer's `status` in it, or with an
    /// empty one where there is none.
    #[wasm_bindgen(method, structural)]
    fn ask(this: &Setting, address: &str, init: &codec::Json, done: &js_sys::Function);
    /// Makes the field as high as the text in it, as it is after each input.
    #[wasm_bindgen(method, structural)]
    fn grow(this: &Setting);
    /// Sets an attribute, or takes it away.
    #[wasm_bindgen(method, structural)]
    fn mark(this: &Setting, element: &Element, name: &str, value: Option<&str>);
    /// A new message for the log, with this id and nothing in it.
    #[wasm_bindgen(method, structural)]
    fn row(this: &Setting, id: &str) -> Element;
    /// Puts the time of day of an instant into a message.
    #[wasm_bindgen(method, structural)]
    fn time(this: &Setting, message: &Element, at: f64);
}

/// Brings the widget to life. Nothing happens where the loader handed over what is not ours.
#[wasm_bindgen]
pub fn start(setting: Setting) {
    Shell::start(setting);
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

/// The parts as one text: `concat` would bring its own machinery.
fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}
