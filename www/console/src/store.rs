//! Everything that a console knows, and what follows from each event.
//!
//! One verb, [`Store::apply`]. No browser, no clock, no random number: those come in with the event, and
//! what is to be done goes out as [`Effect`]s. Which words and which pixels show it, the views decide.

pub mod activity;
pub mod audit;
pub mod badge;
pub mod calls;
pub mod device;
pub mod door;
mod ending;
pub mod event;
pub mod figures;
pub mod form;
pub mod frames;
pub mod hints;
pub mod identity;
pub mod inbox;
pub mod install;
pub mod kept;
pub mod link;
pub mod loaded;
pub mod mails;
pub mod online;
pub mod people;
mod place;
pub mod preview;
pub mod search;
pub mod setup;
pub mod staff;
pub mod thread;
pub mod transcript;
pub mod upload;
mod wanted;
pub mod week;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use wire::agent::{Colleague, Says};
use wire::http::Role;
use wire::install::InstallAnswer;
use wire::mail::{Incoming, MailSetup};
use wire::settings::Settings;
use wire::team::{Key, KeyCreated, Me, Team, Why};
use wire::{ConversationId, ReceivedId, SiteId, Timestamp};

use activity::Activity;
pub use badge::Badge;
pub use calls::Calls;
pub use door::Door;
pub use event::{Answer, Effect, Event, Failure};
use figures::Report;
pub use inbox::{Inbox, Query};
pub use kept::Kept;
pub use link::{Connection, Link};
pub use loaded::Loaded;
use mails::aside::Whole;
use mails::trial::Trial;
use people::{History, Meaning, Subject};
pub use place::Place;
pub use setup::{Saving, Section};
pub use thread::{Line, Thread};

/// The state of one console, in one tab of a browser.
#[derive(Clone, Debug)]
pub struct Store {
    pub site: SiteId,
    pub door: Door,
    pub link: Link,
    pub me: Option<Me>,
    pub team: Vec<Colleague>,
    pub settings: Option<Settings>,
    /// Files can be sent: the deployment keeps them (U6).
    pub files: bool,
    pub inbox: Inbox,
    pub place: Place,
    pub selected: Option<ConversationId>,
    pub calls: Calls,
    pub bell: device::Bell,
    pub roster: Loaded<Team>,
    pub subject: Subject,
    pub why: Loaded<Why>,
    pub history: Option<History>,
    pub staff: staff::Staff,
    /// How many pictures of agents were changed from here.
    pub pictures: u32,
    pub changes: audit::Changes,
    pub keys: Loaded<Vec<Key>>,
    /// Its secret is shown once.
    pub new_key: Option<KeyCreated>,
    pub identity: identity::Identity,
    /// The mail that is shown whole.
    pub whole: Option<Whole>,
    /// Mails that were set aside, and that nobody has looked at.
    pub aside: Loaded<Vec<Incoming>>,
    pub mail_setup: Loaded<MailSetup>,
    pub trial: Option<Trial>,
    pub report: Report,
    /// What was found on the page that was looked at last.
    pub install: Loaded<InstallAnswer>,
    pub online: online::Online,
    /// The mails of the conversations that were looked at.
    mails: BTreeMap<ConversationId, mails::Mails>,
    /// Mails on which a verdict is on its way.
    judging: BTreeSet<ReceivedId>,
    /// The conversation that the address named, until it can be opened.
    wanted: Option<ConversationId>,
    meaning: Option<Meaning>,
    savings: BTreeMap<Section, Saving>,
    activity: Activity,
    /// Whether the tab is in front.
    is_looked_at: bool,
    /// Something was refused that belongs to no message: a sentence.
    pub notice: Option<String>,
    threads: BTreeMap<ConversationId, Thread>,
    pub search: search::Search,
    hints: hints::Hints,
}

impl Store {
    #[must_use]
    pub fn new(site: SiteId) -> Self {
        Self {
            site,
            door: Door::Asking,
            link: Link::default(),
            me: None,
            team: Vec::new(),
            settings: None,
            files: false,
            inbox: Inbox::default(),
            place: Place::Inbox,
            selected: None,
            calls: Calls::default(),
            bell: device::Bell::default(),
            roster: Loaded::default(),
            subject: Subject::default(),
            why: Loaded::default(),
            history: None,
            staff: staff::Staff::default(),
            pictures: 0,
            changes: audit::Changes::default(),
            keys: Loaded::default(),
            new_key: None,
            identity: identity::Identity::default(),
            whole: None,
            aside: Loaded::default(),
            mail_setup: Loaded::default(),
            trial: None,
            report: Report::default(),
            install: Loaded::default(),
            online: online::Online::default(),
            mails: BTreeMap::new(),
            judging: BTreeSet::new(),
            wanted: None,
            meaning: None,
            savings: BTreeMap::new(),
            activity: Activity::default(),
            is_looked_at: true,
            notice: None,
            threads: BTreeMap::new(),
            search: search::Search::default(),
            hints: hints::Hints::default(),
        }
    }

    /// What follows from `event`. The effects are to be carried out in order.
    pub fn apply(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        self.forget_writers(now);
        let mut effects = self.take(now, event);
        effects.extend(self.mark_read());
        effects.extend(self.mind_uploads());
        effects.extend(self.mind_lobby(now));
        effects
    }

    fn take(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        match event {
            Event::Started { link } => self.start(link),
            Event::Answered(answer) => self.answered(now, answer),
            Event::SignInPressed => self.sign_in(),
            Event::LinkAsked(email) => self.ask_for_link(email),
            Event::SignOutPressed => vec![Effect::SignOut],
            Event::Remembered(kept) => {
                self.remember(kept);
                Vec::new()
            }
            Event::Opened => {
                self.link.opened(now);
                vec![Effect::Send(Says::Hello { protocol: wire::PROTOCOL })]
            }
            Event::Heard(frame) => {
                self.link.heard(now);
                self.hear(now, *frame)
            }
            Event::Ponged => {
                self.link.heard(now);
                Vec::new()
            }
            Event::Closed { code, jitter } => self.closed(now, code, jitter),
            Event::Ticked { jitter } => {
                let mut effects = self.link.tick(now, jitter);
                effects.extend(self.tell_activity(now));
                effects.extend(self.watch_trial(now));
                effects.extend(online::by_lobby(self.online.link.tick(now, jitter)));
                effects
            }
            Event::Woke { jitter } => {
                let mut effects = self.link.wake(now, jitter);
                effects.extend(online::by_lobby(self.online.link.wake(now, jitter)));
                effects
            }
            Event::StatusChosen(status) => self.say(Says::Status { status }),
            Event::ListChosen(query) => self.show_list(query),
            Event::Selected(id) => self.select(id),
            Event::Linked(id) => self.want(id),
            Event::Left => {
                self.selected = None;
                Vec::new()
            }
            Event::PlaceChosen(place) => self.go(place),
            Event::MoreAsked => self.ask_for_more(),
            Event::Typed(text) => self.typed(now, text),
            Event::Replied { id, at } => self.reply(id, at),
            Event::NoteChosen(is_note) => {
                if let Some(thread) = self.selected.as_ref().and_then(|id| self.threads.get_mut(id)) {
                    thread.writes_note = is_note;
                }
                Vec::new()
            }
            Event::Retried(id) => self.retry(&id),
            Event::Discarded(id) => self.discard(&id),
            Event::CloseChosen => self.about_selected(|conversation| Says::Close { conversation }),
            Event::ReopenChosen => self.about_selected(|conversation| Says::Reopen { conversation }),
            Event::BlockChosen => self.about_selected(|conversation| Says::Block { conversation }),
            Event::UnblockChosen => self.about_selected(|conversation| Says::Unblock { conversation }),
            Event::TranscriptChosen => self.about_selected(|conversation| Says::Transcript { conversation }),
            Event::EraseChosen => self.about_selected(|conversation| Says::Erase { conversation }),
            Event::Tagged(tag) => self.about_selected(|conversation| Says::Tag { conversation, tag }),
            Event::Untagged(tag) => self.about_selected(|conversation| Says::Untag { conversation, tag }),
            Event::SearchTyped(text) => self.search_for(text),
            Event::HitChosen(id, seq) => self.open_hit(id, seq),
            Event::AssignChosen(agent) => {
                self.about_selected(|conversation| Says::Assign { conversation, agent })
            }
            Event::AddChosen(agent) => self.about_selected(|conversation| Says::Add { conversation, agent }),
            Event::RemoveChosen(agent) => {
                self.about_selected(|conversation| Says::Remove { conversation, agent })
            }
            Event::MoveChosen(group) => {
                self.about_selected(|conversation| Says::Move { conversation, group })
            }
            Event::Described { conversation, name, email } => {
                self.say(Says::Describe { conversation, name, email })
            }
            Event::Moved => self.moved(now),
            Event::Looked(is_looked_at) => {
                self.looked(is_looked_at);
                Vec::new()
            }
            Event::CallPutAway => {
                self.calls.put_away();
                Vec::new()
            }
            Event::NoticeRead => {
                self.notice = None;
                Vec::new()
            }
            asked => self.on_page(now, asked),
        }
    }

    /// What happens on the pages beside the inbox, and in front of it.
    fn on_page(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        match event {
            Event::SettingsChosen(section, patch) => self.save(section, patch),
            Event::HabitsChosen(agent, patch) => self.save_habits(agent, patch),
            Event::HoursTyped(hours) => vec![Effect::AskHours(hours)],
            Event::WhyAsked(subject) => self.ask_why(subject),
            Event::MailOpened(id) => self.open_mail(id),
            Event::MailShut => {
                self.whole = None;
                Vec::new()
            }
            Event::MailJudged(id, confirm) => self.judge_mail(id, confirm),
            Event::AsideAsked => self.ask_aside(),
            Event::MailTestAsked => self.test_mail(),
            Event::MailAllowed(address) => self.allow_mail(address),
            Event::FiguresAsked(period) => self.ask_figures(period),
            Event::HistoryAsked(agent) => self.ask_history(agent),
            Event::OlderHistoryAsked => self.ask_older_history(),
            Event::HistoryPutAway => {
                self.history = None;
                Vec::new()
            }
            Event::KeyNamed(name) => self.make_key(name),
            Event::KeyDropped(id) => vec![Effect::DropKey(id)],
            Event::Staff(event) => self.on_staff(event),
            Event::DeviceSeen { permission, can_push } => self.see_device(permission, can_push),
            Event::DeviceRemembered(device) => self.remember_device(device),
            Event::DeviceChosen(device) => self.choose_device(device),
            Event::PushTurned(on) => self.turn_push(on),
            Event::Online(event) => self.on_lobby(now, event),
            Event::Upload(event) => self.on_upload(event),
            Event::ChangesAsked { is_older } => self.ask_changes(is_older),
            Event::PageNamed(page) => self.inspect(page),
            Event::KeySeen => self.key_seen(),
            Event::Identity(event) => self.on_identity(event),
            _ => Vec::new(),
        }
    }

    /// When to apply [`Event::Ticked`] at the latest.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Timestamp> {
        let links = [self.link.next_wakeup(), self.online.link.next_wakeup()];
        let dues = [self.activity_due(), self.writers_due(), self.trial_due()];
        links.into_iter().chain(dues).flatten().min()
    }

    /// The conversation in the main pane.
    #[must_use]
    pub fn thread(&self) -> Option<&Thread> {
        self.threads.get(self.selected.as_ref()?)
    }

    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.role == Role::Admin)
    }

    /// Replies and files that the edge has not stored yet.
    #[must_use]
    pub fn has_unsent(&self) -> bool {
        self.threads.values().any(|thread| !thread.unsent.is_empty()) || self.has_uploads()
    }

    fn select(&mut self, id: ConversationId) -> Vec<Effect> {
        self.place = Place::Inbox;
        self.selected = Some(id.clone());
        self.search.spot = None;
        self.calls.answered(&id);
        let thread = self.threads.entry(id).or_default();
        thread.is_waiting_for_history = !thread.is_current;
        self.catch_up()
    }

    /// Asks for what the selected conversation lacks.
    fn catch_up(&mut self) -> Vec<Effect> {
        let Some(id) = self.selected.clone() else { return Vec::new() };
        let Some(thread) = self.threads.get(&id) else { return Vec::new() };
        if thread.is_current {
            return Vec::new();
        }
        let after = thread.known;
        self.say(Says::Open { conversation: id, after })
    }

    fn about_selected(&self, says: impl FnOnce(ConversationId) -> Says) -> Vec<Effect> {
        self.selected.clone().map(|id| self.say(says(id))).unwrap_or_default()
    }

    /// What is said without a connection is lost, but for replies: those wait in their outbox.
    fn say(&self, says: Says) -> Vec<Effect> {
        if self.link.is_open() { vec![Effect::Send(says)] } else { Vec::new() }
    }
}
