//! Frames and bodies as the browser's own objects, read by typed getters and written by typed setters.
//!
//! A third of the weight of `serde_json` for the same frames. `golden.mjs` keeps both the same.

use js_sys::{Array, Object};
use visit::{Answer, Failure};
use wasm_bindgen::prelude::*;
use wire::http::{Code, Problem};
use wire::message::Stored;
use wire::visitor::{Hears, Refusal, Say, Says, State, Visit};
use wire::{AgentId, Author, Body, Email, Face, Message, MessageId, Mode, Name, Presence, Seq, Timestamp};

#[wasm_bindgen]
extern "C" {
    /// Any object of ours, by typed getters and setters of its properties.
    pub type Json;

    #[wasm_bindgen(method, structural, indexing_getter)]
    pub(crate) fn text(this: &Json, key: &str) -> Option<String>;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn number(this: &Json, key: &str) -> Option<f64>;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn is(this: &Json, key: &str) -> bool;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn object(this: &Json, key: &str) -> Option<Json>;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn list(this: &Json, key: &str) -> Option<Array>;

    #[wasm_bindgen(method, structural, indexing_setter)]
    fn put(this: &Json, key: &str, value: &str);
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn put_number(this: &Json, key: &str, value: u32);
}

fn list<T>(json: &Json, key: &str, read: fn(&Json) -> Option<T>) -> Vec<T> {
    let mut items = Vec::new();
    let array = json.list(key).unwrap_or_default();
    for place in 0..array.length() {
        items.extend(read(array.get(place).unchecked_ref()));
    }
    items
}

/// A whole number; zero where there is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn number(json: &Json, key: &str) -> u32 {
    json.number(key).unwrap_or(0.0) as u32
}

fn seq(json: &Json, key: &str) -> Seq {
    Seq(number(json, key))
}

fn mode(json: &Json) -> Option<Mode> {
    Some(match json.text("mode")?.as_str() {
        "live" => Mode::Live,
        "hidden" => Mode::Hidden,
        // Of a mode of later versions this much is true: what is written is kept, and answered later.
        _ => Mode::Messaging,
    })
}

fn state(json: &Json) -> Option<State> {
    Some(match json.text("state")?.as_str() {
        "none" => State::None,
        "closed" => State::Closed,
        // One of later versions, too: there is a conversation.
        _ => State::Open,
    })
}

pub(crate) fn id(json: &Json) -> Option<MessageId> {
    MessageId::parse(json.text("id")?).ok()
}

fn instant(json: &Json, key: &str) -> Option<Timestamp> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole and below 2^53")]
    json.number(key).map(|at| Timestamp(at as i64))
}

fn at(json: &Json) -> Timestamp {
    instant(json, "at").unwrap_or(Timestamp(0))
}

fn name(json: &Json) -> Option<Name> {
    Name::parse(json.text("name")?).ok()
}

fn face(json: &Json) -> Option<Face> {
    Some(Face { name: name(json)?, online: json.is("online") })
}

fn author(json: &Json) -> Option<Author> {
    Some(match json.text("kind")?.as_str() {
        "visitor" => Author::Visitor,
        "agent" => Author::Agent { id: AgentId::parse(json.text("id")?).ok()?, name: name(json)? },
        // An author of later versions speaks for the site. Left out, its message would be a gap for ever.
        _ => Author::Site { name: name(json).or_else(|| Name::parse("…").ok())? },
    })
}

fn message(json: &Json) -> Option<Message> {
    Some(Message {
        seq: seq(json, "seq"),
        id: id(json)?,
        author: author(&json.object("author")?)?,
        body: Body::parse(json.text("body")?).ok()?,
        at: at(json),
        // `files.ts` reads it.
        file: None,
    })
}

pub(crate) fn stored(json: &Json) -> Option<Stored> {
    Some(Stored { id: id(json)?, seq: seq(json, "seq"), at: at(json) })
}

pub(crate) fn presence(json: &Json) -> Option<Presence> {
    Some(Presence {
        mode: mode(json)?,
        fresh_for: number(json, "fresh_for"),
        back_at: instant(json, "back_at"),
        more: json.is("more"),
        no_mail: json.is("no_mail"),
        // The loader has used it.
        paint: None,
    })
}

pub(crate) fn visit(json: &Json) -> Option<Visit> {
    Some(Visit {
        mode: mode(json)?,
        fresh_for: number(json, "fresh_for"),
        back_at: instant(json, "back_at"),
        missed: json.is("missed"),
        faces: list(json, "faces", face),
        state: state(json)?,
        // `rate.ts` reads it.
        rating: None,
        files: false,
        has_email: json.is("has_email"),
        read: seq(json, "read"),
        last: seq(json, "last"),
        seen: seq(json, "seen"),
        messages: list(json, "messages", message),
    })
}

pub(crate) fn problem(json: &Json) -> Option<Problem> {
    let code = match json.text("code")?.as_str() {
        "unauthorized" => Code::Unauthorized,
        "foreign_origin" => Code::ForeignOrigin,
        "forbidden" => Code::Forbidden,
        "not_found" => Code::NotFound,
        "id_reused" => Code::IdReused,
        "too_many" => Code::TooMany,
        "internal" => Code::Internal,
        // The page treats the others like this one: the edge's sentence is shown.
        _ => Code::BadRequest,
    };
    Some(Problem {
        code,
        id: json.text("id")?,
        message: json.text("message")?,
        retry_after: json.number("retry_after").map(|_| number(json, "retry_after")),
    })
}

/// An answer over HTTP, with its `status` in it.
pub(crate) fn answer<T>(json: &Json, read: fn(&Json) -> Option<T>) -> Answer<T> {
    let answer = match number(json, "status") {
        0 => None,
        1..300 => return read(json).ok_or(Failure::Network),
        _ => problem(json),
    };
    Err(answer.map_or(Failure::Network, Failure::Refused))
}

/// A frame of the edge. `None` for one that this version does not know.
pub(crate) fn hears(json: &Json) -> Option<Hears> {
    Some(match json.text("type")?.as_str() {
        "welcome" => Hears::Welcome(visit(json)?),
        "stored" => Hears::Stored(stored(json)?),
        "message" => Hears::Message(message(json)?),
        "presence" => Hears::Presence {
            mode: mode(json)?,
            faces: list(json, "faces", face),
            back_at: instant(json, "back_at"),
            missed: json.is("missed"),
        },
        "state" => Hears::State { state: state(json)?, rating: None },
        "read" => Hears::Read { seq: seq(json, "seq") },
        "seen" => Hears::Seen { seq: seq(json, "seq") },
        "typing" => Hears::Typing { name: name(json)? },
        "error" => {
            let about = json.text("about").and_then(|id| MessageId::parse(id).ok());
            Hears::Error(Refusal { problem: problem(json)?, about })
        }
        _ => return None,
    })
}

fn object() -> Json {
    Object::new().unchecked_into()
}

/// What the browser's outbox holds: bodies of `POST …/messages`.
pub(crate) fn unsent(json: &Json) -> Vec<Say> {
    list(json, "says", |json| {
        let body = Body::parse(json.text("body")?).ok()?;
        // The rest goes with it as it was kept: the door adds it.
        Some(Say {
            id: id(json)?,
            body,
            email: None,
            page: None,
            targeted: None,
            answers: wire::about::Passed::default(),
        })
    })
}

/// The body of `POST …/messages`.
pub(crate) fn say(say: &Say) -> Json {
    let json = object();
    json.put("id", say.id.as_str());
    json.put("body", say.body.as_str());
    if let Some(email) = &say.email {
        json.put("email", email.as_str());
    }
    if let Some(chat) = &say.targeted {
        json.put("targeted", chat.as_str());
    }
    json
}

/// The body of `POST …/email`.
pub(crate) fn email(email: &Email) -> Json {
    let json = object();
    json.put("email", email.as_str());
    json
}

/// The body of `POST …/read`.
pub(crate) fn read(seq: Seq) -> Json {
    let json = object();
    json.put_number("seq", seq.0);
    json
}

/// A frame of this page.
pub(crate) fn says(says: &Says) -> Json {
    let (json, kind) = match says {
        Says::Hello { protocol, token, after } => {
            let json = object();
            json.put_number("protocol", u32::from(*protocol));
            if let Some(token) = token {
                json.put("token", token.as_str());
            }
            json.put_number("after", after.0);
            (json, "hello")
        }
        Says::Say(message) => (say(message), "say"),
        Says::Email { email: address } => (email(address), "email"),
        Says::Read { seq } => (read(*seq), "read"),
        Says::Typing {} => (object(), "typing"),
    };
    json.put("type", kind);
    json
}
