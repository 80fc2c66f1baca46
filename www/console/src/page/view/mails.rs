//! The mails of a conversation, beside it: what went out, what came in, and what waits for a verdict (M6).

use console::store::Event;
use console::words;
use leptos::prelude::*;
use wire::mail::{Incoming, Judgement, Outgoing};

use crate::page::{Shell, clock};

#[component]
pub(super) fn Mails() -> impl IntoView {
    let shell = Shell::here();
    let mails = shell.memo(|store| store.mails().cloned().unwrap_or_default());
    let name = move |mail: &Outgoing| match &mail.to {
        Some(agent) => shell.store.with_untracked(|store| store.name_of(agent)).unwrap_or_default(),
        None => "the visitor".to_owned(),
    };
    let is_empty = move || mails.with(|mails| mails.shown().next().is_none() && mails.incoming.is_empty());
    view! {
        <Show when=move || mails.read().blocked.is_some()>
            <p class="problem" data-testid="mail-blocked">{move || mails.read().blocked.clone()}</p>
        </Show>
        <Show when=move || !is_empty()>
            <h3>"Mail"</h3>
            <ul class="mails" data-testid="mails">
                {move || {
                    let line = |mail: &Outgoing| {
                        let text = words::outgoing(mail, &name(mail), &clock::moment(mail.at));
                        view! { <li>{text}<Problem text=mail.problem.clone() /></li> }
                    };
                    mails.with(|mails| mails.shown().map(line).collect_view())
                }}
                {move || {
                    let incoming = mails.with(|mails| mails.incoming.clone());
                    incoming.into_iter().map(|mail| view! { <Received mail /> }).collect_view()
                }}
            </ul>
        </Show>
    }
}

#[component]
fn Problem(text: Option<String>) -> impl IntoView {
    text.map(|text| view! { <br/><small>{text}</small> })
}

#[component]
fn Received(mail: Incoming) -> impl IntoView {
    let shell = Shell::here();
    let id = StoredValue::new(mail.id.clone());
    let judge = move |confirm| shell.tell(Event::MailJudged(id.get_value(), confirm));
    let is_open = !matches!(mail.judgement, Judgement::Taken | Judgement::Discarded);
    let is_answer = mail.judgement == Judgement::Unverified;
    let original =
        shell.store.with_untracked(|store| format!("/v1/sites/{}/mails/{}/original", store.site, mail.id));
    view! {
        <li data-testid="received">
            {words::incoming(&mail)}
            <br/>
            <small>{clock::moment(mail.at)}</small>
            " "
            <a href=original download="mail.eml">"Whole mail"</a>
            <Show when=move || is_answer>
                " "
                <button class="link" data-testid="confirm-mail" on:click=move |_| judge(true)>"Take it as the answer"</button>
            </Show>
            <Show when=move || is_open>
                " "
                <button class="link" data-testid="discard-mail" on:click=move |_| judge(false)>"Put away"</button>
            </Show>
        </li>
    }
}
