//! Figures: about which days, and how far asking for them got.

pub mod sheet;

use wire::figures::Figures;

use super::{Effect, Failure, Loaded, Store};

/// About which days figures are, today included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// A week.
    Week,
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
}

impl Period {
    /// All of them, shortest first.
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// How many days.
    #[must_use]
    pub fn days(self) -> u32 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        }
    }
}

/// The figures of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub period: Period,
    pub figures: Loaded<Figures>,
}

impl Store {
    pub(super) fn ask_figures(&mut self, period: Period) -> Vec<Effect> {
        if period != self.report.period {
            self.report.period = period;
            self.report.figures.turn();
        }
        self.report.figures.ask();
        vec![Effect::AskFigures(period)]
    }

    /// An answer about days that are not asked for any more says nothing.
    pub(super) fn figures_answered(&mut self, period: Period, answer: Result<Figures, Failure>) {
        if period == self.report.period {
            self.report.figures.answered(answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::agent::Hears;
    use wire::figures::{AgentNumbers, Count, DayCount, GroupNumbers, Numbers, Spread};
    use wire::hours::{Date, Zone};
    use wire::{AgentId, GroupId};

    use super::*;
    use crate::store::tests::{NOW, connected};
    use crate::store::{Answer, Event, Place};

    pub(in crate::store) fn figures() -> Figures {
        let numbers = Numbers {
            conversations: 5,
            live: 4,
            closed: 2,
            promised: 4,
            kept: 3,
            missed: 1,
            live_answer: Some(Spread { count: 3, median: 40, p90: 95 }),
            message_answer: Some(Spread { count: 1, median: 5_400, p90: 5_400 }),
            resolution: None,
            ratings: [0, 0, 1, 0, 2],
        };
        let count = Count { live: 4, messaging: 1, missed: 1 };
        let day = |date, count| DayCount { date: Date::parse(date).expect("a date"), count };
        let mut hours = vec![Count::default(); 24];
        hours[0] = count;
        Figures {
            from: NOW,
            to: NOW,
            zone: Zone::parse("Europe/Paris").expect("a zone"),
            total: numbers,
            agents: vec![AgentNumbers { agent: AgentId::parse("ada").expect("an id"), numbers }],
            groups: vec![GroupNumbers {
                group: GroupId::parse("gone").expect("an id"),
                numbers: Numbers::default(),
            }],
            days: vec![day("2026-11-23", count), day("2026-11-24", Count::default())],
            hours,
        }
    }

    fn store() -> Store {
        let mut store = connected();
        let effects = store.apply(NOW, Event::PlaceChosen(Place::Figures));
        assert_eq!(effects, [Effect::AskFigures(Period::Month)]);
        store
    }

    #[test]
    fn the_page_asks_when_it_is_opened_and_keeps_what_it_has_while_it_asks_again() {
        let mut store = store();
        assert!(store.report.figures.is_busy && store.report.figures.known.is_none());
        store.apply(NOW, Event::Answered(Answer::Figures(Period::Month, Ok(figures()))));
        assert_eq!(store.report.figures.known, Some(figures()));
        store.apply(NOW, Event::PlaceChosen(Place::Inbox));
        let effects = store.apply(NOW, Event::PlaceChosen(Place::Figures));
        assert_eq!(effects, [Effect::AskFigures(Period::Month)]);
        assert!(store.report.figures.known.is_some(), "nothing flickers");
        let team = Event::Heard(Box::new(Hears::Team { team: Vec::new() }));
        assert_eq!(store.apply(NOW, team), [], "they are no matter of who is in");
    }

    #[test]
    fn another_period_puts_the_old_figures_away_and_a_late_answer_says_nothing() {
        let mut store = store();
        let effects = store.apply(NOW, Event::FiguresAsked(Period::Week));
        assert_eq!(effects, [Effect::AskFigures(Period::Week)]);
        store.apply(NOW, Event::Answered(Answer::Figures(Period::Month, Ok(figures()))));
        assert!(store.report.figures.is_busy && store.report.figures.known.is_none());
        store.apply(NOW, Event::Answered(Answer::Figures(Period::Week, Ok(figures()))));
        assert!(!store.report.figures.is_busy && store.report.figures.known.is_some());
    }

    #[test]
    fn what_failed_is_told_and_tried_again_by_hand() {
        let mut store = store();
        let failed = Answer::Figures(Period::Month, Err(Failure::Unreachable));
        store.apply(NOW, Event::Answered(failed));
        assert_eq!(store.report.figures.failure, Some(Failure::Unreachable));
        assert!(!store.report.figures.is_busy);
        let effects = store.apply(NOW, Event::FiguresAsked(Period::Month));
        assert_eq!(effects, [Effect::AskFigures(Period::Month)]);
        assert_eq!(store.report.figures.failure, None);
    }
}
