//! For `golden.mjs` alone: the codec beside the serde types of `wire`.
#![expect(unreachable_pub, reason = "JavaScript reaches it")]

use js_sys::JSON;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::wasm_bindgen;
use wire::visitor::{EmailPost, Say, Says};

use crate::codec::{self, Json};

fn written(json: &Json) -> Option<String> {
    JSON::stringify(json).ok().map(String::from)
}

/// Reads what the edge says with the codec and writes it with serde: a frame, or the body of an answer.
#[wasm_bindgen]
pub fn hears(kind: &str, text: &str) -> Option<String> {
    let json: Json = JSON::parse(text).ok()?.unchecked_into();
    match kind {
        "frame" => serde_json::to_string(&codec::hears(&json)?).ok(),
        "presence" => serde_json::to_string(&codec::presence(&json)?).ok(),
        "visit" => serde_json::to_string(&codec::visit(&json)?).ok(),
        "stored" => serde_json::to_string(&codec::stored(&json)?).ok(),
        "problem" => serde_json::to_string(&codec::problem(&json)?).ok(),
        _ => None,
    }
}

/// Reads what the page says with serde and writes it with the codec.
#[wasm_bindgen]
pub fn says(kind: &str, text: &str) -> Option<String> {
    match kind {
        "frame" => written(&codec::says(&serde_json::from_str::<Says>(text).ok()?)),
        "say" => written(&codec::say(&serde_json::from_str::<Say>(text).ok()?)),
        "email" => written(&codec::email(&serde_json::from_str::<EmailPost>(text).ok()?.email)),
        "read" => written(&codec::read(serde_json::from_str::<wire::http::Read>(text).ok()?.seq)),
        _ => None,
    }
}
