//! The team as admins see to it: invitations, names, roles, removals. Each is asked of the edge, and shown
//! once the edge has done it.

use wire::http::NewAgent;
use wire::staff::{Invited, ProfilePatch};
use wire::team::Member;
use wire::{AgentId, Email, Invalid, Name};

use super::{Failure, Place, Saving, Store};

/// What somebody does on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody new is to be invited.
    Invited(NewAgent),
    /// An invitation is to be made anew.
    InvitedAgain(AgentId),
    /// The link of a new invitation was handed over, or at least seen.
    LinkSeen,
    Changed(AgentId, ProfilePatch),
    /// A picture for an agent was chosen, as base64; or none (T6).
    Pictured(AgentId, Option<String>),
    /// An agent is to be removed: the page asks whether that is meant.
    RemovalAsked(AgentId),
    /// It is not.
    RemovalPutAway,
    /// It is.
    RemovalMeant,
}

/// What the edge is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `POST …/team`.
    Invite(NewAgent),
    /// `POST …/team/{agent}/link`.
    InviteAgain(AgentId),
    /// `PATCH …/team/{agent}/profile`.
    Change(AgentId, ProfilePatch),
    /// `PUT …/team/{agent}/picture`.
    Picture(AgentId, Option<String>),
    /// `DELETE …/team/{agent}`.
    Remove(AgentId),
}

/// And what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To both ways of inviting.
    Invited(Result<Box<Invited>, Failure>),
    Changed(AgentId, Result<Box<Member>, Failure>),
    Pictured(AgentId, Result<(), Failure>),
    Removed(AgentId, Result<(), Failure>),
}

/// What the page knows beside the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// How far inviting got.
    pub inviting: Saving,
    /// The last invitation: its link is shown once.
    pub invited: Option<Invited>,
    /// The agent who is changed, and how far that got.
    pub changing: Option<(AgentId, Saving)>,
    /// Whom to remove, once that is confirmed.
    pub leaving: Option<AgentId>,
    pub removing: Saving,
}

impl Staff {
    /// How far the change of an agent got.
    #[must_use]
    pub fn saving(&self, agent: &AgentId) -> Saving {
        let own = self.changing.as_ref().filter(|(id, _)| id == agent);
        own.map(|(_, saving)| saving.clone()).unwrap_or_default()
    }

    /// Why an invitation was refused, if that is about its address.
    #[must_use]
    pub fn is_taken(&self) -> Option<&str> {
        match &self.inviting {
            Saving::Failed(Failure::Refused(problem)) if problem.code == wire::http::Code::Conflict => {
                Some(&problem.message)
            }
            _ => None,
        }
    }
}

impl Store {
    pub(super) fn on_staff(&mut self, event: Event) -> Vec<super::Effect> {
        let staff = &mut self.staff;
        let effect = match event {
            Event::Invited(agent) if staff.inviting != Saving::Busy => {
                staff.inviting = Saving::Busy;
                Effect::Invite(agent)
            }
            Event::InvitedAgain(agent) if staff.inviting != Saving::Busy => {
                staff.inviting = Saving::Busy;
                Effect::InviteAgain(agent)
            }
            Event::Changed(agent, patch) if staff.saving(&agent) != Saving::Busy => {
                staff.changing = Some((agent.clone(), Saving::Busy));
                Effect::Change(agent, patch)
            }
            Event::Pictured(agent, picture) if staff.saving(&agent) != Saving::Busy => {
                staff.changing = Some((agent.clone(), Saving::Busy));
                Effect::Picture(agent, picture)
            }
            Event::RemovalMeant if staff.removing != Saving::Busy => {
                let Some(agent) = staff.leaving.clone() else { return Vec::new() };
                staff.removing = Saving::Busy;
                Effect::Remove(agent)
            }
            Event::LinkSeen => {
                staff.invited = None;
                return self.ask_roster();
            }
            Event::RemovalAsked(agent) => {
                staff.leaving = Some(agent);
                staff.removing = Saving::Idle;
                return self.ask_roster();
            }
            // What is on its way cannot be taken back: its answer closes the question.
            Event::RemovalPutAway if staff.removing != Saving::Busy => {
                staff.leaving = None;
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        vec![super::Effect::Staff(effect)]
    }

    /// Nobody tells that somebody who was invited has signed in: it is asked where it matters.
    fn ask_roster(&mut self) -> Vec<super::Effect> {
        self.roster.ask();
        vec![super::Effect::AskTeam]
    }

    pub(super) fn staff_answered(&mut self, answer: Answer) {
        match answer {
            Answer::Invited(Ok(invited)) => {
                self.put_member(invited.member.clone());
                self.staff.inviting = Saving::Saved;
                self.staff.invited = Some(*invited);
            }
            Answer::Invited(Err(failure)) => self.staff.inviting = Saving::Failed(failure),
            Answer::Changed(id, Ok(member)) => {
                // What only admins are told is not in this answer.
                let known = self.member(&id).cloned();
                let (email, invited) = known.map_or((None, false), |known| (known.email, known.invited));
                self.put_member(Member { email, invited, ..*member });
                self.staff.changing = Some((id, Saving::Saved));
            }
            Answer::Changed(id, Err(failure)) => {
                self.staff.changing = Some((id, Saving::Failed(failure)));
            }
            Answer::Pictured(id, done) => {
                // Browsers keep pictures: this one is asked for anew.
                self.pictures += u32::from(done.is_ok());
                self.staff.changing = Some((id, done.map_or_else(Saving::Failed, |()| Saving::Saved)));
            }
            Answer::Removed(id, Ok(())) => {
                if let Some(team) = &mut self.roster.known {
                    team.agents.retain(|member| member.id != id);
                }
                // The link of an invitation that is taken back opens nothing.
                self.staff.invited.take_if(|invited| invited.member.id == id);
                self.staff.removing = Saving::Idle;
                self.staff.leaving = None;
            }
            Answer::Removed(_, Err(failure)) => self.staff.removing = Saving::Failed(failure),
        }
    }

    /// Somebody of the roster.
    #[must_use]
    pub fn member(&self, id: &AgentId) -> Option<&Member> {
        self.roster.known.as_ref()?.agents.iter().find(|member| member.id == *id)
    }

    fn put_member(&mut self, member: Member) {
        let Some(team) = &mut self.roster.known else { return };
        team.agents.retain(|other| other.id != member.id);
        let place = team.agents.partition_point(|other| other.name <= member.name);
        team.agents.insert(place, member);
    }

    /// The page is left: what it said is said.
    pub(super) fn leave_staff(&mut self) {
        self.staff = Staff::default();
    }

    /// Whether what is known of the roster is on the screen.
    pub(super) fn shows_roster(&self) -> bool {
        matches!(self.place, Place::Staff)
    }
}

/// An invitation as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pub name: String,
    pub email: String,
    pub role: wire::http::Role,
}

impl Form {
    /// What to ask the edge for.
    ///
    /// # Errors
    /// What stands against the name, and against the address.
    pub fn read(&self) -> Result<NewAgent, (Option<Invalid>, Option<Invalid>)> {
        match (Name::parse(self.name.as_str()), Email::parse(self.email.trim())) {
            (Ok(name), Ok(email)) => Ok(NewAgent { name, email, role: self.role }),
            (name, email) => Err((name.err(), email.err())),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::http::{Code, Link, Problem, Role};
    use wire::team::{Habits, Team};
    use wire::{Cause, Mode, Timestamp};

    use super::*;
    use crate::store::tests::{NOW, ada, connected};
    use crate::store::{self, Door};

    fn id(text: &str) -> AgentId {
        AgentId::parse(text).expect("an id")
    }

    fn member(id: &str, name: &str) -> Member {
        Member {
            id: self::id(id),
            name: Name::parse(name).expect("a name"),
            online: false,
            cause: Cause::Admin,
            since: NOW,
            habits: Habits::default(),
            role: Role::Agent,
            email: Email::parse(format!("{id}@shop.example")).ok(),
            invited: true,
        }
    }

    fn tell(store: &mut Store, event: Event) -> Vec<store::Effect> {
        store.apply(NOW, store::Event::Staff(event))
    }

    fn answer(store: &mut Store, answer: Answer) {
        store.apply(NOW, store::Event::Answered(store::Answer::Staff(answer)));
    }

    fn refused(code: Code) -> Failure {
        let message = "No.".to_owned();
        Failure::Refused(Problem { code, id: "id".to_owned(), message, retry_after: None })
    }

    /// A console at the page of the team, with Ada and Bob on it.
    fn at_the_team() -> Store {
        let mut store = connected();
        let effects = store.apply(NOW, store::Event::PlaceChosen(Place::Staff));
        assert_eq!(effects, [store::Effect::AskTeam]);
        let agents = vec![member("ada", "Ada"), member("bob", "Bob")];
        let team = Team { mode: Mode::Live, agents };
        store.apply(NOW, store::Event::Answered(store::Answer::Team(Ok(team))));
        store
    }

    fn names(store: &Store) -> Vec<&str> {
        let team = store.roster.known.as_ref().expect("a team");
        team.agents.iter().map(|member| member.name.as_str()).collect()
    }

    #[test]
    fn t1_an_invitation_is_asked_for_once_and_its_link_shown_until_it_was_seen() {
        let mut store = at_the_team();
        let form = Form { name: " Bea ".to_owned(), email: "bea@shop.example".to_owned(), ..Form::default() };
        let agent = form.read().expect("good");
        let effects = tell(&mut store, Event::Invited(agent.clone()));
        assert_eq!(effects, [store::Effect::Staff(Effect::Invite(agent.clone()))]);
        assert_eq!(tell(&mut store, Event::Invited(agent)), [], "once");
        let link = Link { url: "https://chat.example/".to_owned(), expires_at: Timestamp(0) };
        let invited = Invited { member: member("bea", "Bea"), link, mailed: false };
        answer(&mut store, Answer::Invited(Ok(Box::new(invited.clone()))));
        assert_eq!(names(&store), ["Ada", "Bea", "Bob"]);
        assert_eq!(store.staff.invited, Some(invited));
        tell(&mut store, Event::LinkSeen);
        assert_eq!(store.staff.invited, None);
    }

    #[test]
    fn t1_a_taken_address_is_a_problem_of_the_address() {
        let mut store = at_the_team();
        answer(&mut store, Answer::Invited(Err(refused(Code::Conflict))));
        assert_eq!(store.staff.is_taken(), Some("No."));
        answer(&mut store, Answer::Invited(Err(Failure::Unreachable)));
        assert_eq!(store.staff.is_taken(), None);
    }

    #[test]
    fn a_form_says_which_field_is_not_right() {
        let (name, email) = Form::default().read().expect_err("empty");
        assert!(name.is_some() && email.is_some());
        let form = Form { name: "Bea".to_owned(), email: "bea".to_owned(), ..Form::default() };
        let (name, email) = form.read().expect_err("no address");
        assert!(name.is_none() && email.is_some());
    }

    #[test]
    fn t2_a_change_is_shown_once_it_is_done_and_keeps_what_only_admins_know() {
        let mut store = at_the_team();
        let patch = ProfilePatch { role: Some(Role::Admin), name: None };
        tell(&mut store, Event::Changed(id("bob"), patch));
        assert_eq!(store.member(&id("bob")).map(|bob| bob.role), Some(Role::Agent), "not yet");
        let changed = Member { role: Role::Admin, email: None, invited: false, ..member("bob", "Bob") };
        answer(&mut store, Answer::Changed(id("bob"), Ok(Box::new(changed))));
        assert_eq!(store.member(&id("bob")), Some(&Member { role: Role::Admin, ..member("bob", "Bob") }));
        answer(&mut store, Answer::Changed(id("bob"), Err(refused(Code::Conflict))));
        assert_eq!(store.staff.saving(&id("bob")), Saving::Failed(refused(Code::Conflict)));
        assert_eq!(store.staff.saving(&id("ada")), Saving::Idle);
    }

    #[test]
    fn t3_a_removal_is_meant_before_it_is_asked_for() {
        let mut store = at_the_team();
        assert_eq!(tell(&mut store, Event::RemovalMeant), [], "of nobody");
        // Whether Bob has signed in since decides what the question says.
        assert_eq!(tell(&mut store, Event::RemovalAsked(id("bob"))), [store::Effect::AskTeam]);
        tell(&mut store, Event::RemovalPutAway);
        assert_eq!(tell(&mut store, Event::RemovalMeant), []);
        tell(&mut store, Event::RemovalAsked(id("bob")));
        let effects = tell(&mut store, Event::RemovalMeant);
        assert_eq!(effects, [store::Effect::Staff(Effect::Remove(id("bob")))]);
        answer(&mut store, Answer::Removed(id("bob"), Err(Failure::Unreachable)));
        assert_eq!(store.staff.leaving, Some(id("bob")), "the question stands, with what went wrong");
        tell(&mut store, Event::RemovalMeant);
        answer(&mut store, Answer::Removed(id("bob"), Ok(())));
        assert_eq!((names(&store), store.staff.leaving.clone()), (vec!["Ada"], None));
    }

    #[test]
    fn t3_who_is_removed_is_at_the_door() {
        let mut store = at_the_team();
        let code = wire::close::code::UNAUTHORIZED;
        store.apply(NOW, store::Event::Closed { code, jitter: 0 });
        assert!(matches!(store.door, Door::Out(_)));
        assert_eq!(
            (store.me.clone(), store.roster.known.clone()),
            (None, None),
            "nothing stays on the screen"
        );
        assert_eq!(ada().name.as_str(), "Ada");
    }
}
