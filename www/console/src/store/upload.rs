//! Files on their way to the edge (U8): which goes when, and what became of each. Their bytes are the shell's.

#[cfg(test)]
mod tests;

use wire::file::File;
use wire::{ConversationId, MessageId};

use super::{Failure, Store, Thread};

/// A file that was chosen, and is no message yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The id of the message that it becomes, at each try the same (G2).
    pub id: MessageId,
    pub name: String,
    /// In bytes.
    pub size: u64,
    pub stage: Stage,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// For those before it, or for the connection.
    Waiting,
    /// So many hundredths of it have gone.
    Going(u8),
    /// The edge has it. The message that brings it was not heard of yet.
    Stored,
    /// The message is there, in place of this.
    Heard,
    /// It can be tried again.
    Failed(Failure),
    /// It cannot be sent, ever.
    Unfit(Unfit),
}

/// Why a file cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    Empty,
    TooLarge,
    /// It was moved or changed since it was chosen.
    Unreadable,
}

/// A file that somebody chose, under a new id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub id: MessageId,
    pub name: String,
    /// In bytes.
    pub size: u64,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Stored,
    Failed(Failure),
    Unreadable,
}

/// What happens to files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// These are to go into the selected conversation.
    Chosen(Vec<Chosen>),
    /// So many hundredths of one have gone.
    Went(MessageId, u8),
    Ended(MessageId, End),
    Retried(MessageId),
    /// One is not to be sent, or not to be shown any more.
    Dropped(MessageId),
}

/// What is to be done about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `POST …/conversations/{conversation}/files`, answered by [`Event::Ended`].
    Send { conversation: ConversationId, id: MessageId },
    /// Stop sending it, and let go of it.
    Drop(MessageId),
}

impl Upload {
    fn of(Chosen { id, name, size }: Chosen) -> Self {
        let stage = match size {
            0 => Stage::Unfit(Unfit::Empty),
            _ if size > File::MOST_BYTES.into() => Stage::Unfit(Unfit::TooLarge),
            _ => Stage::Waiting,
        };
        Self { id, name, size, stage }
    }

    /// It would be lost with the page.
    fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::Going(_) | Stage::Failed(_))
    }
}

impl Thread {
    #[must_use]
    pub fn upload(&self, id: &MessageId) -> Option<&Upload> {
        self.uploads.iter().find(|upload| upload.id == *id)
    }

    /// The message is there that was to bring a file.
    pub(super) fn heard_upload(&mut self, id: &MessageId) {
        if let Some(upload) = self.uploads.iter_mut().find(|upload| upload.id == *id) {
            upload.stage = Stage::Heard;
        }
    }

    /// The one whose turn it is: they go one after the other, in the order of choosing. One that did not get through
    /// holds up those behind it; one that was refused does not.
    fn next_upload(&mut self) -> Option<&mut Upload> {
        if self.uploads.iter().any(|upload| matches!(upload.stage, Stage::Going(_))) {
            return None;
        }
        let holds_up = |stage: &Stage| matches!(stage, Stage::Waiting | Stage::Failed(Failure::Unreachable));
        let first = self.uploads.iter_mut().find(|upload| holds_up(&upload.stage))?;
        (first.stage == Stage::Waiting).then_some(first)
    }
}

impl Store {
    /// Files can be sent into the selected conversation: notes have none.
    #[must_use]
    pub fn takes_files(&self) -> bool {
        self.files && self.selected.is_some() && !self.writes_note()
    }

    /// A file would be lost with the page.
    pub(super) fn has_uploads(&self) -> bool {
        self.threads.values().flat_map(|thread| &thread.uploads).any(Upload::is_under_way)
    }

    pub(super) fn on_upload(&mut self, event: Event) -> Vec<super::Effect> {
        match event {
            Event::Chosen(chosen) => return self.choose_files(chosen),
            Event::Went(id, hundredths) => self.set_stage(&id, |stage| {
                if let Stage::Going(_) = stage {
                    *stage = Stage::Going(hundredths.min(100));
                }
            }),
            Event::Ended(id, end) => self.set_stage(&id, |stage| {
                *stage = match end {
                    // It was heard of before the answer came.
                    _ if *stage == Stage::Heard => return,
                    End::Stored => Stage::Stored,
                    End::Failed(failure) => Stage::Failed(failure),
                    End::Unreadable => Stage::Unfit(Unfit::Unreadable),
                };
            }),
            Event::Retried(id) => self.set_stage(&id, |stage| {
                if let Stage::Failed(_) = stage {
                    *stage = Stage::Waiting;
                }
            }),
            Event::Dropped(id) => {
                self.threads.values_mut().for_each(|thread| thread.uploads.retain(|upload| upload.id != id));
                return vec![drop_file(id)];
            }
        }
        Vec::new()
    }

    fn choose_files(&mut self, chosen: Vec<Chosen>) -> Vec<super::Effect> {
        let takes = self.takes_files();
        let Some(id) = self.selected.clone().filter(|_| takes) else {
            return chosen.into_iter().map(|file| drop_file(file.id)).collect();
        };
        let uploads = chosen.into_iter().map(Upload::of);
        self.threads.entry(id).or_default().uploads.extend(uploads);
        Vec::new()
    }

    fn set_stage(&mut self, id: &MessageId, set: impl FnOnce(&mut Stage)) {
        let mut uploads = self.threads.values_mut().flat_map(|thread| &mut thread.uploads);
        if let Some(upload) = uploads.find(|upload| upload.id == *id) {
            set(&mut upload.stage);
        }
    }

    /// The connection is back: what did not get through is tried again.
    pub(super) fn retry_uploads(&mut self) {
        for upload in self.threads.values_mut().flat_map(|thread| &mut thread.uploads) {
            if upload.stage == Stage::Failed(Failure::Unreachable) {
                upload.stage = Stage::Waiting;
            }
        }
    }

    /// Sends what can be sent now, in each conversation, whichever is looked at; and lets go of what is there.
    pub(super) fn mind_uploads(&mut self) -> Vec<super::Effect> {
        let mut effects = Vec::new();
        for (conversation, thread) in &mut self.threads {
            let heard = thread.uploads.extract_if(.., |upload| upload.stage == Stage::Heard);
            effects.extend(heard.map(|upload| drop_file(upload.id)));
            if let Some(upload) = thread.next_upload().filter(|_| self.link.is_open()) {
                upload.stage = Stage::Going(0);
                let (conversation, id) = (conversation.clone(), upload.id.clone());
                effects.push(super::Effect::Upload(Effect::Send { conversation, id }));
            }
        }
        effects
    }
}

impl Thread {
    /// Lets go of its files.
    pub(super) fn drop_uploads(&self) -> impl Iterator<Item = super::Effect> {
        self.uploads.iter().map(|upload| drop_file(upload.id.clone()))
    }
}

fn drop_file(id: MessageId) -> super::Effect {
    super::Effect::Upload(Effect::Drop(id))
}
