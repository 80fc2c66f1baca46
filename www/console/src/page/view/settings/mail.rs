//! Mail both ways: which visitors get, how it is set up and whether it works, what was set aside.

mod aside;
mod live;
mod setup;

use console::say;
use console::store::Section as Part;
use console::words;
use leptos::prelude::*;
use wire::mail::VisitorMail;
use wire::settings::SettingsPatch;

use super::Title;
use super::change::{Change, Save};
use super::preview::{Eyes, Forms, Preview};

#[component]
pub(super) fn Section(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    view! {
        <Choice forms is_admin />
        <Show when=move || is_admin.get()><setup::Setup /></Show>
        <aside::SetAside />
    }
}

/// Which mail visitors get (M2).
#[component]
fn Choice(forms: Forms, is_admin: Memo<bool>) -> impl IntoView {
    let Forms { saved: site, mail: form, .. } = forms;
    let change = Change::of(
        Part::Mail,
        form,
        site,
        |_| true,
        |mail, site| {
            (*mail != site.visitor_mail)
                .then(|| SettingsPatch { visitor_mail: Some(*mail), ..SettingsPatch::default() })
        },
    );
    let option = move |value: VisitorMail, id: &'static str| {
        let (title, text) = words::mail::to_visitor(value);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="visitor-mail"
                    data-testid=id
                    prop:checked=move || form.get() == Some(value)
                    on:change=move |_| form.set(Some(value))
                />
                <span><b>{title}</b><span>{text}</span></span>
            </label>
        }
    };
    view! {
        <form on:submit=change.save() novalidate>
            <Title id="mail" />
            <div class="seen">
            <fieldset disabled=move || !is_admin.get()>
                <div role="radiogroup" aria-labelledby="visitor-mail-title" class="choices">
                    <h4 id="visitor-mail-title">{say!("Mail to visitors who left an address")}</h4>
                    {option(VisitorMail::Nothing, "visitor-mail-nothing")}
                    {option(VisitorMail::Unread, "visitor-mail-unread")}
                    {option(VisitorMail::Transcripts, "visitor-mail-transcripts")}
                </div>
            </fieldset>
            <Preview name="mail" forms eyes=Eyes::new(false) is_newcomer=true />
            </div>
            <p class="hint">{say!("Which mail agents get, each says under \"My hours and rules\".")}</p>
            <Save change name="save-mail" is_admin />
        </form>
    }
}
