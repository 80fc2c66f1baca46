//! The presence answer for strangers, through the edge cache: a page that is only open costs the site's
//! object nothing while a cached answer is fresh.

use wire::{Presence, SiteId};
use worker::{Cache, Context, Env, Headers, Response};

use crate::error::{Error, Result};
use crate::request::Asked;

/// Seconds for which an answer is good (S16). A constant of the deployment.
pub(crate) fn fresh_for(env: &Env) -> u32 {
    env.var("PRESENCE_FRESH_FOR").ok().and_then(|var| var.to_string().parse().ok()).unwrap_or(10).clamp(1, 30)
}

pub(crate) async fn serve(asked: &Asked, site: &SiteId, env: &Env, context: &Context) -> Result<Response> {
    let key = format!("{}/v1/sites/{site}/presence", asked.ours);
    let wanted = asked.headers.get("if-none-match")?;
    // Any fault of the cache is a miss; plain workerd has none at all.
    if let Ok(Some(mut cached)) = Cache::default().get(&key, false).await {
        let body = cached.text().await?;
        let age = cached.headers().get("age")?;
        return answer(&body, fresh_for(env), age.as_deref(), wanted.as_deref());
    }
    let stub = env.durable_object("SITE")?.get_by_name(site.as_str())?;
    let mut response = stub.fetch_with_str(&key).await?;
    if response.status_code() != 200 {
        return Ok(response);
    }
    let body = response.text().await?;
    let copy = answer(&body, fresh_for(env), None, None)?;
    context.wait_until(async move {
        // Not stored means asked again; nothing else follows from it.
        drop(Cache::default().put(&key, copy).await);
    });
    answer(&body, fresh_for(env), None, wanted.as_deref())
}

/// The same bytes for everybody (S3): what is not in the public answer cannot show in its headers either.
fn answer(body: &str, fresh_for: u32, age: Option<&str>, wanted: Option<&str>) -> Result<Response> {
    let presence: Presence = serde_json::from_str(body)?;
    let mode = serde_json::to_value(presence.mode)?;
    let Some(mode) = mode.as_str() else { return Err(Error::Platform("a mode is a word".to_owned())) };
    let etag = format!("\"{mode}-{}\"", presence.fresh_for);
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    // The browser asks again each time, mostly for a 304; the edge keeps it for half of `fresh_for`, so
    // that the two together stay within what S16 and G9 promise.
    headers.set("cache-control", &format!("public, max-age=0, s-maxage={}", fresh_for.div_ceil(2)))?;
    headers.set("etag", &etag)?;
    headers.set("access-control-allow-origin", "*")?;
    headers.set("access-control-expose-headers", "etag, retry-after")?;
    if let Some(age) = age {
        headers.set("age", age)?;
    }
    // A proxy that compresses makes our strong tag a weak one.
    let is_known =
        wanted.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let builder = Response::builder().with_headers(headers);
    if is_known {
        return Ok(builder.with_status(304).empty());
    }
    Ok(builder.fixed(body.as_bytes().to_vec()))
}
