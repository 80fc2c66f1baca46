//! Whether the team sees who is on the site (O1).

use console::say;
use console::store::{Event, Section as Part};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::settings::SettingsPatch;

use super::{Saved, Title};
use crate::page::Shell;
use crate::page::view::sheet::{SaveLine, Tick, draft, edit, of};

#[component]
pub(super) fn Section(site: Saved, is_admin: Memo<bool>) -> impl IntoView {
    let shell = Shell::here();
    let saved = Memo::new(move |_| site.with(|site| site.as_ref().map(|site| site.visitors_online)));
    let form = draft(saved);
    let is_changed = Memo::new(move |_| form.get() != saved.get());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if is_changed.get_untracked() {
            let patch = SettingsPatch { visitors_online: form.get_untracked(), ..SettingsPatch::default() };
            shell.tell(Event::SettingsChosen(Part::Online, patch));
        }
    };
    view! {
        <form on:submit=save novalidate>
            <Title id="online" />
            <p class="hint">
                {say!("This tells your team about people who never wrote to you: which page each of them looks at, and since when. Nothing of it is kept, and nothing is stored in their browsers. Your privacy notice may have to say so.")}
            </p>
            <fieldset disabled=move || !is_admin.get()>
                <Tick
                    name="visitors-online"
                    title=say!("Show the team who is on the site now")
                    means=say!("Agents who are online can then start a chat. Pages that are open already are listed once they are loaded again.")
                    is_on=Signal::derive(move || of(form, |is_on| *is_on))
                    set=move |is_on| edit(form, |form| *form = is_on)
                />
            </fieldset>
            <Show when=move || is_admin.get()>
                <SaveLine section=Part::Online name="save-online" is_changed is_valid=true />
            </Show>
        </form>
    }
}
