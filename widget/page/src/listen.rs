//! Event listeners: one way for all of them, so that its weight is paid once.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{Event, EventTarget};

/// Listens until the listener is dropped; `forget` it where that is the life of the page.
pub(crate) fn on(target: &EventTarget, name: &'static str, call: Box<dyn FnMut(&Event)>) -> EventListener {
    EventListener::new_with_options(target, name, EventListenerOptions::enable_prevent_default(), call)
}
