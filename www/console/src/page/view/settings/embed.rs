//! The tag to paste, and whether a page has it as it should (W1).

use console::store::{Event, setup};
use console::words;
use console::{count, say};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::Page;
use wire::install::Finding;

use super::{CopyLine, Title};
use crate::page::view::sheet::Field;
use crate::page::view::weave::weave;
use crate::page::{Shell, address};

#[component]
pub(super) fn Section(is_admin: Memo<bool>) -> impl IntoView {
    let shell = Shell::here();
    let site = shell.store.with_untracked(|store| store.site.clone());
    let groups = shell.memo(|store| {
        let groups = store.settings.as_ref().map_or(&[][..], |settings| &settings.groups);
        groups.first().map(|group| group.id.to_string())
    });
    view! {
        <div class="embed">
            <Title id="embed" />
            <p class="hint">{say!("Paste this before the end of the body of every page that should carry the widget.")}</p>
            <Tag copy="copy" />
            <Show when=move || groups.read().is_some()>
                <p class="hint">
                    {weave!(
                        "A page whose visitors belong to one group names it in the tag: {attribute}",
                        attribute = view! { <code>{move || groups.get().map(|id| format!("data-group=\"{id}\""))}</code> }
                    )}
                </p>
            </Show>
            <p class="hint">
                <a href=format!("/try/?site={site}") target="_blank">{say!("Open a page with your widget")}</a>
                {say!(", to see it as visitors do.")}
            </p>
        </div>
        <Show when=move || is_admin.get()><Check /></Show>
    }
}

/// The tag, with a button that copies it.
#[component]
pub(in crate::page::view) fn Tag(copy: &'static str) -> impl IntoView {
    let shell = Shell::here();
    let text = shell.store.with_untracked(|store| setup::snippet(&address::origin(), &store.site));
    view! {
        <pre tabindex="0" aria-label=say!("The tag")><code data-testid="snippet">{text.clone()}</code></pre>
        <CopyLine text name=copy />
    }
}

/// Looks at a page of the site.
#[component]
fn Check() -> impl IntoView {
    let shell = Shell::here();
    let page = RwSignal::new(shell.store.with_untracked(console::store::Store::first_page));
    let install = shell.memo(|store| store.install.clone());
    let parsed = move || Page::parse(with_scheme(&page.read()));
    // A field that was not touched is not scolded.
    let problem = move || {
        let problem = parsed().err().filter(|_| !page.read().trim().is_empty());
        problem.map(|problem| words::edge::invalid(&problem))
    };
    let look = move |event: SubmitEvent| {
        event.prevent_default();
        if let Ok(page) = parsed() {
            shell.tell(Event::PageNamed(page));
        }
    };
    view! {
        <form on:submit=look novalidate data-testid="install">
            <h4>{say!("Is it installed correctly?")}</h4>
            <Field
                id="install-page"
                label=say!("A page of your site")
                hint=say!("Its HTML and its headers are looked at, as everybody gets them.")
                text=page
                set=move |text| page.set(text)
                problem=Signal::derive(problem)
            />
            <p class="save">
                <button
                    class="quiet"
                    data-testid="install-look"
                    disabled=move || install.read().is_busy || parsed().is_err()
                >
                    {say!("Look")}
                </button>
                <span role="status" data-testid="install-said">
                    {move || {
                        let install = install.read();
                        match (&install.known, &install.failure) {
                            _ if install.is_busy => say!("Looking…").to_owned(),
                            (_, Some(failure)) => words::failure(failure),
                            (Some(looked), None) => said(looked.findings.len(), &looked.page),
                            (None, None) => String::new(),
                        }
                    }}
                </span>
            </p>
            <ul class="findings">
                {move || {
                    let findings = install.read().known.as_ref().map(|looked| looked.findings.clone());
                    let line = |finding: &Finding| {
                        let (what, mend) = words::install::finding(finding);
                        view! { <li><b>{what}</b><span>{mend}</span></li> }
                    };
                    findings.unwrap_or_default().iter().map(line).collect_view()
                }}
            </ul>
        </form>
    }
}

/// People write `shop.example`.
fn with_scheme(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.contains("://") { text.to_owned() } else { format!("https://{text}") }
}

fn said(findings: usize, page: &Page) -> String {
    match findings {
        0 => say!("All is well: the widget works on {page}.", page = page),
        many => count!(many, "One thing to mend on {page}:", "{n} things to mend on {page}:", page = page),
    }
}
