//! The site's settings and the tag to paste. Who is no admin sees them and is told why they are fixed.

use console::store::{Event, Place, Saving, setup};
use console::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::http::{Settings as Site, SettingsPatch};
use wire::{Name, WhenNobody};

use crate::page::{Shell, address, clipboard};

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    when_nobody: RwSignal<WhenNobody>,
    origins: RwSignal<String>,
}

impl Form {
    fn new() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            when_nobody: RwSignal::default(),
            origins: RwSignal::new(String::new()),
        }
    }

    fn fill(self, site: &Site) {
        self.name.set(site.name.to_string());
        self.when_nobody.set(site.when_nobody);
        self.origins.set(site.origins.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }

    /// What differs from the settings; nothing if all is as it was.
    fn patch(self, site: &Site) -> Result<Option<SettingsPatch>, ()> {
        let name = Name::parse(self.name.get()).map_err(drop)?;
        let origins = setup::origins(&self.origins.get()).map_err(drop)?;
        let when_nobody = self.when_nobody.get();
        let patch = SettingsPatch {
            name: (name != site.name).then_some(name),
            when_nobody: (when_nobody != site.when_nobody).then_some(when_nobody),
            origins: (origins != site.origins).then_some(origins),
        };
        Ok((patch != SettingsPatch::default()).then_some(patch))
    }
}

#[component]
pub(super) fn Settings() -> impl IntoView {
    let shell = Shell::here();
    let site = shell.memo(|store| store.settings.clone());
    let is_admin = shell.memo(console::store::Store::is_admin);
    let saving = shell.memo(|store| store.saving.clone());
    let form = Form::new();
    // What another admin saves shows here, unless this one is in the middle of a change.
    Effect::new(move |before: Option<Option<Site>>| {
        let now = site.get();
        let is_touched = before.flatten().is_some_and(|before| {
            untrack(|| form.patch(&before)) != Ok(None) && saving.get_untracked() != Saving::Saved
        });
        if let (Some(now), false) = (&now, is_touched) {
            form.fill(now);
        }
        now
    });
    let patch = Memo::new(move |_| site.get().map_or(Ok(None), |site| form.patch(&site)));
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Ok(Some(patch)) = patch.get_untracked() {
            shell.tell(Event::SettingsChosen(patch));
        }
    };
    let told = move || match (saving.get(), patch.get()) {
        (Saving::Busy, _) => "Saving…".to_owned(),
        (Saving::Failed(failure), _) => words::failure(&failure),
        (_, Err(())) => "Please mend what is marked.".to_owned(),
        (_, Ok(Some(_))) => "Not saved yet.".to_owned(),
        (Saving::Saved, Ok(None)) => "Saved.".to_owned(),
        (Saving::Idle, Ok(None)) => String::new(),
    };
    let can_save = move || matches!(patch.get(), Ok(Some(_))) && saving.get() != Saving::Busy;
    let has_failed = move || matches!(saving.get(), Saving::Failed(_));
    view! {
        <section class="settings" aria-label="Settings">
            <header class="head">
                <button class="quiet back" aria-label="Back to the list" on:click=move |_| shell.tell(Event::PlaceChosen(Place::Inbox))>"‹"</button>
                <h2>"Settings"</h2>
            </header>
            <form on:submit=save novalidate>
                <Show when=move || !is_admin.get()>
                    <p class="reason" data-testid="read-only">"Only an admin of this site can change these settings."</p>
                </Show>
                <fieldset disabled=move || !is_admin.get()>
                    <SiteName text=form.name />
                    <When choice=form.when_nobody />
                    <Origins text=form.origins />
                </fieldset>
                <Show when=move || is_admin.get()>
                    <p class="save">
                        <button class="primary" type="submit" data-testid="save" disabled=move || !can_save()>"Save"</button>
                        <span role="status" data-testid="saved" class:problem=has_failed>{told}</span>
                    </p>
                </Show>
            </form>
            <Snippet />
        </section>
    }
}

#[component]
fn SiteName(text: RwSignal<String>) -> impl IntoView {
    let problem = move || Name::parse(text.get()).err().map(|invalid| invalid.to_string());
    view! {
        <label for="site-name">"Name of the site"</label>
        <input
            id="site-name"
            data-testid="site-name"
            maxlength="80"
            aria-describedby="site-name-problem"
            aria-invalid=move || problem().is_some().to_string()
            bind:value=text
        />
        <p class="problem" id="site-name-problem">{problem}</p>
    }
}

#[component]
fn When(choice: RwSignal<WhenNobody>) -> impl IntoView {
    let option = move |value: WhenNobody, id: &'static str| {
        let (title, text) = words::when_nobody(value);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="when-nobody"
                    data-testid=id
                    prop:checked=move || choice.get() == value
                    on:change=move |_| choice.set(value)
                />
                <span><b>{title}</b><span>{text}</span></span>
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-labelledby="when-title" class="choices">
            <h3 id="when-title">"While nobody is online"</h3>
            {option(WhenNobody::Messaging, "when-messaging")}
            {option(WhenNobody::Hidden, "when-hidden")}
        </div>
    }
}

#[component]
fn Origins(text: RwSignal<String>) -> impl IntoView {
    let problems = move || setup::origins(&text.get()).err().unwrap_or_default();
    view! {
        <label for="origins">"Sites that may carry the widget"</label>
        <p class="hint" id="origins-hint">"One origin per line, such as https://shop.example. Pages on this server always may."</p>
        <textarea
            id="origins"
            rows="4"
            spellcheck="false"
            data-testid="origins"
            aria-describedby="origins-hint origins-problem"
            aria-invalid=move || (!problems().is_empty()).to_string()
            prop:value=move || text.get()
            on:input=move |event| text.set(event_target_value(&event))
        ></textarea>
        <ul class="problem" id="origins-problem">
            {move || {
                let line = |(line, invalid)| view! { <li>{format!("Line {line}: {invalid}")}</li> };
                problems().into_iter().map(line).collect_view()
            }}
        </ul>
    }
}

/// The tag that brings the widget to a page.
#[component]
fn Snippet() -> impl IntoView {
    let shell = Shell::here();
    let snippet = shell.store.with_untracked(|store| setup::snippet(&address::origin(), &store.site));
    let text = StoredValue::new(snippet);
    let told = RwSignal::new("");
    let copy = move |_| {
        text.with_value(|text| {
            clipboard::copy(text, move |is_done| {
                told.set(if is_done { "Copied." } else { "Copying was refused. Select the text instead." });
            });
        });
    };
    view! {
        <div class="embed">
            <h3>"On your site"</h3>
            <p class="hint">"Paste this before the end of the body of every page that should carry the widget."</p>
            <pre tabindex="0" aria-label="The tag"><code data-testid="snippet">{text.get_value()}</code></pre>
            <p class="save">
                <button class="quiet" type="button" data-testid="copy" on:click=copy>"Copy"</button>
                <span role="status">{told}</span>
            </p>
        </div>
    }
}
