//! The shell around the store: each file bears the name of what it touches.

mod address;
mod clipboard;
mod clock;
mod device;
mod errand;
mod http;
mod language;
mod save;
mod shell;
mod socket;
mod storage;
mod tab;
pub(crate) mod upload;
mod view;

pub(crate) use shell::Shell;

/// Shows the console in place of what the page holds.
pub(crate) fn start() {
    language::start();
    let Some(body) = leptos::prelude::document().body() else { return };
    body.set_text_content(None);
    leptos::mount::mount_to_body(view::App);
}
