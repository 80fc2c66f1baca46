//! The list of keys.

use leptos::html::Dialog;
use leptos::prelude::*;

const KEYS: [(&str, &str); 16] = [
    ("j  ↓", "Next conversation in the list"),
    ("k  ↑", "Previous conversation"),
    ("Enter", "Open it; in the reply box: send"),
    ("r", "Write a reply"),
    ("n", "Write a note that only the team sees"),
    ("/", "In an empty reply box: saved replies"),
    ("Esc", "Out of the reply box, back to the list"),
    ("/", "Search all messages, names and addresses"),
    ("1  2  3  4  5", "Unassigned, Mine, All, Missed, Closed"),
    ("a", "Assign, add a colleague, hand over"),
    ("m", "More: take it along, block, erase"),
    ("v", "What is known of the visitor"),
    ("t", "The team: who is in, and why"),
    ("o", "Visitors online: who is on the site now"),
    ("s", "Your status"),
    ("?", "This list"),
];

#[component]
pub(super) fn Help(node: NodeRef<Dialog>) -> impl IntoView {
    let close = move |_| {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="help" node_ref=node aria-labelledby="help-title">
            <h2 id="help-title">"Keyboard shortcuts"</h2>
            <dl>
                {KEYS
                    .map(|(key, text)| {
                        let keys = key.split("  ").map(|key| view! { <kbd>{key}</kbd>" " }).collect_view();
                        view! { <div><dt>{keys}</dt><dd>{text}</dd></div> }
                    })
                    .collect_view()}
            </dl>
            <button class="primary" on:click=close>"Close"</button>
        </dialog>
    }
}

pub(super) fn open(node: NodeRef<Dialog>) {
    if let Some(dialog) = node.get_untracked()
        && !dialog.open()
    {
        drop(dialog.show_modal());
    }
}
