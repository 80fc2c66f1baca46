//! The site's settings: what was chosen, what the edge made of it, what a site owner pastes.

use wire::http::{Settings, SettingsPatch};
use wire::{Invalid, Origin, SiteId};

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

impl Store {
    pub(super) fn save(&mut self, patch: SettingsPatch) -> Vec<Effect> {
        if !self.is_admin() || self.saving == Saving::Busy {
            return Vec::new();
        }
        self.saving = Saving::Busy;
        vec![Effect::Save(patch)]
    }

    pub(super) fn saved(&mut self, done: Result<Settings, Failure>) {
        match done {
            Ok(settings) => {
                self.settings = Some(settings);
                self.saving = Saving::Saved;
            }
            Err(failure) => self.saving = Saving::Failed(failure),
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
