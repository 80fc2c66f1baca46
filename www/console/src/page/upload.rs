//! Files on their way to the edge: `upload.js` has the bytes, by the ids of their messages.

use console::store::Failure;
use console::store::upload::{Chosen, Effect, End, Event};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wire::SiteId;

use super::{Shell, clock, http};

#[wasm_bindgen(module = "/upload.js")]
extern "C" {
    /// Whether something is dragged over an element that can be dropped there; then it may be.
    pub(crate) fn over(event: &web_sys::Event) -> bool;
    /// Whether what is dragged has left the element that listens.
    pub(crate) fn left(event: &web_sys::Event) -> bool;

    fn brought(event: &web_sys::Event) -> Array;
    fn keep(id: &str, file: &web_sys::File);
    #[wasm_bindgen(js_name = drop)]
    fn forget(id: &str);
    #[wasm_bindgen(js_name = send)]
    async fn post(id: &str, address: &str, tell: &Closure<dyn Fn(u8)>) -> JsValue;
}

/// Holds the files that an event brings, and names each: chosen in a field, dropped, or pasted.
pub(crate) fn take(event: &web_sys::Event) -> Vec<Chosen> {
    let hold = |file: JsValue| {
        let (file, id) = (file.unchecked_into::<web_sys::File>(), clock::message_id()?);
        keep(id.as_str(), &file);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length is whole")]
        let size = file.size() as u64;
        Some(Chosen { id, name: file.name(), size })
    };
    brought(event).iter().filter_map(hold).collect()
}

/// Carries out what the store decides; what came of it, `shell` is told.
pub(crate) async fn run(site: &SiteId, effect: Effect, shell: Shell) {
    let tell = move |event| shell.tell(console::store::Event::Upload(event));
    let (conversation, id) = match effect {
        Effect::Send { conversation, id } => (conversation, id),
        Effect::Drop(id) => return forget(id.as_str()),
    };
    let address = format!("/v1/sites/{site}/conversations/{conversation}/files?id={id}");
    let going = id.clone();
    let progress = Closure::new(move |hundredths| tell(Event::Went(going.clone(), hundredths)));
    let answer = Array::from(&post(id.as_str(), &address, &progress).await);
    let text = answer.get(1).as_string().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "a status has three digits")]
    let end = match answer.get(0).as_f64().unwrap_or_default() as i16 {
        -1 => End::Unreadable,
        status => match u16::try_from(status).map_err(|_| Failure::Unreachable) {
            Ok(status) => http::read(status, text).map_or_else(End::Failed, |_| End::Stored),
            Err(failure) => End::Failed(failure),
        },
    };
    tell(Event::Ended(id, end));
}
