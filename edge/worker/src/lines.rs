//! The open sockets of a site: who is at the other end, and what they were told.
//!
//! All of it is in the sockets' attachments, so that it survives hibernation; what is held here is an index
//! over them, made anew when the object wakes up.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use desk::{Pace, VisitorId};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wire::{AgentId, ConversationId, GroupId, Timestamp};
use worker::{State, WebSocket};

use crate::auth;
use crate::error::{Error, Result};

#[wasm_bindgen]
extern "C" {
    type RawState;
    #[wasm_bindgen(method, catch, js_name = getWebSocketAutoResponseTimestamp)]
    fn auto_response_timestamp(
        this: &RawState,
        socket: &web_sys::WebSocket,
    ) -> std::result::Result<JsValue, JsValue>;
}

/// Who is at the other end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Who {
    Visitor { visitor: Option<String>, conversation: Option<ConversationId>, group: Option<GroupId> },
    Agent { agent: AgentId, session: String, until: Timestamp },
}

/// What is kept with a socket while the object sleeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Attachment {
    id: u32,
    pub(crate) who: Who,
    /// `hello` was said: before it nothing is told.
    pub(crate) is_greeted: bool,
    /// A digest of the presence that was told last, so that a change is told once and no change never (S3).
    told: String,
    /// The hash of the address.
    address: Option<String>,
    opened: Timestamp,
}

pub(crate) struct Line {
    pub(crate) socket: WebSocket,
    pub(crate) attachment: Attachment,
    pace: Pace,
}

impl Line {
    /// Sends a frame. To a socket that is about to close there is nothing to say, and its client will ask
    /// for what it missed.
    pub(crate) fn send(&self, frame: &str) {
        drop(self.socket.send_with_str(frame));
    }

    /// Sends what `frame` makes of `presence`, unless just that was told last.
    pub(crate) fn tell_presence(
        &mut self,
        presence: &impl Serialize,
        frame: impl FnOnce() -> Result<String>,
    ) -> Result<()> {
        if self.note_presence(presence)? {
            self.send(&frame()?);
        }
        Ok(())
    }

    /// Takes down what is told. Answers whether it is new.
    pub(crate) fn note_presence(&mut self, presence: &impl Serialize) -> Result<bool> {
        let digest = auth::hash(&serde_json::to_string(presence)?)[..16].to_owned();
        let is_new = self.attachment.told != digest;
        if is_new {
            self.attachment.told = digest;
            self.keep()?;
        }
        Ok(is_new)
    }

    /// Writes the attachment back.
    pub(crate) fn keep(&self) -> Result<()> {
        Ok(self.socket.serialize_attachment(&self.attachment)?)
    }

    pub(crate) fn visitor(&self) -> Option<VisitorId> {
        match &self.attachment.who {
            Who::Visitor { visitor, .. } => visitor.clone().map(VisitorId),
            Who::Agent { .. } => None,
        }
    }

    /// The conversation of the visitor at the other end.
    pub(crate) fn conversation(&self) -> Option<&ConversationId> {
        match &self.attachment.who {
            Who::Visitor { conversation, .. } => conversation.as_ref(),
            Who::Agent { .. } => None,
        }
    }

    /// The group that the visitor's page named.
    pub(crate) fn group(&self) -> Option<&GroupId> {
        match &self.attachment.who {
            Who::Visitor { group, .. } => group.as_ref(),
            Who::Agent { .. } => None,
        }
    }

    /// The hash of the address that it came from.
    pub(crate) fn address(&self) -> Option<&str> {
        self.attachment.address.as_deref()
    }

    /// Counts a frame. An agent is known, and may work as fast as a machine.
    ///
    /// # Errors
    /// When a visitor's come faster than any honest page sends them.
    pub(crate) fn count_frame(&mut self, now: Timestamp) -> std::result::Result<(), Duration> {
        match self.attachment.who {
            Who::Visitor { .. } => self.pace.take(now, Duration::from_millis(50), 100),
            Who::Agent { .. } => Ok(()),
        }
    }
}

#[derive(Default)]
pub(crate) struct Lines {
    by_id: BTreeMap<u32, Line>,
    /// Visitors and their lines, sorted: three of each at most (L2). A map of sets would weigh 2 KB more.
    of_visitor: Vec<(String, u32)>,
    agents: BTreeSet<u32>,
    next: u32,
}

impl Lines {
    /// What is open, from the attachments.
    pub(crate) fn wake(state: &State) -> Self {
        let mut lines = Self::default();
        for socket in state.get_websockets() {
            if let Ok(Some(attachment)) = socket.deserialize_attachment::<Attachment>() {
                lines.put(Line { socket, attachment, pace: Pace::default() });
            }
        }
        lines
    }

    fn put(&mut self, line: Line) -> u32 {
        let id = line.attachment.id;
        self.next = self.next.max(id.wrapping_add(1));
        match &line.attachment.who {
            Who::Agent { .. } => _ = self.agents.insert(id),
            Who::Visitor { visitor: Some(visitor), .. } => {
                self.index(&visitor.clone(), id);
            }
            Who::Visitor { visitor: None, .. } => {}
        }
        self.by_id.insert(id, line);
        id
    }

    /// Takes a new socket in. Nothing is told to it before it says hello.
    pub(crate) fn open(
        &mut self,
        state: &State,
        socket: WebSocket,
        who: Who,
        address: Option<String>,
        now: Timestamp,
    ) -> Result<()> {
        let attachment =
            Attachment { id: self.next, who, is_greeted: false, told: String::new(), address, opened: now };
        state.accept_web_socket(&socket);
        let line = Line { socket, attachment, pace: Pace::default() };
        line.keep()?;
        self.put(line);
        Ok(())
    }

    /// Which line a socket is. The runtime hands out a socket, not our index.
    pub(crate) fn id_of(socket: &WebSocket) -> Result<u32> {
        match socket.deserialize_attachment::<Attachment>()? {
            Some(attachment) => Ok(attachment.id),
            None => Err(Error::Platform("a socket without an attachment".to_owned())),
        }
    }

    pub(crate) fn get(&self, id: u32) -> Option<&Line> {
        self.by_id.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: u32) -> Option<&mut Line> {
        self.by_id.get_mut(&id)
    }

    /// Says whose page a visitor's line is, once that is known.
    pub(crate) fn identify(
        &mut self,
        id: u32,
        visitor: &VisitorId,
        conversation: Option<ConversationId>,
    ) -> Result<()> {
        let Some(line) = self.by_id.get(&id) else { return Ok(()) };
        if let Who::Visitor { visitor: Some(before), .. } = &line.attachment.who
            && before != &visitor.0
        {
            let before = before.clone();
            self.unindex(&before, id);
        }
        let Some(line) = self.by_id.get_mut(&id) else { return Ok(()) };
        let group = line.group().cloned();
        line.attachment.who = Who::Visitor { visitor: Some(visitor.0.clone()), conversation, group };
        line.keep()?;
        self.index(&visitor.0, id);
        Ok(())
    }

    /// Forgets a line.
    pub(crate) fn close(&mut self, id: u32) -> Option<Line> {
        let line = self.by_id.remove(&id)?;
        self.agents.remove(&id);
        if let Some(visitor) = line.visitor() {
            self.unindex(&visitor.0, id);
        }
        Some(line)
    }

    /// Where a line of a visitor stands in the index, or would.
    fn place(&self, visitor: &str, id: u32) -> std::result::Result<usize, usize> {
        self.of_visitor.binary_search_by(|(who, line)| who.as_str().cmp(visitor).then(line.cmp(&id)))
    }

    fn index(&mut self, visitor: &str, id: u32) {
        if let Err(at) = self.place(visitor, id) {
            self.of_visitor.insert(at, (visitor.to_owned(), id));
        }
    }

    fn unindex(&mut self, visitor: &str, id: u32) {
        if let Ok(at) = self.place(visitor, id) {
            self.of_visitor.remove(at);
        }
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = u32> {
        self.by_id.keys().copied()
    }

    pub(crate) fn sockets(&self) -> Vec<WebSocket> {
        self.by_id.values().map(|line| line.socket.clone()).collect()
    }

    pub(crate) fn agents(&self) -> impl Iterator<Item = (u32, &Line)> {
        self.agents.iter().filter_map(|id| Some((*id, self.by_id.get(id)?)))
    }

    /// The consoles of one agent.
    pub(crate) fn of_agent(&self, id: &AgentId) -> impl Iterator<Item = (u32, &Line)> {
        self.agents()
            .filter(move |(_, line)| matches!(&line.attachment.who, Who::Agent { agent, .. } if agent == id))
    }

    pub(crate) fn of_visitor(&self, visitor: &VisitorId) -> impl Iterator<Item = (u32, &Line)> {
        let from = self.place(&visitor.0, 0).unwrap_or_else(|at| at);
        let theirs = self.of_visitor[from..].iter().take_while(|(who, _)| *who == visitor.0);
        theirs.filter_map(|(_, id)| Some((*id, self.by_id.get(id)?)))
    }

    /// The sockets of visitors whom the site knows.
    pub(crate) fn of_people(&self) -> Vec<WebSocket> {
        let from = self.of_visitor.partition_point(|(who, _)| who.as_str() < "@");
        let theirs = self.of_visitor[from..].iter().take_while(|(who, _)| who.starts_with('@'));
        theirs.filter_map(|(_, id)| Some(self.by_id.get(id)?.socket.clone())).collect()
    }

    /// How many sockets an address has open.
    pub(crate) fn of_address(&self, address: &str) -> usize {
        self.by_id.values().filter(|line| line.attachment.address.as_deref() == Some(address)).count()
    }

    /// The sockets of a session.
    pub(crate) fn of_session(&self, hash: &str) -> Vec<u32> {
        self.agents()
            .filter(|(_, line)| matches!(&line.attachment.who, Who::Agent { session, .. } if session == hash))
            .map(|(id, _)| id)
            .collect()
    }
}

/// When a socket was last heard from: its last `ping`, which the runtime answers without waking us, or its
/// opening.
pub(crate) fn heard(state: &State, line: &Line) -> Timestamp {
    let raw: &RawState = AsRef::<JsValue>::as_ref(state.as_raw()).unchecked_ref();
    let ping = raw.auto_response_timestamp(line.socket.as_ref()).ok().filter(|value| !value.is_null());
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
    let at = ping.map_or(0, |date| js_sys::Date::from(date).get_time() as i64);
    Timestamp(at).max(line.attachment.opened)
}
