//! What becomes of a mail that came in: it is stored whole in any case, and where it is to be taken its words
//! become messages like any others (M6, M8).

use std::rc::Rc;

use wire::mail::{Blocked, Incoming, Judgement};
use wire::visitor::State;
use wire::{Author, Body, Email, Message, MessageId, Mode, Seq, Timestamp};

use crate::desk::refuse;
use crate::figures::{self, Fact};
use crate::{Conversation, Desk, Effect, Save, Tell};

/// Messages that one mail becomes at most; the rest stays in the whole text, and the last one says so.
const MOST_BODIES: usize = 10;

/// A mail that came in, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The mail.
    pub mail: Incoming,
    /// Its whole text.
    pub text: Rc<str>,
    /// All its bytes.
    pub original: Rc<[u8]>,
    /// What of it is new: what is shown.
    pub said: Rc<str>,
    /// The conversation that its token names, if that is still there.
    pub conversation: Option<Conversation>,
    /// Where mail to whoever it is from went last: what a bounce is about.
    pub address: Option<Email>,
}

/// The messages that a text makes: one, or as many as it needs, cut where a paragraph or a word ends. What
/// cannot be shown is left out.
#[must_use]
pub fn bodies(text: &str) -> Vec<Body> {
    const REST: &str = "\n\n[The rest stands in the whole mail.]";
    let shown: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let mut rest = shown.trim();
    let mut bodies = Vec::new();
    while !rest.is_empty() && bodies.len() < MOST_BODIES {
        let is_last = bodies.len() + 1 == MOST_BODIES;
        let most = if is_last { Body::MOST - REST.len() } else { Body::MOST };
        let end = rest.char_indices().nth(most).map_or(rest.len(), |(at, _)| at);
        let head = &rest[..end];
        let cut = if end == rest.len() {
            end
        } else {
            let breaks = ["\n\n", "\n", " "];
            breaks.iter().find_map(|at| head.rfind(at).filter(|at| *at > 0)).unwrap_or(end)
        };
        let (head, tail) = rest.split_at(cut);
        rest = tail.trim_start();
        let body =
            if is_last && !rest.is_empty() { Body::parse([head, REST].concat()) } else { Body::parse(head) };
        bodies.extend(body);
    }
    bodies
}

impl Desk {
    /// A mail came in.
    pub(crate) fn mail_came(&mut self, now: Timestamp, arrival: Arrival, effects: &mut Vec<Effect>) {
        let Arrival { mut mail, text, original, said, conversation, address } = arrival;
        if mail.judgement == Judgement::Bounced
            && let Some(address) = address
        {
            let why = "Mail to this address came back: it could not be delivered.".to_owned();
            effects.push(Effect::Save(Save::Block(Blocked { address, why, at: now, stopped: false })));
        }
        let is_blocked = conversation.as_ref().is_some_and(|conversation| conversation.is_blocked);
        if is_blocked && mail.judgement != Judgement::Bounced {
            // Kept whole, and in nobody's way (B1).
            mail.judgement = Judgement::Blocked;
        }
        let mut after = Vec::new();
        if mail.judgement == Judgement::Taken {
            match conversation {
                Some(conversation) => {
                    self.take_mail(now, conversation, &mut mail, &bodies(&said), &mut after);
                }
                None => mail.judgement = Judgement::Unknown,
            }
        }
        let told = mail.conversation.clone();
        effects.push(Effect::Save(Save::Received { mail, text, said, original }));
        effects.append(&mut after);
        effects.extend(told.map(|id| Effect::Tell(Tell::Mails(id))));
    }

    /// Whoever has this address wants no more mail.
    pub(crate) fn mail_stopped(now: Timestamp, address: Email, effects: &mut Vec<Effect>) {
        let why = "Its owner said that no more mail is wanted there.".to_owned();
        effects.push(Effect::Save(Save::Block(Blocked { address, why, at: now, stopped: true })));
    }

    /// An admin says that an address works again.
    pub(crate) fn mail_allowed(blocked: Blocked, effects: &mut Vec<Effect>) {
        if blocked.stopped {
            let why = "The owner of this address said that no more mail is wanted there.";
            return refuse(effects, wire::http::Code::Forbidden, why);
        }
        effects.push(Effect::Save(Save::Unblock(blocked.address)));
    }

    /// An agent looked at a mail that was set aside.
    pub(crate) fn mail_judged(
        &mut self,
        now: Timestamp,
        mut mail: Incoming,
        conversation: Option<Conversation>,
        said: &str,
        is_confirmed: bool,
        effects: &mut Vec<Effect>,
    ) {
        if matches!(mail.judgement, Judgement::Taken | Judgement::Discarded) {
            return refuse(effects, wire::http::Code::BadRequest, "This mail was looked at already.");
        }
        let mut after = Vec::new();
        mail.judgement = Judgement::Discarded;
        if is_confirmed {
            let bodies = bodies(said);
            let Some(conversation) = conversation.filter(|_| !bodies.is_empty()) else {
                let why = "This mail belongs to no conversation, so it cannot be taken as an answer.";
                return refuse(effects, wire::http::Code::BadRequest, why);
            };
            if conversation.is_blocked {
                return refuse(effects, wire::http::Code::Blocked, crate::ending::BLOCKED);
            }
            mail.judgement = Judgement::Taken;
            self.take_mail(now, conversation, &mut mail, &bodies, &mut after);
        }
        let told = mail.conversation.clone();
        effects.push(Effect::Save(Save::Judged(mail)));
        effects.append(&mut after);
        effects.extend(told.map(|id| Effect::Tell(Tell::Mails(id))));
    }

    /// Makes messages of it, as whoever its token names.
    fn take_mail(
        &mut self,
        now: Timestamp,
        mut conversation: Conversation,
        mail: &mut Incoming,
        bodies: &[Body],
        effects: &mut Vec<Effect>,
    ) {
        let agent = mail.agent.as_ref().and_then(|id| self.agent(id)).cloned();
        if agent.is_some() != mail.agent.is_some() {
            mail.judgement = Judgement::Unknown;
            return;
        }
        let (was, waited) = (conversation.state, conversation.wait);
        let was_answered = conversation.is_answered;
        self.forget_gone(&mut conversation);
        let mut messages: Vec<Message> = Vec::new();
        let mut joined = false;
        for (body, number) in bodies.iter().zip(1_u32..) {
            // The same at each try, and unlike any that a client draws.
            let Ok(id) = MessageId::parse(["mail-", mail.id.as_str(), "-", &number.to_string()].concat())
            else {
                continue;
            };
            match &agent {
                Some(agent) => {
                    let (message, joins) = conversation.take_from_agent(now, id, agent, body.clone());
                    joined |= joins;
                    messages.push(message);
                }
                None => messages.push(conversation.take_mailed(now, id, body.clone())),
            }
        }
        mail.first = messages.first().map_or(Seq(0), |message| message.seq);
        mail.last = messages.last().map_or(Seq(0), |message| message.seq);
        match (&agent, messages.first()) {
            (Some(agent), Some(first)) if !was_answered => {
                figures::note(&conversation, Fact::Answered { at: first.at, by: agent.id.clone() }, effects);
            }
            // Whoever mails expects no answer now.
            (None, Some(_)) => figures::asked(&conversation, was, waited, false, effects),
            _ => {}
        }
        if agent.is_some() {
            self.owe_answers(now, &mut conversation, effects);
        } else if self.mode(now, conversation.group.as_ref()) == Mode::Live {
            if conversation.members.is_empty() && conversation.assignee.is_none() {
                self.hand_out(now, &mut conversation, None, effects);
            } else {
                self.call_members(&conversation, effects);
            }
        } else {
            self.owe_notices(now, &mut conversation, effects);
        }
        let visitor = conversation.visitor.clone();
        let reopened = conversation.state != was;
        self.stored(conversation, messages, was, effects);
        if joined || reopened {
            effects.push(Effect::View(visitor));
        }
    }
}

impl Conversation {
    /// Takes in what the visitor wrote by mail. Nobody expects an answer now, and what stands before was not
    /// necessarily seen.
    fn take_mailed(&mut self, now: Timestamp, id: MessageId, body: Body) -> Message {
        if self.state != State::Open {
            self.is_answered = false;
            self.missed = None;
            self.wait = None;
            self.assignee = None;
        }
        self.wait.get_or_insert(crate::Wait { since: now, is_live: false, is_slow: false });
        self.waiting = true;
        self.append(now, id, Author::Visitor, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m8_a_long_mail_becomes_several_messages_and_loses_nothing() {
        let word = "lantern ";
        let text = word.repeat(1_200);
        let made = bodies(&text);
        assert_eq!(made.len(), 3);
        let joined: Vec<&str> = made.iter().map(Body::as_str).collect();
        assert_eq!(joined.join(" "), text.trim());
        assert!(made.iter().all(|body| body.as_str().ends_with("lantern")), "cut between words");
        assert_eq!(bodies("é".repeat(9_000).as_str()).len(), 3, "or anywhere, where there is no other place");
        assert_eq!(bodies("a\u{0}b\u{7}").first().map(Body::as_str), Some("ab"));
        assert!(bodies(" \n ").is_empty());
    }

    #[test]
    fn m8_the_longest_mail_says_that_there_is_more() {
        let made = bodies(&"lantern ".repeat(100_000));
        assert_eq!(made.len(), MOST_BODIES);
        assert!(
            made.last().is_some_and(|body| body.as_str().ends_with("[The rest stands in the whole mail.]"))
        );
        let fits = "lantern ".repeat(4_900);
        let made = bodies(&fits);
        let joined: Vec<&str> = made.iter().map(Body::as_str).collect();
        assert_eq!(joined.join(" "), fits.trim(), "and says it only where there is");
    }
}
