//! For `golden.mjs` alone: the codec beside the serde types of `wire`.
#![expect(unreachable_pub, reason = "JavaScript reaches it")]

use wasm_bindgen::prelude::wasm_bindgen;
use wire::visitor::{Say, Says};

use crate::codec;

/// Reads what the edge says with the codec and writes it with serde: a frame, or the body of an answer.
#[wasm_bindgen]
pub fn hears(kind: &str, text: &str) -> Option<String> {
    let json = codec::parse(text)?;
    match kind {
        "frame" => serde_json::to_string(&codec::hears(&json)?).ok(),
        "presence" => serde_json::to_string(&codec::presence(&json)?).ok(),
        "visit" => serde_json::to_string(&codec::visit(&json)?).ok(),
        "stored" => serde_json::to_string(&codec::stored(&json)?).ok(),
        "problem" => match codec::answer(Some((400, json)), codec::stored) {
            Err(visit::Failure::Refused(problem)) => serde_json::to_string(&problem).ok(),
            _ => None,
        },
        _ => None,
    }
}

/// Reads what the page says with serde and writes it with the codec.
#[wasm_bindgen]
pub fn says(kind: &str, text: &str) -> Option<String> {
    match kind {
        "frame" => Some(codec::says(&serde_json::from_str::<Says>(text).ok()?)),
        "say" => Some(codec::say(&serde_json::from_str::<Say>(text).ok()?)),
        "read" => Some(codec::read(serde_json::from_str::<wire::http::Read>(text).ok()?.seq)),
        _ => None,
    }
}
