//! The profile menu: the agent's status, since when and why (S11, S15), and the way out.

use console::store::Event;
use console::words;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use wire::Status;

use crate::page::{Shell, clock};

pub(super) fn name_of(status: Status) -> &'static str {
    match status {
        Status::Online => "online",
        Status::Offline => "offline",
        Status::Invisible => "invisible",
    }
}

#[component]
pub(super) fn Profile() -> impl IntoView {
    let shell = Shell::here();
    let me = shell.memo(|store| store.me.clone());
    let status = move || me.read().as_ref().map_or(Status::Offline, |me| me.status);
    let is_open = RwSignal::new(false);
    let (root, trigger) = (NodeRef::<Div>::new(), NodeRef::<Button>::new());
    let close = move || {
        is_open.set(false);
        if let Some(trigger) = trigger.try_get_untracked().flatten() {
            drop(trigger.focus());
        }
    };
    // Signing out takes the focused item off the screen, which tells of it after all here is disposed of:
    // hence `try_`.
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let stays = root.try_get_untracked().flatten().is_some_and(|root| root.contains(to.as_ref()));
        if to.is_some() && !stays {
            is_open.set(false);
        }
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if is_open.get_untracked() => {
            event.stop_propagation();
            close();
        }
        "ArrowDown" | "ArrowUp" if is_open.get_untracked() => {
            event.prevent_default();
            step(root, event.key() == "ArrowDown");
        }
        "ArrowDown" => {
            event.prevent_default();
            is_open.set(true);
        }
        _ => {}
    };
    // The menu takes the focus to what is chosen.
    Effect::new(move |_| {
        if is_open.get() {
            request_animation_frame(move || focus_checked(root));
        }
    });
    view! {
        <div class="profile" node_ref=root on:focusout=leave on:keydown=keys>
            <button
                class="status"
                node_ref=trigger
                data-testid="status-menu"
                aria-haspopup="menu"
                aria-expanded=move || is_open.get().to_string()
                title="Your status (s)"
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <span class="dot" data-status=move || name_of(status()) aria-hidden="true"></span>
                <span class="unseen">"Your status: "</span>
                <b data-testid="status-current">{move || words::status(status())}</b>
                <span class="why" data-testid="status-why">{move || since(shell)}</span>
            </button>
            <Show when=move || is_open.get()>
                <div class="backdrop" on:click=move |_| is_open.set(false)></div>
                <Menu close />
            </Show>
        </div>
    }
}

/// "since 14:02, you chose it".
fn since(shell: Shell) -> Option<String> {
    // Followed, so that "14:02" becomes "21 Nov, 14:02" at midnight.
    shell.now.track();
    shell.store.with(|store| {
        let me = store.me.as_ref()?;
        // An agent who never chose has no instant.
        if me.since.0 == 0 {
            return Some("since the beginning".to_owned());
        }
        Some(format!("since {}, {}", clock::moment(me.since), words::cause(me.cause)))
    })
}

#[component]
fn Menu(close: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let shell = Shell::here();
    let me = shell.memo(|store| store.me.clone());
    let is_connected = shell.memo(|store| store.link.is_open());
    let item = move |status: Status| {
        let is_chosen = move || me.read().as_ref().is_some_and(|me| me.status == status);
        let id = format!("means-{}", name_of(status));
        let means = id.clone();
        view! {
            <button
                role="menuitemradio"
                data-testid=format!("status-{}", name_of(status))
                aria-checked=move || is_chosen().to_string()
                aria-describedby=means
                disabled=move || !is_connected.get()
                on:click=move |_| {
                    shell.tell(Event::StatusChosen(status));
                    close();
                }
            >
                <span class="dot" data-status=name_of(status) aria-hidden="true"></span>
                <b>{words::status(status)}</b>
                <span class="means" id=id>{words::status_means(status)}</span>
            </button>
        }
    };
    view! {
        <div class="menu" role="menu" aria-label="Your status">
            <p class="who">
                <b>{move || me.read().as_ref().map(|me| me.name.to_string())}</b>
                <span>{move || me.read().as_ref().map(|me| me.email.to_string())}</span>
            </p>
            {[Status::Online, Status::Offline, Status::Invisible].map(item).collect_view()}
            <p class="since">
                {move || me.read().as_ref().map(|me| words::status(me.status))}" "{move || since(shell)}"."
                <Show when=move || !is_connected.get()>
                    " Your status can be changed once the connection is back."
                </Show>
            </p>
            <button role="menuitem" class="plain" data-testid="signout" on:click=move |_| shell.tell(Event::SignOutPressed)>
                "Sign out"
            </button>
        </div>
    }
}

fn items(root: NodeRef<Div>) -> Vec<HtmlElement> {
    let Some(root) = root.try_get_untracked().flatten() else { return Vec::new() };
    let Ok(found) = root.query_selector_all("[role^=menuitem]:not(:disabled)") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

fn step(root: NodeRef<Div>, is_down: bool) {
    let items = items(root);
    let focused = document().active_element();
    let at = items.iter().position(|item| focused.as_ref() == Some(item.as_ref()));
    let next = match (at, is_down) {
        (Some(at), true) => (at + 1) % items.len().max(1),
        (Some(0) | None, false) => items.len().saturating_sub(1),
        (Some(at), false) => at - 1,
        (None, true) => 0,
    };
    if let Some(item) = items.get(next) {
        drop(item.focus());
    }
}

fn focus_checked(root: NodeRef<Div>) {
    let items = items(root);
    let checked = items.iter().find(|item| item.get_attribute("aria-checked").as_deref() == Some("true"));
    if let Some(item) = checked.or(items.first()) {
        drop(item.focus());
    }
}
