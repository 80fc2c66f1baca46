//! Who may come in: the sign-in link, the session, the way out.

use wire::close::After;
use wire::http::{Code, Session};
use wire::{Email, Secret, Timestamp};

use super::device::Bell;
use super::people::Meaning;
use super::{Answer, Effect, Failure, Store, Thread};

/// Where the console stands with its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// Whether somebody is signed in is not known yet.
    Asking,
    /// The edge did not answer that.
    Unreachable,
    /// The edge does not know the site.
    UnknownSite,
    /// Nobody is signed in.
    Out(Out),
    /// The agent is [`Store::me`].
    In,
}

/// The sign-in page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Out {
    /// The link that the page was opened with, until it is used.
    pub link: Option<Secret>,
    /// An answer is on its way.
    pub is_busy: bool,
    /// Why this page is here, if something led to it.
    pub reason: Option<Reason>,
    /// A link was asked for, and the edge took the request.
    pub is_mailed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The link was used before, or its time is over.
    LinkSpent,
    SessionEnded,
    SignedOut,
    Failed(Failure),
}

impl Store {
    pub(super) fn start(&mut self, link: Option<Secret>) -> Vec<Effect> {
        if link.is_some() {
            self.door = Door::Out(Out { link, ..Out::default() });
            return Vec::new();
        }
        self.door = Door::Asking;
        vec![Effect::AskSession]
    }

    pub(super) fn sign_in(&mut self) -> Vec<Effect> {
        let Door::Out(out) = &mut self.door else { return Vec::new() };
        let Some(link) = out.link.clone().filter(|_| !out.is_busy) else { return Vec::new() };
        out.is_busy = true;
        out.reason = None;
        vec![Effect::SignIn(link)]
    }

    pub(super) fn ask_for_link(&mut self, email: Email) -> Vec<Effect> {
        let Door::Out(out) = &mut self.door else { return Vec::new() };
        if out.is_busy {
            return Vec::new();
        }
        out.is_busy = true;
        out.is_mailed = false;
        vec![Effect::AskLink(email)]
    }

    pub(super) fn answered(&mut self, now: Timestamp, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Session(Ok(session)) | Answer::SignedIn(Ok(session)) => return self.enter(now, session),
            Answer::Session(Err(Failure::Unreachable)) => self.door = Door::Unreachable,
            Answer::Session(Err(Failure::Refused(problem))) => {
                self.door = match problem.code {
                    Code::NotFound => Door::UnknownSite,
                    Code::Unauthorized => Door::Out(Out::default()),
                    _ => Door::Unreachable,
                };
            }
            Answer::SignedIn(Err(failure)) => self.refuse(failure),
            Answer::Mailed(done) => {
                if let Door::Out(out) = &mut self.door {
                    out.is_busy = false;
                    out.is_mailed = done.is_ok();
                    out.reason = done.err().map(Reason::Failed);
                }
            }
            Answer::SignedOut(Ok(())) => return self.leave(Reason::SignedOut, true),
            Answer::SignedOut(Err(Failure::Refused(problem))) if problem.code == Code::Unauthorized => {
                return self.leave(Reason::SignedOut, true);
            }
            Answer::SignedOut(Err(failure)) => self.notice = Some(crate::words::failure(&failure)),
            Answer::Saved(section, done) => self.saved(section, done),
            later => self.told(now, later),
        }
        Vec::new()
    }

    /// What is asked only by somebody who is in.
    fn told(&mut self, now: Timestamp, answer: Answer) {
        match answer {
            Answer::Team(answer) => self.roster.answered(answer),
            Answer::Habits(agent, done) => self.habits_saved(&agent, done),
            Answer::History { agent, before, answer } => self.history_answered(&agent, before, answer),
            Answer::Why(subject, answer) => self.why_answered(&subject, answer),
            Answer::Figures(period, answer) => self.figures_answered(period, answer),
            Answer::Hours(hours, answer) => self.meaning = Some(Meaning { hours, answer }),
            Answer::Keys(answer) => self.keys.answered(answer),
            Answer::KeyMade(done) => self.key_made(done),
            Answer::KeyDropped(id, done) => self.key_dropped(&id, done),
            Answer::Identity(answer) => self.identity_answered(answer),
            Answer::MailSetup(answer) => self.mail_setup_answered(now, answer),
            Answer::MailTested(done) => self.mail_tested(now, done),
            Answer::Aside(answer) => self.aside.answered(answer),
            Answer::Mail(id, answer) => self.mail_answered(&id, answer),
            Answer::Inspected(answer) => self.inspected(answer),
            Answer::Staff(answer) => self.staff_answered(answer),
            Answer::Push(answer) => self.bell.setup.answered(answer),
            Answer::PushTurned(on, done) => self.push_turned(on, done),
            Answer::Invited(visitor, done) => self.invited(&visitor, done),
            Answer::Changes(before, answer) => self.changes_answered(before, answer),
            Answer::Judged(id, confirm, done) => self.mail_judged(&id, confirm, done),
            _ => {}
        }
    }

    pub(super) fn closed(&mut self, now: Timestamp, code: u16, jitter: u32) -> Vec<Effect> {
        self.stale();
        match self.link.closed(now, code, jitter) {
            After::SignIn => self.leave(Reason::SessionEnded, false),
            _ => vec![Effect::Disconnect],
        }
    }

    fn enter(&mut self, now: Timestamp, session: Session) -> Vec<Effect> {
        let id = session.me.id.clone();
        self.door = Door::In;
        self.me = Some(session.me);
        self.settings = Some(session.settings);
        let mut effects = vec![Effect::Recall(id)];
        effects.extend(self.link.start(now));
        effects
    }

    fn refuse(&mut self, failure: Failure) {
        let Door::Out(out) = &mut self.door else { return };
        out.is_busy = false;
        let is_spent = matches!(&failure, Failure::Refused(problem) if problem.code == Code::Unauthorized);
        if is_spent {
            out.link = None;
            out.reason = Some(Reason::LinkSpent);
        } else {
            out.reason = Some(Reason::Failed(failure));
        }
    }

    /// Back to the sign-in page, with nothing of the agent left on the screen. What was typed is kept,
    /// unless the agent chose to go.
    fn leave(&mut self, reason: Reason, is_chosen: bool) -> Vec<Effect> {
        let agent = self.me.take().map(|me| me.id);
        let link = self.link.stop();
        let files: Vec<_> = self.threads.values().flat_map(Thread::drop_uploads).collect();
        // Whoever comes back wants it still; whoever goes does not.
        let wanted = self.wanted.take().filter(|_| !is_chosen);
        // The device stays the same, whoever uses it next.
        let Bell { device, permission, can_push, .. } = std::mem::take(&mut self.bell);
        let bell = Bell { device, permission, can_push, ..Bell::default() };
        *self = Self { bell, wanted, ..Self::new(self.site.clone()) };
        self.door = Door::Out(Out { reason: Some(reason), ..Out::default() });
        let forget = agent.filter(|_| is_chosen).map(Effect::Forget);
        link.into_iter().chain(files).chain(forget).collect()
    }
}
