//! `fetch`: one request, one answer, never an uncaught rejection.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wire::Secret;

use crate::Setting;
use crate::codec::{self, Json};

/// The status and the object of an answer; nothing where there is none.
pub(crate) type Answered = Option<(u16, Json)>;

/// Asks the edge. A `body` makes it a POST. Nobody but the token says who asks: cookies stay out of it.
pub(crate) fn ask(
    setting: &Setting,
    address: &str,
    token: Option<&Secret>,
    body: Option<&str>,
    done: impl FnOnce(Answered) + 'static,
) {
    let init = codec::object();
    let headers = codec::object();
    if let Some(token) = token {
        headers.put("authorization", &crate::joined(&["Bearer ", token.as_str()]));
    }
    if let Some(body) = body {
        init.put("method", "POST");
        init.put("body", body);
        headers.put("content-type", "application/json");
    }
    init.put_object("headers", &headers);
    init.put("credentials", "omit");
    let answered = move |answer: JsValue| {
        let status = codec::status(answer.unchecked_ref());
        done(status.map(|status| (status, answer.unchecked_into())));
    };
    let done: Function = Closure::once_into_js(answered).unchecked_into();
    setting.ask(address, &init, &done);
}
