//! What each frame changes, and the replies that wait for their acknowledgement.

use wire::agent::{Hears, Says};
use wire::http::Code;
use wire::visitor::{Refusal, State};
use wire::{Author, Body, ConversationId, Message, MessageId, Seq, Timestamp};

use super::mails::Mails;
use super::thread::{Known, Unsent};
use super::{Effect, Query, Store, Thread};

impl Store {
    pub(super) fn hear(&mut self, now: Timestamp, frame: Hears) -> Vec<Effect> {
        match frame {
            Hears::Welcome { me, team, settings, files, conversations, marks } => {
                self.me = Some(me);
                self.team = team;
                self.settings = Some(settings);
                self.files = files;
                self.link.welcomed();
                // Not every cut is told: a link that was silently dead is dropped without a close.
                self.stale();
                self.inbox.welcome(conversations, &self.scope());
                self.forget_told_activity();
                self.retry_uploads();
                let mut effects = self.learn_marks(marks);
                if self.wanted.is_some() {
                    effects.extend(self.open_wanted());
                } else {
                    effects.extend(self.catch_up());
                }
                effects.extend(self.tell_activity(now));
                effects.extend(self.arrive());
                effects.extend(self.resend());
                effects.extend(self.fill_lists());
                effects.extend(self.search_again());
                return effects;
            }
            Hears::Me(me) => {
                self.me = Some(me);
                return self.arrive_again();
            }
            Hears::Team { team } => {
                self.team = team;
                return self.arrive_again();
            }
            Hears::Settings(settings) => {
                self.settings = Some(settings);
                return self.arrive_again();
            }
            Hears::Conversation(row) => {
                // Somebody answered, or it is closed: there is nothing to be told of any more.
                if row.state == State::Closed || !row.waiting {
                    self.calls.answered(&row.id);
                }
                self.inbox.put(row);
            }
            Hears::Conversations { view, filter, before, rows } => {
                let scope = self.scope();
                self.inbox.page(&Query { view, filter }, before.as_ref(), rows, &scope);
                return self.fill_lists();
            }
            Hears::Found { words, hits } => return self.found(&words, hits),
            Hears::History { conversation, messages, last } => {
                return self.history(conversation, messages, last);
            }
            Hears::Message { conversation, message } => {
                let who = match &message.author {
                    Author::Agent { id, .. } => Some(id),
                    Author::Visitor | Author::Site { .. } => None,
                };
                self.wrote(&conversation, who);
                return self.message(&conversation, message);
            }
            Hears::Marks { marks } => {
                self.take_marks(marks.into_iter().map(|mark| (mark.conversation, mark.seq)));
            }
            Hears::Typing { conversation, agent } => self.heard_writing(now, conversation, agent),
            Hears::About { conversation, about, earlier } => {
                if let Some(thread) = self.threads.get_mut(&conversation) {
                    thread.visitor = Some(Known { about, earlier });
                }
            }
            Hears::Notes { conversation, notes } => {
                if let Some(thread) = self.threads.get_mut(&conversation) {
                    for note in notes {
                        thread.put_note(note);
                    }
                }
            }
            Hears::Note { conversation, note } => {
                if let Some(thread) = self.threads.get_mut(&conversation) {
                    thread.put_note(note);
                    return self.keep();
                }
            }
            Hears::Stored { conversation, id, seq, at } => return self.stored(&conversation, &id, seq, at),
            Hears::Call { conversation, why, quiet } => return self.called(conversation, why, quiet),
            Hears::Mails { conversation, outgoing, incoming, blocked } => {
                self.mails_told(conversation, Mails { outgoing, incoming, blocked });
            }
            Hears::Gone { conversation, into: Some(into), .. } => return self.joined(&conversation, into),
            Hears::Gone { conversation, by, into: None } => return self.gone(&conversation, by.as_ref()),
            Hears::Error(refusal) => return self.refused(refusal),
        }
        Vec::new()
    }

    /// After a cut, nothing that is here is known to be everything.
    pub(super) fn stale(&mut self) {
        self.threads.values_mut().for_each(|thread| thread.is_current = false);
        self.inbox.stale();
    }

    pub(super) fn typed(&mut self, now: Timestamp, text: String) -> Vec<Effect> {
        let Some(id) = self.selected.clone() else { return Vec::new() };
        let thread = self.threads.entry(id).or_default();
        if thread.draft == text {
            return Vec::new();
        }
        let is_empty = text.trim().is_empty();
        thread.draft = text;
        let mut effects = self.keep();
        if !is_empty {
            effects.extend(self.tell_writing(now));
        }
        effects
    }

    /// Moves the draft into the outbox. An invalid one stays where it is: the box says why.
    pub(super) fn reply(&mut self, id: MessageId, at: Timestamp) -> Vec<Effect> {
        let Some(conversation) = self.selected.clone() else { return Vec::new() };
        let is_note = self.writes_note();
        let thread = self.threads.entry(conversation.clone()).or_default();
        let Ok(body) = Body::parse(thread.draft.clone()) else { return Vec::new() };
        thread.draft.clear();
        thread.writes_note = false;
        let unsent = Unsent { id, body, at, is_note, refused: None };
        let says = unsent.says(conversation);
        thread.unsent.push(unsent);
        // First kept, then said: a tab that dies in between loses nothing.
        let mut effects = self.keep();
        effects.extend(self.say(says));
        effects
    }

    pub(super) fn retry(&mut self, id: &MessageId) -> Vec<Effect> {
        let Some(conversation) = self.selected.clone() else { return Vec::new() };
        let Some(thread) = self.threads.get_mut(&conversation) else { return Vec::new() };
        let Some(unsent) = thread.unsent(id) else { return Vec::new() };
        unsent.refused = None;
        let says = unsent.says(conversation);
        let mut effects = self.keep();
        effects.extend(self.say(says));
        effects
    }

    pub(super) fn discard(&mut self, id: &MessageId) -> Vec<Effect> {
        let Some(conversation) = self.selected.clone() else { return Vec::new() };
        let Some(thread) = self.threads.get_mut(&conversation) else { return Vec::new() };
        // Only what was refused: the fate of the others is not known.
        thread.unsent.retain(|unsent| unsent.id != *id || unsent.refused.is_none());
        self.keep()
    }

    fn history(&mut self, conversation: ConversationId, messages: Vec<Message>, last: Seq) -> Vec<Effect> {
        let Some(thread) = self.threads.get_mut(&conversation) else { return Vec::new() };
        // What it brings may be here already, as acknowledgements: then there is more all the same.
        let is_getting_on = !messages.is_empty();
        for message in messages {
            thread.put(message);
        }
        thread.is_waiting_for_history = false;
        thread.is_current = thread.known >= last;
        let after = thread.known;
        let mut effects = self.keep();
        if after < last && is_getting_on {
            effects.extend(self.say(Says::Open { conversation, after }));
        }
        effects
    }

    fn message(&mut self, conversation: &ConversationId, message: Message) -> Vec<Effect> {
        // One that was never looked at is asked for as a whole when it is.
        let Some(thread) = self.threads.get_mut(conversation) else { return Vec::new() };
        if thread.known == Seq(0) && !thread.is_current {
            return Vec::new();
        }
        let has_gap = thread.put(message);
        self.mind_gap(conversation, has_gap)
    }

    fn stored(
        &mut self,
        conversation: &ConversationId,
        id: &MessageId,
        seq: Seq,
        at: Timestamp,
    ) -> Vec<Effect> {
        let Some(me) = &self.me else { return Vec::new() };
        let author = Author::Agent { id: me.id.clone(), name: me.name.clone() };
        let Some(thread) = self.threads.get_mut(conversation) else { return Vec::new() };
        let has_gap = thread.stored(id, seq, at, author);
        let mut effects = self.keep();
        effects.extend(self.mind_gap(conversation, has_gap));
        effects
    }

    /// A gap in the sequence (G4): what lies in it is asked for.
    fn mind_gap(&mut self, conversation: &ConversationId, has_gap: bool) -> Vec<Effect> {
        let Some(thread) = self.threads.get_mut(conversation) else { return Vec::new() };
        // If it is not current, that was asked for already, or will be when it is looked at.
        if !has_gap || !thread.is_current {
            return Vec::new();
        }
        thread.is_current = false;
        let after = thread.known;
        self.say(Says::Open { conversation: conversation.clone(), after })
    }

    fn refused(&mut self, Refusal { problem, about }: Refusal) -> Vec<Effect> {
        let of_gone = |(id, thread): (&ConversationId, &Thread)| {
            let is_about = |unsent: &Unsent| about.as_ref() == Some(&unsent.id);
            thread.unsent.iter().any(is_about).then(|| id.clone())
        };
        if problem.code == Code::NotFound
            && let Some(id) = self.threads.iter().find_map(of_gone)
        {
            // It was erased while this console was away.
            return self.gone(&id, None);
        }
        if let Some(id) = about
            && let Some(unsent) = self.threads.values_mut().find_map(|thread| thread.unsent(&id))
        {
            unsent.refused = Some(problem.message);
            return self.keep();
        }
        self.inbox.refused();
        self.search.refused();
        self.leave_missing();
        self.notice = Some(crate::words::edge::said(&problem.message));
        Vec::new()
    }

    /// Every reply whose acknowledgement did not come, under the same id (G2), in the order of writing.
    fn resend(&self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (conversation, thread) in &self.threads {
            for unsent in thread.unsent.iter().filter(|unsent| unsent.refused.is_none()) {
                effects.extend(self.say(unsent.says(conversation.clone())));
            }
        }
        effects
    }
}
