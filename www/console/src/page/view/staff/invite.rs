//! Inviting a colleague; and the link, once.

use console::say;
use console::store::staff::{Event as Act, Form};
use console::store::{Event, Saving};
use console::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::staff::Invited;

use super::Roles;
use crate::page::view::keys::focus_soon;
use crate::page::view::settings::CopyLine;
use crate::page::view::sheet::Field;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Invite() -> impl IntoView {
    let shell = Shell::here();
    let inviting = shell.memo(|store| store.staff.inviting.clone());
    let taken = shell.memo(|store| store.staff.is_taken().map(words::edge::said));
    let invited = shell.memo(|store| store.staff.invited.clone());
    let form = RwSignal::new(Form::default());
    let problems = RwSignal::new((None::<String>, None::<String>));
    // What the edge said of an address is about that address alone.
    let is_edited = RwSignal::new(false);
    let invite = move |event: SubmitEvent| {
        event.prevent_default();
        match form.with_untracked(Form::read) {
            Ok(agent) => {
                is_edited.set(false);
                shell.tell(Event::Staff(Act::Invited(agent)));
            }
            Err((name, email)) => {
                problems.set((
                    name.map(|_| say!("Type the name that visitors see.").to_owned()),
                    email.map(|_| say!("Type an e-mail address such as ada@shop.example.").to_owned()),
                ));
                let first = if name.is_some() { "#invite-name" } else { "#invite-email" };
                focus_soon(first.to_owned());
            }
        }
    };
    // Invited: the form is free for the next one, and the link is what matters now.
    Effect::new(move |before: Option<Option<Invited>>| {
        let now = invited.get();
        if now.is_some() && before.as_ref().is_some_and(|before| *before != now) {
            form.set(Form::default());
            focus_soon("#invited-title".to_owned());
        }
        now
    });
    let is_busy = move || inviting.get() == Saving::Busy;
    let told = move || match inviting.get() {
        Saving::Busy => say!("Inviting…").to_owned(),
        Saving::Failed(failure) if taken.read().is_none() => words::failure(&failure),
        _ => String::new(),
    };
    let email_problem = move || {
        let refused = taken.get().filter(|_| !is_edited.get());
        problems.with(|(_, email)| email.clone()).or(refused)
    };
    view! {
        {move || invited.get().map(|invited| view! { <Fresh invited /> })}
        <form on:submit=invite novalidate>
            <h3>{say!("Invite a colleague")}</h3>
            <p class="hint">{say!("You get a link to hand over. It works once, for seven days.")}</p>
            <div class="pair">
                <Field
                    id="invite-name"
                    label=say!("Name, as visitors see it")
                    text=Signal::derive(move || form.with(|form| form.name.clone()))
                    set=move |text| {
                        form.update(|form| form.name = text);
                        problems.update(|(name, _)| *name = None);
                    }
                    problem=Signal::derive(move || problems.with(|(name, _)| name.clone()))
                />
                <Field
                    id="invite-email"
                    label=say!("E-mail address")
                    text=Signal::derive(move || form.with(|form| form.email.clone()))
                    set=move |text| {
                        form.update(|form| form.email = text);
                        problems.update(|(_, email)| *email = None);
                        is_edited.set(true);
                    }
                    problem=Signal::derive(email_problem)
                />
            </div>
            <div class="field short">
                <label for="invite-role">{say!("Role")}</label>
                <p class="hint">{say!("Agents answer visitors. Admins also change the settings and the team.")}</p>
                <Roles
                    id="invite-role"
                    name="invite-role"
                    role=Signal::derive(move || form.with(|form| form.role))
                    set=move |role| form.update(|form| form.role = role)
                />
            </div>
            <p class="save">
                <button class="primary" type="submit" data-testid="invite" disabled=is_busy>{say!("Invite")}</button>
                <span role="status" class:problem=move || !is_busy()>{told}</span>
            </p>
        </form>
    }
}

/// The link, once.
#[component]
fn Fresh(invited: Invited) -> impl IntoView {
    let shell = Shell::here();
    let told = words::staff::mailed(&invited);
    let until = clock::date(invited.link.expires_at);
    let url = invited.link.url.clone();
    view! {
        <div class="embed invited" data-testid="invited">
            <h3 id="invited-title" tabindex="-1">{say!("The link for {name}", name = invited.member.name)}</h3>
            <p>{say!("It is shown only now, works once, and is good until {until}. Whoever has it can sign in as {name}.", until = until, name = invited.member.name)}</p>
            <pre tabindex="0" aria-label=say!("The link")><code data-testid="invite-link">{url.clone()}</code></pre>
            <p class="reason" role="status" data-testid="invite-mailed">{told}</p>
            <div class="handed">
                <CopyLine text=url name="copy-invite" />
                <button class="quiet" type="button" data-testid="invite-seen" on:click=move |_| shell.tell(Event::Staff(Act::LinkSeen))>{say!("I have it")}</button>
            </div>
        </div>
    }
}
