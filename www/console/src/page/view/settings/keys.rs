//! Keys with which other systems read presence and set statuses: a phone system, a calendar.

use console::say;
use console::store::{Event, Saving, Section as Part};
use console::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::Name;
use wire::team::{Key, KeyCreated};

use super::{CopyLine, Title};
use crate::page::view::sheet::Field;
use crate::page::view::weave::weave;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Section() -> impl IntoView {
    let shell = Shell::here();
    let keys = shell.memo(|store| store.keys.clone());
    let saving = shell.memo(|store| store.saving(Part::Keys));
    let new = shell.memo(|store| store.new_key.clone());
    let name = RwSignal::new(String::new());
    let problem = RwSignal::new(None);
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        match Name::parse(name.get_untracked()) {
            Ok(name) => shell.tell(Event::KeyNamed(name)),
            Err(_) => problem.set(Some(say!("Say what the key is for, such as Telephone.").to_owned())),
        }
    };
    // Made: the field is free for the next one.
    Effect::new(move |_| {
        if new.read().is_some() {
            name.set(String::new());
        }
    });
    let seen = move || Name::parse(name.get()).ok().map(|name| words::site::key(&name));
    let told = move || match saving.get() {
        Saving::Busy => say!("Making a key…").to_owned(),
        Saving::Failed(failure) => words::failure(&failure),
        _ => keys.read().failure.as_ref().map(words::failure).unwrap_or_default(),
    };
    let is_busy = move || saving.get() == Saving::Busy;
    view! {
        <form on:submit=make novalidate>
            <Title id="keys" />
            <p class="hint">{say!("With a key, another system reads who is in and sets an agent's status. The change bears the key's name in the agent's history.")}</p>
            {move || new.get().map(|created| view! { <Fresh created /> })}
            <Show when=move || keys.read().known.as_ref().is_some_and(Vec::is_empty)>
                <p class="none" data-testid="no-keys">{say!("No keys yet.")}</p>
            </Show>
            <ul class="keys">
                <For
                    each=move || keys.read().known.clone().unwrap_or_default()
                    key=|key| key.id.clone()
                    children=move |key| view! { <Line key_=key /> }
                />
            </ul>
            <Field
                id="key-name"
                label=say!("What a new key is for")
                text=name
                set=move |text| {
                    name.set(text);
                    problem.set(None);
                }
                problem
            />
            <p class="meaning" role="status" data-testid="key-meaning">{seen}</p>
            <p class="save">
                <button class="primary" type="submit" data-testid="make-key" disabled=is_busy>{say!("Make a key")}</button>
                <span role="status" class="problem">{told}</span>
            </p>
        </form>
    }
}

/// The secret, once.
#[component]
fn Fresh(created: KeyCreated) -> impl IntoView {
    let shell = Shell::here();
    let KeyCreated { key, secret } = created;
    view! {
        <div class="reason" role="status">
            <p>{weave!("The key “{name}” is shown only now. Keep it where the other system finds it.", name = view! { <b>{key.name.to_string()}</b> })}</p>
            <pre tabindex="0" aria-label=say!("The key")><code data-testid="secret">{secret.to_string()}</code></pre>
            <CopyLine text=secret.to_string() name="copy-key" />
            <p><button class="quiet" type="button" data-testid="key-seen" on:click=move |_| shell.tell(Event::KeySeen)>{say!("I have it")}</button></p>
        </div>
    }
}

#[component]
fn Line(key_: Key) -> impl IntoView {
    let shell = Shell::here();
    let Key { id, name, created_at } = key_;
    let id = StoredValue::new(id);
    let asks = RwSignal::new(false);
    let label = say!("Delete the key {name}", name = name);
    view! {
        <li data-testid="key">
            <p><b>{name.to_string()}</b>" "<span class="hint">{say!("made on {date}", date = clock::date(created_at))}</span></p>
            <Show
                when=move || asks.get()
                fallback=move || view! {
                    <button class="link" type="button" data-testid="delete-key" aria-label=label.clone() on:click=move |_| asks.set(true)>{say!("Delete")}</button>
                }
            >
                <p class="save">
                    <span>{say!("Systems that use it are refused at once.")}</span>
                    <button class="primary" type="button" data-testid="delete-key-yes" on:click=move |_| shell.tell(Event::KeyDropped(id.get_value()))>{say!("Delete")}</button>
                    <button class="quiet" type="button" on:click=move |_| asks.set(false)>{say!("Keep")}</button>
                </p>
            </Show>
        </li>
    }
}
