//! `localStorage`, which browsers may deny at any moment.

use web_sys::{Storage, Window};
use wire::Secret;

fn storage(window: &Window) -> Option<Storage> {
    window.local_storage().ok().flatten()
}

/// The token that is kept under this key.
pub(crate) fn token(window: &Window, key: &str) -> Option<Secret> {
    Secret::parse(storage(window)?.get_item(key).ok()??).ok()
}

/// Tells whether the browser took it.
pub(crate) fn keep(window: &Window, key: &str, token: &Secret) -> bool {
    storage(window).is_some_and(|storage| storage.set_item(key, token.as_str()).is_ok())
}

pub(crate) fn forget(window: &Window, key: &str) {
    if let Some(storage) = storage(window) {
        drop(storage.remove_item(key));
    }
}
