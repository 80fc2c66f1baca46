//! One day of the week, and an interval wherever one stands.

use console::say;
use console::store::week::{Copies, DAYS, Span, tidy};
use console::words;
use leptos::prelude::*;

use super::Timetable;
use crate::page::view::keys::{focus, focus_soon};
use crate::page::view::popup::{Dropdown, Popup};

/// Where intervals stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    Day(usize),
    Special(usize),
}

impl Spot {
    /// For ids and tests: `mon`, `special-0`.
    pub(super) fn name(self) -> String {
        match self {
            Self::Day(at) => ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][at].to_owned(),
            Self::Special(at) => format!("special-{at}"),
        }
    }

    fn label(self) -> String {
        match self {
            Self::Day(at) => words::day(DAYS[at]).to_owned(),
            Self::Special(at) => say!("Special day {n}", n = at + 1),
        }
    }

    fn spans(self, week: &console::store::week::Week) -> Option<&Vec<Span>> {
        match self {
            Self::Day(at) => week.days.get(at),
            Self::Special(at) => week.specials.get(at).map(|special| &special.spans),
        }
    }

    fn spans_mut(self, week: &mut console::store::week::Week) -> Option<&mut Vec<Span>> {
        match self {
            Self::Day(at) => week.days.get_mut(at),
            Self::Special(at) => week.specials.get_mut(at).map(|special| &mut special.spans),
        }
    }

    pub(super) fn count(self, table: Timetable) -> usize {
        table.read(|week| self.spans(week).map_or(0, Vec::len))
    }
}

#[component]
pub(super) fn Day(table: Timetable, at: usize) -> impl IntoView {
    let spot = Spot::Day(at);
    let count = Memo::new(move |_| spot.count(table));
    let name = words::day(DAYS[at]);
    view! {
        <fieldset class="day-row" data-testid=format!("day-{}", spot.name())>
            <legend>{name}</legend>
            <Intervals table spot closed=say!("Closed", in "a day") />
            <div class="acts">
                <Add table spot />
                <Show when=move || count.get() == 0>
                    <button
                        class="link"
                        type="button"
                        aria-label=say!("{day}: all day", day = name)
                        on:click=move |_| table.edit(|week| week.days[at] = vec![Span::whole_day()])
                    >
                        {say!("All day")}
                    </button>
                </Show>
                <Show when=move || count.get() != 0>
                    <Copy table at />
                </Show>
            </div>
        </fieldset>
    }
}

/// Adds an interval and takes the focus there.
#[component]
pub(super) fn Add(table: Timetable, spot: Spot) -> impl IntoView {
    let add = move |_| {
        table.edit(|week| match spot {
            Spot::Day(at) => week.add(at),
            Spot::Special(at) => week.add_special_span(at),
        });
        let last = table.week.with_untracked(|week| {
            week.as_ref().and_then(|week| spot.spans(week)).map_or(0, |spans| spans.len().saturating_sub(1))
        });
        focus_soon(format!("#{}-{last}-from", spot.name()));
    };
    view! {
        <button
            class="link"
            type="button"
            id=format!("{}-add", spot.name())
            data-testid=format!("add-{}", spot.name())
            aria-label=say!("{day}: add hours", day = spot.label())
            on:click=add
        >
            {say!("Add hours")}
        </button>
    }
}

/// What this day has, others have too.
#[component]
fn Copy(table: Timetable, at: usize) -> impl IntoView {
    let popup = Popup::new();
    let item = move |to: Copies| {
        view! {
            <button
                role="menuitem"
                type="button"
                class="plain"
                on:click=move |_| {
                    popup.close();
                    table.edit(|week| week.copy(at, to));
                }
            >
                {to.to_string()}
            </button>
        }
    };
    view! {
        <Dropdown
            popup
            name=format!("copy-{}", Spot::Day(at).name())
            class="link"
            called=say!("{day}: copy to other days", day = words::day(DAYS[at]))
            button=|| say!("Copy…")
            label=say!("Copy to")
        >
            {[Copies::WorkingDays, Copies::EveryDay].map(item).collect_view()}
        </Dropdown>
    }
}

/// The intervals of a day, or that there are none.
#[component]
pub(super) fn Intervals(table: Timetable, spot: Spot, closed: &'static str) -> impl IntoView {
    let count = Memo::new(move |_| spot.count(table));
    view! {
        <div class="spans">
            <Show when=move || count.get() == 0><p class="hint">{closed}</p></Show>
            <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Interval table spot at /> } />
        </div>
    }
}

#[component]
fn Interval(table: Timetable, spot: Spot, at: usize) -> impl IntoView {
    let span =
        Memo::new(move |_| table.read(|week| spot.spans(week).and_then(|spans| spans.get(at)).cloned()));
    let set = move |change: &dyn Fn(&mut Span)| {
        table.edit(|week| {
            if let Some(span) = spot.spans_mut(week).and_then(|spans| spans.get_mut(at)) {
                change(span);
            }
        });
    };
    let problem = move || span.read().as_ref().and_then(Span::problem);
    let mark = move || match span.read().as_ref() {
        Some(span) if span.is_whole_day() => say!("all day"),
        Some(span) if span.is_overnight() => say!("ends the next day"),
        _ => "",
    };
    let id = format!("{}-{at}", spot.name());
    let (problem_id, label) = (format!("{id}-problem"), spot.label());
    let field = |is_from: bool| {
        let (end, called) = if is_from {
            ("from", say!("{day}, from", day = label))
        } else {
            ("to", say!("{day}, until", day = label))
        };
        let id = format!("{id}-{end}");
        let value = move || {
            let span = span.read();
            span.as_ref()
                .map(|span| if is_from { span.from.clone() } else { span.to.clone() })
                .unwrap_or_default()
        };
        let write = move |text: String| {
            set(&|span| (if is_from { &mut span.from } else { &mut span.to }).clone_from(&text));
        };
        view! {
            <input
                id=id.clone()
                data-testid=id
                class="time"
                inputmode="numeric"
                maxlength="5"
                autocomplete="off"
                placeholder="00:00"
                aria-label=called
                aria-describedby=problem_id.clone()
                aria-invalid=move || problem().is_some().to_string()
                prop:value=value
                on:input=move |event| write(event_target_value(&event))
                on:change=move |event| write(tidy(&event_target_value(&event)))
            />
        }
    };
    let (from, to) = (field(true), field(false));
    let remove = move |_| {
        table.edit(|week| {
            if let Some(spans) = spot.spans_mut(week).filter(|spans| at < spans.len()) {
                spans.remove(at);
            }
        });
        focus(&format!("#{}-add", spot.name()));
    };
    view! {
        <div class="span">
            {from} <span aria-hidden="true">"–"</span> {to}
            <button class="link" type="button" aria-label=say!("{day}: remove these hours", day = label) title=say!("Remove") on:click=remove>
                "✕"
            </button>
            <span class="hint">{mark}</span>
            <p class="problem" id=problem_id.clone()>{problem}</p>
        </div>
    }
}
