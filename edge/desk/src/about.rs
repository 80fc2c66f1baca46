//! Who the visitor is, as far as somebody says so: the page, which proves nothing, and the team.

use std::time::Duration;

use wire::about::{About, Look, PAGES, PASSED, Viewed};
use wire::http::Code;
use wire::visitor::State;
use wire::{Email, Name, Timestamp};

use crate::desk::refuse;
use crate::{Conversation, Desk, Effect, Pace, Refused, Save, Tell};

/// What the pages of a conversation's visitor told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// As agents see it.
    pub about: About,
    /// How fast the pages may tell (L4).
    pub pace: Pace,
}

impl Told {
    /// Takes in what a page tells now, and answers whether any of it is new. What it does not tell stays as it was
    /// told before, but for what the site passes: that is the whole of it.
    fn take(&mut self, now: Timestamp, look: Look) -> bool {
        let about = &mut self.about;
        let mut is_new = renew(&mut about.language, look.language);
        is_new |= renew(&mut about.zone, look.zone);
        if about.passed != look.passed {
            about.passed = look.passed;
            is_new = true;
        }
        match about.pages.first_mut() {
            // Told again, as after a lost connection; its title may have come later than the page.
            Some(newest) if newest.page == look.page => is_new | renew(&mut newest.title, look.title),
            _ => {
                about.pages.truncate(PAGES - 1);
                about.pages.insert(0, Viewed { page: look.page, title: look.title, at: now });
                true
            }
        }
    }

    /// One more thing is told (L4).
    pub(crate) fn take_pace(&mut self, now: Timestamp) -> Result<(), Refused> {
        const EVERY: Duration = Duration::from_secs(1);
        const BURST: u32 = 20;
        self.pace.take(now, EVERY, BURST).map_err(|wait| Refused {
            code: Code::TooMany,
            message: "This page tells more than we can take in. Please wait a moment.",
            retry_after: Some(wait),
        })
    }
}

fn renew<T: PartialEq>(held: &mut Option<T>, told: Option<T>) -> bool {
    let is_new = told.is_some() && *held != told;
    if is_new {
        *held = told;
    }
    is_new
}

impl Desk {
    pub(crate) fn visitor_looked(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        mut told: Told,
        look: Look,
        effects: &mut Vec<Effect>,
    ) {
        // A visitor is followed as long as the conversation is open, and no longer (V9). Of a blocked one nothing is
        // taken.
        if conversation.state != State::Open || conversation.is_blocked {
            return;
        }
        if look.passed.len() > PASSED {
            return refuse(effects, Code::BadRequest, "A page passes 20 values at most.");
        }
        if !told.take(now, look) {
            return;
        }
        if let Err(refused) = told.take_pace(now) {
            return effects.push(Effect::Refused(refused));
        }
        let passed = told.about.passed.get("name").and_then(|name| Name::parse(name.as_str()).ok());
        let id = conversation.id.clone();
        if !conversation.is_named && passed.is_some() && passed != conversation.name {
            conversation.name = passed;
            self.keep(&conversation, effects);
            effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed: false }));
        }
        effects.push(Effect::Save(Save::Told { conversation: id.clone(), told }));
        effects.push(Effect::Tell(Tell::About(id)));
    }

    /// An agent says who the visitor is.
    pub(crate) fn describe(
        &mut self,
        now: Timestamp,
        conversation: &mut Conversation,
        name: Option<Name>,
        email: Option<Email>,
        effects: &mut Vec<Effect>,
    ) {
        // From now on no page says otherwise.
        conversation.is_named |= name != conversation.name;
        conversation.name = name;
        if email != conversation.email {
            conversation.email = email;
            self.owe_answers(now, conversation, effects);
            // The conversations with the same address are others, and mail may be blocked there, or not.
            effects.push(Effect::Tell(Tell::About(conversation.id.clone())));
            effects.push(Effect::Tell(Tell::Mails(conversation.id.clone())));
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::Page;
    use wire::about::Title;

    use super::*;

    fn look(page: u32, title: &str) -> Look {
        Look {
            page: Page::parse(format!("https://shop.example/{page}")).expect("a page"),
            title: Title::parse(title).ok(),
            language: None,
            zone: None,
            passed: serde_json::from_str(r#"{"plan":"pro"}"#).expect("what is passed"),
        }
    }

    #[test]
    fn v9_the_last_ten_pages_are_kept_newest_first() {
        let mut told = Told::default();
        for number in 0..12 {
            told.take(Timestamp(i64::from(number)), look(number, "A title"));
        }
        let pages: Vec<_> = told.about.pages.iter().map(|viewed| viewed.at.0).collect();
        assert_eq!(pages, (2..12).rev().collect::<Vec<_>>());
        // Told again it is the same page, since when it was; its title may come later, and does not go.
        told.take(Timestamp(50), look(11, "Another"));
        told.take(Timestamp(51), look(11, ""));
        let newest = &told.about.pages[0];
        let title = newest.title.as_ref().map(Title::as_str);
        assert_eq!((newest.at, title, told.about.pages.len()), (Timestamp(11), Some("Another"), PAGES));
        // Back again is another look.
        told.take(Timestamp(60), look(10, ""));
        assert_eq!(told.about.pages[0].at, Timestamp(60));
        told.take(Timestamp(61), Look { passed: wire::about::Passed::default(), ..look(10, "") });
        assert!(told.about.passed.is_empty());
    }
}
