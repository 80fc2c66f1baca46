//! What admins and agents set: checked, then taken over.

use wire::hours::Hours;
use wire::http::Code;
use wire::mail::VisitorMail;
use wire::settings::{Choice, SavedReply, Settings, SettingsPatch, Targeted, Widget};
use wire::team::HabitsPatch;
use wire::text::characters;
use wire::{AgentId, Name, Timestamp};

use crate::asked::{check_questions, check_texts};
use crate::desk::refuse;
use crate::hours::UNKNOWN_ZONE;
use crate::timetable::Edge;
use crate::{Desk, Effect, Save, Tell, audit};

const MOST_ORIGINS: usize = 50;
const MOST_GROUPS: usize = 30;
const MOST_TARGETED: usize = 20;
/// Longer, and it is no greeting.
const MOST_TARGETED_TEXT: usize = 1_000;
const MOST_CAPACITY: u16 = 1_000;
const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;

impl Desk {
    pub(crate) fn configured(
        &mut self,
        now: Timestamp,
        patch: SettingsPatch,
        by: &Name,
        effects: &mut Vec<Effect>,
    ) {
        if let Err(refusal) = self.check(now, &patch) {
            return refuse(effects, Code::BadRequest, refusal);
        }
        let SettingsPatch {
            name,
            when_nobody,
            origins,
            groups,
            ask_group,
            assignment,
            capacity,
            overflow_after,
            missed_after,
            when_missed,
            ask_rating,
            visitor_files,
            targeted,
            hours,
            visitor_mail,
            replies,
            visitors_online,
            style,
            texts,
            questions_live,
            questions_messaging,
        } = patch;
        let before = self.settings.clone();
        let settings = &mut self.settings;
        put(&mut settings.name, name);
        put(&mut settings.when_nobody, when_nobody);
        put(&mut settings.origins, origins);
        put(&mut settings.groups, groups);
        put(&mut settings.ask_group, ask_group);
        put(&mut settings.assignment, assignment);
        put(&mut settings.capacity, capacity);
        put(&mut settings.overflow_after, overflow_after);
        put(&mut settings.missed_after, missed_after);
        put(&mut settings.when_missed, when_missed);
        put(&mut settings.ask_rating, ask_rating);
        put(&mut settings.visitor_files, visitor_files);
        put(&mut settings.targeted, targeted);
        put(&mut settings.hours, hours);
        put(&mut settings.visitor_mail, visitor_mail);
        put(&mut settings.replies, replies);
        put(&mut settings.visitors_online, visitors_online);
        put(&mut settings.style, style);
        put(&mut settings.texts, texts);
        put(&mut settings.questions_live, questions_live);
        put(&mut settings.questions_messaging, questions_messaging);
        effects.push(Effect::Save(Save::Settings(settings.clone())));
        self.note_settings(now, by, &before, effects);
        effects.push(Effect::Tell(Tell::Settings));
        effects.push(Effect::Presence);
        self.publish_hours(now);
    }

    fn check(&self, now: Timestamp, patch: &SettingsPatch) -> Result<(), &'static str> {
        at_most(patch.origins.as_deref(), MOST_ORIGINS, "A site can name 50 origins at most.")?;
        at_most(patch.groups.as_deref(), MOST_GROUPS, "A site can have 30 groups at most.")?;
        at_most(patch.targeted.as_deref(), MOST_TARGETED, "A site can have 20 targeted chats at most.")?;
        let groups = patch.groups.as_deref().unwrap_or(&self.settings.groups);
        if !are_unique(groups.iter().map(|group| group.id.as_str())) {
            return Err("Two groups have the same id.");
        }
        let given = patch.groups.iter().flatten();
        if given.flat_map(|group| &group.agents).any(|agent| !self.team.contains_key(agent)) {
            return Err("A group names an agent who is not on the team.");
        }
        let targeted = patch.targeted.as_deref().unwrap_or_default();
        if !are_unique(targeted.iter().map(|chat| chat.id.as_str())) {
            return Err("Two targeted chats have the same id.");
        }
        for Targeted { text, after, languages, group, .. } in targeted {
            if characters(text.as_str()) > MOST_TARGETED_TEXT {
                return Err("The text of a targeted chat has 1,000 characters at most.");
            }
            if *after > HOUR {
                return Err("A targeted chat waits one hour at most.");
            }
            if languages.len() > 30 {
                return Err("A targeted chat names 30 languages at most.");
            }
            if group.as_ref().is_some_and(|id| !groups.iter().any(|group| group.id == *id)) {
                return Err("A targeted chat names a group that does not exist.");
            }
        }
        patch.texts.as_ref().map_or(Ok(()), check_texts)?;
        check_questions(patch.questions_live.as_deref().unwrap_or_default())?;
        check_questions(patch.questions_messaging.as_deref().unwrap_or_default())?;
        check_replies(patch.replies.as_deref().unwrap_or_default())?;
        check_capacity(patch.capacity.flatten())?;
        check_range(patch.overflow_after, 1, HOUR, "The time until overflow is 1 second to 1 hour.")?;
        check_range(patch.missed_after, 1, DAY, "The time until missed is 1 second to 1 day.")?;
        self.check_hours(now, patch.hours.as_ref())
    }

    fn check_hours(&self, now: Timestamp, hours: Option<&Option<Hours>>) -> Result<(), &'static str> {
        match hours {
            Some(Some(hours)) if self.zones.offset(&hours.zone, now).is_none() => Err(UNKNOWN_ZONE),
            _ => Ok(()),
        }
    }

    pub(crate) fn accustomed(
        &mut self,
        now: Timestamp,
        id: &AgentId,
        patch: HabitsPatch,
        by: Option<&Name>,
        effects: &mut Vec<Effect>,
    ) {
        let checked = self
            .check_hours(now, patch.hours.as_ref())
            .and_then(|()| self.check_hours(now, patch.quiet.as_ref()))
            .and_then(|()| check_capacity(patch.capacity.flatten()))
            .and_then(|()| {
                check_range(patch.idle_after.flatten(), 5, DAY, "The idle delay is 5 seconds to 1 day.")
            });
        if let Err(refusal) = checked {
            return refuse(effects, Code::BadRequest, refusal);
        }
        let Some(agent) = self.team.get_mut(id) else {
            return refuse(effects, Code::NotFound, "There is no such agent.");
        };
        let HabitsPatch { hours, idle_after, returns, overflow, capacity, mail, quiet } = patch;
        let before = agent.habits.clone();
        if let Some(hours) = hours {
            // From the next edge on: what was chosen stands until then (S9).
            agent.edge = hours.as_ref().and_then(|hours| Edge::after(hours, &*self.zones, now));
            agent.habits.hours = hours;
        }
        put(&mut agent.habits.idle_after, idle_after);
        put(&mut agent.habits.returns, returns);
        put(&mut agent.habits.overflow, overflow);
        put(&mut agent.habits.capacity, capacity);
        put(&mut agent.habits.mail, mail);
        put(&mut agent.habits.quiet, quiet);
        effects.push(Effect::Save(Save::Agent(agent.clone())));
        // One's own are nobody else's business.
        if let Some(by) = by {
            audit::note_habits(now, by, agent, &before, effects);
        }
        effects.push(Effect::Tell(Tell::Me(id.clone())));
        effects.push(Effect::Presence);
        // A shorter delay may be over already.
        self.pass(now, effects);
    }

    /// What a page needs to know beyond presence.
    #[must_use]
    pub fn widget(&self) -> Widget {
        let Settings { name, groups, ask_group, targeted, visitors_online, .. } = &self.settings;
        let Settings { texts, questions_live, questions_messaging, .. } = &self.settings;
        let choices = groups.iter().filter(|group| *ask_group && !group.private);
        Widget {
            name: name.clone(),
            groups: choices.map(|group| Choice { id: group.id.clone(), name: group.name.clone() }).collect(),
            targeted: targeted.iter().filter(|chat| chat.on).cloned().collect(),
            lobby: *visitors_online,
            texts: texts.clone(),
            questions_live: questions_live.clone(),
            questions_messaging: questions_messaging.clone(),
        }
    }

    /// Whether the site mails answers to visitors who left an address (M2).
    #[must_use]
    pub fn mails_visitors(&self) -> bool {
        self.settings.visitor_mail != VisitorMail::Nothing
    }

    /// Whether there is any of it.
    #[must_use]
    pub fn has_more(&self) -> bool {
        let Settings { groups, ask_group, targeted, visitors_online, .. } = &self.settings;
        let Settings { texts, questions_live, questions_messaging, .. } = &self.settings;
        let has_questions = !(questions_live.is_empty() && questions_messaging.is_empty());
        has_questions
            || !texts.is_empty()
            || (*ask_group && groups.iter().any(|group| !group.private))
            || targeted.iter().any(|chat| chat.on)
            || *visitors_online
    }
}

fn check_replies(replies: &[SavedReply]) -> Result<(), &'static str> {
    at_most(Some(replies), SavedReply::MOST, "A site can have 100 saved replies at most.")?;
    if !are_unique(replies.iter().map(|reply| reply.name.as_str())) {
        return Err("Two saved replies have the same name.");
    }
    let mut all = 0;
    for reply in replies {
        let length = characters(reply.text.as_str());
        if length > SavedReply::MOST_TEXT {
            return Err("A saved reply has 1,000 characters at most.");
        }
        all += length;
    }
    if all > SavedReply::MOST_ALL {
        return Err("All saved replies together have 10,000 characters at most.");
    }
    Ok(())
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn at_most<T>(items: Option<&[T]>, most: usize, refusal: &'static str) -> Result<(), &'static str> {
    if items.is_some_and(|items| items.len() > most) { Err(refusal) } else { Ok(()) }
}

// There are few, and a set for each type of them would weigh 2 KB in the Worker.
pub(crate) fn are_unique<'a>(items: impl Iterator<Item = &'a str>) -> bool {
    let items: Vec<&str> = items.collect();
    items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))
}

fn check_range(value: Option<u32>, from: u32, to: u32, refusal: &'static str) -> Result<(), &'static str> {
    if value.is_some_and(|value| !(from..=to).contains(&value)) { Err(refusal) } else { Ok(()) }
}

fn check_capacity(capacity: Option<u16>) -> Result<(), &'static str> {
    let refusal = "The limit on open conversations is 1 to 1,000, or none.";
    if capacity.is_some_and(|most| !(1..=MOST_CAPACITY).contains(&most)) { Err(refusal) } else { Ok(()) }
}
