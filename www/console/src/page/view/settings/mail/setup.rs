//! How mail is set up at this deployment, and a test of it.

use console::say;
use console::store::Event;
use console::store::mails::trial::Trial;
use console::words;
use leptos::prelude::*;
use wire::mail::{Blocked, MailSetup};

use super::live::GoingLive;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Setup() -> impl IntoView {
    let shell = Shell::here();
    let setup = shell.memo(|store| store.mail_setup.known.clone());
    let failure = shell.memo(|store| store.mail_setup.failure.as_ref().map(words::failure));
    view! {
        <div class="embed" data-testid="mail-setup">
            <h4>{say!("How mail is set up")}</h4>
            {move || match setup.get() {
                Some(setup) => view! { <Facts setup /> }.into_any(),
                None if failure.read().is_some() => ().into_any(),
                None => view! { <div class="bones" aria-label=say!("Loading")><i></i></div> }.into_any(),
            }}
            <p class="problem" role="alert">{failure}</p>
            <Test />
            <Blocks />
            <GoingLive />
        </div>
    }
}

#[component]
fn Facts(setup: MailSetup) -> impl IntoView {
    let counts = words::mail::counts(&setup);
    let MailSetup { provider, from, reply_to, problem, .. } = setup;
    let reply_to = reply_to.map_or_else(
        || say!("Nowhere yet: people answer in the chat and in this console.").to_owned(),
        |address| address.to_string(),
    );
    view! {
        {problem.map(|text| view! { <p class="reason" data-testid="mail-problem"><b>{say!("No mail goes out.")}</b>" "{words::edge::said(&text)}</p> })}
        <dl class="facts">
            <div><dt>{say!("Sent through")}</dt><dd>{words::mail::provider(&provider).to_owned()}</dd></div>
            <div><dt>{say!("Sender")}</dt><dd>{from}</dd></div>
            <div><dt>{say!("Answers go to")}</dt><dd>{reply_to}</dd></div>
            <div><dt>{say!("Mails")}</dt><dd data-testid="mail-counts">{counts}</dd></div>
        </dl>
    }
}

/// The addresses that get no more mail, where there are any.
#[component]
fn Blocks() -> impl IntoView {
    let shell = Shell::here();
    let blocks = shell.memo(|store| store.mail_setup.known.as_ref().map(|setup| setup.blocked.clone()));
    let is_busy = shell.memo(|store| store.mail_setup.is_busy);
    let line = move |Blocked { address, why, at, stopped }: Blocked| {
        let name = say!("Send mail to {address} again", address = address);
        let again = address.clone();
        let button = (!stopped).then(|| {
            view! {
                <button
                    class="link"
                    type="button"
                    data-testid="allow-mail"
                    aria-label=name
                    disabled=is_busy
                    on:click=move |_| shell.tell(Event::MailAllowed(again.clone()))
                >
                    {say!("Send there again")}
                </button>
            }
        });
        view! {
            <li data-testid="blocked-line">
                <p class="top"><b><bdi>{address.to_string()}</bdi></b><time class="hint">{clock::moment(at)}</time></p>
                <p>{words::edge::said(&why)}</p>
                <p class="verdicts">{button}</p>
            </li>
        }
    };
    let lines = move || blocks.get().unwrap_or_default();
    view! {
        <Show when=move || blocks.read().as_ref().is_some_and(|blocks| !blocks.is_empty())>
            <h4>{say!("Addresses that get no more mail")}</h4>
            <ul class="set-aside">
                <For each=lines key=|blocked| blocked.address.clone() children=line />
            </ul>
        </Show>
    }
}

/// The button that sends a test, and what became of it.
#[component]
fn Test() -> impl IntoView {
    let shell = Shell::here();
    let trial = shell.memo(|store| store.trial.clone());
    let is_running = move || trial.read().as_ref().is_some_and(Trial::is_running);
    let told = Memo::new(move |_| trial.read().as_ref().map(words::mail::trial));
    let text = move || told.read().as_ref().map(|(text, _)| text.clone());
    let is_bad = move || told.read().as_ref().is_some_and(|(_, is_bad)| *is_bad);
    view! {
        <p class="save">
            <button
                class="quiet"
                type="button"
                data-testid="test-mail"
                disabled=is_running
                on:click=move |_| shell.tell(Event::MailTestAsked)
            >
                {say!("Send a test to me")}
            </button>
            <span role="status" data-testid="mail-tested" class:problem=is_bad>{text}</span>
        </p>
    }
}
