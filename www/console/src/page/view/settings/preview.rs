//! What a visitor would see of the forms as they stand, before they are saved: the widget's own parts on a stage.

use console::say;
use console::store::form::{Groups, LookForm, QuestionsForm, TextsForm};
use console::store::preview::{Drafts, LANGUAGES, Scene};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use wire::WhenNobody;
use wire::mail::VisitorMail;
use wire::question::OTHERS;

use super::{Saved, hours, site};
use crate::page::view::sheet::{draft, of};
use crate::page::{Shell, language};

#[wasm_bindgen(module = "/preview.js")]
extern "C" {
    /// Shows on a stage what is written in a text; whether it could.
    async fn preview(stage: &Element, text: &str) -> JsValue;
}

/// The forms that visitors see something of.
#[derive(Clone, Copy)]
pub(super) struct Forms {
    pub(super) saved: Saved,
    pub(super) site: RwSignal<Option<site::Form>>,
    pub(super) look: RwSignal<Option<LookForm>>,
    pub(super) texts: RwSignal<Option<TextsForm>>,
    pub(super) questions: RwSignal<Option<QuestionsForm>>,
    pub(super) groups: RwSignal<Option<Groups>>,
    pub(super) hours: RwSignal<Option<hours::Form>>,
    pub(super) mail: RwSignal<Option<VisitorMail>>,
    shell: Shell,
}

impl Forms {
    pub(super) fn over(saved: Saved) -> Self {
        fn form<T: Clone + PartialEq + Send + Sync + 'static>(
            saved: Saved,
            of: fn(&wire::settings::Settings) -> T,
        ) -> RwSignal<Option<T>> {
            draft(Memo::new(move |_| saved.with(|saved| saved.as_ref().map(of))))
        }
        Self {
            saved,
            site: form(saved, site::Form::of),
            look: form(saved, LookForm::of),
            texts: form(saved, TextsForm::of),
            questions: form(saved, QuestionsForm::of),
            groups: form(saved, Groups::of),
            hours: form(saved, hours::Form::of),
            mail: form(saved, |saved| saved.visitor_mail),
            shell: Shell::here(),
        }
    }

    fn drafts(self) -> Option<Drafts> {
        Some(Drafts {
            saved: self.saved.get()?,
            look: self.look.get()?,
            texts: self.texts.get()?,
            questions: self.questions.get()?,
            when_nobody: self.site.with(|form| form.as_ref().map(|form| form.when_nobody))?,
            groups: self.groups.get()?,
            visitor_mail: self.mail.get()?,
            back_at: self.hours.with(|form| form.as_ref()?.opens_next(self.shell)),
        })
    }
}

/// Before whose eyes: what is chosen over the stage, and what a form leads to by itself.
#[derive(Clone, Copy)]
pub(super) struct Eyes {
    pub(super) is_live: RwSignal<bool>,
    pub(super) is_open: RwSignal<bool>,
    pub(super) is_light: RwSignal<bool>,
    pub(super) language: RwSignal<String>,
    /// A message that comes by itself.
    pub(super) said: Signal<Option<String>>,
}

impl Eyes {
    pub(super) fn new(is_live: bool) -> Self {
        let mine = document().document_element().and_then(|page| page.get_attribute("lang"));
        let language =
            mine.filter(|mine| LANGUAGES.contains(&mine.as_str())).unwrap_or_else(|| "en".to_owned());
        Self {
            is_live: RwSignal::new(is_live),
            is_open: RwSignal::new(true),
            is_light: RwSignal::new(true),
            language: RwSignal::new(language),
            said: Signal::stored(None),
        }
    }

    fn scene(self) -> Scene {
        Scene {
            is_live: self.is_live.get(),
            is_open: self.is_open.get(),
            is_dark: !self.is_light.get(),
            language: self.language.get(),
            said: self.said.get(),
        }
    }
}

#[component]
pub(super) fn Preview(
    name: &'static str,
    forms: Forms,
    eyes: Eyes,
    /// As a visitor sees it who has no conversation: from them the widget may be hidden.
    #[prop(optional)]
    is_newcomer: bool,
) -> impl IntoView {
    let stage = NodeRef::<Div>::new();
    let has_failed = RwSignal::new(false);
    let is_hidden = Memo::new(move |_| {
        let hides = of(forms.site, |form| form.when_nobody == WhenNobody::Hidden);
        hides && !eyes.is_live.get()
    });
    let shown = Memo::new(move |_| {
        let (drafts, scene) = (forms.drafts()?, eyes.scene());
        let shown = if is_newcomer { drafts.newcomer(&scene) } else { Some(drafts.shown(&scene)) };
        serde_json::to_string(&shown?).ok()
    });
    Effect::new(move |_| {
        let Some((stage, text)) = stage.get().zip(shown.get()) else { return };
        spawn_local(async move {
            let is_shown = preview(&stage, &text).await.is_truthy();
            has_failed.try_set(!is_shown);
        });
    });
    let caption = format!("{name}-preview");
    let note = move || match (has_failed.get(), is_hidden.get(), is_newcomer) {
        (true, ..) => say!("The preview could not be loaded."),
        (_, true, true) => say!("Nothing: while nobody is in, there is no launcher on the page."),
        (_, true, false) => {
            say!(
                "Only visitors who have a conversation see this: from all others the widget is hidden while nobody is in."
            )
        }
        _ => "",
    };
    view! {
        <figure class="preview" data-testid=caption.clone()>
            <figcaption id=caption.clone()>{say!("What a visitor sees")}</figcaption>
            <div class="eyes">
                <Switch
                    label=say!("Who is in")
                    name=format!("{name}-live")
                    is_on=eyes.is_live
                    words=[say!("Somebody is in"), say!("Nobody is in")]
                />
                <Switch
                    label=say!("The panel")
                    name=format!("{name}-open")
                    is_on=eyes.is_open
                    words=[say!("Open", in "the panel"), say!("Closed", in "the panel")]
                />
                <Switch
                    label=say!("The visitor’s system")
                    name=format!("{name}-light")
                    is_on=eyes.is_light
                    words=[say!("Light"), say!("Dark")]
                />
                <Languages name forms eyes />
            </div>
            <div class="frame" role="img" aria-labelledby=caption.clone()>
                <div class="stage" node_ref=stage inert hidden=move || shown.read().is_none()></div>
            </div>
            <p class="hint" role="status">{note}</p>
        </figure>
    }
}

/// One of two.
#[component]
fn Switch(
    label: &'static str,
    name: String,
    is_on: RwSignal<bool>,
    /// For on, and for off.
    words: [&'static str; 2],
) -> impl IntoView {
    let button = |word: &'static str, value: bool| {
        view! {
            <button
                type="button"
                data-testid=format!("{name}-{}", if value { "yes" } else { "no" })
                aria-pressed=move || (is_on.get() == value).to_string()
                on:click=move |_| is_on.set(value)
            >
                {word}
            </button>
        }
    };
    view! { <div class="switch" role="group" aria-label=label>{button(words[0], true)} {button(words[1], false)}</div> }
}

#[component]
fn Languages(name: &'static str, forms: Forms, eyes: Eyes) -> impl IntoView {
    let all = Memo::new(move |_| {
        let mut all = of(forms.texts, TextsForm::languages);
        let chosen = eyes.language.get();
        // One whose texts were deleted is still looked at.
        if !all.contains(&chosen) {
            all.push(chosen);
        }
        all
    });
    let option = move |tag: String| {
        let (value, this) = (tag.clone(), tag.clone());
        view! { <option value=value prop:selected=move || eyes.language.read() == this>{called(&tag)}</option> }
    };
    view! {
        <select
            aria-label=say!("Language of the page")
            data-testid=format!("{name}-language")
            on:change=move |event| eyes.language.set(event_target_value(&event))
        >
            {move || all.get().into_iter().map(option).collect_view()}
        </select>
    }
}

/// What a language of the texts is called.
pub(super) fn called(tag: &str) -> String {
    if tag == OTHERS { say!("Every other language").to_owned() } else { language::called(tag) }
}
