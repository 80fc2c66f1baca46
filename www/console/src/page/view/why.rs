//! "Why?" (S15): what a visitor sees, by group and at a time, with the rules that lead to it; and how each
//! agent's status came about.

mod agent;

use console::say;
use console::store::people::Subject;
use console::store::{Event, Place};
use console::words;
use leptos::prelude::*;
use wire::GroupId;
use wire::team::Reason;

use super::sheet::Sheet;
use crate::page::{Shell, clock};

#[component]
pub(super) fn Why() -> impl IntoView {
    let shell = Shell::here();
    let why = shell.memo(|store| store.why.known.clone());
    let failure = shell.memo(|store| store.why.failure.as_ref().map(words::failure));
    let is_admin = shell.memo(console::store::Store::is_admin);
    let agents = Memo::new(move |_| {
        why.with(|why| {
            why.as_ref().map(|why| why.agents.iter().map(|agent| agent.id.clone()).collect::<Vec<_>>())
        })
    });
    view! {
        <Sheet title=say!("Who is in, and why") name="why">
            <div class="page">
                <Question />
                <p class="problem" role="alert">{failure}</p>
                {move || match agents.get() {
                    None if failure.read().is_some() => ().into_any(),
                    None => view! { <div class="bones" aria-label=say!("Loading")><i></i><i></i><i></i></div> }.into_any(),
                    Some(agents) => view! {
                        <Verdict why />
                        <div class="top">
                            <h3>{say!("The team")}</h3>
                            <button class="link" type="button" data-testid="staff-link" on:click=move |_| shell.tell(Event::PlaceChosen(Place::Staff))>
                                {move || if is_admin.get() { say!("Invite, roles, remove") } else { say!("Names and roles") }}
                            </button>
                        </div>
                        <ul class="people">
                            {agents
                                .into_iter()
                                .map(|id| view! { <agent::Agent id why /> })
                                .collect_view()}
                        </ul>
                        <Show when=move || why.with(|why| why.as_ref().is_some_and(|why| why.agents.is_empty()))>
                            <p class="hint">{say!("Nobody is in this group.")}</p>
                        </Show>
                    }
                    .into_any(),
                }}
            </div>
        </Sheet>
    }
}

/// For which visitors, and when.
#[component]
fn Question() -> impl IntoView {
    let shell = Shell::here();
    let subject = shell.memo(|store| store.subject.clone());
    let groups = shell.memo(|store| {
        let groups = store.settings.as_ref().map_or(&[][..], |settings| &settings.groups);
        groups.iter().map(|group| (group.id.clone(), group.name.to_string())).collect::<Vec<_>>()
    });
    let time = RwSignal::new(String::new());
    let ask = move |change: &dyn Fn(&mut Subject)| {
        let mut next = subject.get_untracked();
        change(&mut next);
        shell.tell(Event::WhyAsked(next));
    };
    let choose = move |event| {
        let group = GroupId::parse(event_target_value(&event)).ok();
        ask(&|subject| subject.group.clone_from(&group));
    };
    let set_time = move |event| {
        time.set(event_target_value(&event));
        ask(&|subject| subject.at = clock::typed(&time.get_untracked()));
    };
    let now = move |_| {
        time.set(String::new());
        ask(&|subject| subject.at = None);
    };
    view! {
        <div class="question">
            <Show when=move || !groups.read().is_empty()>
                <div class="field short">
                    <label for="why-group">{say!("Visitors of")}</label>
                    <select id="why-group" data-testid="why-group" on:change=choose>
                        <option value="" selected=move || subject.read().group.is_none()>{say!("No group")}</option>
                        {move || {
                            groups
                                .get()
                                .into_iter()
                                .map(|(id, name)| {
                                    let this = id.clone();
                                    view! {
                                        <option value=id.to_string() selected=move || subject.read().group.as_ref() == Some(&this)>
                                            {name}
                                        </option>
                                    }
                                })
                                .collect_view()
                        }}
                    </select>
                </div>
            </Show>
            <div class="field short">
                <label for="why-at">{say!("At")}</label>
                <input
                    id="why-at"
                    type="datetime-local"
                    data-testid="why-at"
                    aria-describedby="why-zone"
                    prop:value=time
                    on:change=set_time
                />
            </div>
            <button class="quiet" type="button" data-testid="why-now" on:click=now>{say!("Now")}</button>
            <p class="hint" id="why-zone">
                {move || {
                    let zone = words::time::zone(&clock::zone());
                    if subject.read().at.is_some() { say!("That is {zone}.", zone = zone) } else { say!("Empty: now. Times here are {zone}.", zone = zone) }
                }}
            </p>
        </div>
    }
}

/// What a newcomer sees, and the rules that lead to it.
#[component]
fn Verdict(why: Memo<Option<wire::team::Why>>) -> impl IntoView {
    let shell = Shell::here();
    move || {
        shell.now.track();
        let why = why.get()?;
        let (title, means) = words::mode(why.mode);
        let zone = clock::zone();
        let next = why.next.and_then(|next| {
            let when = clock::when(next.at, &zone)?;
            let (title, _) = words::mode(next.mode);
            Some(say!(
                "Next known change: {mode} {when}, {zone}.",
                mode = title,
                when = when,
                zone = words::time::zone(&zone)
            ))
        });
        let at = shell.store.with_untracked(|store| store.subject.at).and_then(|at| clock::when(at, &zone));
        let lead = at.map_or_else(
            || say!("A newcomer sees now:").to_owned(),
            |at| say!("A newcomer sees, {when}:", when = at),
        );
        let mode = match why.mode {
            wire::Mode::Live => "live",
            wire::Mode::Messaging => "messaging",
            wire::Mode::Hidden => "hidden",
        };
        Some(view! {
            <div class="verdict" data-testid="verdict" data-mode=mode role="status">
                <p class="hint">{lead}</p>
                <p class="mode"><span class="dot" data-status=if mode == "live" { "online" } else { "offline" } aria-hidden="true"></span>{title}</p>
                <p>{means}</p>
                <ul class="reasons">{why.because.iter().map(reason).collect_view()}</ul>
                <p class="next">{next.unwrap_or_else(|| say!("No further change is known. Whether a console is open then, nobody knows.").to_owned())}</p>
            </div>
        })
    }
}

/// A rule and what follows from it.
fn reason(reason: &Reason) -> impl IntoView + use<> {
    let zone = clock::zone();
    let since = reason
        .since
        .filter(|at| at.0 > 0)
        .and_then(|at| Some(say!("Since {when}.", when = clock::when(at, &zone)?)));
    let until = reason.until.and_then(|at| Some(say!("Until {when}.", when = clock::when(at, &zone)?)));
    view! {
        <li><span class="rule" title=say!("The rule's number")>{reason.rule.clone()}</span><span>{words::edge::said(&reason.text)}{since.map(|text| format!(" {text}"))}{until.map(|text| format!(" {text}"))}</span></li>
    }
}
