//! One agent: why in or not, the history, the way to hours and rules.

use console::say;
use console::store::people::History;
use console::store::{Event, Place};
use console::words;
use leptos::prelude::*;
use wire::AgentId;
use wire::team::Change;

use super::reason;
use crate::page::view::status::name_of;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Agent(id: AgentId, why: Memo<Option<wire::team::Why>>) -> impl IntoView {
    let shell = Shell::here();
    let this = StoredValue::new(id);
    let own = Memo::new(move |_| {
        why.with(|why| why.as_ref()?.agents.iter().find(|agent| agent.id == this.get_value()).cloned())
    });
    let is_me = shell.memo(move |store| store.is_me(&this.get_value()));
    let may_edit = shell.memo(move |store| store.is_admin() || store.is_me(&this.get_value()));
    let is_unfolded = shell
        .memo(move |store| store.history.as_ref().is_some_and(|history| history.agent == this.get_value()));
    let counts = move || own.read().as_ref().is_some_and(|own| own.counts);
    let name = move || own.read().as_ref().map(|own| own.name.to_string());
    let fold = move |_| {
        let event = if is_unfolded.get_untracked() {
            Event::HistoryPutAway
        } else {
            Event::HistoryAsked(this.get_value())
        };
        shell.tell(event);
    };
    view! {
        <li class="person" data-testid="person" data-agent=this.get_value().to_string() data-counts=move || counts().to_string()>
            <div class="top">
                <span class="dot" data-status=move || if counts() { "online" } else { "offline" } aria-hidden="true"></span>
                <b>{name}{move || is_me.get().then(|| [" ", say!("(you)")].concat())}</b>
                <button class="link" type="button" data-testid="history-link" aria-expanded=move || is_unfolded.get().to_string() on:click=fold>
                    {say!("History")}
                </button>
                <Show when=move || may_edit.get()>
                    <button
                        class="link"
                        type="button"
                        data-testid="person-habits"
                        on:click=move |_| shell.tell(Event::PlaceChosen(Place::Habits(this.get_value())))
                    >
                        {say!("Hours and rules")}
                    </button>
                </Show>
            </div>
            <ul class="reasons">
                {move || own.get().map(|own| own.because.iter().map(reason).collect_view())}
            </ul>
            <Show when=move || is_unfolded.get()><Past is_own=is_me /></Show>
        </li>
    }
}

/// What became of the status, newest first.
#[component]
fn Past(is_own: Memo<bool>) -> impl IntoView {
    let shell = Shell::here();
    let history = shell.memo(|store| store.history.clone());
    move || {
        shell.now.track();
        let History { is_busy, failure, changes, has_more, .. } = history.get()?;
        let told = failure.as_ref().map(words::failure);
        let is_empty = changes.as_ref().is_some_and(Vec::is_empty);
        let line = |change: &Change| {
            let at = clock::moment(change.at);
            let text = words::change(change, is_own.get());
            let status = if change.reachable { name_of(change.status) } else { "offline" };
            view! {
                <li data-testid="change">
                    <time>{at}</time>
                    <span class="dot" data-status=status aria-hidden="true"></span>
                    <span>{text}</span>
                </li>
            }
        };
        Some(view! {
            <div class="history" data-testid="history">
                {(is_busy && changes.is_none()).then(|| view! { <p class="hint" role="status">{say!("Asking…")}</p> })}
                <p class="problem" role="alert">{told}</p>
                {is_empty.then(|| view! { <p class="hint">{say!("Nothing has changed yet.")}</p> })}
                <ol>{changes.iter().flatten().map(line).collect_view()}</ol>
                {has_more.then(|| view! {
                    <button class="quiet" type="button" disabled=is_busy on:click=move |_| shell.tell(Event::OlderHistoryAsked)>
                        {if is_busy { say!("Asking…") } else { say!("Show older changes") }}
                    </button>
                })}
            </div>
        })
    }
}
