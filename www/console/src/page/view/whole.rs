//! A mail that came in, whole, in front of everything: its text as text, its files by name, its original to
//! keep.

use console::say;
use console::store::Event;
use console::words;
use leptos::html::Dialog;
use leptos::prelude::*;
use wire::ReceivedId;
use wire::mail::{IncomingText, Judgement};

use super::mails::Verdicts;
use crate::page::view::weave::weave;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Whole() -> impl IntoView {
    let shell = Shell::here();
    let whole = shell.memo(|store| store.whole.clone());
    let node = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (whole.read().is_some(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let text = Memo::new(move |_| whole.read().as_ref().and_then(|whole| whole.text.known.clone()));
    let id = Memo::new(move |_| whole.read().as_ref().map(|whole| whole.id.clone()));
    let failure = Memo::new(move |_| {
        let whole = whole.read();
        let failure = whole.as_ref().and_then(|whole| whole.refused.as_ref().or(whole.text.failure.as_ref()));
        failure.map(words::failure)
    });
    let is_waiting = move || text.read().is_none() && failure.read().is_none();
    let title = move || {
        text.with(|text| {
            let subject = text.as_ref().map(|text| words::mail::subject(&text.mail).to_owned());
            subject.unwrap_or_else(|| say!("A mail").to_owned())
        })
    };
    // Escape closes it without a button.
    let shut = move || shell.tell(Event::MailShut);
    view! {
        <dialog class="help whole" node_ref=node aria-labelledby="whole-title" data-testid="whole" on:close=move |_| shut()>
            <div class="top">
                <h2 id="whole-title" dir="auto">{title}</h2>
                <button class="quiet" type="button" data-testid="whole-close" on:click=move |_| shut()>{say!("Close")}</button>
            </div>
            <p class="problem" role="alert">{failure}</p>
            <Show when=is_waiting>
                <div class="bones" aria-label=say!("Loading")><i></i><i></i></div>
            </Show>
            {move || text.get().map(|text| view! { <Text text /> })}
            {move || id.get().map(|id| view! { <Original id /> })}
        </dialog>
    }
}

#[component]
fn Text(text: IncomingText) -> impl IntoView {
    let IncomingText { mail, text } = text;
    let files = words::mail::files(&mail);
    let text = if text.trim().is_empty() { say!("There are no words in it.").to_owned() } else { text };
    let waits = !matches!(mail.judgement, Judgement::Taken | Judgement::Discarded);
    view! {
        <dl>
            <div><dt>{say!("From", in "a mail")}</dt><dd><bdi>{words::mail::from(&mail).to_owned()}</bdi></dd></div>
            <div><dt>{say!("Came")}</dt><dd>{clock::moment(mail.at)}</dd></div>
            <Show when=move || waits><div><dt>{say!("Set aside")}</dt><dd>{words::mail::why(mail.judgement)}</dd></div></Show>
            {files.map(|files| view! { <div><dt>{say!("Files")}</dt><dd data-testid="whole-files">{weave!("{files} (in the original)", files = view! { <bdi>{files}</bdi> })}</dd></div> })}
        </dl>
        <p class="text" dir="auto" tabindex="0" data-testid="whole-text">{text}</p>
        {waits.then(|| view! { <p class="verdicts"><Verdicts mail are_big=true /></p> })}
    }
}

/// The bytes as they came, for a mail program. The edge says that they are to be kept and never shown.
#[component]
fn Original(id: ReceivedId) -> impl IntoView {
    let shell = Shell::here();
    let address = shell.store.with_untracked(|store| format!("/v1/sites/{}/mails/{id}/original", store.site));
    view! { <p><a href=address download="mail.eml" data-testid="whole-original">{say!("Save the original")}</a></p> }
}
