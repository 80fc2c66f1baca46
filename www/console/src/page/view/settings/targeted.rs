//! Targeted chats: messages that rules send by themselves.

use console::say;
use console::store::Section as Part;
use console::store::form::TargetedChats;
use console::store::form::targeted::TargetedForm;
use console::words;
use leptos::prelude::*;
use wire::settings::Once;
use wire::{GroupId, TargetedId};

use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview};
use super::{Saved, Title};
use crate::page::view::keys::{focus, focus_soon};
use crate::page::view::sheet::{Area, Choice, Field, Tick, draft, edit, of};
use crate::page::{Shell, clock};

type Form = RwSignal<Option<TargetedChats>>;

#[component]
pub(super) fn Section(site: Saved, forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let form = draft(Memo::new(move |_| site.with(|site| site.as_ref().map(TargetedChats::of))));
    let change = Change::of(Part::Targeted, form, site, TargetedChats::is_valid, TargetedChats::patch);
    let count = Memo::new(move |_| of(form, |form| form.list.len()));
    let at = RwSignal::new(0);
    let said = move || of(form, |form| form.list.get(at.get()).map(|chat| chat.text.trim().to_owned()));
    let eyes =
        Eyes { said: Signal::derive(move || said().filter(|text| !text.is_empty())), ..Eyes::new(true) };
    let is_full = move || count.get() >= TargetedChats::MOST;
    let add = move |_| {
        // The random part of a message's name does as well here.
        let Some(id) = clock::message_id().and_then(|id| TargetedId::parse(id.as_str()).ok()) else { return };
        edit(form, |form| form.add(id));
        let last = count.get_untracked().saturating_sub(1);
        focus_soon(format!("#targeted-{last}-text"));
    };
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="targeted" />
            <p class="hint">{say!("A message that visitors get by themselves, for instance after 20 seconds on the page with the prices. It stands in the name of the site, and they can answer it.")}</p>
            <div class="seen">
            <fieldset disabled=move || !is_admin.get()>
                <Show when=move || count.get() == 0>
                    <p class="none" data-testid="no-targeted">{say!("No targeted chats: visitors get no message before they write.")}</p>
                </Show>
                <For each=move || 0..count.get() key=|at| *at children=move |n| view! { <Chat form at=n on:focusin=move |_| at.set(n) /> } />
                <p>
                    <button
                        class="quiet"
                        type="button"
                        id="add-targeted"
                        data-testid="add-targeted"
                        disabled=is_full
                        on:click=add
                    >
                        {say!("Add a targeted chat")}
                    </button>
                </p>
            </fieldset>
            <Show when=move || eyes.said.read().is_some()>
                <Preview name="targeted" forms eyes />
            </Show>
            </div>
            <Save change name="save-targeted" is_admin />
        </form>
    }
}

#[component]
fn Chat(form: Form, at: usize) -> impl IntoView {
    let read = move |read: fn(&TargetedForm) -> String| {
        Signal::derive(move || of(form, |form| form.list.get(at).map(read).unwrap_or_default()))
    };
    let holds = move |read: fn(&TargetedForm) -> bool| {
        Signal::derive(move || of(form, |form| form.list.get(at).is_some_and(read)))
    };
    let problem = move |read: fn(&TargetedForm) -> Option<&'static str>| {
        Signal::derive(move || of(form, |form| form.list.get(at).and_then(read).map(str::to_owned)))
    };
    let change = move |change: &dyn Fn(&mut TargetedForm)| {
        edit(form, |form| {
            if let Some(chat) = form.list.get_mut(at) {
                change(chat);
            }
        });
    };
    let text_problem = move || of(form, |form| form.list.get(at).and_then(TargetedForm::text_problem));
    let remove = move |_| {
        edit(form, |form| {
            if at < form.list.len() {
                form.list.remove(at);
            }
        });
        focus("#add-targeted");
    };
    let id = move |part: &str| format!("targeted-{at}-{part}");
    view! {
        <fieldset class="block" data-testid="targeted">
            <legend>{say!("Targeted chat {n}", n = at + 1)}</legend>
            <Tick
                name=id("on")
                title=say!("Switched on")
                is_on=holds(|chat| chat.is_on)
                set=move |is_on| change(&|chat| chat.is_on = is_on)
            />
            <Area
                id=id("text")
                label=say!("Message")
                text=read(|chat| chat.text.clone())
                set=move |text: String| change(&|chat| chat.text.clone_from(&text))
                problem=Signal::derive(text_problem)
            />
            <div class="pair">
                <Field
                    id=id("page")
                    label=say!("On pages")
                    hint=say!("Such as /pricing or /docs/*. Empty: every page.")
                    text=read(|chat| chat.page.clone())
                    set=move |text: String| change(&|chat| chat.page.clone_from(&text))
                    problem=problem(TargetedForm::page_problem)
                />
                <Field
                    id=id("after")
                    label=say!("Seconds on the page")
                    hint=say!("While the tab is in front.")
                    text=read(|chat| chat.after.clone())
                    set=move |text: String| change(&|chat| chat.after.clone_from(&text))
                    problem=problem(TargetedForm::after_problem)
                />
                <Field
                    id=id("visits")
                    label=say!("From which visit on")
                    hint=say!("1: from the first.")
                    text=read(|chat| chat.visits.clone())
                    set=move |text: String| change(&|chat| chat.visits.clone_from(&text))
                    problem=problem(TargetedForm::visits_problem)
                />
                <Field
                    id=id("languages")
                    label=say!("Languages of the browser")
                    hint=say!("Such as de, pt-br. Empty: all.")
                    text=read(|chat| chat.languages.clone())
                    set=move |text: String| change(&|chat| chat.languages.clone_from(&text))
                    problem=problem(TargetedForm::languages_problem)
                />
                <GroupChoice form at />
                <Choice
                    id=id("once")
                    label=say!("How often")
                    all=[Once::PerVisitor, Once::PerVisit].map(|once| (once, words::once(once))).to_vec()
                    chosen=Signal::derive(move || of(form, |form| form.list.get(at).map(|chat| chat.once)))
                    set=move |once| change(&|chat| chat.once = once)
                />
            </div>
            <Tick
                name=id("online")
                title=say!("Only while somebody is online")
                is_on=holds(|chat| chat.online_only)
                set=move |is_on| change(&|chat| chat.online_only = is_on)
            />
            <p><button class="link" type="button" data-testid="delete-targeted" on:click=remove>{say!("Delete this chat")}</button></p>
        </fieldset>
    }
}

#[component]
fn GroupChoice(form: Form, at: usize) -> impl IntoView {
    let shell = Shell::here();
    let groups = shell.memo(|store| {
        let groups = store.settings.as_ref().map_or(&[][..], |settings| &settings.groups);
        groups.iter().map(|group| (group.id.clone(), group.name.to_string())).collect::<Vec<_>>()
    });
    let chosen = Memo::new(move |_| of(form, |form| form.list.get(at).and_then(|chat| chat.group.clone())));
    let choose = move |event| {
        let group = GroupId::parse(event_target_value(&event)).ok();
        edit(form, |form| {
            if let Some(chat) = form.list.get_mut(at) {
                chat.group = group;
            }
        });
    };
    let id = format!("targeted-{at}-group");
    view! {
        <div class="field">
            <label for=id.clone()>{say!("Visitors of")}</label>
            <select id=id on:change=choose>
                <option value="" prop:selected=move || chosen.read().is_none()>{say!("Every group, and none")}</option>
                {move || {
                    groups
                        .get()
                        .into_iter()
                        .map(|(id, name)| {
                            let this = id.clone();
                            view! { <option value=id.to_string() prop:selected=move || chosen.read().as_ref() == Some(&this)>{name}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </div>
    }
}
