//! The reply box: Enter sends, Shift+Enter starts a line, and it grows with the text.

use console::store::{Event, Store};
use console::{say, words};
use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;
use wire::{Body, Invalid};

use super::attach::{Attach, take};
use super::offers::{List, Offers, active};
use crate::page::{Shell, clock};

/// From here on the box counts.
const NEARLY: usize = Body::MOST - 300;
/// The keyCode of a key that belongs to an input method. Safari tells it by this alone.
const COMPOSING: u32 = 229;

#[component]
pub(super) fn Reply() -> impl IntoView {
    let shell = Shell::here();
    let draft = shell.memo(|store| store.thread().map(|thread| thread.draft.clone()).unwrap_or_default());
    let is_connected = shell.memo(|store| store.link.is_open());
    let is_note = shell.memo(Store::writes_note);
    let is_blocked = shell.memo(Store::is_blocked);
    let offers = Offers::new(shell);
    let node = NodeRef::<Textarea>::new();
    let problem = move || match Body::parse(draft.get()) {
        Ok(_) | Err(Invalid::Empty) => None,
        Err(invalid) => Some(words::edge::invalid(&invalid)),
    };
    let can_send = move || Body::parse(draft.get()).is_ok();
    let count = move || {
        let count = draft.read().chars().count();
        (count > NEARLY).then(|| say!("{n} of {most} characters", n = count, most = Body::MOST))
    };
    let send = move || {
        // Without a random number there is no id that tells this message from another.
        match clock::message_id() {
            Some(id) if shell.store.with_untracked(can_reply) => {
                shell.tell(Event::Replied { id, at: clock::now() });
            }
            _ => {}
        }
        if let Some(node) = node.try_get_untracked().flatten() {
            drop(node.focus());
        }
    };
    let keys = move |event: KeyboardEvent| {
        if offers.pressed(&event) {
            return;
        }
        let is_enter = event.key() == "Enter" && !event.shift_key();
        if is_enter && !event.is_composing() && event.key_code() != COMPOSING {
            event.prevent_default();
            send();
        }
    };
    Effect::new(move |_| {
        draft.track();
        request_animation_frame(move || grow(node));
    });
    view! {
        <div class="reply" data-note=move || is_note.get().to_string()>
            <List offers />
            <textarea
                node_ref=node
                rows="1"
                data-testid="reply"
                aria-label=move || if is_note.get() { say!("A note for the team") } else { say!("Your reply") }
                aria-describedby="reply-problem"
                aria-controls=move || active(offers).map(|_| "offers")
                aria-activedescendant=move || active(offers)
                placeholder=move || if is_note.get() { say!("Write a note: only the team sees it") } else { say!("Write a reply, or / for a saved one") }
                prop:value=move || draft.get()
                on:input=move |event| shell.tell(Event::Typed(event_target_value(&event)))
                on:keydown=keys
                on:paste=move |event| take(shell, &event)
            ></textarea>
            <div class="send">
                <Attach />
                <button
                    class="quiet"
                    data-testid="note"
                    title=say!("A note: only the team sees it (n)")
                    aria-pressed=move || is_note.get().to_string()
                    disabled=is_blocked
                    on:click=move |_| {
                        shell.tell(Event::NoteChosen(!is_note.get_untracked()));
                        if let Some(node) = node.try_get_untracked().flatten() {
                            drop(node.focus());
                        }
                    }
                >
                    {say!("Note")}
                </button>
                <button class="primary" data-testid="send" disabled=move || !can_send() on:click=move |_| send()>
                    {move || if is_note.get() { say!("Save note") } else { say!("Send") }}
                </button>
            </div>
            <p class="below" id="reply-problem" role="status">
                <span class="problem">{problem}</span>
                <span>{count}</span>
                <Show when=move || !is_connected.get()>
                    <span>{say!("Not connected. What you send goes out once the connection is back.")}</span>
                </Show>
            </p>
        </div>
    }
}

fn can_reply(store: &Store) -> bool {
    store.thread().is_some_and(|thread| Body::parse(thread.draft.clone()).is_ok())
}

/// As tall as its text; the sheet says how tall at most. The frame may come after the box is gone: `try_`.
fn grow(node: NodeRef<Textarea>) {
    let Some(node) = node.try_get_untracked().flatten() else { return };
    let style = web_sys::HtmlElement::style(&node);
    drop(style.set_property("height", "auto"));
    drop(style.set_property("height", &format!("{}px", node.scroll_height() + 2)));
}
