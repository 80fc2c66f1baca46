//! The lists of conversations: new, mine, all.

use console::store::inbox::Counts;
use console::store::{Event, Tab};
use console::words;
use leptos::prelude::*;

use super::row::Row;
use crate::page::Shell;

#[component]
pub(super) fn List() -> impl IntoView {
    let shell = Shell::here();
    let tab = shell.memo(|store| store.inbox.tab);
    let counts = shell.memo(|store| store.inbox.counts(&store.scope()));
    let rows = shell.memo(|store| store.inbox.list(store.inbox.tab, &store.scope()));
    let is_loaded = shell.memo(|store| store.inbox.is_loaded);
    let tabs = [(Tab::New, "tab-new"), (Tab::Mine, "tab-mine"), (Tab::All, "tab-all")];
    view! {
        <section class="inbox" aria-label="Conversations">
            <div class="tabs" role="tablist" aria-label="Which conversations">
                {tabs
                    .map(|(this, id)| {
                        view! {
                            <button
                                role="tab"
                                id=id
                                data-testid=id
                                aria-controls="list"
                                aria-selected=move || (tab.get() == this).to_string()
                                on:click=move |_| shell.tell(Event::TabChosen(this))
                            >
                                {words::tab(this)}
                                <span class="count" data-some=move || (count(counts.get(), this) > 0).to_string()>
                                    {move || count(counts.get(), this)}
                                </span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <div class="list" id="list" role="tabpanel" aria-label="Conversations">
                <ul>
                    <For each=move || rows.get() key=Clone::clone children=move |id| view! { <Row id /> } />
                </ul>
                <Show when=move || rows.read().is_empty()>
                    {move || {
                        if is_loaded.get() {
                            let (title, text) = words::empty(tab.get());
                            view! { <div class="empty"><b>{title}</b><p>{text}</p></div> }.into_any()
                        } else {
                            view! { <div class="bones" aria-label="Loading"><i></i><i></i><i></i></div> }.into_any()
                        }
                    }}
                </Show>
                <More />
            </div>
        </section>
    }
}

/// Older conversations, where there may be some.
#[component]
fn More() -> impl IntoView {
    let shell = Shell::here();
    let has_more = shell.memo(|store| store.inbox.has_more && store.inbox.tab == Tab::All);
    let is_asking = shell.memo(|store| store.inbox.is_asking);
    view! {
        <Show when=move || has_more.get()>
            <button
                class="quiet more"
                data-testid="more"
                disabled=move || is_asking.get()
                on:click=move |_| shell.tell(Event::MoreAsked)
            >
                {move || if is_asking.get() { "Asking…" } else { "Show older conversations" }}
            </button>
        </Show>
    }
}

fn count(counts: Counts, tab: Tab) -> usize {
    match tab {
        Tab::New => counts.new,
        Tab::Mine => counts.mine,
        Tab::All => counts.all,
    }
}
