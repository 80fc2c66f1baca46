//! Mail, through the platform's binding.

use worker::{EmailAddress, Env};

use crate::error::Result;

/// A mail that lets an agent in.
pub(crate) struct SignInLink {
    pub(crate) to: String,
    pub(crate) site: String,
    pub(crate) url: String,
}

pub(crate) async fn send(env: &Env, link: &SignInLink) -> Result<()> {
    let from = env.var("MAIL_FROM")?.to_string();
    let text = format!(
        "Open this link to sign in to {} on Porchlight:\n\n{}\n\nIt works once, for ten minutes.\nIf you did not ask for it, ignore this mail: nobody can sign in without the link.\n",
        link.site, link.url
    );
    let from = EmailAddress::new("Porchlight", &from);
    let mail = worker::email::SendEmailBuilder::builder_with_email_address_and_str(
        &from,
        &link.to,
        "Your link to sign in to Porchlight",
    )
    .text(&text)
    .build();
    env.send_email("EMAIL")?.send_with_builder(&mail).await.map_err(worker::Error::from)?;
    Ok(())
}
