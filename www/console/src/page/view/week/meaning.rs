//! What a timetable means, as the edge says, while it is edited.

use std::time::Duration;

use console::say;
use console::store::Event;
use console::words;
use console::words::time::meaning;
use leptos::prelude::*;
use wire::hours::Hours;
use wire::team::HoursAnswer;

use super::Timetable;
use crate::page::{Shell, clock};

/// A pause in typing.
const PAUSE: Duration = Duration::from_millis(250);

/// What the edge says to what stands there now.
fn answer(shell: Shell, hours: &Hours) -> Option<Result<HoursAnswer, String>> {
    shell.store.with(|store| {
        let answer = store.meaning_of(hours)?;
        Some(answer.as_ref().map(|answer| *answer).map_err(words::failure))
    })
}

/// A zone of the right form that the edge does not know.
pub(super) fn zone_refusal(table: Timetable) -> Option<&'static str> {
    let shell = Shell::here();
    let hours = table.week.with(|week| week.as_ref().and_then(console::store::week::Week::hours))?;
    let is_refused = shell
        .store
        .with(|store| matches!(store.meaning_of(&hours), Some(Err(console::store::Failure::Refused(_)))));
    is_refused.then_some(say!(
        "There is no time zone of this name. Choose one from the list, such as Europe/Paris."
    ))
}

#[component]
pub(super) fn Meaning(table: Timetable) -> impl IntoView {
    let shell = Shell::here();
    let hours =
        Memo::new(move |_| table.week.with(|week| week.as_ref().and_then(console::store::week::Week::hours)));
    // Asked anew when the change that it names has come.
    let is_past = Memo::new(move |_| {
        let now = shell.now.get();
        let known = hours.with(|hours| hours.as_ref().and_then(|hours| answer(shell, hours)));
        matches!(known, Some(Ok(HoursAnswer { next_change: Some(at), .. })) if at <= now)
    });
    // What stands there when the pause is over, not what stood there when it began.
    let ask = move || {
        if let Some(hours) = hours.try_get_untracked().flatten() {
            shell.tell(Event::HoursTyped(hours));
        }
    };
    let pending = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        hours.track();
        let next = set_timeout_with_handle(ask, PAUSE).ok();
        if let Some(before) = pending.try_update_value(|pending| std::mem::replace(pending, next)).flatten() {
            before.clear();
        }
    });
    Effect::new(move |_| {
        if is_past.get() {
            ask();
        }
    });
    let told = move || {
        if let Some(problem) =
            table.week.with(|week| week.as_ref().and_then(console::store::week::Week::problem))
        {
            return problem.to_owned();
        }
        let Some(hours) = hours.get() else { return String::new() };
        match answer(shell, &hours) {
            None => say!("Asking what this means…").to_owned(),
            Some(Err(failure)) => failure,
            Some(Ok(HoursAnswer { open, next_change })) => {
                let zone = hours.zone.as_str();
                let when = next_change.and_then(|at| clock::when(at, zone));
                meaning(table.of, open, when.as_deref(), zone)
            }
        }
    };
    let is_bad = move || hours.get().is_none_or(|hours| matches!(answer(shell, &hours), Some(Err(_))));
    view! {
        <p class="meaning" class:problem=is_bad role="status" data-testid="meaning">{told}</p>
    }
}
