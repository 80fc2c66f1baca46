//! The tags of a conversation: put on and taken off.

use console::say;
use console::store::Event;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use wire::ConversationId;
use wire::inbox::{TAGS, Tag};

use crate::page::Shell;

#[component]
pub(super) fn Tags(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let tags = shell.memo(move |store| store.inbox.row(&id).map(|row| row.tags.clone()).unwrap_or_default());
    let others = shell.memo(|store| store.inbox.tags());
    let is_connected = shell.memo(|store| store.link.is_open());
    let is_full = move || tags.read().len() >= TAGS;
    let field = NodeRef::<Input>::new();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        if let Ok(tag) = Tag::parse(field.value()) {
            shell.tell(Event::Tagged(tag));
        }
        field.set_value("");
    };
    let tag = move |tag: Tag| {
        let label = say!("Take the tag {tag} off", tag = tag);
        let this = tag.clone();
        view! {
            <li class="tag" data-testid="tag">
                {tag.to_string()}
                <button
                    class="link"
                    data-testid="untag"
                    title=label.clone()
                    aria-label=label
                    disabled=move || !is_connected.get()
                    on:click=move |_| shell.tell(Event::Untagged(this.clone()))
                >
                    "×"
                </button>
            </li>
        }
    };
    view! {
        <ul class="tags"><For each=move || tags.get() key=Clone::clone children=tag /></ul>
        <form class="add-tag" on:submit=add>
            <input
                node_ref=field
                type="text"
                data-testid="add-tag"
                list="known-tags"
                maxlength="30"
                autocomplete="off"
                aria-label=say!("Add a tag")
                placeholder=say!("Add a tag")
                disabled=move || !is_connected.get() || is_full()
            />
            <datalist id="known-tags">
                <For each=move || others.get() key=Clone::clone children=|tag| view! { <option value=tag.to_string()></option> } />
            </datalist>
        </form>
    }
}
