//! The ways in for files (U8): a button beside the reply, the clipboard, and what is dropped on the conversation.

use console::say;
use console::store::{Event, Store, upload as files};
use leptos::ev::DragEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::keys::focus;
use crate::page::{Shell, upload};

/// Takes the files that an event brings, where they can be sent.
pub(super) fn take(shell: Shell, event: &web_sys::Event) {
    if !shell.store.with_untracked(Store::takes_files) {
        return;
    }
    let chosen = upload::take(event);
    if !chosen.is_empty() {
        shell.tell(Event::Upload(files::Event::Chosen(chosen)));
        focus("[data-testid=reply]");
    }
}

/// A paper clip, which opens the browser's own dialog.
#[component]
pub(super) fn Attach() -> impl IntoView {
    let shell = Shell::here();
    let takes = shell.memo(Store::takes_files);
    let node = NodeRef::<Input>::new();
    let choose = move |_| {
        if let Some(node) = node.get_untracked() {
            node.click();
        }
    };
    view! {
        <Show when=move || takes.get()>
            <button class="attach" type="button" data-testid="attach" title=say!("Attach a file (f)") aria-label=say!("Attach a file") on:click=choose>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d=r"m20.5 11.2-8.6 8.6a5.4 5.4 0 0 1-7.7-7.7l8.8-8.7a3.6 3.6 0 0 1 5.1 5.1l-8.7 8.7a1.8 1.8 0 0 1-2.5-2.6l8-7.9" />
                </svg>
            </button>
            <input type="file" multiple hidden node_ref=node data-testid="attach-files" on:change=move |event| take(shell, &event) />
        </Show>
    }
}

/// What is dragged over the conversation.
#[derive(Clone, Copy)]
pub(super) struct Drag {
    shell: Shell,
    is_over: RwSignal<bool>,
}

impl Drag {
    pub(super) fn new(shell: Shell) -> Self {
        Self { shell, is_over: RwSignal::new(false) }
    }

    /// It comes again and again while something is held there.
    pub(super) fn over(self, event: &DragEvent) {
        let is_over = self.shell.store.with_untracked(Store::takes_files) && upload::over(event);
        if self.is_over.get_untracked() != is_over {
            self.is_over.set(is_over);
        }
    }

    pub(super) fn left(self, event: &DragEvent) {
        if upload::left(event) {
            self.is_over.set(false);
        }
    }

    pub(super) fn dropped(self, event: &DragEvent) {
        self.is_over.set(false);
        take(self.shell, event);
    }
}

/// Says where files can be dropped, while some are held there.
#[component]
pub(super) fn Place(drag: Drag) -> impl IntoView {
    view! {
        <Show when=move || drag.is_over.get()>
            <p class="drop" data-testid="drop">{say!("Drop files here to send them")}</p>
        </Show>
    }
}
