//! The edge: what [`desk`] decides, done on Cloudflare Workers.
//!
//! A stateless Worker ([`router`]) in front, one Durable Object per site ([`site`]) behind, one object
//! ([`directory`]) that knows which sites exist, and one per site ([`lobby`]) that knows who is on it. Only here
//! are clocks, sockets, SQL and mail.

mod agent;
mod auth;
mod body;
mod clock;
mod directory;
mod error;
mod figures;
mod file;
mod frame;
mod identity;
mod install;
mod lines;
mod lobby;
mod mail;
mod operator;
mod perform;
mod picture;
mod presence;
mod push;
mod reply;
mod request;
mod router;
mod row;
mod session;
mod site;
mod sql;
mod staff;
mod store;
mod team;
mod visitor;
mod zone;

use worker::{Context, Env, ForwardableEmailMessage, Request, Response, event};

#[event(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| worker::console_error!("{info}")));
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    router::serve(request, env, context).await
}

#[event(email)]
async fn email(message: ForwardableEmailMessage, env: Env, _context: Context) -> worker::Result<()> {
    mail::intake::hear(&message, &env).await
}
