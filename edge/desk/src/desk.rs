//! The one verb: [`Desk::apply`].

use std::collections::BTreeMap;
use std::rc::Rc;

use wire::http::Code;
use wire::settings::Settings;
use wire::{AgentId, Cause, ConversationId, MailId, Name, Status, Timestamp};

use crate::hours::Zones;
use crate::mail::Mail;
use crate::timetable::Edge;
use crate::waiting::Case;
use crate::{Agent, Conversation, Effect, Entry, Event, Refused, Save, Tell, hints};

/// A site: its settings, its team, and of each open conversation what has a clock. Conversations themselves
/// come with the events that are about them.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(crate) settings: Settings,
    pub(crate) team: BTreeMap<AgentId, Agent>,
    pub(crate) zones: Rc<dyn Zones>,
    /// The open conversations.
    pub(crate) open: BTreeMap<ConversationId, Case>,
    /// How many of them each agent has.
    pub(crate) load: BTreeMap<AgentId, u16>,
    /// When the published hours change next.
    pub(crate) published: Option<Edge>,
    /// The mails that are owed.
    pub(crate) mails: BTreeMap<MailId, Mail>,
    /// The number of the newest mail.
    pub(crate) last_mail: MailId,
}

impl Desk {
    /// The site as it is stored: with the cases of its open conversations.
    #[must_use]
    pub fn new(
        now: Timestamp,
        settings: Settings,
        team: impl IntoIterator<Item = Agent>,
        open: impl IntoIterator<Item = (ConversationId, Case)>,
        zones: Rc<dyn Zones>,
    ) -> Self {
        let mut desk = Self {
            settings,
            team: team.into_iter().map(|agent| (agent.id.clone(), agent)).collect(),
            zones,
            open: BTreeMap::new(),
            load: BTreeMap::new(),
            published: None,
            mails: BTreeMap::new(),
            last_mail: MailId(0),
        };
        for (id, case) in open {
            desk.note(id, Some(case));
        }
        desk.publish_hours(now);
        desk
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The team, by id.
    pub fn team(&self) -> impl Iterator<Item = &Agent> {
        self.team.values()
    }

    /// The team, by name.
    #[must_use]
    pub fn team_by_name(&self) -> Vec<&Agent> {
        let mut team: Vec<&Agent> = Vec::new();
        for agent in self.team() {
            // They come by id, and are few: a sort would weigh more in the Worker than all of this file.
            let place = team.partition_point(|other| other.name <= agent.name);
            team.insert(place, agent);
        }
        team
    }

    /// One of the team.
    #[must_use]
    pub fn agent(&self, id: &AgentId) -> Option<&Agent> {
        self.team.get(id)
    }

    /// The zone database.
    #[must_use]
    pub fn zones(&self) -> &dyn Zones {
        &*self.zones
    }

    /// When [`Event::Ticked`] is due at the latest, and after it whatever [`Desk::due`] and
    /// [`Desk::mail_due`] name.
    #[must_use]
    pub fn next_wakeup(&self, now: Timestamp) -> Option<Timestamp> {
        let team = self.team().filter_map(|agent| agent.due_at(now));
        let cases = self.open.values().filter_map(|case| self.due_at(now, case));
        let hours = self.published.map(|edge| edge.at);
        let mails = self.mails().map(|mail| mail.due);
        team.chain(cases).chain(hours).chain(mails).min()
    }

    /// Takes an event in and says what follows. What the clock brought meanwhile is done first, so that
    /// nothing depends on how punctual the alarm is.
    pub fn apply(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Event::Heard { agent, at } = &event {
            self.heard(agent, *at, &mut effects);
        }
        self.pass(now, &mut effects);
        match event {
            Event::Heard { .. } | Event::Ticked => {}
            Event::Active { agent, at } => self.active(now, &agent, at, &mut effects),
            Event::Chose { agent, status, cause, by } => {
                self.chose(now, &agent, status, cause, by, &mut effects);
            }
            Event::Accustomed { agent, patch, by } => {
                self.accustomed(now, &agent, patch, by.as_ref(), &mut effects);
            }
            Event::Configured { patch, by } => self.configured(now, patch, &by, &mut effects),
            Event::Entered(agent) => self.entered(&agent, &mut effects),
            Event::Staff { what, by } => self.staffed(now, what, &by, &mut effects),
            Event::VisitorSaid { conversation, say, earlier, opened, group, invitation, file } => {
                self.visitor_said(
                    now,
                    conversation,
                    say,
                    earlier,
                    opened,
                    group,
                    invitation,
                    file,
                    &mut effects,
                );
            }
            Event::Invited { agent, id, body, open } => {
                self.invited(now, &agent, id, body, open, &mut effects);
            }
            Event::VisitorRead { conversation, seq } => self.visitor_read(conversation, seq, &mut effects),
            Event::VisitorTyped { conversation } => hints::visitor_typed(conversation, &mut effects),
            Event::VisitorRated { conversation, told, said } => {
                self.visitor_rated(now, conversation, told, said, &mut effects);
            }
            Event::VisitorLooked { conversation, told, look } => {
                self.visitor_looked(now, conversation, told, look, &mut effects);
            }
            Event::Identified { binding, here, newest, theirs } => {
                self.identified(now, binding, here, newest, theirs, &mut effects);
            }
            Event::VisitorTranscript { conversation, sent } => {
                self.visitor_transcript(now, &conversation, sent, &mut effects);
            }
            Event::VisitorEmail { conversation, email } => {
                self.visitor_email(now, conversation, email, &mut effects);
            }
            Event::VisitorLeft { conversation, left } => {
                self.visitor_left(now, conversation, left, &mut effects);
            }
            Event::Due { conversation } => self.was_due(now, conversation, &mut effects),
            Event::AgentSaid { conversation, agent, id, body, earlier, file } => {
                self.agent_said(now, conversation, &agent, id, body, earlier, file, &mut effects);
            }
            Event::AgentRead { conversation, agent, seq } => {
                self.agent_read(now, conversation, &agent, seq, &mut effects);
            }
            Event::AgentTyped { conversation, agent } => {
                self.agent_typed(now, conversation, &agent, &mut effects);
            }
            Event::Handled { conversation, by, what } => {
                self.handled(now, conversation, &by, what, &mut effects);
            }
            Event::MailDue { id, conversation, read, allowance } => {
                self.mail_came_due(now, id, conversation.as_ref(), read, &allowance, &mut effects);
            }
            Event::Posted { id, attempt, outcome } => {
                self.posted(now, id, attempt, outcome, &mut effects);
            }
            Event::MailCame(arrival) => self.mail_came(now, *arrival, &mut effects),
            Event::MailJudged { mail, conversation, said, is_confirmed } => {
                self.mail_judged(now, mail, conversation, &said, is_confirmed, &mut effects);
            }
            Event::Noted { conversation, agent, id, body, earlier } => {
                self.noted(now, &conversation, &agent, id, body, earlier, &mut effects);
            }
            Event::MailTested { by } => self.owe_test(now, &by, &mut effects),
            Event::MailStopped { address } => Self::mail_stopped(now, address, &mut effects),
            Event::MailAllowed(blocked) => Self::mail_allowed(blocked, &mut effects),
        }
        self.call_out(now, effects)
    }

    fn heard(&mut self, id: &AgentId, at: Timestamp, effects: &mut Vec<Effect>) {
        let Some(agent) = self.team.get_mut(id) else { return };
        if agent.hear(at) {
            effects.push(Effect::Save(Save::Agent(agent.clone())));
        }
    }

    /// What the clock brings: hours, idle, lapses and returns of devices, published hours.
    pub(crate) fn pass(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let ids: Vec<AgentId> = self.team.keys().cloned().collect();
        for id in ids {
            let zones = Rc::clone(&self.zones);
            let Some(agent) = self.team.get_mut(&id) else { continue };
            let before = (agent.present, agent.edge);
            let entries = agent.pass(now, &*zones);
            if !entries.is_empty() || before != (agent.present, agent.edge) {
                self.changed(now, &id, entries, effects);
            }
        }
        if self.published.is_some_and(|edge| edge.at <= now) {
            self.publish_hours(now);
            effects.push(Effect::Presence);
        }
    }

    /// An agent changed: save, keep the history, tell the agent, and whoever may see a difference.
    pub(crate) fn changed(
        &mut self,
        now: Timestamp,
        id: &AgentId,
        entries: Vec<Entry>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.team.get_mut(id) else { return };
        let by = entries.last().and_then(|entry| entry.change.by.clone());
        let seen = agent.publish(now, by);
        effects.push(Effect::Save(Save::Agent(agent.clone())));
        let is_told = !entries.is_empty();
        effects.extend(entries.into_iter().chain(seen).map(|entry| Effect::Save(Save::Entry(entry))));
        if is_told {
            effects.push(Effect::Tell(Tell::Me(id.clone())));
        }
        effects.push(Effect::Presence);
    }

    fn active(&mut self, now: Timestamp, id: &AgentId, at: Timestamp, effects: &mut Vec<Effect>) {
        let Some(agent) = self.team.get_mut(id) else { return };
        if at <= agent.active {
            return;
        }
        agent.active = at.min(now);
        let comes_back =
            agent.status == Status::Offline && agent.cause == Cause::Idle && agent.habits.returns;
        // Input from before the rule struck brings nobody back.
        if comes_back && at > agent.since {
            let entry = agent.set(now, agent.idled.unwrap_or(Status::Online), Cause::Idle, None);
            self.changed(now, id, vec![entry], effects);
        } else {
            effects.push(Effect::Save(Save::Agent(agent.clone())));
        }
    }

    fn chose(
        &mut self,
        now: Timestamp,
        id: &AgentId,
        status: Status,
        cause: Cause,
        by: Option<Name>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(agent) = self.team.get_mut(id) else {
            return refuse(effects, Code::NotFound, "There is no such agent.");
        };
        if cause == Cause::Manual {
            // A choice is input, too.
            agent.active = now;
        }
        if agent.status == status && agent.cause == cause {
            effects.push(Effect::Save(Save::Agent(agent.clone())));
            effects.push(Effect::Tell(Tell::Me(id.clone())));
            return;
        }
        let entry = agent.set(now, status, cause, by);
        self.changed(now, id, vec![entry], effects);
    }

    /// Stores a conversation, and keeps what has a clock in it at hand.
    pub(crate) fn keep(&mut self, conversation: &Conversation, effects: &mut Vec<Effect>) {
        let before = self.open.get(&conversation.id).and_then(|case| case.assignee.clone());
        self.keep_case(conversation);
        let after = self.open.get(&conversation.id).and_then(|case| case.assignee.as_ref());
        effects.push(Effect::Save(Save::Conversation(conversation.clone())));
        let has_limits = self.team().any(|agent| self.capacity(agent).is_some());
        if before.as_ref() != after && has_limits {
            // Somebody has more or less to do, and may be at the limit (S1).
            effects.push(Effect::Presence);
        }
    }

    /// The same for what is at hand alone, in the midst of an event.
    pub(crate) fn keep_case(&mut self, conversation: &Conversation) {
        self.note(conversation.id.clone(), Case::of(conversation));
    }

    /// Notes a conversation's case; `None` for one that is not open.
    fn note(&mut self, id: ConversationId, case: Option<Case>) {
        let whose =
            |case: Option<&Case>| case.and_then(|case| case.assignee.as_ref()).map(|who| who.agent.clone());
        let after = whose(case.as_ref());
        let before = match case {
            Some(case) => self.open.insert(id, case),
            None => self.open.remove(&id),
        };
        if let Some(agent) = whose(before.as_ref())
            && let Some(load) = self.load.get_mut(&agent)
        {
            *load = load.saturating_sub(1);
        }
        if let Some(agent) = after {
            let load = self.load.entry(agent).or_default();
            *load = load.saturating_add(1);
        }
    }

    /// Looks when the published hours change next.
    pub(crate) fn publish_hours(&mut self, now: Timestamp) {
        self.published = self.settings.hours.as_ref().and_then(|hours| Edge::after(hours, &*self.zones, now));
    }
}

pub(crate) fn refuse(effects: &mut Vec<Effect>, code: Code, message: &'static str) {
    effects.push(Effect::Refused(Refused::new(code, message)));
}
