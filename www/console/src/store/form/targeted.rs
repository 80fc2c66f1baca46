//! Messages that rules send by themselves, as they are edited.

use wire::settings::{Once, Settings, SettingsPatch, Targeted};
use wire::{Body, GroupId, Language, PagePattern, TargetedId};

use super::{Invalid, number, optional};

use crate::say;

/// One of them, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetedForm {
    pub id: TargetedId,
    pub is_on: bool,
    pub text: String,
    /// Empty for every page.
    pub page: String,
    /// Seconds.
    pub after: String,
    pub visits: String,
    /// With commas in between; empty for all.
    pub languages: String,
    pub group: Option<GroupId>,
    pub online_only: bool,
    pub once: Once,
}

impl TargetedForm {
    #[must_use]
    pub fn of(chat: &Targeted) -> Self {
        let languages: Vec<&str> = chat.languages.iter().map(Language::as_str).collect();
        Self {
            id: chat.id.clone(),
            is_on: chat.on,
            text: chat.text.to_string(),
            page: chat.page.as_ref().map(ToString::to_string).unwrap_or_default(),
            after: chat.after.to_string(),
            visits: chat.visits.max(1).to_string(),
            languages: languages.join(", "),
            group: chat.group.clone(),
            online_only: chat.online_only,
            once: chat.once,
        }
    }

    #[must_use]
    pub fn text_problem(&self) -> Option<String> {
        Body::parse(self.text.as_str())
            .err()
            .map(|_| say!("Write the message, {n} characters at most.", n = Body::MOST))
    }

    #[must_use]
    pub fn page_problem(&self) -> Option<&'static str> {
        self.page()
            .is_err()
            .then_some(say!("Write a path such as /pricing or /docs/*, or nothing for every page."))
    }

    #[must_use]
    pub fn after_problem(&self) -> Option<&'static str> {
        number(&self.after, 0, 86_400).is_none().then_some(say!("Write a number of seconds."))
    }

    #[must_use]
    pub fn visits_problem(&self) -> Option<&'static str> {
        number(&self.visits, 1, 1_000).is_none().then_some(say!("Write a number from 1 on."))
    }

    #[must_use]
    pub fn languages_problem(&self) -> Option<&'static str> {
        self.languages()
            .is_none()
            .then_some(say!("Write languages such as de, pt-br, with commas in between."))
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.read().is_some()
    }

    fn page(&self) -> Result<Option<PagePattern>, Invalid> {
        optional(&self.page, |text| PagePattern::parse(text).ok())
    }

    fn languages(&self) -> Option<Vec<Language>> {
        let parts = self.languages.split([',', ' ']).filter(|part| !part.is_empty());
        parts.map(|part| Language::parse(part).ok()).collect()
    }

    fn read(&self) -> Option<Targeted> {
        Some(Targeted {
            id: self.id.clone(),
            on: self.is_on,
            text: Body::parse(self.text.as_str()).ok()?,
            page: self.page().ok()?,
            after: number(&self.after, 0, 86_400)?,
            visits: u16::try_from(number(&self.visits, 1, 1_000)?).ok()?,
            languages: self.languages()?,
            group: self.group.clone(),
            online_only: self.online_only,
            once: self.once,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetedChats {
    pub list: Vec<TargetedForm>,
}

impl TargetedChats {
    /// The most that a site has.
    pub const MOST: usize = 20;

    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self { list: settings.targeted.iter().map(TargetedForm::of).collect() }
    }

    /// A new one, switched off until somebody switches it on.
    pub fn add(&mut self, id: TargetedId) {
        self.list.push(TargetedForm {
            id,
            is_on: true,
            text: String::new(),
            page: String::new(),
            after: "20".to_owned(),
            visits: "1".to_owned(),
            languages: String::new(),
            group: None,
            online_only: true,
            once: Once::PerVisitor,
        });
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.list.len() <= Self::MOST && self.list.iter().all(TargetedForm::is_valid)
    }

    #[must_use]
    pub fn patch(&self, settings: &Settings) -> Option<SettingsPatch> {
        let targeted = self.list.iter().map(TargetedForm::read).collect::<Option<Vec<_>>>()?;
        // From visit 0 on and from visit 1 on are the same.
        let same = |saved: &Targeted| Targeted { visits: saved.visits.max(1), ..saved.clone() };
        let is_same = targeted.iter().eq(settings.targeted.iter().map(same).collect::<Vec<_>>().iter());
        (!is_same).then(|| SettingsPatch { targeted: Some(targeted), ..SettingsPatch::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Name, WhenNobody};

    #[test]
    fn a_chat_is_typed_checked_and_saved() {
        let settings = Settings::new(Name::parse("Shop").expect("a name"), WhenNobody::Messaging, Vec::new());
        let mut form = TargetedChats::of(&settings);
        assert_eq!(form.patch(&settings), None);
        form.add(TargetedId::parse("t1").expect("an id"));
        assert!(!form.is_valid(), "without a text it is nothing");
        let chat = &mut form.list[0];
        chat.text = "Questions about prices?".to_owned();
        chat.page = "/pricing".to_owned();
        chat.languages = "DE, pt-BR".to_owned();
        assert!(chat.is_valid());
        for bad in ["pricing", "/a b", "/a?b"] {
            form.list[0].page = bad.to_owned();
            assert!(form.list[0].page_problem().is_some(), "{bad}");
        }
        form.list[0].page = "/docs/*".to_owned();
        let patch = form.patch(&settings).expect("a change");
        let chat = &patch.targeted.expect("chats")[0];
        assert_eq!(chat.languages.iter().map(Language::as_str).collect::<Vec<_>>(), ["de", "pt-br"]);
        assert!(chat.on);
    }
}
