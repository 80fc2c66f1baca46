//! The profile menu: the agent's status, since when and why (S11, S15), and the way out.

use console::say;
use console::store::{Event, Place, Store};
use console::words;
use leptos::prelude::*;
use wire::Status;

use super::popup::{Dropdown, Popup};
use super::portrait::Portrait;
use crate::page::{Shell, clock};

pub(super) fn name_of(status: Status) -> &'static str {
    match status {
        Status::Online => "online",
        Status::Offline => "offline",
        Status::Invisible => "invisible",
    }
}

#[component]
pub(super) fn Profile() -> impl IntoView {
    let shell = Shell::here();
    let me = shell.memo(|store| store.me.clone());
    let status = move || me.read().as_ref().map_or(Status::Offline, |me| me.status);
    let popup = Popup::new();
    view! {
        <Dropdown
            popup
            name="status-menu"
            class="status"
            title=say!("Your status (s)")
            button=move || view! {
                <span class="dot" data-status=move || name_of(status()) aria-hidden="true"></span>
                <span class="unseen">{say!("Your status:")}" "</span>
                <b data-testid="status-current">{move || words::status(status())}</b>
                <span class="why" data-testid="status-why">{move || since(shell)}</span>
            }
            label=say!("Your status")
        >
            <Menu popup />
        </Dropdown>
    }
}

/// "since 14:02, you chose it".
fn since(shell: Shell) -> Option<String> {
    // Followed, so that "14:02" becomes "21 Nov, 14:02" at midnight.
    shell.now.track();
    shell.store.with(|store| {
        let me = store.me.as_ref()?;
        // An agent who never chose has no instant.
        if me.since.0 == 0 {
            return Some(say!("since the beginning").to_owned());
        }
        Some(words::since(&clock::moment(me.since), me.cause))
    })
}

#[component]
fn Menu(popup: Popup) -> impl IntoView {
    let shell = Shell::here();
    let me = shell.memo(|store| store.me.clone());
    let is_connected = shell.memo(|store| store.link.is_open());
    let item = move |status: Status| {
        let is_chosen = move || me.read().as_ref().is_some_and(|me| me.status == status);
        let id = format!("means-{}", name_of(status));
        let means = id.clone();
        view! {
            <button
                role="menuitemradio"
                data-testid=format!("status-{}", name_of(status))
                aria-checked=move || is_chosen().to_string()
                aria-describedby=means
                disabled=move || !is_connected.get()
                on:click=move |_| {
                    shell.tell(Event::StatusChosen(status));
                    popup.close();
                }
            >
                <span class="dot" data-status=name_of(status) aria-hidden="true"></span>
                <b>{words::status(status)}</b>
                <span class="means" id=id>{words::status_means(status)}</span>
            </button>
        }
    };
    let to = move |place: Place| {
        popup.close();
        shell.tell(Event::PlaceChosen(place));
    };
    let own_habits = move || {
        if let Some(id) = shell.store.with_untracked(own_id) {
            to(Place::Habits(id));
        }
    };
    view! {
        <div class="who">
            <Portrait
                id=Signal::derive(move || me.read().as_ref().map(|me| me.id.clone()))
                name=Signal::derive(move || me.read().as_ref().map(|me| me.name.to_string()).unwrap_or_default())
            />
            <p>
                <b>{move || me.read().as_ref().map(|me| me.name.to_string())}</b>
                <span>{move || me.read().as_ref().map(|me| me.email.to_string())}</span>
            </p>
        </div>
        {[Status::Online, Status::Offline, Status::Invisible].map(item).collect_view()}
        <p class="since">
            {move || me.read().as_ref().map(|me| words::status(me.status))}" "{move || since(shell)}"."
            <span data-testid="status-next">{move || next(shell)}</span>
            <Show when=move || !is_connected.get()>
                " "{say!("Your status can be changed once the connection is back.")}
            </Show>
        </p>
        <button role="menuitem" class="plain" data-testid="why-link" on:click=move |_| to(Place::Why)>
            {say!("Why? Who is in, and what visitors see")}
        </button>
        <button role="menuitem" class="plain" data-testid="habits-link" on:click=move |_| own_habits()>
            {say!("Hours and rules")}
        </button>
        <button role="menuitem" class="plain" data-testid="picture-link" on:click=move |_| to(Place::Staff)>
            {say!("Picture and name")}
        </button>
        <button role="menuitem" class="plain" data-testid="notifications-link" on:click=move |_| to(Place::Notifications)>
            {say!("Notifications and language")}
        </button>
        <button role="menuitem" class="plain" data-testid="signout" on:click=move |_| shell.tell(Event::SignOutPressed)>
            {say!("Sign out")}
        </button>
    }
}

fn own_id(store: &Store) -> Option<wire::AgentId> {
    store.me.as_ref().map(|me| me.id.clone())
}

/// "Next: online today at 14:00, Paris time."
fn next(shell: Shell) -> Option<String> {
    shell.now.track();
    shell.store.with(|store| {
        let me = store.me.as_ref()?;
        let next = me.next?;
        let zone = me.habits.hours.as_ref().map_or_else(clock::zone, |hours| hours.zone.to_string());
        let when = clock::when(next.at, &zone)?;
        Some(format!(" {}", words::time::next_status(next.status, &when, &zone)))
    })
}
