//! Figures (R): how many conversations, how soon they were answered, how often the promise was kept.

mod chart;
mod table;

use console::store::Event;
use console::store::figures::Period;
use console::words::{self, figures as say, rating};
use console::{count, say};
use leptos::prelude::*;
use wire::figures::{Figures as Known, Numbers, Spread};

use super::sheet::Sheet;
use crate::page::{Shell, clock, save};

#[component]
pub(super) fn Figures() -> impl IntoView {
    let shell = Shell::here();
    let known = shell.memo(|store| store.report.figures.known.clone());
    let is_busy = shell.memo(|store| store.report.figures.is_busy);
    let failure = shell.memo(|store| store.report.figures.failure.as_ref().map(words::failure));
    let again = move |_| {
        let period = shell.store.with_untracked(|store| store.report.period);
        shell.tell(Event::FiguresAsked(period));
    };
    let is_waiting = move || is_busy.get() && known.read().is_none();
    view! {
        <Sheet title=say!("Figures") name="figures">
            <div class="page figures" aria-busy=move || is_busy.get().to_string()>
                <Head known />
                <Show when=move || failure.read().is_some()>
                    <p class="save">
                        <span class="problem" role="alert">{failure}</span>
                        <button class="quiet" type="button" data-testid="figures-retry" disabled=is_busy on:click=again>{say!("Try again")}</button>
                    </p>
                </Show>
                <Show when=is_waiting>
                    <div class="bones" aria-label=say!("Loading")><i></i><i></i><i></i></div>
                </Show>
                {move || known.get().map(|known| view! { <Report known /> })}
            </div>
        </Sheet>
    }
}

/// Of which days, and the file.
#[component]
fn Head(known: Memo<Option<Known>>) -> impl IntoView {
    let shell = Shell::here();
    let period = shell.memo(|store| store.report.period);
    let choose = move |one: Period| {
        view! {
            <button
                type="button"
                class="quiet"
                data-testid=format!("period-{}", one.days())
                aria-pressed=move || (period.get() == one).to_string()
                on:click=move |_| shell.tell(Event::FiguresAsked(one))
            >
                {count!(one.days(), "{n} day", "{n} days")}
            </button>
        }
    };
    let download = move |_| {
        if let Some((name, file)) = shell.store.with_untracked(console::store::Store::figures_file) {
            save::save(&name, "text/csv;charset=utf-8", &file);
        }
    };
    let when = move || {
        let known = known.read();
        let (first, last) =
            known.as_ref().and_then(|known| Some((known.days.first()?, known.days.last()?)))?;
        let (first, last) = (say::day(first.date), say::day(last.date));
        let zone = words::time::zone(&clock::zone());
        Some(say!(
            "{first} to {last}, today included, in {zone}. Everything counts on the day on which the visitor wrote.",
            first = first,
            last = last,
            zone = zone
        ))
    };
    view! {
        <div class="choose">
            <div class="periods" role="group" aria-label=say!("Of the last")>{Period::ALL.map(choose).collect_view()}</div>
            <button
                type="button"
                class="quiet"
                data-testid="figures-csv"
                disabled=move || known.read().is_none()
                on:click=download
            >
                {say!("Download CSV")}
            </button>
            <p class="hint">{when}</p>
        </div>
    }
}

#[component]
fn Report(known: Known) -> impl IntoView {
    let total = known.total;
    if total.conversations == 0 && total.promised == 0 {
        return view! {
            <p class="none" data-testid="figures-none">{say!("No conversation began in this time. Once a visitor writes, it is counted here.")}</p>
        }
        .into_any();
    }
    let days: Vec<_> = known.days.iter().map(|day| (say::weekday(day.date), day.count)).collect();
    let hours: Vec<_> = known.hours.iter().enumerate().map(|(at, count)| (say::hour(at), *count)).collect();
    let middle = |at: usize| known.days.get(at).map(|day| say::day(day.date)).unwrap_or_default();
    let ticks = vec![middle(0), middle(known.days.len() / 2), middle(known.days.len().saturating_sub(1))];
    let clock = ["00:00", "06:00", "12:00", "18:00", "24:00"].map(str::to_owned).to_vec();
    view! {
        <Promise total />
        <dl class="tiles">
            <div>
                <dt>{say!("Conversations")}</dt>
                <dd data-testid="figures-conversations">{total.conversations}</dd>
                <dd class="hint">{say!("{live} in Live Chat, {left} left as messages. {closed} closed.", live = total.live, left = total.conversations - total.live, closed = total.closed)}</dd>
            </div>
            <Time name=say!("First answer in Live Chat") spread=total.live_answer />
            <Time name=say!("First answer to messages") spread=total.message_answer />
            <Time name=say!("Until closed") spread=total.resolution />
            <Rated total />
        </dl>
        <chart::Chart title=say!("Conversations by day") first=say!("Day") bars=days ticks />
        <chart::Chart title=say!("Conversations by hour of the day") first=say!("Hour") bars=hours ticks=clock />
        <table::Whose known />
    }
    .into_any()
}

/// The promise of Live Chat: how often it was kept.
#[component]
fn Promise(total: Numbers) -> impl IntoView {
    let Numbers { promised, kept, .. } = total;
    view! {
        <section class="promise" data-testid="figures-promise" aria-label=say!("The promise of Live Chat")>
            <p class="mode">{say::share(kept, promised).map_or_else(|| say!("No promise yet").to_owned(), |share| say!("Promise kept: {share}", share = share))}</p>
            {(promised > 0).then(|| view! { <meter min="0" max=promised.to_string() value=kept.to_string() aria-hidden="true"></meter> })}
            <p>{say::promise(&total)}</p>
        </section>
    }
}

/// How visitors found it.
#[component]
fn Rated(total: Numbers) -> impl IntoView {
    view! {
        <div data-testid="figures-rating">
            <dt>{say!("Rating")}</dt>
            {match rating::long(&total.ratings) {
                Some(mean) => view! {
                    <dd>{mean}</dd>
                    <dd class="hint">{rating::spread(&total.ratings)}</dd>
                }
                .into_any(),
                None => view! { <dd class="hint">{say!("None yet.")}</dd> }.into_any(),
            }}
        </div>
    }
}

/// How long something took.
#[component]
fn Time(name: &'static str, spread: Option<Spread>) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            {match spread {
                Some(spread) => view! {
                    <dd>{say::span(spread.median)}</dd>
                    <dd class="hint">{say::most(spread)}</dd>
                }
                .into_any(),
                None => view! { <dd class="hint">{say!("None yet.")}</dd> }.into_any(),
            }}
        </div>
    }
}
