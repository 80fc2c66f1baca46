//! Visitors whom the site knows (K): which token proves that, and what becomes of the conversations.

use std::time::Duration;

use wire::http::Code;
use wire::visitor::State;
use wire::{Email, KeyId, Message, Name, PersonId, Seq, SiteId, Timestamp};

use crate::{Conversation, Desk, Effect, Pace, Refused, Save, Tell, VisitorId, Wait};

/// The longest that a token may still be good, in seconds.
const LONGEST: i64 = 300;
/// How far apart the clocks of the site and of the edge may be, in seconds.
const LEEWAY: i64 = 30;

/// A visitor whom the site knows, as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What the site calls the person.
    pub id: PersonId,
    /// The name, if it said one.
    pub name: Option<Name>,
    /// The address, if it said one.
    pub email: Option<Email>,
}

impl VisitorId {
    /// The visitor that a person is, whichever token says so. No hash has this form.
    #[must_use]
    pub fn of_person(id: &PersonId) -> Self {
        Self(format!("@{id}"))
    }

    /// What the site calls the visitor, if it knows the visitor.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        self.0.strip_prefix('@')
    }
}

/// What a token says, once its signature was found to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// For whom it is: each on a line.
    pub aud: String,
    /// Until when it is good, in seconds since 1970.
    pub exp: Option<i64>,
    /// From when on it is good.
    pub nbf: Option<i64>,
    /// Who the visitor is.
    pub sub: String,
    /// The visitor's name.
    pub name: Option<String>,
    /// The visitor's address.
    pub email: Option<String>,
}

/// The person whom a token is about.
///
/// # Errors
/// With a sentence for the site's developer.
pub fn person(now: Timestamp, site: &SiteId, claims: Claims) -> Result<Person, &'static str> {
    let now = now.0.div_euclid(1_000);
    if !claims.aud.lines().any(|aud| aud == site.as_str()) {
        return Err("The token is not for this site: `aud` is what stands in `data-site`.");
    }
    let Some(exp) = claims.exp else {
        return Err("The token has no `exp`: in how many seconds since 1970 it ends, 300 from now at most.");
    };
    if exp < now - LEEWAY {
        return Err("The token has expired. Make a new one for each page, and look at the server's clock.");
    }
    if exp > now + LONGEST + LEEWAY {
        return Err("The token is good for too long: `exp` is 300 seconds from now at most.");
    }
    if claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY) {
        return Err("The token is not good yet, as its `nbf` says. Look at the server's clock.");
    }
    let Ok(id) = PersonId::parse(claims.sub) else {
        return Err(
            "The token names nobody: `sub` is what the site calls the person, 1 to 128 characters on one line.",
        );
    };
    // Both only adorn: what cannot be taken is left out, and nobody loses a history by it.
    let name = claims.name.and_then(|name| Name::parse(name.chars().take(80).collect::<String>()).ok());
    Ok(Person { id, name, email: claims.email.and_then(|email| Email::parse(email).ok()) })
}

/// A token that is a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The hash of the token.
    pub token: VisitorId,
    /// Whose it is.
    pub person: Person,
    /// The key that vouched for it.
    pub kid: KeyId,
    /// The browser keeps it.
    pub is_kept: bool,
    /// How fast the person's browsers may come (L4).
    pub pace: Pace,
    /// When it was said last.
    pub at: Timestamp,
}

impl Conversation {
    /// Takes in who the visitor is, as the site says, whatever was typed or said before. Answers whether that is news.
    pub fn know(&mut self, person: &Person) -> bool {
        let mut is_new = self.is_vouched != person.email.is_some();
        self.is_vouched = person.email.is_some();
        if person.name.is_some() && self.name != person.name {
            self.name.clone_from(&person.name);
            is_new = true;
        }
        // No page says otherwise.
        self.is_named |= person.name.is_some();
        if person.email.is_some() && self.email != person.email {
            self.email.clone_from(&person.email);
            is_new = true;
        }
        is_new
    }

    /// Takes in all of another conversation of the same person, behind what is there (K6). What was open stays so,
    /// who waits goes on waiting.
    fn append_all(&mut self, here: &Conversation) {
        let last = self.last.0;
        let behind = |seq: Seq, before: Seq| if seq == Seq(0) { before } else { Seq(last + seq.0) };
        if self.state != State::Open {
            // What was over has no say in what goes on.
            self.state = here.state;
            self.group.clone_from(&here.group);
            self.assignee.clone_from(&here.assignee);
            self.is_answered = here.is_answered;
            self.waiting = here.waiting;
            self.wait = here.wait;
            self.missed = here.missed;
        } else if here.state == State::Open {
            self.assignee = self.assignee.take().or_else(|| here.assignee.clone());
            self.is_answered &= here.is_answered;
            self.waiting |= here.waiting;
            let is_first = |wait: &Wait| self.wait.is_none_or(|other| wait.since < other.since);
            self.wait = here.wait.filter(is_first).or(self.wait);
            self.missed = self.missed.or(here.missed);
        }
        self.left = None;
        for member in &here.members {
            self.join(member);
        }
        for tag in &here.tags {
            self.tag(tag.clone());
        }
        for chat in &here.targeted {
            if !self.targeted.contains(chat) {
                self.targeted.push(chat.clone());
            }
        }
        self.name = self.name.take().or_else(|| here.name.clone());
        self.is_named |= here.is_named && self.name == here.name;
        self.email = self.email.take().or_else(|| here.email.clone());
        self.page = here.page.clone().or(self.page.take());
        // What stood before was read if all of it was.
        let is_read = self.read >= self.last;
        self.read = if is_read { behind(here.read, self.read) } else { self.read };
        self.seen = behind(here.seen, self.seen);
        self.answered = behind(here.answered, self.answered);
        self.noticed = behind(here.noticed, self.noticed);
        self.mailed = behind(here.mailed, self.mailed);
        self.last = behind(here.last, self.last);
        self.at = self.at.max(here.at);
        self.excerpt.clone_from(&here.excerpt);
        self.pace = Pace(self.pace.0.max(here.pace.0));
        if here.is_blocked || self.is_blocked {
            self.close();
            self.missed = None;
            self.is_blocked = true;
        }
    }
}

impl Desk {
    pub(crate) fn identified(
        &mut self,
        now: Timestamp,
        mut binding: Box<Binding>,
        here: Option<Box<Conversation>>,
        newest: Option<Message>,
        theirs: Option<Box<Conversation>>,
        effects: &mut Vec<Effect>,
    ) {
        const EVERY: Duration = Duration::from_secs(1);
        const BURST: u32 = 20;
        if let Err(wait) = binding.pace.take(now, EVERY, BURST) {
            return effects.push(Effect::Refused(Refused {
                code: Code::TooMany,
                message: "This person comes more often than we can take. Please wait a moment.",
                retry_after: Some(wait),
            }));
        }
        match (here, theirs) {
            (Some(here), Some(theirs)) => {
                return self.join_both(&binding.person, here, newest, theirs, effects);
            }
            (Some(mut here), None) => {
                here.visitor = VisitorId::of_person(&binding.person.id);
                here.know(&binding.person);
                self.keep_known(*here, effects);
            }
            (None, Some(mut theirs)) => {
                if theirs.know(&binding.person) {
                    self.keep_known(*theirs, effects);
                }
            }
            (None, None) => {}
        }
        effects.push(Effect::Save(Save::Bound(binding)));
    }

    fn keep_known(&mut self, conversation: Conversation, effects: &mut Vec<Effect>) {
        let id = conversation.id.clone();
        self.keep(&conversation, effects);
        effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed: false }));
        effects.push(Effect::Tell(Tell::About(id)));
    }

    /// Both conversations are one from now on: the person's, with what was written here behind it.
    fn join_both(
        &mut self,
        person: &Person,
        mut here: Box<Conversation>,
        newest: Option<Message>,
        mut theirs: Box<Conversation>,
        effects: &mut Vec<Effect>,
    ) {
        let (was, last) = (theirs.state, theirs.last);
        theirs.know(person);
        theirs.append_all(&here);
        self.forget_gone(&mut theirs);
        // Nothing is due in it any more.
        here.close();
        self.keep_case(&here);
        for mail in self.mails.values_mut().filter(|mail| mail.is_about(&here.id)) {
            mail.conversation = Some(theirs.id.clone());
            mail.first.0 += last.0;
            mail.last.0 += last.0;
        }
        effects.push(Effect::Save(Save::Joined { from: here.id.clone(), into: theirs.id.clone(), last }));
        self.keep(&theirs, effects);
        let (id, visitor) = (theirs.id.clone(), theirs.visitor.clone());
        effects.push(Effect::Tell(Tell::Gone {
            visitor: here.visitor,
            conversation: here.id,
            by: None,
            into: Some(id.clone()),
        }));
        // Whoever has the conversation open misses the others before it, and asks for them (P6).
        if let Some(newest) = newest {
            let (visitor, conversation) = (visitor.clone(), id.clone());
            let message = Message { seq: theirs.last, ..newest };
            effects.push(Effect::Tell(Tell::Message { visitor, conversation, message }));
        }
        let state_changed = was != theirs.state;
        effects.push(Effect::Tell(Tell::Conversation { conversation: *theirs, state_changed }));
        effects.push(Effect::Tell(Tell::About(id.clone())));
        effects.push(Effect::Tell(Tell::Mails(id)));
        effects.push(Effect::View(visitor));
        // Somebody has less to do (S1).
        effects.push(Effect::Presence);
    }
}

#[cfg(test)]
mod tests {
    use wire::{AgentId, ConversationId};

    use super::*;

    fn conversation(id: &str, state: State, last: u32) -> Conversation {
        let id = ConversationId::parse(id).expect("an id");
        Conversation { state, last: Seq(last), ..Conversation::new(id, VisitorId("x".to_owned())) }
    }

    fn wait(since: i64) -> Wait {
        Wait { since: Timestamp(since), is_live: true, is_slow: false }
    }

    #[test]
    fn k6_who_waits_in_either_goes_on_waiting_since_the_first_of_both() {
        let asks = |id, since| Conversation {
            wait: Some(wait(since)),
            waiting: true,
            ..conversation(id, State::Open, 2)
        };
        let answered = |id| Conversation { is_answered: true, ..conversation(id, State::Open, 2) };
        for (theirs, here, since) in [
            (asks("a", 5), asks("b", 3), Some(3)),
            (asks("a", 3), asks("b", 5), Some(3)),
            (asks("a", 3), answered("b"), Some(3)),
            (answered("a"), asks("b", 5), Some(5)),
            (answered("a"), answered("b"), None),
        ] {
            let mut both = theirs;
            both.append_all(&here);
            let waits = since.is_some();
            let seen = (both.wait.map(|wait| wait.since.0), both.waiting, both.is_answered, both.state);
            assert_eq!(seen, (since, waits, !waits, State::Open));
        }
    }

    #[test]
    fn k6_what_was_over_has_no_say_and_a_block_stays() {
        let bob = AgentId::parse("bob").expect("an id");
        let over = Conversation { is_answered: true, ..conversation("a", State::Closed, 3) };
        let here = Conversation {
            wait: Some(wait(5)),
            waiting: true,
            members: vec![bob.clone()],
            ..conversation("b", State::Open, 2)
        };
        let mut both = over.clone();
        both.append_all(&here);
        assert_eq!(
            (both.state, both.is_answered, both.waiting, both.last),
            (State::Open, false, true, Seq(5))
        );
        assert_eq!(both.members, [bob]);
        let mut both = here.clone();
        both.append_all(&over);
        assert_eq!(
            (both.state, both.is_answered, both.waiting, both.last),
            (State::Open, false, true, Seq(5))
        );
        for (theirs, other) in [(true, false), (false, true)] {
            let mut both = Conversation { is_blocked: theirs, ..here.clone() };
            both.append_all(&Conversation { is_blocked: other, ..here.clone() });
            assert_eq!((both.is_blocked, both.state, both.wait), (true, State::Closed, None));
        }
    }

    #[test]
    fn k6_marks_point_at_the_same_messages_as_before() {
        let mut theirs = Conversation {
            read: Seq(3),
            seen: Seq(2),
            answered: Seq(3),
            ..conversation("a", State::Open, 3)
        };
        let here =
            Conversation { read: Seq(1), seen: Seq(2), mailed: Seq(1), ..conversation("b", State::Open, 2) };
        theirs.append_all(&here);
        let seen = [theirs.read, theirs.seen, theirs.answered, theirs.mailed, theirs.noticed];
        assert_eq!(seen, [Seq(4), Seq(5), Seq(3), Seq(4), Seq(0)]);
        // What was not read before is not read by what comes behind it.
        let mut theirs = Conversation { read: Seq(1), ..conversation("a", State::Open, 3) };
        theirs.append_all(&here);
        assert_eq!(theirs.read, Seq(1));
    }

    #[test]
    fn k1_times_and_names_are_bounded() {
        let site = SiteId::parse("shop").expect("a site");
        let now = Timestamp(1_000_000_500);
        let claims = |exp, nbf| Claims {
            aud: "other\nshop".to_owned(),
            exp,
            nbf,
            sub: "42".to_owned(),
            name: Some("é".repeat(100)),
            email: Some("no address".to_owned()),
        };
        for (exp, is_good) in [(969_999, false), (999_970, true), (1_000_330, true), (1_000_331, false)] {
            assert_eq!(person(now, &site, claims(Some(exp), None)).is_ok(), is_good, "{exp}");
        }
        assert!(person(now, &site, claims(None, None)).is_err());
        assert!(person(now, &site, claims(Some(1_000_100), Some(1_000_030))).is_ok());
        assert!(person(now, &site, claims(Some(1_000_100), Some(1_000_031))).is_err());
        let known = person(now, &site, claims(Some(1_000_100), None)).expect("a person");
        assert_eq!(known.name.map(|name| name.as_str().chars().count()), Some(80));
        assert_eq!(known.email, None);
        let other = SiteId::parse("sho").expect("a site");
        assert!(person(now, &other, claims(Some(1_000_100), None)).is_err());
    }
}
