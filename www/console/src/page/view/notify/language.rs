//! Which language the console speaks on this device (A3).

use console::say;
use leptos::prelude::*;

use super::still;
use crate::page::language;

#[component]
pub(super) fn Section() -> impl IntoView {
    let chosen = language::chosen();
    let option = |(tag, name): (String, String)| {
        let is_chosen = tag == chosen;
        view! { <option value=tag.clone() lang=tag selected=is_chosen>{name}</option> }
    };
    view! {
        <form on:submit=still>
            <h3>{say!("Language")}</h3>
            <div class="field short">
                <label for="language">{say!("The console speaks")}</label>
                <select
                    id="language"
                    data-testid="choose-language"
                    aria-describedby="language-hint"
                    on:change=move |event| language::choose(&event_target_value(&event))
                >
                    <option value="">{say!("As this browser asks")}</option>
                    {language::all().into_iter().map(option).collect_view()}
                </select>
                <p class="hint" id="language-hint">{say!("On this device. What you have not sent yet is kept.")}</p>
            </div>
        </form>
    }
}
