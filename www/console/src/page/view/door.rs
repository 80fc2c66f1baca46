//! Before anybody is in: which site, and the sign-in page.

use console::say;
use console::store::Door;
use console::store::Event;
use console::store::door::{Out, Reason};
use console::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::{Email, SiteId};

use crate::page::view::weave::weave;
use crate::page::{Shell, address};

/// The frame that all pages at the door share.
#[component]
fn Porch(children: Children) -> impl IntoView {
    view! {
        <main class="porch">
            <div class="card">
                <div class="lamp" aria-hidden="true"></div>
                {children()}
            </div>
        </main>
    }
}

/// Asks which site, where the address names none.
#[component]
pub(super) fn WhichSite(problem: String) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let problem = RwSignal::new(problem);
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        match SiteId::parse(text.get_untracked().trim()) {
            Ok(site) => address::go(&site),
            Err(invalid) => problem.set(invalid.to_string()),
        }
    };
    view! {
        <Porch>
            <h1>{say!("Porchlight console")}</h1>
            <form on:submit=go novalidate>
                <label for="site">{say!("Which site do you answer for?")}</label>
                <input
                    id="site"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder="my-shop"
                    aria-describedby="site-problem"
                    aria-invalid=move || (!problem.read().is_empty()).to_string()
                    bind:value=text
                />
                <p id="site-problem" class="problem" role="alert">{problem}</p>
                <button class="primary" type="submit">{say!("Continue")}</button>
            </form>
        </Porch>
    }
}

#[component]
pub(super) fn SignIn() -> impl IntoView {
    let shell = Shell::here();
    let door = shell.memo(|store| store.door.clone());
    let site = shell.store.with_untracked(|store| store.site.to_string());
    let site = StoredValue::new(site);
    move || {
        match door.get() {
        Door::Asking | Door::In => view! {
            <main class="porch"><p class="wait" role="status">{say!("One moment…")}</p></main>
        }
        .into_any(),
        Door::Unreachable => view! {
            <Porch>
                <h1>{say!("The server could not be reached")}</h1>
                <p>{say!("Your messages are safe. Check the connection and try again.")}</p>
                <button class="primary" on:click=|_| address::reload()>{say!("Try again")}</button>
            </Porch>
        }
        .into_any(),
        Door::UnknownSite => view! {
            <Porch>
                <h1>{say!("No such site")}</h1>
                <p>{weave!("There is no site called {site} here. Check the address.", site = view! { <b>{site.get_value()}</b> })}</p>
                <p><a href="/console/">{say!("Choose another site")}</a></p>
            </Porch>
        }
        .into_any(),
        Door::Out(out) => view! { <SignedOut out site=site.get_value() /> }.into_any(),
    }
    }
}

#[component]
fn SignedOut(out: Out, site: String) -> impl IntoView {
    let shell = Shell::here();
    let is_busy = out.is_busy;
    let said = out.reason.as_ref().map(|reason| match reason {
        Reason::LinkSpent => {
            say!("This link was used already, or its time is over. Ask for a new one.").to_owned()
        }
        Reason::SessionEnded => say!("Your session has ended. Sign in again to go on. If that brings no link, ask an admin whether you are still on the team.").to_owned(),
        Reason::SignedOut => say!("You are signed out.").to_owned(),
        Reason::Failed(failure) => words::failure(failure),
    });
    let mailed = out.is_mailed.then_some(
        say!("If that address belongs to an agent of this site, a link is on its way. It works once, for ten minutes."),
    );
    let way_in = if out.link.is_some() {
        view! {
            <p>{say!("This link signs you in on this device. It works once.")}</p>
            <button
                class="primary"
                data-testid="signin-button"
                disabled=is_busy
                on:click=move |_| shell.tell(Event::SignInPressed)
            >
                {if is_busy { say!("Signing in…") } else { say!("Sign in") }}
            </button>
        }
        .into_any()
    } else {
        view! { <AskForLink is_busy /> }.into_any()
    };
    view! {
        <Porch>
            <h1>{weave!("Sign in to {site}", site = view! { <span class="name">{site}</span> })}</h1>
            <p class="said" role="status" data-testid="signin-notice">{said}</p>
            <p class="good" role="status">{mailed}</p>
            {way_in}
        </Porch>
    }
}

#[component]
fn AskForLink(is_busy: bool) -> impl IntoView {
    let shell = Shell::here();
    let text = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        match Email::parse(text.get_untracked()) {
            Ok(email) => shell.tell(Event::LinkAsked(email)),
            Err(invalid) => problem.set(invalid.to_string()),
        }
    };
    view! {
        <form on:submit=ask novalidate>
            <label for="email">{say!("Your e-mail address")}</label>
            <input
                id="email"
                type="email"
                autocomplete="email"
                data-testid="signin-email"
                aria-describedby="email-problem"
                aria-invalid=move || (!problem.read().is_empty()).to_string()
                bind:value=text
            />
            <p id="email-problem" class="problem" role="alert">{problem}</p>
            <button class="primary" type="submit" data-testid="signin-mail" disabled=is_busy>
                {if is_busy { say!("Asking…") } else { say!("Mail me a sign-in link") }}
            </button>
        </form>
    }
}
