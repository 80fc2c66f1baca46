//! What the search found: conversations, each with the message that has the words.

use console::store::Event;
use console::store::search::pieces;
use console::{count, say};
use leptos::prelude::*;
use wire::Author;
use wire::inbox::{Hit, Words};

use crate::page::view::row::title;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Hits() -> impl IntoView {
    let shell = Shell::here();
    let found = shell.memo(|store| store.search.found.clone());
    let is_lost = shell.memo(|store| !store.link.is_open());
    let count = move || found.read().as_ref().map(|(_, hits)| hits.len());
    let said = move || match count() {
        _ if is_lost.get() => say!("No connection: the search goes on when it is back.").to_owned(),
        None => say!("Searching…").to_owned(),
        Some(0) => say!("Nothing found. The search looks for the beginnings of words.").to_owned(),
        Some(count) if u32::try_from(count).is_ok_and(|count| count >= wire::inbox::HITS) => {
            say!("The latest {n} conversations; more words find fewer.", n = count)
        }
        Some(count) => count!(count, "{n} conversation", "{n} conversations"),
    };
    let lines = move || {
        let found = found.get();
        found.map(|(words, hits)| {
            hits.into_iter().map(|hit| view! { <Line words=words.clone() hit /> }).collect_view()
        })
    };
    view! {
        <div class="list found" id="list" data-testid="hits">
            <p class="hint" role="status">{said}</p>
            <ul>{lines}</ul>
        </div>
    }
}

#[component]
fn Line(words: Words, hit: Hit) -> impl IntoView {
    let shell = Shell::here();
    let Hit { row, message } = hit;
    let id = row.id.clone();
    let this = id.clone();
    let is_selected = shell.memo(move |store| store.selected.as_ref() == Some(&this));
    let seq = message.as_ref().map(|message| message.seq);
    let (who, at, text) = match &message {
        Some(message) => {
            let who = match &message.author {
                Author::Visitor => None,
                Author::Agent { name, .. } | Author::Site { name } => Some(format!("{name}: ")),
            };
            (who, message.at, message.body.as_str())
        }
        None => (None, row.at, row.excerpt.as_str()),
    };
    let marked = move |text: &str| {
        pieces(text, &words)
            .into_iter()
            .map(
                |(text, is_hit)| {
                    if is_hit { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
                },
            )
            .collect_view()
    };
    let name = if message.is_some() { title(&row).into_any() } else { marked(&title(&row)).into_any() };
    view! {
        <li>
            <button
                class="row"
                data-testid="hit"
                aria-current=move || is_selected.get().then_some("true")
                on:click=move |_| shell.tell(Event::HitChosen(id.clone(), seq))
            >
                <span class="title">{name}</span>
                <span class="when">{clock::moment(at)}</span>
                <span class="excerpt">{who}{marked(text)}</span>
            </button>
        </li>
    }
}
