//! Mail of a test: what people write from their mail programs, and what the console hears of it.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use wire::ConversationId;
use wire::agent::Hears;
use wire::mail::{Incoming, Judged, Outgoing};

use crate::site::{message_id, random};
use crate::workerd::{OPERATOR_KEY, root};
use crate::{AgentSocket, Site, Visitor};

/// Where answers go, before the token is put into it.
pub const REPLY: &str = "reply@mail.example";

/// The server that takes mail in, as it stands in its Authentication-Results.
pub const SERVER: &str = "mx.cloudflare.net";

/// A plain mail, unlike any other.
#[must_use]
pub fn plain(from: &str, to: &str, text: &str) -> String {
    with(&[], from, to, text)
}

/// The same with further headers, at its top.
#[must_use]
pub fn with(headers: &[&str], from: &str, to: &str, text: &str) -> String {
    let headers: String = headers.iter().flat_map(|header| [header, "\n"]).collect();
    let id = random(12);
    lines(&format!(
        "{headers}From: {from}\nTo: {to}\nSubject: Re: Shop\nMessage-ID: <{id}@home.example>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    ))
}

/// What the server that takes mail in says of one that is proved to be of this domain.
#[must_use]
pub fn proof(domain: &str) -> String {
    format!(
        "Authentication-Results: {SERVER}; dkim=pass header.d={domain}; dmarc=pass header.from={domain} policy.dmarc=reject; spf=pass smtp.mailfrom={domain}"
    )
}

/// Line ends as mail has them.
#[must_use]
pub fn lines(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// The recorded mails of `tests/mails`, by name, with this address where they have `reply+{TOKEN}@…`.
///
/// # Panics
/// Where the folder cannot be read.
#[must_use]
pub fn recorded(address: &str) -> Vec<(String, String)> {
    let token = address.split(['+', '@']).nth(1).expect("a token").to_owned();
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(root().join("tests/mails")).expect("the mails") {
        let path = entry.expect("a mail").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("text");
        let text = text.replace("{TOKEN}", &token).replace("{token}", &token.to_lowercase());
        mails.push((name, lines(&text)));
    }
    mails.sort();
    mails
}

impl Site {
    /// A raw mail comes in.
    ///
    /// # Panics
    /// When the edge does not answer.
    pub async fn bring(&self, from: &str, to: &str, raw: impl Into<Vec<u8>>) -> Response {
        let url = format!("{}/v1/operator/mail", self.base);
        let request = self.http.request(Method::POST, url).bearer_auth(OPERATOR_KEY);
        let request = request.query(&[("from", from), ("to", to)]).body(raw.into());
        request.send().await.expect("an answer")
    }

    /// The same where it is taken, whatever is decided about it.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn judged(&self, from: &str, to: &str, raw: impl Into<Vec<u8>>) -> Judged {
        let answer = self.bring(from, to, raw).await;
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).expect("a decision")
    }
}

impl Visitor {
    /// Leaves a message with an address.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn leave_with(&self, text: &str, email: &str) {
        let page = "https://shop.example/lamps";
        let say: Value = json!({ "id": message_id(), "body": text, "email": email, "page": page });
        assert_eq!(self.post(&say).await.status(), 201);
    }
}

impl AgentSocket {
    /// Opens a conversation and waits for its mails, of which something is true.
    pub async fn mails(
        &mut self,
        conversation: &ConversationId,
        what: &str,
        is: impl Fn(&[Outgoing], &[Incoming], Option<&str>) -> bool,
    ) -> (Vec<Outgoing>, Vec<Incoming>) {
        let open = wire::agent::Says::Open { conversation: conversation.clone(), after: wire::Seq(0) };
        self.say(&open).await;
        self.expect(what, |frame| match frame {
            Hears::Mails { outgoing, incoming, blocked, .. }
                if is(outgoing, incoming, blocked.as_deref()) =>
            {
                Some((outgoing.clone(), incoming.clone()))
            }
            _ => None,
        })
        .await
    }
}
