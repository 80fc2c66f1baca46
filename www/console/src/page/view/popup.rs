//! A button with a menu behind it: opened, walked through and left by keyboard as well as by pointer.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// The state of one.
#[derive(Clone, Copy)]
pub(super) struct Popup {
    is_open: RwSignal<bool>,
    root: NodeRef<Div>,
    trigger: NodeRef<Button>,
}

impl Popup {
    pub(super) fn new() -> Self {
        let this = Self { is_open: RwSignal::new(false), root: NodeRef::new(), trigger: NodeRef::new() };
        // The menu takes the focus to what is chosen.
        Effect::new(move |_| {
            if this.is_open.get() {
                request_animation_frame(move || this.focus_checked());
            }
        });
        this
    }

    fn turn(self) {
        self.is_open.update(|is_open| *is_open = !*is_open);
    }

    /// Closes it and gives the focus back. What a menu does may take the menu off the screen: hence `try_`.
    pub(super) fn close(self) {
        self.is_open.try_set(false);
        if let Some(trigger) = self.trigger.try_get_untracked().flatten() {
            drop(trigger.focus());
        }
    }

    /// The focus went somewhere.
    #[expect(clippy::needless_pass_by_value, reason = "an event handler owns its event")]
    fn left(self, event: FocusEvent) {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let stays = self.root.try_get_untracked().flatten().is_some_and(|root| root.contains(to.as_ref()));
        if to.is_some() && !stays {
            self.is_open.try_set(false);
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "an event handler owns its event")]
    fn pressed(self, event: KeyboardEvent) {
        let is_open = self.is_open.get_untracked();
        match event.key().as_str() {
            "Escape" if is_open => {
                event.stop_propagation();
                self.close();
            }
            "ArrowDown" | "ArrowUp" if is_open => {
                event.prevent_default();
                self.step(event.key() == "ArrowDown");
            }
            "ArrowDown" => {
                event.prevent_default();
                self.is_open.set(true);
            }
            _ => {}
        }
    }

    fn items(self) -> Vec<HtmlElement> {
        let Some(root) = self.root.try_get_untracked().flatten() else { return Vec::new() };
        let Ok(found) = root.query_selector_all("[role^=menuitem]:not(:disabled)") else { return Vec::new() };
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    fn step(self, is_down: bool) {
        let items = self.items();
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

    fn focus_checked(self) {
        let items = self.items();
        let is_checked = |item: &&HtmlElement| item.get_attribute("aria-checked").as_deref() == Some("true");
        if let Some(item) = items.iter().find(is_checked).or(items.first()) {
            drop(item.focus());
        }
    }
}

/// The two of them. What the menu does closes it by `popup`.
#[component]
pub(super) fn Dropdown(
    popup: Popup,
    /// The button's name in tests.
    #[prop(into)]
    name: String,
    /// The look of the button.
    #[prop(default = "quiet")]
    class: &'static str,
    #[prop(optional)] title: Option<&'static str>,
    /// What the button is called where its text does not say enough.
    #[prop(optional, into)]
    called: Option<String>,
    /// What the button shows.
    #[prop(into)]
    button: ViewFn,
    /// What the menu is called.
    label: &'static str,
    /// The look of the menu.
    #[prop(default = "menu")]
    menu: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <div
            class="profile"
            node_ref=popup.root
            on:focusout=move |event| popup.left(event)
            on:keydown=move |event| popup.pressed(event)
        >
            <button
                class=class
                type="button"
                node_ref=popup.trigger
                data-testid=name
                aria-haspopup="menu"
                aria-expanded=move || popup.is_open.get().to_string()
                aria-label=called
                title=title
                on:click=move |_| popup.turn()
            >
                {move || button.run()}
            </button>
            <Show when=move || popup.is_open.get()>
                <div class="backdrop" on:click=move |_| popup.is_open.set(false)></div>
                <div class=menu role="menu" aria-label=label>{children()}</div>
            </Show>
        </div>
    }
}
