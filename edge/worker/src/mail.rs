//! Mail both ways: how it is set up, and the doors that it goes and comes through.

pub(crate) mod intake;
mod mime;
pub(crate) mod post;
mod provider;
pub(crate) mod routes;
pub(crate) mod sign_in;

use desk::mail::{Keys, Token, Use};
use wire::{Email, Timestamp};
use worker::Env;

use crate::auth;

use provider::Provider;

/// How mail is set up at this deployment.
pub(crate) struct Setup {
    provider: Provider,
    /// The sender of all mail.
    from: Email,
    /// `reply` and `mail.example.com` of the address that answers go to.
    reply: Option<(String, String)>,
    keys: Option<Keys>,
    /// The name of the server that takes mail in for us, as it stands in its Authentication-Results.
    server: String,
    /// What keeps mail from going out.
    problem: Option<&'static str>,
}

impl Setup {
    pub(crate) fn of(env: &Env) -> Self {
        let text = |name: &str| env.var(name).map(|value| value.to_string()).unwrap_or_default();
        let mut problem = None;
        let from = Email::parse(text("MAIL_FROM"));
        if from.is_err() {
            problem = Some("MAIL_FROM is no address.");
        }
        let provider = Provider::of(env).unwrap_or_else(|why| {
            problem = Some(why);
            Provider::Binding
        });
        let keys = match Keys::parse(&keys_of(env)) {
            Ok(keys) => Some(keys),
            Err(why) => {
                problem = Some(why);
                None
            }
        };
        let reply = Email::parse(text("MAIL_REPLY")).ok();
        let reply = reply
            .and_then(|one| one.as_str().split_once('@').map(|(a, b)| (a.to_owned(), b.to_owned())))
            // `+` and the token must fit beside it (RFC 5321, 4.5.3.1.1).
            .filter(|(local, _)| local.len() < 64 - desk::mail::TOKEN);
        let server = match text("MAIL_AUTH_SERVER") {
            unset if unset.is_empty() => "mx.cloudflare.net".to_owned(),
            server => server,
        };
        let from = from.or_else(|_| Email::parse("porchlight@example.com"));
        #[expect(clippy::expect_used, reason = "the text in the source is an address")]
        let from = from.expect("an address");
        Self { provider, from, reply, keys, server, problem }
    }

    /// Whether mail goes out.
    pub(crate) fn works(&self) -> bool {
        self.problem.is_none()
    }

    /// What keeps it from that, in a sentence.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        self.problem
    }

    fn sign(&self, site: u32, person: u32, is_for: Use, made: Timestamp) -> Option<String> {
        Some(self.keys.as_ref()?.sign(&Token { site, person, is_for, made }))
    }

    /// Where an answer goes that speaks as this person.
    fn reply_to(&self, token: &str) -> Option<String> {
        let (local, domain) = self.reply.as_ref()?;
        Some(format!("{local}+{token}@{domain}"))
    }

    /// The domain that our mail comes from, for ids.
    fn host(&self) -> &str {
        self.from.as_str().rsplit('@').next().unwrap_or_default()
    }
}

/// `MAIL_KEYS`; where there are none, one that follows from the operator's key.
fn keys_of(env: &Env) -> String {
    let secret = |name: &str| env.secret(name).map(|secret| secret.to_string()).unwrap_or_default();
    match secret("MAIL_KEYS") {
        unset if unset.trim().is_empty() => {
            let key = secret("OPERATOR_KEY");
            if key.len() < 32 {
                String::new()
            } else {
                format!("0:{}", auth::hash(&format!("mail keys {key}")))
            }
        }
        keys => keys,
    }
}
