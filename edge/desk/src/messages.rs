//! What becomes of what is written (G1, G2), and of what visitors do besides.

use std::time::Duration;

use wire::agent::Call;
use wire::file::File;
use wire::http::Code;
use wire::message::Stored;
use wire::note::Note;
use wire::visitor::{Say, State};
use wire::{AgentId, Body, Email, GroupId, Message, MessageId, Mode, Seq, Status, Timestamp};

use crate::desk::refuse;
use crate::ending::{BLOCKED, YOU_ARE_BLOCKED};
use crate::figures::{self, Fact};
use crate::waiting::call;
use crate::{CONVERSATIONS_PER_ADDRESS, Conversation, Desk, Effect, Invitation, Refused, Save, Tell};

impl Desk {
    #[expect(clippy::too_many_arguments, reason = "they are the fields of one event")]
    pub(crate) fn visitor_said(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        mut say: Say,
        earlier: Option<Message>,
        opened: u32,
        group: Option<GroupId>,
        invitation: Option<Invitation>,
        file: Option<File>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(earlier) = earlier {
            return again(&conversation, &earlier, &say.body, effects);
        }
        if conversation.is_blocked {
            return refuse(effects, Code::Blocked, YOU_ARE_BLOCKED);
        }
        if let Err(refused) = may_write(now, &mut conversation, opened) {
            return effects.push(Effect::Refused(refused));
        }
        let answers = std::mem::take(&mut say.answers);
        if !self.answered(&mut conversation, &answers, effects) {
            return;
        }
        let was = conversation.state;
        self.forget_gone(&mut conversation);
        if was != State::Open {
            conversation.group = group.filter(|group| self.group(Some(group)).is_some());
            conversation.assignee = None;
        }
        let is_live = self.mode(now, conversation.group.as_ref()) == Mode::Live;
        let chat =
            say.targeted.as_ref().and_then(|id| self.settings.targeted.iter().find(|chat| chat.id == *id));
        let chat = chat.map(|chat| (chat, self.settings.name.clone()));
        let waited = conversation.wait;
        let address = conversation.email.clone();
        let is_invited = invitation.is_some();
        let mut messages =
            conversation.take_from_visitor(now, say, is_live, |conversation| match invitation {
                Some(invitation) => self.accept(now, conversation, invitation, effects),
                None => chat.and_then(|(chat, site)| conversation.take_targeted(now, chat, site)),
            });
        if let Some(message) = messages.last_mut() {
            message.file = file.map(Box::new);
        }
        figures::asked(&conversation, was, waited, is_live, effects);
        if !conversation.is_answered && conversation.assignee.is_none() {
            // Once a wait, not once a message.
            if conversation.wait.map(|wait| wait.since) != waited.map(|wait| wait.since) {
                self.hand_out(now, &mut conversation, None, effects);
            }
        } else {
            self.call_members(&conversation, effects);
        }
        if !is_live || conversation.missed.is_some() {
            // Whoever is not here must hear of it (M1).
            self.owe_notices(now, &mut conversation, effects);
        }
        let visitor = conversation.visitor.clone();
        let is_elsewhere = was != State::None && conversation.email != address;
        let id = conversation.id.clone();
        let is_told = is_elsewhere || !answers.is_empty();
        let answers = (!answers.is_empty()).then(|| Save::Answers { conversation: id.clone(), answers });
        self.stored(conversation, messages, was, effects);
        effects.extend(answers.map(Effect::Save));
        if is_told {
            effects.push(Effect::Tell(Tell::About(id)));
        }
        if was != State::Open || is_invited {
            // An open conversation is never hidden (S5).
            effects.push(Effect::View(visitor));
        }
    }

    /// The visitor wrote to those who are in the conversation, or to whom it was given (S6).
    pub(crate) fn call_members(&self, conversation: &Conversation, effects: &mut Vec<Effect>) {
        let members = conversation.members.iter();
        let assignee = conversation.assignee().filter(|id| !conversation.members.contains(id));
        for id in members.chain(assignee) {
            if self.agent(id).is_some_and(|agent| agent.status != Status::Offline) {
                effects.push(call(id, conversation, Call::Message));
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "they are the fields of one event")]
    pub(crate) fn agent_said(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        agent: &AgentId,
        id: MessageId,
        body: Body,
        earlier: Option<Message>,
        file: Option<File>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.agent(agent) else {
            return refuse(effects, Code::NotFound, "There is no such agent.");
        };
        if let Some(earlier) = earlier {
            return again(&conversation, &earlier, &body, effects);
        }
        if conversation.is_blocked {
            return refuse(effects, Code::Blocked, BLOCKED);
        }
        let was = conversation.state;
        self.forget_gone(&mut conversation);
        let was_missed = conversation.missed.is_some();
        let was_answered = conversation.is_answered;
        let (mut message, joined) = conversation.take_from_agent(now, id, agent, body);
        message.file = file.map(Box::new);
        if !was_answered {
            figures::note(&conversation, Fact::Answered { at: message.at, by: agent.id.clone() }, effects);
        }
        self.owe_answers(now, &mut conversation, effects);
        let visitor = conversation.visitor.clone();
        self.stored(conversation, vec![message], was, effects);
        if joined || was_missed {
            effects.push(Effect::View(visitor));
        }
    }

    /// A note is for the team alone: it answers nobody, and nobody joins by it.
    #[expect(clippy::too_many_arguments, reason = "they are the fields of one event")]
    pub(crate) fn noted(
        &self,
        now: Timestamp,
        conversation: &Conversation,
        agent: &AgentId,
        id: MessageId,
        body: Body,
        earlier: Option<Note>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.agent(agent) else {
            return refuse(effects, Code::NotFound, "There is no such agent.");
        };
        let conversation_id = conversation.id.clone();
        let note = match earlier {
            Some(earlier) if earlier.body == body => earlier,
            Some(_) => return refuse(effects, Code::IdReused, "This id was used for another text."),
            None => {
                let (after, name) = (conversation.last, agent.name.clone());
                let note = Note { id, after, agent: agent.id.clone(), name, body, at: now };
                let save = Save::Note { conversation: conversation_id.clone(), note: note.clone() };
                effects.push(Effect::Save(save));
                note
            }
        };
        effects.push(Effect::Tell(Tell::Note { conversation: conversation_id, note }));
    }

    pub(crate) fn visitor_read(
        &mut self,
        mut conversation: Conversation,
        seq: Seq,
        effects: &mut Vec<Effect>,
    ) {
        let seen = seq.min(conversation.last);
        if seen <= conversation.read {
            return;
        }
        conversation.read = seen;
        self.keep(&conversation, effects);
        let visitor = conversation.visitor.clone();
        effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed: false }));
        effects.push(Effect::Tell(Tell::Read { visitor: visitor.clone(), seq: seen }));
        effects.push(Effect::View(visitor));
    }

    pub(crate) fn visitor_email(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        email: Email,
        effects: &mut Vec<Effect>,
    ) {
        if conversation.is_blocked {
            return refuse(effects, Code::Blocked, YOU_ARE_BLOCKED);
        }
        // What the site vouched for is not overridden by what is typed.
        if conversation.is_vouched || conversation.email.as_ref() == Some(&email) {
            return;
        }
        conversation.email = Some(email);
        // What was answered before there was an address.
        self.owe_answers(now, &mut conversation, effects);
        self.keep(&conversation, effects);
        let id = conversation.id.clone();
        effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed: false }));
        effects.push(Effect::Tell(Tell::About(id)));
    }

    /// What follows from messages that were taken in (G1: save, acknowledge, tell). The last of them is the
    /// one to acknowledge.
    pub(crate) fn stored(
        &mut self,
        conversation: Conversation,
        messages: Vec<Message>,
        was: State,
        effects: &mut Vec<Effect>,
    ) {
        self.keep(&conversation, effects);
        let id = &conversation.id;
        let save = |message: &Message| Save::Message { conversation: id.clone(), message: message.clone() };
        effects.extend(messages.iter().map(save).map(Effect::Save));
        if let Some(message) = messages.last() {
            let stored = acknowledgement(message);
            effects.push(Effect::Stored { conversation: id.clone(), stored, resent: false });
        }
        let visitor = conversation.visitor.clone();
        effects.extend(messages.into_iter().map(|message| {
            Effect::Tell(Tell::Message { visitor: visitor.clone(), conversation: id.clone(), message })
        }));
        let state_changed = conversation.state != was;
        effects.push(Effect::Tell(Tell::Conversation { state_changed, conversation }));
    }
}

fn may_write(now: Timestamp, conversation: &mut Conversation, opened: u32) -> Result<(), Refused> {
    const EVERY: Duration = Duration::from_secs(1);
    const BURST: u32 = 10;
    if conversation.last == Seq(0) && opened >= CONVERSATIONS_PER_ADDRESS {
        return Err(Refused {
            code: Code::TooMany,
            message: "Too many conversations were opened from your network today. Please try again later.",
            retry_after: Some(Duration::from_hours(1)),
        });
    }
    conversation.pace.take(now, EVERY, BURST).map_err(|wait| Refused {
        code: Code::TooMany,
        message: "You are writing faster than we can take it in. Please wait a moment.",
        retry_after: Some(wait),
    })
}

/// What follows from a message whose id was seen before (G2).
fn again(conversation: &Conversation, earlier: &Message, body: &Body, effects: &mut Vec<Effect>) {
    if earlier.body != *body {
        return refuse(effects, Code::IdReused, "This message id was used for another text.");
    }
    let stored = acknowledgement(earlier);
    effects.push(Effect::Stored { conversation: conversation.id.clone(), stored, resent: true });
}

fn acknowledgement(message: &Message) -> Stored {
    Stored { id: message.id.clone(), seq: message.seq, at: message.at }
}
