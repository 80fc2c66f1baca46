//! What was changed, and by whom, page by page.

use wire::audit::{AUDIT, Deed};

use super::{Effect, Failure, Store};

/// What is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub is_busy: bool,
    pub failure: Option<Failure>,
    /// Newest first; nothing came yet while this is `None`.
    pub known: Option<Vec<Deed>>,
    /// There may be older ones.
    pub has_more: bool,
}

impl Store {
    /// Asks for the newest, or for what is older than what is here.
    pub(super) fn ask_changes(&mut self, is_older: bool) -> Vec<Effect> {
        if self.changes.is_busy || !self.is_admin() {
            return Vec::new();
        }
        let last = self.changes.known.as_ref().and_then(|known| known.last()).map(|deed| deed.id);
        self.changes.is_busy = true;
        self.changes.failure = None;
        vec![Effect::AskChanges(last.filter(|_| is_older))]
    }

    pub(super) fn changes_answered(&mut self, before: Option<u32>, answer: Result<Vec<Deed>, Failure>) {
        let changes = &mut self.changes;
        changes.is_busy = false;
        match answer {
            Ok(deeds) => {
                changes.has_more = deeds.len() >= AUDIT as usize;
                match (&mut changes.known, before) {
                    (Some(known), Some(_)) => known.extend(deeds),
                    (known, _) => *known = Some(deeds),
                }
            }
            Err(failure) => changes.failure = Some(failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::Name;
    use wire::audit::What;

    use super::*;
    use crate::store::tests::{NOW, connected};
    use crate::store::{Answer, Event};

    fn page(from: u32, count: u32) -> Vec<Deed> {
        let by = Name::parse("Ada").expect("a name");
        let deed = |back| Deed {
            id: from - back,
            at: NOW,
            by: by.clone(),
            what: What::SiteName,
            of: None,
            from: None,
            to: None,
        };
        (0..count).map(deed).collect()
    }

    #[test]
    fn t4_pages_follow_each_other_until_the_last() {
        let mut store = connected();
        assert_eq!(store.apply(NOW, Event::ChangesAsked { is_older: false }), [Effect::AskChanges(None)]);
        assert_eq!(store.apply(NOW, Event::ChangesAsked { is_older: false }), [], "one at a time");
        store.apply(NOW, Event::Answered(Answer::Changes(None, Ok(page(150, AUDIT)))));
        assert!(store.changes.has_more);
        let effects = store.apply(NOW, Event::ChangesAsked { is_older: true });
        assert_eq!(effects, [Effect::AskChanges(Some(51))]);
        store.apply(NOW, Event::Answered(Answer::Changes(Some(51), Ok(page(50, 50)))));
        assert_eq!(store.changes.known.as_ref().map(Vec::len), Some(150));
        assert!(!store.changes.has_more);
    }
}
