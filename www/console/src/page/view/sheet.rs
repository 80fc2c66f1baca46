//! What the pages beside the inbox share: a head with a way back, forms that follow what is saved, and the
//! line that says how far saving got.

use console::say;
use console::store::{Event, Place, Saving, Section};
use console::words;
use leptos::prelude::*;

use super::keys::focus_soon;
use crate::page::Shell;

/// A page in the main pane.
#[component]
pub(super) fn Sheet(
    #[prop(into)] title: Signal<String>,
    name: &'static str,
    children: Children,
) -> impl IntoView {
    let shell = Shell::here();
    // Whoever comes by keyboard goes on here.
    focus_soon("#sheet-title".to_owned());
    view! {
        <section class="settings" aria-label=title data-testid=name>
            <header class="head">
                <button
                    class="quiet back"
                    data-testid="sheet-back"
                    aria-label=say!("Back to the list")
                    on:click=move |_| shell.tell(Event::PlaceChosen(Place::Inbox))
                >
                    "‹"
                </button>
                <h2 id="sheet-title" tabindex="-1">{title}</h2>
            </header>
            {children()}
        </section>
    }
}

/// A form over something that is saved. It follows what is saved until somebody changes it; what is changed
/// stays through every reconnection.
pub(super) fn draft<T>(saved: Memo<Option<T>>) -> RwSignal<Option<T>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let form = RwSignal::new(None);
    Effect::new(move |before: Option<Option<T>>| {
        let now = saved.get();
        let is_touched = before.is_some_and(|before| form.with_untracked(|form| *form != before));
        if !is_touched {
            form.set(now.clone());
        }
        now
    });
    form
}

/// Changes a form, if it is there.
pub(super) fn edit<T: Send + Sync + 'static>(form: RwSignal<Option<T>>, change: impl FnOnce(&mut T)) {
    form.update(|form| {
        if let Some(form) = form {
            change(form);
        }
    });
}

/// Something of a form; nothing while it is not there.
pub(super) fn of<T, R: Default>(form: RwSignal<Option<T>>, read: impl Fn(&T) -> R) -> R
where
    T: Send + Sync + 'static,
{
    form.with(|form| form.as_ref().map(&read).unwrap_or_default())
}

/// The button that saves, and how far that got.
#[component]
pub(super) fn SaveLine(
    section: Section,
    name: &'static str,
    /// The form differs from what is saved.
    #[prop(into)]
    is_changed: Signal<bool>,
    #[prop(into)] is_valid: Signal<bool>,
) -> impl IntoView {
    let shell = Shell::here();
    let saving = shell.memo(move |store| store.saving(section));
    let can_save = move || is_changed.get() && is_valid.get() && saving.get() != Saving::Busy;
    let told = move || match (saving.get(), is_changed.get(), is_valid.get()) {
        (Saving::Busy, ..) => say!("Saving…").to_owned(),
        (_, _, false) => say!("Please mend what is marked.").to_owned(),
        (Saving::Failed(failure), true, _) => say!("Not saved. {why}", why = words::failure(&failure)),
        (_, true, _) => say!("Not saved yet.").to_owned(),
        (Saving::Saved, ..) => say!("Saved.").to_owned(),
        _ => String::new(),
    };
    let has_failed = move || saving.read().failure().is_some() && is_changed.get();
    view! {
        <p class="save">
            <button class="primary" type="submit" data-testid=name disabled=move || !can_save()>{say!("Save")}</button>
            <span role="status" data-testid=format!("{name}d") class:problem=has_failed>{told}</span>
        </p>
    }
}

/// A text of several lines with its label and what is wrong with it.
#[component]
pub(super) fn Area(
    /// Its id on the page and its name in tests.
    #[prop(into)]
    id: String,
    label: &'static str,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] set: Callback<String>,
    #[prop(into)] problem: Signal<Option<String>>,
) -> impl IntoView {
    let problem_id = format!("{id}-problem");
    view! {
        <label for=id.clone()>{label}</label>
        <textarea
            id=id.clone()
            class="plain"
            rows="3"
            data-testid=id
            aria-describedby=problem_id.clone()
            aria-invalid=move || problem.read().is_some().to_string()
            prop:value=text
            on:input=move |event| set.run(event_target_value(&event))
        ></textarea>
        <p class="problem" id=problem_id>{problem}</p>
    }
}

/// A line of text with its label and what stands against it.
#[component]
pub(super) fn Field(
    /// Its id on the page and its name in tests.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional)] hint: &'static str,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] set: Callback<String>,
    #[prop(into)] problem: Signal<Option<String>>,
    /// Few characters are enough for it.
    #[prop(optional)]
    is_short: bool,
) -> impl IntoView {
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    let described = format!("{hint_id} {problem_id}");
    view! {
        <div class="field" class:short=is_short>
            <label for=id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input
                id=id.clone()
                data-testid=id
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || problem.read().is_some().to_string()
                prop:value=text
                on:input=move |event| set.run(event_target_value(&event))
            />
            <p class="problem" id=problem_id>{problem}</p>
        </div>
    }
}

/// A box to tick, with what it means.
#[component]
pub(super) fn Tick(
    #[prop(into)] name: String,
    #[prop(into)] title: String,
    #[prop(optional)] means: &'static str,
    #[prop(into)] is_on: Signal<bool>,
    #[prop(into)] set: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                data-testid=name
                prop:checked=is_on
                on:change=move |event| set.run(event_target_checked(&event))
            />
            <span><b>{title}</b>{(!means.is_empty()).then(|| view! { <span>{means}</span> })}</span>
        </label>
    }
}

/// One of a few, by a menu of the browser's.
#[component]
pub(super) fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    #[prop(into)] id: String,
    label: &'static str,
    all: Vec<(T, &'static str)>,
    #[prop(into)] chosen: Signal<Option<T>>,
    #[prop(into)] set: Callback<T>,
) -> impl IntoView {
    let values: Vec<T> = all.iter().map(|(value, _)| *value).collect();
    let choose = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|at: usize| values.get(at).copied());
        if let Some(value) = chosen {
            set.run(value);
        }
    };
    let option = move |(at, (value, name)): (usize, (T, &'static str))| {
        view! { <option value=at.to_string() prop:selected=move || chosen.get() == Some(value)>{name}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id.clone() data-testid=id on:change=choose>{all.into_iter().enumerate().map(option).collect_view()}</select>
        </div>
    }
}
