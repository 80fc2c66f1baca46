//! Whether a removal is meant.

use console::say;
use console::store::staff::Event as Act;
use console::store::{Event, Saving};
use console::words;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::page::Shell;
use crate::page::view::keys::focus_soon;

#[component]
pub(super) fn Leave() -> impl IntoView {
    let shell = Shell::here();
    let leaving = shell.memo(|store| {
        let member = store.member(store.staff.leaving.as_ref()?)?;
        Some((member.name.to_string(), member.invited))
    });
    let removing = shell.memo(|store| store.staff.removing.clone());
    let node = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (leaving.read().is_some(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => {
                dialog.close();
                // The line whose button had the focus may be gone.
                focus_soon("#members-title".to_owned());
            }
            _ => {}
        }
    });
    let name = move || leaving.with(|one| one.as_ref().map(|(name, _)| name.clone()).unwrap_or_default());
    let means =
        move || leaving.with(|one| one.as_ref().map(|(name, invited)| words::staff::removal(name, *invited)));
    let is_busy = move || removing.get() == Saving::Busy;
    let failure = move || removing.read().failure().map(words::failure);
    let act = move |act: Act| shell.tell(Event::Staff(act));
    view! {
        // Escape closes it without a button.
        <dialog class="help" node_ref=node aria-labelledby="leave-title" aria-describedby="leave-means" data-testid="leave" on:close=move |_| act(Act::RemovalPutAway)>
            <h2 id="leave-title">{move || say!("Remove {name} from the team?", name = name())}</h2>
            <p id="leave-means">{means}</p>
            <p class="problem" role="alert">{failure}</p>
            <p class="save">
                <button class="danger" type="button" data-testid="leave-yes" disabled=is_busy on:click=move |_| act(Act::RemovalMeant)>
                    {move || if is_busy() { say!("Removing…") } else { say!("Remove") }}
                </button>
                <button class="quiet" type="button" data-testid="leave-no" autofocus=true on:click=move |_| act(Act::RemovalPutAway)>{say!("Keep")}</button>
            </p>
        </dialog>
    }
}
