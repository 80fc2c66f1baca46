//! What the tabs of a browser share: the token, the messages that are unsent, and the lock of the one that sends.

use visit::Event;
use wire::visitor::Say;
use wire::{MessageId, Secret};

use super::{Client, ClientId, Due, World};
use crate::mutant::Mutant;

/// A token that was written this recently is lost where the browser is killed.
const ON_DISK: i64 = 5_000;

impl World {
    /// A tab writes the token down; the others hear of it.
    pub(super) fn keep_token(&mut self, client: ClientId, browser: usize, token: Option<Secret>) {
        let storage = &mut self.browsers[browser].storage;
        if storage.token != token {
            storage.token_at = self.now;
        }
        storage.token = token;
        for other in self.browsers[browser].tabs.into_iter().flatten().filter(|other| *other != client) {
            let wait = self.rng.i64(1..60);
            self.push_in(wait, Due::Found(other));
        }
    }

    /// Another tab wrote the token down.
    pub(super) fn find_token(&mut self, client: ClientId) {
        let Client::Page(page) = &self.clients[client] else { return };
        if let Some(token) = self.browsers[page.browser].storage.token.clone() {
            self.tell_page(client, Event::TokenCame(token));
        }
    }

    pub(super) fn put(&mut self, client: ClientId, browser: usize, say: Say) {
        let token = self.browsers[browser].storage.token.clone();
        // Transactions of one database follow each other.
        let wait = self.rng.i64(1..40);
        let storage = &mut self.browsers[browser].storage;
        storage.free_at = storage.free_at.max(self.now + wait);
        let done = storage.free_at;
        self.push(done, Due::Put { client, browser, say, token });
    }

    /// The transaction is done, whether or not the tab is there still.
    pub(super) fn keep(&mut self, client: ClientId, browser: usize, say: Say, token: Option<Secret>) {
        let is_kept = self.plan.cast.browsers[browser].keeps;
        let id = say.id.clone();
        if is_kept {
            let storage = &mut self.browsers[browser].storage;
            storage.unsent.push((say, token));
            storage.kept.push(id.clone());
        }
        self.tell_page(client, Event::Kept(id, is_kept));
    }

    pub(super) fn lock(&mut self, client: ClientId, browser: usize) {
        self.browsers[browser].storage.waiting.push_back(client);
        self.grant(browser);
    }

    pub(super) fn free(&mut self, client: ClientId, browser: usize) {
        let storage = &mut self.browsers[browser].storage;
        storage.waiting.retain(|waiting| *waiting != client);
        if storage.holder == Some(client) {
            storage.holder = None;
        }
        self.grant(browser);
    }

    /// The first that waits gets it, if nobody has it.
    fn grant(&mut self, browser: usize) {
        let everybody = self.mutant == Some(Mutant::EveryTab);
        let storage = &mut self.browsers[browser].storage;
        while storage.holder.is_none() || everybody {
            let Some(next) = storage.waiting.pop_front() else { break };
            storage.holder = Some(next);
            let wait = self.rng.i64(1..40);
            self.count += 1;
            self.queue.insert((self.now + wait, self.count), Due::Granted(next));
        }
    }

    /// A tab has the lock, and reads what is kept.
    pub(super) fn granted(&mut self, client: ClientId) {
        let Client::Page(page) = &self.clients[client] else { return };
        let browser = page.browser;
        // To read is a transaction, too: it waits for what was begun before, be it by a tab that is gone.
        let free_at = self.browsers[browser].storage.free_at;
        if self.now < free_at {
            return self.push(free_at, Due::Granted(client));
        }
        let unsent = &self.browsers[browser].storage.unsent;
        let mut says: Vec<Say> = unsent.iter().map(|(say, _)| say.clone()).collect();
        if self.mutant == Some(Mutant::EveryTab) {
            for say in &mut says {
                say.id = self.message_id();
            }
        }
        self.tell_page(client, Event::Found(says));
    }

    /// A page without a token looks whether one stands beside what is unsent: a browser that was killed may
    /// have lost the other.
    pub(super) fn recall(&mut self, client: ClientId) {
        let Client::Page(page) = &self.clients[client] else { return };
        let storage = &self.browsers[page.browser].storage;
        if storage.token.is_none()
            && let Some((_, Some(token))) = storage.unsent.first().cloned()
        {
            self.tell_page(client, Event::TokenCame(token));
        }
    }

    /// A tab is gone, and with it its lock.
    pub(super) fn release(&mut self, client: ClientId) {
        let Client::Page(page) = &self.clients[client] else { return };
        self.free(client, page.browser);
    }

    /// The browser is killed: what it wrote last to the slower of its stores was not on the disk yet.
    pub(super) fn kill(&mut self, browser: usize) {
        for tab in 0..crate::plan::TABS {
            self.close_tab(browser, tab);
        }
        let count = self.browsers.len();
        let storage = &mut self.browsers[browser % count].storage;
        if self.now - storage.token_at < ON_DISK {
            storage.token = None;
        }
    }

    /// Whatever a browser kept is stored, and need not be kept any more (G5).
    pub(crate) fn storage_settled(&self) -> Result<(), String> {
        for (number, browser) in self.browsers.iter().enumerate() {
            if let Some((say, _)) = browser.storage.unsent.first() {
                return Err(format!("browser {number} keeps {} still", say.id));
            }
            let stored = |id: &MessageId| {
                let mut all = self.edge.store.messages.values().flatten();
                all.any(|message| message.id == *id)
            };
            if let Some(lost) = browser.storage.kept.iter().find(|id| !stored(id)) {
                return Err(format!("browser {number} kept {lost}, and it is not stored"));
            }
        }
        Ok(())
    }
}
