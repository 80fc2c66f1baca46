//! What can be done with a conversation beyond answering it: to take it along, to block its visitor, to erase it.

use console::say;
use console::store::transcript::{self, Clock};
use console::store::{Event, Store, Thread};
use console::words;
use leptos::html::Dialog;
use leptos::prelude::*;
use wire::ConversationId;

use super::keys::focus_soon;
use super::popup::{Dropdown, Popup};
use super::row::title;
use crate::page::{Shell, address, clock, save};

/// What is asked back before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Block,
    Erase,
}

#[component]
pub(super) fn More(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let popup = Popup::new();
    let asked = RwSignal::new(None::<Ask>);
    let is_connected = shell.memo(|store| store.link.is_open());
    let is_blocked = shell.memo(Store::is_blocked);
    let is_admin = shell.memo(Store::is_admin);
    let is_whole = shell.memo(|store| store.thread().is_some_and(|thread| thread.is_current));
    let has_notes = shell.memo(|store| store.thread().is_some_and(Thread::has_notes));
    let no_transcript = shell.memo({
        let id = id.clone();
        move |store| {
            let has_address = store.inbox.row(&id).is_some_and(|row| row.email.is_some());
            words::ending::no_transcript(has_address, store.is_blocked(), store.mail_block())
        }
    });
    let download = move |with_notes| {
        popup.close();
        shell.store.with_untracked(|store| save_text(store, &id, with_notes));
    };
    let download = StoredValue::new(download);
    let tell = move |event: Event| {
        popup.close();
        shell.tell(event);
    };
    let ask = move |what| {
        popup.close();
        asked.set(Some(what));
    };
    view! {
        <Dropdown popup name="more" title=say!("Take it along, block, erase (m)") button=|| say!("More") label=say!("More") menu="menu hand">
            <button role="menuitem" class="plain" data-testid="download" disabled=move || !is_whole.get() on:click=move |_| download.with_value(|save| save(false))>
                {say!("Download as text")}
            </button>
            <Show when=move || has_notes.get()>
                <button role="menuitem" class="plain" data-testid="download-notes" disabled=move || !is_whole.get() on:click=move |_| download.with_value(|save| save(true))>
                    {say!("Download as text, with notes")}
                </button>
            </Show>
            <button
                role="menuitem"
                class="plain"
                data-testid="mail-transcript"
                aria-describedby="no-transcript"
                disabled=move || !is_connected.get() || no_transcript.read().is_some()
                on:click=move |_| tell(Event::TranscriptChosen)
            >
                {say!("Mail it to the visitor")}
                <Show when=move || no_transcript.read().is_some()>
                    <span class="reason" id="no-transcript" data-testid="no-transcript">{no_transcript}</span>
                </Show>
            </button>
            <hr />
            <Show
                when=move || is_blocked.get()
                fallback=move || view! {
                    <button role="menuitem" class="plain" data-testid="block" disabled=move || !is_connected.get() on:click=move |_| ask(Ask::Block)>
                        {say!("Block visitor…")}
                    </button>
                }
            >
                <button role="menuitem" class="plain" data-testid="unblock" disabled=move || !is_connected.get() on:click=move |_| tell(Event::UnblockChosen)>
                    {say!("Unblock visitor")}
                </button>
            </Show>
            <Show when=move || is_admin.get()>
                <button role="menuitem" class="plain grave" data-testid="erase" disabled=move || !is_connected.get() on:click=move |_| ask(Ask::Erase)>
                    {say!("Erase conversation…")}
                </button>
            </Show>
        </Dropdown>
        <Confirm asked />
    }
}

/// Whether it is meant.
#[component]
fn Confirm(asked: RwSignal<Option<Ask>>) -> impl IntoView {
    let shell = Shell::here();
    let is_connected = shell.memo(|store| store.link.is_open());
    let node = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (asked.get().is_some(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => {
                dialog.close();
                // Where it was asked from, if the conversation is still there.
                focus_soon("[data-testid=more]".to_owned());
            }
            _ => {}
        }
    });
    // What was meant may have taken the conversation off the screen: hence `try_`.
    let put_away = move || {
        asked.try_set(None);
    };
    let is_erasure = move || asked.get() == Some(Ask::Erase);
    let meant = move |_| {
        let event = if is_erasure() { Event::EraseChosen } else { Event::BlockChosen };
        asked.set(None);
        shell.tell(event);
    };
    view! {
        // Escape closes it without a button.
        <dialog class="help" node_ref=node aria-labelledby="ending-title" aria-describedby="ending-means" data-testid="ending" on:close=move |_| put_away()>
            <h2 id="ending-title">{move || if is_erasure() { say!("Erase this conversation?") } else { say!("Block this visitor?") }}</h2>
            <p id="ending-means">{move || if is_erasure() { words::ending::erases() } else { words::ending::blocks() }}</p>
            <p class="save">
                <button class="danger" type="button" data-testid="ending-yes" disabled=move || !is_connected.get() on:click=meant>
                    {move || if is_erasure() { say!("Erase for good") } else { say!("Block") }}
                </button>
                <button class="quiet" type="button" data-testid="ending-no" autofocus=true on:click=move |_| asked.set(None)>{say!("Cancel")}</button>
            </p>
        </dialog>
    }
}

/// Saves the selected conversation as a file.
fn save_text(store: &Store, id: &ConversationId, with_notes: bool) {
    let (Some(row), Some(thread)) = (store.inbox.row(id), store.thread()) else { return };
    let lines = thread.lines(store.me.as_ref().map(|me| (&me.id, &me.name)));
    let zone = clock::zone();
    let clock = Clock { zone: &zone, day: &clock::whole_day, time: &clock::time };
    let name = format!("conversation-{}.txt", id.as_str().chars().take(4).collect::<String>());
    let title = say!("Conversation with {who}", who = title(row));
    let files = address::files(&store.site);
    let text = transcript::text(&title, &lines, with_notes, &clock, &files);
    save::save(&name, "text/plain;charset=utf-8", &text);
}
