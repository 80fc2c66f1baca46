//! Mail within a conversation: what its messages say of it, and what came in and is no message (M3, M6, M7).

use console::say;
use console::store::Event;
use console::store::mails::{Fate, Note, Notes};
use console::words;
use leptos::prelude::*;
use wire::mail::{Incoming, Judgement};
use wire::{ReceivedId, Seq};

use super::keys::focus;
use crate::page::{Shell, clock};

/// What became of a message by mail, in the line below it.
#[component]
pub(super) fn Told(notes: Memo<Notes>) -> impl IntoView {
    move || {
        let Notes { came, went } = notes.get();
        let came = came.map(|mail| {
            view! { <span class="mailed" data-testid="by-mail">{say!("By mail")}" "<WholeMail id=mail.id /></span> }
        });
        let note = |note: Note| {
            let has_failed = matches!(note.fate, Fate::Failed(_));
            let text = words::mail::note(&note, &clock::moment(note.at));
            view! { <span class="mailed" class:refused=has_failed data-testid="mail-note">{text}</span> }
        };
        view! { {came}{went.into_iter().map(note).collect_view()} }
    }
}

/// The transcripts that ended with a message.
#[component]
pub(super) fn Transcripts(seq: Seq) -> impl IntoView {
    let shell = Shell::here();
    let notes = shell.memo(move |store| store.transcripts(seq));
    move || {
        let note = |note| view! { <p class="transcript" data-testid="transcript">{words::mail::note(&note, &clock::moment(note.at))}</p> };
        notes.get().into_iter().map(note).collect_view()
    }
}

/// A mail that did not become a message: a card where somebody is to decide, else a line.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn Aside(mail: Incoming) -> impl IntoView {
    let shell = Shell::here();
    let who = shell.store.with_untracked(|store| store.mail_name(mail.agent.as_ref()));
    let is_open = mail.judgement == Judgement::Unverified;
    let at = clock::moment(mail.at);
    let about = is_open.then(|| {
        view! {
            <p class="hint"><bdi>{words::mail::from(&mail).to_owned()}</bdi>": "<bdi>{words::mail::subject(&mail).to_owned()}</bdi></p>
        }
    });
    view! {
        <div class="aside" class:card-aside=is_open data-testid="mail-aside" data-judgement=judgement(mail.judgement)>
            <p>{words::mail::aside(&mail, &who)}" "<time>{at}</time></p>
            {about}
            <p class="verdicts">
                <WholeMail id=mail.id.clone() />
                <Verdicts mail=mail.clone() are_big=is_open then="[data-testid=messages]" />
            </p>
        </div>
    }
}

/// The button that opens the whole text.
#[component]
pub(super) fn WholeMail(id: ReceivedId) -> impl IntoView {
    let shell = Shell::here();
    view! {
        <button class="link" type="button" data-testid="whole-mail" on:click=move |_| shell.tell(Event::MailOpened(id.clone()))>
            {say!("Whole mail")}
        </button>
    }
}

/// The buttons that say what becomes of a mail that was set aside.
#[component]
pub(super) fn Verdicts(
    mail: Incoming,
    /// They are the matter at hand, not one line of many.
    #[prop(optional)]
    are_big: bool,
    /// What takes the focus, since these buttons leave with the mail.
    #[prop(optional)]
    then: &'static str,
) -> impl IntoView {
    let shell = Shell::here();
    let who = shell.store.with_untracked(|store| store.mail_name(mail.agent.as_ref()));
    let id = StoredValue::new(mail.id);
    let is_busy = shell.memo(move |store| id.with_value(|id| store.is_judging(id)));
    let judge = move |confirm| {
        shell.tell(Event::MailJudged(id.get_value(), confirm));
        if !then.is_empty() {
            focus(then);
        }
    };
    let class = if are_big { "quiet" } else { "link" };
    let confirm = (mail.judgement == Judgement::Unverified).then(|| {
        view! {
            <button class=class type="button" data-testid="confirm-mail" disabled=is_busy on:click=move |_| judge(true)>
                {words::mail::confirm(&who)}
            </button>
        }
    });
    view! {
        {confirm}
        <button class=class type="button" data-testid="discard-mail" disabled=is_busy on:click=move |_| judge(false)>
            {say!("Put away")}
        </button>
    }
}

/// As tests and sheets call it.
fn judgement(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Taken => "taken",
        Judgement::Unverified => "unverified",
        Judgement::Automatic => "automatic",
        Judgement::Bounced => "bounced",
        Judgement::Forged => "forged",
        Judgement::Unknown => "unknown",
        Judgement::Expired => "expired",
        Judgement::Empty => "empty",
        Judgement::Discarded => "discarded",
        Judgement::Blocked => "blocked",
    }
}
