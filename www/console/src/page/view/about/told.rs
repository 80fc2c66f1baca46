//! What the visitor's pages told: the clock and the language there, which pages, and what the site passes.

use console::say;
use console::store::Store;
use console::store::thread::Known;
use console::words;
use leptos::prelude::*;
use wire::about::{About, Viewed};
use wire::question::Question;

use crate::page::{Shell, clock, language};

/// What is known of the visitor of the selected conversation.
pub(super) fn known(store: &Store) -> Option<&Known> {
    store.thread()?.visitor.as_ref()
}

#[component]
pub(super) fn Told() -> impl IntoView {
    let shell = Shell::here();
    let about = shell.memo(|store| known(store).map(|known| known.about.clone()).unwrap_or_default());
    let zone = Memo::new(move |_| about.read().zone.clone());
    let local = move || {
        let zone = zone.get()?;
        let (time, ahead) = clock::local(shell.now.get(), zone.as_str())?;
        Some((time, words::time::zone(zone.as_str()), words::about::offset(ahead)))
    };
    let language =
        Memo::new(move |_| about.read().language.as_ref().map(|tag| language::called(tag.as_str())));
    let current = Memo::new(move |_| about.read().pages.first().cloned());
    let before = Memo::new(move |_| about.read().pages.iter().skip(1).cloned().collect::<Vec<_>>());
    let passed = Memo::new(move |_| {
        let about = about.read();
        about.passed.iter().map(|(label, value)| (label.to_string(), value.to_string())).collect::<Vec<_>>()
    });
    let answers = Memo::new(move |_| {
        let about = about.read();
        // The name stands above already.
        let own = about.answers.iter().filter(|(ask, _)| ask.as_str() != Question::NAME);
        own.map(|(ask, answer)| (ask.to_string(), answer.to_string())).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !answers.read().is_empty()>
            <h3>{say!("Answered before writing")}</h3>
            <dl class="passed" data-testid="answers">
                <For
                    each=move || answers.get()
                    key=Clone::clone
                    children=|(ask, answer)| view! { <dt dir="auto">{ask}</dt><dd dir="auto">{answer}</dd> }
                />
            </dl>
        </Show>
        <Show when=move || *about.read() == About::default()>
            <p class="hint" data-testid="told-nothing">{say!("The page told nothing of the visitor.")}</p>
        </Show>
        <dl>
            <Show when=move || local().is_some()>
                <dt>{say!("Local time")}</dt>
                <dd data-testid="local-time">
                    {move || local().map(|(time, zone, _)| format!("{time}, {zone}"))}
                    <span class="hint">{move || local().map(|(_, _, offset)| offset)}</span>
                </dd>
            </Show>
            <Show when=move || language.read().is_some()>
                <dt>{say!("Language")}</dt>
                <dd data-testid="language">{language}</dd>
            </Show>
            <Show when=move || current.read().is_some()>
                <dt>{say!("Last page")}</dt>
                <dd data-testid="current-page">{move || current.get().map(|viewed| view! { <Page viewed /> })}</dd>
            </Show>
            <Show when=move || !before.read().is_empty()>
                <dt>{say!("Pages before")}</dt>
                <dd>
                    <ol class="pages" data-testid="pages">
                        <For
                            each=move || before.get()
                            key=|viewed| (viewed.at, viewed.page.clone(), viewed.title.clone())
                            children=|viewed| view! { <li><Page viewed /></li> }
                        />
                    </ol>
                </dd>
            </Show>
        </dl>
        <Show when=move || !passed.read().is_empty()>
            <h3>{words::about::not_verified()}</h3>
            <dl class="passed" data-testid="passed">
                <For
                    each=move || passed.get()
                    key=Clone::clone
                    children=|(label, value)| view! { <dt dir="auto">{label}</dt><dd dir="auto">{value}</dd> }
                />
            </dl>
        </Show>
    }
}

/// Its title, or its address where it has none; the address is a link of http or https, since a [`wire::Page`]
/// is nothing else.
#[component]
fn Page(viewed: Viewed) -> impl IntoView {
    let shell = Shell::here();
    let Viewed { page, title, at } = viewed;
    let address = page.to_string();
    let text = title.map_or_else(|| address.clone(), |title| title.to_string());
    view! {
        <a href=address.clone() title=address target="_blank" rel="noopener noreferrer nofollow ugc" dir="auto">{text}</a>
        <span class="hint">{move || words::about::since(shell.now.get().since(at)).unwrap_or_else(|| clock::date(at))}</span>
    }
}
