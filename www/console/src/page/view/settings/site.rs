//! The site's name, what visitors see while nobody is in (S2), and where the widget may be.

use console::say;
use console::store::{Section as Part, setup};
use console::words;
use leptos::prelude::*;
use wire::settings::{Settings, SettingsPatch};
use wire::{Name, WhenNobody};

use super::Title;
use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview};
use crate::page::view::sheet::{Field, edit, of};

/// What the form holds.
#[derive(Clone, PartialEq)]
pub(super) struct Form {
    name: String,
    pub(super) when_nobody: WhenNobody,
    origins: String,
}

impl Form {
    pub(super) fn of(site: &Settings) -> Self {
        Self {
            name: site.name.to_string(),
            when_nobody: site.when_nobody,
            origins: site.origins.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        }
    }

    fn is_valid(&self) -> bool {
        Name::parse(self.name.as_str()).is_ok() && setup::origins(&self.origins).is_ok()
    }

    /// What differs from the settings; nothing if all is as it was.
    fn patch(&self, site: &Settings) -> Option<SettingsPatch> {
        let name = Name::parse(self.name.as_str()).ok()?;
        let origins = setup::origins(&self.origins).ok()?;
        let patch = SettingsPatch {
            name: (name != site.name).then_some(name),
            when_nobody: (self.when_nobody != site.when_nobody).then_some(self.when_nobody),
            origins: (origins != site.origins).then_some(origins),
            ..SettingsPatch::default()
        };
        (patch != SettingsPatch::default()).then_some(patch)
    }
}

#[component]
pub(super) fn Section(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let Forms { saved: site, site: form, .. } = forms;
    let eyes = Eyes::new(false);
    let change = Change::of(Part::Site, form, site, Form::is_valid, Form::patch);
    let name_problem =
        move || of(form, |form| Name::parse(form.name.as_str()).err().map(|bad| words::edge::invalid(&bad)));
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="site" />
            <div class="seen">
            <fieldset disabled=move || !is_admin.get()>
                <Field
                    id="site-name"
                    label=say!("Name of the site")
                    text=Signal::derive(move || of(form, |form| form.name.clone()))
                    set=move |text| edit(form, |form| form.name = text)
                    problem=Signal::derive(name_problem)
                />
                <When form on:change=move |_| eyes.is_live.set(false) />
                <Origins form />
            </fieldset>
            <Preview name="site" forms eyes is_newcomer=true />
            </div>
            <Save change name="save" is_admin />
        </form>
    }
}

#[component]
fn When(form: RwSignal<Option<Form>>) -> impl IntoView {
    let option = move |value: WhenNobody, id: &'static str| {
        let (title, text) = words::when_nobody(value);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="when-nobody"
                    data-testid=id
                    prop:checked=move || of(form, |form| form.when_nobody == value)
                    on:change=move |_| edit(form, |form| form.when_nobody = value)
                />
                <span><b>{title}</b><span>{text}</span></span>
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-labelledby="when-title" class="choices">
            <h4 id="when-title">{say!("While nobody is online")}</h4>
            {option(WhenNobody::Messaging, "when-messaging")}
            {option(WhenNobody::Hidden, "when-hidden")}
        </div>
    }
}

#[component]
fn Origins(form: RwSignal<Option<Form>>) -> impl IntoView {
    let problems = move || of(form, |form| setup::origins(&form.origins).err().unwrap_or_default());
    view! {
        <label for="origins">{say!("Sites that may carry the widget")}</label>
        <p class="hint" id="origins-hint">{say!("One origin per line, such as https://shop.example. Pages on this server always may.")}</p>
        <textarea
            id="origins"
            rows="4"
            spellcheck="false"
            data-testid="origins"
            aria-describedby="origins-hint origins-problem"
            aria-invalid=move || (!problems().is_empty()).to_string()
            prop:value=move || of(form, |form| form.origins.clone())
            on:input=move |event| edit(form, |form| form.origins = event_target_value(&event))
        ></textarea>
        <ul class="problem" id="origins-problem">
            {move || {
                let line = |(line, invalid): (usize, wire::Invalid)| view! { <li>{say!("Line {n}: {problem}", n = line, problem = words::edge::invalid(&invalid))}</li> };
                problems().into_iter().map(line).collect_view()
            }}
        </ul>
        <p class="meaning" role="status" data-testid="origins-meaning">
            {move || of(form, |form| setup::origins(&form.origins).map(|list| words::site::origins(&list)).unwrap_or_default())}
        </p>
    }
}
