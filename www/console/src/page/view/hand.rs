//! Who has the conversation: taking it, handing it to a colleague or a group, adding a colleague, handing it
//! back.

use console::store::{Event, Store};
use console::{say, words};
use leptos::prelude::*;
use wire::{AgentId, ConversationId, GroupId};

use super::popup::{Dropdown, Popup};
use crate::page::Shell;

/// What the menu offers.
#[derive(Clone, PartialEq)]
struct Offer {
    event: Event,
    name: &'static str,
    text: String,
    /// Of a colleague: whether one is in.
    online: Option<bool>,
    is_chosen: bool,
}

/// The parts of the menu, each with a title; empty ones are left out.
fn offers(store: &Store, id: &ConversationId) -> Vec<(&'static str, Vec<Offer>)> {
    let Some(row) = store.inbox.row(id) else { return Vec::new() };
    let (Some(me), Some(settings)) = (&store.me, &store.settings) else { return Vec::new() };
    let person = |agent: &AgentId| {
        let colleague = store.team.iter().find(|colleague| colleague.id == *agent);
        let text = store.name_of(agent).unwrap_or_else(|| agent.to_string());
        (text, colleague.map(|colleague| colleague.online))
    };
    let mut others: Vec<&AgentId> =
        store.team.iter().map(|colleague| &colleague.id).filter(|id| **id != me.id).collect();
    others.insert(0, &me.id);
    let assign = others.iter().map(|agent| {
        let (text, online) = person(agent);
        let is_chosen = row.assignee.as_ref() == Some(*agent);
        Offer { event: Event::AssignChosen(Some((*agent).clone())), name: "assign", text, online, is_chosen }
    });
    let add = others.iter().filter(|agent| !row.members.contains(agent)).map(|agent| {
        let (text, online) = person(agent);
        Offer { event: Event::AddChosen((*agent).clone()), name: "add", text, online, is_chosen: false }
    });
    let to_group = |group: Option<GroupId>, text: String| Offer {
        is_chosen: group.is_some() && row.group == group,
        event: Event::MoveChosen(group),
        name: "move",
        text,
        online: None,
    };
    let groups = settings.groups.iter().map(|group| to_group(Some(group.id.clone()), group.name.to_string()));
    let mut hand: Vec<Offer> = groups.collect();
    if row.group.is_some() {
        hand.push(to_group(None, say!("The whole team").to_owned()));
    }
    let back = row.assignee.as_ref().map(|_| Offer {
        event: Event::AssignChosen(None),
        name: "hand-back",
        text: say!("Nobody: hand it back").to_owned(),
        online: None,
        is_chosen: false,
    });
    let assign = assign.chain(back).collect();
    let parts = [
        (say!("Assign to"), assign),
        (say!("Add to the conversation"), add.collect()),
        (say!("Hand to a group"), hand),
    ];
    parts.into_iter().filter(|(_, offers)| !offers.is_empty()).collect()
}

#[component]
pub(super) fn Hand(id: ConversationId) -> impl IntoView {
    let shell = Shell::here();
    let parts = shell.memo(move |store| offers(store, &id));
    let is_connected = shell.memo(|store| store.link.is_open());
    let popup = Popup::new();
    let item = move |offer: Offer| {
        let Offer { event, name, text, online, is_chosen } = offer;
        let label = text.clone();
        view! {
            <button
                role="menuitemradio"
                aria-checked=is_chosen.to_string()
                data-testid=name
                data-name=label
                disabled=move || !is_connected.get()
                on:click=move |_| {
                    popup.close();
                    shell.tell(event.clone());
                }
            >
                {online.map(|online| view! {
                    <span class="dot" data-status=if online { "online" } else { "offline" } aria-hidden="true"></span>
                })}
                <span>
                    {text}
                    {online.map(|online| view! { <span class="unseen">", "{words::presence(online)}</span> })}
                </span>
            </button>
        }
    };
    view! {
        <Dropdown
            popup
            name="hand"
            title=say!("Assign, add a colleague, hand over (a)")
            button=|| say!("Hand over")
            label=say!("Who has this conversation")
            menu="menu hand"
        >
            {move || {
                parts
                    .get()
                    .into_iter()
                    .map(|(title, offers)| {
                        view! {
                            <div role="group" aria-label=title>
                                <p class="part" aria-hidden="true">{title}</p>
                                {offers.into_iter().map(item).collect_view()}
                            </div>
                        }
                    })
                    .collect_view()
            }}
        </Dropdown>
    }
}
