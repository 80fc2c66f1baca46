//! What comes from outside: capped before it is parsed, and refused with a sentence that helps.

use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use wire::http::{Code, MOST_BYTES};
use worker::Request;

use crate::error::{Error, Result};

/// What was sent along, or why it cannot be taken. The route that wants it tells, not before it has looked
/// at who asks.
pub(crate) struct Body(Result<String>);

impl Body {
    /// Reads JSON of 16 KiB at most; nothing of any other kind.
    pub(crate) async fn of(request: &mut Request) -> Self {
        Self(text(request).await)
    }

    /// # Errors
    /// With a sentence that says what is wrong with it.
    pub(crate) fn json<T: DeserializeOwned>(self) -> Result<T> {
        parse(&self.0?)
    }
}

async fn text(request: &mut Request) -> Result<String> {
    let is_json = request.headers().get("content-type")?.is_some_and(|value| {
        value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    });
    if !is_json {
        return Err(Error::new(Code::NotJson, "Send the body as Content-Type: application/json."));
    }
    String::from_utf8(bytes(request, MOST_BYTES, "The body is larger than 16 KiB.").await?).map_err(|_| {
        Error::new(Code::BadRequest, "This is not what is expected here: text that is not UTF-8.")
    })
}

/// What was sent along, `most` bytes of it at most. Stops reading as soon as there is too much, whatever the
/// declared length says.
///
/// # Errors
/// 413 then, with the refusal.
pub(crate) async fn bytes(request: &mut Request, most: usize, refusal: &'static str) -> Result<Vec<u8>> {
    let too_large = || Error::new(Code::TooLarge, refusal);
    let declared = request.headers().get("content-length")?.and_then(|value| value.parse::<usize>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    if request.inner().body().is_none() {
        return Ok(Vec::new());
    }
    let mut bytes = Vec::with_capacity(declared.unwrap_or(0));
    let mut stream = request.stream()?;
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk?);
        if bytes.len() > most {
            return Err(too_large());
        }
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    // serde would also read a list as an object's values in order.
    if text.as_bytes().trim_ascii_start().first() == Some(&b'[') {
        return Err(Error::new(Code::BadRequest, "This is not what is expected here: a list for an object."));
    }
    serde_json::from_str(text).map_err(|error| bad(&error))
}

/// What is wrong with somebody's JSON, in a sentence.
pub(crate) fn bad(error: &serde_json::Error) -> Error {
    let mut text = error.to_string();
    // Where in the text it was helps nobody who did not write it by hand.
    if let Some(end) = text.rfind(" at line ") {
        text.truncate(end);
    }
    let is_sentence = text.ends_with('.');
    let message = if is_sentence { text } else { format!("This is not what is expected here: {text}.") };
    Error::new(Code::BadRequest, message)
}
