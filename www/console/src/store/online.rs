//! Who is on the site now (O1), and the first words to one of them (O2). The line to the lobby is up while
//! the page of the visitors is open.

use std::collections::BTreeMap;

use wire::close::After;
use wire::online::{Hears, Invite, Visitor};
use wire::{Body, PlaceId, Timestamp};

use super::{Door, Failure, Link, Place, Saving, Store};

/// What happens there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The socket is open.
    Opened,
    /// A frame.
    Heard(Hears),
    Ponged,
    Closed {
        code: u16,
        jitter: u32,
    },
    /// A chat is to be started with a visitor.
    Chosen(PlaceId),
    /// Its text is this now.
    Typed(String),
    Sent,
    PutAway,
}

/// What is to be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Opens the socket in place of the one before.
    Connect,
    Disconnect,
    Ping,
    /// `POST …/invitations`.
    Invite(Invite),
}

/// A chat that is about to be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// With whom, as it was then: what is written stays when the visitor leaves.
    pub to: Visitor,
    pub text: String,
    pub saving: Saving,
}

/// What is known of the visitors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Online {
    pub link: Link,
    visitors: BTreeMap<PlaceId, Visitor>,
    /// A list that is not whole yet.
    coming: BTreeMap<PlaceId, Visitor>,
    /// The list is as it was when the line was up last.
    pub is_known: bool,
    pub is_full: bool,
    pub draft: Option<Draft>,
}

impl Online {
    /// Who came last stands first.
    #[must_use]
    pub fn list(&self) -> Vec<PlaceId> {
        let mut all: Vec<_> = self.visitors.values().collect();
        all.sort_by_key(|visitor| (-visitor.since.0, &visitor.id));
        all.into_iter().map(|visitor| visitor.id.clone()).collect()
    }

    #[must_use]
    pub fn visitor(&self, id: &PlaceId) -> Option<&Visitor> {
        self.visitors.get(id)
    }

    /// Whether the visitor to whom somebody writes is still there.
    #[must_use]
    pub fn has_reader(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| self.visitors.contains_key(&draft.to.id))
    }

    fn hear(&mut self, frame: Hears) {
        match frame {
            Hears::Visitors { visitors, done, full } => {
                self.coming.extend(visitors.into_iter().map(|visitor| (visitor.id.clone(), visitor)));
                if done {
                    self.visitors = std::mem::take(&mut self.coming);
                    self.is_known = true;
                    self.is_full = full;
                    self.link.welcomed();
                }
            }
            Hears::Visitor(visitor) => _ = self.visitors.insert(visitor.id.clone(), visitor),
            Hears::Left { id } => _ = self.visitors.remove(&id),
        }
    }
}

/// What the lobby's line is about to do, told apart from the inbox's.
pub(super) fn by_lobby(effects: Vec<super::Effect>) -> Vec<super::Effect> {
    let of_lobby = |effect| match effect {
        super::Effect::Connect => Some(Effect::Connect),
        super::Effect::Disconnect => Some(Effect::Disconnect),
        super::Effect::Ping => Some(Effect::Ping),
        _ => None,
    };
    effects.into_iter().filter_map(of_lobby).map(super::Effect::Online).collect()
}

impl Store {
    /// Whether the list is on for this site.
    #[must_use]
    pub fn sees_visitors(&self) -> bool {
        self.settings.as_ref().is_some_and(|settings| settings.visitors_online)
    }

    /// Follows the page: its line is up while it is in front, and only then.
    pub(super) fn mind_lobby(&mut self, now: Timestamp) -> Vec<super::Effect> {
        let is_wanted = self.door == Door::In && self.place == Place::Visitors && self.sees_visitors();
        match (is_wanted, self.online.link.is_on()) {
            (true, false) => by_lobby(self.online.link.start(now)),
            (false, true) => {
                // What was written stays; who was there is soon not true any more.
                let draft = self.online.draft.take();
                let effects = by_lobby(self.online.link.stop());
                self.online = Online { draft, ..Online::default() };
                effects
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn on_lobby(&mut self, now: Timestamp, event: Event) -> Vec<super::Effect> {
        let online = &mut self.online;
        match event {
            Event::Opened => {
                online.link.opened(now);
                online.coming.clear();
            }
            Event::Heard(frame) => {
                online.link.heard(now);
                online.hear(frame);
            }
            Event::Ponged => online.link.heard(now),
            Event::Closed { code, jitter } => {
                if online.link.is_on() && online.link.closed(now, code, jitter) != After::SignIn {
                    return vec![super::Effect::Online(Effect::Disconnect)];
                }
            }
            Event::Chosen(id) => {
                // Another choice keeps what is written.
                let text = online.draft.take().map(|draft| draft.text).unwrap_or_default();
                online.draft =
                    online.visitors.get(&id).cloned().map(|to| Draft { to, text, saving: Saving::Idle });
            }
            Event::Typed(text) => {
                if let Some(draft) = &mut online.draft {
                    draft.text = text;
                }
            }
            Event::Sent => return self.invite(),
            Event::PutAway => online.draft = None,
        }
        Vec::new()
    }

    /// An invalid text stays where it is.
    fn invite(&mut self) -> Vec<super::Effect> {
        let Some(draft) = self.online.draft.as_mut().filter(|draft| draft.saving != Saving::Busy) else {
            return Vec::new();
        };
        let Ok(body) = Body::parse(draft.text.clone()) else { return Vec::new() };
        draft.saving = Saving::Busy;
        vec![super::Effect::Online(Effect::Invite(Invite { visitor: draft.to.id.clone(), body }))]
    }

    pub(super) fn invited(&mut self, visitor: &PlaceId, done: Result<(), Failure>) {
        let Some(draft) = self.online.draft.as_mut().filter(|draft| draft.to.id == *visitor) else { return };
        match done {
            Ok(()) => self.online.draft = None,
            Err(failure) => draft.saving = Saving::Failed(failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::{Page, Title};

    use super::*;
    use crate::store::tests::{NOW, connected};
    use crate::store::{Answer, Connection, Effect as Done, Event as Happened};

    fn visitor(id: &str, since: i64) -> Visitor {
        Visitor {
            id: PlaceId::parse(id).expect("an id"),
            page: Page::parse("https://shop.example/").expect("a page"),
            title: Title::parse("Shop").expect("a title"),
            since: Timestamp(since),
            visits: 1,
            wrote: false,
            invited: None,
        }
    }

    fn tell(store: &mut Store, event: Event) -> Vec<Done> {
        store.apply(NOW, Happened::Online(event))
    }

    fn at_the_page() -> Store {
        let mut store = connected();
        if let Some(settings) = &mut store.settings {
            settings.visitors_online = true;
        }
        let effects = store.apply(NOW, Happened::PlaceChosen(Place::Visitors));
        assert_eq!(effects, [Done::Online(Effect::Connect)]);
        tell(&mut store, Event::Opened);
        let list = |visitors, done| Event::Heard(Hears::Visitors { visitors, done, full: false });
        tell(&mut store, list(vec![visitor("old", 1)], false));
        assert!(!store.online.is_known, "half a list is none");
        tell(&mut store, list(vec![visitor("new", 2)], true));
        store
    }

    fn ids(store: &Store) -> Vec<String> {
        store.online.list().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_line_is_up_while_the_page_is_open_and_the_list_is_on() {
        let mut store = connected();
        assert_eq!(store.apply(NOW, Happened::PlaceChosen(Place::Visitors)), [], "it is off");
        let mut store = at_the_page();
        assert_eq!(ids(&store), ["new", "old"]);
        assert_eq!(store.online.link.connection(), Connection::Connected);
        let effects = store.apply(NOW, Happened::PlaceChosen(Place::Inbox));
        assert_eq!(effects, [Done::Online(Effect::Disconnect)]);
        assert!(!store.online.is_known, "later it would not be true");
        tell(&mut store, Event::Closed { code: 1006, jitter: 0 });
        assert_eq!(store.online.link.next_wakeup(), None);
    }

    #[test]
    fn a_cut_keeps_the_list_until_a_new_one_is_whole() {
        let mut store = at_the_page();
        tell(&mut store, Event::Closed { code: 1006, jitter: 0 });
        assert_eq!(store.online.link.connection(), Connection::Reconnecting);
        assert_eq!(ids(&store), ["new", "old"]);
        assert_eq!(store.apply(NOW, Happened::Ticked { jitter: 0 }), [Done::Online(Effect::Connect)]);
        tell(&mut store, Event::Opened);
        let frame = Hears::Visitors { visitors: vec![visitor("other", 3)], done: true, full: true };
        tell(&mut store, Event::Heard(frame));
        assert_eq!((ids(&store), store.online.is_full), (vec!["other".to_owned()], true));
    }

    #[test]
    fn what_is_written_to_somebody_who_leaves_stays() {
        let mut store = at_the_page();
        let old = PlaceId::parse("old").expect("an id");
        tell(&mut store, Event::Chosen(old.clone()));
        assert_eq!(tell(&mut store, Event::Sent), [], "nothing is written");
        tell(&mut store, Event::Typed("Can I help?".to_owned()));
        assert!(matches!(tell(&mut store, Event::Sent)[..], [Done::Online(Effect::Invite(_))]));
        assert_eq!(tell(&mut store, Event::Sent), [], "once");
        tell(&mut store, Event::Heard(Hears::Left { id: old.clone() }));
        assert!(!store.online.has_reader());
        let failed = Answer::Invited(old, Err(Failure::Unreachable));
        store.apply(NOW, Happened::Answered(failed));
        assert_eq!(store.online.draft.as_ref().map(|draft| draft.text.as_str()), Some("Can I help?"));
        let new = PlaceId::parse("new").expect("an id");
        tell(&mut store, Event::Chosen(new.clone()));
        tell(&mut store, Event::Sent);
        store.apply(NOW, Happened::Answered(Answer::Invited(new, Ok(()))));
        assert_eq!(store.online.draft, None);
    }
}
