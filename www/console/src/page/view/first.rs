//! What a new site still lacks, each step with the way there.

use console::say;
use console::store::install::Step;
use console::store::{Event, Place};
use console::words;
use leptos::prelude::*;

use super::keys::focus_soon;
use super::settings::embed::Tag;
use crate::page::Shell;

#[component]
pub(super) fn First() -> impl IntoView {
    let shell = Shell::here();
    let steps = shell.memo(console::store::Store::first_steps);
    let line = move |(step, is_done): (Step, bool)| {
        let (title, text) = words::install::step(step);
        view! {
            <li data-testid=format!("first-{}", name(step)) data-done=is_done.to_string()>
                <h3>
                    {title}
                    <Show when=move || is_done><span class="done">{say!("Done")}</span></Show>
                </h3>
                <Show when=move || !is_done><p>{text}</p><Way step /></Show>
            </li>
        }
    };
    view! {
        <section class="first" aria-labelledby="first-title" data-testid="first">
            <h2 id="first-title">{say!("Welcome to Porchlight")}</h2>
            <p>{say!("A few minutes, and visitors can reach you.")}</p>
            <ol>{move || steps.get().into_iter().map(line).collect_view()}</ol>
        </section>
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Tag => "tag",
        Step::Message => "message",
        Step::Hours => "hours",
        Step::Colleague => "colleague",
    }
}

/// What one does about a step.
#[component]
fn Way(step: Step) -> impl IntoView {
    let shell = Shell::here();
    let site = shell.store.with_untracked(|store| store.site.clone());
    let go = move |place: Place| move |_| shell.tell(Event::PlaceChosen(place.clone()));
    match step {
        Step::Tag => {
            let check = move |_| {
                shell.tell(Event::PlaceChosen(Place::Settings));
                // After the page that opens has taken the focus itself.
                request_animation_frame(|| focus_soon("#embed-title".to_owned()));
            };
            view! {
                <Tag copy="first-copy" />
                <p><button class="link" type="button" on:click=check>{say!("Is it installed correctly?")}</button></p>
            }
            .into_any()
        }
        Step::Message => {
            let page = format!("/try/?site={site}");
            view! {
                <p><a class="button" href=page target="_blank" data-testid="first-try">{say!("Open a page with your widget")}</a></p>
            }
            .into_any()
        }
        Step::Hours => {
            let me = shell.store.with_untracked(|store| store.me.as_ref().map(|me| me.id.clone()));
            me.map(|me| {
                let go = go(Place::Habits(me));
                view! { <p><button class="quiet" type="button" on:click=go>{say!("Your hours")}</button></p> }
            })
            .into_any()
        }
        Step::Colleague => view! {
            <p><button class="quiet" type="button" on:click=go(Place::Staff)>{say!("The team")}</button></p>
        }
        .into_any(),
    }
}
