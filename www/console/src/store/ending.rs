//! A visitor is blocked, or a conversation is gone: what a console drops, and what it says of it.

use wire::{ConversationId, Name};

use super::{Effect, Store};
use crate::words;

impl Store {
    /// The selected conversation takes nothing more from its visitor.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        let row = self.selected.as_ref().and_then(|id| self.inbox.row(id));
        row.is_some_and(|row| row.blocked)
    }

    /// What is written in the selected conversation is a note: by choice, or since nothing else can be.
    #[must_use]
    pub fn writes_note(&self) -> bool {
        self.is_blocked() || self.thread().is_some_and(|thread| thread.writes_note)
    }

    /// All of a conversation stands in another one now (K6). Whoever reads it goes along, and so does what is not sent:
    /// the edge takes it there, whichever of both it names.
    pub(super) fn joined(&mut self, id: &ConversationId, into: ConversationId) -> Vec<Effect> {
        if let Some(thread) = self.threads.get_mut(id) {
            let (unsent, draft) = (std::mem::take(&mut thread.unsent), std::mem::take(&mut thread.draft));
            let uploads = std::mem::take(&mut thread.uploads);
            let other = self.threads.entry(into.clone()).or_default();
            other.unsent.extend(unsent);
            other.uploads.extend(uploads);
            if !draft.trim().is_empty() {
                let before = std::mem::take(&mut other.draft);
                other.draft = if before.trim().is_empty() { draft } else { format!("{before}\n{draft}") };
            }
        }
        let is_read = self.selected.as_ref() == Some(id);
        self.selected = self.selected.take().filter(|_| !is_read);
        let mut effects = self.gone(id, None);
        if is_read {
            effects.extend(self.select(into));
            self.notice = Some(words::ending::joined().to_owned());
        }
        effects
    }

    /// Drops all that is known of a conversation. Whoever has it open is told why it leaves.
    pub(super) fn gone(&mut self, id: &ConversationId, by: Option<&Name>) -> Vec<Effect> {
        self.inbox.forget(id);
        self.search.forget(id);
        self.calls.answered(id);
        self.forget_mails(id);
        self.forget_hints(id);
        if self.selected.as_ref() == Some(id) {
            self.selected = None;
            let is_me = self.me.as_ref().map(|me| &me.name) == by;
            self.notice = Some(words::ending::gone(by.filter(|_| !is_me), is_me));
        }
        // Drafts and replies in it are kept over a reload, too.
        let Some(thread) = self.threads.remove(id) else { return Vec::new() };
        thread.drop_uploads().chain(self.keep()).collect()
    }
}

#[cfg(test)]
mod tests {
    use wire::agent::{Hears, Row, Says};
    use wire::http::{Code, Problem};
    use wire::inbox::View;
    use wire::visitor::{Refusal, State};
    use wire::{ConversationId, MessageId, Seq};

    use crate::store::tests::{NOW, conversation, entering, message, message_id, row, welcome};
    use crate::store::{Effect, Event, Store};

    fn hear(store: &mut Store, frame: Hears) -> Vec<Effect> {
        store.apply(NOW, Event::Heard(Box::new(frame)))
    }

    fn erased(by: Option<&str>) -> Hears {
        let by = by.map(|by| wire::Name::parse(by).expect("a name"));
        Hears::Gone { conversation: conversation(), by, into: None }
    }

    /// A console that has the conversation open, with a message and a draft.
    fn reading() -> Store {
        let mut store = entering();
        store.apply(NOW, welcome(vec![row("c1", &["ada"], State::Open, 1), row("c2", &[], State::Open, 2)]));
        store.apply(NOW, Event::Selected(conversation()));
        let messages = vec![message(1)];
        hear(&mut store, Hears::History { conversation: conversation(), messages, last: Seq(1) });
        store.apply(NOW, Event::Typed("half a".to_owned()));
        store
    }

    #[test]
    fn b2_what_was_erased_leaves_every_list_and_who_reads_it_is_told() {
        let mut store = reading();
        let effects = hear(&mut store, erased(Some("Bob")));
        assert!(matches!(effects.as_slice(), [Effect::Keep(_, kept)] if kept.is_empty()), "{effects:?}");
        assert_eq!((store.selected.as_ref(), store.inbox.row(&conversation())), (None, None));
        assert_eq!(store.notice.as_deref(), Some("Bob erased this conversation. Nothing of it is left."));
        assert_eq!(store.inbox.count(View::All, &store.scope()).known, 1);
        // Opened again by an old link: nothing stays on the screen.
        store.apply(NOW, Event::Selected(conversation()));
        hear(&mut store, erased(None));
        assert_eq!(store.selected, None);
        assert_eq!(store.notice.as_deref(), Some("This conversation is not there any more."));
    }

    #[test]
    fn b2_who_reads_another_one_is_not_disturbed() {
        let mut store = reading();
        let other = ConversationId::parse("c2").expect("an id");
        store.apply(NOW, Event::Selected(other.clone()));
        hear(&mut store, erased(Some("Bob")));
        assert_eq!((store.selected, store.notice), (Some(other), None));
    }

    #[test]
    fn k6_who_reads_what_was_joined_goes_along_with_draft_and_replies() {
        let mut store = reading();
        store.apply(NOW, Event::Replied { id: message_id(7), at: NOW });
        store.apply(NOW, Event::Typed("half a lamp".to_owned()));
        let into = ConversationId::parse("c2").expect("an id");
        let gone = Hears::Gone { conversation: conversation(), by: None, into: Some(into.clone()) };
        let effects = hear(&mut store, gone);
        assert!(effects.iter().any(|effect| {
            matches!(effect, Effect::Send(Says::Open { conversation, .. }) if *conversation == into)
        }));
        assert_eq!((store.selected.as_ref(), store.inbox.row(&conversation())), (Some(&into), None));
        let thread = store.thread().expect("the other one");
        assert_eq!((thread.draft.as_str(), thread.unsent.len()), ("half a lamp", 1));
        assert!(store.notice.as_deref().is_some_and(|notice| notice.contains("somebody whom you know")));
        // Acknowledged there.
        hear(&mut store, Hears::Stored { conversation: into, id: message_id(7), seq: Seq(5), at: NOW });
        assert!(!store.has_unsent());
    }

    #[test]
    fn b2_a_reply_that_waited_for_a_link_does_not_wait_for_ever() {
        let mut store = reading();
        store.apply(NOW, Event::Replied { id: message_id(7), at: NOW });
        assert!(store.has_unsent());
        let message = "There is nothing at this address.".to_owned();
        let problem = Problem { code: Code::NotFound, id: "1".to_owned(), message, retry_after: None };
        hear(&mut store, Hears::Error(Refusal { problem, about: Some(message_id(7)) }));
        assert!(!store.has_unsent() && store.thread().is_none());
    }

    #[test]
    fn b1_where_the_visitor_is_blocked_only_notes_are_written() {
        let mut store = reading();
        let blocked = Row { blocked: true, ..row("c1", &["ada"], State::Closed, 1) };
        hear(&mut store, Hears::Conversation(blocked));
        assert!(store.is_blocked() && store.writes_note());
        let id: MessageId = message_id(7);
        let effects = store.apply(NOW, Event::Replied { id: id.clone(), at: NOW });
        let says = effects.into_iter().find_map(|effect| match effect {
            Effect::Send(says) => Some(says),
            _ => None,
        });
        assert!(matches!(&says, Some(Says::Note { id: noted, .. }) if *noted == id), "{says:?}");
        hear(&mut store, Hears::Conversation(row("c1", &["ada"], State::Closed, 1)));
        assert!(!store.writes_note());
    }
}
