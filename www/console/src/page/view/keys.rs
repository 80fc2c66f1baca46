//! Keys that work anywhere but where one types.

use console::store::{Event, Place};
use leptos::ev::{self, KeyboardEvent};
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use wire::inbox::View;

use super::{about, help};
use crate::page::Shell;

pub(super) fn listen(shell: Shell, dialog: NodeRef<Dialog>) {
    let handle = window_event_listener(ev::keydown, move |event| press(shell, dialog, &event));
    on_cleanup(move || handle.remove());
}

fn press(shell: Shell, dialog: NodeRef<Dialog>, event: &KeyboardEvent) {
    let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
    let is_modal = find("dialog[open]").is_some();
    if has_modifier || is_modal || event.default_prevented() {
        return;
    }
    let focused = document().active_element();
    if focused.as_ref().is_some_and(is_typing) {
        if event.key() == "Escape" {
            focus("[data-testid=row][aria-current]");
        }
        return;
    }
    let is_in_list = focused.as_ref().is_none_or(|focused| focused.matches("body, .row").unwrap_or(false));
    let done = match event.key().as_str() {
        "j" => step(1),
        "k" => step(-1),
        "ArrowDown" if is_in_list => step(1),
        "ArrowUp" if is_in_list => step(-1),
        "f" => click("[data-testid=attach]"),
        "r" => focus("[data-testid=reply]"),
        "n" => click("[data-testid=note]"),
        "s" => click("[data-testid=status-menu]"),
        "a" => click("[data-testid=hand]"),
        "m" => click("[data-testid=more]"),
        "v" => about::open(),
        "t" => click("[data-testid=team-link]"),
        "o" => click("[data-testid=visitors-link]"),
        "/" => focus("[data-testid=search]"),
        "1" => show_list(shell, View::Unassigned),
        "2" => show_list(shell, View::Mine),
        "3" => show_list(shell, View::All),
        "4" => show_list(shell, View::Missed),
        "5" => show_list(shell, View::Closed),
        "?" => {
            help::open(dialog);
            true
        }
        "Escape" => leave(shell),
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

fn is_typing(element: &Element) -> bool {
    element
        .matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]")
        .unwrap_or(false)
}

fn show_list(shell: Shell, view: View) -> bool {
    shell.tell(Event::SearchTyped(String::new()));
    shell.tell(Event::ListChosen(view.into()));
    true
}

/// From a page, from what was found, or from a conversation, to the list.
fn leave(shell: Shell) -> bool {
    if shell.store.with_untracked(|store| store.search.is_on() && store.place == Place::Inbox) {
        shell.tell(Event::SearchTyped(String::new()));
        focus("[data-testid=search]");
    } else if shell.store.with_untracked(|store| store.place != Place::Inbox) {
        shell.tell(Event::PlaceChosen(Place::Inbox));
    } else {
        focus("[data-testid=row][aria-current]");
        shell.tell(Event::Left);
    }
    true
}

/// Takes the focus along the list: from the focused row, else from the open one.
fn step(by: i32) -> bool {
    let Ok(rows) = document().query_selector_all(".row") else { return false };
    let mut rows: Vec<HtmlElement> =
        (0..rows.length()).filter_map(|index| rows.item(index)?.dyn_into().ok()).collect();
    // The elements come and go with the scrolling, in no order.
    rows.sort_by_cached_key(|row| row.parent_element()?.get_attribute("aria-posinset")?.parse::<u32>().ok());
    let focused = document().active_element();
    let at = rows
        .iter()
        .position(|row| focused.as_ref() == Some(row.as_ref()))
        .or_else(|| rows.iter().position(|row| row.has_attribute("aria-current")));
    let next = match (at, by > 0) {
        (None, _) => 0,
        (Some(at), true) => at + 1,
        (Some(at), false) => at.saturating_sub(1),
    };
    let Some(row) = rows.get(next.min(rows.len().saturating_sub(1))) else { return false };
    row.focus().is_ok()
}

pub(super) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

pub(super) fn focus(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.focus().is_ok())
}

/// Brings something into the middle of what is seen.
pub(super) fn show(selector: &str) {
    let Some(element) = find(selector) else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    drop(element.class_list().add_1("spot"));
}

/// The same for what the next frame shows.
pub(super) fn focus_soon(selector: String) {
    request_animation_frame(move || {
        focus(&selector);
    });
}

pub(super) fn click(selector: &str) -> bool {
    find(selector).map(|element| element.click()).is_some()
}
