//! The bar at the top: the site, the connection, the team, the way to the settings, the agent's status.

use console::store::{Connection, Event, Place};
use console::words;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::alerts::{Idle, Notice, Toast};
use super::help;
use super::status::Profile;
use crate::page::{Shell, address};

#[component]
pub(super) fn Bar(help: NodeRef<Dialog>) -> impl IntoView {
    let shell = Shell::here();
    let name = shell.memo(|store| {
        store.settings.as_ref().map_or_else(|| store.site.to_string(), |settings| settings.name.to_string())
    });
    let is_settings = shell.memo(|store| store.place == Place::Settings);
    let is_figures = shell.memo(|store| store.place == Place::Figures);
    let is_why = shell.memo(|store| matches!(store.place, Place::Why | Place::Staff));
    let turn = move |place: Place| {
        let is_there = shell.store.with_untracked(|store| store.place == place);
        shell.tell(Event::PlaceChosen(if is_there { Place::Inbox } else { place }));
    };
    view! {
        <header class="bar">
            <span class="lamp small" aria-hidden="true"></span>
            <h1 class="site">{name}</h1>
            <Line />
            <Team />
            <button class="quiet key" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" on:click=move |_| help::open(help)>
                "?"
            </button>
            <button
                class="quiet who-is-in"
                data-testid="team-link"
                title="Who is in, and why"
                aria-pressed=move || is_why.get().to_string()
                on:click=move |_| turn(Place::Why)
            >
                "Team"
            </button>
            <button
                class="quiet"
                data-testid="figures-link"
                aria-pressed=move || is_figures.get().to_string()
                on:click=move |_| turn(Place::Figures)
            >
                "Figures"
            </button>
            <button
                class="quiet"
                data-testid="settings-link"
                aria-pressed=move || is_settings.get().to_string()
                on:click=move |_| turn(Place::Settings)
            >
                "Settings"
            </button>
            <Profile />
        </header>
        <Idle />
        <Toast />
        <Notice />
    }
}

/// The connection: silent while all is well.
#[component]
fn Line() -> impl IntoView {
    let shell = Shell::here();
    let connection = shell.memo(|store| store.link.connection());
    let state = move || match connection.get() {
        Connection::Connected => "connected",
        Connection::Connecting => "connecting",
        Connection::Reconnecting => "reconnecting",
        Connection::Outdated => "outdated",
        Connection::Stopped => "stopped",
    };
    let can_reload = move || matches!(connection.get(), Connection::Outdated | Connection::Stopped);
    view! {
        <div class="line" role="status" data-testid="connection" data-state=state>
            <span>{move || words::connection(connection.get())}</span>
            <Show when=can_reload>
                <button class="quiet" on:click=|_| address::reload()>"Reload"</button>
            </Show>
        </div>
    }
}

/// Who on the team is in, as colleagues see it.
#[component]
fn Team() -> impl IntoView {
    let shell = Shell::here();
    let team = shell.memo(|store| {
        let me = store.me.as_ref().map(|me| me.id.clone());
        let others = store.team.iter().filter(|colleague| Some(&colleague.id) != me.as_ref());
        others.map(|colleague| (colleague.name.to_string(), colleague.online)).collect::<Vec<_>>()
    });
    view! {
        <ul class="team" aria-label="Your team" data-testid="team">
            {move || {
                team.get()
                    .into_iter()
                    .map(|(name, online)| {
                        let state = if online { "online" } else { "offline" };
                        view! {
                            <li data-online=online.to_string()>
                                <span class="dot" data-status=state aria-hidden="true"></span>
                                {name}
                                <span class="unseen">{format!(", {state}")}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}
