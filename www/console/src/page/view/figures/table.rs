//! Figures by agent and by group.

use console::say;
use console::words::{figures as say, rating};
use leptos::prelude::*;
use wire::figures::{Figures, Numbers};

use crate::page::Shell;

#[component]
pub(super) fn Whose(known: Figures) -> impl IntoView {
    let shell = Shell::here();
    let (agents, groups) = (StoredValue::new(known.agents), StoredValue::new(known.groups));
    // Names may come, or change, while the page is open.
    let agents = shell.memo(move |store| {
        let name =
            |id: &wire::AgentId| store.name_of(id).unwrap_or_else(|| say!("A former agent").to_owned());
        agents.with_value(|all| all.iter().map(|one| (name(&one.agent), one.numbers)).collect::<Vec<_>>())
    });
    let groups = shell.memo(move |store| {
        groups.with_value(|all| {
            all.iter().map(|one| (store.group_name(&one.group), one.numbers)).collect::<Vec<_>>()
        })
    });
    view! {
        <Table
            title=say!("By agent")
            first=say!("Agent")
            name="figures-agents"
            hint=say!("What each answered first, and what was missed while it was assigned to them. Who answers what was missed already breaks no promise.")
            rows=agents
        />
        <Show when=move || !groups.read().is_empty()>
            <Table
                title=say!("By group")
                first=say!("Group")
                name="figures-groups"
                hint=say!("By the group that the visitor came for.")
                rows=groups
            />
        </Show>
    }
}

#[component]
fn Table(
    title: &'static str,
    first: &'static str,
    name: &'static str,
    hint: &'static str,
    rows: Memo<Vec<(String, Numbers)>>,
) -> impl IntoView {
    let line = |(name, numbers): (String, Numbers)| {
        let Numbers { conversations, live, promised, kept, missed, .. } = numbers;
        let span = |spread: Option<wire::figures::Spread>| {
            spread.map_or_else(|| "–".to_owned(), |spread| say::span(spread.median))
        };
        view! {
            <tr data-testid="figures-line">
                <th scope="row"><bdi>{name}</bdi></th>
                <td>{conversations}</td>
                <td>{live}</td>
                <td>{conversations - live}</td>
                <td>{missed}</td>
                <td>{say::share(kept, promised).unwrap_or_else(|| "–".to_owned())}</td>
                <td>{span(numbers.live_answer)}</td>
                <td>{span(numbers.message_answer)}</td>
                <td>{span(numbers.resolution)}</td>
                <td>{rating::short(&numbers.ratings).unwrap_or_else(|| "–".to_owned())}</td>
            </tr>
        }
    };
    view! {
        <section class="whose" data-testid=name>
            <h3>{title}</h3>
            <p class="hint">{hint}</p>
            <Show
                when=move || !rows.read().is_empty()
                fallback=|| view! { <p class="none">{say!("Nobody has answered yet.")}</p> }
            >
                <div class="wide" tabindex="0" role="region" aria-label=title>
                    <table>
                        <thead><tr>
                            <th scope="col">{first}</th>
                            <th scope="col">{say!("Conversations")}</th>
                            <th scope="col">{say!("Live Chat")}</th>
                            <th scope="col">{say!("Messages")}</th>
                            <th scope="col">{say!("Missed", in "figures")}</th>
                            <th scope="col">{say!("Promise kept")}</th>
                            <th scope="col">{say!("First answer, live")}</th>
                            <th scope="col">{say!("First answer, messages")}</th>
                            <th scope="col">{say!("Until closed")}</th>
                            <th scope="col">{say!("Rating")}</th>
                        </tr></thead>
                        <tbody>{move || rows.get().into_iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
                <p class="hint">{say!("Times are medians: half took that long at most.")}</p>
            </Show>
        </section>
    }
}
