//! The stateless Worker: which object a request is for, and what needs none.

use wire::http::Code;
use worker::{Context, Env, Method, Request, Response};

use crate::error::{Error, Result};
use crate::request::Asked;
use crate::{auth, directory, presence, reply};

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
    let allowed: &[Method] = match &segments[1..] {
        ["sites", _, "presence" | "widget" | "conversation" | "socket" | "team" | "why"]
        | ["sites", _, "agent", "socket"]
        | ["sites", _, "team", _, "history"] => &[Method::Get],
        ["sites", _, "messages" | "email" | "read" | "links" | "hours"]
        | ["operator", "sites", _, "links"] => &[Method::Post],
        ["sites", _, "keys"] => &[Method::Get, Method::Post],
        ["sites", _, "keys", _] => &[Method::Delete],
        ["sites", _, "session"] => &[Method::Get, Method::Post, Method::Delete],
        ["sites", _, "settings"] | ["sites", _, "team", _] => &[Method::Patch],
        ["operator", "sites", _] | ["sites", _, "team", _, "status"] => &[Method::Put],
        _ => return Err(Error::not_found()),
    };
    let site = asked.site()?;
    if !allowed.contains(&asked.method) {
        return Err(Error::new(Code::MethodNotAllowed, "This address does not take this method."));
    }
    if segments[1] == "operator" {
        let actor = if auth::is_operator(&asked.headers, env)? {
            desk::access::Actor::Operator
        } else {
            desk::access::Actor::Stranger
        };
        if !desk::access::allow(actor, desk::access::Action::Operate, desk::access::Resource::Site) {
            return Err(Error::unauthorized());
        }
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
    let stub = env.durable_object("SITE")?.get_by_name(site.as_str())?;
    Ok(stub.fetch_with_request(request).await?)
}
