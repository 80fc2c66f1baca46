//! What a site's admins set, and what of it a visitor's page is told.

use serde::{Deserialize, Deserializer, Serialize};

use crate::about::Passed;
use crate::hours::Hours;
use crate::mail::VisitorMail;
use crate::presence::is_not;
use crate::question::Question;
use crate::style::Style;
use crate::{AgentId, Body, GroupId, Language, Name, Origin, PagePattern, TargetedId, WhenNobody};

/// A site's settings, as the console shows them. `PATCH …/settings` takes any part of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// The site's name.
    pub name: Name,
    /// What visitors see while nobody is in (S2).
    pub when_nobody: WhenNobody,
    /// The origins whose pages may carry the widget, exactly as browsers send them. Ours always may.
    pub origins: Vec<Origin>,
    /// The groups of the team.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Whether the widget lets a visitor without a group pick one, among those that are not private.
    #[serde(default)]
    pub ask_group: bool,
    /// Who gets a new conversation.
    #[serde(default)]
    pub assignment: Assignment,
    /// The most open conversations that an agent takes (S1), unless the agent has a number of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u16>,
    /// Seconds after which an unanswered conversation is offered to invisible agents who opted in (S7).
    #[serde(default = "overflow_after")]
    pub overflow_after: u32,
    /// Seconds after which an unanswered conversation is missed (S14).
    #[serde(default = "missed_after")]
    pub missed_after: u32,
    /// What becomes of the agent to whom a missed conversation was assigned (S14).
    #[serde(default)]
    pub when_missed: WhenMissed,
    /// Whether visitors are asked how it was, once a conversation is closed (B5).
    #[serde(default = "yes")]
    pub ask_rating: bool,
    /// Whether visitors may send files (U1). Agents always may.
    #[serde(default = "yes")]
    pub visitor_files: bool,
    /// Messages that rules send by themselves.
    #[serde(default)]
    pub targeted: Vec<Targeted>,
    /// The opening hours that the site publishes; not those of any agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Which mail visitors get who left an address (M2).
    #[serde(default)]
    pub visitor_mail: VisitorMail,
    /// Replies that agents insert by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<SavedReply>,
    /// Whether the team sees who is on the site now, also of those who never wrote (O1).
    #[serde(default, skip_serializing_if = "is_not")]
    pub visitors_online: bool,
    /// How the widget looks.
    #[serde(default)]
    pub style: Style,
    /// What visitors read, by `LANGUAGE.NAME`, such as `de.title_live`; `*` is every other language (Y2). The names are
    /// those of [`crate::question::TEXTS`].
    #[serde(default, skip_serializing_if = "Passed::is_empty")]
    pub texts: Passed,
    /// What visitors are asked before their first message while somebody is in (Y3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions_live: Vec<Question>,
    /// Likewise, while nobody is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions_messaging: Vec<Question>,
}

/// A text that agents often send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SavedReply {
    /// By what it is found; no other one has it.
    pub name: Name,
    /// The text; `{visitor}`, `{agent}` and `{site}` in it stand for an address and names.
    pub text: Body,
}

impl SavedReply {
    /// The most that a site has.
    pub const MOST: usize = 100;
    /// The most characters of one's text.
    pub const MOST_TEXT: usize = 1_000;
    /// The most characters of all texts together: they travel in one body.
    pub const MOST_ALL: usize = 10_000;
}

fn overflow_after() -> u32 {
    Settings::OVERFLOW_AFTER
}

fn missed_after() -> u32 {
    Settings::MISSED_AFTER
}

fn yes() -> bool {
    true
}

impl Settings {
    /// Seconds, unless set (S7).
    pub const OVERFLOW_AFTER: u32 = 60;
    /// Seconds, unless set (S14).
    pub const MISSED_AFTER: u32 = 300;

    /// Those of a new site.
    #[must_use]
    pub fn new(name: Name, when_nobody: WhenNobody, origins: Vec<Origin>) -> Self {
        Self {
            name,
            when_nobody,
            origins,
            groups: Vec::new(),
            ask_group: false,
            assignment: Assignment::Manual,
            capacity: None,
            overflow_after: Self::OVERFLOW_AFTER,
            missed_after: Self::MISSED_AFTER,
            when_missed: WhenMissed::Nothing,
            ask_rating: true,
            visitor_files: true,
            targeted: Vec::new(),
            hours: None,
            visitor_mail: VisitorMail::default(),
            replies: Vec::new(),
            visitors_online: false,
            style: Style::default(),
            texts: Passed::default(),
            questions_live: Vec::new(),
            questions_messaging: Vec::new(),
        }
    }
}

/// `PATCH …/settings`: what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SettingsPatch {
    /// See [`Settings::name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// See [`Settings::when_nobody`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when_nobody: Option<WhenNobody>,
    /// See [`Settings::origins`]. 50 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origins: Option<Vec<Origin>>,
    /// See [`Settings::groups`]. 30 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Group>>,
    /// See [`Settings::ask_group`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_group: Option<bool>,
    /// See [`Settings::assignment`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Assignment>,
    /// See [`Settings::capacity`]. 1 to 1,000; null for none.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Option<u16>>,
    /// See [`Settings::overflow_after`]. 1 s to 1 h.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overflow_after: Option<u32>,
    /// See [`Settings::missed_after`]. 1 s to 1 day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed_after: Option<u32>,
    /// See [`Settings::when_missed`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when_missed: Option<WhenMissed>,
    /// See [`Settings::ask_rating`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_rating: Option<bool>,
    /// See [`Settings::visitor_files`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_files: Option<bool>,
    /// See [`Settings::targeted`]. 20 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targeted: Option<Vec<Targeted>>,
    /// See [`Settings::hours`]; null for none.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub hours: Option<Option<Hours>>,
    /// See [`Settings::visitor_mail`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_mail: Option<VisitorMail>,
    /// See [`Settings::replies`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<Vec<SavedReply>>,
    /// See [`Settings::visitors_online`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitors_online: Option<bool>,
    /// See [`Settings::style`]: the whole of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// See [`Settings::texts`]: all of them. 6,000 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub texts: Option<Passed>,
    /// See [`Settings::questions_live`]. 8 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questions_live: Option<Vec<Question>>,
    /// See [`Settings::questions_messaging`]. 8 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questions_messaging: Option<Vec<Question>>,
}

/// What is given, be it null: that is not the same as absent.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Agents that take one kind of visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// As it stands in `data-group`.
    pub id: GroupId,
    /// As visitors read it where they pick one.
    pub name: Name,
    /// Visitors cannot pick it; a page can still name it, and agents can hand a conversation to it.
    #[serde(default)]
    pub private: bool,
    /// Who is in it.
    #[serde(default)]
    pub agents: Vec<AgentId>,
}

/// Who gets a new conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// Nobody, until somebody answers: it is theirs then.
    #[default]
    Manual,
    /// The least busy eligible agent, in turn.
    Automatic,
}

/// What becomes of the agent to whom a missed conversation was assigned (S14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhenMissed {
    /// Nothing.
    #[default]
    Nothing,
    /// Set invisible: gets no new conversations until they say that they are back.
    Invisible,
}

/// A message that a rule sends to a visitor by itself. All conditions that are set must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Targeted {
    /// Which one; made by the console.
    pub id: TargetedId,
    /// Whether it is switched on.
    #[serde(default)]
    pub on: bool,
    /// What is sent. The visitor can answer it.
    pub text: Body,
    /// On which pages: their path, with `*` for anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PagePattern>,
    /// Seconds on the page, while the tab is seen.
    #[serde(default)]
    pub after: u32,
    /// From this visit of the visitor on; 1 and 0 are every visit.
    #[serde(default)]
    pub visits: u16,
    /// To visitors whose browser speaks one of these; empty for all.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// To visitors of this group only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// Only while somebody is online (S6).
    #[serde(default)]
    pub online_only: bool,
    /// How often one visitor gets it.
    #[serde(default)]
    pub once: Once,
}

/// How often one visitor gets a targeted chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Once {
    /// Once.
    #[default]
    PerVisitor,
    /// Once each visit: until the browser's tab is closed.
    PerVisit,
}

/// `GET …/widget`: what a page needs to know of the settings. Asked for only where the presence answer says
/// `more`. The same for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Widget {
    /// The site's name: a targeted chat is from the site.
    pub name: Name,
    /// The groups that a visitor may pick; empty where the site does not ask.
    pub groups: Vec<Choice>,
    /// The targeted chats that are switched on.
    pub targeted: Vec<Targeted>,
    /// Pages are to be in the lobby: the team sees who is on the site (O1).
    #[serde(default, skip_serializing_if = "is_not")]
    pub lobby: bool,
    /// What visitors read, by `LANGUAGE.NAME`.
    #[serde(default, skip_serializing_if = "Passed::is_empty")]
    pub texts: Passed,
    /// What visitors are asked before their first message while somebody is in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions_live: Vec<Question>,
    /// Likewise, while nobody is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions_messaging: Vec<Question>,
}

/// A group, as visitors see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choice {
    /// Which one.
    pub id: GroupId,
    /// Its name.
    pub name: Name,
}
