//! The open conversation: its head, its messages, the reply box, and the visitor aside.

use console::store::{Event, Store};
use console::{count, say};
use console::{tongue, words};
use leptos::html::Div;
use leptos::prelude::*;
use wire::inbox::View;
use wire::visitor::State;
use wire::{AgentId, ConversationId, Seq, Status};

use super::about::{About, Details};
use super::attach::{Drag, Place};
use super::ending::More;
use super::file::Upload;
use super::first::First;
use super::hand::Hand;
use super::keys::show;
use super::mails::{Aside, Transcripts};
use super::message::{Item, Message, items};
use super::reply::Reply;
use super::row::{title, visitor};
use crate::page::Shell;
use crate::page::view::weave::weave;

/// Closer to the end than this counts as reading the end.
const AT_END: i32 = 40;

/// Nothing is open.
#[component]
pub(super) fn Nothing() -> impl IntoView {
    let shell = Shell::here();
    let waiting = shell.memo(|store| store.inbox.count(View::Unassigned, &store.scope()).known);
    let is_new = shell.memo(|store| !store.first_steps().is_empty());
    view! {
        <div class="nothing">
            <Show when=move || is_new.get()><First /></Show>
            <div class="lamp" aria-hidden="true"></div>
            <p>
                {move || match waiting.get() {
                    0 => say!("All quiet. New conversations appear in the list by themselves.").to_owned(),
                    many => count!(many, "One new conversation. Open it to answer.", "{n} new conversations. Open one to answer."),
                }}
            </p>
            <p class="hint">{weave!("Press {key} for the keyboard shortcuts.", key = view! { <kbd>"?"</kbd> })}</p>
        </div>
    }
}

#[component]
pub(super) fn Conversation(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let this = id.clone();
    let row = shell.memo(move |store| store.inbox.row(&this).cloned());
    let is_open = move || row.read().as_ref().is_some_and(|row| row.state == State::Open);
    let is_closed = move || row.read().as_ref().is_some_and(|row| row.state == State::Closed);
    let is_connected = shell.memo(|store| store.link.is_open());
    let details = Details::new();
    let has_no_mail = shell.memo(|store| store.mail_block().is_some());
    let is_blocked = shell.memo(Store::is_blocked);
    let is_missed = move || row.read().as_ref().is_some_and(|row| row.missed);
    let (hand, more) = (id.clone(), id.clone());
    let drag = Drag::new(shell);
    view! {
        <section
            class="conversation"
            aria-label=say!("Conversation")
            data-about=move || details.is_open().to_string()
            on:dragover=move |event| drag.over(&event)
            on:dragleave=move |event| drag.left(&event)
            on:drop=move |event| drag.dropped(&event)
        >
            <header class="head">
                <button class="quiet back" data-testid="back" aria-label=say!("Back to the list") on:click=move |_| shell.tell(Event::Left)>
                    "‹"
                </button>
                <h2>{move || row.read().as_ref().map(title)}</h2>
                <Show when=move || has_no_mail.get()>
                    <button
                        class="link no-mail"
                        data-testid="no-mail"
                        title=say!("No more mail goes to this address. The details say why.")
                        on:click=move |_| details.turn(true)
                    >
                        {say!("No mail")}
                    </button>
                </Show>
                <Show when=is_missed><span class="missed">{say!("Missed")}</span></Show>
                <Show when=is_closed>
                    <span class="closed" data-testid="standing">{move || if is_blocked.get() { say!("Blocked") } else { say!("Closed") }}</span>
                </Show>
                <button
                    class="quiet details"
                    data-testid="details"
                    title=say!("What is known of the visitor (v)")
                    aria-expanded=move || details.is_open().to_string()
                    on:click=move |_| details.turn(!details.is_open_now())
                >
                    {say!("Details")}
                </button>
                <Hand id=hand />
                <Show when=move || is_closed() && !is_blocked.get()>
                    <button
                        class="quiet"
                        data-testid="reopen"
                        disabled=move || !is_connected.get()
                        on:click=move |_| shell.tell(Event::ReopenChosen)
                    >
                        {say!("Reopen")}
                    </button>
                </Show>
                <Show when=is_open>
                    <button
                        class="quiet"
                        data-testid="close"
                        title=say!("Closes the conversation. The next message opens it again.")
                        disabled=move || !is_connected.get()
                        on:click=move |_| shell.tell(Event::CloseChosen)
                    >
                        {say!("Close")}
                    </button>
                </Show>
                <More id=more />
            </header>
            <Messages />
            <div class="foot">
                <Show when=move || is_blocked.get() fallback=|| view! { <Presence /> }>
                    <p class="presence" data-testid="blocked">{words::ending::blocked()}</p>
                </Show>
                <Reply />
            </div>
            <Place drag />
            <div class="veil" aria-hidden="true" on:click=move |_| details.turn(false)></div>
            <About id details />
        </section>
    }
}

/// The messages. At the end the view follows; further up it stays where the agent reads.
#[component]
fn Messages() -> impl IntoView {
    let shell = Shell::here();
    let list = shell.memo(items);
    let aside = shell.memo(Store::mails_aside);
    let is_waiting = shell.memo(|store| store.thread().is_some_and(|thread| thread.is_waiting_for_history));
    let node = NodeRef::<Div>::new();
    let is_at_end = RwSignal::new(true);
    // Frames and scroll events may come after the conversation has left the screen: hence `try_`.
    let to_end = move || {
        if let Some(node) = node.try_get_untracked().flatten() {
            node.set_scroll_top(node.scroll_height());
        }
    };
    let scrolled = move |_| {
        if let Some(node) = node.try_get_untracked().flatten() {
            let below = node.scroll_height() - node.scroll_top() - node.client_height();
            is_at_end.set(below < AT_END);
        }
    };
    Effect::new(move |before: Option<usize>| {
        aside.track();
        let own = list.with(|list| list.iter().filter(|item| item.is_unsent()).count());
        // What the agent just wrote is always shown.
        if is_at_end.get_untracked() || before.is_some_and(|before| own > before) {
            request_animation_frame(to_end);
        }
        own
    });
    // What the search found is brought into view, once it is there.
    let spot = shell.memo(|store| {
        let spot = store.search.spot?;
        store.thread().filter(|thread| thread.known >= spot).map(|_| spot)
    });
    Effect::new(move |_| {
        if let Some(Seq(spot)) = spot.get() {
            is_at_end.set(false);
            request_animation_frame(move || show(&format!("[data-testid=message][data-seq='{spot}']")));
        }
    });
    view! {
        <div class="log">
            <div
                class="messages"
                node_ref=node
                role="log"
                aria-label=say!("Messages")
                aria-live="polite"
                tabindex="0"
                data-testid="messages"
                on:scroll=scrolled
            >
                <Show when=move || is_waiting.get()>
                    <div class="bones" aria-label=say!("Loading")><i></i><i></i><i></i></div>
                </Show>
                <For
                    each=move || list.get()
                    key=Item::key
                    children=move |item| match item {
                        Item::Day(label) => view! { <p class="day"><span>{label}</span></p> }.into_any(),
                        Item::Line(line) => view! { <Message line=*line list /> }.into_any(),
                        Item::Upload(id) => view! { <Upload id /> }.into_any(),
                        Item::Transcripts(seq) => view! { <Transcripts seq /> }.into_any(),
                    }
                />
                <For
                    each=move || aside.get()
                    key=|mail| mail.id.clone()
                    children=|mail| view! { <Aside mail /> }
                />
            </div>
            <Writers />
            <Show when=move || !is_at_end.get()>
                <button class="to-end" on:click=move |_| to_end()>{say!("To the newest ↓")}</button>
            </Show>
        </div>
    }
}

/// Who is writing, but for this agent.
#[component]
fn Writers() -> impl IntoView {
    let shell = Shell::here();
    let text = shell.memo(|store| {
        let name = |agent: Option<&AgentId>| match agent {
            Some(agent) => store.name_of(agent),
            None => Some(visitor(store).unwrap_or_else(|| say!("The visitor").to_owned())),
        };
        let names: Vec<String> = store.writers().filter_map(name).collect();
        match names.as_slice() {
            [] => String::new(),
            [name] => say!("{name} is writing…", name = name),
            names => say!("{names} are writing…", names = tongue::list(names)),
        }
    });
    // No live region: it comes and goes, and the message itself is announced.
    view! { <p class="writing" data-testid="writing" aria-hidden="true">{text}</p> }
}

/// Says how the agent looks here, and turns the light on (S11).
#[component]
fn Presence() -> impl IntoView {
    let shell = Shell::here();
    // While idle, the banner above says it all.
    let status = shell.memo(|store| store.me.as_ref().filter(|_| !store.is_idle()).map(|me| me.status));
    let is_connected = shell.memo(|store| store.link.is_open());
    let text = move || match status.get() {
        Some(Status::Invisible) => {
            say!("You are invisible. Where you joined, the visitor sees you as online.")
        }
        _ => say!("You are offline. Your answer is delivered; the visitor does not see you as in."),
    };
    view! {
        <Show when=move || status.get().is_some_and(|status| status != Status::Online)>
            <div class="presence">
                <span>{text}</span>
                <button
                    class="amber"
                    data-testid="go-online"
                    disabled=move || !is_connected.get()
                    on:click=move |_| shell.tell(Event::StatusChosen(Status::Online))
                >
                    {say!("Go online")}
                </button>
            </div>
        </Show>
    }
}
