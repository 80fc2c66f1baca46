//! The stateless Worker: which object a request is for, and what needs none.

use desk::access::{Action, Actor, Resource, allow};
use wire::http::Code;
use worker::{Context, Env, Method, Request, Response};

use crate::error::{Error, Result};
use crate::request::Asked;
use crate::{auth, body, directory, file, lobby, mail, presence, reply};

pub(crate) async fn serve(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let asked = Asked::new(&request, &env);
    // On the platform static files are served before the Worker; elsewhere by it.
    if asked.path.first().is_none_or(|first| first != "v1") {
        return env.assets("ASSETS")?.fetch_request(request).await;
    }
    if asked.is_for_pages() && asked.method == Method::Options {
        return reply::preflight();
    }
    match route(request, &asked, &env, &context).await {
        Ok(response) => Ok(response),
        Err(error) => reply::finish(&asked, error.into_response()?),
    }
}

async fn route(request: Request, asked: &Asked, env: &Env, context: &Context) -> Result<Response> {
    let segments = asked.segments();
    if let ["operator", "mail" | "mails"] = &segments[1..] {
        return operator_mail(request, asked, env).await;
    }
    let allowed: &[Method] = match &segments[1..] {
        [
            "sites",
            _,
            "presence" | "widget" | "conversation" | "socket" | "lobby" | "visitors" | "why" | "figures"
            | "mail" | "mails" | "audit" | "calls",
        ]
        | ["sites", _, "agent", "socket"]
        | ["sites", _, "mails", _, "original"]
        | ["sites", _, "team", _, "history"]
        | ["sites", _, "faces" | "files", _] => &[Method::Get],
        [
            "sites",
            _,
            "messages" | "files" | "email" | "read" | "look" | "rate" | "transcript" | "identity" | "links"
            | "hours" | "install" | "invitations",
        ]
        | ["sites", _, "conversations", _, "files"]
        | ["sites", _, "mail", "test" | "allow" | "stop"]
        | ["sites", _, "team", _, "link"]
        | ["operator", "sites", _, "links"] => &[Method::Post],
        ["sites", _, "keys" | "team"] | ["sites", _, "identity", "keys"] | ["sites", _, "mails", _] => {
            &[Method::Get, Method::Post]
        }
        ["sites", _, "keys", _] | ["sites", _, "identity", "keys", _] => &[Method::Delete],
        ["sites", _, "session" | "push"] => &[Method::Get, Method::Post, Method::Delete],
        ["sites", _, "team", _] => &[Method::Patch, Method::Delete],
        ["sites", _, "settings"] | ["sites", _, "team", _, "profile"] => &[Method::Patch],
        ["operator", "sites", _] | ["sites", _, "team", _, "status" | "picture"] => &[Method::Put],
        _ => return Err(Error::not_found()),
    };
    let site = asked.site()?;
    check_method(asked, allowed)?;
    if segments[1] == "operator" {
        check_operator(asked, env)?;
        if segments.len() == 4 {
            directory::enter(env, &site).await?;
        }
    }
    directory::check(env, &site).await?;
    if segments[3..] == ["presence"] && !asked.headers.has("authorization")? {
        return presence::serve(asked, &site, env, context).await;
    }
    if segments[3..] == ["widget"] {
        return presence::serve_widget(asked, &site, env, context).await;
    }
    if let ["sites", _, "lobby" | "visitors" | "invitations"] = &segments[1..] {
        return lobby::serve(request, env, &site).await;
    }
    if let ["sites", _, "files", key] = &segments[1..] {
        return Ok(reply::finish(asked, file::serve(env, &site, key).await?)?);
    }
    let stub = env.durable_object("SITE")?.get_by_name(site.as_str())?;
    let response = stub.fetch_with_request(request).await?;
    if lobby::goes_by(asked) && response.status_code() < 300 {
        lobby::look_again(env, &site, context)?;
    }
    Ok(response)
}

fn check_method(asked: &Asked, allowed: &[Method]) -> Result<()> {
    if allowed.contains(&asked.method) {
        return Ok(());
    }
    Err(Error::new(Code::MethodNotAllowed, "This address does not take this method."))
}

fn check_operator(asked: &Asked, env: &Env) -> Result<()> {
    let actor = if auth::is_operator(&asked.headers, env)? { Actor::Operator } else { Actor::Stranger };
    if allow(actor, Action::Operate, Resource::Site) { Ok(()) } else { Err(Error::unauthorized()) }
}

/// Mail that a server of the operator's own took in, where the platform does not bring it; and what was
/// brought that leads to no site.
async fn operator_mail(mut request: Request, asked: &Asked, env: &Env) -> Result<Response> {
    let is_list = asked.segments().last() == Some(&"mails");
    check_method(asked, if is_list { &[Method::Get] } else { &[Method::Post] })?;
    check_operator(asked, env)?;
    if is_list {
        return reply::json(200, &directory::strays(env).await?);
    }
    let to = asked.text("to")?.ok_or_else(|| {
        Error::new(Code::BadRequest, "The parameter `to` is the address that the mail came to.")
    })?;
    let from = asked.text("from")?.unwrap_or_default();
    let raw = body::bytes(&mut request, mail::intake::MOST_BYTES, mail::intake::TOO_LARGE).await?;
    reply::json(200, &mail::intake::take_in(env, &from, &to, &raw).await?)
}
