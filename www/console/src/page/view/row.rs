//! A conversation as a line in a list.

use console::say;
use console::store::{Event, Store};
use console::words;
use leptos::prelude::*;
use wire::ConversationId;
use wire::visitor::State;

pub(super) use console::words::{called, visitor as title};

use crate::page::{Shell, clock};

/// The name of the visitor of the selected conversation, if there is one.
pub(super) fn visitor(store: &Store) -> Option<String> {
    store.inbox.row(store.selected.as_ref()?)?.name.as_ref().map(ToString::to_string)
}

#[component]
pub(super) fn Row(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let (this, that) = (id.clone(), id.clone());
    let row = shell.memo(move |store| store.inbox.row(&this).cloned());
    let is_selected = shell.memo(move |store| store.selected.as_ref() == Some(&that));
    let with = move |of: fn(&wire::agent::Row) -> String| row.read().as_ref().map(of);
    let is_waiting = move || row.read().as_ref().is_some_and(|row| row.waiting);
    let is_closed = move || row.read().as_ref().is_some_and(|row| row.state == State::Closed);
    let is_blocked = move || row.read().as_ref().is_some_and(|row| row.blocked);
    let is_unread = shell.memo({
        let id = id.clone();
        move |store| store.inbox.row(&id).is_some_and(|row| store.is_unread(row))
    });
    let names = shell.memo({
        let id = id.clone();
        move |store| {
            let members = store.inbox.row(&id).map_or(&[][..], |row| &row.members);
            let name = |member: &wire::AgentId| {
                if store.me.as_ref().is_some_and(|me| me.id == *member) {
                    return Some(say!("You").to_owned());
                }
                let colleague = store.team.iter().find(|colleague| colleague.id == *member)?;
                colleague.name.as_str().split(' ').next().map(ToOwned::to_owned)
            };
            members.iter().filter_map(name).collect::<Vec<_>>().join(", ")
        }
    });
    let is_missed = move || row.read().as_ref().is_some_and(|row| row.missed);
    let is_slow = shell.memo({
        let id = id.clone();
        move |store| store.inbox.row(&id).is_some_and(|row| row.slow) && store.scope().takes_slow
    });
    let group = shell.memo({
        let id = id.clone();
        move |store| store.inbox.row(&id)?.group.as_ref().map(|group| store.group_name(group))
    });
    let assignee = shell.memo({
        let id = id.clone();
        move |store| {
            let row = store.inbox.row(&id)?;
            let agent = row.assignee.as_ref().filter(|agent| !row.members.contains(agent))?;
            if store.is_me(agent) {
                return Some(say!("for you").to_owned());
            }
            store.name_of(agent).map(|name| say!("for {name}", name = name))
        }
    });
    let waits = move || {
        let row = row.read();
        let since = row.as_ref()?.since?;
        let span = shell.now.get().since(since);
        Some(words::waits(span).unwrap_or_else(|| say!("waits since {date}", date = clock::date(since))))
    };
    let key = id.to_string();
    let tags = move || row.read().as_ref().map(|row| row.tags.clone()).unwrap_or_default();
    view! {
            <button
                class="row"
                data-testid="row"
                data-conversation=key
                data-waiting=move || is_waiting().to_string()
                data-unread=move || is_unread.get().to_string()
                data-missed=move || is_missed().to_string()
                data-closed=move || is_closed().to_string()
                aria-current=move || is_selected.get().then_some("true")
                on:click=move |_| shell.tell(Event::Selected(id.clone()))
            >
                <span class="title">{move || with(title)}</span>
                <span class="when">
                    {move || row.read().as_ref().map(|row| clock::ago(shell.now.get().max(row.at), row.at))}
                </span>
                <span class="excerpt">{move || with(|row| row.excerpt.clone())}</span>
                <span class="marks">
                    <For each=tags key=Clone::clone children=|tag| view! { <span class="tag" data-testid="row-tag">{tag.to_string()}</span> } />
                    <Show when=move || group.read().is_some()><span class="tag" data-testid="row-group">{group}</span></Show>
                    <Show when=is_missed><span class="missed">{say!("Missed")}</span></Show>
                    <Show when=move || is_slow.get()><span class="slow" title=say!("Online agents are slow: you may answer")>{say!("Slow")}</span></Show>
                    <Show when=move || !names.read().is_empty()><span class="names">{names}</span></Show>
                    <Show when=move || assignee.read().is_some()><span class="names">{assignee}</span></Show>
                    <Show when=is_closed>
                        <span class="closed">{move || if is_blocked() { say!("Blocked") } else { say!("Closed") }}</span>
                    </Show>
                    <span class="waiting">{waits}</span>
                    <Show when=is_waiting>
                        <span class="waits" title=say!("Waits for an answer")><span class="unseen">{say!("Waits for an answer")}</span></span>
                    </Show>
                </span>
            </button>
    }
}
