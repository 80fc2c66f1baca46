//! The site's settings, section by section, each saved by itself, and the tag to paste. Who is no admin sees
//! them and is told why they are fixed.

mod change;
mod changes;
pub(super) mod embed;
mod groups;
mod hours;
mod identity;
mod keys;
mod look;
mod mail;
mod online;
mod preview;
mod questions;
mod replies;
mod routing;
mod site;
mod targeted;
mod texts;

use console::say;
use leptos::prelude::*;
use wire::settings::Settings as Site;

use super::keys::focus;
use super::sheet::Sheet;
use crate::page::{Shell, clipboard};

/// In the order in which they stand, each with its id.
fn sections() -> [(&'static str, &'static str); 15] {
    [
        ("site", say!("Site")),
        ("look", say!("Look", in "the settings")),
        ("texts", say!("Texts")),
        ("questions", say!("Questions before the first message")),
        ("groups", say!("Groups")),
        ("routing", say!("Conversations")),
        ("replies", say!("Saved replies")),
        ("targeted", say!("Targeted chats")),
        ("hours", say!("Opening hours")),
        ("online", say!("Visitors online")),
        ("mail", say!("Mail")),
        ("embed", say!("On your site")),
        ("identity", say!("Visitors you know")),
        ("keys", say!("Keys")),
        ("changes", say!("What was changed")),
    ]
}

#[component]
pub(super) fn Settings() -> impl IntoView {
    let shell = Shell::here();
    let site = shell.memo(|store| store.settings.clone());
    let is_admin = shell.memo(console::store::Store::is_admin);
    let forms = preview::Forms::over(site);
    let jump = |id: &'static str| {
        move |_| {
            focus(&format!("#{id}-title"));
        }
    };
    view! {
        <Sheet title=say!("Settings") name="settings">
            <nav class="jumps" aria-label=say!("Parts of the settings")>
                {sections()
                    .into_iter()
                    .filter(|(id, _)| !matches!(*id, "identity" | "keys" | "changes") || is_admin.get_untracked())
                    .map(|(id, name)| {
                        view! { <button class="link" type="button" on:click=jump(id)>{name}</button> }
                    })
                    .collect_view()}
            </nav>
            <Show when=move || !is_admin.get()>
                <p class="reason pad" data-testid="read-only">{say!("Only an admin of this site can change these settings.")}</p>
            </Show>
            <site::Section forms is_admin />
            <look::Section forms is_admin />
            <texts::Section forms is_admin />
            <questions::Section forms is_admin />
            <groups::Section forms is_admin />
            <routing::Section site is_admin />
            <replies::Section site is_admin />
            <targeted::Section site forms is_admin />
            <hours::Section forms is_admin />
            <online::Section site is_admin />
            <mail::Section forms is_admin />
            <embed::Section is_admin />
            <Show when=move || is_admin.get()>
                <identity::Section />
                <keys::Section />
                <changes::Section />
            </Show>
        </Sheet>
    }
}

/// What a section is given.
type Saved = Memo<Option<Site>>;

/// The title of a section, which takes the focus when one jumps there.
#[component]
fn Title(id: &'static str) -> impl IntoView {
    let name = sections().into_iter().find(|(section, _)| *section == id).map(|(_, name)| name);
    view! { <h3 class="section" id=format!("{id}-title") tabindex="-1">{name}</h3> }
}

/// A button that copies, and whether it did.
#[component]
pub(super) fn CopyLine(text: String, name: &'static str) -> impl IntoView {
    let text = StoredValue::new(text);
    let told = RwSignal::new("");
    let copy = move |_| {
        text.with_value(|text| {
            clipboard::copy(text, move |is_done| {
                // The section may be gone by then.
                told.try_set(if is_done {
                    say!("Copied.")
                } else {
                    say!("Copying was refused. Select the text instead.")
                });
            });
        });
    };
    view! {
        <p class="save">
            <button class="quiet" type="button" data-testid=name on:click=copy>{say!("Copy")}</button>
            <span role="status">{told}</span>
        </p>
    }
}
