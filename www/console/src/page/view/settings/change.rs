//! What a form of the settings would change of the site, and how that is saved.

use console::store::{Event, Section};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::settings::{Settings, SettingsPatch};

use super::Saved;
use crate::page::Shell;
use crate::page::view::sheet::{SaveLine, of};

/// What a form would change. One that is wrong somewhere differs from what is saved, and cannot be saved.
#[derive(Clone, Copy)]
pub(super) struct Change {
    section: Section,
    patch: Memo<Option<SettingsPatch>>,
    is_valid: Signal<bool>,
    is_changed: Memo<bool>,
}

impl Change {
    pub(super) fn of<T: Send + Sync + 'static>(
        section: Section,
        form: RwSignal<Option<T>>,
        site: Saved,
        is_valid: fn(&T) -> bool,
        patch: fn(&T, &Settings) -> Option<SettingsPatch>,
    ) -> Self {
        let is_valid = Signal::derive(move || of(form, is_valid));
        let patch = Memo::new(move |_| {
            form.with(|form| {
                site.with(|site| form.as_ref().zip(site.as_ref()).and_then(|(form, site)| patch(form, site)))
            })
        });
        let is_changed = Memo::new(move |_| !is_valid.get() || patch.read().is_some());
        Self { section, patch, is_valid, is_changed }
    }

    /// For the form's `submit`.
    pub(super) fn save(self) -> impl Fn(SubmitEvent) {
        let shell = Shell::here();
        move |event| {
            event.prevent_default();
            if let Some(patch) = self.patch.get_untracked() {
                shell.tell(Event::SettingsChosen(self.section, patch));
            }
        }
    }
}

/// The button that saves, for those who may.
#[component]
pub(super) fn Save(change: Change, name: &'static str, is_admin: Memo<bool>) -> impl IntoView {
    let Change { section, is_valid, is_changed, .. } = change;
    view! { <Show when=move || is_admin.get()><SaveLine section name is_changed is_valid /></Show> }
}
