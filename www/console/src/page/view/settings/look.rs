//! How the widget looks: its colour, where it stands, what is on its launcher.

use console::say;
use console::store::Section as Part;
use console::store::form::LookForm;
use console::words::look as words;
use leptos::prelude::*;
use wire::style::{Icon, Side, Style, Theme};

use super::Title;
use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview};
use crate::page::view::sheet::{Choice, Field, edit, of};
use crate::page::view::weave::weave;

type Form = RwSignal<Option<LookForm>>;

#[component]
pub(super) fn Section(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let Forms { saved: site, look: form, .. } = forms;
    let eyes = Eyes::new(true);
    let change = Change::of(Part::Look, form, site, |form| form.style().is_some(), LookForm::patch);
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="look" />
            <p class="hint">
                {weave!(
                    "A page may look otherwise by its tag: {attributes}.",
                    attributes = view! { <code>{Style::NAMES.map(|name| format!("data-{name}")).join(", ")}</code> }
                )}
            </p>
            <div class="seen">
                <fieldset disabled=move || !is_admin.get()>
                    <Fields form />
                </fieldset>
                <Preview name="look" forms eyes is_newcomer=true />
            </div>
            <Save change name="save-look" is_admin />
        </form>
    }
}

#[component]
fn Fields(form: Form) -> impl IntoView {
    let text =
        move |read: fn(&LookForm) -> &String| Signal::derive(move || of(form, |form| read(form).clone()));
    let set = move |place: fn(&mut LookForm) -> &mut String| {
        Callback::new(move |text: String| edit(form, |form| *place(form) = text))
    };
    let problem = move |read: fn(&LookForm) -> Option<&'static str>| {
        Signal::derive(move || of(form, |form| read(form).map(str::to_owned)))
    };
    let themes = [Theme::Auto, Theme::Light, Theme::Dark].map(|theme| (theme, words::theme(theme)));
    let sides = [Side::End, Side::Start].map(|side| (side, words::side(side)));
    let icons = Icon::ALL.map(|icon| (icon, words::icon(icon)));
    view! {
        <div class="pair">
            <div class="swatch">
                <Field
                    id="look-color"
                    label=say!("Colour")
                    hint=say!("Such as #2266ee. Empty: amber. What would be hard to read in it is made readable.")
                    text=text(|form| &form.color)
                    set=set(|form| &mut form.color)
                    problem=problem(LookForm::color_problem)
                />
                <input
                    type="color"
                    aria-label=say!("Pick the colour")
                    data-testid="look-pick"
                    prop:value=move || of(form, |form| form.color().map_or_else(|| "#ffb938".to_owned(), Into::into))
                    on:input=move |event| edit(form, |form| form.color = event_target_value(&event))
                />
            </div>
            <Choice
                id="look-theme"
                label=say!("Light or dark")
                all=themes.to_vec()
                chosen=Signal::derive(move || of(form, |form| Some(form.theme)))
                set=move |theme| edit(form, |form| form.theme = theme)
            />
            <Choice
                id="look-side"
                label=say!("Corner")
                all=sides.to_vec()
                chosen=Signal::derive(move || of(form, |form| Some(form.side)))
                set=move |side| edit(form, |form| form.side = side)
            />
            <Choice
                id="look-icon"
                label=say!("On the launcher")
                all=icons.to_vec()
                chosen=Signal::derive(move || of(form, |form| Some(form.icon)))
                set=move |icon| edit(form, |form| form.icon = icon)
            />
            <Field
                id="look-x"
                label=say!("Pixels from the side")
                text=text(|form| &form.x)
                set=set(|form| &mut form.x)
                problem=problem(LookForm::x_problem)
            />
            <Field
                id="look-y"
                label=say!("Pixels from the bottom")
                text=text(|form| &form.y)
                set=set(|form| &mut form.y)
                problem=problem(LookForm::y_problem)
            />
            <Field
                id="look-size"
                label=say!("Height of the launcher")
                hint=say!("Pixels, 44 to 80.")
                text=text(|form| &form.size)
                set=set(|form| &mut form.size)
                problem=problem(LookForm::size_problem)
            />
            <Field
                id="look-radius"
                label=say!("Roundness of corners")
                hint=say!("Pixels, 0 to 32. Empty: a round launcher.")
                text=text(|form| &form.radius)
                set=set(|form| &mut form.radius)
                problem=problem(LookForm::radius_problem)
            />
        </div>
    }
}
