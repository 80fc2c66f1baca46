//! Other conversations with the same address.

use console::say;
use leptos::prelude::*;
use wire::about::Earlier;
use wire::visitor::State;

use super::told::known;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Others() -> impl IntoView {
    let shell = Shell::here();
    let list = shell.memo(|store| known(store).map(|known| known.earlier.clone()).unwrap_or_default());
    let item = |Earlier { id, state, at, excerpt }: Earlier| {
        view! {
            <li>
                <a href=format!("#conversation={id}") data-testid="earlier" dir="auto">{excerpt}</a>
                <span class="hint">{if state == State::Closed { say!("{when}, closed", when = clock::moment(at)) } else { clock::moment(at) }}</span>
            </li>
        }
    };
    view! {
        <Show when=move || !list.read().is_empty()>
            <h3>{say!("Same address")}</h3>
            <p class="hint">{say!("Whose address it is nobody has checked.")}</p>
            <ul class="others">
                <For each=move || list.get() key=|one| (one.id.clone(), one.at, one.state == State::Closed) children=item />
            </ul>
        </Show>
    }
}
