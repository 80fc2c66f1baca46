//! Quiet hours (N3): of the agent, on every device.

use console::say;
use console::store::form::QuietForm;
use console::store::{Event, Section as Part};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::page::view::sheet::{Field, SaveLine, Tick, draft, edit, of};
use crate::page::{Shell, clock};

#[component]
pub(super) fn Section() -> impl IntoView {
    let shell = Shell::here();
    let saved = shell.memo(|store| store.me.as_ref().map(|me| me.habits.clone()));
    let here = clock::zone();
    let form = draft(Memo::new(move |_| saved.get().map(|habits| QuietForm::of(&habits, &here))));
    let is_valid = move || of(form, |form| form.problem().is_none());
    let patch = Memo::new(move |_| form.get().zip(saved.get()).and_then(|(form, saved)| form.patch(&saved)));
    let is_changed = Memo::new(move |_| !is_valid() || patch.read().is_some());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let me = shell.store.with_untracked(|store| store.me.as_ref().map(|me| me.id.clone()));
        if let Some((id, patch)) = me.zip(patch.get_untracked()).filter(|_| is_valid()) {
            shell.tell(Event::HabitsChosen(id, patch));
        }
    };
    view! {
        <form on:submit=save novalidate>
            <h3>{say!("Quiet hours")}</h3>
            <Tick
                name="quiet-on"
                title=say!("Leave me in quiet every day")
                means=say!("No sound and no notification, on none of your devices. The lists go on.")
                is_on=Signal::derive(move || of(form, |form| form.is_on))
                set=move |is_on| edit(form, |form| form.is_on = is_on)
            />
            <Show when=move || of(form, |form| form.is_on)>
                <div class="pair">
                    <Field
                        id="quiet-from"
                        label=say!("From", in "hours")
                        is_short=true
                        text=Signal::derive(move || of(form, |form| form.span.from.clone()))
                        set=move |text| edit(form, |form| form.span.from = text)
                        problem=Signal::derive(move || of(form, |form| form.problem().map(str::to_owned)))
                    />
                    <Field
                        id="quiet-to"
                        label=say!("To", in "hours")
                        is_short=true
                        text=Signal::derive(move || of(form, |form| form.span.to.clone()))
                        set=move |text| edit(form, |form| form.span.to = text)
                        problem=Signal::derive(|| None::<String>)
                    />
                </div>
                <p class="hint">{move || say!("Clock: {zone}", zone = of(form, |form| form.zone.clone()))}</p>
            </Show>
            <SaveLine section=Part::Habits name="save-quiet" is_changed is_valid=Signal::derive(is_valid) />
        </form>
    }
}
