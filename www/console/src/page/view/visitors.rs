//! Who is on the site now (O1), and starting a chat with one of them (O2).

mod draft;

use console::say;
use console::store::online::Event as There;
use console::store::{Event, Place, Store};
use console::words::online;
use leptos::prelude::*;
use wire::PlaceId;
use wire::lobby::Outcome;
use wire::online::Visitor;

use super::keys::focus_soon;
use super::sheet::Sheet;
use crate::page::{Shell, clock};

/// So many lines at a time: more are seldom read, and each is renewed as its visitor moves.
const SHOWN: usize = 100;

#[component]
pub(super) fn Visitors() -> impl IntoView {
    let shell = Shell::here();
    let is_on = shell.memo(Store::sees_visitors);
    view! {
        <Sheet title=say!("Visitors") name="visitors">
            <Show when=move || is_on.get() fallback=|| view! { <Off /> }>
                <List />
            </Show>
        </Sheet>
    }
}

/// What the page says where the list is off.
#[component]
fn Off() -> impl IntoView {
    let shell = Shell::here();
    let is_admin = shell.memo(Store::is_admin);
    let go = move |_| {
        shell.tell(Event::PlaceChosen(Place::Settings));
        focus_soon("#online-title".to_owned());
    };
    view! {
        <div class="page" data-testid="visitors-off">
            <p>{say!("Visitors online is off. Switched on, your team sees who is on the site now, on which page and since when, and agents who are online can start a chat.")}</p>
            <Show when=move || is_admin.get() fallback=|| view! { <p class="reason">{say!("An admin of this site can switch it on in the settings.")}</p> }>
                <p class="save"><button class="primary" type="button" data-testid="visitors-setting" on:click=go>{say!("Go to the setting")}</button></p>
            </Show>
        </div>
    }
}

#[component]
fn List() -> impl IntoView {
    let shell = Shell::here();
    let ids = shell.memo(|store| store.online.list());
    let is_known = shell.memo(|store| store.online.is_known);
    let is_full = shell.memo(|store| store.online.is_full);
    let line = shell.memo(|store| online::line(store.online.link.connection()));
    let cannot = shell.memo(|store| store.me.as_ref().and_then(|me| online::cannot(me.status)));
    let shown = RwSignal::new(SHOWN);
    let some = move || ids.read().iter().take(shown.get()).cloned().collect::<Vec<_>>();
    view! {
        <div class="page visitors" aria-busy=move || (!is_known.get()).to_string()>
            <Show when=move || is_known.get()>
                <p class="count" role="status" data-testid="visitors-count">{move || online::count(ids.read().len(), is_full.get())}</p>
            </Show>
            <Show when=move || line.read().is_some()>
                <p class="problem" role="status" data-testid="visitors-line">{line}</p>
            </Show>
            <Show when=move || cannot.read().is_some() && !ids.read().is_empty()>
                <p class="reason" id="cannot-start" data-testid="cannot-start">{cannot}</p>
            </Show>
            <draft::Draft />
            <Show when=move || !is_known.get() && line.read().is_none()>
                <div class="bones" aria-label=say!("Loading")><i></i><i></i><i></i></div>
            </Show>
            <Show when=move || is_known.get() && ids.read().is_empty()>
                <p class="none">{say!("Whoever opens a page that carries the widget is listed here at once.")}</p>
            </Show>
            <ul class="guests">
                <For each=some key=Clone::clone children=move |id| view! { <Line id cannot /> } />
            </ul>
            <Show when=move || { ids.read().len() > shown.get() }>
                <p class="save">
                    <button class="quiet" type="button" on:click=move |_| shown.update(|shown| *shown += SHOWN)>{say!("Show more")}</button>
                </p>
            </Show>
        </div>
    }
}

/// One open page.
#[component]
fn Line(id: PlaceId, cannot: Memo<Option<&'static str>>) -> impl IntoView {
    let shell = Shell::here();
    let key = id.to_string();
    let this = id.clone();
    let visitor = shell.memo(move |store| store.online.visitor(&this).cloned());
    let of = move |read: fn(&Visitor) -> String| visitor.read().as_ref().map(read);
    let since = move || {
        let since = visitor.read().as_ref()?.since;
        Some(online::here(shell.now.get().since(since)))
    };
    let visit = move || visitor.read().as_ref().and_then(|visitor| online::visit(visitor.visits));
    let wrote = move || visitor.read().as_ref().is_some_and(|visitor| visitor.wrote);
    let invited = move || visitor.read().as_ref().and_then(|visitor| visitor.invited.clone());
    let asked = move || {
        invited().map(|invited| {
            let ago = clock::ago(shell.now.get().max(invited.at), invited.at);
            view! {
                <span class="asked" data-testid="invited" data-outcome=outcome(invited.outcome)>
                    {say!("{name} wrote, {when}: {outcome}.", name = invited.by, when = ago, outcome = online::outcome(invited.outcome))}
                </span>
            }
        })
    };
    // Right after it was asked, and after a no, there is nothing to start.
    let is_settled = move || {
        invited().is_some_and(|invited| {
            matches!(invited.outcome, Outcome::Sent | Outcome::Shown | Outcome::Declined | Outcome::Answered)
        })
    };
    let start = move |_| {
        shell.tell(Event::Online(There::Chosen(id.clone())));
        focus_soon("#first-words".to_owned());
    };
    view! {
        <li class="guest" data-testid="visitor" data-visitor=key>
            <div class="where">
                <b data-testid="visitor-title">{move || of(online::title)}</b>
                <span class="address" data-testid="visitor-page">{move || of(|visitor| online::address(&visitor.page).to_owned())}</span>
                <span class="hint facts">
                    <span>{since}</span>
                    <Show when=move || visit().is_some()><span>{visit}</span></Show>
                    <Show when=wrote><span>{say!("Has written to you")}</span></Show>
                </span>
                {asked}
            </div>
            <Show when=move || !is_settled()>
                <button
                    class="quiet"
                    type="button"
                    data-testid="start-chat"
                    aria-describedby=move || cannot.read().is_some().then_some("cannot-start")
                    disabled=move || cannot.read().is_some()
                    on:click=start.clone()
                >
                    {say!("Start a chat")}
                </button>
            </Show>
        </li>
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Sent => "sent",
        Outcome::Shown => "shown",
        Outcome::Busy => "busy",
        Outcome::Declined => "declined",
        Outcome::Answered => "answered",
    }
}
