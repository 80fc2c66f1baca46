//! The editor of a timetable (S9, S13): the week, the days that differ, the zone, and what it all means.

mod day;
mod meaning;
mod special;

use console::say;
use console::store::week::Week;
use console::words::time::Of;
use leptos::prelude::*;

use crate::page::clock;

/// The timetable in a form. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Timetable {
    pub(super) of: Of,
    week: Memo<Option<Week>>,
    write: Callback<Option<Week>>,
}

impl Timetable {
    pub(super) fn new(of: Of, week: Memo<Option<Week>>, write: Callback<Option<Week>>) -> Self {
        Self { of, week, write }
    }

    /// Something of it; nothing while there is none.
    fn read<R: Default>(self, read: impl Fn(&Week) -> R) -> R {
        self.week.with(|week| week.as_ref().map(&read).unwrap_or_default())
    }

    fn edit(self, change: impl FnOnce(&mut Week)) {
        if let Some(mut week) = self.week.get_untracked() {
            change(&mut week);
            self.write.run(Some(week));
        }
    }
}

#[component]
pub(super) fn Editor(table: Timetable) -> impl IntoView {
    let has_hours = Memo::new(move |_| table.week.read().is_some());
    let (none, start) = match table.of {
        Of::Agent => (
            say!("No hours: your status changes only by hand and when you are away."),
            say!("Set hours, Monday to Friday from 9 to 5 to begin with"),
        ),
        Of::Site => (
            say!("No hours are published: visitors are not told when somebody is back."),
            say!("Publish hours, Monday to Friday from 9 to 5 to begin with"),
        ),
    };
    view! {
        <Show
            when=move || has_hours.get()
            fallback=move || {
                view! {
                    <div class="none">
                        <p data-testid="no-hours">{none}</p>
                        <button
                            class="quiet"
                            type="button"
                            data-testid="add-hours"
                            on:click=move |_| table.write.run(Some(Week::usual(&clock::zone())))
                        >
                            {start}
                        </button>
                    </div>
                }
            }
        >
            <Zone table />
            <div class="week" role="group" aria-label=say!("Every week")>
                {(0..7).map(|at| view! { <day::Day table at /> }).collect_view()}
            </div>
            <special::Specials table />
            <meaning::Meaning table />
            <p>
                <button class="link" type="button" data-testid="remove-hours" on:click=move |_| table.write.run(None)>
                    {say!("Have no hours")}
                </button>
            </p>
        </Show>
    }
}

/// Where the clock hangs.
#[component]
fn Zone(table: Timetable) -> impl IntoView {
    let zone = move || table.read(|week| week.zone.clone());
    let problem = move || table.read(Week::zone_problem).or_else(|| meaning::zone_refusal(table));
    view! {
        <div class="field short">
            <label for="zone">{say!("Time zone")}</label>
            <input
                id="zone"
                list="zones"
                data-testid="zone"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="zone-problem"
                aria-invalid=move || problem().is_some().to_string()
                prop:value=zone
                on:input=move |event| table.edit(|week| week.zone = event_target_value(&event))
            />
            <datalist id="zones">
                {clock::zones().into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}
            </datalist>
            <p class="problem" id="zone-problem">{problem}</p>
        </div>
    }
}
