//! What the browser tells: called by `door.ts`, each ends as one event of the visit.

use std::cell::OnceCell;

use visit::Event;
use wasm_bindgen::prelude::wasm_bindgen;
use wire::{Body, MessageId, Name, Secret, TargetedId};

use crate::Setting;
use crate::codec::{self, Json};
use crate::shell::Shell;

thread_local! {
    /// Made once, never dropped.
    static SHELL: OnceCell<&'static Shell> = const { OnceCell::new() };
}

fn shell() -> Option<&'static Shell> {
    SHELL.with(|shell| shell.get().copied())
}

fn with(call: impl FnOnce(&'static Shell)) {
    if let Some(shell) = shell() {
        call(shell);
    }
}

fn tell(event: Event) {
    with(|shell| shell.tell(event));
}

/// Brings the widget to life. Nothing happens where the loader handed over what is not ours.
#[wasm_bindgen]
pub fn start(setting: Setting) {
    if let Some(shell) = Shell::new(setting) {
        let shell: &'static Shell = Box::leak(Box::new(shell));
        if SHELL.with(|place| place.set(shell)).is_ok() {
            shell.begin();
        }
    }
}

/// Something that says no more than that it happened. The numbers are those of `Moment` in `door.ts`.
#[wasm_bindgen]
pub fn happened(moment: u32) {
    tell(match moment {
        0 => Event::Woke,
        1 => Event::TabShown,
        2 => Event::TabHidden,
        3 => Event::NetworkCame,
        4 => Event::NetworkWent,
        5 => Event::SocketOpened,
        6 => Event::Ponged,
        7 => Event::EmailEdited,
        8 => Event::Regrouped,
        9 => Event::Typed,
        _ => return,
    });
}

/// The visitor opens or closes the panel.
#[wasm_bindgen]
pub fn turned(is_open: bool) {
    with(|shell| shell.open(is_open));
}

/// The visitor presses Send: what stands in the two fields.
#[wasm_bindgen]
pub fn submitted(text: String, email: String) {
    with(|shell| shell.submit(text, email));
}

/// The visitor presses Retry at a message.
#[wasm_bindgen]
pub fn retried(id: String) {
    if let Ok(id) = MessageId::parse(id) {
        tell(Event::Retried(id));
    }
}

/// Another tab keeps a token.
#[wasm_bindgen]
pub fn found(token: String) {
    if let Ok(token) = Secret::parse(token) {
        tell(Event::TokenCame(token));
    }
}

/// This tab alone may send, and this is what the browser's outbox holds.
#[wasm_bindgen]
pub fn unsent(says: &Json) {
    tell(Event::Found(codec::unsent(says)));
}

/// Whether the browser's outbox holds a message now.
#[wasm_bindgen]
pub fn kept(id: String, is_kept: bool) {
    if let Ok(id) = MessageId::parse(id) {
        tell(Event::Kept(id, is_kept));
    }
}

/// A frame came.
#[wasm_bindgen]
pub fn heard(frame: &Json) {
    if let Some(frame) = codec::hears(frame) {
        tell(Event::Heard(frame));
    }
}

/// The socket closed, or could not be opened.
#[wasm_bindgen]
pub fn closed(code: u16) {
    tell(Event::SocketClosed(code));
}

/// The answer to [`Setting::ask`], with its `status` in it; an empty one where there is none.
#[wasm_bindgen]
pub fn answered(number: u32, answer: &Json, body: &Json) {
    with(|shell| shell.answer(number, answer, body));
}

/// A rule sends a message of the site of this name. Tells whether it was taken.
#[must_use]
#[wasm_bindgen]
pub fn targeted(chat: &Json, name: String) -> bool {
    let send = || {
        let shell = shell().filter(|shell| shell.is_free())?;
        shell.tell(Event::Targeted {
            id: shell.message_id()?,
            chat: TargetedId::parse(chat.text("id")?).ok()?,
            name: Name::parse(name).ok()?,
            body: Body::parse(chat.text("text")?).ok()?,
        });
        Some(())
    };
    send().is_some()
}
