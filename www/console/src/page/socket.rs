//! The WebSocket. Dropping it closes it, and nothing more is heard of it.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

/// What the socket says.
pub(crate) enum Word {
    Opened,
    Text(String),
    Closed(u16),
}

pub(crate) struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// `None` where the address or the page's policy does not allow one.
    pub(crate) fn open(address: &str, tell: impl Fn(Word) + Copy + 'static) -> Option<Self> {
        let socket = WebSocket::new(address).ok()?;
        let opened = EventListener::new(&socket, "open", move |_| tell(Word::Opened));
        let came = EventListener::new(&socket, "message", move |event| {
            if let Some(text) = event.unchecked_ref::<MessageEvent>().data().as_string() {
                tell(Word::Text(text));
            }
        });
        let closed = EventListener::new(&socket, "close", move |event| {
            tell(Word::Closed(event.unchecked_ref::<CloseEvent>().code()));
        });
        Some(Self { socket, _listeners: [opened, came, closed] })
    }

    /// What cannot be sent is not acknowledged either, and so sent again.
    pub(crate) fn send(&self, text: &str) {
        drop(self.socket.send_with_str(text));
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        drop(self.socket.close());
    }
}
