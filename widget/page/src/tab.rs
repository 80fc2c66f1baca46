//! The tab around the widget: whether it is seen, whether there is a network, what other tabs store.

use gloo_events::EventListener;
use visit::Event;
use wasm_bindgen::JsCast;
use web_sys::{Document, StorageEvent, VisibilityState, Window};
use wire::Secret;

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
    EventListener::new(document, "visibilitychange", move |_| {
        tell(if is_visible(&seen) { Event::TabShown } else { Event::TabHidden });
    })
    .forget();
    EventListener::new(window, "online", move |_| tell(Event::NetworkCame)).forget();
    EventListener::new(window, "offline", move |_| tell(Event::NetworkWent)).forget();
    EventListener::new(window, "storage", move |event| {
        let event: &StorageEvent = event.unchecked_ref();
        if event.key().as_deref() == Some(key)
            && let Some(token) = event.new_value().and_then(|value| Secret::parse(value).ok())
        {
            tell(Event::TokenCame(token));
        }
    })
    .forget();
}
