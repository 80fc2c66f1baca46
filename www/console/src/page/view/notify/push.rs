//! Notifications while the console is closed (N4).

use console::say;
use console::store::Event;
use console::store::device::Permission;
use console::words;
use leptos::prelude::*;

use super::still;
use crate::page::Shell;
use crate::page::view::sheet::Tick;

#[component]
pub(super) fn Section() -> impl IntoView {
    let shell = Shell::here();
    let is_on = shell.memo(console::store::Store::is_pushed_to);
    // What keeps it from working, the nearest first.
    let problem = shell.memo(|store| {
        if !store.bell.can_push {
            return Some(say!("This browser cannot be reached while the console is closed. On an iPhone or iPad, add the console to the Home Screen first.").to_owned());
        }
        if let Some(failure) = &store.bell.setup.failure {
            return Some(words::failure(failure));
        }
        let setup = store.bell.setup.known.as_ref()?;
        if let Some(problem) = &setup.problem {
            return Some(say!("Whoever runs Porchlight has to set this up first. {problem}", problem = words::edge::said(problem)));
        }
        (store.bell.permission != Permission::Granted && !setup.on)
            .then(|| say!("Allow notifications above first.").to_owned())
    });
    let is_there = shell.memo(|store| store.bell.setup.known.is_some());
    let failure = shell.memo(|store| store.bell.pushing.failure().map(words::failure));
    view! {
        <form on:submit=still data-testid="push" data-on=move || is_on.get().to_string()>
            <h3>{say!("While the console is closed")}</h3>
            <Show
                when=move || problem.read().is_none() && is_there.get()
                fallback=move || view! { <p class="hint" data-testid="push-problem">{move || problem.get()}</p> }
            >
                <Tick
                    name="push-on"
                    title=say!("Wake this device")
                    means=say!("Where none of your devices had input for a minute. Nothing that anybody wrote passes the push service.")
                    is_on
                    set=move |is_on| shell.tell(Event::PushTurned(is_on))
                />
            </Show>
            <p class="problem" role="alert">{failure}</p>
        </form>
    }
}
