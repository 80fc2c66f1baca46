//! Days that differ: days off, and days with special hours.

use console::say;
use console::store::week::Special;
use leptos::prelude::*;

use super::Timetable;
use super::day::{Add, Intervals, Spot};
use crate::page::clock;
use crate::page::view::keys::{focus, focus_soon};

#[component]
pub(super) fn Specials(table: Timetable) -> impl IntoView {
    let count = Memo::new(move |_| table.read(|week| week.specials.len()));
    let add = move |_| {
        let date =
            table.week.with_untracked(|week| week.as_ref().and_then(|week| clock::today(week.zone.trim())));
        table.edit(|week| week.add_special(&date.unwrap_or_default()));
        let last = count.get_untracked().saturating_sub(1);
        focus_soon(format!("#special-{last}-date"));
    };
    view! {
        <div class="specials" role="group" aria-labelledby="specials-title">
            <h4 id="specials-title">{say!("Days that differ")}</h4>
            <p class="hint">{say!("A day off, or other hours on one date. Hours that began the evening before run to their end.")}</p>
            <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Day table at /> } />
            <p>
                <button class="quiet" type="button" id="add-special" data-testid="add-special" on:click=add>
                    {say!("Add a date")}
                </button>
            </p>
        </div>
    }
}

#[component]
fn Day(table: Timetable, at: usize) -> impl IntoView {
    let spot = Spot::Special(at);
    let date = move || table.read(|week| week.specials.get(at).map(|special| special.date.clone()));
    let problem = move || table.read(|week| week.date_problem(at));
    let write = move |event| {
        table.edit(|week| {
            if let Some(special) = week.specials.get_mut(at) {
                special.date = event_target_value(&event);
            }
        });
    };
    let remove = move |_| {
        table.edit(|week| {
            if at < week.specials.len() {
                drop::<Special>(week.specials.remove(at));
            }
        });
        focus("#add-special");
    };
    view! {
        <div class="day-row special" data-testid=spot.name()>
            <div class="date">
                <input
                    type="date"
                    id=format!("special-{at}-date")
                    data-testid=format!("special-{at}-date")
                    aria-label=say!("Special day {n}: date", n = at + 1)
                    aria-describedby=format!("special-{at}-date-problem")
                    aria-invalid=move || problem().is_some().to_string()
                    prop:value=move || date().unwrap_or_default()
                    on:input=write
                />
                <p class="problem" id=format!("special-{at}-date-problem")>{problem}</p>
            </div>
            <Intervals table spot closed=say!("Day off") />
            <div class="acts">
                <Add table spot />
                <button class="link" type="button" aria-label=say!("Special day {n}: remove", n = at + 1) on:click=remove>
                    {say!("Remove")}
                </button>
            </div>
        </div>
    }
}
