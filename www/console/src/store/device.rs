//! How this device speaks up (N2): what its agent chose for it, and what follows from a call.

use serde::{Deserialize, Serialize};
use wire::ConversationId;
use wire::agent::{Call, Row};
use wire::push::{Kind, PushSetup};

use super::{Effect, Failure, Loaded, Saving, Store};
use crate::words;

/// What the agent chose for this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Device {
    pub sound: bool,
    /// 0 to 100.
    pub volume: u8,
    /// Notifications of the desktop, where the browser allows them.
    pub desktop: bool,
    /// Notifications without what anybody wrote.
    pub hides: bool,
    /// What is announced.
    pub kinds: Vec<Kind>,
}

impl Default for Device {
    fn default() -> Self {
        Self { sound: true, volume: 60, desktop: false, hides: false, kinds: Kind::ALL.to_vec() }
    }
}

/// What the browser says of notifications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permission {
    /// It has none.
    #[default]
    Absent,
    /// Nobody was asked yet.
    Open,
    Granted,
    Denied,
}

/// What is to be seen and heard of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub conversation: ConversationId,
    /// Which sound, how loud; none for silence.
    pub sound: Option<(Kind, u8)>,
    /// Title and text; none where the desktop is left alone.
    pub note: Option<(String, String)>,
}

/// What this device can do, as far as that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bell {
    pub device: Device,
    pub permission: Permission,
    /// The browser takes pushes.
    pub can_push: bool,
    pub setup: Loaded<PushSetup>,
    pub pushing: Saving,
}

impl Store {
    pub(super) fn see_device(&mut self, permission: Permission, can_push: bool) -> Vec<Effect> {
        self.bell.permission = permission;
        self.bell.can_push = can_push;
        Vec::new()
    }

    pub(super) fn remember_device(&mut self, device: Device) -> Vec<Effect> {
        self.bell.device = device;
        Vec::new()
    }

    /// What follows from a call that this agent does not see anyway.
    pub(super) fn announce(&self, conversation: &ConversationId, why: Call) -> Vec<Effect> {
        let device = &self.bell.device;
        if !device.kinds.contains(&why.kind()) {
            return Vec::new();
        }
        let is_shown = device.desktop && self.bell.permission == Permission::Granted;
        let sound = (device.sound && device.volume > 0).then_some((why.kind(), device.volume));
        let note = is_shown.then(|| {
            let row = self.inbox.row(conversation).filter(|_| !device.hides);
            (words::call(why).to_owned(), row.map(written).unwrap_or_default())
        });
        if sound.is_none() && note.is_none() {
            return Vec::new();
        }
        vec![Effect::Announce(Announcement { conversation: conversation.clone(), sound, note })]
    }

    pub(super) fn choose_device(&mut self, device: Device) -> Vec<Effect> {
        let kinds_changed = self.bell.device.kinds != device.kinds;
        self.bell.device = device.clone();
        let mut effects = vec![Effect::KeepDevice(device)];
        if kinds_changed && self.is_pushed_to() {
            effects.extend(self.turn_push(true));
        }
        effects
    }

    #[must_use]
    pub fn is_pushed_to(&self) -> bool {
        self.bell.setup.known.as_ref().is_some_and(|setup| setup.on)
    }

    pub(super) fn ask_push(&mut self) -> Vec<Effect> {
        self.bell.setup.ask();
        vec![Effect::AskPush]
    }

    /// This device is to be woken, or no more.
    pub(super) fn turn_push(&mut self, on: bool) -> Vec<Effect> {
        if self.bell.pushing == Saving::Busy {
            return Vec::new();
        }
        if !on {
            self.bell.pushing = Saving::Busy;
            return vec![Effect::StopPush];
        }
        let key = self.bell.setup.known.as_ref().and_then(|setup| setup.key.clone());
        let Some(key) = key.filter(|_| !self.bell.device.kinds.is_empty()) else { return Vec::new() };
        self.bell.pushing = Saving::Busy;
        vec![Effect::StartPush { key, device: self.bell.device.clone() }]
    }

    pub(super) fn push_turned(&mut self, on: bool, done: Result<(), Failure>) {
        self.bell.pushing = match done {
            Ok(()) => {
                if let Some(setup) = &mut self.bell.setup.known {
                    setup.on = on;
                }
                Saving::Idle
            }
            Err(failure) => Saving::Failed(failure),
        };
    }
}

/// Who wrote, and how it begins.
fn written(row: &Row) -> String {
    format!("{}: {}", words::visitor(row), row.excerpt)
}

#[cfg(test)]
mod tests {
    use wire::agent::Hears;

    use super::*;
    use crate::store::Event;
    use crate::store::tests::{NOW, connected, conversation};

    fn called(store: &mut Store, why: Call, quiet: bool) -> Vec<Effect> {
        let call = Hears::Call { conversation: conversation(), why, quiet };
        let effects = store.apply(NOW, Event::Heard(Box::new(call)));
        effects.into_iter().filter(|effect| matches!(effect, Effect::Announce(_))).collect()
    }

    fn granted(device: Device) -> Store {
        let mut store = connected();
        store.apply(NOW, Event::DeviceSeen { permission: Permission::Granted, can_push: true });
        store.apply(NOW, Event::DeviceRemembered(device));
        store
    }

    #[test]
    fn n2_a_call_is_announced_as_was_chosen() {
        let mut store = granted(Device { desktop: true, ..Device::default() });
        let effects = called(&mut store, Call::New, false);
        let [Effect::Announce(said)] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(said.sound, Some((Kind::New, 60)));
        assert_eq!(said.note, Some(("New conversation".to_owned(), "Visitor c1: hello".to_owned())));
        for (device, sound, note) in [
            (Device { sound: false, desktop: true, hides: true, ..Device::default() }, false, Some("")),
            (Device::default(), true, None),
            (Device { volume: 0, desktop: true, ..Device::default() }, false, Some("Visitor c1: hello")),
        ] {
            let mut store = granted(device.clone());
            let effects = called(&mut store, Call::Added, false);
            let [Effect::Announce(said)] = effects.as_slice() else { panic!("{effects:?}") };
            assert_eq!(said.sound.is_some(), sound, "{device:?}");
            assert_eq!(said.note.as_ref().map(|(_, text)| text.as_str()), note, "{device:?}");
        }
    }

    #[test]
    fn n2_what_is_seen_quiet_or_not_wanted_is_not_announced() {
        let mut store = granted(Device { kinds: vec![Kind::Message], ..Device::default() });
        assert_eq!(called(&mut store, Call::New, false), []);
        assert_eq!(called(&mut store, Call::Message, true), [], "N3");
        assert!(store.calls.count() > 0, "the toast is there all the same");
        assert_eq!(called(&mut store, Call::Message, false).len(), 1);
        store.apply(NOW, Event::Selected(conversation()));
        assert_eq!(called(&mut store, Call::Message, false), [], "it is looked at");
        assert_eq!(store.looked_at(), Some(&conversation()));
        store.apply(NOW, Event::Looked(false));
        assert_eq!(called(&mut store, Call::Message, false).len(), 1);
        assert_eq!(store.looked_at(), None);
    }

    #[test]
    fn n2_without_permission_there_is_no_notification() {
        for permission in [Permission::Open, Permission::Denied, Permission::Absent] {
            let mut store = granted(Device { sound: false, desktop: true, ..Device::default() });
            store.apply(NOW, Event::DeviceSeen { permission, can_push: false });
            assert_eq!(called(&mut store, Call::New, false), [], "{permission:?}");
        }
    }
}
