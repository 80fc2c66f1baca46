//! The browser's tab: when it is looked at, when the network is back, when it is closed, its title.

use std::cell::Cell;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BeforeUnloadEvent, MouseEvent, VisibilityState};

/// The network is back, or the tab is looked at again.
pub(crate) fn on_wake(tell: impl Fn() + Copy + 'static) {
    EventListener::new(&window(), "online", move |_| tell()).forget();
    let seen = move |_: &web_sys::Event| {
        if document().visibility_state() == VisibilityState::Visible {
            tell();
        }
    };
    EventListener::new(&document(), "visibilitychange", seen).forget();
}

/// The tab came to the front, or went from it.
pub(crate) fn on_look(tell: impl Fn(bool) + 'static) {
    let looked = move |_: &web_sys::Event| tell(document().visibility_state() == VisibilityState::Visible);
    EventListener::new(&document(), "visibilitychange", looked).forget();
}

/// A hand moved (S10). Not `scroll`: the page scrolls by itself when a message comes. A pointer that lies
/// still while things move under it did not move either.
pub(crate) fn on_input(tell: impl Fn() + Copy + 'static) {
    for kind in ["pointerdown", "keydown", "wheel", "touchstart", "touchmove"] {
        let options = EventListenerOptions::run_in_capture_phase();
        let done = move |event: &web_sys::Event| {
            if event.is_trusted() {
                tell();
            }
        };
        EventListener::new_with_options(&window(), kind, options, done).forget();
    }
    let last = Cell::new(None);
    let moved = move |event: &web_sys::Event| {
        let pointer = event.unchecked_ref::<MouseEvent>();
        let place = Some((pointer.screen_x(), pointer.screen_y()));
        let before = last.replace(place);
        if event.is_trusted() && before.is_some() && before != place {
            tell();
        }
    };
    let options = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(&window(), "pointermove", options, moved).forget();
}

/// `beat.js` counts in a worker: a tab in the background has its own timers slowed down to one a minute,
/// which is too slow for the heartbeat.
/// <https://developer.chrome.com/blog/timer-throttling-in-chrome-88>
pub(crate) fn on_beat(tell: impl Fn() + 'static) {
    EventListener::new(&window(), "porchlight-beat", move |_| tell()).forget();
}

/// The fragment of the address changed.
pub(crate) fn on_address(tell: impl Fn() + 'static) {
    EventListener::new(&window(), "hashchange", move |_| tell()).forget();
}

/// Asks before the tab is closed while `is_needed`.
pub(crate) fn on_leave(is_needed: impl Fn() -> bool + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    let asks = move |event: &web_sys::Event| {
        if is_needed() {
            event.prevent_default();
            event.unchecked_ref::<BeforeUnloadEvent>().set_return_value("unsent");
        }
    };
    EventListener::new_with_options(&window(), "beforeunload", options, asks).forget();
}

pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}

/// An exception nobody can mend: for the developer's console only.
pub(crate) fn log(what: &str) {
    web_sys::console::warn_1(&JsValue::from_str(what));
}
