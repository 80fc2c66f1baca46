//! What is taken down of changes: who changed what, from what, to what, in short.
//!
//! What agents set for themselves is not; nor is a status, which has its own history (S15).

use std::fmt::Debug;

use wire::about::Passed;
use wire::audit::{Deed, What};
use wire::hours::Hours;
use wire::http::NewAgent;
use wire::settings::{Group, Settings, Targeted};
use wire::style::Style;
use wire::team::Habits;
use wire::{Name, Origin, Timestamp};

use crate::{Agent, Desk, Effect, Save};

/// The most characters of [`Deed::from`] and [`Deed::to`].
const SHORT: usize = 200;

/// The lines that one event makes.
pub(crate) struct Deeds<'a> {
    now: Timestamp,
    by: &'a Name,
    of: Option<&'a Name>,
    effects: &'a mut Vec<Effect>,
}

impl<'a> Deeds<'a> {
    pub(crate) fn new(
        now: Timestamp,
        by: &'a Name,
        of: Option<&'a Name>,
        effects: &'a mut Vec<Effect>,
    ) -> Self {
        Self { now, by, of, effects }
    }

    pub(crate) fn note(&mut self, what: What, from: Option<String>, to: Option<String>) {
        let clip = |text: String| text.chars().take(SHORT).collect();
        self.effects.push(Effect::Save(Save::Deed(Deed {
            id: 0,
            at: self.now,
            by: self.by.clone(),
            what,
            of: self.of.map(Name::to_string),
            from: from.map(clip),
            to: to.map(clip),
        })));
    }

    /// Notes what reads otherwise.
    pub(crate) fn compare(&mut self, before: Vec<(What, String)>, after: Vec<(What, String)>) {
        for ((what, before), (_, after)) in before.into_iter().zip(after) {
            if before != after {
                self.note(what, Some(before), Some(after));
            }
        }
    }
}

impl Desk {
    /// Notes what an admin changed of the settings.
    pub(crate) fn note_settings(
        &self,
        now: Timestamp,
        by: &Name,
        before: &Settings,
        effects: &mut Vec<Effect>,
    ) {
        let after = &self.settings;
        let mut deeds = Deeds::new(now, by, None, effects);
        deeds.compare(self.in_short(before), self.in_short(after));
        // These say more than a line shows.
        if before.targeted != after.targeted {
            deeds.note(What::Targeted, Some(all_targeted(before)), Some(all_targeted(after)));
        }
        if before.replies != after.replies {
            deeds.note(What::Replies, Some(reply_names(before)), Some(reply_names(after)));
        }
        if before.texts != after.texts {
            deeds.note(What::Texts, Some(texts(&before.texts)), Some(texts(&after.texts)));
        }
        if before.questions_live != after.questions_live
            || before.questions_messaging != after.questions_messaging
        {
            deeds.note(What::Questions, Some(questions(before)), Some(questions(after)));
        }
        if before.style != after.style {
            deeds.note(What::Style, Some(style(&before.style)), Some(style(&after.style)));
        }
        if before.hours != after.hours {
            deeds.note(What::Hours, Some(hours(before.hours.as_ref())), Some(hours(after.hours.as_ref())));
        }
    }

    fn in_short(&self, settings: &Settings) -> Vec<(What, String)> {
        vec![
            (What::SiteName, settings.name.to_string()),
            (What::WhenNobody, word(&settings.when_nobody)),
            (What::Origins, list(&settings.origins.iter().map(Origin::to_string).collect::<Vec<_>>())),
            (
                What::Groups,
                list(&settings.groups.iter().map(|group| self.group_in_short(group)).collect::<Vec<_>>()),
            ),
            (What::AskGroup, on(settings.ask_group)),
            (What::Assignment, word(&settings.assignment)),
            (What::Capacity, count(settings.capacity)),
            (What::OverflowAfter, seconds(settings.overflow_after)),
            (What::MissedAfter, seconds(settings.missed_after)),
            (What::WhenMissed, word(&settings.when_missed)),
            (What::AskRating, on(settings.ask_rating)),
            (What::VisitorFiles, on(settings.visitor_files)),
            (What::VisitorMail, word(&settings.visitor_mail)),
            (What::VisitorsOnline, on(settings.visitors_online)),
        ]
    }

    fn group_in_short(&self, group: &Group) -> String {
        let names = group.agents.iter().filter_map(|id| Some(self.agent(id)?.name.to_string()));
        let names: Vec<String> = names.collect();
        let private = if group.private { " (private)" } else { "" };
        [group.name.as_str(), private, ": ", &list(&names)].concat()
    }
}

/// The line for an agent whom the operator put onto the team of a site that is there.
#[must_use]
pub fn added_by_operator(now: Timestamp, agent: &NewAgent) -> Option<Save> {
    let by = Name::parse("The operator").ok()?;
    let mut effects = Vec::new();
    Deeds::new(now, &by, Some(&agent.name), &mut effects).note(What::Invited, None, Some(word(&agent.role)));
    effects.into_iter().find_map(|effect| if let Effect::Save(save) = effect { Some(save) } else { None })
}

/// Notes what an admin changed of how somebody else works.
pub(crate) fn note_habits(
    now: Timestamp,
    by: &Name,
    agent: &Agent,
    before: &Habits,
    effects: &mut Vec<Effect>,
) {
    let after = &agent.habits;
    let mut deeds = Deeds::new(now, by, Some(&agent.name), effects);
    deeds.compare(habits_in_short(before), habits_in_short(after));
    let [timetables, were] = [after, before]
        .map(|habits| [(What::Hours, habits.hours.as_ref()), (What::Quiet, habits.quiet.as_ref())]);
    for ((what, before), (_, after)) in were.into_iter().zip(timetables) {
        if before != after {
            deeds.note(what, Some(hours(before)), Some(hours(after)));
        }
    }
}

fn habits_in_short(habits: &Habits) -> Vec<(What, String)> {
    vec![
        (What::IdleAfter, habits.idle_after.map_or_else(|| "never".to_owned(), seconds)),
        (What::Returns, on(habits.returns)),
        (What::Overflow, on(habits.overflow)),
        (What::Capacity, count(habits.capacity)),
        (What::AgentMail, word(&habits.mail)),
    ]
}

/// One of a few words.
pub(crate) fn word(value: &dyn Debug) -> String {
    format!("{value:?}").to_ascii_lowercase()
}

fn on(flag: bool) -> String {
    if flag { "on" } else { "off" }.to_owned()
}

fn seconds(seconds: u32) -> String {
    format!("{seconds} s")
}

fn count(most: Option<u16>) -> String {
    most.map_or_else(|| "none".to_owned(), |most| most.to_string())
}

fn list(all: &[String]) -> String {
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

fn reply_names(settings: &Settings) -> String {
    list(&settings.replies.iter().map(|reply| reply.name.to_string()).collect::<Vec<_>>())
}

fn all_targeted(settings: &Settings) -> String {
    let short = |chat: &Targeted| {
        let text: String = chat.text.as_str().chars().take(40).collect();
        ["“", &text, if chat.on { "” on" } else { "” off" }].concat()
    };
    list(&settings.targeted.iter().map(short).collect::<Vec<_>>())
}

fn texts(texts: &Passed) -> String {
    list(
        &texts.iter().map(|(label, text)| [label.as_str(), ": ", text.as_str()].concat()).collect::<Vec<_>>(),
    )
}

fn questions(settings: &Settings) -> String {
    let all = settings.questions_live.iter().chain(&settings.questions_messaging);
    list(&all.map(|question| question.ask.to_string()).collect::<Vec<_>>())
}

/// As a tag would say it.
fn style(style: &Style) -> String {
    let said = style.said();
    if said.is_empty() {
        return "as usual".to_owned();
    }
    list(&said.iter().map(|(name, value)| [name, " ", value].concat()).collect::<Vec<_>>())
}

fn hours(hours: Option<&Hours>) -> String {
    let Some(hours) = hours else { return "none".to_owned() };
    let mut days = Vec::new();
    for each in &hours.weekly {
        days.push(format!("{:?} {}–{}", each.day, each.from, each.to));
    }
    for day in &hours.exceptions {
        days.push(day.date.to_string());
    }
    [hours.zone.as_str(), ": ", &list(&days)].concat()
}
