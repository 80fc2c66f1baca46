//! A desk with one conversation, and a shell that stores what it says.

use std::time::Duration;

use desk::mail::{Allowance, Arrival, Mail, Outcome};
use desk::{Conversation, Desk, Effect, Event, Handling, Save};
use wire::http::Code;
use wire::mail::{AgentMail, Incoming, Judgement, Purpose, Stage, VisitorMail};
use wire::settings::Settings;
use wire::visitor::Say;
use wire::{Body, Email, Name, ReceivedId, Seq, Status, Timestamp, WhenNobody};

use crate::site::{NOW, agent, conversation, desk_with, id, message_id};

pub(crate) const MINUTE: Duration = Duration::from_mins(1);

/// A desk, the one conversation as it is stored, and all mails as they are stored.
pub(crate) struct Place {
    pub(crate) desk: Desk,
    pub(crate) now: Timestamp,
    pub(crate) conversation: Conversation,
    pub(crate) mails: Vec<Mail>,
    pub(crate) blocked: Vec<String>,
    pub(crate) received: Vec<Incoming>,
    pub(crate) refused: Option<Code>,
    written: usize,
}

impl Place {
    pub(crate) fn new(visitor_mail: VisitorMail, agents: &[(&str, Status, AgentMail)]) -> Self {
        let name = Name::parse("Shop").expect("a name");
        let mut settings = Settings::new(name, WhenNobody::Messaging, Vec::new());
        settings.visitor_mail = visitor_mail;
        let team = agents.iter().map(|(name, status, mail)| {
            let mut agent = agent(name, *status, if *status == Status::Online { NOW } else { Timestamp(0) });
            agent.habits.mail = *mail;
            agent
        });
        Self {
            desk: desk_with(settings, team),
            now: NOW,
            conversation: conversation(),
            mails: Vec::new(),
            blocked: Vec::new(),
            received: Vec::new(),
            refused: None,
            written: 0,
        }
    }

    pub(crate) fn apply(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.desk.apply(self.now, event);
        self.refused = None;
        for effect in &effects {
            match effect {
                Effect::Save(Save::Conversation(conversation)) => self.conversation = conversation.clone(),
                Effect::Save(Save::Mail(mail)) => {
                    self.mails.retain(|held| held.id != mail.id);
                    self.mails.push(mail.clone());
                }
                Effect::Save(Save::Block(blocked)) => self.blocked.push(blocked.address.to_string()),
                Effect::Save(Save::Received { mail, .. } | Save::Judged(mail)) => {
                    self.received.retain(|held| held.id != mail.id);
                    self.received.push(mail.clone());
                }
                Effect::Refused(refused) => self.refused = Some(refused.code),
                _ => {}
            }
        }
        // Whatever is owed rings the alarm (M3).
        for mail in self.mails.iter().filter(|mail| mail.is_owed()) {
            let wakeup = self.desk.next_wakeup(self.now);
            assert!(wakeup.is_some_and(|at| at <= mail.due), "no alarm for {mail:?}");
        }
        effects
    }

    pub(crate) fn write(&mut self, email: Option<&str>) {
        self.written += 1;
        let say = Say {
            id: message_id(self.written),
            body: Body::parse(format!("question {}", self.written)).expect("a text"),
            email: email.map(|text| Email::parse(text).expect("an address")),
            page: None,
            answers: wire::about::Passed::default(),
            targeted: None,
        };
        let conversation = self.conversation.clone();
        self.apply(Event::VisitorSaid {
            conversation,
            say,
            earlier: None,
            opened: 0,
            group: None,
            invitation: None,
            file: None,
        });
    }

    pub(crate) fn answer(&mut self, agent: &str) {
        self.written += 1;
        let event = Event::AgentSaid {
            conversation: self.conversation.clone(),
            agent: id(agent),
            id: message_id(self.written),
            body: Body::parse(format!("answer {}", self.written)).expect("a text"),
            earlier: None,
            file: None,
        };
        self.apply(event);
    }

    pub(crate) fn close(&mut self, by: &str) {
        let conversation = self.conversation.clone();
        self.apply(Event::Handled { conversation, by: id(by), what: Handling::Close });
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    /// Brings the desk the mail whose time it is. Answers the one to hand over.
    pub(crate) fn due_with(&mut self, read: Seq, allowance: Allowance) -> Option<Mail> {
        let id = self.desk.mail_due(self.now)?.id;
        let conversation = Some(self.conversation.clone());
        let effects = self.apply(Event::MailDue { id, conversation, read, allowance });
        effects
            .into_iter()
            .find_map(|one| if let Effect::Post { mail, .. } = one { Some(mail) } else { None })
    }

    pub(crate) fn due(&mut self) -> Option<Mail> {
        self.due_with(Seq(0), Allowance::default())
    }

    pub(crate) fn posted(&mut self, mail: &Mail, outcome: Outcome) {
        self.apply(Event::Posted { id: mail.id, attempt: mail.attempts, outcome });
    }

    pub(crate) fn arrival(&mut self, judgement: Judgement, agent: Option<&str>, said: &str) -> Arrival {
        self.written += 1;
        let mail = Incoming {
            id: ReceivedId::parse(format!("{:043}", self.written)).expect("an id"),
            at: self.now,
            from: "somebody@home.example".to_owned(),
            subject: "Re: Shop answered you".to_owned(),
            judgement,
            conversation: Some(self.conversation.id.clone()),
            agent: agent.map(id),
            first: Seq(0),
            last: Seq(0),
            attachments: Vec::new(),
        };
        Arrival {
            mail,
            text: said.into(),
            original: said.as_bytes().into(),
            said: said.into(),
            conversation: Some(self.conversation.clone()),
            address: Some(Email::parse("visitor@home.example").expect("an address")),
        }
    }

    pub(crate) fn come(&mut self, arrival: Arrival) {
        self.apply(Event::MailCame(Box::new(arrival)));
    }

    pub(crate) fn stages(&self) -> Vec<(Option<&str>, Purpose, u32, u32, Stage)> {
        let mut mails: Vec<&Mail> = self.mails.iter().collect();
        mails.sort_by_key(|mail| mail.id);
        let line = |mail: &&Mail| {
            (
                mail.to.as_ref().map(|id| id.as_str().to_owned()),
                mail.purpose,
                mail.first.0,
                mail.last.0,
                mail.stage,
            )
        };
        let lines: Vec<_> = mails.iter().map(line).collect();
        // The names live as long as the test.
        lines
            .into_iter()
            .map(|(to, a, b, c, d)| (to.map(|to| &*Box::leak(to.into_boxed_str())), a, b, c, d))
            .collect()
    }
}

pub(crate) fn away() -> Place {
    Place::new(
        VisitorMail::Unread,
        &[("ada", Status::Offline, AgentMail::Missed), ("bob", Status::Offline, AgentMail::Off)],
    )
}

pub(crate) fn in_the_room() -> Place {
    Place::new(VisitorMail::Unread, &[("ada", Status::Online, AgentMail::Missed)])
}
