//! Tokens as a site's back end signs them (K), by Node.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Method;
use serde_json::{Value, json};

use crate::workerd::root;
use crate::{Agent, Visitor};

/// Runs `tests/jwt.mjs`.
fn script(what: &Value) -> String {
    let mut node = Command::new(root().join("node_modules/.bin/node"));
    let done = node.arg("tests/jwt.mjs").arg(what.to_string()).current_dir(root()).output().expect("node");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text").trim().to_owned()
}

/// Seconds since 1970, and so many more.
///
/// # Panics
/// Before 1970.
#[must_use]
pub fn seconds(more: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs();
    i64::try_from(now).expect("a date") + more
}

/// A pair of keys for ES256: `pem`, `jwk`, and `private`, `private_pem`.
///
/// # Panics
/// Without Node.
#[must_use]
pub fn pair() -> Value {
    serde_json::from_str(&script(&json!({}))).expect("keys")
}

/// A key of a site, with what signs by it.
#[derive(Clone, Debug)]
pub struct Signer {
    /// For `aud`.
    pub site: String,
    /// For `kid`.
    pub kid: String,
    /// `{"secret": …}` or `{"private": …}`.
    pub by: Value,
}

impl Signer {
    /// A key for HS256 that an admin makes.
    ///
    /// # Panics
    /// When the edge refuses.
    pub async fn make(admin: &Agent) -> Self {
        let request = admin.request(Method::POST, "identity/keys").json(&json!({}));
        let created: Value = request.send().await.expect("an answer").json().await.expect("a key");
        let kid = created["key"]["kid"].as_str().unwrap_or_else(|| panic!("a key: {created}")).to_owned();
        Self { site: admin.site.id.clone(), kid, by: json!({ "secret": created["secret"] }) }
    }

    /// The header of what it signs.
    #[must_use]
    pub fn header(&self) -> Value {
        let alg = if self.by["secret"].is_string() { "HS256" } else { "ES256" };
        json!({ "alg": alg, "typ": "JWT", "kid": self.kid })
    }

    /// What is claimed for a minute.
    #[must_use]
    pub fn claims(&self, sub: &str) -> Value {
        json!({ "aud": self.site, "exp": seconds(60), "sub": sub })
    }

    /// Signs it, whatever it is: what is no object is left out.
    #[must_use]
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let mut what = self.by.clone();
        what["header"] = header.clone();
        what["claims"] = claims.clone();
        script(&what)
    }

    /// A token for this person.
    #[must_use]
    pub fn token(&self, sub: &str) -> String {
        self.sign(&self.header(), &self.claims(sub))
    }
}

impl Visitor {
    /// Brings a token of the site.
    ///
    /// # Panics
    /// When the edge does not answer.
    pub async fn identify(&self, jwt: &str, is_kept: bool) -> reqwest::Response {
        let body = json!({ "jwt": jwt, "kept": is_kept });
        self.request(Method::POST, "identity").json(&body).send().await.expect("an answer")
    }
}
