//! The groups of the team, and whether visitors are asked for one.

use console::say;
use console::store::Section as Part;
use console::store::form::Groups;
use console::store::form::groups::GroupForm;
use leptos::prelude::*;

use super::Title;
use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview};
use crate::page::Shell;
use crate::page::view::keys::{focus, focus_soon};
use crate::page::view::sheet::{Field, Tick, edit, of};

type Form = RwSignal<Option<Groups>>;

#[component]
pub(super) fn Section(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let Forms { saved: site, groups: form, .. } = forms;
    let change = Change::of(Part::Groups, form, site, Groups::is_valid, Groups::patch);
    let count = Memo::new(move |_| of(form, |form| form.list.len()));
    let eyes = Eyes::new(true);
    let is_full = move || count.get() >= Groups::MOST;
    let add = move |_| {
        edit(form, Groups::add);
        let last = count.get_untracked().saturating_sub(1);
        focus_soon(format!("#group-{last}-name"));
    };
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="groups" />
            <p class="hint">{say!("A group takes one kind of visitor, such as sales or support. What visitors of a group see depends on its members alone.")}</p>
            <div class="seen">
            <fieldset disabled=move || !is_admin.get()>
                <Show when=move || count.get() == 0>
                    <p class="none" data-testid="no-groups">{say!("No groups: every agent takes every visitor.")}</p>
                </Show>
                <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Group form at /> } />
                <p>
                    <button class="quiet" type="button" id="add-group" data-testid="add-group" disabled=is_full on:click=add>
                        {say!("Add a group")}
                    </button>
                </p>
                <Tick
                    name="ask-group"
                    title=say!("Ask visitors for a group")
                    means=say!("In the widget, before the first message. Private groups are not offered.")
                    is_on=Signal::derive(move || of(form, |form| form.asks))
                    set=move |is_on| edit(form, |form| form.asks = is_on)
                />
            </fieldset>
            <Show when=move || count.get() != 0>
                <Preview name="groups" forms eyes />
            </Show>
            </div>
            <Save change name="save-groups" is_admin />
        </form>
    }
}

#[component]
fn Group(form: Form, at: usize) -> impl IntoView {
    let shell = Shell::here();
    let with = move |read: fn(&GroupForm) -> String| {
        of(form, |form| form.list.get(at).map(read).unwrap_or_default())
    };
    let team = shell.memo(|store| {
        store.team.iter().map(|agent| (agent.id.clone(), agent.name.to_string())).collect::<Vec<_>>()
    });
    let is_saved = move || of(form, |form| form.list.get(at).is_some_and(|group| group.is_saved));
    let change = move |change: &dyn Fn(&mut GroupForm)| {
        edit(form, |form| {
            if let Some(group) = form.list.get_mut(at) {
                change(group);
            }
        });
    };
    let asks = RwSignal::new(false);
    let remove = move |_| {
        asks.set(false);
        edit(form, |form| {
            if at < form.list.len() {
                form.list.remove(at);
            }
        });
        focus("#add-group");
    };
    let warn = move |_| {
        // One that was never saved is nobody's loss.
        if is_saved() { asks.set(true) } else { edit(form, |form| drop(form.list.remove(at))) }
    };
    view! {
        <fieldset class="block" data-testid="group">
            <legend>{move || with(|group| if group.name.is_empty() { say!("New group").to_owned() } else { group.name.clone() })}</legend>
            <div class="pair">
                <Field
                    id=format!("group-{at}-name")
                    label=say!("Name")
                    text=Signal::derive(move || with(|group| group.name.clone()))
                    set=move |text| edit(form, |form| form.rename(at, text))
                    problem=Signal::derive(move || of(form, |form| form.name_problem(at).map(str::to_owned)))
                />
                <Show
                    when=is_saved
                    fallback=move || view! {
                        <Field
                            id=format!("group-{at}-id")
                            label=say!("Id, as pages name it")
                            text=Signal::derive(move || with(|group| group.id.clone()))
                            set=move |text: String| change(&|group| {
                                group.id.clone_from(&text);
                                group.is_id_typed = true;
                            })
                            problem=Signal::derive(move || of(form, |form| form.id_problem(at).map(str::to_owned)))
                        />
                    }
                >
                    <div class="field"><p class="label">{say!("Id, as pages name it")}</p><p><code>{move || with(|group| group.id.clone())}</code></p></div>
                </Show>
            </div>
            <Tick
                name=format!("group-{at}-private")
                title=say!("Private")
                means=say!("Visitors cannot pick it. Pages can name it, and agents can hand conversations to it.")
                is_on=Signal::derive(move || of(form, |form| form.list.get(at).is_some_and(|group| group.is_private)))
                set=move |is_on| change(&|group| group.is_private = is_on)
            />
            <p class="label">{say!("Members")}</p>
            <div class="ticks">
                <For
                    each=move || team.get()
                    key=Clone::clone
                    children=move |(agent, name)| {
                        let (read, write) = (agent.clone(), agent.clone());
                        view! {
                            <Tick
                                name=format!("group-{at}-{agent}")
                                title=name
                                is_on=Signal::derive(move || of(form, |form| {
                                    form.list.get(at).is_some_and(|group| group.agents.contains(&read))
                                }))
                                set=move |is_in| edit(form, |form| form.set_member(at, &write, is_in))
                            />
                        }
                    }
                />
            </div>
            <Show
                when=move || asks.get()
                fallback=move || view! {
                    <p><button class="link" type="button" data-testid="delete-group" on:click=warn>{say!("Delete this group")}</button></p>
                }
            >
                <div class="reason" role="alert">
                    <p>{say!("Pages that name this group, and conversations that are for it, go to the whole team then. It is gone once you save.")}</p>
                    <p class="save">
                        <button class="primary" type="button" data-testid="delete-group-yes" on:click=remove>{say!("Delete")}</button>
                        <button class="quiet" type="button" on:click=move |_| asks.set(false)>{say!("Keep")}</button>
                    </p>
                </div>
            </Show>
        </fieldset>
    }
}
