//! What is seen: one file per part of the screen. What people wrote becomes text nodes, never markup.

mod about;
mod bar;
mod conversation;
mod door;
mod help;
mod inbox;
mod keys;
mod message;
mod reply;
mod row;
mod settings;
mod status;

use console::store::{Door, Place};
use leptos::prelude::*;

use super::{Shell, address, tab};

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    match address::site() {
        Some(Ok(site)) => {
            provide_context(Shell::start(site));
            view! { <Console /> }.into_any()
        }
        Some(Err(invalid)) => view! { <door::WhichSite problem=invalid.to_string() /> }.into_any(),
        None => view! { <door::WhichSite problem=String::new() /> }.into_any(),
    }
}

#[component]
fn Console() -> impl IntoView {
    let shell = Shell::here();
    let is_in = shell.memo(|store| store.door == Door::In);
    let title = shell.memo(|store| {
        let name = store.settings.as_ref().map_or(store.site.as_str(), |settings| settings.name.as_str());
        let waiting = store.inbox.counts(store.me.as_ref().map(|me| &me.id)).waiting;
        if waiting > 0 {
            format!("({waiting}) {name} · Porchlight")
        } else {
            format!("{name} · Porchlight")
        }
    });
    Effect::new(move |_| tab::set_title(&title.get()));
    move || {
        if is_in.get() { view! { <Desk /> }.into_any() } else { view! { <door::SignIn /> }.into_any() }
    }
}

/// The console of somebody who is signed in.
#[component]
fn Desk() -> impl IntoView {
    let shell = Shell::here();
    let pane = shell.memo(|store| match (store.place, &store.selected) {
        (Place::Settings, _) => "settings",
        (Place::Inbox, Some(_)) => "conversation",
        (Place::Inbox, None) => "list",
    });
    let selected = shell.memo(|store| store.selected.clone());
    let help = NodeRef::new();
    keys::listen(shell, help);
    view! {
        <div class="desk" data-pane=move || pane.get()>
            <bar::Bar help />
            <inbox::List />
            <main class="main">
                {move || match (pane.get(), selected.get()) {
                    ("settings", _) => view! { <settings::Settings /> }.into_any(),
                    (_, Some(id)) => view! { <conversation::Conversation id /> }.into_any(),
                    _ => view! { <conversation::Nothing /> }.into_any(),
                }}
            </main>
            <help::Help node=help />
        </div>
    }
}
