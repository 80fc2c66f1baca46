//! How mail is set up, and the test that an admin sends to see whether it works.

use std::time::Duration;

use wire::mail::{MailSetup, Outgoing, Stage};
use wire::{Email, MailId, Timestamp};

use crate::say;
use crate::store::{Effect, Failure, Place, Store};

/// How often to ask what became of a test, and for how long.
const PAUSE: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_mins(1);

/// How far the test of this console has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trial {
    /// The edge has not taken it yet.
    Asking,
    Waits {
        id: MailId,
        since: Timestamp,
        /// When to ask next; nothing while an answer is on its way.
        next: Option<Timestamp>,
        /// Why a first try failed.
        problem: Option<String>,
    },
    Sent,
    Failed(String),
    /// It is not over yet, and is no longer waited for.
    Late(Option<String>),
    Refused(Failure),
}

impl Trial {
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Asking | Self::Waits { .. })
    }
}

impl Store {
    pub(in crate::store) fn test_mail(&mut self) -> Vec<Effect> {
        if !self.is_admin() || self.trial.as_ref().is_some_and(Trial::is_running) {
            return Vec::new();
        }
        self.trial = Some(Trial::Asking);
        vec![Effect::TestMail]
    }

    pub(in crate::store) fn mail_tested(&mut self, now: Timestamp, done: Result<Outgoing, Failure>) {
        if self.trial != Some(Trial::Asking) {
            return;
        }
        self.trial = Some(match done {
            Ok(mail) => seen(now, now, &mail),
            Err(failure) => Trial::Refused(failure),
        });
    }

    pub(in crate::store) fn mail_setup_answered(
        &mut self,
        now: Timestamp,
        answer: Result<MailSetup, Failure>,
    ) {
        if let Some(Trial::Waits { id, since, next, problem }) = &mut self.trial {
            // A later test is somebody else's, and shows the same.
            let test = answer.as_ref().ok().and_then(|setup| setup.test.as_ref());
            match test.filter(|test| test.id >= *id) {
                Some(test) => self.trial = Some(seen(now, *since, test)),
                None if now >= *since + PATIENCE => self.trial = Some(Trial::Late(problem.take())),
                None => *next = Some(now + PAUSE),
            }
        }
        self.mail_setup.answered(answer);
    }

    /// Only while somebody looks at it.
    pub(in crate::store) fn trial_due(&self) -> Option<Timestamp> {
        match &self.trial {
            Some(Trial::Waits { next, .. }) if self.place == Place::Settings => *next,
            _ => None,
        }
    }

    pub(in crate::store) fn watch_trial(&mut self, now: Timestamp) -> Vec<Effect> {
        if self.trial_due().is_none_or(|due| due > now) {
            return Vec::new();
        }
        if let Some(Trial::Waits { next, .. }) = &mut self.trial {
            *next = None;
        }
        self.ask_mail_setup()
    }

    /// What comes back is how mail is set up then.
    pub(in crate::store) fn allow_mail(&mut self, address: Email) -> Vec<Effect> {
        if !self.is_admin() || self.mail_setup.is_busy {
            return Vec::new();
        }
        self.mail_setup.ask();
        vec![Effect::AllowMail(address)]
    }

    pub(in crate::store) fn ask_mail_setup(&mut self) -> Vec<Effect> {
        self.mail_setup.ask();
        vec![Effect::AskMailSetup]
    }
}

/// What a look at the test tells.
fn seen(now: Timestamp, since: Timestamp, mail: &Outgoing) -> Trial {
    let problem = mail.problem.clone();
    match mail.stage {
        Stage::Sent => Trial::Sent,
        Stage::Failed => Trial::Failed(problem.unwrap_or_default()),
        // Nobody is left to send it to.
        Stage::Dropped => Trial::Failed(say!("It was not needed any more.").to_owned()),
        Stage::Waiting | Stage::Sending if now >= since + PATIENCE => Trial::Late(problem),
        Stage::Waiting | Stage::Sending => {
            Trial::Waits { id: mail.id, since, next: Some(now + PAUSE), problem }
        }
    }
}
