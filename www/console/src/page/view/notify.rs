//! How the console speaks up: on this device (N2), when it is closed (N4), and never in quiet hours (N3).

mod language;
mod push;
mod quiet;

use console::say;
use console::store::Event;
use console::store::device::{Device, Permission};
use console::words::notify as words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wire::push::Kind;

use super::sheet::{Sheet, Tick};
use crate::page::{Shell, device};

#[component]
pub(super) fn Notifications() -> impl IntoView {
    let shell = Shell::here();
    let chosen = shell.memo(|store| store.bell.device.clone());
    let change = move |change: &dyn Fn(&mut Device)| {
        let mut device = chosen.get_untracked();
        change(&mut device);
        shell.tell(Event::DeviceChosen(device));
    };
    view! {
        <Sheet title=say!("Notifications and language") name="notifications">
            <form on:submit=still>
                <h3>{say!("On this device")}</h3>
                <Tick
                    name="sound"
                    title=say!("Play a sound")
                    means=say!("One tab of this browser plays it, once you have clicked in it.")
                    is_on=Signal::derive(move || chosen.read().sound)
                    set=move |is_on| change(&|device| device.sound = is_on)
                />
                <Show when=move || chosen.read().sound>
                    <div class="field volume">
                        <label for="volume">{say!("Volume")}</label>
                        <div class="loudness">
                            <input
                                id="volume"
                                type="range"
                                min="0"
                                max="100"
                                step="5"
                                data-testid="volume"
                                prop:value=move || chosen.read().volume.to_string()
                                on:change=move |event| {
                                    let volume = event_target_value(&event).parse().unwrap_or(60);
                                    change(&|device| device.volume = volume);
                                }
                            />
                            <button
                                type="button"
                                class="quiet"
                                data-testid="play"
                                on:click=move |_| device::ring("new", chosen.with_untracked(|device| device.volume))
                            >
                                {say!("Play")}
                            </button>
                        </div>
                    </div>
                </Show>
                <Desktop chosen change=Callback::new(move |is_on| change(&|device| device.desktop = is_on)) />
                <Tick
                    name="hides"
                    title=say!("Hide what was written")
                    means=say!("Notifications say that there is something, not what.")
                    is_on=Signal::derive(move || chosen.read().hides)
                    set=move |is_on| change(&|device| device.hides = is_on)
                />
                <h3>{say!("What for")}</h3>
                {Kind::ALL
                    .map(|kind| {
                        let (title, means) = words::kind(kind);
                        view! {
                            <Tick
                                name=format!("kind-{}", kind.word())
                                title
                                means
                                is_on=Signal::derive(move || chosen.read().kinds.contains(&kind))
                                set=move |is_on| {
                                    change(
                                        &|device| {
                                            device.kinds.retain(|one| *one != kind);
                                            if is_on {
                                                device.kinds.push(kind);
                                            }
                                            device.kinds.sort();
                                        },
                                    );
                                }
                            />
                        }
                    })
                    .collect_view()}
                <p class="hint">{say!("While you are Offline there is nothing. While you are Invisible, no new conversations but those that you take when online agents are slow.")}</p>
            </form>
            <push::Section />
            <quiet::Section />
            <language::Section />
        </Sheet>
    }
}

/// What is chosen here holds at once: there is nothing to send.
#[expect(clippy::needless_pass_by_value, reason = "so events are handed over")]
fn still(event: SubmitEvent) {
    event.prevent_default();
}

/// Notifications of the desktop. The browser is asked when somebody presses, never before.
#[component]
fn Desktop(chosen: Memo<Device>, change: Callback<bool>) -> impl IntoView {
    let shell = Shell::here();
    let permission = shell.memo(|store| store.bell.permission);
    view! {
        <Show
            when=move || permission.get() == Permission::Granted
            fallback=move || {
                view! {
                    <div class="field" data-testid="desktop-not-yet">
                        <b>{say!("Show notifications on the desktop")}</b>
                        <p class="hint">{move || words::permission(permission.get())}</p>
                        <Show when=move || permission.get() == Permission::Open>
                            <button
                                type="button"
                                class="quiet"
                                data-testid="allow"
                                on:click=move |_| {
                                    change.run(true);
                                    shell.ask_permission();
                                }
                            >
                                {say!("Allow notifications")}
                            </button>
                        </Show>
                    </div>
                }
            }
        >
            <Tick
                name="desktop"
                title=say!("Show notifications on the desktop")
                means=say!("Who wrote, and how it begins.")
                is_on=Signal::derive(move || chosen.read().desktop)
                set=change
            />
        </Show>
    }
}
