//! Looks at a page of the site and says whether the widget can work there (W1).
//!
//! No server is asked but those whose origin an admin wrote into the settings, and nothing of the answer is
//! told but what `desk` finds in it.

use desk::access::Action;
use desk::install::{Seen, findings, is_allowed};
use wasm_bindgen::prelude::*;
use wire::Page;
use wire::http::Code;
use wire::install::{Finding, InstallAnswer, InstallQuestion};
use worker::Response;

use crate::body::Body;
use crate::error::{Error, Result};
use crate::reply;
use crate::request::Asked;
use crate::site::Site;
use crate::team::Asker;

#[wasm_bindgen(module = "/src/install.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn look(
        page: &str,
        allowed: Vec<String>,
        ours: &str,
        assets: &JsValue,
    ) -> std::result::Result<JsValue, JsValue>;
}

pub(crate) async fn serve(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    let (id, allowed) = site.with(|core| {
        let who = Asker::of(site, core, asked, crate::clock::now())?;
        who.may(Action::Configure)?;
        Ok((core.id.clone(), core.desk.settings().origins.clone()))
    })?;
    let InstallQuestion { page } = body.json()?;
    let ours = asked.ours.as_str();
    let is_local = |text: &str| text.starts_with("http://localhost") || text.starts_with("http://127.0.0.1");
    let is_fine = page.as_str().starts_with("https://") || (is_local(ours) && is_local(page.as_str()));
    if !is_fine {
        return Err(Error::new(
            Code::BadRequest,
            "Only pages whose address begins with https:// are looked at.",
        ));
    }
    let Some(origin) = page.origin() else {
        return Err(Error::new(
            Code::BadRequest,
            "This address names no origin such as https://shop.example.",
        ));
    };
    if !is_allowed(origin.as_str(), ours, &allowed) {
        return reply::json(200, &InstallAnswer { page, findings: vec![Finding::ForeignOrigin { origin }] });
    }
    let names = allowed.iter().map(ToString::to_string).chain([ours.to_owned()]).collect();
    let assets = site.env.assets("ASSETS")?;
    let seen = look(page.as_str(), names, ours, assets.as_ref()).await?;
    let seen: Seen = serde_json::from_str(&seen.as_string().unwrap_or_default())?;
    let findings = findings(&seen, &id, ours, &allowed);
    reply::json(200, &InstallAnswer { page: Page::parse(seen.page).unwrap_or(page), findings })
}
