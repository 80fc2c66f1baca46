//! Who gets a conversation, what follows when nobody answers (S1, S7, S14), what is asked at the end (B5), and
//! whether visitors send files (U6).

use console::say;
use console::store::Section as Part;
use console::store::form::Routing;
use console::words;
use leptos::prelude::*;
use wire::settings::{Assignment, WhenMissed};

use super::change::{Change, Save};
use super::{Saved, Title};
use crate::page::Shell;
use crate::page::view::sheet::{Field, draft, edit, of};

#[component]
pub(super) fn Section(site: Saved, is_admin: Memo<bool>) -> impl IntoView {
    let form = draft(Memo::new(move |_| site.with(|site| site.as_ref().map(Routing::of))));
    let change = Change::of(Part::Routing, form, site, Routing::is_valid, Routing::patch);
    let assignment = move |value: Assignment, id: &'static str| {
        let (title, text) = words::assignment(value);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="assignment"
                    data-testid=id
                    prop:checked=move || of(form, |form| form.assignment == value)
                    on:change=move |_| edit(form, |form| form.assignment = value)
                />
                <span><b>{title}</b><span>{text}</span></span>
            </label>
        }
    };
    let when_missed = move |value: WhenMissed, id: &'static str| {
        let (title, text) = words::when_missed(value);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="when-missed"
                    data-testid=id
                    prop:checked=move || of(form, |form| form.when_missed == value)
                    on:change=move |_| edit(form, |form| form.when_missed = value)
                />
                <span><b>{title}</b><span>{text}</span></span>
            </label>
        }
    };
    let problem = move |read: fn(&Routing) -> Option<&'static str>| {
        Signal::derive(move || of(form, |form| read(form).map(str::to_owned)))
    };
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="routing" />
            <fieldset disabled=move || !is_admin.get()>
                <div role="radiogroup" aria-labelledby="assignment-title" class="choices">
                    <h4 id="assignment-title">{say!("Who gets a new conversation")}</h4>
                    {assignment(Assignment::Manual, "assignment-manual")}
                    {assignment(Assignment::Automatic, "assignment-automatic")}
                </div>
                <Field
                    id="site-capacity"
                    label=say!("Open conversations per agent, at most")
                    hint=say!("Empty: no limit. An agent who has that many takes no new ones.")
                    is_short=true
                    text=Signal::derive(move || of(form, |form| form.capacity.clone()))
                    set=move |text| edit(form, |form| form.capacity = text)
                    problem=problem(Routing::capacity_problem)
                />
                <Field
                    id="overflow-after"
                    label=say!("Seconds until invisible agents may help")
                    hint=say!("An unanswered conversation is then also offered to invisible agents who asked for that.")
                    is_short=true
                    text=Signal::derive(move || of(form, |form| form.overflow_after.clone()))
                    set=move |text| edit(form, |form| form.overflow_after = text)
                    problem=problem(Routing::overflow_problem)
                />
                <Field
                    id="missed-after"
                    label=say!("Seconds until a conversation is missed")
                    hint=say!("The visitor is then told that nobody answered, and asked for an e-mail address.")
                    is_short=true
                    text=Signal::derive(move || of(form, |form| form.missed_after.clone()))
                    set=move |text| edit(form, |form| form.missed_after = text)
                    problem=problem(Routing::missed_problem)
                />
                <div role="radiogroup" aria-labelledby="missed-title" class="choices">
                    <h4 id="missed-title">{say!("When a conversation was assigned and missed")}</h4>
                    {when_missed(WhenMissed::Nothing, "missed-nothing")}
                    {when_missed(WhenMissed::Invisible, "missed-invisible")}
                </div>
                <Course form />
                <Rating form />
                <Files form />
            </fieldset>
            <Save change name="save-routing" is_admin />
        </form>
    }
}

/// What becomes of a conversation by what stands there now.
#[component]
fn Course(form: RwSignal<Option<Routing>>) -> impl IntoView {
    view! { <p class="meaning" role="status" data-testid="course">{move || of(form, words::routing::course).join(" ")}</p> }
}

#[component]
fn Rating(form: RwSignal<Option<Routing>>) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                data-testid="ask-rating"
                prop:checked=move || of(form, |form| form.ask_rating)
                on:change=move |event| edit(form, |form| form.ask_rating = event_target_checked(&event))
            />
            <span><b>{say!("Ask visitors how it was")}</b><span>{say!("Once a conversation that was answered is closed: one to five stars, and a comment.")}</span></span>
        </label>
    }
}

#[component]
fn Files(form: RwSignal<Option<Routing>>) -> impl IntoView {
    let shell = Shell::here();
    let has_bucket = shell.memo(|store| store.files);
    view! {
        <label class="choice">
            <input
                type="checkbox"
                data-testid="visitor-files"
                disabled=move || !has_bucket.get()
                prop:checked=move || has_bucket.get() && of(form, |form| form.visitor_files)
                on:change=move |event| edit(form, |form| form.visitor_files = event_target_checked(&event))
            />
            <span>
                <b>{say!("Visitors may send files")}</b>
                <span data-testid="visitor-files-means">
                    {move || if has_bucket.get() {
                        say!("Once they have written: images and anything else, 10 MB each, 20 a day. The team may always.")
                    } else {
                        say!("Files need a bucket: see FILES in wrangler.toml.")
                    }}
                </span>
            </span>
        </label>
    }
}
