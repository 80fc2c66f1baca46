//! Why it is as it is, in words (S15): for an agent, for what visitors see, now and at a later time.
//!
//! Of a colleague only what everybody may see is told: an invisible one looks offline here too (S3).

use std::time::Duration;

use wire::team::{AgentWhy, NextMode, Reason, Why};
use wire::{AgentId, Cause, GroupId, Mode, Status, Timestamp, WhenNobody};

use crate::timetable::Edge;
use crate::{Agent, Desk};

/// How far ahead the next change is looked for.
const HORIZON: Duration = Duration::from_hours(24 * 15);

/// What is known of an agent at some time ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outlook {
    online: bool,
    /// The edge of the hours that decided it; whether a device is there then nobody knows.
    set_at: Option<Timestamp>,
    /// When the hours set the status next.
    next: Option<Timestamp>,
}

impl Desk {
    /// What a visitor of this group sees at `at`, and why, as `asker` may know it. A time that has passed
    /// counts as now.
    #[must_use]
    pub fn why(
        &self,
        now: Timestamp,
        at: Timestamp,
        group: Option<&GroupId>,
        asker: Option<&AgentId>,
    ) -> Why {
        let at = at.max(now);
        let group = self.group(group).map(|group| &group.id);
        let mut team = self.team_by_name();
        team.retain(|agent| self.is_in(agent, group));
        let team: Vec<(&Agent, Outlook)> =
            team.into_iter().map(|agent| (agent, self.outlook(agent, now, at))).collect();
        let mode = self.mode_if(team.iter().any(|(agent, outlook)| outlook.online && self.has_room(agent)));
        let agents = team
            .iter()
            .map(|(agent, outlook)| AgentWhy {
                id: agent.id.clone(),
                name: agent.name.clone(),
                counts: outlook.online && self.has_room(agent),
                because: self.because(agent, *outlook, now, at, asker == Some(&agent.id)),
            })
            .collect();
        Why {
            at,
            group: group.cloned(),
            mode,
            because: self.because_of_mode(mode, &team),
            next: self.next_mode(&team, mode, now, at),
            agents,
        }
    }

    /// How the hours will have set an agent at `at`. What nobody can know ahead (a hand, an idle hour, a
    /// closed lid) stays as it is now.
    fn outlook(&self, agent: &Agent, now: Timestamp, at: Timestamp) -> Outlook {
        let mut outlook = Outlook { online: agent.is_online(now), set_at: None, next: None };
        let mut edge = agent.edge;
        while let Some(Edge { at: edge_at, opens }) = edge {
            if edge_at > at {
                outlook.next = opens.map(|_| edge_at);
                break;
            }
            if let Some(opens) = opens {
                // Who is online already is not set by it.
                if outlook.online != opens {
                    outlook.set_at = Some(edge_at);
                }
                outlook.online = opens;
            }
            edge = agent.habits.hours.as_ref().and_then(|hours| Edge::after(hours, self.zones(), edge_at));
        }
        outlook
    }

    /// The next time at which a visitor sees something else.
    fn next_mode(
        &self,
        team: &[(&Agent, Outlook)],
        mode: Mode,
        now: Timestamp,
        at: Timestamp,
    ) -> Option<NextMode> {
        let end = at + HORIZON;
        let mut from = at;
        loop {
            let next = team.iter().filter_map(|(agent, _)| self.outlook(agent, now, from).next).min()?;
            if next > end {
                return None;
            }
            let live =
                team.iter().any(|(agent, _)| self.outlook(agent, now, next).online && self.has_room(agent));
            let then = self.mode_if(live);
            if then != mode {
                return Some(NextMode { at: next, mode: then });
            }
            from = next;
        }
    }

    fn because_of_mode(&self, mode: Mode, team: &[(&Agent, Outlook)]) -> Vec<Reason> {
        if mode == Mode::Live {
            let online = || team.iter().filter(|(agent, outlook)| outlook.online && self.has_room(agent));
            let names: Vec<&Agent> = online().map(|(agent, _)| *agent).collect();
            let mut because = vec![reason("S1", who_is_online(&names))];
            if online().all(|(_, outlook)| outlook.set_at.is_some()) {
                because.push(reason(
                    "S9",
                    "That follows from activity hours. It holds if a console is open then: nobody is shown as online whose devices are silent.".to_owned(),
                ));
            }
            return because;
        }
        let is_full = team.iter().any(|(_, outlook)| outlook.online);
        let why = match (team.is_empty(), is_full) {
            (true, _) => "Nobody is in this group.",
            (_, true) => "Everybody who is online has as many open conversations as they take.",
            _ => "Nobody who takes these visitors is online.",
        };
        let setting = match self.settings().when_nobody {
            WhenNobody::Messaging => {
                "While nobody is in, visitors can leave a message: so it is set for this site."
            }
            WhenNobody::Hidden => "While nobody is in, the widget is hidden: so it is set for this site.",
        };
        vec![reason("S1", why.to_owned()), reason("S2", setting.to_owned())]
    }

    fn because(
        &self,
        agent: &Agent,
        outlook: Outlook,
        now: Timestamp,
        at: Timestamp,
        is_own: bool,
    ) -> Vec<Reason> {
        if let Some(set_at) = outlook.set_at {
            let text = if outlook.online {
                "Set online by the activity hours; it counts if a console is open then."
            } else {
                "Set offline by the activity hours."
            };
            return vec![Reason {
                since: Some(set_at),
                until: outlook.next,
                ..reason("S9", text.to_owned())
            }];
        }
        let mut because = Vec::new();
        let (status, cause, since) = if is_own {
            (agent.status, agent.cause, agent.since)
        } else {
            let status = if agent.public.online || agent.public.cause == Cause::Lease {
                Status::Online
            } else {
                Status::Offline
            };
            (status, agent.public.cause, agent.public.since)
        };
        let (rule, text) = words(status, cause, is_own);
        because.push(Reason { since: Some(since), until: outlook.next, ..reason(rule, text.to_owned()) });
        if is_own && status != Status::Offline && !agent.is_reachable(now) {
            because.push(reason("S1", "No console of yours was heard from for 45 s: nobody is shown as online whose devices are silent.".to_owned()));
        }
        if is_own && status == Status::Invisible {
            because
                .push(reason("S4", "In conversations that you joined, visitors see you online.".to_owned()));
            if agent.habits.overflow {
                because.push(reason(
                    "S7",
                    "You are offered conversations that wait too long for online agents.".to_owned(),
                ));
            }
        }
        if let Some(most) = self.capacity(agent).filter(|_| outlook.online) {
            let load = self.load(&agent.id);
            if load >= most {
                because.push(reason(
                    "S1",
                    format!("Takes no more newcomers: {load} open conversations of {most}."),
                ));
            }
        }
        if at == now && outlook.next.is_none() && agent.habits.hours.is_some() {
            because.push(reason("S9", "The activity hours bring no change within a year.".to_owned()));
        }
        because
    }
}

/// A status and its cause, as a sentence.
fn words(status: Status, cause: Cause, is_own: bool) -> (&'static str, &'static str) {
    match (status, cause) {
        (_, Cause::Lease) => ("S1", "No console was heard from for 45 s."),
        (Status::Online, Cause::Manual) => ("S11", "Online, chosen by hand."),
        (Status::Online, Cause::Hours) => ("S9", "Online, set by the activity hours."),
        (Status::Online, Cause::Idle) => ("S10", "Online again, after a time without input."),
        (Status::Online, Cause::Admin) => ("S11", "Online, set by an admin or another system."),
        (Status::Online, Cause::Missed) => ("S14", "Online."),
        (Status::Offline, Cause::Manual) if is_own => ("S11", "Offline, chosen by hand."),
        (Status::Offline, Cause::Manual) => ("S11", "Not online, chosen by hand."),
        (Status::Offline, Cause::Hours) => ("S9", "Offline, set by the activity hours."),
        (Status::Offline, Cause::Idle) => ("S10", "Offline: there was no input on any device."),
        (Status::Offline, Cause::Admin) => {
            ("S11", "Offline, set by an admin or another system, or not chosen yet.")
        }
        (Status::Offline, Cause::Missed) => ("S14", "Offline after a missed conversation."),
        (Status::Invisible, Cause::Manual) => {
            ("S3", "Invisible, chosen by hand: you look offline to everybody else.")
        }
        (Status::Invisible, Cause::Missed) => {
            ("S14", "Invisible after a missed conversation: you look offline to everybody else.")
        }
        (Status::Invisible, _) => ("S3", "Invisible: you look offline to everybody else."),
    }
}

fn reason(rule: &str, text: String) -> Reason {
    Reason { rule: rule.to_owned(), text, since: None, until: None }
}

/// Each a sentence by itself, as the console says it in other languages.
fn who_is_online(agents: &[&Agent]) -> String {
    let name = |agent: &Agent| agent.name.to_string();
    match agents {
        [] => "Nobody is online.".to_owned(),
        [one] => format!("{one} is online.", one = name(one)),
        [one, two] => format!("{one} and {two} are online.", one = name(one), two = name(two)),
        [one, two, rest @ ..] => {
            let n = rest.len();
            format!("{one}, {two} and {n} more are online.", one = name(one), two = name(two))
        }
    }
}
