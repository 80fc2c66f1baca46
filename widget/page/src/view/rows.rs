//! The messages: one element each, made once, kept while the message changes from sending to sent.

use std::cell::{Cell, RefCell};

use visit::{Delivery, Entry, Reason, Text, Visit};
use web_sys::Element;
use wire::{AgentId, MessageId, Seq, Timestamp};

use crate::Setting;

struct Row {
    id: MessageId,
    element: Element,
    seq: Option<Seq>,
    /// Sending, sent, failed with or without a reason, as it stands on the screen.
    stage: u8,
}

#[derive(Default)]
pub(super) struct Rows {
    shown: RefCell<Vec<Row>>,
    /// Whether the panel was open at the last drawing.
    was_open: Cell<bool>,
}

impl Rows {
    /// Follows the conversation if the visitor was `at_end` of it; who reads further up is left alone.
    pub(super) fn draw(&self, setting: &Setting, visit: &Visit, now: Timestamp, at_end: bool) {
        let is_open = visit.is_open();
        let was_open = self.was_open.replace(is_open);
        let mut rows = self.shown.borrow_mut();
        let mut place = 0;
        let mut writer: Option<Option<&str>> = None;
        let mut is_mine = false;
        for entry in visit.entries(now) {
            let known =
                rows.iter().skip(place).position(|row| row.id == *entry.id).map(|found| place + found);
            match known {
                Some(found) if found == place => {}
                Some(found) => {
                    let row = rows.remove(found);
                    insert(setting, &rows, place, &row);
                    rows.insert(place, row);
                }
                None => {
                    let row = Self::make(setting, &entry, writer == Some(entry.agent));
                    insert(setting, &rows, place, &row);
                    rows.insert(place, row);
                    is_mine = entry.delivery == Delivery::Sending;
                }
            }
            if let Some(row) = rows.get_mut(place) {
                row.update(setting, &entry);
            }
            writer = Some(entry.agent);
            place += 1;
        }
        while rows.len() > place {
            if let Some(row) = rows.pop() {
                row.element.remove();
            }
        }
        drop(rows);
        if is_open && (at_end || !was_open || is_mine) {
            setting.scroll();
        }
    }

    /// `follows` a message of the same writer: the name is not said again.
    fn make(setting: &Setting, entry: &Entry<'_>, follows: bool) -> Row {
        let element = setting.row(entry.id.as_str());
        setting.mark(&element, "data-from", Some(if entry.agent.is_some() { "agent" } else { "visitor" }));
        setting.mark(&element, "data-follows", follows.then_some(""));
        setting.mark(&element, "data-agent", entry.face.map(AgentId::as_str));
        match entry.agent {
            Some(name) => setting.show(&element, ".who", 0, name),
            None => setting.show(&element, ".who", Text::You.place(), ""),
        }
        setting.show(&element, ".bubble", 0, entry.body.as_str());
        Row { id: entry.id.clone(), element, seq: None, stage: u8::MAX }
    }
}

/// Puts a row's element in front of the row that stands at `place`.
fn insert(setting: &Setting, rows: &[Row], place: usize, row: &Row) {
    setting.insert(&row.element, rows.get(place).map(|next| &next.element));
}

impl Row {
    fn update(&mut self, setting: &Setting, entry: &Entry<'_>) {
        let (stage, name, text) = match entry.delivery {
            Delivery::Sending => (0, "sending", Text::Sending),
            Delivery::Sent => (1, "sent", Text::Sent),
            Delivery::Seen => (4, "sent", Text::Seen),
            Delivery::Failed(None) => (2, "failed", Text::Failed),
            Delivery::Failed(Some(_)) => (3, "failed", Text::Failed),
        };
        if self.seq != entry.seq
            && let Some(Seq(seq)) = entry.seq
        {
            self.seq = entry.seq;
            setting.mark(&self.element, "data-seq", Some(&crate::digits(seq)));
        }
        if self.stage == stage {
            return;
        }
        self.stage = stage;
        setting.mark(&self.element, "data-state", Some(name));
        let is_answer = stage == 1 && entry.agent.is_some();
        setting.show(&self.element, ".state", if is_answer { 0 } else { text.place() }, "");
        let (key, sentence) = match entry.delivery {
            Delivery::Failed(Some(Reason::Text(text))) => (text.place(), ""),
            Delivery::Failed(Some(Reason::Sentence(sentence))) => (0, sentence.as_str()),
            _ => (0, ""),
        };
        setting.show(&self.element, ".reason", key, sentence);
        if let Some(Timestamp(at)) = entry.at {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds stay below 2^53")]
            setting.time(&self.element, at as f64);
        }
    }
}
