//! What visitors are asked before their first message (Y3), for Live Chat and for messages apart.

use console::say;
use console::store::Section as Part;
use console::store::form::QuestionsForm;
use console::store::form::questions::{AskForm, Kind, QuestionForm};
use console::words::look as words;
use leptos::prelude::*;
use wire::question::Question;

use super::Title;
use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview};
use crate::page::view::keys::{focus, focus_soon};
use crate::page::view::sheet::{Area, Choice, Field, Tick, edit, of};

type Form = RwSignal<Option<QuestionsForm>>;

/// Which of the two forms, and which question in it.
#[derive(Clone, Copy)]
struct Place(usize, usize);

impl Place {
    fn id(self, part: &str) -> String {
        format!("ask-{}-{}-{part}", self.0, self.1)
    }
}

#[component]
pub(super) fn Section(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let Forms { saved: site, questions: form, .. } = forms;
    let eyes = Eyes::new(true);
    // The preview shows the form that is being written.
    let look = move |is_live: bool| {
        eyes.is_live.set(is_live);
        eyes.is_open.set(true);
    };
    let change = Change::of(Part::Questions, form, site, QuestionsForm::is_valid, QuestionsForm::patch);
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="questions" />
            <p class="hint">
                {say!("The panel asks them once, before a visitor’s first message. The answers stand beside the conversation, and the search finds them.")}
            </p>
            <div class="seen">
                <fieldset disabled=move || !is_admin.get()>
                    <Asked form which=0 title=say!("While somebody is in") on:focusin=move |_| look(true) />
                    <Asked form which=1 title=say!("While nobody is in") on:focusin=move |_| look(false) />
                </fieldset>
                <Preview name="questions" forms eyes />
            </div>
            <Save change name="save-questions" is_admin />
        </form>
    }
}

#[component]
fn Asked(form: Form, which: usize, title: &'static str) -> impl IntoView {
    let count = Memo::new(move |_| of(form, |form| form.forms[which].list.len()));
    let is_full = move || count.get() >= Question::MOST;
    let add = move |_| {
        edit(form, |form| form.forms[which].add());
        focus_soon(format!("#{}", Place(which, count.get_untracked().saturating_sub(1)).id("kind")));
    };
    let title_id = format!("ask-{which}-title");
    view! {
        <div class="asked" role="group" aria-labelledby=title_id.clone()>
            <h4 id=title_id.clone()>{title}</h4>
            <Show when=move || count.get() == 0>
                <p class="none">{say!("Nothing is asked.")}</p>
            </Show>
            <For
                each=move || 0..count.get()
                key=|at| *at
                children=move |at| view! { <One form place=Place(which, at) count /> }
            />
            <p>
                <button
                    class="quiet"
                    type="button"
                    id=format!("add-ask-{which}")
                    data-testid=format!("add-ask-{which}")
                    disabled=is_full
                    on:click=add
                >
                    {say!("Add a question")}
                </button>
            </p>
        </div>
    }
}

#[component]
fn One(form: Form, place: Place, count: Memo<usize>) -> impl IntoView {
    let Place(which, at) = place;
    let read = move |read: fn(&QuestionForm) -> String| {
        Signal::derive(move || of(form, |form| form.forms[which].list.get(at).map(read).unwrap_or_default()))
    };
    let change = move |change: &dyn Fn(&mut QuestionForm)| {
        edit(form, |form| {
            if let Some(one) = form.forms[which].list.get_mut(at) {
                change(one);
            }
        });
    };
    let kind = Memo::new(move |_| of(form, |form| form.forms[which].list.get(at).map(|one| one.kind)));
    let is_own = move || kind.get().is_some_and(Kind::is_own);
    let ask_problem =
        Signal::derive(move || of(form, |form| form.forms[which].ask_problem(at).map(str::to_owned)));
    let options_problem = Signal::derive(move || {
        of(form, |form| form.forms[which].list.get(at).and_then(QuestionForm::options_problem))
    });
    let required = Signal::derive(move || {
        of(form, |form| form.forms[which].list.get(at).is_some_and(|one| one.required))
    });
    view! {
        <fieldset class="block" data-testid="question">
            <legend>{say!("Question {n}", n = at + 1)}</legend>
            <Choice
                id=place.id("kind")
                label=say!("Asks for")
                all=Kind::ALL.map(|kind| (kind, words::kind(kind))).to_vec()
                chosen=kind
                set=move |kind| change(&|one| one.kind = kind)
            />
            <Show when=is_own>
                <Field
                    id=place.id("ask")
                    label=say!("Question")
                    text=read(|one| one.ask.clone())
                    set=move |text: String| change(&|one| one.ask.clone_from(&text))
                    problem=ask_problem
                />
            </Show>
            // A name or an address that is asked for twice.
            <p class="problem" role="status">{move || ask_problem.get().filter(|_| !is_own())}</p>
            <Show when=move || kind.get() == Some(Kind::Choice)>
                <Area
                    id=place.id("options")
                    label=say!("Answers to choose from, one a line")
                    text=read(|one| one.options.clone())
                    set=move |text: String| change(&|one| one.options.clone_from(&text))
                    problem=options_problem
                />
            </Show>
            <Tick
                name=place.id("required")
                title=say!("Has to be answered")
                is_on=required
                set=move |is_on| change(&|one| one.required = is_on)
            />
            <Order form place count />
        </fieldset>
    }
}

/// Moves a question up or down, or away. The focus goes with it.
#[component]
fn Order(form: Form, place: Place, count: Memo<usize>) -> impl IntoView {
    let Place(which, at) = place;
    let is_last = move || at + 1 >= count.get();
    let go = move |to: usize, part: &'static str| {
        edit(form, |form| form.forms[which].swap(at, to));
        // At the end of its way the button is off: the one back is not.
        let is_there = to == 0 || to + 1 >= count.get_untracked();
        let back = if part == "up" { "down" } else { "up" };
        focus_soon(format!("#{}", Place(which, to).id(if is_there { back } else { part })));
    };
    let remove = move |_| {
        edit(form, |form| {
            let AskForm { list } = &mut form.forms[which];
            if at < list.len() {
                list.remove(at);
            }
        });
        focus(&format!("#add-ask-{which}"));
    };
    let n = at + 1;
    view! {
        <p class="order">
            <button
                class="quiet"
                type="button"
                id=place.id("up")
                data-testid=place.id("up")
                aria-label=say!("Move question {n} up", n = n)
                disabled=at == 0
                on:click=move |_| go(at.saturating_sub(1), "up")
            >
                "↑"
            </button>
            <button
                class="quiet"
                type="button"
                id=place.id("down")
                data-testid=place.id("down")
                aria-label=say!("Move question {n} down", n = n)
                disabled=is_last
                on:click=move |_| go(at + 1, "down")
            >
                "↓"
            </button>
            <button
                class="link"
                type="button"
                data-testid=place.id("delete")
                aria-label=say!("Delete this question: {n}", n = n)
                on:click=remove
            >
                {say!("Delete this question")}
            </button>
        </p>
    }
}
