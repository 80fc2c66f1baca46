//! Whole histories of a site, made at random: what must hold at each moment, whatever happens
//! (SPEC.md, S1 to S16).
//!
//! `PROPTEST_CASES` says how many; `make prove` runs 100,000.

mod site;

use std::collections::BTreeMap;
use std::time::Duration;

use desk::{Case, Conversation, Desk, Effect, Event, Handling, LEASE, Save, Tell, VisitorId};
use proptest::prelude::*;
use site::{NOW, agent, chose, desk_with, id, say};
use wire::agent::Call;
use wire::settings::{Assignment, Group, Settings, WhenMissed};
use wire::visitor::State;
use wire::{AgentId, ConversationId, GroupId, Mode, Name, Seq, Status, Timestamp, WhenNobody};

const AGENTS: [&str; 4] = ["ada", "bob", "cyd", "eve"];
const VISITORS: usize = 3;
const IDLE: u32 = 120;

/// Something that happens. Numbers are taken modulo how many there are.
#[derive(Clone, Debug)]
enum Step {
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
    Handle(usize, usize, Doing),
}

#[derive(Clone, Copy, Debug)]
enum Doing {
    Close,
    Assign(Option<usize>),
    Add(usize),
    Remove(usize),
    Move(bool),
}

fn any_status() -> impl Strategy<Value = Status> {
    prop_oneof![Just(Status::Online), Just(Status::Offline), Just(Status::Invisible)]
}

fn any_step() -> impl Strategy<Value = Step> {
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
        2 => (0usize..4, 0usize..VISITORS, doing).prop_map(|(by, visitor, what)| Step::Handle(by, visitor, what)),
    ]
}

fn any_settings() -> impl Strategy<Value = Settings> {
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

fn sales() -> GroupId {
    GroupId::parse("sales").expect("an id")
}

/// A site and its store; and beside it what a naive reading of the rules needs.
struct World {
    now: Timestamp,
    desk: Desk,
    conversations: BTreeMap<ConversationId, Conversation>,
    /// The newest heartbeat of each agent.
    heard: BTreeMap<AgentId, Timestamp>,
    /// Waits, by conversation and instant: how often they were slow, and missed.
    fired: BTreeMap<(ConversationId, Timestamp), (u32, u32)>,
    messages: usize,
    /// What everybody but eve is told.
    told: Vec<String>,
}

impl World {
    fn new(settings: Settings) -> Self {
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

    fn load(&self, visitor: usize) -> Conversation {
        let id = ConversationId::parse(format!("conversation-{visitor}")).expect("an id");
        let known = self.conversations.get(&id).cloned();
        known.unwrap_or_else(|| Conversation::new(id, VisitorId(format!("visitor-{visitor}"))))
    }

    fn existing(&self, visitor: usize) -> Option<Conversation> {
        Some(self.load(visitor)).filter(|conversation| conversation.last > Seq(0))
    }

    /// What the shell does: saves, and looks after what is due.
    fn apply(&mut self, event: Event) {
        let effects = self.desk.apply(self.now, event);
        self.keep(effects);
        for _ in 0..10 {
            let due: Vec<ConversationId> = self.desk.due(self.now).cloned().collect();
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

    fn keep(&mut self, effects: Vec<Effect>) {
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
                Effect::Tell(Tell::Me(_) | Tell::Settings) | Effect::Presence | Effect::View(_) => {}
                Effect::Tell(Tell::Call { agent, conversation, why }) => {
                    let status = self.desk.agent(&agent).expect("on the team").status;
                    let is_new = matches!(why, Call::New | Call::Overflow);
                    assert!(
                        status != Status::Offline || why == Call::Missed,
                        "S6: offline, and called: {why:?}"
                    );
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
                Effect::Save(_) | Effect::Stored { .. } | Effect::Refused(_) => {}
            }
        }
    }

    /// What anybody outside sees just now: a stranger of each group, every visitor, a colleague.
    fn look(&mut self) {
        let seen = self.seen();
        if self.told.last() != Some(&seen) {
            self.told.push(seen);
        }
    }

    fn seen(&self) -> String {
        let desk = &self.desk;
        let mut seen = format!("{:?}", desk.view(self.now, None, None));
        seen += &format!("{:?}", desk.view(self.now, Some(&sales()), None));
        for conversation in self.conversations.values().filter(|one| !one.members.contains(&id("eve"))) {
            seen += &format!("{:?}", desk.view(self.now, None, Some(conversation)));
        }
        seen += &format!("{:?}", desk.colleagues(self.now));
        for agent in desk.team() {
            let mut member = agent.member();
            member.habits.overflow = false;
            seen += &format!("{member:?}");
        }
        let mut why = desk.why(self.now, self.now, None, Some(&id("bob")));
        why.at = NOW;
        seen + &format!("{why:?}")
    }

    fn step(&mut self, step: &Step) {
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
                self.apply(Event::VisitorSaid { conversation, say, earlier: None, opened: 0, group });
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
                    self.apply(Event::AgentSaid { conversation, agent, id, body, earlier: None });
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
    fn is_reachable(&self, agent: &AgentId) -> bool {
        self.heard.get(agent).is_some_and(|heard| self.now.since(*heard) < LEASE)
    }
}

fn was_slow(conversation: &Conversation) -> bool {
    conversation.wait.is_some_and(|wait| wait.is_slow)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    /// Whatever happens, what is shown is what a naive reading of the rules says.
    #[test]
    fn s1_to_s7_and_s14_hold_at_each_moment(
        settings in any_settings(),
        steps in prop::collection::vec(any_step(), 1..60),
    ) {
        let mut world = World::new(settings.clone());
        // A second, naive model of the statuses: what was chosen, by whom, and when there was input last.
        let mut chosen: BTreeMap<AgentId, (Status, Timestamp)> =
            AGENTS.into_iter().map(|name| (id(name), (Status::Offline, NOW))).collect();
        for step in &steps {
            let before = world.now;
            world.step(step);
            for (agent, (status, since)) in &mut chosen {
                // S10, read naively: silence of the length of the delay ends any status but offline.
                let idle = *since + Duration::from_secs(IDLE.into());
                if *status != Status::Offline && idle <= world.now && idle > before {
                    *status = Status::Offline;
                    *since = idle;
                }
                let real = world.desk.agent(agent).expect("on the team");
                match step {
                    Step::Choose(who, to) if id(AGENTS[*who]) == *agent => (*status, *since) = (*to, world.now),
                    // Whoever asked for it comes back by input; a missed conversation may set invisible.
                    Step::Input(who) if id(AGENTS[*who]) == *agent => {
                        *since = world.now;
                        *status = real.status;
                    }
                    _ if real.cause == wire::Cause::Missed && real.since > *since => {
                        (*status, *since) = (real.status, real.since);
                    }
                    _ => {}
                }
                prop_assert_eq!(real.status, *status, "{} after {:?}", agent, step);
            }

            let online = |agent: &AgentId| chosen[agent].0 == Status::Online && world.is_reachable(agent);
            let load = |agent: &AgentId| {
                let mine = |one: &&Conversation| one.state == State::Open && one.assignee() == Some(agent);
                world.conversations.values().filter(mine).count()
            };
            let room = |agent: &AgentId| settings.capacity.is_none_or(|most| load(agent) < most.into());
            for (group, members) in [(None, &AGENTS[..]), (Some(sales()), &["ada", "eve"])] {
                let live = members.iter().any(|name| online(&id(name)) && room(&id(name)));
                let nobody = match settings.when_nobody {
                    WhenNobody::Messaging => Mode::Messaging,
                    WhenNobody::Hidden => Mode::Hidden,
                };
                let wanted = if live { Mode::Live } else { nobody };
                prop_assert_eq!(world.desk.mode(world.now, group.as_ref()), wanted, "S1, S2 for {:?}", group);
                let why = world.desk.why(world.now, world.now, group.as_ref(), None);
                prop_assert_eq!(why.mode, wanted, "S15: the explanation explains what is");
            }
            for colleague in world.desk.colleagues(world.now) {
                prop_assert_eq!(colleague.online, online(&colleague.id), "S1, S3");
            }
            for conversation in world.conversations.values() {
                let view = world.desk.view(world.now, None, Some(conversation));
                let holds = conversation.state == State::Open || conversation.read < conversation.answered;
                prop_assert!(view.mode != Mode::Hidden || !holds, "S5");
                for (face, member) in view.faces.iter().zip(&conversation.members) {
                    let is_here = chosen[member].0 != Status::Offline && world.is_reachable(member);
                    prop_assert_eq!(face.online, is_here && conversation.state == State::Open, "S4");
                }
                let case = Case::of(conversation);
                prop_assert_eq!(case.is_some(), conversation.state == State::Open);
            }
            for ((conversation, since), (slow, missed)) in &world.fired {
                prop_assert!(*slow <= 1 && *missed <= 1, "S7, S14: once a wait: {} {:?}", conversation, since);
            }
            if let Some(alarm) = world.desk.next_wakeup(world.now) {
                prop_assert!(alarm > world.now, "nothing is due that was not done");
            }
        }
    }

    /// Two worlds that differ only in eve's offline and invisible are one for everybody else, as long as she
    /// joins nothing (S3).
    #[test]
    fn s3_invisible_is_offline_through_whole_histories(
        settings in any_settings(),
        steps in prop::collection::vec(any_step(), 1..60),
    ) {
        let eve = 3;
        // What she does herself, or is added to, would make her known there.
        let steps = steps.iter().filter(|step| !matches!(
            step,
            Step::AgentSays(3, _) | Step::Handle(3, ..) | Step::Handle(_, _, Doing::Add(3))
        ));
        let (mut invisible, mut offline) = (World::new(settings.clone()), World::new(settings));
        for step in steps {
            invisible.step(step);
            match step {
                Step::Choose(who, Status::Invisible) if *who == eve => {
                    offline.step(&Step::Choose(eve, Status::Offline));
                }
                step => offline.step(step),
            }
            prop_assert_eq!(invisible.seen(), offline.seen(), "after {:?}", step);
        }
        prop_assert_eq!(invisible.told, offline.told);
    }

    /// The alarm may ring late: what is shown and set follows from the rules, not from its punctuality.
    #[test]
    fn s9_s10_a_late_alarm_changes_no_status(
        settings in any_settings(),
        steps in prop::collection::vec(any_step(), 1..40),
    ) {
        let settings = Settings { when_missed: WhenMissed::Nothing, ..settings };
        let (mut punctual, mut late) = (World::new(settings.clone()), World::new(settings));
        for step in &steps {
            let (a, b) = match step {
                Step::Pass(by, _) => (Step::Pass(*by, true), Step::Pass(*by, false)),
                step => (step.clone(), step.clone()),
            };
            punctual.step(&a);
            late.step(&b);
            let statuses = |world: &World| -> Vec<_> {
                let of = |agent: &desk::Agent| (agent.status, agent.cause, agent.since, agent.public.online);
                world.desk.team().map(of).collect()
            };
            prop_assert_eq!(statuses(&punctual), statuses(&late), "after {:?}", step);
        }
    }
}
