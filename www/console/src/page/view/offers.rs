//! The saved replies that a draft with a slash asks for, above the reply box: chosen by keyboard or pointer.

use console::say;
use console::store::form::replies::{Variables, filled, offered};
use console::store::{Event, Store};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wire::settings::SavedReply;

use super::keys::focus;
use super::row::called;
use crate::page::Shell;

/// The state of the list beside the box.
#[derive(Clone, Copy)]
pub(super) struct Offers {
    shell: Shell,
    list: Memo<Vec<SavedReply>>,
    /// The one that Enter takes.
    at: RwSignal<usize>,
    /// Put away by Escape, until the draft changes.
    is_away: RwSignal<bool>,
}

impl Offers {
    pub(super) fn new(shell: Shell) -> Self {
        let list = shell.memo(|store| {
            let Some((settings, thread)) = store.settings.as_ref().zip(store.thread()) else {
                return Vec::new();
            };
            offered(&settings.replies, &thread.draft).into_iter().cloned().collect::<Vec<_>>()
        });
        let this = Self { shell, list, at: RwSignal::new(0), is_away: RwSignal::new(false) };
        Effect::new(move |_| {
            list.track();
            this.at.set(0);
            this.is_away.set(false);
        });
        this
    }

    pub(super) fn is_open(self) -> bool {
        !self.is_away.get() && !self.list.read().is_empty()
    }

    /// A key in the box. Answers whether it was for the list.
    pub(super) fn pressed(self, event: &KeyboardEvent) -> bool {
        let count = self.list.with_untracked(Vec::len);
        if self.is_away.get_untracked() || count == 0 || event.is_composing() {
            return false;
        }
        let at = self.at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.at.set((at + 1) % count),
            "ArrowUp" => self.at.set((at + count - 1) % count),
            "Enter" | "Tab" if !event.shift_key() => self.take(at),
            "Escape" => {
                self.is_away.set(true);
                event.stop_propagation();
            }
            _ => return false,
        }
        event.prevent_default();
        true
    }

    fn take(self, at: usize) {
        let Some(reply) = self.list.with_untracked(|list| list.get(at).cloned()) else { return };
        let variables = self.shell.store.with_untracked(variables);
        self.shell.tell(Event::Typed(filled(reply.text.as_str(), &variables)));
        focus("[data-testid=reply]");
    }
}

fn variables(store: &Store) -> Variables {
    let row = store.selected.as_ref().and_then(|id| store.inbox.row(id));
    Variables {
        visitor: row.and_then(called),
        agent: store.me.as_ref().map(|me| me.name.to_string()).unwrap_or_default(),
        site: store.settings.as_ref().map(|settings| settings.name.to_string()).unwrap_or_default(),
    }
}

#[component]
pub(super) fn List(offers: Offers) -> impl IntoView {
    let item = move |(number, reply): (usize, SavedReply)| {
        view! {
            <li
                id=format!("offer-{number}")
                role="option"
                data-testid="offer"
                aria-selected=move || (offers.at.get() == number).to_string()
                on:mousedown=move |event| {
                    // The focus stays in the box.
                    event.prevent_default();
                    offers.take(number);
                }
            >
                <b>{reply.name.to_string()}</b>
                <span>{reply.text.to_string()}</span>
            </li>
        }
    };
    let list = move || offers.list.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <Show when=move || offers.is_open()>
            <ul class="offers" id="offers" role="listbox" aria-label=say!("Saved replies")>
                <For each=list key=|(number, reply)| (*number, reply.name.clone()) children=item />
            </ul>
        </Show>
    }
}

/// The id of the one that Enter takes, for `aria-activedescendant`.
pub(super) fn active(offers: Offers) -> Option<String> {
    offers.is_open().then(|| format!("offer-{}", offers.at.get()))
}
