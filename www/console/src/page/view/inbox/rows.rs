//! The shown list. Of many conversations only those on the screen are there as elements; each has the same
//! height, so that their places follow from their numbers.

use console::say;
use console::store::{Event, Query};
use console::words;
use leptos::html::Div;
use leptos::prelude::*;
use wire::ConversationId;

use crate::page::Shell;
use crate::page::view::row::Row;

/// The height of a row in pixels: `.rows li` in `lists.css`.
const HEIGHT: i32 = 82;
/// Rows beyond those on the screen, on both sides.
const SPARE: usize = 10;

#[component]
pub(super) fn Rows() -> impl IntoView {
    let shell = Shell::here();
    let query = shell.memo(|store| store.inbox.query.clone());
    let rows = shell.memo(|store| store.inbox.list(&store.inbox.query, &store.scope()));
    let selected = shell.memo(|store| store.selected.clone());
    let is_known = shell.memo(|store| {
        store.inbox.is_loaded && (store.inbox.is_whole(&store.inbox.query) || !store.inbox.is_asking())
    });
    let node = NodeRef::<Div>::new();
    let top = RwSignal::new(0);
    let room = RwSignal::new(0);
    let look = move || {
        if let Some(node) = node.try_get_untracked().flatten() {
            top.set(node.scroll_top());
            room.set(node.client_height());
        }
    };
    let resized = window_event_listener(leptos::ev::resize, move |_| look());
    on_cleanup(move || resized.remove());
    Effect::new(move |_| {
        if node.get().is_some() {
            request_animation_frame(look);
        }
    });
    // Another list begins at its top; the same one stays where it is read while rows come in above.
    Effect::new(move |before: Option<(_, Vec<ConversationId>)>| {
        let now = (query.get(), rows.get());
        if let Some(node) = node.try_get_untracked().flatten() {
            let moved = match &before {
                Some((same, old)) if *same == now.0 => shift(old, &now.1, node.scroll_top()),
                _ => -node.scroll_top(),
            };
            if moved != 0 {
                // First the new height, then the place in it.
                request_animation_frame(move || {
                    node.set_scroll_top(node.scroll_top() + moved);
                    look();
                });
            }
        }
        now
    });
    let window = Memo::new(move |_| {
        let rows = rows.read();
        let first = index(top.get()).saturating_sub(SPARE);
        let last = (index(top.get() + room.get()) + 1 + SPARE).min(rows.len());
        let mut shown: Vec<ConversationId> = rows.get(first..last).unwrap_or_default().to_vec();
        // The open one stays, for whoever walks by keyboard.
        shown.extend(selected.get().filter(|id| !shown.contains(id) && rows.contains(id)));
        shown
    });
    // Near the end, what follows is asked for.
    Effect::new(move |_| {
        let end = rows.read().len();
        if room.get() > 0 && index(top.get() + room.get()) + SPARE >= end && end > 0 {
            shell.tell(Event::MoreAsked);
        }
    });
    let row = move |id: ConversationId| {
        let this = id.clone();
        let place = Memo::new(move |_| rows.read().iter().position(|other| *other == this).unwrap_or(0));
        view! {
            <li
                style:transform=move || format!("translateY({}px)", height(place.get()))
                aria-posinset=move || (place.get() + 1).to_string()
                aria-setsize=move || rows.read().len().to_string()
            >
                <Row id />
            </li>
        }
    };
    view! {
        <div class="list" id="list" role="tabpanel" aria-label=say!("Conversations") node_ref=node on:scroll=move |_| look()>
            <ul class="rows" style:height=move || format!("{}px", height(rows.read().len()))>
                <For each=move || window.get() key=Clone::clone children=row />
            </ul>
            <Show when=move || rows.read().is_empty()>
                {move || {
                    if is_known.get() {
                        let (title, text) = empty(&query.read());
                        view! { <div class="empty"><b>{title}</b><p>{text}</p></div> }.into_any()
                    } else {
                        view! { <div class="bones" aria-label=say!("Loading")><i></i><i></i><i></i></div> }.into_any()
                    }
                }}
            </Show>
        </div>
    }
}

fn empty(query: &Query) -> (&'static str, &'static str) {
    if query.filter.is_empty() { words::empty(query.view) } else { words::nothing_fits() }
}

/// How much so many rows take.
fn height(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(0) * HEIGHT
}

/// The number of the row at this height.
fn index(y: i32) -> usize {
    usize::try_from(y / HEIGHT).unwrap_or(0)
}

/// By how much the view is to move so that the row that is read stays where it is: the first one on the
/// screen that did not go elsewhere itself.
fn shift(old: &[ConversationId], new: &[ConversationId], top: i32) -> i32 {
    if top < HEIGHT / 2 {
        return 0;
    }
    let shown = old.iter().enumerate().skip(index(top)).take(SPARE);
    let mut moves = shown.filter_map(|(was, id)| {
        let is = new.iter().position(|other| other == id)?;
        // What was written to jumps up; the others make room for it.
        (is >= was).then(|| height(is - was))
    });
    moves.next().unwrap_or(0)
}
