//! The list of keys.

use console::say;
use leptos::html::Dialog;
use leptos::prelude::*;

fn keys() -> [(&'static str, &'static str); 17] {
    [
        ("j  ↓", say!("Next conversation in the list")),
        ("k  ↑", say!("Previous conversation")),
        ("Enter", say!("Open it; in the reply box: send")),
        ("r", say!("Write a reply")),
        ("n", say!("Write a note that only the team sees")),
        ("f", say!("Attach a file")),
        ("/", say!("In an empty reply box: saved replies")),
        ("Esc", say!("Out of the reply box, back to the list")),
        ("/", say!("Search all messages, notes, names and addresses")),
        ("1  2  3  4  5", say!("Unassigned, Mine, All, Missed, Closed")),
        ("a", say!("Assign, add a colleague, hand over")),
        ("m", say!("More: take it along, block, erase")),
        ("v", say!("What is known of the visitor")),
        ("t", say!("The team: who is in, and why")),
        ("o", say!("Visitors online: who is on the site now")),
        ("s", say!("Your status")),
        ("?", say!("This list")),
    ]
}

#[component]
pub(super) fn Help(node: NodeRef<Dialog>) -> impl IntoView {
    let close = move |_| {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="help" node_ref=node aria-labelledby="help-title">
            <h2 id="help-title">{say!("Keyboard shortcuts")}</h2>
            <dl>
                {keys()
                    .map(|(key, text)| {
                        let keys = key.split("  ").map(|key| view! { <kbd>{key}</kbd>" " }).collect_view();
                        view! { <div><dt>{keys}</dt><dd>{text}</dd></div> }
                    })
                    .collect_view()}
            </dl>
            <button class="primary" on:click=close>{say!("Close")}</button>
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
