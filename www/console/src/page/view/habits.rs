//! An agent's hours and rules (S7, S9, S10): one's own, and as an admin those of colleagues.

use console::say;
use console::store::form::HabitsForm;
use console::store::{Event, Section};
use console::words;
use console::words::time::Of;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::AgentId;
use wire::mail::AgentMail;

use super::sheet::{Field, SaveLine, Sheet, Tick, draft, edit, of};
use super::week::{Editor, Timetable};
use crate::page::Shell;

#[component]
pub(super) fn Habits(agent: AgentId) -> impl IntoView {
    let shell = Shell::here();
    let id = StoredValue::new(agent);
    let saved = shell.memo(move |store| store.habits(&id.get_value()).cloned());
    let failure = shell.memo(|store| store.roster.failure.as_ref().map(words::failure));
    let title = shell.memo(move |store| match store.name_of(&id.get_value()) {
        Some(name) if !store.is_me(&id.get_value()) => say!("Hours and rules of {name}", name = name),
        _ => say!("My hours and rules").to_owned(),
    });
    let is_there = Memo::new(move |_| saved.read().is_some());
    view! {
        <Sheet title name="habits">
            <Show
                when=move || is_there.get()
                fallback=move || match failure.get() {
                    Some(text) => view! { <p class="pad problem" role="alert">{text}</p> }.into_any(),
                    None => view! { <div class="bones pad" aria-label=say!("Loading")><i></i><i></i><i></i></div> }.into_any(),
                }
            >
                <Form id saved />
            </Show>
        </Sheet>
    }
}

#[component]
fn Form(id: StoredValue<AgentId>, saved: Memo<Option<wire::team::Habits>>) -> impl IntoView {
    let shell = Shell::here();
    let form = draft(Memo::new(move |_| saved.get().map(|habits| HabitsForm::of(&habits))));
    let is_valid = move || of(form, HabitsForm::is_valid);
    let patch = Memo::new(move |_| form.get().zip(saved.get()).and_then(|(form, saved)| form.patch(&saved)));
    // What is half written is a change, too; what says the same in other words is none.
    let is_changed = Memo::new(move |_| !is_valid() || patch.read().is_some());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(patch) = patch.get_untracked().filter(|_| is_valid()) {
            shell.tell(Event::HabitsChosen(id.get_value(), patch));
        }
    };
    let week = Memo::new(move |_| form.with(|form| form.as_ref().and_then(|form| form.week.clone())));
    let write = Callback::new(move |week| edit(form, |form| form.week = week));
    let table = Timetable::new(Of::Agent, week, write);
    let is_admin = shell.memo(console::store::Store::is_admin);
    let is_own = shell.store.with_untracked(|store| store.is_me(&id.get_value()));
    let mail_to = shell.memo(move |store| {
        let name = store.name_of(&id.get_value()).filter(|_| !store.is_me(&id.get_value()));
        match name {
            Some(name) => say!("Mail to {name}", name = name),
            None => say!("Mail to me").to_owned(),
        }
    });
    view! {
        <form on:submit=save novalidate>
            <h3>{say!("Activity hours")}</h3>
            <p class="hint">
                {say!("When they begin, the status becomes Online by itself; when they end, Offline. What is chosen by hand in between stands until the next of these.")}
            </p>
            <Editor table />
            <h3>{say!("When there is no input")}</h3>
            <Tick
                name="idle-on"
                title=say!("Set offline when there is no input for a while")
                means=say!("Keys, pointer and touch in this console count, on every device.")
                is_on=Signal::derive(move || of(form, |form| form.is_idle_on))
                set=move |is_on| edit(form, |form| form.is_idle_on = is_on)
            />
            <Show when=move || of(form, |form| form.is_idle_on)>
                <Field
                    id="idle-after"
                    label=say!("Minutes without input")
                    is_short=true
                    text=Signal::derive(move || of(form, |form| form.idle.clone()))
                    set=move |text| edit(form, |form| form.idle = text)
                    problem=Signal::derive(move || of(form, |form| form.idle_problem().map(str::to_owned)))
                />
                <Tick
                    name="returns"
                    title=say!("Set me online again when I am back")
                    means=say!("Otherwise a button asks.")
                    is_on=Signal::derive(move || of(form, |form| form.returns))
                    set=move |is_on| edit(form, |form| form.returns = is_on)
                />
            </Show>
            <h3>{say!("While invisible")}</h3>
            <Tick
                name="overflow"
                title=say!("Offer me conversations when online agents are slow")
                is_on=Signal::derive(move || of(form, |form| form.overflow))
                set=move |is_on| edit(form, |form| form.overflow = is_on)
            />
            <h3 id="mail-title">{mail_to}</h3>
            <div role="radiogroup" aria-labelledby="mail-title" class="choices">
                {[AgentMail::Off, AgentMail::Missed, AgentMail::Transcripts]
                    .map(|value| {
                        let (title, text) = words::mail::to_agent(value, is_own);
                        view! {
                            <label class="choice">
                                <input
                                    type="radio"
                                    name="agent-mail"
                                    data-testid=format!("mail-{}", words::mail::to_agent_id(value))
                                    prop:checked=move || of(form, |form| form.mail == value)
                                    on:change=move |_| edit(form, |form| form.mail = value)
                                />
                                <span><b>{title}</b><span>{text}</span></span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <Show when=move || is_admin.get()>
                <h3>{say!("Capacity")}</h3>
                <Field
                    id="capacity"
                    label=say!("Open conversations at a time, at most")
                    hint=say!("Empty: the number in the settings of the site.")
                    is_short=true
                    text=Signal::derive(move || of(form, |form| form.capacity.clone()))
                    set=move |text| edit(form, |form| form.capacity = text)
                    problem=Signal::derive(move || of(form, |form| form.capacity_problem().map(str::to_owned)))
                />
            </Show>
            <SaveLine section=Section::Habits name="save-habits" is_changed is_valid=Signal::derive(is_valid) />
        </form>
    }
}
