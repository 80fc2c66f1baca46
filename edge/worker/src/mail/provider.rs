//! Hands a mail over: to the platform's binding, or to a provider over HTTP.

use std::pin::pin;
use std::time::Duration;

use desk::mail::{Letter, Outcome};
use futures_util::future::{Either, select};
use js_sys::{JsString, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{AbortController, Delay, EmailAddress, Env, Fetch, Headers, Method, Request, RequestInit};

use crate::error::Result;

/// A try is given up after this long: well before the desk lets another one begin (`desk::mail::SENDING`).
const PATIENCE: Duration = Duration::from_secs(25);

/// Who takes mail over.
#[derive(Clone, Copy)]
pub(super) enum Provider {
    /// The platform's `send_email`.
    Binding,
    Brevo,
    Resend,
    Postmark,
}

impl Provider {
    pub(super) fn of(env: &Env) -> std::result::Result<Self, &'static str> {
        let name = env.var("MAIL_PROVIDER").map(|value| value.to_string()).unwrap_or_default();
        let provider = match name.as_str() {
            "" | "binding" => return Ok(Self::Binding),
            "brevo" => Self::Brevo,
            "resend" => Self::Resend,
            "postmark" => Self::Postmark,
            _ => return Err("MAIL_PROVIDER is one of binding, brevo, resend, postmark."),
        };
        if key(env).is_empty() {
            return Err("The provider needs its key: wrangler secret put MAIL_PROVIDER_KEY.");
        }
        Ok(provider)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Binding => "binding",
            Self::Brevo => "brevo",
            Self::Resend => "resend",
            Self::Postmark => "postmark",
        }
    }

    /// Hands a mail over. Never fails: what goes wrong is an outcome.
    pub(super) async fn send(self, env: &Env, from: &str, letter: &Letter) -> Outcome {
        let abort = AbortController::default();
        let signal = abort.signal();
        let outcome = {
            let sending = pin!(async {
                match self {
                    Self::Binding => through_binding(env, from, letter).await,
                    _ => match self.request(env, from, letter) {
                        Ok(request) => {
                            over_http(Fetch::Request(request).send_with_signal(&signal).await).await
                        }
                        Err(error) => Outcome::Later(format!("The mail could not be written: {error:?}.")),
                    },
                }
            });
            match select(sending, pin!(Delay::from(PATIENCE))).await {
                Either::Left((outcome, _)) => Some(outcome),
                Either::Right(_) => None,
            }
        };
        outcome.unwrap_or_else(|| {
            abort.abort();
            Outcome::Later("The provider did not answer within 25 seconds.".to_owned())
        })
    }

    fn request(self, env: &Env, from: &str, letter: &Letter) -> Result<Request> {
        let (url, body) = match self {
            Self::Binding | Self::Resend => ("https://api.resend.com/emails", resend(from, letter)?),
            Self::Brevo => ("https://api.brevo.com/v3/smtp/email", brevo(from, letter)?),
            Self::Postmark => ("https://api.postmarkapp.com/email", postmark(from, letter)?),
        };
        // Elsewhere where somebody runs a relay of their own that speaks the same.
        let url = env.var("MAIL_PROVIDER_URL").map_or_else(|_| url.to_owned(), |value| value.to_string());
        let headers = Headers::new();
        headers.set("content-type", "application/json")?;
        let key = key(env);
        match self {
            Self::Brevo => headers.set("api-key", &key)?,
            Self::Postmark => headers.set("x-postmark-server-token", &key)?,
            Self::Binding | Self::Resend => {
                headers.set("authorization", &format!("Bearer {key}"))?;
                // https://resend.com/docs/dashboard/emails/idempotency-keys
                headers.set("idempotency-key", &letter.id)?;
            }
        }
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_headers(headers).with_body(Some(JsValue::from_str(&body)));
        Ok(Request::new_with_init(&url, &init)?)
    }
}

fn key(env: &Env) -> String {
    env.secret("MAIL_PROVIDER_KEY").map(|key| key.to_string()).unwrap_or_default()
}

/// What a provider's answer means. A key that is refused is a mistake that somebody will mend.
async fn over_http(answer: worker::Result<worker::Response>) -> Outcome {
    let mut response = match answer {
        Ok(response) => response,
        Err(error) => return Outcome::Later(sentence("The provider cannot be reached", &error.to_string())),
    };
    let status = response.status_code();
    if (200..300).contains(&status) {
        // Read to its end, so that the connection is whole; what it says does not matter.
        drop(response.bytes().await);
        return Outcome::Sent;
    }
    let said = response.text().await.unwrap_or_default();
    let why = sentence(&format!("The provider answered {status}"), &said);
    match status {
        401 | 402 | 403 | 404 | 408 | 409 | 425 | 429 | 500.. => Outcome::Later(why),
        _ => Outcome::Never(why),
    }
}

fn sentence(what: &str, why: &str) -> String {
    let why: String = why.chars().filter(|c| !c.is_control()).take(200).collect();
    if why.is_empty() { format!("{what}.") } else { format!("{what}: {why}") }
}

async fn through_binding(env: &Env, from: &str, letter: &Letter) -> Outcome {
    match hand_over(env, from, letter).await {
        Ok(()) => Outcome::Sent,
        Err(error) => {
            let why = sentence("The mail service refused it", &error.to_string());
            if is_final(&error) { Outcome::Never(why) } else { Outcome::Later(why) }
        }
    }
}

/// Whether the same mail would be refused again, whatever the operator does:
/// <https://developers.cloudflare.com/email-service/api/send-emails/workers-api/#error-codes>
fn is_final(error: &worker::Error) -> bool {
    const FINAL: [&str; 4] =
        ["E_RECIPIENT_NOT_ALLOWED", "E_VALIDATION_ERROR", "E_FIELD_MISSING", "E_CONTENT_TOO_LARGE"];
    match error {
        worker::Error::EmailRecipientSuppressed(_) | worker::Error::EmailRecipientNotAllowed(_) => true,
        worker::Error::UnknownJsError { code: Some(code), .. } => FINAL.contains(&code.as_str()),
        _ => false,
    }
}

async fn hand_over(env: &Env, from: &str, letter: &Letter) -> worker::Result<()> {
    let from = EmailAddress::new(letter.from_name.as_str(), from);
    let mail = worker::email::SendEmailBuilder::builder_with_email_address_and_str(
        &from,
        letter.to.as_str(),
        &letter.subject,
    )
    .text(&letter.text)
    .html(&letter.html)
    .build();
    if let Some(reply_to) = &letter.reply_to {
        mail.set_reply_to(reply_to);
    }
    let headers: Object<JsString> = Object::new().unchecked_into();
    for (name, value) in &letter.headers {
        Reflect::set(&headers, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    mail.set_headers(&headers);
    env.send_email("EMAIL")?.send_with_builder(&mail).await.map_err(worker::Error::from)?;
    Ok(())
}

/// A name and an address as one text (RFC 5322, 3.4).
fn named(name: &str, address: &str) -> String {
    format!("\"{}\" <{address}>", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Headers as a JSON object.
struct AsObject<'a>(&'a Letter, Option<&'static str>);

impl Serialize for AsObject<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let id = self.1.map(|name| (name, &self.0.id));
        serializer.collect_map(self.0.headers.iter().map(|(name, value)| (*name, value)).chain(id))
    }
}

/// <https://resend.com/docs/api-reference/emails/send-email>
fn resend(from: &str, letter: &Letter) -> Result<String> {
    #[derive(Serialize)]
    struct Mail<'a> {
        from: String,
        to: &'a str,
        subject: &'a str,
        text: &'a str,
        html: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_to: Option<&'a str>,
        headers: AsObject<'a>,
    }
    Ok(serde_json::to_string(&Mail {
        from: named(letter.from_name.as_str(), from),
        to: letter.to.as_str(),
        subject: &letter.subject,
        text: &letter.text,
        html: &letter.html,
        reply_to: letter.reply_to.as_deref(),
        headers: AsObject(letter, None),
    })?)
}

/// <https://developers.brevo.com/reference/sendtransacemail>
fn brevo(from: &str, letter: &Letter) -> Result<String> {
    #[derive(Serialize)]
    struct Address<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a str>,
        email: &'a str,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Mail<'a> {
        sender: Address<'a>,
        to: [Address<'a>; 1],
        subject: &'a str,
        text_content: &'a str,
        html_content: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_to: Option<Address<'a>>,
        headers: AsObject<'a>,
    }
    Ok(serde_json::to_string(&Mail {
        sender: Address { name: Some(letter.from_name.as_str()), email: from },
        to: [Address { name: None, email: letter.to.as_str() }],
        subject: &letter.subject,
        text_content: &letter.text,
        html_content: &letter.html,
        reply_to: letter.reply_to.as_deref().map(|email| Address { name: None, email }),
        // https://developers.brevo.com/changelog/email-api-now-supports-idempotency
        headers: AsObject(letter, Some("idempotencyKey")),
    })?)
}

/// <https://postmarkapp.com/developer/api/email-api>
fn postmark(from: &str, letter: &Letter) -> Result<String> {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Header<'a> {
        name: &'a str,
        value: &'a str,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Mail<'a> {
        from: String,
        to: &'a str,
        subject: &'a str,
        text_body: &'a str,
        html_body: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_to: Option<&'a str>,
        headers: Vec<Header<'a>>,
    }
    Ok(serde_json::to_string(&Mail {
        from: named(letter.from_name.as_str(), from),
        to: letter.to.as_str(),
        subject: &letter.subject,
        text_body: &letter.text,
        html_body: &letter.html,
        reply_to: letter.reply_to.as_deref(),
        headers: letter.headers.iter().map(|(name, value)| Header { name, value }).collect(),
    })?)
}
