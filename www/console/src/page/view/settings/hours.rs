//! The opening hours that the site publishes (S13): not those of any agent.

use console::say;
use console::store::week::Week;
use console::store::{Event, Section as Part};
use console::words::time::Of;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::settings::SettingsPatch;

use super::{Saved, Title};
use crate::page::Shell;
use crate::page::view::sheet::{SaveLine, draft, edit, of};
use crate::page::view::week::{Editor, Timetable};

/// What the form holds.
#[derive(Clone, PartialEq)]
struct Form {
    week: Option<Week>,
}

#[component]
pub(super) fn Section(site: Saved, is_admin: Memo<bool>) -> impl IntoView {
    let shell = Shell::here();
    let form = draft(Memo::new(move |_| {
        site.with(|site| site.as_ref().map(|site| Form { week: site.hours.as_ref().map(Week::of) }))
    }));
    let is_valid = move || of(form, |form| form.week.as_ref().is_none_or(|week| week.problem().is_none()));
    let patch = Memo::new(move |_| {
        let (form, site) = form.get().zip(site.get())?;
        let hours = match &form.week {
            Some(week) => Some(week.hours()?),
            None => None,
        };
        (hours != site.hours).then(|| SettingsPatch { hours: Some(hours), ..SettingsPatch::default() })
    });
    let is_changed = Memo::new(move |_| !is_valid() || patch.read().is_some());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(patch) = patch.get_untracked() {
            shell.tell(Event::SettingsChosen(Part::Hours, patch));
        }
    };
    let week = Memo::new(move |_| form.with(|form| form.as_ref().and_then(|form| form.week.clone())));
    let table =
        Timetable::new(Of::Site, week, Callback::new(move |week| edit(form, |form| form.week = week)));
    view! {
        <form on:submit=save novalidate>
            <Title id="hours" />
            <p class="hint">
                {say!("While nobody is in, visitors are told when these hours open next. They change nobody's status; agents have hours of their own.")}
            </p>
            <fieldset disabled=move || !is_admin.get()>
                <Editor table />
            </fieldset>
            <Show when=move || is_admin.get()>
                <SaveLine section=Part::Hours name="save-hours" is_changed is_valid=Signal::derive(is_valid) />
            </Show>
        </form>
    }
}
