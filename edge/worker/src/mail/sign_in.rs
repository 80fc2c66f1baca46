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
    /// Who invites; nobody did where the agent asked for it.
    pub(crate) by: Option<Name>,
}

/// Sends it once. Who does not get it asks for another one.
pub(crate) async fn send(env: &Env, link: SignInLink) {
    let SignInLink { to, site, url, by } = link;
    let (subject, lasts) = match &by {
        None => ("Your link to sign in to Porchlight", "ten minutes"),
        Some(_) => ("Your invitation to Porchlight", "seven days"),
    };
    let mut head = format!("Open this link to sign in to {site} on Porchlight:");
    if let Some(by) = by {
        head = format!("{by} invites you to the team of {site}. {head}");
    }
    let tail = format!(
        "It works once, for {lasts}. If you did not expect it, ignore this mail: nobody can sign in without the link."
    );
    let text = [head.as_str(), "\n\n", &url, "\n\n", &tail, "\n"].concat();
    let html = maud::html! {
        p { (head) }
        p { a href=(url) { (url) } }
        p { (tail) }
    };
    let letter = Letter {
        to,
        from_name: site,
        reply_to: None,
        subject: subject.to_owned(),
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
