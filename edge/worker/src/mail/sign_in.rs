//! The mail that lets an agent in. It is in no outbox: its link is stored nowhere but as a hash.

use desk::mail::{Letter, Outcome};
use wire::{Email, Name};
use worker::{Env, console_warn};

use super::Setup;
use crate::auth;

/// A mail that lets an agent in.
pub(crate) struct SignInLink {
    pub(crate) to: Email,
    pub(crate) site: Name,
    pub(crate) url: String,
}

/// Sends it once. Who does not get it asks for another one.
pub(crate) async fn send(env: &Env, link: SignInLink) {
    let SignInLink { to, site, url } = link;
    let text = format!(
        "Open this link to sign in to {site} on Porchlight:\n\n{url}\n\nIt works once, for ten minutes.\nIf you did not ask for it, ignore this mail: nobody can sign in without the link.\n"
    );
    let html = maud::html! {
        p { "Open this link to sign in to " (site.as_str()) " on Porchlight:" }
        p { a href=(url) { (url) } }
        p { "It works once, for ten minutes. If you did not ask for it, ignore this mail: nobody can sign in without the link." }
    };
    let letter = Letter {
        to,
        from_name: site,
        reply_to: None,
        subject: "Your link to sign in to Porchlight".to_owned(),
        text,
        html: html.into_string(),
        headers: vec![("Auto-Submitted", "auto-generated".to_owned())],
        id: auth::occurrence(),
    };
    let setup = Setup::of(env);
    if let Outcome::Later(why) | Outcome::Never(why) =
        setup.provider.send(env, setup.from.as_str(), &letter).await
    {
        console_warn!("a sign-in link could not be mailed: {why}");
    }
}
