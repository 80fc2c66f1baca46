//! What visitors read in the site's own words, by their language (Y2).

use console::say;
use console::store::Section as Part;
use console::store::form::TextsForm;
use console::store::form::texts::LanguageForm;
use console::words::look as words;
use leptos::prelude::*;
use wire::question::TEXTS;

use super::Title;
use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview, called};
use crate::page::view::keys::{focus, focus_soon};
use crate::page::view::sheet::{Field, edit, of};

type Form = RwSignal<Option<TextsForm>>;

#[component]
pub(super) fn Section(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let Forms { saved: site, texts: form, .. } = forms;
    let eyes = Eyes::new(true);
    let change = Change::of(Part::Texts, form, site, TextsForm::is_valid, TextsForm::patch);
    let count = Memo::new(move |_| of(form, |form| form.list.len()));
    let problem = move || of(form, TextsForm::problem);
    let is_full = move || count.get() >= TextsForm::MOST;
    let add = move |_| {
        edit(form, TextsForm::add);
        focus_soon(format!("#texts-{}-language", count.get_untracked().saturating_sub(1)));
    };
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="texts" />
            <p class="hint">
                {say!("In your own words, by the language of the page, or else of the visitor’s browser. What stays empty is said as the widget says it by itself.")}
            </p>
            <div class="seen">
            <fieldset disabled=move || !is_admin.get()>
                <Show when=move || count.get() == 0>
                    <p class="none" data-testid="no-texts">{say!("Visitors read what the widget says by itself.")}</p>
                </Show>
                <For each=move || 0..count.get() key=|at| *at children=move |at| view! { <Language form at eyes /> } />
                <p class="problem">{problem}</p>
                <p>
                    <button
                        class="quiet"
                        type="button"
                        id="add-texts"
                        data-testid="add-texts"
                        disabled=is_full
                        on:click=add
                    >
                        {say!("Add a language")}
                    </button>
                </p>
            </fieldset>
            <Preview name="texts" forms eyes />
            </div>
            <Save change name="save-texts" is_admin />
        </form>
    }
}

#[component]
fn Language(form: Form, at: usize, eyes: Eyes) -> impl IntoView {
    let change = move |change: &dyn Fn(&mut LanguageForm)| {
        edit(form, |form| {
            if let Some(one) = form.list.get_mut(at) {
                change(one);
            }
        });
    };
    let typed = Signal::derive(move || {
        of(form, |form| form.list.get(at).map(|one| one.language.clone()).unwrap_or_default())
    });
    let name = Memo::new(move |_| {
        let language = of(form, |form| form.list.get(at).and_then(LanguageForm::language));
        language.map_or_else(|| say!("No language").to_owned(), |tag| called(&tag))
    });
    let problem = Signal::derive(move || of(form, |form| form.language_problem(at).map(str::to_owned)));
    // The preview shows what is being written.
    let look = move || {
        if let Some(language) = of(form, |form| form.list.get(at).and_then(LanguageForm::language)) {
            eyes.language.set(language);
        }
    };
    let remove = move |_| {
        edit(form, |form| {
            if at < form.list.len() {
                form.list.remove(at);
            }
        });
        focus("#add-texts");
    };
    let text = move |place: usize| {
        let (key, _) = TEXTS[place];
        let read = move || {
            of(form, |form| form.list.get(at).map(|one| one.texts[place].clone()).unwrap_or_default())
        };
        let look = move |_| {
            eyes.is_open.set(place > 0);
            if place > 0 {
                eyes.is_live.set(key.ends_with("_live"));
            }
        };
        view! {
            <div on:focusin=look>
                <Field
                    id=format!("texts-{at}-{key}")
                    label=words::text(key)
                    text=Signal::derive(read)
                    set=move |text: String| change(&|one| one.texts[place].clone_from(&text))
                    problem=Signal::derive(move || of(form, |form| form.text_problem(at, place)))
                />
            </div>
        }
    };
    view! {
        <fieldset class="block" data-testid="texts" on:focusin=move |_| look() on:input=move |_| look()>
            <legend>{name}</legend>
            <Field
                id=format!("texts-{at}-language")
                label=say!("Language")
                hint=say!("Such as de or pt-br. Empty: every other language.")
                text=typed
                set=move |text: String| change(&|one| one.language.clone_from(&text))
                problem
                is_short=true
            />
            <div class="pair">{(0..TEXTS.len()).map(text).collect_view()}</div>
            <p>
                <button
                    class="link"
                    type="button"
                    data-testid="delete-texts"
                    aria-label=move || say!("Delete these texts: {language}", language = name.get())
                    on:click=remove
                >
                    {say!("Delete these texts")}
                </button>
            </p>
        </fieldset>
    }
}
