//! The team: who is on it, in which role; for admins also who comes and who leaves.

mod invite;
mod leave;
mod member;

use console::store::{Event, Place, Store};
use console::words;
use console::{count, say};
use leptos::prelude::*;
use wire::http::Role;

use super::sheet::Sheet;
use crate::page::Shell;

#[component]
pub(super) fn Staff() -> impl IntoView {
    let shell = Shell::here();
    let is_admin = shell.memo(Store::is_admin);
    view! {
        <Sheet title=say!("Team") name="staff">
            <Show
                when=move || is_admin.get()
                fallback=|| view! { <p class="reason pad">{say!("Only an admin of this site can invite and remove colleagues.")}</p> }
            >
                <invite::Invite />
            </Show>
            <Members />
            <leave::Leave />
        </Sheet>
    }
}

#[component]
fn Members() -> impl IntoView {
    let shell = Shell::here();
    let ids = shell.memo(|store| {
        let team = store.roster.known.as_ref()?;
        Some(team.agents.iter().map(|member| member.id.clone()).collect::<Vec<_>>())
    });
    let failure = shell.memo(|store| store.roster.failure.as_ref().map(words::failure));
    let count = move || ids.read().as_ref().map(|ids| count!(ids.len(), "{n} person", "{n} people"));
    let is_waiting = move || ids.read().is_none() && failure.read().is_none();
    let is_alone = move || ids.read().as_ref().is_some_and(|ids| ids.len() == 1);
    view! {
        <div class="embed">
            <h3 id="members-title" tabindex="-1">{say!("On the team")}<span class="hint">{move || count().map(|count| format!(" · {count}"))}</span></h3>
            <Show when=is_waiting><div class="bones" aria-label=say!("Loading")><i></i><i></i><i></i></div></Show>
            <Show when=move || failure.read().is_some()>
                <p class="save">
                    <span class="problem" role="alert">{failure}</span>
                    <button class="quiet" type="button" on:click=move |_| shell.tell(Event::PlaceChosen(Place::Staff))>{say!("Try again")}</button>
                </p>
            </Show>
            <ul class="people">
                <For
                    each=move || ids.get().unwrap_or_default()
                    key=Clone::clone
                    children=|id| view! { <member::Member id /> }
                />
            </ul>
            <Show when=is_alone><p class="none">{say!("Nobody but you so far.")}</p></Show>
        </div>
    }
}

/// A choice of roles.
#[component]
fn Roles(
    #[prop(into)] role: Signal<Role>,
    #[prop(into)] set: Callback<Role>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional)] id: Option<&'static str>,
    name: &'static str,
) -> impl IntoView {
    let choose = move |event: web_sys::Event| {
        let chosen = if event_target_value(&event) == "admin" { Role::Admin } else { Role::Agent };
        set.run(chosen);
    };
    view! {
        <select id=id data-testid=name aria-label=label prop:value=move || words::staff::role_id(role.get()) on:change=choose>
            {[Role::Agent, Role::Admin]
                .map(|one| view! {
                    <option value=words::staff::role_id(one) selected=move || role.get() == one>{words::staff::role(one)}</option>
                })
                .collect_view()}
        </select>
    }
}
