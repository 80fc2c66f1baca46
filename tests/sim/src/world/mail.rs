//! Mail that people write, and the server that brings it.

use wire::{ReceivedId, Timestamp};

use super::{Due, World, agent_id};
use crate::edge::{Brought, Trouble};

/// After what a server brings a mail again that was not taken in, in milliseconds.
const AGAIN: i64 = 60_000;

impl World {
    pub(super) fn write_mail(&mut self, row: usize, agent: Option<usize>, again: u32) {
        let ids: Vec<_> = self.edge.store.conversations.keys().cloned().collect();
        if ids.is_empty() {
            return;
        }
        let conversation = ids[row % ids.len()].clone();
        let number = self.brought.len();
        let brought = Brought {
            id: ReceivedId::parse(format!("{number:043}")).expect("an id"),
            conversation,
            agent: agent.map(|agent| agent_id(agent % self.plan.cast.agents)),
            text: format!("text of mail {number}"),
        };
        self.brought.push(brought.clone());
        self.push_in(0, Due::Mail(Box::new(brought), Some(again)));
    }

    pub(super) fn bring(&mut self, mail: Box<Brought>, again: Option<u32>) {
        let now = Timestamp(self.now);
        let done = self.edge.enter(now, |edge| edge.take_mail(&mail, now));
        self.after_edge(matches!(done, Err(Trouble::Crash)));
        match (done, again) {
            (Err(_), again) => self.push_in(AGAIN, Due::Mail(mail, again)),
            // Its yes was not heard.
            (Ok(()), Some(again)) => self.push_in(i64::from(again), Due::Mail(mail, None)),
            (Ok(()), None) => {}
        }
    }
}
