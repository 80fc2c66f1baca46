//! Frames and bodies, read by `JSON.parse` through typed getters and written by typed setters.
//!
//! A third of the weight of `serde_json` for the same frames. `golden.mjs` keeps both the same.

use js_sys::{Array, JSON, Object};
use visit::{Answer, Failure};
use wasm_bindgen::prelude::*;
use wire::http::{Code, Problem};
use wire::message::Stored;
use wire::visitor::{Hears, Refusal, Say, Says, State, Visit};
use wire::{AgentId, Author, Body, Face, Message, MessageId, Mode, Name, Presence, Seq, Timestamp};

#[wasm_bindgen]
extern "C" {
    /// Any object of ours. What is absent reads as `None`, zero or false.
    #[derive(Clone)]
    pub(crate) type Json;

    #[wasm_bindgen(method, getter, structural, js_name = "type")]
    fn kind(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural, js_name = "kind")]
    fn author_kind(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn mode(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn state(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn code(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn id(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn body(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn name(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn message(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn about(this: &Json) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn retry_after(this: &Json) -> Option<u32>;
    #[wasm_bindgen(method, getter, structural)]
    fn fresh_for(this: &Json) -> u32;
    #[wasm_bindgen(method, getter, structural)]
    fn seq(this: &Json) -> u32;
    #[wasm_bindgen(method, getter, structural)]
    fn last(this: &Json) -> u32;
    #[wasm_bindgen(method, getter, structural)]
    fn read(this: &Json) -> u32;
    #[wasm_bindgen(method, getter, structural)]
    fn at(this: &Json) -> f64;
    #[wasm_bindgen(method, getter, structural)]
    fn online(this: &Json) -> bool;
    #[wasm_bindgen(method, getter, structural)]
    fn has_email(this: &Json) -> bool;
    #[wasm_bindgen(method, getter, structural)]
    fn author(this: &Json) -> Option<Json>;
    #[wasm_bindgen(method, getter, structural)]
    fn faces(this: &Json) -> Option<Array>;
    #[wasm_bindgen(method, getter, structural)]
    fn messages(this: &Json) -> Option<Array>;

    #[wasm_bindgen(method, setter, structural, js_name = "type")]
    fn set_kind(this: &Json, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_protocol(this: &Json, value: u8);
    #[wasm_bindgen(method, setter, structural)]
    fn set_after(this: &Json, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_seq(this: &Json, value: u32);
    #[wasm_bindgen(method, setter, structural)]
    fn set_token(this: &Json, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_id(this: &Json, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_body(this: &Json, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_email(this: &Json, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_page(this: &Json, value: &str);
}

/// Reads a text. `None` if it is not a JSON object.
pub(crate) fn parse(text: &str) -> Option<Json> {
    JSON::parse(text).ok().filter(JsValue::is_object).map(JsCast::unchecked_into)
}

fn list<T>(array: Option<Array>, read: fn(&Json) -> Option<T>) -> Vec<T> {
    let array = array.unwrap_or_default();
    array.iter().filter_map(|item| read(item.unchecked_ref())).collect()
}

fn mode(json: &Json) -> Option<Mode> {
    mode_named(&json.mode()?)
}

pub(crate) fn mode_named(name: &str) -> Option<Mode> {
    Some(match name {
        "live" => Mode::Live,
        "messaging" => Mode::Messaging,
        "hidden" => Mode::Hidden,
        _ => return None,
    })
}

fn state(json: &Json) -> Option<State> {
    Some(match json.state()?.as_str() {
        "none" => State::None,
        "open" => State::Open,
        "closed" => State::Closed,
        _ => return None,
    })
}

fn id(json: &Json) -> Option<MessageId> {
    MessageId::parse(json.id()?).ok()
}

fn at(json: &Json) -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole and below 2^53")]
    Timestamp(json.at() as i64)
}

fn face(json: &Json) -> Option<Face> {
    Some(Face { name: Name::parse(json.name()?).ok()?, online: json.online() })
}

fn author(json: &Json) -> Option<Author> {
    if json.author_kind()? == "visitor" {
        return Some(Author::Visitor);
    }
    Some(Author::Agent { id: AgentId::parse(json.id()?).ok()?, name: Name::parse(json.name()?).ok()? })
}

fn message(json: &Json) -> Option<Message> {
    Some(Message {
        seq: Seq(json.seq()),
        id: id(json)?,
        author: author(&json.author()?)?,
        body: Body::parse(json.body()?).ok()?,
        at: at(json),
    })
}

pub(crate) fn stored(json: &Json) -> Option<Stored> {
    Some(Stored { id: id(json)?, seq: Seq(json.seq()), at: at(json) })
}

pub(crate) fn presence(json: &Json) -> Option<Presence> {
    Some(Presence { mode: mode(json)?, fresh_for: json.fresh_for() })
}

pub(crate) fn visit(json: &Json) -> Option<Visit> {
    Some(Visit {
        mode: mode(json)?,
        fresh_for: json.fresh_for(),
        faces: list(json.faces(), face),
        state: state(json)?,
        has_email: json.has_email(),
        read: Seq(json.read()),
        last: Seq(json.last()),
        messages: list(json.messages(), message),
    })
}

fn problem(json: &Json) -> Option<Problem> {
    let code = match json.code()?.as_str() {
        "unauthorized" => Code::Unauthorized,
        "foreign_origin" => Code::ForeignOrigin,
        "forbidden" => Code::Forbidden,
        "not_found" => Code::NotFound,
        "method_not_allowed" => Code::MethodNotAllowed,
        "id_reused" => Code::IdReused,
        "too_large" => Code::TooLarge,
        "not_json" => Code::NotJson,
        "upgrade_required" => Code::UpgradeRequired,
        "too_many" => Code::TooMany,
        "internal" => Code::Internal,
        "not_configured" => Code::NotConfigured,
        _ => Code::BadRequest,
    };
    Some(Problem { code, id: json.id()?, message: json.message()?, retry_after: json.retry_after() })
}

/// The body of an answer with this status.
pub(crate) fn answer<T>(status: u16, json: &Json, read: fn(&Json) -> Option<T>) -> Answer<T> {
    let refused = || problem(json).map(Failure::Refused);
    match status {
        200..=299 => read(json).ok_or(Failure::Network),
        _ => Err(refused().unwrap_or(Failure::Network)),
    }
}

/// A frame of the edge. `None` for one that this version does not know.
pub(crate) fn hears(json: &Json) -> Option<Hears> {
    Some(match json.kind()?.as_str() {
        "welcome" => Hears::Welcome(visit(json)?),
        "stored" => Hears::Stored(stored(json)?),
        "message" => Hears::Message(message(json)?),
        "presence" => Hears::Presence { mode: mode(json)?, faces: list(json.faces(), face) },
        "state" => Hears::State { state: state(json)? },
        "error" => {
            let about = json.about().and_then(|id| MessageId::parse(id).ok());
            Hears::Error(Refusal { problem: problem(json)?, about })
        }
        _ => return None,
    })
}

fn object() -> Json {
    Object::new().unchecked_into()
}

fn write(json: &Json) -> String {
    // Only a cycle or a BigInt cannot be written, and there is neither.
    JSON::stringify(json).map(String::from).unwrap_or_default()
}

fn put(json: &Json, say: &Say) {
    json.set_id(say.id.as_str());
    json.set_body(say.body.as_str());
    if let Some(email) = &say.email {
        json.set_email(email.as_str());
    }
    if let Some(page) = &say.page {
        json.set_page(page.as_str());
    }
}

/// The body of `POST …/messages`.
pub(crate) fn say(say: &Say) -> String {
    let json = object();
    put(&json, say);
    write(&json)
}

/// The body of `POST …/read`.
pub(crate) fn read(seq: Seq) -> String {
    let json = object();
    json.set_seq(seq.0);
    write(&json)
}

/// A frame of this page.
pub(crate) fn says(says: &Says) -> String {
    let json = object();
    match says {
        Says::Hello { protocol, token, after } => {
            json.set_kind("hello");
            json.set_protocol(*protocol);
            if let Some(token) = token {
                json.set_token(token.as_str());
            }
            json.set_after(after.0);
        }
        Says::Say(say) => {
            json.set_kind("say");
            put(&json, say);
        }
        Says::Read { seq } => {
            json.set_kind("read");
            json.set_seq(seq.0);
        }
    }
    write(&json)
}
