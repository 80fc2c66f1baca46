//! The widget's browser shell: what `visit` decides, drawn and done. It decides nothing itself.
//!
//! It speaks with the browser through `door.ts`: Rust calls the methods of [`Setting`], the door calls the
//! functions of [`moments`]. No closure crosses, since what wasm-bindgen writes for closures alone would
//! weigh as much as the door.

mod codec;
#[cfg(feature = "golden")]
mod golden;
pub mod moments;
mod shell;
mod view;

use lol_alloc::{FreeListAllocator, LockedAllocator};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use crate::codec::Json;

/// A tenth of the standard one. It walks a list of free pieces, and there are few.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());

#[wasm_bindgen]
extern "C" {
    /// The browser, as `door.ts` hands it over.
    pub type Setting;

    /// What the loader was told.
    #[wasm_bindgen(method, getter, structural)]
    fn presence(this: &Setting) -> Json;
    /// Any number.
    #[wasm_bindgen(method, getter, structural)]
    fn seed(this: &Setting) -> u32;
    /// Whether the visitor asked for the panel already.
    #[wasm_bindgen(method, getter, structural)]
    fn opens(this: &Setting) -> bool;
    #[wasm_bindgen(method, getter, structural)]
    fn visible(this: &Setting) -> bool;
    /// Whether all tabs of this browser have one socket.
    #[wasm_bindgen(method, getter, structural)]
    fn shares(this: &Setting) -> bool;

    /// A part of the panel; the widget's element for an empty id.
    #[wasm_bindgen(method, structural)]
    fn part(this: &Setting, id: &str) -> Element;
    /// Puts a text into the element, or into what the selector finds in it, unless it stands there already:
    /// the one at this place of the language, with the words in its gap; the words themselves at zero.
    #[wasm_bindgen(method, structural)]
    fn show(this: &Setting, element: &Element, selector: &str, text: u32, words: &str);
    /// The same for the name by which a screen reader calls the element.
    #[wasm_bindgen(method, structural)]
    fn name(this: &Setting, element: &Element, text: u32, words: &str);
    /// Sets an attribute, or takes it away.
    #[wasm_bindgen(method, structural)]
    fn mark(this: &Setting, element: &Element, name: &str, value: Option<&str>);
    /// A new message for the log, with this id and nothing in it.
    #[wasm_bindgen(method, structural)]
    fn row(this: &Setting, id: &str) -> Element;
    /// Puts a message into the log, in front of another one or at the end.
    #[wasm_bindgen(method, structural)]
    fn insert(this: &Setting, row: &Element, before: Option<&Element>);
    /// Puts the time of day of an instant into a message.
    #[wasm_bindgen(method, structural)]
    fn time(this: &Setting, message: &Element, at: f64);
    /// The status for when somebody is back at this instant; nothing while it cannot be said.
    #[wasm_bindgen(method, structural)]
    fn back(this: &Setting, at: f64) -> Option<String>;
    /// Whether the visitor sees the end of the conversation.
    #[wasm_bindgen(method, getter, structural)]
    fn ends(this: &Setting) -> bool;
    /// Scrolls to the end of the conversation.
    #[wasm_bindgen(method, structural)]
    fn scroll(this: &Setting);
    /// Leads the visitor to a part.
    #[wasm_bindgen(method, structural)]
    fn focus(this: &Setting, id: &str);
    /// Empties the field.
    #[wasm_bindgen(method, structural)]
    fn clear(this: &Setting);

    /// Asks the edge below the site's address; a body makes it a POST. [`moments::answered`] gets the number
    /// and the body back with the answer.
    #[wasm_bindgen(method, structural)]
    fn ask(this: &Setting, number: u32, path: &str, token: Option<&str>, body: Option<&Json>);
    /// Opens the socket in place of any other.
    #[wasm_bindgen(method, structural)]
    fn connect(this: &Setting);
    /// Sends a frame; `ping` where there is none.
    #[wasm_bindgen(method, structural)]
    fn send(this: &Setting, frame: Option<&Json>);
    #[wasm_bindgen(method, structural)]
    fn disconnect(this: &Setting);
    /// [`moments::happened`] after so many milliseconds, in place of any other time; never if negative.
    #[wasm_bindgen(method, structural)]
    fn wake(this: &Setting, wait: f64);

    /// The token that this browser keeps, if it lets us.
    #[wasm_bindgen(method, structural)]
    fn token(this: &Setting) -> Option<String>;
    /// Keeps a token, or forgets the one that is kept. Tells whether the browser took it.
    #[wasm_bindgen(method, structural)]
    fn keep(this: &Setting, token: Option<&str>) -> bool;
    /// Puts the body of a message into the browser's outbox; [`moments::kept`] tells whether it is there.
    #[wasm_bindgen(method, structural)]
    fn put(this: &Setting, say: &Json);
    /// Takes the message of this id out of it.
    #[wasm_bindgen(method, structural)]
    fn drop(this: &Setting, id: &str);
    /// Waits until no other tab of this browser sends; then [`moments::unsent`] gets what the outbox holds.
    #[wasm_bindgen(method, structural)]
    fn want(this: &Setting);
    /// Lets the next tab send.
    #[wasm_bindgen(method, structural)]
    fn free(this: &Setting);
    /// So many random bytes fit for secrets, as URL-safe base64 without padding.
    #[wasm_bindgen(method, structural)]
    fn random(this: &Setting, bytes: u32) -> String;
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
