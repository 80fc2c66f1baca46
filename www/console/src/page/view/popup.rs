//! A button with a menu: opened, walked through and left by keyboard as well as by pointer.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// The state of one; its elements carry `root` and `trigger`.
#[derive(Clone, Copy)]
pub(super) struct Popup {
    pub(super) is_open: RwSignal<bool>,
    pub(super) root: NodeRef<Div>,
    pub(super) trigger: NodeRef<Button>,
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

    pub(super) fn turn(self) {
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
    pub(super) fn left(self, event: FocusEvent) {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let stays = self.root.try_get_untracked().flatten().is_some_and(|root| root.contains(to.as_ref()));
        if to.is_some() && !stays {
            self.is_open.try_set(false);
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "an event handler owns its event")]
    pub(super) fn pressed(self, event: KeyboardEvent) {
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
