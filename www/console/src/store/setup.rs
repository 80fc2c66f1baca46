//! The site's settings: what was chosen, what the edge made of it, what a site owner pastes.

use wire::settings::{Settings, SettingsPatch};
use wire::team::{Key, KeyCreated};
use wire::{Invalid, KeyId, Name, Origin, SiteId};

use super::{Effect, Failure, Store};

/// How far saving got.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    #[default]
    Idle,
    Busy,
    Saved,
    Failed(Failure),
}

impl Saving {
    /// Why it failed, if it did.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}

/// What is saved by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Site,
    Look,
    Texts,
    Questions,
    Groups,
    Routing,
    Replies,
    Targeted,
    Hours,
    Online,
    Mail,
    Keys,
    /// Of one agent, on a page of its own.
    Habits,
}

impl Store {
    #[must_use]
    pub fn saving(&self, section: Section) -> Saving {
        self.savings.get(&section).cloned().unwrap_or_default()
    }

    pub(super) fn save(&mut self, section: Section, patch: SettingsPatch) -> Vec<Effect> {
        if !self.is_admin() || self.saving(section) == Saving::Busy {
            return Vec::new();
        }
        self.savings.insert(section, Saving::Busy);
        vec![Effect::Save(section, patch)]
    }

    pub(super) fn saved(&mut self, section: Section, done: Result<Settings, Failure>) {
        let saving = match done {
            Ok(settings) => {
                self.settings = Some(settings);
                Saving::Saved
            }
            Err(failure) => Saving::Failed(failure),
        };
        self.savings.insert(section, saving);
    }

    pub(super) fn make_key(&mut self, name: Name) -> Vec<Effect> {
        if self.saving(Section::Keys) == Saving::Busy {
            return Vec::new();
        }
        self.savings.insert(Section::Keys, Saving::Busy);
        vec![Effect::MakeKey(name)]
    }

    pub(super) fn key_made(&mut self, done: Result<KeyCreated, Failure>) {
        let saving = match done {
            Ok(created) => {
                self.keys.known.get_or_insert_default().push(created.key.clone());
                self.new_key = Some(created);
                Saving::Idle
            }
            Err(failure) => Saving::Failed(failure),
        };
        self.savings.insert(Section::Keys, saving);
    }

    pub(super) fn key_seen(&mut self) -> Vec<Effect> {
        self.new_key = None;
        Vec::new()
    }

    pub(super) fn key_dropped(&mut self, id: &KeyId, done: Result<(), Failure>) {
        match done {
            Ok(()) => {
                self.keys.known.get_or_insert_default().retain(|key: &Key| key.id != *id);
                if self.new_key.as_ref().is_some_and(|created| created.key.id == *id) {
                    self.new_key = None;
                }
                self.savings.remove(&Section::Keys);
            }
            Err(failure) => {
                self.savings.insert(Section::Keys, Saving::Failed(failure));
            }
        }
    }
}

/// One origin per line; or each line that is none, counted from 1, with the reason.
///
/// # Errors
/// Every line that is refused.
pub fn origins(text: &str) -> Result<Vec<Origin>, Vec<(usize, Invalid)>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match Origin::parse(line) {
            Ok(origin) if good.contains(&origin) => {}
            Ok(origin) => good.push(origin),
            Err(invalid) => bad.push((index + 1, invalid)),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

/// The tag that brings the widget to a page.
#[must_use]
pub fn snippet(origin: &str, site: &SiteId) -> String {
    format!(r#"<script async src="{origin}/porchlight.js" data-site="{site}"></script>"#)
}
