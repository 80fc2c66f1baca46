//! The first words to a visitor. They stay where the visitor leaves before they are sent.

use console::say;
use console::store::online::Event as There;
use console::store::{Event, Saving};
use console::words::{self, online};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use wire::online::MOST_TEXT;
use wire::text::characters;

use crate::page::Shell;
use crate::page::view::weave::weave;

#[component]
pub(super) fn Draft() -> impl IntoView {
    let shell = Shell::here();
    let to = shell.memo(|store| store.online.draft.as_ref().map(|draft| online::title(&draft.to)));
    view! {
        <Show when=move || to.read().is_some()>
            <Form to />
        </Show>
    }
}

#[component]
fn Form(to: Memo<Option<String>>) -> impl IntoView {
    let shell = Shell::here();
    let text =
        shell.memo(|store| store.online.draft.as_ref().map(|draft| draft.text.clone()).unwrap_or_default());
    let saving =
        shell.memo(|store| store.online.draft.as_ref().map(|draft| draft.saving.clone()).unwrap_or_default());
    let has_reader = shell.memo(|store| store.online.has_reader());
    let tell = move |event| shell.tell(Event::Online(event));
    let is_long = move || characters(text.read().trim()) > MOST_TEXT;
    let is_ready = move || {
        has_reader.get() && !text.read().trim().is_empty() && !is_long() && saving.get() != Saving::Busy
    };
    let told = move || match saving.get() {
        _ if !has_reader.get() => {
            Some(say!("This visitor has left the page. What you wrote is kept for another one.").to_owned())
        }
        _ if is_long() => Some(say!("A first message has {n} characters at most.", n = MOST_TEXT)),
        Saving::Busy => Some(say!("Sending…").to_owned()),
        saving => saving.failure().map(words::failure),
    };
    let send = move || {
        if is_ready() {
            tell(There::Sent);
        }
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.shift_key() && !event.is_composing() => {
            event.prevent_default();
            send();
        }
        "Escape" => tell(There::PutAway),
        _ => {}
    };
    view! {
        <form
            class="greeting"
            data-testid="greeting"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                send();
            }
        >
            <label for="first-words">{weave!("First message to the visitor of {page}", page = view! { <b>{to}</b> })}</label>
            <textarea
                id="first-words"
                class="plain"
                rows="3"
                data-testid="first-words"
                aria-describedby="first-told"
                prop:value=text
                on:input=move |event| tell(There::Typed(event_target_value(&event)))
                on:keydown=key
            ></textarea>
            <p class="hint">{say!("It is shown on the page under your name. The conversation begins when the visitor answers.")}</p>
            <p class="save">
                <button class="primary" type="submit" data-testid="first-send" disabled=move || !is_ready()>{say!("Send")}</button>
                <button class="quiet" type="button" data-testid="first-cancel" on:click=move |_| tell(There::PutAway)>{say!("Cancel")}</button>
                <span role="status" id="first-told" data-testid="first-told" class="problem">{told}</span>
            </p>
        </form>
    }
}
