//! The WebSocket. Dropping it closes it, and nothing more is heard of it.

use gloo_events::EventListener;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use super::tab;

/// The code that browsers give where no close frame came.
const CUT: u16 = 1006;

/// What the socket says.
pub(crate) enum Word<F> {
    Opened,
    Frame(F),
    Ponged,
    Closed(u16),
}

pub(crate) struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// `None`, and closed at once, where the address or the page's policy does not allow one.
    pub(crate) fn open<F: DeserializeOwned>(
        address: &str,
        tell: impl Fn(Word<F>) + Copy + 'static,
    ) -> Option<Self> {
        let Ok(socket) = WebSocket::new(address) else {
            tell(Word::Closed(CUT));
            return None;
        };
        let opened = EventListener::new(&socket, "open", move |_| tell(Word::Opened));
        let came = EventListener::new(&socket, "message", move |event| {
            let Some(text) = event.unchecked_ref::<MessageEvent>().data().as_string() else { return };
            if text == "pong" {
                return tell(Word::Ponged);
            }
            match serde_json::from_str(&text) {
                Ok(frame) => tell(Word::Frame(frame)),
                // A newer edge may say what this page does not know yet; what it knows goes on.
                Err(error) => tab::log(&error.to_string()),
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
