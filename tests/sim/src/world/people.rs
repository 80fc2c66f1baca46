//! What people do, and what the plan breaks.

use console::store as agents;
use visit::{Delivery, Event};
use wire::{ConversationId, MessageId, Mode, Presence, Timestamp};

use super::{Client, ClientId, Due, World};
use crate::page::Page;
use crate::plan::{Step, TABS, Who};

impl World {
    pub(super) fn step(&mut self, step: &Step) {
        match *step {
            Step::Open(browser, tab) => self.open_tab(browser, tab),
            Step::Close(browser, tab) => self.close_tab(browser, tab),
            Step::Reload(browser, tab) => {
                if self.tab(browser, tab).is_some() {
                    self.close_tab(browser, tab);
                    self.open_tab(browser, tab);
                }
            }
            Step::Write(browser, tab) => {
                if let Some(client) = self.tab(browser, tab) {
                    self.write(client);
                }
            }
            Step::Retry(browser, tab) => {
                if let Some(client) = self.tab(browser, tab) {
                    self.retry(client);
                }
            }
            Step::Panel(browser, tab, is_open) => {
                if let Some(client) = self.tab(browser, tab) {
                    self.tell_page(client, if is_open { Event::PanelOpened } else { Event::PanelClosed });
                }
            }
            Step::Show(browser, tab, is_visible) => {
                if let Some(client) = self.tab(browser, tab) {
                    self.show(client, is_visible);
                }
            }
            Step::Kill(browser) => self.kill(browser),
            Step::ConsoleReload(number) => self.reload_console(self.console(number)),
            Step::Select(number, row) => {
                let ids: Vec<_> = self.edge.store.conversations.keys().cloned().collect();
                if !ids.is_empty() {
                    self.select(self.console(number), ids[row % ids.len()].clone());
                }
            }
            Step::Reply(number) => self.reply(self.console(number)),
            Step::RetryReply(number) => self.retry_replies(self.console(number)),
            Step::Finish(number) => self.tell_console(self.console(number), agents::Event::CloseChosen),
            Step::Assign(number, agent) => {
                let agent = super::agent_id(agent % self.plan.cast.agents);
                self.tell_console(self.console(number), agents::Event::AssignChosen(Some(agent)));
            }
            Step::Status(number, status) => {
                self.tell_console(self.console(number), agents::Event::StatusChosen(status));
            }
            Step::Cut(who, cut) => {
                if let Some(client) = self.client(who) {
                    self.cut(client, cut);
                }
            }
            Step::Lose(who, loss) => {
                if let Some(client) = self.client(who) {
                    self.losses.insert(client, loss);
                }
            }
            Step::Offline(who, milliseconds) => {
                if let Some(client) = self.client(who) {
                    self.push_in(0, Due::Network(client, false));
                    self.push_in(i64::from(milliseconds), Due::Network(client, true));
                }
            }
            Step::Strike(fault) => self.edge.faults.push(fault),
            Step::Crash => self.crash(),
            Step::Evict => self.edge.evict(Timestamp(self.now)),
            Step::Jump(browser, milliseconds) => {
                let count = self.browsers.len();
                let browser = &mut self.browsers[browser % count];
                browser.ahead += i64::from(milliseconds);
                browser.has_jumped = true;
            }
            Step::NoMail(milliseconds) => {
                self.edge.provider.is_down = true;
                self.push_in(i64::from(milliseconds), Due::MailAgain);
            }
            Step::Mail(row, agent, again) => self.write_mail(row, agent, again),
            Step::Deploy => {
                self.edge.version = self.edge.version.wrapping_add(1);
                self.crash();
            }
        }
    }

    fn tab(&self, browser: usize, tab: usize) -> Option<ClientId> {
        self.browsers[browser % self.browsers.len()].tabs[tab % TABS]
    }

    fn console(&self, number: usize) -> ClientId {
        self.consoles[number % self.consoles.len()]
    }

    fn client(&self, who: Who) -> Option<ClientId> {
        match who {
            Who::Tab(browser, tab) => self.tab(browser, tab),
            Who::Console(number) => Some(self.console(number)),
        }
    }

    fn open_tab(&mut self, browser: usize, tab: usize) {
        let browser = browser % self.browsers.len();
        if self.tab(browser, tab).is_some() {
            return;
        }
        let now = Timestamp(self.now);
        let presence = self.edge.enter(now, |edge| edge.presence(now));
        let has_crashed = matches!(presence, Err(crate::edge::Trouble::Crash));
        self.after_edge(has_crashed);
        // Without an answer the loader waits; here it takes the site for one that takes messages.
        let presence = presence.unwrap_or(Presence {
            mode: Mode::Messaging,
            fresh_for: 10,
            back_at: None,
            more: false,
            no_mail: false,
            paint: None,
        });
        let token = self.browsers[browser].storage.token.clone();
        let seed = self.rng.u64(..);
        let page = Page::new(self.machine(browser), browser, presence, token, seed, self.edge.version);
        let client = self.add(Client::Page(Box::new(page)));
        self.browsers[browser].tabs[tab % TABS] = Some(client);
        self.tell_page(client, Event::Woke);
        self.push_in(20, Due::Recalled(client));
    }

    pub(super) fn close_tab(&mut self, browser: usize, tab: usize) {
        let count = self.browsers.len();
        let Some(client) = self.browsers[browser % count].tabs[tab % TABS].take() else { return };
        if let Some(conn) = self.conn_of(client) {
            self.disconnect(conn);
        }
        self.release(client);
        self.clients[client] = Client::Closed;
    }

    fn write(&mut self, client: ClientId) {
        let id = self.message_id();
        let Client::Page(page) = &mut self.clients[client] else { return };
        page.written.push(id.clone());
        let text = format!("text of {id}");
        let email = if page.browser % 2 == 0 {
            format!("visitor{}@home.example", page.browser)
        } else {
            String::new()
        };
        self.tell_page(client, Event::Submitted { id, text, email });
    }

    fn retry(&mut self, client: ClientId) {
        self.note_refused(client);
        let Client::Page(page) = &self.clients[client] else { return };
        let now = self.clock(page);
        let failed = page.visit.entries(now).filter(|entry| matches!(entry.delivery, Delivery::Failed(_)));
        let ids: Vec<MessageId> = failed.map(|entry| entry.id.clone()).collect();
        for id in ids {
            self.tell_page(client, Event::Retried(id));
        }
    }

    fn show(&mut self, client: ClientId, is_visible: bool) {
        let now = self.now;
        let Client::Page(page) = &mut self.clients[client] else { return };
        page.shown = if is_visible { page.shown.or(Some(now)) } else { None };
        self.tell_page(client, if is_visible { Event::TabShown } else { Event::TabHidden });
    }

    fn select(&mut self, client: ClientId, id: ConversationId) {
        let Client::Console(device) = &self.clients[client] else { return };
        if device.store.inbox.row(&id).is_some() {
            self.tell_console(client, agents::Event::Selected(id));
        }
    }

    fn reply(&mut self, client: ClientId) {
        let id = self.message_id();
        let Client::Console(device) = &mut self.clients[client] else { return };
        let Some(conversation) = device.store.selected.clone() else { return };
        device.written.push((conversation, id.clone()));
        self.tell_console(client, agents::Event::Typed(format!("text of {id}")));
        self.tell_console(client, agents::Event::Replied { id, at: Timestamp(self.now) });
    }

    fn retry_replies(&mut self, client: ClientId) {
        let Client::Console(device) = &self.clients[client] else { return };
        let Some(thread) = device.store.thread() else { return };
        let refused = thread.unsent.iter().filter(|unsent| unsent.refused.is_some());
        let ids: Vec<_> = refused.map(|unsent| unsent.id.clone()).collect();
        for id in ids {
            self.tell_console(client, agents::Event::Retried(id));
        }
    }

    /// From now on nothing breaks. What is broken without anybody's knowing is left to those it concerns;
    /// the edge learns of its dead sockets.
    pub(super) fn calm(&mut self) {
        self.edge.faults.clear();
        self.edge.provider.is_down = false;
        self.losses.clear();
        for client in std::mem::take(&mut self.offline) {
            self.push_in(0, Due::Network(client, true));
        }
        for id in 0..self.conns.len() {
            let conn = &self.conns[id];
            if conn.line.is_some() && (conn.is_broken() || !conn.is_held) {
                let wait = self.rng.i64(0..20_000);
                self.push_in(wait, Due::Dropped(id));
            }
        }
        // Whoever left something comes back.
        for browser in 0..self.browsers.len() {
            let browser_here = &self.browsers[browser];
            if !browser_here.storage.kept.is_empty() && browser_here.tabs.iter().all(Option::is_none) {
                self.open_tab(browser, 0);
            }
        }
        for client in 0..self.clients.len() {
            match &self.clients[client] {
                Client::Page(_) => {
                    self.show(client, true);
                    self.tell_page(client, Event::PanelOpened);
                }
                Client::Console(_) | Client::Closed => {}
            }
        }
        self.calm_again();
    }

    /// People press what there is to press.
    pub(super) fn calm_again(&mut self) {
        for client in 0..self.clients.len() {
            match &self.clients[client] {
                Client::Page(page) => {
                    // A tab that knew nothing of what another wrote is looked at again.
                    let is_empty = page.visit.token().is_some()
                        && page.visit.entries(Timestamp(self.now)).next().is_none();
                    if is_empty {
                        self.tell_page(client, Event::TabShown);
                    }
                    self.retry_refused(client);
                }
                Client::Console(device) => {
                    let is_in = device.store.door == agents::Door::In;
                    let needs_reload = matches!(
                        device.store.link.connection(),
                        agents::Connection::Outdated | agents::Connection::Stopped
                    ) || device.store.door == agents::Door::Unreachable;
                    let written: Vec<_> = device.written.iter().map(|(id, _)| id.clone()).collect();
                    if needs_reload {
                        self.reload_console(client);
                    } else if is_in {
                        self.look_after_replies(client, written);
                    }
                }
                Client::Closed => {}
            }
        }
    }

    fn retry_refused(&mut self, client: ClientId) {
        let Client::Page(page) = &self.clients[client] else { return };
        let now = self.clock(page);
        let is_refused =
            page.visit.entries(now).any(|entry| matches!(entry.delivery, Delivery::Failed(Some(_))));
        if is_refused {
            self.retry(client);
        }
    }

    fn look_after_replies(&mut self, client: ClientId, mut conversations: Vec<ConversationId>) {
        conversations.sort();
        conversations.dedup();
        for id in conversations {
            let Client::Console(device) = &self.clients[client] else { return };
            let before = device.store.selected.clone();
            if device.store.has_unsent() {
                self.select(client, id);
                self.retry_replies(client);
                if let Some(before) = before {
                    self.select(client, before);
                }
            }
        }
    }
}
