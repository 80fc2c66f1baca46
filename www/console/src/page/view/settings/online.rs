//! Whether the team sees who is on the site (O1).

use console::say;
use console::store::Section as Part;
use leptos::prelude::*;
use wire::settings::SettingsPatch;

use super::change::{Change, Save};
use super::{Saved, Title};
use crate::page::view::sheet::{Tick, draft, edit, of};

#[component]
pub(super) fn Section(site: Saved, is_admin: Memo<bool>) -> impl IntoView {
    let form = draft(Memo::new(move |_| site.with(|site| site.as_ref().map(|site| site.visitors_online))));
    let change = Change::of(
        Part::Online,
        form,
        site,
        |_| true,
        |is_on, site| {
            (*is_on != site.visitors_online)
                .then(|| SettingsPatch { visitors_online: Some(*is_on), ..SettingsPatch::default() })
        },
    );
    view! {
        <form on:submit=change.save() novalidate>
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
            <Save change name="save-online" is_admin />
        </form>
    }
}
