//! The address of the page: which site it is for, and in its fragment a sign-in link or a conversation.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;
use wire::{ConversationId, Secret, SiteId};

/// The site that `?site=` names: none, one that cannot be, or one.
pub(crate) fn site() -> Option<Result<SiteId, wire::Invalid>> {
    let search = window().location().search().ok()?;
    let text = UrlSearchParams::new_with_str(&search).ok()?.get("site")?;
    Some(SiteId::parse(text))
}

/// Takes `#link=…` out of the address, so that it stays in no history and on no screen.
pub(crate) fn take_link() -> Option<Secret> {
    let secret = fragment("#link=")?;
    clean();
    Secret::parse(secret).ok()
}

/// What `#conversation=…` names. It stays there until it is opened, over the way through the sign-in page.
pub(crate) fn conversation() -> Option<ConversationId> {
    ConversationId::parse(fragment("#conversation=")?).ok()
}

/// Takes the fragment away.
pub(crate) fn clean() {
    let location = window().location();
    let (Ok(path), Ok(search), Ok(history)) = (location.pathname(), location.search(), window().history())
    else {
        return;
    };
    drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{search}"))));
}

fn fragment(name: &str) -> Option<String> {
    window().location().hash().ok()?.strip_prefix(name).map(ToOwned::to_owned)
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

/// Where the files of a site's conversations are.
pub(crate) fn files(site: &SiteId) -> String {
    format!("{}/v1/sites/{site}/files", origin())
}

/// Where a socket of a site is.
pub(crate) fn socket(site: &SiteId, path: &str) -> String {
    format!("{}/v1/sites/{site}/{path}", origin().replacen("http", "ws", 1))
}
