//! The way in: whether a page carries the widget as it should (W1), and what a new site still lacks.

use wire::Page;
use wire::install::InstallAnswer;

use super::{Effect, Failure, Store};

/// Above so many conversations nobody is new here.
const NEW: usize = 5;

/// What a new site needs, in the order in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The tag on a page.
    Tag,
    /// A message to oneself.
    Message,
    /// Hours of one's own.
    Hours,
    /// A colleague.
    Colleague,
}

impl Store {
    pub(super) fn inspect(&mut self, page: Page) -> Vec<Effect> {
        if !self.is_admin() || self.install.is_busy {
            return Vec::new();
        }
        // What was found is about another page, or about another time.
        self.install.turn();
        vec![Effect::Inspect(page)]
    }

    pub(super) fn inspected(&mut self, answer: Result<InstallAnswer, Failure>) {
        self.install.answered(answer);
    }

    /// The page that is looked at unless one is named: the first that the settings allow.
    #[must_use]
    pub fn first_page(&self) -> String {
        let origin = self.settings.as_ref().and_then(|settings| settings.origins.first());
        origin.map(|origin| format!("{origin}/")).unwrap_or_default()
    }

    /// What this agent can do for a site that is new, and whether it is done; nothing once all of it is, or
    /// people write anyway.
    #[must_use]
    pub fn first_steps(&self) -> Vec<(Step, bool)> {
        let (Some(settings), Some(me)) = (&self.settings, &self.me) else { return Vec::new() };
        if !self.inbox.is_loaded || self.inbox.rows().count() > NEW {
            return Vec::new();
        }
        let is_on_page = |page: &Page| page.origin().is_some_and(|origin| settings.origins.contains(&origin));
        let is_good = self.install.known.as_ref().is_some_and(|looked| looked.findings.is_empty());
        let steps = [
            (Step::Tag, is_good || self.inbox.rows().any(|row| row.page.as_ref().is_some_and(is_on_page))),
            (Step::Message, self.inbox.rows().next().is_some()),
            (Step::Hours, me.habits.hours.is_some()),
            (Step::Colleague, self.team.len() > 1),
        ];
        if steps.iter().all(|(_, is_done)| *is_done) {
            return Vec::new();
        }
        let is_mine =
            |(step, _): &(Step, bool)| self.is_admin() || matches!(step, Step::Message | Step::Hours);
        steps.into_iter().filter(is_mine).collect()
    }
}

#[cfg(test)]
mod tests {
    use wire::agent::Hears;
    use wire::visitor::State;
    use wire::{Origin, Page};

    use super::*;
    use crate::store::tests::{NOW, ada, entering, row, settings, welcome};
    use crate::store::{Answer, Event};

    fn page(text: &str) -> Page {
        Page::parse(text).expect("a page")
    }

    #[test]
    fn w1_one_page_at_a_time_is_looked_at() {
        let mut store = entering();
        let asked = store.apply(NOW, Event::PageNamed(page("https://shop.example/")));
        assert_eq!(asked, [Effect::Inspect(page("https://shop.example/"))]);
        assert_eq!(store.apply(NOW, Event::PageNamed(page("https://shop.example/cart"))), []);
        let looked = InstallAnswer { page: page("https://shop.example/"), findings: Vec::new() };
        store.apply(NOW, Event::Answered(Answer::Inspected(Ok(looked.clone()))));
        assert_eq!(store.install.known, Some(looked));
    }

    #[test]
    fn w2_a_new_site_is_led_until_people_write() {
        let mut store = entering();
        assert_eq!(store.first_steps(), [], "nothing is known yet");
        store.apply(NOW, welcome(Vec::new()));
        let undone = [Step::Tag, Step::Message, Step::Hours, Step::Colleague].map(|step| (step, false));
        assert_eq!(store.first_steps(), undone);

        let mut shop = settings();
        shop.origins = vec![Origin::parse("https://shop.example").expect("an origin")];
        store.apply(NOW, Event::Heard(Box::new(Hears::Settings(shop))));
        let mut written = row("c1", &[], State::Open, 1);
        written.page = Some(page("https://shop.example.evil/"));
        store.apply(NOW, Event::Heard(Box::new(Hears::Conversation(written.clone()))));
        assert_eq!(store.first_steps()[..2], [(Step::Tag, false), (Step::Message, true)]);
        written.page = Some(page("https://shop.example/cart"));
        store.apply(NOW, Event::Heard(Box::new(Hears::Conversation(written))));
        assert_eq!(store.first_steps()[0], (Step::Tag, true));

        let mut me = ada();
        me.role = wire::http::Role::Agent;
        store.apply(NOW, Event::Heard(Box::new(Hears::Me(me))));
        assert_eq!(
            store.first_steps(),
            [(Step::Message, true), (Step::Hours, false)],
            "what an agent can do"
        );

        for id in ["c2", "c3", "c4", "c5", "c6"] {
            let one = row(id, &[], State::Open, 2);
            store.apply(NOW, Event::Heard(Box::new(Hears::Conversation(one))));
        }
        assert_eq!(store.first_steps(), []);
    }
}
