//! Which conversations of a list are shown: of a group, of an agent, with a tag.

use console::say;
use console::store::{Event, Query};
use leptos::prelude::*;
use wire::inbox::{Filter, Tag};
use wire::{AgentId, GroupId};

use crate::page::Shell;

#[component]
pub(super) fn Filters() -> impl IntoView {
    let shell = Shell::here();
    let filter = shell.memo(|store| store.inbox.query.filter.clone());
    let change = move |change: &dyn Fn(&mut Filter)| {
        let mut query = shell.store.with_untracked(|store| store.inbox.query.clone());
        change(&mut query.filter);
        shell.tell(Event::ListChosen(query));
    };
    let groups = shell.memo(|store| {
        let groups = store.settings.as_ref().map_or(&[][..], |settings| &settings.groups);
        groups.iter().map(|group| (group.id.to_string(), group.name.to_string())).collect::<Vec<_>>()
    });
    let agents = shell.memo(|store| {
        let agents = store.team.iter();
        agents.map(|agent| (agent.id.to_string(), agent.name.to_string())).collect::<Vec<_>>()
    });
    let tags = shell.memo(|store| {
        let mut tags = store.inbox.tags();
        // The one that is chosen stays, though no conversation that is known has it.
        if let Some(chosen) = store.inbox.query.filter.tag.as_ref().filter(|chosen| !tags.contains(chosen)) {
            tags.push(chosen.clone());
        }
        tags.iter().map(|tag| (tag.to_string(), tag.to_string())).collect::<Vec<_>>()
    });
    let group = move || filter.read().group.as_ref().map(ToString::to_string);
    let agent = move || filter.read().agent.as_ref().map(ToString::to_string);
    let tag = move || filter.read().tag.as_ref().map(ToString::to_string);
    view! {
        <div class="filters" role="group" aria-label=say!("Filter") data-testid="filters">
            <Pick
                id="filter-group"
                label=say!("Group")
                options=groups
                chosen=Signal::derive(group)
                pick=Callback::new(move |id: String| change(&|filter| filter.group = GroupId::parse(id.clone()).ok()))
            />
            <Pick
                id="filter-agent"
                label=say!("Agent")
                options=agents
                chosen=Signal::derive(agent)
                pick=Callback::new(move |id: String| change(&|filter| filter.agent = AgentId::parse(id.clone()).ok()))
            />
            <Pick
                id="filter-tag"
                label=say!("Tag")
                options=tags
                chosen=Signal::derive(tag)
                pick=Callback::new(move |id: String| change(&|filter| filter.tag = Tag::parse(id.clone()).ok()))
            />
            <Show when=move || !filter.read().is_empty()>
                <button
                    class="link"
                    data-testid="no-filter"
                    on:click=move |_| {
                        let view = shell.store.with_untracked(|store| store.inbox.query.view);
                        shell.tell(Event::ListChosen(Query::from(view)));
                    }
                >
                    {say!("Show all")}
                </button>
            </Show>
        </div>
    }
}

/// One choice; left out where there is nothing to choose from.
#[component]
fn Pick(
    id: &'static str,
    /// Also what stands where nothing is chosen.
    label: &'static str,
    options: Memo<Vec<(String, String)>>,
    chosen: Signal<Option<String>>,
    pick: Callback<String>,
) -> impl IntoView {
    let option = move |(value, text): (String, String)| {
        let this = value.clone();
        view! { <option value=value selected=move || chosen.read().as_ref() == Some(&this)>{text}</option> }
    };
    view! {
        <Show when=move || !options.read().is_empty()>
            <select
                data-testid=id
                aria-label=label
                data-some=move || chosen.read().is_some().to_string()
                on:change=move |event| pick.run(event_target_value(&event))
            >
                <option value="" selected=move || chosen.read().is_none()>{label}</option>
                <For each=move || options.get() key=Clone::clone children=option />
            </select>
        </Show>
    }
}
