//! Frames, whichever client they are for: read with a verdict on what is wrong, sent as JSON text.

use js_sys::{JSON, Object, Reflect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast as _, JsValue};
use wire::visitor::{Hears, Refusal};
use wire::{MessageId, close};
use worker::WebSocket;

use crate::body;
use crate::error::{Error, Result};
use crate::site::Site;

/// As much of a frame as says whether it is one of ours.
#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: String,
}

/// As much of a frame as says which message it is about.
#[derive(Deserialize)]
struct About {
    id: MessageId,
}

/// Reads a frame. `None` when it was none, and its sender knows: one whose `type` is not among `types`
/// closes the socket (F5), another gets an `error`, about its message where that much is readable (F7).
pub(crate) fn read<T: DeserializeOwned>(
    site: &Site,
    socket: &WebSocket,
    text: &str,
    types: &[&str],
) -> Result<Option<T>> {
    let ordered = if text.starts_with(r#"{"type":"#) { None } else { in_order(text) };
    let error = match serde_json::from_str(ordered.as_deref().unwrap_or(text)) {
        Ok(frame) => return Ok(Some(frame)),
        Err(error) => error,
    };
    let kind: std::result::Result<Kind, _> = serde_json::from_str(text);
    if kind.is_ok_and(|frame| types.contains(&frame.kind.as_str())) {
        refuse(socket, body::bad(&error), about(text))?;
    } else {
        site.hang_up(socket, close::code::BAD_FRAME, "not a frame of ours");
    }
    Ok(None)
}

/// The same frame with its `type` in front, as `wire` reads it: not every client keeps an order. `None` for what
/// is no object.
fn in_order(text: &str) -> Option<String> {
    let members: Object = JSON::parse(text).ok()?.dyn_into().ok()?;
    let frame = Object::new();
    Reflect::set(&frame, &"type".into(), &JsValue::UNDEFINED).ok()?;
    JSON::stringify(&Object::assign(&frame, &members)).ok()?.as_string()
}

/// Which message a frame is about, where that much is readable.
pub(crate) fn about(text: &str) -> Option<MessageId> {
    serde_json::from_str(text).ok().map(|About { id }| id)
}

/// Sends a frame to the one who asked.
pub(crate) fn send(socket: &WebSocket, frame: &impl Serialize) -> Result<()> {
    socket.send_with_str(serde_json::to_string(frame)?)?;
    Ok(())
}

/// Says what was refused, and about which message. The frame is the same for visitors and for agents.
pub(crate) fn refuse(socket: &WebSocket, error: Error, about: Option<MessageId>) -> Result<()> {
    send(socket, &Hears::Error(Refusal { problem: error.problem(), about }))
}
