//! What happens on links and to requests.

use wire::{Secret, Timestamp, close};

use super::{Client, ClientId, Due, World};
use crate::edge::lines::{Down, Up, Who};
use crate::edge::{Result, Trouble};
use crate::network::{Conn, ConnId};
use crate::page::{Ask, newer};
use crate::plan::{Cut, Loss};

/// Where nobody says that a link is gone, the edge learns of it after minutes.
const HALF_OPEN: std::ops::Range<i64> = 240_000..600_000;

impl World {
    /// A client opens a socket.
    pub(super) fn connect(&mut self, client: ClientId) -> ConnId {
        let mut conn = Conn::new(client);
        let arrival = conn.up.arrival(self.now, &mut self.rng);
        self.conns.push(conn);
        let id = self.conns.len() - 1;
        if self.is_refused(client) {
            self.push_in(200, Due::Lost(id));
        } else if self.offline.contains(&client) {
            self.push_in(3_000, Due::Lost(id));
        } else if let Some(at) = arrival {
            self.push(at, Due::Handshake(id));
        }
        id
    }

    fn is_refused(&self, client: ClientId) -> bool {
        match &self.clients[client] {
            Client::Page(page) => !self.plan.cast.browsers[page.browser].has_sockets,
            Client::Console(_) | Client::Closed => false,
        }
    }

    pub(super) fn shake(&mut self, id: ConnId) {
        if self.conns[id].up.is_hole || self.conns[id].up.is_over(self.now) {
            return;
        }
        let who = match &self.clients[self.conns[id].client] {
            Client::Page(_) => Who::Visitor { visitor: None, conversation: None },
            Client::Console(device) => {
                self.heard.insert(device.agent.clone(), self.now);
                Who::Agent(device.agent.clone())
            }
            Client::Closed => return,
        };
        self.note_live();
        let line = self.edge.open(who, Timestamp(self.now));
        self.conns[id].line = Some(line);
        self.send_down(id, Down::Opened);
    }

    pub(super) fn send_up(&mut self, id: ConnId, frame: Up) {
        let conn = &mut self.conns[id];
        if !conn.is_held {
            return;
        }
        let Some(at) = conn.up.arrival(self.now, &mut self.rng) else { return };
        let is_doubled = !matches!(frame, Up::Close) && std::mem::take(&mut conn.is_doubled);
        if is_doubled {
            self.push(at, Due::Up(id, frame.clone()));
        }
        self.push(at, Due::Up(id, frame));
    }

    fn send_down(&mut self, id: ConnId, frame: Down) {
        let Some(at) = self.conns[id].down.arrival(self.now, &mut self.rng) else { return };
        self.push(at, Due::Down(id, frame));
    }

    pub(super) fn deliver_up(&mut self, id: ConnId, frame: Up) {
        let conn = &self.conns[id];
        let Some(line) = conn.line.filter(|_| !conn.up.is_over(self.now)) else { return };
        let is_close = matches!(frame, Up::Close);
        if let (Up::Ping | Up::Agent(wire::agent::Says::Hello { .. }), Client::Console(device)) =
            (&frame, &self.clients[conn.client])
        {
            self.heard.insert(device.agent.clone(), self.now);
        }
        self.note_live();
        let done = self.edge.hear(line, frame, Timestamp(self.now));
        if is_close {
            self.conns[id].line = None;
        }
        self.after_edge(done.is_err());
    }

    /// What the edge said goes out; if it ended over it, all links with it.
    pub(super) fn after_edge(&mut self, has_crashed: bool) {
        self.note_live();
        for out in std::mem::take(&mut self.edge.out) {
            if let Some(id) = self.conns.iter().rposition(|conn| conn.line == Some(out.line)) {
                if let Down::Close(_) = out.frame {
                    self.conns[id].line = None;
                }
                self.send_down(id, out.frame);
            }
        }
        if has_crashed {
            self.crash();
        }
    }

    pub(super) fn crash(&mut self) {
        self.edge.crash();
        for id in 0..self.conns.len() {
            if self.conns[id].line.take().is_some() {
                self.reset(id);
            }
        }
    }

    /// Both ends learn of it. Of what is on its way, some arrives.
    fn reset(&mut self, id: ConnId) {
        let within = self.rng.i64(0..100);
        let conn = &mut self.conns[id];
        conn.up.until = Some(self.now + within);
        conn.down.until = Some(self.now + within);
        conn.up.is_hole = true;
        conn.down.is_hole = true;
        self.push_in(within + 1, Due::Lost(id));
        self.push_in(within + 1, Due::Dropped(id));
    }

    pub(super) fn cut(&mut self, client: ClientId, cut: Cut) {
        let Some(id) = self.conn_of(client) else { return };
        let now = self.now;
        let conn = &mut self.conns[id];
        match cut {
            Cut::Reset => return self.reset(id),
            Cut::Mute => conn.up.is_hole = true,
            Cut::Deaf => conn.down.is_hole = true,
            Cut::Both => {
                conn.up.is_hole = true;
                conn.down.is_hole = true;
            }
            Cut::Stall(milliseconds) => {
                conn.up.stall(now, milliseconds);
                conn.down.stall(now, milliseconds);
            }
            Cut::Again => conn.is_doubled = true,
        }
        if conn.is_broken() {
            let wait = self.rng.i64(HALF_OPEN);
            self.push_in(wait, Due::Dropped(id));
        }
    }

    pub(super) fn conn_of(&self, client: ClientId) -> Option<ConnId> {
        match &self.clients[client] {
            Client::Page(page) => page.conn,
            Client::Console(device) => device.conn,
            Client::Closed => None,
        }
    }

    /// The client's end is let go.
    pub(super) fn disconnect(&mut self, id: ConnId) {
        self.send_up(id, Up::Close);
        let conn = &mut self.conns[id];
        conn.is_held = false;
        if conn.up.is_hole {
            let wait = self.rng.i64(HALF_OPEN);
            self.push_in(wait, Due::Dropped(id));
        }
    }

    pub(super) fn deliver_down(&mut self, id: ConnId, frame: Down) {
        let conn = &self.conns[id];
        if !conn.is_held || conn.down.is_over(self.now) {
            return;
        }
        let client = conn.client;
        let is_newer = self.plan.cast.is_newer;
        match frame {
            Down::Close(code) => self.close(id, code),
            Down::Opened => self.opened(client),
            Down::Pong => self.ponged(client),
            Down::Visitor(frame) if is_newer => {
                // A frame of a type that it does not know says nothing to it.
                assert!(newer(&frame, false).is_none(), "an unknown type was read");
                match newer(&frame, true) {
                    Some(frame) => self.tell_page(client, visit::Event::Heard(frame)),
                    None => self.find("an unknown field made a frame unreadable"),
                }
            }
            Down::Visitor(frame) => self.tell_page(client, visit::Event::Heard(frame)),
            Down::Agent(frame) if is_newer => {
                assert!(newer(&frame, false).is_none(), "an unknown type was read");
                match newer(&frame, true) {
                    Some(frame) => self.console_hears(client, frame),
                    None => self.find("an unknown field made a frame unreadable"),
                }
            }
            Down::Agent(frame) => self.console_hears(client, frame),
        }
    }

    pub(super) fn lose(&mut self, id: ConnId) {
        if self.conns[id].is_held {
            self.close(id, 1006);
        }
    }

    fn close(&mut self, id: ConnId, code: u16) {
        debug_assert!(code != close::code::BAD_FRAME);
        self.conns[id].is_held = false;
        self.closed(self.conns[id].client, id, code);
    }

    pub(super) fn drop_line(&mut self, id: ConnId) {
        if let Some(line) = self.conns[id].line.take() {
            self.note_live();
            let done = self.edge.hear(line, Up::Close, Timestamp(self.now));
            self.after_edge(done.is_err());
        }
    }

    /// A request goes out.
    pub(super) fn request(&mut self, client: ClientId, ask: Ask, token: Option<Secret>) {
        let mut latency = self.rng.i64(5..400);
        let mut is_heard = true;
        let loss = self.losses.remove(&client);
        let loss = if self.offline.contains(&client) { Some(Loss::Before) } else { loss };
        match loss {
            None => {}
            Some(Loss::Before) => return self.fail(client, &ask, 800),
            Some(Loss::Silent) => return,
            Some(Loss::After) => {
                self.fail(client, &ask, latency + 800);
                is_heard = false;
            }
            Some(Loss::Late(milliseconds)) => {
                self.fail(client, &ask, 800);
                latency += i64::from(milliseconds);
                is_heard = false;
            }
        }
        self.push_in(latency, Due::Request { client, ask, token, is_heard });
    }

    fn fail(&mut self, client: ClientId, ask: &Ask, after: i64) {
        if let Some(event) = ask.fails(visit::Failure::Network) {
            self.push_in(after, Due::Answer(client, Box::new(event)));
        }
    }

    pub(super) fn serve(&mut self, client: ClientId, ask: &Ask, token: Option<&Secret>, is_heard: bool) {
        let now = Timestamp(self.now);
        self.note_live();
        let served = self.edge.enter(now, |edge| {
            let token = token.ok_or(Trouble::new(wire::http::Code::Unauthorized));
            Ok(match ask {
                Ask::Presence => Some(visit::Event::PresenceCame(Ok(edge.presence(now)?))),
                Ask::Conversation(after) => {
                    Some(visit::Event::ConversationCame(Ok(edge.visit_of(token?, *after, now)?)))
                }
                Ask::Post(say) => {
                    let stored = edge.post(token?, say.clone(), now)?;
                    Some(visit::Event::Posted { id: say.id.clone(), answer: Ok(stored) })
                }
                Ask::Email(email) => {
                    edge.email(token?, email.clone(), now)?;
                    Some(visit::Event::EmailKept(Ok(())))
                }
                Ask::Read(seq) => {
                    edge.read(token?, *seq, now)?;
                    None
                }
            })
        });
        self.after_edge(matches!(served, Err(Trouble::Crash)));
        let event = match served {
            Ok(event) => event,
            Err(Trouble::Crash) => ask.fails(visit::Failure::Network),
            Err(trouble) => ask.fails(visit::Failure::Refused(trouble.problem())),
        };
        if let Some(event) = event.filter(|_| is_heard && !self.offline.contains(&client)) {
            let latency = self.rng.i64(5..400);
            self.push_in(latency, Due::Answer(client, Box::new(event)));
        }
    }

    pub(super) fn serve_session(&mut self, client: ClientId) {
        let Client::Console(device) = &self.clients[client] else { return };
        let agent = device.agent.clone();
        let now = Timestamp(self.now);
        let served: Result<_> = self.edge.enter(now, |edge| edge.session(&agent, now));
        self.after_edge(matches!(served, Err(Trouble::Crash)));
        let session = served.ok().filter(|_| !self.offline.contains(&client));
        self.push_in(50, Due::Session(client, Box::new(session)));
    }

    pub(super) fn network(&mut self, client: ClientId, is_there: bool) {
        if is_there {
            self.offline.remove(&client);
        } else {
            self.offline.insert(client);
            self.cut(client, Cut::Both);
        }
        let event = if is_there { visit::Event::NetworkCame } else { visit::Event::NetworkWent };
        match &self.clients[client] {
            Client::Page(_) => self.tell_page(client, event),
            Client::Console(_) if is_there => self.wake_console(client),
            Client::Console(_) | Client::Closed => {}
        }
    }
}
