//! Who the visitor is, as an agent may say it: a name and an address, saved when the field is left or by Enter.

use console::say;
use console::store::Event;
use console::words;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wire::{ConversationId, Email, Invalid, Name};

use crate::page::Shell;
use crate::page::view::weave::weave;

#[component]
pub(super) fn Who(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let id = StoredValue::new(id);
    let row = shell.memo(move |store| id.with_value(|id| store.inbox.row(id).cloned()));
    let name = Memo::new(move |_| row.read().as_ref().and_then(|row| row.name.clone()));
    let email = Memo::new(move |_| row.read().as_ref().and_then(|row| row.email.clone()));
    let block = shell.memo(|store| store.mail_block().map(ToOwned::to_owned));
    let is_passed = shell.memo(move |store| {
        let passed = store.thread()?.visitor.as_ref()?.about.passed.get("name")?;
        name.read().as_ref().filter(|name| name.as_str() == passed.as_str()).map(|_| ())
    });
    let person = shell.memo(move |store| store.thread()?.visitor.as_ref()?.about.person.clone());
    let tell = move |name, email| {
        shell.tell(Event::Described { conversation: id.get_value(), name, email });
    };
    let save_name = move |text: &str| {
        let name = maybe(text, Name::parse)?;
        tell(name, email.get_untracked());
        Ok(())
    };
    let save_email = move |text: &str| {
        let email = maybe(text, Email::parse)?;
        tell(name.get_untracked(), email);
        Ok(())
    };
    let written = |text: Option<String>| text.unwrap_or_default();
    let name_text = Memo::new(move |_| written(name.read().as_ref().map(ToString::to_string)));
    let email_text = Memo::new(move |_| written(email.read().as_ref().map(ToString::to_string)));
    view! {
        <div class="identity">
            <Show when=move || person.read().is_some()>
                <p class="vouched" data-testid="vouched">
                    {move || person.get().map(|id| weave!("Signed in at your site as {id}. Name and address are what the site says.", id = view! { <b dir="auto">{id.to_string()}</b> }))}
                </p>
            </Show>
            <Field id="about-name" label=say!("Name") empty=say!("Not known") most=80 value=name_text save=save_name />
            <Show when=move || is_passed.get().is_some()>
                <p class="hint" data-testid="name-passed">{words::about::not_verified()}</p>
            </Show>
            <Field id="about-email" label=say!("E-mail") empty=say!("No address left") most=254 value=email_text save=save_email />
            <Show when=move || block.read().is_some()>
                <p class="block" data-testid="mail-blocked">{move || block.get().map(|why| words::ending::no_mail(&why))}</p>
            </Show>
        </div>
    }
}

/// Nothing typed is nothing known.
fn maybe<T>(text: &str, parse: fn(String) -> Result<T, Invalid>) -> Result<Option<T>, Invalid> {
    if text.trim().is_empty() { Ok(None) } else { parse(text.to_owned()).map(Some) }
}

/// What is typed stays until it is what the edge says, so that nothing flickers and nothing is lost.
#[component]
fn Field(
    id: &'static str,
    label: &'static str,
    empty: &'static str,
    most: usize,
    value: Memo<String>,
    save: impl Fn(&str) -> Result<(), Invalid> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let shell = Shell::here();
    let is_connected = shell.memo(|store| store.link.is_open());
    let draft = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        value.track();
        draft.set(None);
        problem.set(None);
    });
    let commit = move || {
        let Some(text) = draft.get_untracked() else { return };
        if text.trim() == value.get_untracked() {
            draft.set(None);
            problem.set(None);
        } else {
            problem.set(save(&text).err().map(|invalid| words::edge::invalid(&invalid)));
        }
    };
    let pressed = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => commit(),
        "Escape" => {
            draft.set(None);
            problem.set(None);
        }
        _ => {}
    };
    let problem_id = format!("{id}-problem");
    view! {
        <label for=id>{label}</label>
        <input
            id=id
            data-testid=id
            type="text"
            autocomplete="off"
            spellcheck="false"
            inputmode=if id == "about-email" { "email" } else { "text" }
            maxlength=most.to_string()
            placeholder=empty
            aria-invalid=move || problem.read().is_some().to_string()
            aria-describedby=problem_id.clone()
            disabled=move || !is_connected.get()
            prop:value=move || draft.get().unwrap_or_else(|| value.get())
            on:input=move |event| draft.set(Some(event_target_value(&event)))
            on:change=move |_| commit()
            on:keydown=pressed
        />
        <p class="problem" id=problem_id role="alert">{problem}</p>
    }
}
