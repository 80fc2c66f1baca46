//! Raw mail, read: by a library of the platform's own language, since one in ours would weigh three times as
//! much and know fewer character sets.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};

#[wasm_bindgen(module = "/src/mail/mime.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn read(raw: Uint8Array) -> std::result::Result<JsValue, JsValue>;
}

/// What a mail says, whatever its bytes: a `desk::mail::Reading` as JSON, as it is handed on.
pub(super) async fn json(raw: &[u8]) -> Result<String> {
    let json = read(Uint8Array::from(raw)).await?;
    json.as_string().ok_or_else(|| Error::Platform("a mail was read as no text".to_owned()))
}
