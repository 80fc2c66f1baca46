//! One of the team: the name, the role, and what an admin does about both.

use console::say;
use console::store::staff::Event as Act;
use console::store::{Event, Place, Saving, Store};
use console::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::http::Role;
use wire::staff::ProfilePatch;
use wire::{AgentId, Name};

use super::Roles;
use crate::page::Shell;
use crate::page::view::keys::focus_soon;
use crate::page::view::portrait::{Choose, Portrait};
use crate::page::view::sheet::Field;

#[component]
pub(super) fn Member(id: AgentId) -> impl IntoView {
    let shell = Shell::here();
    let this = StoredValue::new(id);
    let member = shell.memo(move |store| store.member(&this.get_value()).cloned());
    let is_me = shell.memo(move |store| store.is_me(&this.get_value()));
    let is_admin = shell.memo(Store::is_admin);
    let saving = shell.memo(move |store| store.staff.saving(&this.get_value()));
    let renames = RwSignal::new(false);
    let name = move || member.with(|one| one.as_ref().map(|one| one.name.to_string()).unwrap_or_default());
    let email = move || member.with(|one| one.as_ref()?.email.as_ref().map(wire::Email::to_string));
    let role =
        Signal::derive(move || member.with(|one| one.as_ref().map(|one| one.role).unwrap_or_default()));
    let is_invited = move || member.with(|one| one.as_ref().is_some_and(|one| one.invited));
    let is_online = move || member.with(|one| one.as_ref().is_some_and(|one| one.online));
    let may_set = move || is_admin.get() && !is_me.get();
    let set_role = move |role: Role| {
        let patch = ProfilePatch { role: Some(role), name: None };
        shell.tell(Event::Staff(Act::Changed(this.get_value(), patch)));
    };
    let is_unread = RwSignal::new(false);
    // Whatever else is done about the agent is told then.
    Effect::new(move |_| {
        if saving.get() == Saving::Busy {
            is_unread.set(false);
        }
    });
    let told = move || match saving.get() {
        _ if is_unread.get() => say!("This is no picture that the browser can read.").to_owned(),
        Saving::Busy => say!("Saving…").to_owned(),
        Saving::Saved => say!("Saved.").to_owned(),
        Saving::Failed(failure) => say!("Not saved. {why}", why = words::failure(&failure)),
        Saving::Idle => String::new(),
    };
    let has_failed = move || is_unread.get() || saving.read().failure().is_some();
    let act = move |act: Act| shell.tell(Event::Staff(act));
    view! {
        <li class="person" data-testid="member" data-name=name data-invited=move || is_invited().to_string()>
            <div class="top">
                <Portrait id=Some(this.get_value()) name=Signal::derive(name) />
                <span class="dot" data-status=move || if is_online() { "online" } else { "offline" } aria-hidden="true"></span>
                <p class="named">
                    <b><bdi>{name}</bdi></b>{move || is_me.get().then(|| [" ", say!("(you)")].concat())}
                    <span class="hint" data-testid="member-email"><bdi>{email}</bdi></span>
                </p>
                <Show when=is_invited><span class="mark" data-testid="member-invited" title=say!("Has never signed in")>{say!("Invited")}</span></Show>
                <Show when=may_set fallback=move || view! { <span class="hint" data-testid="member-role-fixed">{move || words::staff::role(role.get())}</span> }>
                    <Roles name="member-role" label=say!("Role of {name}", name = name()) role set=set_role />
                </Show>
            </div>
            <p class="doings">
                <Show when=move || is_admin.get() || is_me.get()>
                    <button
                        class="link"
                        type="button"
                        data-testid="member-rename"
                        aria-expanded=move || renames.get().to_string()
                        aria-label=move || say!("Rename {name}", name = name())
                        on:click=move |_| {
                            renames.update(|renames| *renames = !*renames);
                            focus_soon(format!("#{}", field(&this.get_value())));
                        }
                    >
                        {say!("Rename")}
                    </button>
                    <Choose agent=this name=Signal::derive(name) is_unread />
                    <button class="link" type="button" aria-label=move || say!("Hours and rules of {name}", name = name()) on:click=move |_| shell.tell(Event::PlaceChosen(Place::Habits(this.get_value())))>
                        {say!("Hours and rules")}
                    </button>
                </Show>
                <Show when=move || may_set() && is_invited()>
                    <button class="link" type="button" data-testid="member-link" aria-label=move || say!("New link for {name}", name = name()) on:click=move |_| act(Act::InvitedAgain(this.get_value()))>
                        {say!("New link")}
                    </button>
                </Show>
                <Show when=may_set>
                    <button class="link" type="button" data-testid="member-remove" aria-label=move || say!("Remove {name}", name = name()) on:click=move |_| act(Act::RemovalAsked(this.get_value()))>
                        {say!("Remove")}
                    </button>
                </Show>
                <span role="status" class="hint" class:problem=has_failed data-testid="member-saved">{told}</span>
            </p>
            <Show when=move || renames.get()><Rename this renames before=name() /></Show>
        </li>
    }
}

/// The id of the field for a new name. Ids of agents may begin with a digit or a hyphen.
fn field(id: &AgentId) -> String {
    format!("rename-{id}")
}

#[component]
fn Rename(this: StoredValue<AgentId>, renames: RwSignal<bool>, before: String) -> impl IntoView {
    let shell = Shell::here();
    let text = RwSignal::new(before);
    let problem = RwSignal::new(None);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        match Name::parse(text.get_untracked()) {
            Ok(name) => {
                let patch = ProfilePatch { name: Some(name), role: None };
                renames.set(false);
                shell.tell(Event::Staff(Act::Changed(this.get_value(), patch)));
            }
            Err(_) => problem.set(Some(say!("Type the name that visitors see.").to_owned())),
        }
    };
    view! {
        <form class="rename" on:submit=save novalidate>
            <Field
                id=field(&this.get_value())
                label=say!("Name, as visitors see it")
                is_short=true
                text
                set=move |new| {
                    text.set(new);
                    problem.set(None);
                }
                problem
            />
            <p class="save">
                <button class="primary" type="submit" data-testid="rename-save">{say!("Save")}</button>
                <button class="quiet" type="button" on:click=move |_| renames.set(false)>{say!("Cancel")}</button>
            </p>
        </form>
    }
}
