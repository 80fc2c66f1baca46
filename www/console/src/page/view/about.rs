//! What is known of the visitor, beside the conversation.

use console::store::Event;
use leptos::prelude::*;
use wire::{AgentId, ConversationId};

use super::tags::Tags;
use crate::page::{Shell, clock};

#[component]
pub(super) fn About(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let (this, that, tagged) = (id.clone(), id.clone(), id.clone());
    let row = shell.memo(move |store| store.inbox.row(&this).cloned());
    let first = shell.memo(|store| store.thread()?.messages().next().map(|message| message.at));
    let members = shell.memo(move |store| {
        let row = store.inbox.row(&id);
        let members = row.map_or(&[][..], |row| &row.members);
        let name = |member: &AgentId| {
            let is_me = store.is_me(member);
            let colleague = store.team.iter().find(|colleague| colleague.id == *member)?;
            let name = if is_me { format!("{} (you)", colleague.name) } else { colleague.name.to_string() };
            Some((member.clone(), name))
        };
        members.iter().filter_map(name).collect::<Vec<_>>()
    });
    let assignee = shell.memo({
        let id = that.clone();
        move |store| store.inbox.row(&id)?.assignee.as_ref().and_then(|agent| store.name_of(agent))
    });
    let group =
        shell.memo(move |store| store.inbox.row(&that)?.group.as_ref().map(|group| store.group_name(group)));
    let is_connected = shell.memo(|store| store.link.is_open());
    let block = shell.memo(|store| store.mail_block().map(ToOwned::to_owned));
    let email = move || row.read().as_ref().and_then(|row| row.email.as_ref()).map(ToString::to_string);
    let page = move || row.read().as_ref().and_then(|row| row.page.as_ref()).map(ToString::to_string);
    let last = move || row.read().as_ref().map(|row| clock::moment(row.at));
    view! {
        <aside class="about" aria-label="About the visitor">
            <h3>"Visitor"</h3>
            <dl>
                <dt>"E-mail"</dt>
                <dd data-testid="about-email">{move || email().unwrap_or_else(|| "No address left".to_owned())}</dd>
                <Show when=move || block.read().is_some()>
                    <dd class="block" data-testid="mail-blocked">"No more mail goes there. "{block}</dd>
                </Show>
                <dt>"Last wrote from"</dt>
                <dd>
                    {move || {
                        page().map(|page| {
                            let text = page.clone();
                            view! {
                                <a href=page target="_blank" rel="noopener noreferrer nofollow ugc">{text}</a>
                            }
                        })
                    }}
                    <Show when=move || page().is_none()>"Unknown"</Show>
                </dd>
                <dt>"First message"</dt>
                <dd>{move || first.get().map(clock::moment)}</dd>
                <dt>"Last message"</dt>
                <dd>{last}</dd>
                <dt>"In this conversation"</dt>
                <dd>
                    <Show when=move || members.read().is_empty()>"Nobody yet"</Show>
                    <ul class="members" data-testid="members">
                        <For each=move || members.get() key=Clone::clone children=move |(agent, name)| {
                            let label = format!("Take {name} out of this conversation");
                            view! {
                                <li>
                                    {name}
                                    <button
                                        class="link"
                                        data-testid="remove"
                                        title=label.clone()
                                        aria-label=label
                                        disabled=move || !is_connected.get()
                                        on:click=move |_| shell.tell(Event::RemoveChosen(agent.clone()))
                                    >
                                        "Remove"
                                    </button>
                                </li>
                            }
                        } />
                    </ul>
                </dd>
                <dt>"Assigned to"</dt>
                <dd data-testid="about-assignee">{move || assignee.get().unwrap_or_else(|| "Nobody".to_owned())}</dd>
                <dt>"Tags"</dt>
                <dd><Tags id=tagged /></dd>
                <Show when=move || group.read().is_some()>
                    <dt>"Group"</dt>
                    <dd data-testid="about-group">{group}</dd>
                </Show>
            </dl>
        </aside>
    }
}
