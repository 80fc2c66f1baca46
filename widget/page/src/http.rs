//! `fetch`: one request, one answer, never an uncaught rejection.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wire::Secret;

use crate::codec::{self, Json};

#[wasm_bindgen]
extern "C" {
    type Later;
    #[wasm_bindgen(method, structural)]
    fn then(this: &Later, done: &Function, failed: &Function);

    type Response;
    #[wasm_bindgen(method, getter, structural)]
    fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, structural)]
    fn json(this: &Response) -> Later;

    fn fetch(address: &str, init: &Json) -> Later;
}

fn once(call: Box<dyn FnOnce(JsValue)>) -> Function {
    Closure::once_into_js(call).unchecked_into()
}

/// The status and the object of an answer; nothing where there is none.
pub(crate) type Answered = Option<(u16, Json)>;

/// Asks the edge. A `body` makes it a POST. Nobody but the token says who asks: cookies stay out of it.
pub(crate) fn ask(address: &str, token: Option<&Secret>, body: Option<&str>, done: Rc<dyn Fn(Answered)>) {
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

    let failed = done.clone();
    let answered = Box::new(move |response: JsValue| {
        let response: Response = response.unchecked_into();
        let status = response.status();
        let cut = done.clone();
        let read =
            Box::new(move |json: JsValue| done(json.is_object().then(|| (status, json.unchecked_into()))));
        response.json().then(&once(read), &once(Box::new(move |_| cut(None))));
    });
    fetch(address, &init).then(&once(answered), &once(Box::new(move |_| failed(None))));
}
