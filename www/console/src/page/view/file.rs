//! Files among the messages (U8): an image as such, anything else to be saved, and what is on its way.

use console::say;
use console::store::Event;
use console::store::upload::{self, Stage};
use console::words;
use leptos::prelude::*;
use wire::MessageId;
use wire::file::File;

use super::keys::focus;
use crate::page::{Shell, address};

/// The file that a message brings. What cannot be shown as an image can be saved all the same.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn Sent(file: File, name: String) -> impl IntoView {
    let shell = Shell::here();
    let files = shell.store.with_untracked(|store| address::files(&store.site));
    let address = StoredValue::new(format!("{files}/{}", file.key));
    let length = StoredValue::new(words::file::length(file.size.into()));
    let name = StoredValue::new(name);
    let is_shown = RwSignal::new(file.media.is_image());
    let save = move || {
        view! {
            <a class="body file" href=address.get_value() download=name.get_value() data-testid="file">
                <Sheet />
                <span class="name" dir="auto">{name.get_value()}</span>
                " "
                <span class="length">{length.get_value()}</span>
            </a>
        }
    };
    view! {
        <Show when=move || is_shown.get() fallback=save>
            // Its height is known before it is there: nothing that is read moves.
            <a
                class="body picture"
                href=address.get_value()
                target="_blank"
                rel="noopener"
                title=format!("{}, {}", name.get_value(), length.get_value())
                data-testid="picture"
            >
                <img src=address.get_value() alt=name.get_value() loading="lazy" on:error=move |_| is_shown.set(false) />
            </a>
        </Show>
    }
}

/// A sheet of paper.
#[component]
fn Sheet() -> impl IntoView {
    view! {
        <svg class="sheet" viewBox="0 0 24 24" aria-hidden="true">
            <path d=r"M6 2.75h8L19.25 8v12a1.25 1.25 0 0 1-1.25 1.25H6A1.25 1.25 0 0 1 4.75 20V4A1.25 1.25 0 0 1 6 2.75ZM13.75 3v5.25H19" />
        </svg>
    }
}

/// A file that is not stored yet: how far it is, and what can be done about it.
#[component]
pub(super) fn Upload(id: MessageId) -> impl IntoView {
    let shell = Shell::here();
    let this = id.clone();
    let upload = shell.memo(move |store| store.thread()?.upload(&this).cloned());
    let stage =
        Memo::new(move |_| upload.read().as_ref().map_or(Stage::Heard, |upload| upload.stage.clone()));
    let first = upload.get_untracked();
    let name = StoredValue::new(first.as_ref().map(|upload| upload.name.clone()).unwrap_or_default());
    let length = words::file::length(first.map_or(0, |upload| upload.size));
    let id = StoredValue::new(id);
    let act = move |act: fn(MessageId) -> upload::Event| {
        shell.tell(Event::Upload(act(id.get_value())));
        // The button is gone.
        focus("[data-testid=reply]");
    };
    let look = move || match *stage.read() {
        Stage::Waiting => "waiting",
        Stage::Going(_) => "sending",
        Stage::Stored | Stage::Heard => "sent",
        Stage::Failed(_) | Stage::Unfit(_) => "failed",
    };
    let gone = move || match *stage.read() {
        Stage::Going(hundredths) => hundredths,
        Stage::Stored | Stage::Heard => 100,
        _ => 0,
    };
    let says = move || words::file::stage(&stage.read());
    view! {
        <article class="message" data-testid="upload" data-from="agent" data-own="true" data-state=look>
            <p class="by"><b>{say!("You")}</b></p>
            <div class="body file">
                <Sheet />
                <span class="name" dir="auto">{name.get_value()}</span>
                " "
                <span class="length">{length}</span>
                <Show when=move || look() != "failed">
                    <progress max="100" prop:value=gone aria-label=say!("Sending {name}", name = name.get_value())></progress>
                </Show>
            </div>
            <p class="state">
                <span class=move || if look() == "failed" { "refused" } else { "" }>
                    {move || says().0}" "{move || says().1}
                </span>
                " "
                <Show when=move || matches!(*stage.read(), Stage::Failed(_))>
                    <button class="link" data-testid="upload-retry" aria-label=say!("Retry {name}", name = name.get_value()) on:click=move |_| act(upload::Event::Retried)>
                        {say!("Retry")}
                    </button>
                    " "
                </Show>
                <Show
                    when=move || look() == "failed"
                    fallback=move || view! {
                        <Show when=move || look() != "sent">
                            <button class="link" data-testid="upload-cancel" aria-label=say!("Cancel {name}", name = name.get_value()) on:click=move |_| act(upload::Event::Dropped)>
                                {say!("Cancel")}
                            </button>
                        </Show>
                    }
                >
                    <button class="link" data-testid="upload-remove" aria-label=say!("Remove the file {name}", name = name.get_value()) on:click=move |_| act(upload::Event::Dropped)>
                        {say!("Remove")}
                    </button>
                </Show>
            </p>
        </article>
    }
}
