//! What is known of the visitor, beside the conversation: a column where there is room, else behind a button.

mod others;
mod told;
mod who;

use console::say;
use console::store::Event;
use console::words;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wire::rating::Rating;
use wire::{AgentId, ConversationId};

use self::others::Others;
use self::told::{Told, known};
use self::who::Who;
use super::keys;
use super::tags::Tags;
use crate::page::{Shell, clock, storage};

/// The button that shows the details where there is less room.
const BUTTON: &str = "[data-testid=details]";
/// Below this width in pixels they cover the conversation (`small.css`): nobody is met by that.
const PHONE: f64 = 720.0;

/// Whether the details are shown where there is less room. Kept, since it is the agent's liking.
#[derive(Clone, Copy)]
pub(super) struct Details(RwSignal<bool>);

impl Details {
    pub(super) fn new() -> Self {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        Self(RwSignal::new(storage::shows_details() && width.is_some_and(|width| width >= PHONE)))
    }

    pub(super) fn is_open(self) -> bool {
        self.0.get()
    }

    pub(super) fn is_open_now(self) -> bool {
        self.0.get_untracked()
    }

    pub(super) fn turn(self, is_open: bool) {
        self.0.set(is_open);
        storage::keep_details(is_open);
        keys::focus_soon((if is_open { "[data-testid=about]" } else { BUTTON }).to_owned());
    }
}

/// Leads to the details, and back where they cover something.
pub(super) fn open() -> bool {
    if is_folded() { keys::click(BUTTON) } else { keys::focus("[data-testid=about]") }
}

/// The button is there.
fn is_folded() -> bool {
    keys::find(BUTTON).is_some_and(|button| button.offset_parent().is_some())
}

#[component]
pub(super) fn About(id: ConversationId, details: Details) -> impl IntoView {
    let shell = Shell::here();
    let is_connected = shell.memo(|store| store.link.is_open());
    // What is below the fields comes at once, when all of it is there: nothing jumps.
    let is_known = shell.memo(|store| known(store).is_some() || !store.link.is_open());
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_folded() {
            event.prevent_default();
            details.turn(false);
        }
    };
    let whose = id.clone();
    view! {
        <aside class="about" data-testid="about" aria-label=say!("About the visitor") tabindex="-1" on:keydown=pressed>
            <button class="quiet shut" aria-label=say!("Hide the details") on:click=move |_| details.turn(false)>"×"</button>
            <h3>{say!("Visitor")}</h3>
            <Who id=whose />
            <div class="more" data-known=move || is_known.get().to_string()>
                <Told />
                <h3>{say!("Conversation")}</h3>
                <Facts id is_connected />
                <Others />
            </div>
        </aside>
    }
}

/// What the visitor said at the end, if anything (B5).
#[component]
fn Rated() -> impl IntoView {
    let shell = Shell::here();
    let rating = shell.memo(|store| known(store)?.about.rating.clone());
    move || {
        rating.get().map(|rating| {
            let Rating { score, comment, at } = rating;
            view! {
                <dt>{say!("Rating")}</dt>
                <dd data-testid="about-rating">
                    <span class="stars" aria-hidden="true">{words::rating::stars(score)}</span>
                    {words::rating::score(score)}
                    {comment.map(|comment| view! { <q class="said" dir="auto">{comment.to_string()}</q> })}
                    <span class="hint">{move || words::about::since(shell.now.get().since(at)).unwrap_or_else(|| clock::date(at))}</span>
                </dd>
            }
        })
    }
}

/// Whose the conversation is, and what stands on it.
#[component]
fn Facts(id: ConversationId, is_connected: Memo<bool>) -> impl IntoView {
    let shell = Shell::here();
    let (this, that, tagged) = (id.clone(), id.clone(), id.clone());
    let row = shell.memo(move |store| store.inbox.row(&this).cloned());
    let first = shell.memo(|store| store.thread()?.messages().next().map(|message| message.at));
    let members = shell.memo(move |store| {
        let row = store.inbox.row(&id);
        let members = row.map_or(&[][..], |row| &row.members);
        let name = |member: &AgentId| {
            let is_me = store.is_me(member);
            let colleague = store.team.iter().find(|colleague| colleague.id == *member)?;
            let name =
                if is_me { say!("{name} (you)", name = colleague.name) } else { colleague.name.to_string() };
            Some((member.clone(), name))
        };
        members.iter().filter_map(name).collect::<Vec<_>>()
    });
    let assignee = shell.memo({
        let id = that.clone();
        move |store| store.inbox.row(&id)?.assignee.as_ref().and_then(|agent| store.name_of(agent))
    });
    let group =
        shell.memo(move |store| store.inbox.row(&that)?.group.as_ref().map(|group| store.group_name(group)));
    let page = move || row.read().as_ref().and_then(|row| row.page.as_ref()).map(ToString::to_string);
    let last = move || row.read().as_ref().map(|row| clock::moment(row.at));
    view! {
        <dl>
            <Rated />
            <dt>{say!("Assigned to")}</dt>
            <dd data-testid="about-assignee">{move || assignee.get().unwrap_or_else(|| say!("Nobody").to_owned())}</dd>
            <dt>{say!("In this conversation")}</dt>
            <dd>
                <Show when=move || members.read().is_empty()>{say!("Nobody yet")}</Show>
                <ul class="members" data-testid="members">
                    <For each=move || members.get() key=Clone::clone children=move |(agent, name)| {
                        let label = say!("Remove {name} from this conversation", name = name);
                        view! {
                            <li>
                                {name}
                                <button
                                    class="link"
                                    data-testid="remove"
                                    title=label.clone()
                                    aria-label=label
                                    disabled=move || !is_connected.get()
                                    on:click=move |_| shell.tell(Event::RemoveChosen(agent.clone()))
                                >
                                    {say!("Remove")}
                                </button>
                            </li>
                        }
                    } />
                </ul>
            </dd>
            <Show when=move || group.read().is_some()>
                <dt>{say!("Group")}</dt>
                <dd data-testid="about-group">{group}</dd>
            </Show>
            <dt>{say!("Tags")}</dt>
            <dd><Tags id=tagged /></dd>
            <dt>{say!("First message")}</dt>
            <dd>{move || first.get().map(clock::moment)}</dd>
            <dt>{say!("Last message")}</dt>
            <dd>{last}</dd>
            <dt>{say!("Last wrote from")}</dt>
            <dd>
                {move || {
                    page().map(|page| {
                        let text = page.clone();
                        view! {
                            <a href=page target="_blank" rel="noopener noreferrer nofollow ugc">{text}</a>
                        }
                    })
                }}
                <Show when=move || page().is_none()>{say!("Unknown")}</Show>
            </dd>
        </dl>
    }
}
