//! What survives a reload of the tab: drafts and replies that the edge has not stored (G5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wire::{Body, ConversationId, MessageId, Timestamp};

use super::thread::Unsent;
use super::{Effect, Store};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    drafts: BTreeMap<ConversationId, String>,
    replies: Vec<Reply>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Reply {
    conversation: ConversationId,
    id: MessageId,
    body: Body,
    at: Timestamp,
    refused: Option<String>,
    #[serde(default)]
    is_note: bool,
}

impl Kept {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.replies.is_empty()
    }
}

impl Store {
    pub(super) fn keep(&self) -> Vec<Effect> {
        let Some(me) = &self.me else { return Vec::new() };
        let mut kept = Kept::default();
        for (conversation, thread) in &self.threads {
            if !thread.draft.trim().is_empty() {
                kept.drafts.insert(conversation.clone(), thread.draft.clone());
            }
            kept.replies.extend(thread.unsent.iter().cloned().map(|unsent| Reply {
                conversation: conversation.clone(),
                id: unsent.id,
                body: unsent.body,
                at: unsent.at,
                refused: unsent.refused,
                is_note: unsent.is_note,
            }));
        }
        vec![Effect::Keep(me.id.clone(), kept)]
    }

    /// What is here already is newer than what was kept.
    pub(super) fn remember(&mut self, kept: Kept) {
        for (conversation, draft) in kept.drafts {
            let thread = self.threads.entry(conversation).or_default();
            if thread.draft.is_empty() {
                thread.draft = draft;
            }
        }
        for reply in kept.replies {
            let thread = self.threads.entry(reply.conversation).or_default();
            if thread.unsent(&reply.id).is_none() {
                let Reply { id, body, at, refused, is_note, .. } = reply;
                thread.unsent.push(Unsent { id, body, at, is_note, refused });
            }
        }
    }
}
