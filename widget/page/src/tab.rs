//! The tab around the widget: whether it is seen, whether there is a network, what other tabs store.

use visit::Event;
use wasm_bindgen::JsCast;
use web_sys::{Document, StorageEvent, VisibilityState, Window};
use wire::Secret;

use crate::listen::on;

pub(crate) fn is_visible(document: &Document) -> bool {
    document.visibility_state() != VisibilityState::Hidden
}

/// Listens for as long as the page lives.
pub(crate) fn listen(
    window: &Window,
    document: &Document,
    key: &'static str,
    tell: impl Fn(Event) + Copy + 'static,
) {
    let seen = document.clone();
    let turned = move |_: &_| tell(if is_visible(&seen) { Event::TabShown } else { Event::TabHidden });
    on(document, "visibilitychange", Box::new(turned)).forget();
    on(window, "online", Box::new(move |_| tell(Event::NetworkCame))).forget();
    on(window, "offline", Box::new(move |_| tell(Event::NetworkWent))).forget();
    let stored = move |event: &web_sys::Event| {
        let event: &StorageEvent = event.unchecked_ref();
        if event.key().as_deref() == Some(key)
            && let Some(token) = event.new_value().and_then(|value| Secret::parse(value).ok())
        {
            tell(Event::TokenCame(token));
        }
    };
    on(window, "storage", Box::new(stored)).forget();
}
