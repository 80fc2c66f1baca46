//! The mails that were set aside, of all conversations and of none (M8).

use console::say;
use console::store::Event;
use console::words;
use leptos::prelude::*;
use wire::mail::Incoming;

use crate::page::view::mails::{Verdicts, WholeMail};
use crate::page::{Shell, clock};

#[component]
pub(super) fn SetAside() -> impl IntoView {
    let shell = Shell::here();
    let mails = shell.memo(|store| store.aside.known.clone());
    let is_busy = shell.memo(|store| store.aside.is_busy);
    let failure = shell.memo(|store| store.aside.failure.as_ref().map(words::failure));
    let is_empty = move || mails.read().as_ref().is_some_and(Vec::is_empty);
    let is_waiting = move || is_busy.get() && mails.read().is_none();
    view! {
        <div class="embed" data-testid="set-aside">
            <h4 id="aside-title" tabindex="-1">{say!("Set aside")}</h4>
            <p class="hint">{say!("Mails that came in and did not become messages, until somebody puts them away.")}</p>
            <Show when=is_waiting><div class="bones" aria-label=say!("Loading")><i></i></div></Show>
            <Show when=move || failure.read().is_some()>
                <p class="save">
                    <span class="problem" role="alert">{failure}</span>
                    <button class="quiet" type="button" disabled=is_busy on:click=move |_| shell.tell(Event::AsideAsked)>{say!("Try again")}</button>
                </p>
            </Show>
            <Show when=is_empty><p class="none" data-testid="none-aside">{say!("Nothing was set aside.")}</p></Show>
            <ul class="set-aside">
                <For
                    each=move || mails.get().unwrap_or_default()
                    key=|mail| (mail.id.clone(), mail.judgement as u8)
                    children=|mail| view! { <Line mail /> }
                />
            </ul>
        </div>
    }
}

#[component]
fn Line(mail: Incoming) -> impl IntoView {
    let shell = Shell::here();
    let open = mail.conversation.clone().map(|id| {
        view! {
            <button class="link" type="button" data-testid="aside-open" on:click=move |_| shell.tell(Event::Linked(id.clone()))>
                {say!("Open the conversation")}
            </button>
        }
    });
    view! {
        <li data-testid="aside-line">
            <p class="top">
                <b><bdi>{words::mail::subject(&mail).to_owned()}</bdi></b>
                <time class="hint">{clock::moment(mail.at)}</time>
            </p>
            <p class="hint"><bdi>{words::mail::from(&mail).to_owned()}</bdi></p>
            <p>{words::mail::why(mail.judgement)}</p>
            <p class="verdicts"><WholeMail id=mail.id.clone() />{open}<Verdicts mail=mail.clone() then="#aside-title" /></p>
        </li>
    }
}
