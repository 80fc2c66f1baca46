//! The tab around the widget: whether it is seen, whether there is a network, what other tabs store.

use visit::Event;
use web_sys::{Document, Window};

use crate::listen::on;
use crate::storage;

pub(crate) fn is_visible(document: &Document) -> bool {
    !document.hidden()
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
    let kept = window.clone();
    let stored = move |_: &_| {
        if let Some(token) = storage::token(&kept, key) {
            tell(Event::TokenCame(token));
        }
    };
    on(window, "storage", Box::new(stored)).forget();
}
