//! What must be true at all times, and once everything has settled.

use std::collections::BTreeSet;

use console::store as agents;
use visit::{Delivery, Text};
use wire::mail::{Judgement, Stage, VisitorMail};
use wire::{Author, ConversationId, MessageId, Seq, Timestamp};

use crate::edge::store::sender;
use crate::edge::visitor;
use crate::plan::Step;
use crate::world::{Client, ClientId, World};

/// The oldest presence that may be shown (G9).
const STALE: i64 = 60_000;
/// How long a tab that is shown again may take to ask.
const GRACE: i64 = 6_000;

impl World {
    /// A page shows each message once, in one order, and a tick only at what is stored (G1, G2, G3).
    pub(crate) fn check_page(&mut self, client: ClientId) {
        let Client::Page(page) = &self.clients[client] else { return };
        let now = self.clock(page);
        let conversation =
            page.visit.token().and_then(|token| self.edge.store.conversation_of(&visitor(token)));
        let stored = conversation.map_or(&[][..], |one| self.edge.store.all(&one.id));
        let mut wrong = None;
        let mut last = Seq(0);
        let mut ids: Vec<&MessageId> = Vec::new();
        for entry in page.visit.entries(now) {
            if ids.contains(&entry.id) {
                wrong = Some(format!("shown twice: {}", entry.id));
            }
            ids.push(entry.id);
            if let Some(seq) = entry.seq {
                if seq <= last {
                    wrong = Some(format!("shown in another order: {seq:?} after {last:?}"));
                }
                last = seq;
            }
            if matches!(entry.delivery, Delivery::Sent | Delivery::Seen) {
                let place = entry.seq.and_then(|seq| stored.binary_search_by_key(&seq, |held| held.seq).ok());
                if place.is_none_or(|place| stored[place].id != *entry.id) {
                    wrong = Some(format!("shown as sent and not stored: {}", entry.id));
                }
            }
        }
        if let Some(lost) = page.written.iter().find(|id| !ids.contains(id)) {
            let is_stored = stored.iter().any(|held| held.id == *lost);
            if !is_stored {
                wrong = Some(format!("neither stored nor shown: {lost}"));
            }
        }
        let is_shown_live = page.shown.is_some_and(|since| self.now > since + GRACE)
            && page.visit.status(now) == Text::StatusLive;
        let since = self.now - self.last_live;
        if is_shown_live && since > STALE && !self.browsers[page.browser].has_jumped {
            wrong = Some(format!("somebody is shown as in who was not for {} s", since / 1_000));
        }
        if let Some(wrong) = wrong {
            self.find(&format!("page {client}: {wrong}"));
        }
    }

    /// The same for a console.
    pub(crate) fn check_console(&mut self, client: ClientId) {
        let Client::Console(device) = &self.clients[client] else { return };
        let (Some(id), Some(thread)) = (&device.store.selected, device.store.thread()) else { return };
        let stored = self.edge.store.all(id);
        let me = device.store.me.as_ref().map(|me| (&me.id, &me.name));
        let mut wrong = None;
        let mut ids = BTreeSet::new();
        for line in thread.lines(me) {
            if !ids.insert(line.id.clone()) {
                wrong = Some(format!("shown twice: {}", line.id));
            }
            if let agents::thread::Progress::Stored(seq) = line.progress {
                let place = stored.binary_search_by_key(&seq, |held| held.seq).ok();
                if place.is_none_or(|place| stored[place].id != line.id) {
                    wrong = Some(format!("shown as stored and is not: {}", line.id));
                }
            }
        }
        if let Some(wrong) = wrong {
            self.find(&format!("console {client}: {wrong}"));
        }
    }

    /// Whether everything arrived where it belongs. Else what did not.
    pub(crate) fn settled(&mut self) -> Result<(), String> {
        self.edge.check_memory(Timestamp(self.now));
        if let Some(wrong) = self.edge.wrong.take() {
            self.find(&wrong);
        }
        self.check_store()?;
        self.check_mails()?;
        self.storage_settled()?;
        for client in 0..self.clients.len() {
            match &self.clients[client] {
                Client::Page(_) => {
                    self.page_settled(client).map_err(|what| format!("page {client}: {what}"))?;
                }
                Client::Console(_) => {
                    self.console_settled(client).map_err(|what| format!("console {client}: {what}"))?;
                }
                Client::Closed => {}
            }
        }
        Ok(())
    }

    /// What is stored is whole, and holds whatever was acknowledged (G1, G2, G3).
    fn check_store(&self) -> Result<(), String> {
        for ((conversation, sender, id), seq) in &self.edge.acknowledged {
            let is_there =
                self.edge.store.earlier(conversation, sender, id).is_some_and(|held| held.seq == *seq);
            if !is_there {
                return Err(format!("acknowledged and not stored: {id}"));
            }
        }
        for (conversation, messages) in &self.edge.store.messages {
            let mut ids = BTreeSet::new();
            let mut texts = BTreeSet::new();
            for (message, place) in messages.iter().zip(1..) {
                if message.seq != Seq(place) {
                    return Err(format!("{conversation} has a gap before {:?}", message.seq));
                }
                let is_new = ids.insert((sender(&message.author), &message.id));
                if !is_new || !texts.insert(message.body.as_str()) {
                    return Err(format!("stored twice: {:?}", message.body.as_str()));
                }
            }
        }
        Ok(())
    }

    /// Each mail that was owed went out or was not needed, and once, but where a fault fell between the
    /// provider's yes and our note of it (G7).
    fn check_mails(&self) -> Result<(), String> {
        let mut copies = 0;
        for mail in self.edge.store.mails.values() {
            let taken = self.edge.provider.taken.get(&mail.id).copied().unwrap_or(0);
            if mail.is_owed() {
                return Err(format!("{:?} is still {:?}", mail.id, mail.stage));
            }
            if (mail.stage == Stage::Sent) != (taken > 0) {
                return Err(format!("{:?} is {:?} and was taken {taken} times", mail.id, mail.stage));
            }
            copies += taken.saturating_sub(1);
        }
        let unnoted = self.edge.provider.unnoted;
        if copies > unnoted {
            return Err(format!("{copies} second copies of mails, and {unnoted} faults in between"));
        }
        self.check_answers()?;
        self.check_brought()
    }

    /// Whoever left an address has read each answer, or has it by mail (M2).
    fn check_answers(&self) -> Result<(), String> {
        if self.plan.cast.visitor_mail == VisitorMail::Nothing {
            return Ok(());
        }
        for conversation in self.edge.store.conversations.values().filter(|one| one.email.is_some()) {
            let mails = self.edge.store.mails.values().filter(|mail| {
                mail.to.is_none()
                    && mail.stage == Stage::Sent
                    && mail.conversation.as_ref() == Some(&conversation.id)
            });
            let spans: Vec<(Seq, Seq)> = mails.map(|mail| (mail.first, mail.last)).collect();
            for held in self.edge.store.all(&conversation.id) {
                let is_there = conversation.read >= held.seq
                    || spans.iter().any(|(first, last)| (first..=last).contains(&&held.seq));
                if matches!(held.author, Author::Agent { .. }) && !is_there {
                    return Err(format!("neither read nor mailed: {}", held.id));
                }
            }
        }
        Ok(())
    }

    /// Each mail that was brought is entered, once (G8). That no message is stored twice is looked at with all
    /// others.
    fn check_brought(&self) -> Result<(), String> {
        for mail in &self.brought {
            let entered = self.edge.store.received.get(&mail.id);
            let message = entered.filter(|one| one.judgement == Judgement::Taken && one.first != Seq(0));
            if message.is_none() {
                return Err(format!("a mail was brought and is not entered: {entered:?}"));
            }
            let said =
                self.edge.store.all(&mail.conversation).iter().filter(|one| one.body.as_str() == mail.text);
            if said.count() != 1 {
                return Err(format!("not said once: {}", mail.text));
            }
        }
        Ok(())
    }

    /// What somebody saw is told at most once: a fault may swallow it.
    fn are_hints_told(&self) -> bool {
        !self.plan.steps.iter().any(|(_, step)| matches!(step, Step::Strike(_)))
    }

    fn page_settled(&self, client: ClientId) -> Result<(), String> {
        let Client::Page(page) = &self.clients[client] else { return Ok(()) };
        let now = self.clock(page);
        let browser = &self.browsers[page.browser];
        let Some(token) = page.visit.token() else {
            let is_stranger = browser.storage.token.is_none() || page.written.is_empty();
            return if is_stranger { Ok(()) } else { Err("wrote, and has no token".to_owned()) };
        };
        let conversation = self.edge.store.conversation_of(&visitor(token));
        let stored = conversation.map_or(&[][..], |one| self.edge.store.all(&one.id));
        for id in &page.written {
            if !stored.iter().any(|held| held.id == *id) {
                return Err(format!("not stored: {id}"));
            }
        }
        let mut shown = page.visit.entries(now);
        for held in stored {
            if !shown.next().is_some_and(|entry| entry.id == &held.id && entry.seq == Some(held.seq)) {
                return Err(format!("not shown: {} {:?}", held.id, held.seq));
            }
        }
        if let Some(entry) = shown.next() {
            return Err(format!("shown and not stored: {}", entry.id));
        }
        in_order(&page.written, &page.refused, stored.iter().map(|held| &held.id))?;
        if let Some(conversation) = conversation.filter(|_| self.are_hints_told()) {
            let answered = stored.iter().rfind(|held| !sender(&held.author).is_empty());
            if conversation.read < answered.map_or(Seq(0), |held| held.seq) {
                return Err("the last answer is not taken down as read".to_owned());
            }
        }
        Ok(())
    }

    fn console_settled(&self, client: ClientId) -> Result<(), String> {
        let Client::Console(device) = &self.clients[client] else { return Ok(()) };
        let store = &device.store;
        if !store.link.is_open() {
            return Err("is not connected".to_owned());
        }
        if store.has_unsent() {
            return Err("has replies that are not stored".to_owned());
        }
        for conversation in self.edge.store.conversations.values() {
            if store.inbox.row(&conversation.id) != Some(&conversation.row()) {
                return Err(format!("the line of {} is an old one", conversation.id));
            }
        }
        if self.are_hints_told() {
            for row in self.edge.store.conversations.values().map(desk::Conversation::row) {
                let mark = self.edge.store.marks.get(&(device.agent.clone(), row.id.clone()));
                let is_unread = row.waiting && mark.is_none_or(|mark| *mark < row.last);
                if store.is_unread(&row) != is_unread {
                    return Err(format!("counts {} as read or unread, and it is not", row.id));
                }
            }
        }
        if let (Some(id), Some(thread)) = (&store.selected, store.thread()) {
            let stored = self.edge.store.all(id);
            if !thread.messages().eq(stored) {
                return Err(format!("{id} is not shown as it is stored"));
            }
        }
        let refused: Vec<MessageId> = self.edge.refused.iter().cloned().collect();
        let conversations: BTreeSet<&ConversationId> = device.written.iter().map(|(id, _)| id).collect();
        for conversation in conversations {
            let stored = self.edge.store.all(conversation);
            let of_it = device.written.iter().filter(|(id, _)| id == conversation);
            let written: Vec<MessageId> = of_it.map(|(_, id)| id.clone()).collect();
            for id in &written {
                if !stored.iter().any(|held| held.id == *id) {
                    return Err(format!("not stored: {id}"));
                }
            }
            in_order(&written, &refused, stored.iter().map(|held| &held.id))?;
        }
        Ok(())
    }
}

/// What one client wrote is stored as it was written, but for what was refused once.
fn in_order<'a>(
    written: &[MessageId],
    refused: &[MessageId],
    stored: impl Iterator<Item = &'a MessageId>,
) -> Result<(), String> {
    let mut places = written.iter().filter(|id| !refused.contains(id));
    let stored = stored.filter(|id| written.contains(id) && !refused.contains(id));
    for id in stored {
        let next = places.next();
        if next != Some(id) {
            return Err(format!("stored in another order: {id}, where {next:?} was written"));
        }
    }
    Ok(())
}
