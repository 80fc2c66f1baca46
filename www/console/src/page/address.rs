//! The address of the page: which site it is for, and the sign-in link in its fragment.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;
use wire::{Secret, SiteId};

/// The site that `?site=` names: none, one that cannot be, or one.
pub(crate) fn site() -> Option<Result<SiteId, wire::Invalid>> {
    let search = window().location().search().ok()?;
    let text = UrlSearchParams::new_with_str(&search).ok()?.get("site")?;
    Some(SiteId::parse(text))
}

/// Takes `#link=…` out of the address, so that it stays in no history and on no screen.
pub(crate) fn take_link() -> Option<Secret> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let secret = hash.strip_prefix("#link=")?.to_owned();
    let clean = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&clean)));
    }
    Secret::parse(secret).ok()
}

/// Goes to the console of a site.
pub(crate) fn go(site: &SiteId) {
    drop(window().location().set_search(&format!("?site={site}")));
}

pub(crate) fn reload() {
    drop(window().location().reload());
}

/// Ours, as the embed snippet names it.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Where a console's socket is.
pub(crate) fn socket(site: &SiteId) -> String {
    format!("{}/v1/sites/{site}/agent/socket", origin().replacen("http", "ws", 1))
}
