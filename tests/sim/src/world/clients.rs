//! The shells of the clients: what the real ones do with effects.

use console::store as agents;
use visit::{Delivery, Effect, Event};
use wire::visitor::Says;
use wire::{Secret, Timestamp};

use super::{Client, ClientId, Due, World, agent_id};
use crate::console::Device;
use crate::edge::lines::Up;
use crate::mutant::Mutant;
use crate::network::ConnId;
use crate::page::{Ask, Page};

impl World {
    /// The clock of a browser.
    pub(crate) fn machine(&self, browser: usize) -> Timestamp {
        Timestamp(self.now + self.browsers[browser].ahead)
    }

    /// The time as a page has it.
    pub(crate) fn clock(&self, page: &Page) -> Timestamp {
        page.clock.look(self.machine(page.browser))
    }

    /// Takes an event into a page and does what it says.
    pub(crate) fn tell_page(&mut self, client: ClientId, event: Event) {
        let mut events = vec![event];
        while !events.is_empty() {
            let event = events.remove(0);
            let Client::Page(page) = &mut self.clients[client] else { return };
            let browser = page.browser;
            let now = page.clock.now(Timestamp(self.now + self.browsers[browser].ahead));
            let effects = page.visit.apply(now, event);
            for effect in effects {
                events.extend(self.perform(client, browser, effect));
            }
        }
        let Client::Page(page) = &self.clients[client] else { return };
        let now = self.clock(page);
        let next = page.visit.next_wakeup(now);
        if next.is_some_and(|at| at <= now) {
            self.find("a wake-up that is due would never end");
        }
        self.set_timer(client, next.map(|at| at.0 - now.0));
        self.check_page(client);
    }

    fn perform(&mut self, client: ClientId, browser: usize, effect: Effect) -> Option<Event> {
        let Client::Page(page) = &mut self.clients[client] else { return None };
        if let Some(ask) = Ask::of(&effect) {
            let token = page.visit.token().cloned();
            let ask = match ask {
                Ask::Post(say) => Ask::Post(self.said(client, say)?),
                ask => ask,
            };
            self.request(client, ask, token);
            return None;
        }
        match effect {
            Effect::Connect => {
                let conn = self.connect(client);
                if let Client::Page(page) = &mut self.clients[client] {
                    page.conn = Some(conn);
                }
            }
            Effect::Disconnect => {
                if let Some(conn) = page.conn.take() {
                    self.disconnect(conn);
                }
            }
            Effect::Send(says) => {
                let (conn, version) = (page.conn?, page.version);
                let says = match says {
                    Says::Hello { token, after, .. } => Says::Hello { protocol: version, token, after },
                    Says::Say(say) => Says::Say(self.said(client, say)?),
                    says => says,
                };
                self.send_up(conn, Up::Visitor(says));
            }
            Effect::Ping => {
                let conn = page.conn?;
                self.send_up(conn, Up::Ping);
            }
            Effect::MakeToken => {
                let kept = self.browsers[browser].storage.token.clone();
                let token = kept.unwrap_or_else(|| {
                    let number = self.rng.u64(..);
                    Secret::parse(format!("{number:043}")).expect("43 digits")
                });
                return Some(Event::TokenCame(token));
            }
            Effect::Keep => {
                if !self.plan.cast.browsers[browser].keeps {
                    return Some(Event::NotKept);
                }
                let token = page.visit.token().cloned();
                self.keep_token(client, browser, token);
            }
            Effect::Forget => self.browsers[browser].storage.token = None,
            Effect::Put(say) => self.put(client, browser, say),
            Effect::Drop(id) => self.browsers[browser].storage.unsent.retain(|(say, _)| say.id != id),
            Effect::WantLock => self.lock(client, browser),
            Effect::FreeLock => self.free(client, browser),
            _ => {}
        }
        None
    }

    /// A message as it goes out, with the bugs that are planted.
    fn said(&mut self, client: ClientId, say: wire::visitor::Say) -> Option<wire::visitor::Say> {
        let mutant = self.mutant;
        let (sent, id) = match &mut self.clients[client] {
            Client::Page(page) => (&mut page.sent, say.id.clone()),
            _ => return Some(say),
        };
        let is_again = sent.contains(&id);
        sent.push(id);
        match mutant {
            Some(Mutant::NoResend) if is_again => None,
            Some(Mutant::NewIds) if is_again => {
                let id = self.message_id();
                Some(wire::visitor::Say { id, ..say })
            }
            _ => Some(say),
        }
    }

    /// Takes down what was refused: where it ends up is the visitor's choice.
    pub(super) fn note_refused(&mut self, client: ClientId) {
        let Client::Page(page) = &self.clients[client] else { return };
        let now = self.clock(page);
        let refused =
            page.visit.entries(now).filter(|entry| matches!(entry.delivery, Delivery::Failed(Some(_))));
        let ids: Vec<_> = refused.map(|entry| entry.id.clone()).collect();
        if let Client::Page(page) = &mut self.clients[client] {
            page.refused.extend(ids);
        }
    }

    pub(super) fn opened(&mut self, client: ClientId) {
        match &self.clients[client] {
            Client::Page(_) => self.tell_page(client, Event::SocketOpened),
            Client::Console(_) => self.tell_console(client, agents::Event::Opened),
            Client::Closed => {}
        }
    }

    pub(super) fn ponged(&mut self, client: ClientId) {
        match &self.clients[client] {
            Client::Page(_) => self.tell_page(client, Event::Ponged),
            Client::Console(_) => self.tell_console(client, agents::Event::Ponged),
            Client::Closed => {}
        }
    }

    pub(super) fn closed(&mut self, client: ClientId, conn: ConnId, code: u16) {
        if self.conn_of(client) != Some(conn) {
            return;
        }
        match &mut self.clients[client] {
            Client::Page(page) => {
                page.conn = None;
                self.tell_page(client, Event::SocketClosed(code));
            }
            Client::Console(device) => {
                device.conn = None;
                let jitter = self.rng.u32(..agents::link::JITTER);
                self.tell_console(client, agents::Event::Closed { code, jitter });
            }
            Client::Closed => {}
        }
    }

    /// Opens a console of an agent.
    pub(super) fn open_console(&mut self, agent: usize) {
        let device = Device::new(agent_id(agent), self.edge.version);
        let client = self.add(Client::Console(Box::new(device)));
        self.consoles.push(client);
        self.tell_console(client, agents::Event::Started { link: None });
    }

    pub(super) fn reload_console(&mut self, client: ClientId) {
        let version = self.edge.version;
        let Client::Console(device) = &mut self.clients[client] else { return };
        device.store = crate::console::fresh();
        device.version = version;
        if let Some(conn) = device.conn.take() {
            self.disconnect(conn);
        }
        self.tell_console(client, agents::Event::Started { link: None });
    }

    pub(super) fn enter_console(&mut self, client: ClientId, session: Option<wire::http::Session>) {
        let session = session.ok_or(agents::Failure::Unreachable);
        let Client::Console(device) = &self.clients[client] else { return };
        if device.store.door != agents::Door::In {
            self.tell_console(client, agents::Event::Answered(agents::Answer::Session(session)));
        }
    }

    pub(super) fn tick_console(&mut self, client: ClientId) {
        let jitter = self.rng.u32(..agents::link::JITTER);
        self.tell_console(client, agents::Event::Ticked { jitter });
    }

    pub(super) fn wake_console(&mut self, client: ClientId) {
        let jitter = self.rng.u32(..agents::link::JITTER);
        self.tell_console(client, agents::Event::Woke { jitter });
    }

    pub(super) fn console_hears(&mut self, client: ClientId, frame: wire::agent::Hears) {
        self.tell_console(client, agents::Event::Heard(Box::new(frame)));
    }

    /// Takes an event into a console and does what it says.
    pub(super) fn tell_console(&mut self, client: ClientId, event: agents::Event) {
        let mut events = vec![event];
        while !events.is_empty() {
            let event = events.remove(0);
            let Client::Console(device) = &mut self.clients[client] else { return };
            for effect in device.store.apply(Timestamp(self.now), event) {
                events.extend(self.perform_console(client, effect));
            }
        }
        let Client::Console(device) = &self.clients[client] else { return };
        let next = device.store.next_wakeup();
        self.set_timer(client, next.map(|at| at.0 - self.now));
        self.check_console(client);
    }

    fn perform_console(&mut self, client: ClientId, effect: agents::Effect) -> Option<agents::Event> {
        let Client::Console(device) = &mut self.clients[client] else { return None };
        match effect {
            agents::Effect::AskSession => self.push_in(50, Due::AskSession(client)),
            agents::Effect::Connect => {
                if let Some(conn) = device.conn.take() {
                    self.disconnect(conn);
                }
                let conn = self.connect(client);
                if let Client::Console(device) = &mut self.clients[client] {
                    device.conn = Some(conn);
                }
            }
            agents::Effect::Disconnect => {
                if let Some(conn) = device.conn.take() {
                    self.disconnect(conn);
                }
            }
            agents::Effect::Send(says) => {
                let conn = device.conn?;
                let says = match says {
                    wire::agent::Says::Hello { .. } => wire::agent::Says::Hello { protocol: device.version },
                    says => says,
                };
                if let wire::agent::Says::Say { id, .. } = &says {
                    if device.sent.contains(id) && self.mutant == Some(Mutant::NoResend) {
                        return None;
                    }
                    device.sent.push(id.clone());
                }
                self.send_up(conn, Up::Agent(says));
            }
            agents::Effect::Ping => {
                let conn = device.conn?;
                self.send_up(conn, Up::Ping);
            }
            agents::Effect::Recall(_) => return device.kept.clone().map(agents::Event::Remembered),
            agents::Effect::Keep(_, kept) => device.kept = Some(kept),
            agents::Effect::Forget(_) => device.kept = None,
            _ => {}
        }
        None
    }
}
