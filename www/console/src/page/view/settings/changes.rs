//! What was changed: who did what, and when. For admins.

use console::say;
use console::store::Event;
use console::words;
use leptos::prelude::*;
use wire::audit::Deed;

use super::Title;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Section() -> impl IntoView {
    let shell = Shell::here();
    let changes = shell.memo(|store| store.changes.clone());
    let is_empty = move || changes.read().known.as_ref().is_some_and(Vec::is_empty);
    let is_waiting = move || changes.with(|changes| changes.is_busy && changes.known.is_none());
    let is_busy = move || changes.read().is_busy;
    let failure = move || changes.with(|changes| changes.failure.as_ref().map(words::failure));
    view! {
        <div class="embed" data-testid="changes">
            <Title id="changes" />
            <p class="hint">{say!("Settings, team, keys, blocks and erasures, for a year.")}</p>
            <Show when=is_waiting><div class="bones" aria-label=say!("Loading")><i></i><i></i></div></Show>
            <Show when=is_empty><p class="none">{say!("Nothing was changed yet.")}</p></Show>
            <ol class="changes">
                <For
                    each=move || changes.read().known.clone().unwrap_or_default()
                    key=|deed| deed.id
                    children=|deed| view! { <Line deed /> }
                />
            </ol>
            <Show when=move || failure().is_some()>
                <p class="save">
                    <span class="problem" role="alert">{failure}</span>
                    <button class="quiet" type="button" on:click=move |_| shell.tell(Event::ChangesAsked { is_older: false })>{say!("Try again")}</button>
                </p>
            </Show>
            <Show when=move || changes.read().has_more>
                <p>
                    <button class="quiet" type="button" data-testid="older-changes" disabled=is_busy on:click=move |_| shell.tell(Event::ChangesAsked { is_older: true })>
                        {move || if is_busy() { say!("Asking…") } else { say!("Show older changes") }}
                    </button>
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Line(deed: Deed) -> impl IntoView {
    let difference = words::audit::difference(&deed).map(|(from, to)| {
        view! { <p class="difference"><del><bdi>{from.to_owned()}</bdi></del>" → "<ins><bdi>{to.to_owned()}</bdi></ins></p> }
    });
    view! {
        <li data-testid="change-line">
            <p class="top"><b><bdi>{deed.by.to_string()}</bdi></b><time class="hint">{clock::moment(deed.at)}</time></p>
            <p><bdi>{words::audit::done(&deed)}</bdi></p>
            {difference}
        </li>
    }
}
