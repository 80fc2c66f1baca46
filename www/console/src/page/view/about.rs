//! What is known of the visitor, beside the conversation.

use leptos::prelude::*;
use wire::ConversationId;

use crate::page::{Shell, clock};

#[component]
pub(super) fn About(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let this = id.clone();
    let row = shell.memo(move |store| store.inbox.row(&this).cloned());
    let first = shell.memo(|store| store.thread()?.messages().next().map(|message| message.at));
    let members = shell.memo(move |store| {
        let members = store.inbox.row(&id).map_or(&[][..], |row| &row.members);
        let name = |member: &wire::AgentId| {
            let is_me = store.me.as_ref().is_some_and(|me| me.id == *member);
            let colleague = store.team.iter().find(|colleague| colleague.id == *member)?;
            Some(if is_me { format!("{} (you)", colleague.name) } else { colleague.name.to_string() })
        };
        let names = members.iter().filter_map(name).collect::<Vec<_>>();
        if names.is_empty() { "Nobody yet".to_owned() } else { names.join(", ") }
    });
    let email = move || row.read().as_ref().and_then(|row| row.email.as_ref()).map(ToString::to_string);
    let page = move || row.read().as_ref().and_then(|row| row.page.as_ref()).map(ToString::to_string);
    let last = move || row.read().as_ref().map(|row| clock::moment(row.at));
    view! {
        <aside class="about" aria-label="About the visitor">
            <h3>"Visitor"</h3>
            <dl>
                <dt>"E-mail"</dt>
                <dd data-testid="about-email">{move || email().unwrap_or_else(|| "No address left".to_owned())}</dd>
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
                <dd>{members}</dd>
            </dl>
        </aside>
    }
}
