//! What strangers ask, through the edge cache: a page that is only open costs the site's object nothing while
//! a cached answer is fresh.

use wire::SiteId;
use wire::style::Style;
use worker::{Cache, Context, Env, Headers, Response};

use crate::auth;
use crate::error::Result;
use crate::request::Asked;

/// Seconds for which what `GET …/widget` says is kept at the edge, and again in the browser.
const WIDGET: u32 = 30;

/// Seconds for which an answer is good (S16). A constant of the deployment.
pub(crate) fn fresh_for(env: &Env) -> u32 {
    env.var("PRESENCE_FRESH_FOR").ok().and_then(|var| var.to_string().parse().ok()).unwrap_or(10).clamp(1, 30)
}

/// Who is in.
pub(crate) async fn serve(asked: &Asked, site: &SiteId, env: &Env, context: &Context) -> Result<Response> {
    // Only what has the form of a group, or can be a look, makes an entry of its own.
    let mut query = asked.group().map_or_else(String::new, |group| format!("?group={group}"));
    for (name, value) in asked.style(&mut Style::default()) {
        query = format!("{query}{}{name}={value}", if query.is_empty() { '?' } else { '&' });
    }
    let kept = Kept {
        path: format!("/v1/sites/{site}/presence{query}"),
        // The browser asks again each time, mostly for a 304; the edge keeps it for half of `fresh_for`, so
        // that the two together stay within what S16 and G9 promise.
        control: format!("public, max-age=0, s-maxage={}", fresh_for(env).div_ceil(2)),
    };
    kept.serve(asked, site, env, context).await
}

/// What a page needs to know beyond presence.
pub(crate) async fn serve_widget(
    asked: &Asked,
    site: &SiteId,
    env: &Env,
    context: &Context,
) -> Result<Response> {
    let kept = Kept {
        path: format!("/v1/sites/{site}/widget"),
        control: format!("public, max-age={WIDGET}, s-maxage={WIDGET}"),
    };
    kept.serve(asked, site, env, context).await
}

/// An answer that is the same for everybody, and kept at the edge.
struct Kept {
    path: String,
    control: String,
}

impl Kept {
    async fn serve(self, asked: &Asked, site: &SiteId, env: &Env, context: &Context) -> Result<Response> {
        let key = format!("{}{}", asked.ours, self.path);
        let wanted = asked.headers.get("if-none-match")?;
        // Any fault of the cache is a miss; plain workerd has none at all.
        if let Ok(Some(mut cached)) = Cache::default().get(&key, false).await {
            let body = cached.text().await?;
            let age = cached.headers().get("age")?;
            return self.answer(&body, age.as_deref(), wanted.as_deref());
        }
        let stub = env.durable_object("SITE")?.get_by_name(site.as_str())?;
        let mut response = stub.fetch_with_str(&key).await?;
        if response.status_code() != 200 {
            return Ok(response);
        }
        let body = response.text().await?;
        let copy = self.answer(&body, None, None)?;
        context.wait_until(async move {
            // Not stored means asked again; nothing else follows from it.
            drop(Cache::default().put(&key, copy).await);
        });
        self.answer(&body, None, wanted.as_deref())
    }

    /// The same bytes for everybody (S3): what is not in the public answer cannot show in its headers either. The
    /// tag follows from the answer alone.
    fn answer(&self, body: &str, age: Option<&str>, wanted: Option<&str>) -> Result<Response> {
        let etag = format!("\"{}\"", &auth::hash(body)[..16]);
        let headers = Headers::new();
        headers.set("content-type", "application/json")?;
        headers.set("cache-control", &self.control)?;
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
}
