//! What can go wrong, and the one place that says what a client sees of it.

use std::borrow::Cow;
use std::time::Duration;

use wire::http::{Code, Problem};
use worker::{Headers, Response, console_error};

use crate::auth;

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Either something for the client to know, or something for the operator's log.
#[derive(Debug)]
pub(crate) enum Error {
    Problem { code: Code, message: Cow<'static, str>, retry_after: Option<Duration> },
    Platform(String),
}

impl Error {
    pub(crate) fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Problem { code, message: message.into(), retry_after: None }
    }

    /// "Not there" and "not yours" are the same to whoever asks.
    pub(crate) fn not_found() -> Self {
        Self::new(Code::NotFound, "There is nothing at this address.")
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(Code::Unauthorized, "This needs a valid token.")
    }

    /// As clients see it. What only the operator may know goes to the log, under the same id.
    pub(crate) fn problem(self) -> Problem {
        let id = auth::occurrence();
        match self {
            Self::Problem { code, message, retry_after } => {
                let retry_after = retry_after
                    .map(|wait| u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1));
                Problem { code, id, message: message.into_owned(), retry_after }
            }
            Self::Platform(cause) => {
                console_error!("{id}: {cause}");
                let message = "Something went wrong on our side. Please try again.".to_owned();
                Problem { code: Code::Internal, id, message, retry_after: None }
            }
        }
    }

    pub(crate) fn into_response(self) -> worker::Result<Response> {
        let problem = self.problem();
        let headers = Headers::new();
        if let Some(seconds) = problem.retry_after {
            headers.set("retry-after", &seconds.to_string())?;
        }
        headers.set("cache-control", "no-store")?;
        Response::builder().with_headers(headers).with_status(status(problem.code)).from_json(&problem)
    }
}

fn status(code: Code) -> u16 {
    match code {
        Code::BadRequest | Code::Unasked => 400,
        Code::Unauthorized => 401,
        Code::ForeignOrigin | Code::Forbidden | Code::Blocked => 403,
        Code::NotFound => 404,
        Code::MethodNotAllowed => 405,
        Code::IdReused | Code::Conflict => 409,
        Code::TooLarge => 413,
        Code::NotJson => 415,
        Code::UpgradeRequired => 426,
        Code::TooMany => 429,
        Code::Internal => 500,
        Code::NotConfigured => 503,
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Self::Platform(error.to_string())
    }
}

impl From<wasm_bindgen::JsValue> for Error {
    fn from(value: wasm_bindgen::JsValue) -> Self {
        worker::Error::from(value).into()
    }
}

/// Of our own JSON only, as it stands in a row: what comes from outside is read by `body` and `frame`.
impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Platform(error.to_string())
    }
}

/// Of our own rows only.
impl From<wire::Invalid> for Error {
    fn from(invalid: wire::Invalid) -> Self {
        Self::Platform(invalid.to_string())
    }
}

impl From<desk::Refused> for Error {
    fn from(refused: desk::Refused) -> Self {
        Self::Problem {
            code: refused.code,
            message: refused.message.into(),
            retry_after: refused.retry_after,
        }
    }
}
