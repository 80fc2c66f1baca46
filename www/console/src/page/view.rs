//! What is seen: one file per part of the screen. What people wrote becomes text nodes, never markup.

mod about;
mod alerts;
mod attach;
mod bar;
mod conversation;
mod door;
mod ending;
mod figures;
mod file;
mod first;
mod habits;
mod hand;
mod help;
mod inbox;
mod keys;
mod mails;
mod message;
mod notify;
mod offers;
mod popup;
mod portrait;
mod reply;
mod row;
mod settings;
mod sheet;
mod staff;
mod status;
mod tags;
mod visitors;
mod weave;
mod week;
mod whole;
mod why;

use console::store::{Door, Place};
use leptos::prelude::*;

use super::{Shell, address, device, tab};

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
        // Only what concerns this agent (S6): a list may grow without telling everybody.
        match store.unread() {
            0 => format!("{name} · Porchlight"),
            count => format!("({count}) {name} · Porchlight"),
        }
    });
    Effect::new(move |_| tab::set_title(&title.get()));
    let badge = shell.memo(|store| (store.badge(), u32::try_from(store.unread()).unwrap_or(u32::MAX)));
    Effect::new(move |_| {
        let (badge, count) = badge.get();
        device::badge(&badge.icon(), count);
    });
    let looked_at = shell.memo(|store| store.looked_at().map(ToString::to_string));
    let site = shell.store.with_untracked(|store| store.site.to_string());
    let here = site.clone();
    Effect::new(move |_| device::look(&here, looked_at.get().as_deref()));
    Effect::new(move |_| {
        if is_in.get() {
            device::claim(&site);
        }
    });
    move || {
        if is_in.get() { view! { <Desk /> }.into_any() } else { view! { <door::SignIn /> }.into_any() }
    }
}

/// The console of somebody who is signed in.
#[component]
fn Desk() -> impl IntoView {
    let shell = Shell::here();
    let place = shell.memo(|store| store.place.clone());
    let selected = shell.memo(|store| store.selected.clone());
    let pane = move || match (place.get(), selected.read().is_some()) {
        (Place::Inbox, true) => "conversation",
        (Place::Inbox, false) => "list",
        _ => "page",
    };
    let help = NodeRef::new();
    keys::listen(shell, help);
    view! {
        <div class="desk" data-pane=pane>
            <bar::Bar help />
            <main class="panes">
                <inbox::List />
                <div class="main">
                    {move || match (place.get(), selected.get()) {
                        (Place::Settings, _) => view! { <settings::Settings /> }.into_any(),
                        (Place::Notifications, _) => view! { <notify::Notifications /> }.into_any(),
                        (Place::Figures, _) => view! { <figures::Figures /> }.into_any(),
                        (Place::Visitors, _) => view! { <visitors::Visitors /> }.into_any(),
                        (Place::Staff, _) => view! { <staff::Staff /> }.into_any(),
                        (Place::Why, _) => view! { <why::Why /> }.into_any(),
                        (Place::Habits(agent), _) => view! { <habits::Habits agent /> }.into_any(),
                        (Place::Inbox, Some(id)) => view! { <conversation::Conversation id /> }.into_any(),
                        (Place::Inbox, None) => view! { <conversation::Nothing /> }.into_any(),
                    }}
                </div>
            </main>
            <help::Help node=help />
            <whole::Whole />
        </div>
    }
}
