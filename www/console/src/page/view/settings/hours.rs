//! The opening hours that the site publishes (S13): not those of any agent.

use console::say;
use console::store::Section as Part;
use console::store::week::Week;
use console::words::time::Of;
use leptos::prelude::*;
use wire::Timestamp;
use wire::settings::{Settings, SettingsPatch};

use super::Title;
use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview};
use crate::page::Shell;
use crate::page::view::sheet::edit;
use crate::page::view::week::{Editor, Timetable};

/// What the form holds.
#[derive(Clone, PartialEq)]
pub(super) struct Form {
    week: Option<Week>,
}

impl Form {
    pub(super) fn of(site: &Settings) -> Self {
        Self { week: site.hours.as_ref().map(Week::of) }
    }

    /// As the edge says it of what is typed; nothing while that is not known.
    pub(super) fn opens_next(&self, shell: Shell) -> Option<Timestamp> {
        let hours = self.week.as_ref()?.hours()?;
        let answer = shell.store.with(|store| store.meaning_of(&hours)?.as_ref().ok().copied())?;
        answer.next_change.filter(|_| !answer.open)
    }

    fn is_valid(&self) -> bool {
        self.week.as_ref().is_none_or(|week| week.problem().is_none())
    }

    fn patch(&self, site: &Settings) -> Option<SettingsPatch> {
        let hours = match &self.week {
            Some(week) => Some(week.hours()?),
            None => None,
        };
        (hours != site.hours).then(|| SettingsPatch { hours: Some(hours), ..SettingsPatch::default() })
    }
}

#[component]
pub(super) fn Section(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let Forms { saved: site, hours: form, .. } = forms;
    let change = Change::of(Part::Hours, form, site, Form::is_valid, Form::patch);
    let week = Memo::new(move |_| form.with(|form| form.as_ref().and_then(|form| form.week.clone())));
    let table =
        Timetable::new(Of::Site, week, Callback::new(move |week| edit(form, |form| form.week = week)));
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="hours" />
            <p class="hint">
                {say!("While nobody is in, visitors are told when these hours open next. They change nobody's status; agents have hours of their own.")}
            </p>
            <div class="seen">
            <fieldset disabled=move || !is_admin.get()>
                <Editor table />
            </fieldset>
            <Preview name="hours" forms eyes=Eyes::new(false) is_newcomer=true />
            </div>
            <Save change name="save-hours" is_admin />
        </form>
    }
}
