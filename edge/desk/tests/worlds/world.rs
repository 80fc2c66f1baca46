//! A site and its store in a random history; and beside it what a naive reading of the rules needs.

use std::collections::BTreeMap;
use std::time::Duration;

use desk::mail::{Allowance, Outcome};
use desk::{Conversation, Desk, Effect, Event, Handling, LEASE, Save, Tell, VisitorId};
use proptest::prelude::*;
use wire::agent::Call;
use wire::settings::{Assignment, Group, Settings, WhenMissed};
use wire::{AgentId, ConversationId, GroupId, Name, Seq, Status, Timestamp, WhenNobody};

use crate::site::{NOW, agent, chose, desk_with, id, say};

pub(crate) const AGENTS: [&str; 4] = ["ada", "bob", "cyd", "eve"];
pub(crate) const IDLE: u32 = 120;
const VISITORS: usize = 3;

/// Something that happens. Numbers are taken modulo how many there are.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Milliseconds pass; the alarm rings in between if the flag says so.
    Pass(i64, bool),
    /// Every agent whose bit is set is heard from.
    Beat(u8),
    Input(usize),
    Choose(usize, Status),
    VisitorSays(usize, bool),
    VisitorReads(usize),
    VisitorLeaves(usize, bool),
    AgentSays(usize, usize),
    AgentReads(usize, usize),
    AgentTypes(usize, usize),
    Handle(usize, usize, Doing),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Doing {
    Close,
    Assign(Option<usize>),
    Add(usize),
    Remove(usize),
    Move(bool),
}

pub(crate) fn any_status() -> impl Strategy<Value = Status> {
    prop_oneof![Just(Status::Online), Just(Status::Offline), Just(Status::Invisible)]
}

pub(crate) fn any_step() -> impl Strategy<Value = Step> {
    let doing = prop_oneof![
        2 => Just(Doing::Close),
        1 => prop::option::of(0usize..4).prop_map(Doing::Assign),
        1 => (0usize..4).prop_map(Doing::Add),
        1 => (0usize..4).prop_map(Doing::Remove),
        1 => any::<bool>().prop_map(Doing::Move),
    ];
    prop_oneof![
        4 => (prop_oneof![0i64..2_000, 0i64..70_000, 0i64..4_000_000], any::<bool>())
            .prop_map(|(by, rings)| Step::Pass(by, rings)),
        4 => any::<u8>().prop_map(Step::Beat),
        1 => (0usize..4).prop_map(Step::Input),
        3 => (0usize..4, any_status()).prop_map(|(agent, status)| Step::Choose(agent, status)),
        3 => (0usize..VISITORS, any::<bool>()).prop_map(|(visitor, group)| Step::VisitorSays(visitor, group)),
        1 => (0usize..VISITORS).prop_map(Step::VisitorReads),
        1 => (0usize..VISITORS, any::<bool>()).prop_map(|(visitor, left)| Step::VisitorLeaves(visitor, left)),
        2 => (0usize..4, 0usize..VISITORS).prop_map(|(agent, visitor)| Step::AgentSays(agent, visitor)),
        1 => (0usize..4, 0usize..VISITORS).prop_map(|(agent, visitor)| Step::AgentReads(agent, visitor)),
        1 => (0usize..4, 0usize..VISITORS).prop_map(|(agent, visitor)| Step::AgentTypes(agent, visitor)),
        2 => (0usize..4, 0usize..VISITORS, doing).prop_map(|(by, visitor, what)| Step::Handle(by, visitor, what)),
    ]
}

pub(crate) fn any_settings() -> impl Strategy<Value = Settings> {
    (any::<bool>(), any::<bool>(), prop::option::of(1u16..3), any::<bool>(), 1u32..90, 1u32..400).prop_map(
        |(hidden, automatic, capacity, punish, overflow_after, missed_after)| {
            let when_nobody = if hidden { WhenNobody::Hidden } else { WhenNobody::Messaging };
            let sales = Group {
                id: sales(),
                name: Name::parse("Sales").expect("a name"),
                private: false,
                agents: vec![id("ada"), id("eve")],
            };
            Settings {
                groups: vec![sales],
                assignment: if automatic { Assignment::Automatic } else { Assignment::Manual },
                capacity,
                overflow_after,
                missed_after,
                when_missed: if punish { WhenMissed::Invisible } else { WhenMissed::Nothing },
                ..Settings::new(Name::parse("Shop").expect("a name"), when_nobody, Vec::new())
            }
        },
    )
}

pub(crate) fn sales() -> GroupId {
    GroupId::parse("sales").expect("an id")
}

/// A site and its store; and beside it what a naive reading of the rules needs.
pub(crate) struct World {
    pub(crate) now: Timestamp,
    pub(crate) desk: Desk,
    pub(crate) conversations: BTreeMap<ConversationId, Conversation>,
    /// The newest heartbeat of each agent.
    pub(crate) heard: BTreeMap<AgentId, Timestamp>,
    /// Waits, by conversation and instant: how often they were slow, and missed.
    pub(crate) fired: BTreeMap<(ConversationId, Timestamp), (u32, u32)>,
    pub(crate) messages: usize,
    /// What everybody but eve is told.
    pub(crate) told: Vec<String>,
}

impl World {
    pub(crate) fn new(settings: Settings) -> Self {
        let team = AGENTS.map(|name| {
            let mut agent = agent(name, Status::Offline, Timestamp(0));
            agent.habits.idle_after = Some(IDLE);
            agent.habits.overflow = name == "cyd" || name == "eve";
            agent.habits.returns = name == "eve";
            agent
        });
        Self {
            now: NOW,
            desk: desk_with(settings, team),
            conversations: BTreeMap::new(),
            heard: BTreeMap::new(),
            fired: BTreeMap::new(),
            messages: 0,
            told: Vec::new(),
        }
    }

    pub(crate) fn load(&self, visitor: usize) -> Conversation {
        let id = ConversationId::parse(format!("conversation-{visitor}")).expect("an id");
        let known = self.conversations.get(&id).cloned();
        known.unwrap_or_else(|| Conversation::new(id, VisitorId(format!("visitor-{visitor}"))))
    }

    pub(crate) fn existing(&self, visitor: usize) -> Option<Conversation> {
        Some(self.load(visitor)).filter(|conversation| conversation.last > Seq(0))
    }

    /// What the shell does: saves, and looks after what is due.
    pub(crate) fn apply(&mut self, event: Event) {
        let effects = self.desk.apply(self.now, event);
        self.keep(effects);
        for _ in 0..10 {
            let due: Vec<ConversationId> = self.desk.due(self.now).cloned().collect();
            self.hand_over();
            if due.is_empty() {
                return self.look();
            }
            for id in due {
                let conversation = self.conversations[&id].clone();
                let effects = self.desk.apply(self.now, Event::Due { conversation });
                self.keep(effects);
            }
        }
        panic!("what is due is never done");
    }

    /// Mails go out as they come due, to a provider that takes them all.
    fn hand_over(&mut self) {
        while let Some(mail) = self.desk.mail_due(self.now).cloned() {
            let conversation = mail.conversation.as_ref().and_then(|id| self.conversations.get(id)).cloned();
            let (read, allowance) = (Seq(0), Allowance::default());
            let effects =
                self.desk.apply(self.now, Event::MailDue { id: mail.id, conversation, read, allowance });
            let attempt = mail.attempts + 1;
            self.keep(effects);
            let effects =
                self.desk.apply(self.now, Event::Posted { id: mail.id, attempt, outcome: Outcome::Sent });
            self.keep(effects);
        }
    }

    pub(crate) fn keep(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Save(Save::Conversation(after)) => {
                    let before = self.conversations.insert(after.id.clone(), after.clone());
                    let Some(wait) = after.wait else { continue };
                    let before =
                        before.filter(|before| before.wait.map(|wait| wait.since) == Some(wait.since));
                    let fired = self.fired.entry((after.id.clone(), wait.since)).or_default();
                    fired.0 += u32::from(wait.is_slow && !before.as_ref().is_some_and(was_slow));
                    fired.1 += u32::from(
                        after.missed.is_some() && before.is_none_or(|before| before.missed.is_none()),
                    );
                }
                Effect::Tell(Tell::Me(_) | Tell::Settings | Tell::Mark { .. })
                | Effect::Presence
                | Effect::View(_) => {}
                Effect::Tell(Tell::Call { agent, conversation, why, .. }) => {
                    let status = self.desk.agent(&agent).expect("on the team").status;
                    let is_new = matches!(why, Call::New | Call::Overflow);
                    assert!(status != Status::Offline, "S6: offline, and called: {why:?}");
                    assert!(
                        !is_new || (status == Status::Invisible) == (why == Call::Overflow),
                        "S6, S7: {status:?} and {why:?}"
                    );
                    if agent != id("eve") {
                        self.told.push(format!("{agent} is called: {conversation} {why:?}"));
                    }
                }
                Effect::Tell(told) => self.told.push(format!("{told:?}")),
                Effect::Save(Save::Entry(entry)) if entry.is_public => self.told.push(format!("{entry:?}")),
                // To the agent alone.
                Effect::Push { .. }
                | Effect::Save(_)
                | Effect::Stored { .. }
                | Effect::Refused(_)
                | Effect::Post { .. } => {}
            }
        }
    }

    /// What anybody outside sees just now: a stranger of each group, every visitor, a colleague.
    pub(crate) fn look(&mut self) {
        let seen = self.seen();
        if self.told.last() != Some(&seen) {
            self.told.push(seen);
        }
    }

    pub(crate) fn seen(&self) -> String {
        let desk = &self.desk;
        let mut seen = vec![format!("{:?}", desk.view(self.now, None, None))];
        seen.push(format!("{:?}", desk.view(self.now, Some(&sales()), None)));
        for conversation in self.conversations.values().filter(|one| !one.members.contains(&id("eve"))) {
            seen.push(format!("{:?}", desk.view(self.now, None, Some(conversation))));
        }
        seen.push(format!("{:?}", desk.colleagues(self.now)));
        for agent in desk.team() {
            let mut member = agent.member();
            member.habits.overflow = false;
            seen.push(format!("{member:?}"));
        }
        let mut why = desk.why(self.now, self.now, None, Some(&id("bob")));
        why.at = NOW;
        seen.push(format!("{why:?}"));
        seen.concat()
    }

    pub(crate) fn step(&mut self, step: &Step) {
        match step {
            Step::Pass(by, rings) => {
                let end = self.now + Duration::from_millis(by.unsigned_abs());
                while *rings && let Some(alarm) = self.desk.next_wakeup(self.now).filter(|at| *at <= end) {
                    self.now = self.now.max(alarm);
                    self.apply(Event::Ticked);
                }
                self.now = end;
                self.apply(Event::Ticked);
            }
            Step::Beat(bits) => {
                for (bit, name) in AGENTS.into_iter().enumerate() {
                    if bits >> bit & 1 == 1 {
                        self.heard.insert(id(name), self.now);
                        self.apply(Event::Heard { agent: id(name), at: self.now });
                    }
                }
            }
            Step::Input(agent) => {
                self.apply(Event::Active { agent: id(AGENTS[*agent]), at: self.now });
            }
            Step::Choose(agent, status) => self.apply(chose(AGENTS[*agent], *status)),
            Step::VisitorSays(visitor, group) => {
                self.messages += 1;
                let (conversation, group) = (self.load(*visitor), group.then(sales));
                let say = say(self.messages, "hello");
                self.apply(Event::VisitorSaid {
                    conversation,
                    say,
                    earlier: None,
                    opened: 0,
                    group,
                    invitation: None,
                    file: None,
                });
            }
            Step::VisitorReads(visitor) => {
                if let Some(conversation) = self.existing(*visitor) {
                    self.apply(Event::VisitorRead { seq: conversation.last, conversation });
                }
            }
            Step::VisitorLeaves(visitor, left) => {
                if let Some(conversation) = self.existing(*visitor) {
                    self.apply(Event::VisitorLeft { conversation, left: *left });
                }
            }
            Step::AgentSays(agent, visitor) => {
                if let Some(conversation) = self.existing(*visitor) {
                    self.messages += 1;
                    let said = say(self.messages, "an answer");
                    let agent = id(AGENTS[*agent]);
                    let (id, body) = (said.id, said.body);
                    self.apply(Event::AgentSaid { conversation, agent, id, body, earlier: None, file: None });
                }
            }
            Step::AgentReads(agent, visitor) => {
                if let Some(conversation) = self.existing(*visitor) {
                    let (agent, seq) = (id(AGENTS[*agent]), conversation.last);
                    self.apply(Event::AgentRead { conversation, agent, seq });
                }
            }
            Step::AgentTypes(agent, visitor) => {
                if let Some(conversation) = self.existing(*visitor) {
                    self.apply(Event::AgentTyped { conversation, agent: id(AGENTS[*agent]) });
                }
            }
            Step::Handle(by, visitor, doing) => {
                if let Some(conversation) = self.existing(*visitor) {
                    let what = match doing {
                        Doing::Close => Handling::Close,
                        Doing::Assign(agent) => Handling::Assign(agent.map(|agent| id(AGENTS[agent]))),
                        Doing::Add(agent) => Handling::Add(id(AGENTS[*agent])),
                        Doing::Remove(agent) => Handling::Remove(id(AGENTS[*agent])),
                        Doing::Move(group) => Handling::Move(group.then(sales)),
                    };
                    self.apply(Event::Handled { conversation, by: id(AGENTS[*by]), what });
                }
            }
        }
    }

    /// Who is reachable, by the definition alone.
    pub(crate) fn is_reachable(&self, agent: &AgentId) -> bool {
        self.heard.get(agent).is_some_and(|heard| self.now.since(*heard) < LEASE)
    }
}

pub(crate) fn was_slow(conversation: &Conversation) -> bool {
    conversation.wait.is_some_and(|wait| wait.is_slow)
}
