//! `fetch`: one request, one answer, never an uncaught rejection.

use js_sys::{Function, JSON, Object};
use visit::{Answer, Failure};
use wasm_bindgen::prelude::*;
use wire::Secret;

use crate::codec::{self, Json};

#[wasm_bindgen]
extern "C" {
    type Init;
    #[wasm_bindgen(method, setter, structural)]
    fn set_method(this: &Init, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_body(this: &Init, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_headers(this: &Init, value: &Init);
    #[wasm_bindgen(method, setter, structural)]
    fn set_credentials(this: &Init, value: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_authorization(this: &Init, value: &str);
    #[wasm_bindgen(method, setter, structural, js_name = "content-type")]
    fn set_content_type(this: &Init, value: &str);

    type Later;
    #[wasm_bindgen(method, structural)]
    fn then(this: &Later, done: &Function, failed: &Function);

    type Response;
    #[wasm_bindgen(method, getter, structural)]
    fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, structural)]
    fn text(this: &Response) -> Later;

    fn fetch(address: &str, init: &Init) -> Later;
}

fn once(call: impl FnOnce(JsValue) + 'static) -> Function {
    Closure::once_into_js(call).unchecked_into()
}

/// Asks the edge. A `body` makes it a POST. Nobody but the token says who asks: cookies stay out of it.
pub(crate) fn ask<T: 'static>(
    address: &str,
    token: Option<&Secret>,
    body: Option<&str>,
    read: fn(&Json) -> Option<T>,
    done: impl FnOnce(Answer<T>) + Clone + 'static,
) {
    let init: Init = Object::new().unchecked_into();
    let headers: Init = Object::new().unchecked_into();
    if let Some(token) = token {
        let mut bearer = String::from("Bearer ");
        bearer.push_str(token.as_str());
        headers.set_authorization(&bearer);
    }
    if let Some(body) = body {
        init.set_method("POST");
        init.set_body(body);
        headers.set_content_type("application/json");
    }
    init.set_headers(&headers);
    init.set_credentials("omit");

    let failed = done.clone();
    let answered = move |response: JsValue| {
        let response: Response = response.unchecked_into();
        let status = response.status();
        let cut = done.clone();
        let read_it = move |text: JsValue| {
            let json = JSON::parse(&text.as_string().unwrap_or_default()).ok().filter(JsValue::is_object);
            done(match json {
                Some(json) => codec::answer(status, json.unchecked_ref(), read),
                None => Err(Failure::Network),
            });
        };
        response.text().then(&once(read_it), &once(move |_| cut(Err(Failure::Network))));
    };
    fetch(address, &init).then(&once(answered), &once(move |_| failed(Err(Failure::Network))));
}
