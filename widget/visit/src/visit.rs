//! The visit itself: what is known, and the one verb that changes it.
//!
//! An event changes facts; then [`Visit::settle`] derives from them what is due. So a wake-up, an answer
//! and a click follow the same path, and nothing has to be remembered to be done later.

use wire::about::Passed;
use wire::close::After;
use wire::http::Code;
use wire::visitor::{Say, State};
use wire::{Body, Email, Face, MessageId, Mode, Name, Presence, Secret, Seq, TargetedId, Timestamp};

use crate::connection::Connection;
use crate::event::Todo;
use crate::log::Log;
use crate::outbox::Outbox;
use crate::random::Random;
use crate::{Effect, Event, Failure, Text, after};

mod due;
mod hear;
mod hints;
mod keep;

/// The longest that an answer of the edge may claim to be good (G9).
const FRESH_MOST: u32 = 60;

/// The shortest pause between two tries that were hurried.
const HURRY: i64 = 5_000;

/// How a visit begins.
#[derive(Clone, Debug)]
pub struct Start {
    /// What the loader was told.
    pub presence: Presence,
    /// The token that this browser keeps.
    pub token: Option<Secret>,
    /// Whether the tab can be seen.
    pub is_visible: bool,
    /// Whether all tabs of this browser have one socket.
    pub shares: bool,
    /// Any number: it spreads retries.
    pub seed: u64,
}

/// One visitor's visit to one page.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them go together")]
pub struct Visit {
    pub(crate) mode: Mode,
    pub(crate) back_at: Option<Timestamp>,
    pub(crate) is_missed: bool,
    pub(crate) faces: Vec<Face>,
    pub(crate) state: State,
    pub(crate) has_email: bool,
    /// The site mails nothing to visitors.
    pub(crate) no_mail: bool,
    pub(crate) read: Seq,
    pub(crate) is_open: bool,
    pub(crate) email_error: Option<Text>,
    /// Why what stands in the field was not taken.
    pub(crate) field_note: Option<Text>,
    pub(crate) is_unkept: bool,
    pub(crate) log: Log,
    pub(crate) outbox: Outbox,
    pub(crate) connection: Connection,
    pub(crate) hints: hints::Hints,
    /// The targeted chat that stands in the log and was not answered yet.
    targeted: Option<TargetedId>,
    /// The last message that the edge knows to be seen.
    told: Seq,
    token: Option<Secret>,
    lock: keep::Lock,
    /// Other tabs may have left something in the outbox.
    may_find: bool,
    /// When the last try that was hurried began, or will.
    hurried: Option<Timestamp>,
    /// Since when the edge is out of reach.
    lost_since: Option<Timestamp>,
    /// The edge knows the token; until it does, it answers as to a stranger.
    is_known: bool,
    is_token_asked: bool,
    /// Since when nobody sees the tab.
    pub(crate) unseen_since: Option<Timestamp>,
    shares: bool,
    fresh_for: u32,
    /// Until when the mode is good where no socket is open.
    fresh_until: Timestamp,
    asked: Option<Timestamp>,
    /// The answer to what was asked may be older than what is known.
    has_stored_since_asked: bool,
    failures: u32,
    /// When the edge was heard last.
    reached: Timestamp,
    random: Random,
}

impl Visit {
    /// A page was opened.
    #[must_use]
    pub fn new(now: Timestamp, start: Start) -> Self {
        let mut visit = Self {
            mode: start.presence.mode,
            back_at: start.presence.back_at,
            is_missed: false,
            faces: Vec::new(),
            state: State::None,
            has_email: false,
            no_mail: start.presence.no_mail,
            read: Seq(0),
            is_open: false,
            email_error: None,
            field_note: None,
            is_unkept: false,
            log: Log::default(),
            outbox: Outbox::default(),
            connection: Connection::new(),
            hints: hints::Hints::default(),
            targeted: None,
            told: Seq(0),
            is_known: start.token.is_some(),
            lock: keep::Lock::Free,
            may_find: start.token.is_some(),
            hurried: None,
            lost_since: None,
            token: start.token,
            is_token_asked: false,
            unseen_since: if start.is_visible { None } else { Some(now) },
            shares: start.shares,
            fresh_for: 0,
            fresh_until: now,
            asked: None,
            has_stored_since_asked: false,
            failures: 0,
            reached: now,
            random: Random::new(start.seed),
        };
        visit.refresh(now, start.presence.fresh_for);
        if visit.is_known {
            visit.fresh_until = now;
        }
        visit
    }

    /// The one verb. Tells what is to be done, in this order.
    pub fn apply(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        let mut todo = Todo::default();
        self.take(now, event, &mut todo);
        self.settle(now, &mut todo);
        todo.0
    }

    fn take(&mut self, now: Timestamp, event: Event, todo: &mut Todo) {
        match event {
            Event::Woke => {}
            Event::TabShown => {
                self.unseen_since = None;
                self.may_find = self.token.is_some();
                // Another tab may have written meanwhile.
                self.is_known |= self.token.is_some();
                self.fresh_until = now;
                self.connection.doubt(now);
                self.hurry(now);
            }
            Event::TabHidden => {
                self.unseen_since.get_or_insert(now);
                self.yield_lock(todo);
            }
            Event::NetworkCame => {
                self.fresh_until = self.fresh_until.min(now);
                self.connection.doubt(now);
                self.hurry(now);
            }
            Event::NetworkWent => self.connection.doubt(now),
            Event::PanelOpened => {
                self.is_open = true;
                self.hurry(now);
            }
            Event::PanelClosed => self.is_open = false,
            Event::Submitted { id, text, email } => self.submit(now, id, text, &email, todo),
            Event::Retried(id) => {
                self.outbox.retry(now, &id);
                self.hurry(now);
            }
            Event::Typed => self.typed(now, todo),
            Event::EmailEdited => self.email_error = None,
            Event::EmailKept(answer) => {
                self.has_email |= answer.is_ok();
                self.email_error = answer.is_err().then_some(Text::Failed);
            }
            Event::Regrouped => self.regroup(now, todo),
            Event::Targeted { id, chat, name, body } => self.target(now, id, chat, name, body),
            Event::TokenCame(token) => self.adopt(token, todo),
            Event::NotKept => self.is_unkept = true,
            Event::Found(says) => self.find(now, says),
            Event::Kept(id, is_kept) => self.outbox.kept(&id, is_kept),
            Event::SocketOpened => self.connection.opened(now),
            Event::Ponged => self.connection.ponged(now),
            Event::Heard(frame) => self.hear(now, frame),
            Event::SocketClosed(code) => self.close(now, code, todo),
            Event::PresenceCame(answer) => {
                self.asked = None;
                // A visitor with a conversation has another mode than a stranger (S5).
                match answer {
                    Ok(_) if self.connection.is_up() => {}
                    Ok(presence) if !self.is_known => {
                        self.mode = presence.mode;
                        self.back_at = presence.back_at;
                        self.refresh(now, presence.fresh_for);
                    }
                    Ok(_) => self.fresh_until = now,
                    Err(failure) => self.postpone(now, &failure),
                }
            }
            Event::ConversationCame(answer) => {
                self.asked = None;
                match answer {
                    Ok(visit) => {
                        let had = self.log.have();
                        if self.connection.is_up() {
                            // What the socket said of the team may be newer; messages have numbers.
                            self.read_on(visit.last, visit.messages);
                        } else {
                            self.learn(now, visit);
                            // Whom the site knows, and who has not written yet, asks as a stranger from now on.
                            self.is_known &= self.state != State::None || self.has_stored_since_asked;
                        }
                        if self.log.has_gap() && self.log.have() > had {
                            self.fresh_until = now;
                        }
                    }
                    Err(Failure::Refused(problem))
                        if problem.code == Code::Unauthorized && self.has_stored_since_asked =>
                    {
                        // The question was there before the message.
                        self.fresh_until = now;
                    }
                    Err(Failure::Refused(problem)) if problem.code == Code::Unauthorized => {
                        // A token comes to life with the first message, which may be on its way from
                        // another tab: it is kept, or one visitor would become two.
                        self.unlearn();
                        self.fresh_until = now;
                    }
                    Err(failure) => self.postpone(now, &failure),
                }
            }
            Event::Posted { id, answer } => match answer {
                Ok(stored) => self.store(stored),
                Err(failure) => self.outbox.fail(now, &id, failure, &mut self.random),
            },
        }
    }

    /// There is reason to try at once. Not more often than every few seconds: a network that comes and goes
    /// would be hammered.
    fn hurry(&mut self, now: Timestamp) {
        let at = self.hurried.map_or(now, |before| after(before, HURRY).max(now));
        self.hurried = Some(at);
        self.connection.hurry(at);
        self.outbox.hurry(at);
    }

    fn submit(&mut self, now: Timestamp, id: MessageId, text: String, email: &str, todo: &mut Todo) {
        let is_empty = text.trim().is_empty();
        let has_address = !email.trim().is_empty();
        // An address alone is worth something only beside a conversation.
        if is_empty && !(has_address && self.is_known) {
            return;
        }
        let asks_email = self.asks_email() && has_address;
        let email = if asks_email { Email::parse(email).map(Some) } else { Ok(None) };
        let Ok(email) = email else {
            self.email_error = Some(Text::EmailBad);
            todo.push(Effect::FocusEmail);
            return;
        };
        self.email_error = None;
        if is_empty {
            if let Some(email) = email {
                todo.push(Effect::PostEmail(email));
            }
            return;
        }
        let Ok(body) = Body::parse(text) else {
            self.field_note = Some(Text::NoteControl);
            return;
        };
        self.field_note = self.outbox.is_full().then_some(Text::NoteFull);
        if self.field_note.is_some() {
            return;
        }
        let targeted = self.targeted.clone();
        // The browser's outbox adds on which page it was written.
        self.outbox.push(now, Say { id, body, email, page: None, targeted, answers: Passed::default() });
        self.hurry(now);
        todo.push(Effect::ClearDraft);
    }

    fn adopt(&mut self, token: Secret, todo: &mut Todo) {
        self.is_token_asked = false;
        if self.token.is_none() {
            self.token = Some(token);
            self.may_find = true;
            todo.push(Effect::Keep);
        }
    }

    /// Whether a rule may send a message: no conversation is open, and the visitor sees the widget.
    #[must_use]
    pub fn is_free(&self) -> bool {
        // Of a browser that has been here it is not known at once where its conversation stands.
        let is_learned = !self.is_known || self.state == State::Closed;
        let is_quiet = self.targeted.is_none() && self.outbox.unsent().is_empty();
        is_learned && is_quiet && self.mode != Mode::Hidden
    }

    /// A message of the site appears here only: the edge stores it with the answer, if there is one.
    fn target(&mut self, now: Timestamp, id: MessageId, chat: TargetedId, name: Name, body: Body) {
        if self.is_free() {
            self.log.put_local(id, name, body, now);
            self.targeted = Some(chat);
        }
    }

    /// What is known was said of another group. A conversation has its own.
    fn regroup(&mut self, now: Timestamp, todo: &mut Todo) {
        if self.state != State::None {
            return;
        }
        if self.connection.step(now, false, false, self.log.span(), &mut self.random).is_some() {
            self.part(now, true);
            todo.push(Effect::Disconnect);
        }
        self.asked = None;
        self.fresh_until = now;
    }

    fn close(&mut self, now: Timestamp, code: u16, todo: &mut Todo) {
        let was_up = self.connection.is_up();
        match self.connection.closed(now, code, &mut self.random) {
            None => return,
            Some(After::SignIn) => self.start_anew(todo),
            Some(_) => {}
        }
        self.part(now, was_up);
    }

    /// The edge does not know the token: what is unsent goes out under a new one.
    fn start_anew(&mut self, todo: &mut Todo) {
        if self.token.take().is_some() {
            todo.push(Effect::Forget);
        }
        self.unlearn();
    }

    /// The edge knows of no conversation.
    fn unlearn(&mut self) {
        self.is_known = false;
        self.log = Log::default();
        self.targeted = None;
        self.is_missed = false;
        self.state = State::None;
        self.faces = Vec::new();
        self.has_email = false;
        self.hints = hints::Hints::default();
        self.told = Seq(0);
        self.read = Seq(0);
    }

    fn refresh(&mut self, now: Timestamp, fresh_for: u32) {
        if self.failures > 0 {
            // The edge answers again: what waits need not wait longer.
            self.hurry(now);
        }
        self.failures = 0;
        self.reached = now;
        self.fresh_for = fresh_for.clamp(1, FRESH_MOST);
        self.fresh_until = after(now, i64::from(self.fresh_for) * 1_000);
    }

    /// The edge could not be asked: not at once again.
    fn postpone(&mut self, now: Timestamp, failure: &Failure) {
        let wanted = match failure {
            Failure::Refused(problem) => problem.retry_after.unwrap_or(0),
            Failure::Network => 0,
        };
        let pause = (self.fresh_for << self.failures.min(3)).min(FRESH_MOST).max(wanted);
        self.failures += 1;
        let jitter = self.random.up_to(1_000);
        self.fresh_until = after(now, i64::from(pause) * 1_000 + jitter);
    }

    /// The token that this visitor is known by, or will be.
    #[must_use]
    pub fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }
}
