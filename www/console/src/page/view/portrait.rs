//! What an agent looks like (T6): the picture, or the initials.

use console::say;
use console::store::Event;
use console::store::staff::Event as Act;
use console::words::staff::initials;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use wire::AgentId;

use crate::page::Shell;

#[wasm_bindgen(module = "/picture.js")]
extern "C" {
    /// What was chosen in a field for files, as base64; nothing where that is no picture.
    async fn shrink(field: &Element) -> JsValue;
}

#[component]
pub(super) fn Portrait(
    #[prop(into)] id: Signal<Option<AgentId>>,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let shell = Shell::here();
    let version = shell.memo(|store| store.pictures);
    let site = shell.store.with_untracked(|store| store.site.clone());
    let has_failed = RwSignal::new(false);
    let address =
        Memo::new(move |_| Some(format!("/v1/sites/{site}/faces/{}?v={}", id.get()?, version.get())));
    Effect::new(move |_| {
        address.track();
        has_failed.set(false);
    });
    view! {
        <span class="portrait" aria-hidden="true">
            {move || initials(&name.read())}
            <Show when=move || !has_failed.get()>
                <img src=move || address.get() alt="" on:error=move |_| has_failed.set(true) />
            </Show>
        </span>
    }
}

/// Chooses a picture for an agent, or none.
#[component]
pub(super) fn Choose(
    agent: StoredValue<AgentId>,
    #[prop(into)] name: Signal<String>,
    /// What was chosen last is no picture that the browser can read.
    is_unread: RwSignal<bool>,
) -> impl IntoView {
    let shell = Shell::here();
    let act = move |act: Act| shell.tell(Event::Staff(act));
    let choose = move |event: ev::Event| {
        let field: Element = event_target(&event);
        spawn_local(async move {
            let picture = shrink(&field).await.as_string();
            is_unread.try_set(picture.is_none());
            if picture.is_some() {
                act(Act::Pictured(agent.get_value(), picture));
            }
        });
    };
    view! {
        <label class="link choose">
            {say!("Choose a picture")}<span class="unseen">" "{move || say!("for {name}", name = name.read())}</span>
            <input class="unseen" type="file" accept="image/*" data-testid="member-picture" on:change=choose />
        </label>
        <button
            class="link"
            type="button"
            data-testid="member-no-picture"
            aria-label=move || say!("No picture for {name}", name = name.read())
            on:click=move |_| act(Act::Pictured(agent.get_value(), None))
        >
            {say!("No picture")}
        </button>
    }
}
