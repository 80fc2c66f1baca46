//! The bar at the top: the site, the connection, the team, the way to the settings, the agent's status.

use console::say;
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
    view! {
        <header class="bar">
            <span class="lamp small" aria-hidden="true"></span>
            <h1 class="site">{name}</h1>
            <Line />
            <Team />
            <button class="quiet key" aria-label=say!("Keyboard shortcuts") title=say!("Keyboard shortcuts (?)") on:click=move |_| help::open(help)>
                "?"
            </button>
            <Door place=Place::Why id="team-link" class="quiet who-is-in" name=say!("Team") title=say!("Who is in, and why") />
            <Door place=Place::Visitors id="visitors-link" name=say!("Visitors") title=say!("Who is on the site now") />
            <Door place=Place::Figures id="figures-link" name=say!("Figures") />
            <Door place=Place::Settings id="settings-link" name=say!("Settings") />
            <Profile />
        </header>
        <Idle />
        <Toast />
        <Notice />
    }
}

/// The way to a page, and from it back to the inbox.
#[component]
fn Door(
    place: Place,
    id: &'static str,
    name: &'static str,
    #[prop(default = "quiet")] class: &'static str,
    #[prop(optional)] title: Option<&'static str>,
) -> impl IntoView {
    let shell = Shell::here();
    let this = place.clone();
    let is_there = shell.memo(move |store| {
        // The team has two pages.
        store.place == this || (this == Place::Why && store.place == Place::Staff)
    });
    let turn = move |_| {
        let is_exactly_there = shell.store.with_untracked(|store| store.place == place);
        shell.tell(Event::PlaceChosen(if is_exactly_there { Place::Inbox } else { place.clone() }));
    };
    view! {
        <button class=class data-testid=id title=title aria-pressed=move || is_there.get().to_string() on:click=turn>
            {name}
        </button>
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
                <button class="quiet" on:click=|_| address::reload()>{say!("Reload")}</button>
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
        <ul class="team" aria-label=say!("Your team") data-testid="team">
            {move || {
                team.get()
                    .into_iter()
                    .map(|(name, online)| {
                        let state = if online { "online" } else { "offline" };
                        let said = words::presence(online);
                        view! {
                            <li data-online=online.to_string()>
                                <span class="dot" data-status=state aria-hidden="true"></span>
                                {name}
                                <span class="unseen">", "{said}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}
