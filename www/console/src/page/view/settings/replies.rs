//! Saved replies: texts that agents put into an answer by their names.

use console::say;
use console::store::Section as Part;
use console::store::form::Replies;
use console::store::form::replies::ReplyForm;
use leptos::prelude::*;
use wire::settings::SavedReply;

use super::change::{Change, Save};
use super::{Saved, Title};
use crate::page::view::keys::{focus, focus_soon};
use crate::page::view::sheet::{Area, Field, draft, edit, of};
use crate::page::view::weave::weave;

type Form = RwSignal<Option<Replies>>;

#[component]
pub(super) fn Section(site: Saved, is_admin: Memo<bool>) -> impl IntoView {
    let form = draft(Memo::new(move |_| site.with(|site| site.as_ref().map(Replies::of))));
    let change = Change::of(Part::Replies, form, site, Replies::is_valid, Replies::patch);
    let count = Memo::new(move |_| of(form, |form| form.list.len()));
    let add = move |_| {
        edit(form, |form| form.list.push(ReplyForm::default()));
        focus_soon(format!("#reply-{}-name", count.get_untracked().saturating_sub(1)));
    };
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="replies" />
            <p class="hint">
                {weave!("What you often write. In an answer, {key} offers them.", key = view! { <kbd>"/"</kbd> })}" "
                {weave!(
                    "{visitor}, {agent} and {site} stand for the visitor's name or address, the name of whoever answers, and the site's.",
                    visitor = view! { <code>"{visitor}"</code> },
                    agent = view! { <code>"{agent}"</code> },
                    site = view! { <code>"{site}"</code> }
                )}
            </p>
            <fieldset disabled=move || !is_admin.get()>
                <Show when=move || count.get() == 0>
                    <p class="none" data-testid="no-replies">{say!("No saved replies yet.")}</p>
                </Show>
                <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Reply form at /> } />
                <p class="problem" role="alert">{move || of(form, Replies::problem)}</p>
                <p>
                    <button
                        class="quiet"
                        type="button"
                        id="add-reply"
                        data-testid="add-reply"
                        disabled=move || { count.get() >= SavedReply::MOST }
                        on:click=add
                    >
                        {say!("Add a reply")}
                    </button>
                </p>
            </fieldset>
            <Save change name="save-replies" is_admin />
        </form>
    }
}

#[component]
fn Reply(form: Form, at: usize) -> impl IntoView {
    let read = move |read: fn(&ReplyForm) -> String| {
        Signal::derive(move || of(form, |form| form.list.get(at).map(read).unwrap_or_default()))
    };
    let change = move |change: &dyn Fn(&mut ReplyForm)| {
        edit(form, |form| {
            if let Some(reply) = form.list.get_mut(at) {
                change(reply);
            }
        });
    };
    let problem = move |of_it: fn(&Replies, usize) -> Option<&'static str>| {
        Signal::derive(move || of(form, |form| of_it(form, at).map(str::to_owned)))
    };
    let remove = move |_| {
        edit(form, |form| {
            if at < form.list.len() {
                form.list.remove(at);
            }
        });
        focus("#add-reply");
    };
    let id = move |part: &str| format!("reply-{at}-{part}");
    view! {
        <fieldset class="block" data-testid="saved-reply">
            <legend>{say!("Reply {n}", n = at + 1)}</legend>
            <Field
                id=id("name")
                label=say!("Name")
                text=read(|reply| reply.name.clone())
                set=move |name: String| change(&|reply| reply.name.clone_from(&name))
                problem=problem(Replies::name_problem)
            />
            <Area
                id=id("text")
                label=say!("Text")
                text=read(|reply| reply.text.clone())
                set=move |text: String| change(&|reply| reply.text.clone_from(&text))
                problem=problem(Replies::text_problem)
            />
            <p><button class="link" type="button" data-testid="delete-reply" on:click=remove>{say!("Delete this reply")}</button></p>
        </fieldset>
    }
}
