//! One page whose browser keeps what it is told to, and the frames that it hears.
#![allow(dead_code, reason = "each file of tests takes what it needs")]

use visit::{Delivery, Effect, Event, Start, Visit};
use wire::visitor::{Hears, Says, State};
use wire::{AgentId, Author, Body, Message, MessageId, Mode, Name, Presence, Secret, Seq, Timestamp};

use crate::keeper::Keeper as _;

pub(crate) const START: i64 = 1_700_000_000_000;

pub(crate) struct Page {
    pub(crate) visit: Visit,
    pub(crate) now: Timestamp,
}

pub(crate) fn presence(mode: Mode) -> Presence {
    Presence { mode, fresh_for: 10, back_at: None, more: false, no_mail: false, paint: None }
}

pub(crate) fn secret() -> Secret {
    Secret::parse("T".repeat(43)).unwrap()
}

pub(crate) fn id(number: u32) -> MessageId {
    MessageId::parse(format!("visitor-message-{number:04}")).unwrap()
}

pub(crate) fn answer(seq: u32) -> Message {
    Message {
        seq: Seq(seq),
        id: MessageId::parse(format!("agents-message-{seq:04}")).unwrap(),
        author: Author::Agent { id: AgentId::parse("ada").unwrap(), name: Name::parse("Ada").unwrap() },
        body: Body::parse("an answer").unwrap(),
        at: Timestamp(START),
        file: None,
    }
}

pub(crate) fn question(seq: u32) -> Message {
    Message { id: id(seq), author: Author::Visitor, ..answer(seq) }
}

pub(crate) fn welcome(mode: Mode, messages: Vec<Message>) -> Event {
    let last = messages.last().map_or(Seq(0), |message| message.seq);
    let state = if messages.is_empty() { State::None } else { State::Open };
    let read = Seq(0);
    let (faces, has_email) = (Vec::new(), false);
    let visit = wire::visitor::Visit {
        mode,
        fresh_for: 10,
        back_at: None,
        missed: false,
        faces,
        state,
        rating: None,
        files: false,
        has_email,
        read,
        last,
        seen: Seq(0),
        messages,
    };
    Event::Heard(Hears::Welcome(visit))
}

impl Page {
    pub(crate) fn new(mode: Mode, token: Option<Secret>) -> Self {
        Self::of(mode, token, false)
    }

    /// One that may share its socket with the other tabs of its browser.
    pub(crate) fn of(mode: Mode, token: Option<Secret>, shares: bool) -> Self {
        let now = Timestamp(START);
        let start = Start { presence: presence(mode), token, is_visible: true, shares, seed: 7 };
        Self { visit: Visit::new(now, start), now }
    }

    /// A page in Live Chat, greeted.
    pub(crate) fn live() -> Self {
        let mut page = Self::new(Mode::Live, None);
        assert_eq!(page.tell(Event::PanelOpened), [Effect::Connect]);
        assert!(matches!(
            page.tell(Event::SocketOpened)[..],
            [Effect::Send(Says::Hello { token: None, .. })]
        ));
        assert_eq!(page.tell(welcome(Mode::Live, Vec::new())), []);
        page
    }

    pub(crate) fn tell(&mut self, event: Event) -> Vec<Effect> {
        self.visit.tell(self.now, event)
    }

    pub(crate) fn wait(&mut self, milliseconds: i64) -> Vec<Effect> {
        self.now = Timestamp(self.now.0 + milliseconds);
        self.tell(Event::Woke)
    }

    pub(crate) fn write(&mut self, number: u32, email: &str) -> Vec<Effect> {
        let text = "hello".to_owned();
        let mut effects = self.tell(Event::Submitted { id: id(number), text, email: email.to_owned() });
        if effects.contains(&Effect::MakeToken) {
            effects.extend(self.tell(Event::TokenCame(secret())));
        }
        effects
    }

    pub(crate) fn delivery(&self, number: u32) -> Delivery<'_> {
        self.visit.entries(self.now).find(|entry| *entry.id == id(number)).unwrap().delivery
    }
}

pub(crate) fn says(effects: &[Effect]) -> Vec<MessageId> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send(Says::Say(say)) | Effect::Post(say) => Some(say.id.clone()),
            _ => None,
        })
        .collect()
}
