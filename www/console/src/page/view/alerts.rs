//! What turns up by itself: a call for this agent (S6), that the agent was idle (S10), a refusal.

use console::say;
use console::store::Event;
use console::words;
use leptos::prelude::*;
use wire::Status;

use super::row::title;
use crate::page::{Shell, clock};

/// This agent is called to a conversation.
#[component]
pub(super) fn Toast() -> impl IntoView {
    let shell = Shell::here();
    let call = shell.memo(|store| {
        let (id, why) = store.calls.shown()?;
        let row = store.inbox.row(id);
        let text = row.map(|row| format!("{}: {}", title(row), row.excerpt));
        Some((id.clone(), *why, text, store.calls.count().saturating_sub(1)))
    });
    view! {
        <div class="notices" role="status">
            {move || {
                call.get().map(|(id, why, text, more)| {
                    view! {
                        <div class="toast" data-testid="toast">
                            <p>
                                <b>{words::call(why)}</b>
                                <span class="excerpt">{text}</span>
                                {(more > 0).then(|| view! { <span class="hint">{say!("and {n} more", n = more)}</span> })}
                            </p>
                            <button class="amber" data-testid="toast-open" on:click=move |_| shell.tell(Event::Selected(id.clone()))>
                                {say!("Open")}
                            </button>
                            <button class="quiet" data-testid="toast-later" on:click=move |_| shell.tell(Event::CallPutAway)>
                                {say!("Later")}
                            </button>
                        </div>
                    }
                })
            }}
        </div>
    }
}

/// The edge set this agent offline, since there was no input.
#[component]
pub(super) fn Idle() -> impl IntoView {
    let shell = Shell::here();
    let since = shell.memo(|store| store.me.as_ref().filter(|_| store.is_idle()).map(|me| me.since));
    let is_connected = shell.memo(|store| store.link.is_open());
    view! {
        <div class="idle-place" role="status">
            {move || {
                since.get().map(|since| {
                    view! {
                        <div class="idle" data-testid="idle">
                            <p>{say!("You were set offline at {when}: there was no input for a while.", when = clock::moment(since))}</p>
                            <button
                                class="amber"
                                data-testid="idle-online"
                                disabled=move || !is_connected.get()
                                on:click=move |_| shell.tell(Event::StatusChosen(Status::Online))
                            >
                                {say!("Go online")}
                            </button>
                        </div>
                    }
                })
            }}
        </div>
    }
}

/// Something was refused.
#[component]
pub(super) fn Notice() -> impl IntoView {
    let shell = Shell::here();
    let notice = shell.memo(|store| store.notice.clone());
    view! {
        <div class="notices" role="alert">
            {move || {
                notice.get().map(|text| {
                    view! {
                        <p class="notice">
                            {text}
                            <button class="quiet" on:click=move |_| shell.tell(Event::NoticeRead)>{say!("Close")}</button>
                        </p>
                    }
                })
            }}
        </div>
    }
}
