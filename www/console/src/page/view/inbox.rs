//! The lists of conversations, the search through all of them, and the filters.

mod filters;
mod hits;
mod rows;

use console::say;
use console::store::inbox::Count;
use console::store::{Event, Query};
use console::words;
use leptos::prelude::*;
use wire::inbox::View;

use crate::page::Shell;

/// In the order in which they stand, each with its id.
const TABS: [(View, &str); 5] = [
    (View::Unassigned, "tab-unassigned"),
    (View::Mine, "tab-mine"),
    (View::All, "tab-all"),
    (View::Missed, "tab-missed"),
    (View::Closed, "tab-closed"),
];

#[component]
pub(super) fn List() -> impl IntoView {
    let shell = Shell::here();
    let is_searching = shell.memo(|store| store.search.is_on());
    view! {
        <section class="inbox" aria-label=say!("Conversations")>
            <Search />
            <Show when=move || is_searching.get() fallback=Lists><hits::Hits /></Show>
        </section>
    }
}

#[component]
fn Search() -> impl IntoView {
    let shell = Shell::here();
    let text = shell.memo(|store| store.search.text.clone());
    let has_filters = shell.memo(|store| !store.inbox.query.filter.is_empty());
    let is_open = RwSignal::new(false);
    view! {
        <div class="find">
            <input
                type="search"
                data-testid="search"
                aria-label=say!("Search all messages, notes, names and addresses")
                placeholder=say!("Search")
                title=say!("Search all messages, notes, names and addresses (/)")
                autocomplete="off"
                maxlength="100"
                prop:value=text
                on:input=move |event| shell.tell(Event::SearchTyped(event_target_value(&event)))
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.stop_propagation();
                        shell.tell(Event::SearchTyped(String::new()));
                    }
                }
            />
            <button
                class="quiet"
                data-testid="filter"
                data-some=move || has_filters.get().to_string()
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {say!("Filter")}
            </button>
        </div>
        <Show when=move || is_open.get() || has_filters.get()><filters::Filters /></Show>
    }
}

#[component]
fn Lists() -> impl IntoView {
    let shell = Shell::here();
    let view = shell.memo(|store| store.inbox.query.view);
    let counts = shell.memo(|store| {
        let scope = store.scope();
        [View::Unassigned, View::Mine, View::Missed].map(|view| (view, store.inbox.count(view, &scope)))
    });
    let count = move |view: View| {
        let of = counts.get().into_iter().find(|(of, _)| *of == view).map(|(_, count)| count);
        of.filter(|count| count.known > 0)
    };
    let choose = move |view: View| {
        let filter = shell.store.with_untracked(|store| store.inbox.query.filter.clone());
        shell.tell(Event::ListChosen(Query { view, filter }));
    };
    let tab = move |(this, id): (View, &'static str)| {
        view! {
            <button
                role="tab"
                id=id
                data-testid=id
                aria-controls="list"
                aria-selected=move || (view.get() == this).to_string()
                on:click=move |_| choose(this)
            >
                {words::view(this)}
                {move || count(this).map(|count| view! { <span class="count">{number(count)}</span> })}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=say!("Which conversations")>
            {TABS.map(tab).collect_view()}
        </div>
        <rows::Rows />
    }
}

fn number(Count { known, is_least }: Count) -> String {
    if is_least { format!("{known}+") } else { known.to_string() }
}
