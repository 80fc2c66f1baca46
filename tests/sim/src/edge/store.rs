//! The tables of a site: what is here survives everything. The queries of the Worker's store, over maps.

use std::collections::BTreeMap;
use std::rc::Rc;

use desk::hours::Zones;
use desk::mail::Mail;
use desk::{Agent, Case, Conversation, Desk, Save, VisitorId};
use wire::agent::Mark;
use wire::hours::Zone;
use wire::inbox::Cursor;
use wire::mail::Incoming;
use wire::settings::Settings;
use wire::{AgentId, Author, ConversationId, MailId, Message, MessageId, ReceivedId, Seq, Timestamp};

/// Nobody keeps hours here: they have simulations of their own beside the desk.
#[derive(Debug)]
struct NoZones;

impl Zones for NoZones {
    fn offset(&self, _: &Zone, _: Timestamp) -> Option<i32> {
        None
    }
}

/// A constraint of the schema was violated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation(pub(crate) String);

#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) settings: Settings,
    pub(crate) agents: BTreeMap<AgentId, Agent>,
    pub(crate) conversations: BTreeMap<ConversationId, Conversation>,
    /// In the order of the sequence.
    pub(crate) messages: BTreeMap<ConversationId, Vec<Message>>,
    /// How far each agent has read.
    pub(crate) marks: BTreeMap<(AgentId, ConversationId), Seq>,
    /// Whether the schema keeps a message from being stored twice.
    pub(crate) is_unique: bool,
    pub(crate) mails: BTreeMap<MailId, Mail>,
    pub(crate) received: BTreeMap<ReceivedId, Incoming>,
    /// Lines of history; only how many.
    pub(crate) entries: usize,
}

/// The sender of a message as the schema has it: the empty text is the visitor, a star the site.
pub(crate) fn sender(author: &Author) -> &str {
    match author {
        Author::Visitor => "",
        Author::Agent { id, .. } => id.as_str(),
        Author::Site { .. } => "*",
    }
}

impl Store {
    pub(crate) fn new(settings: Settings, team: Vec<Agent>) -> Self {
        Self {
            settings,
            agents: team.into_iter().map(|agent| (agent.id.clone(), agent)).collect(),
            conversations: BTreeMap::new(),
            messages: BTreeMap::new(),
            marks: BTreeMap::new(),
            is_unique: true,
            mails: BTreeMap::new(),
            received: BTreeMap::new(),
            entries: 0,
        }
    }

    /// The desk as it is stored.
    pub(crate) fn desk(&self, now: Timestamp) -> Desk {
        self.desk_with(now, |agent| (agent.heard, agent.heard))
    }

    /// The same, with other heartbeats, as heard and as saved: not each of them is stored.
    pub(crate) fn desk_with(
        &self,
        now: Timestamp,
        heartbeat: impl Fn(&Agent) -> (Timestamp, Timestamp),
    ) -> Desk {
        let team = self.agents.values().map(|agent| {
            let (heard, saved) = heartbeat(agent);
            Agent { heard, saved, ..agent.clone() }
        });
        let cases = self.conversations.values().filter_map(|one| Some((one.id.clone(), Case::of(one)?)));
        let owed = self.mails.values().filter(|mail| mail.is_owed()).cloned();
        let last = self.mails.keys().next_back().copied().unwrap_or_default();
        Desk::new(now, self.settings.clone(), team, cases, Rc::new(NoZones)).with_mails(owed, last)
    }

    pub(crate) fn conversation(&self, id: &ConversationId) -> Option<&Conversation> {
        self.conversations.get(id)
    }

    pub(crate) fn conversation_of(&self, visitor: &VisitorId) -> Option<&Conversation> {
        self.conversations.values().find(|one| one.visitor == *visitor)
    }

    /// The conversations that changed last, newest first, from the one before on. There are so few that no
    /// other list is asked for.
    pub(crate) fn conversations(&self, before: Option<&Cursor>) -> Vec<&Conversation> {
        let mut rows: Vec<_> = self.conversations.values().collect();
        rows.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        rows.retain(|row| before.is_none_or(|before| (row.at, &row.id) < (before.at, &before.id)));
        rows.truncate(wire::agent::PAGE as usize);
        rows
    }

    /// The messages that follow, in order, `page` of them.
    pub(crate) fn messages(&self, id: &ConversationId, after: Seq, page: usize) -> Vec<Message> {
        let all = self.all(id);
        let from = all.partition_point(|message| message.seq <= after);
        all.iter().skip(from).take(page).cloned().collect()
    }

    /// How far an agent has read the conversations in which somebody waits.
    pub(crate) fn marks_of(&self, agent: &AgentId) -> Vec<Mark> {
        let of = self.marks.iter().filter(|((whose, id), _)| {
            whose == agent && self.conversation(id).is_some_and(|one| one.waiting)
        });
        of.map(|((_, id), seq)| Mark { conversation: id.clone(), seq: *seq }).collect()
    }

    /// All messages of a conversation.
    pub(crate) fn all(&self, id: &ConversationId) -> &[Message] {
        self.messages.get(id).map_or(&[], Vec::as_slice)
    }

    /// The message that a sender stored under this id.
    pub(crate) fn earlier(&self, id: &ConversationId, sender: &str, message: &MessageId) -> Option<&Message> {
        self.all(id).iter().find(|held| held.id == *message && self::sender(&held.author) == sender)
    }

    /// Writes all or nothing.
    pub(crate) fn commit(&mut self, saves: &[Save]) -> Result<(), Violation> {
        // Two of one event follow each other, so the first makes place for the second.
        let mut lasts: BTreeMap<&ConversationId, Seq> = BTreeMap::new();
        for save in saves {
            let Save::Message { conversation, message } = save else { continue };
            let all = self.all(conversation);
            let last = lasts.entry(conversation).or_insert(all.last().map_or(Seq(0), |last| last.seq));
            if message.seq <= *last {
                return Err(Violation(format!("{conversation} has a message {:?} already", message.seq)));
            }
            *last = message.seq;
            let sender = sender(&message.author);
            if self.is_unique && self.earlier(conversation, sender, &message.id).is_some() {
                return Err(Violation(format!("{conversation} has {} of {sender:?} already", message.id)));
            }
        }
        for save in saves {
            match save.clone() {
                Save::Agent(agent) => _ = self.agents.insert(agent.id.clone(), agent),
                Save::Entry(_) => self.entries += 1,
                Save::Settings(settings) => self.settings = settings,
                Save::Conversation(conversation) => {
                    self.conversations.insert(conversation.id.clone(), conversation);
                }
                Save::Mark { agent, conversation, seq } => {
                    let mark = self.marks.entry((agent, conversation)).or_default();
                    *mark = seq.max(*mark);
                }
                Save::Mail(mail) => _ = self.mails.insert(mail.id, mail),
                Save::Received { mail, .. } => _ = self.received.insert(mail.id.clone(), mail),
                Save::Removed { agent, .. } => _ = self.agents.remove(&agent),
                // Nobody looks at what was set aside here, or at figures, nothing bounces, and nobody signs in,
                // erases, vouches for a visitor or reads later what was changed.
                Save::Judged(_)
                | Save::Invitation(_)
                | Save::InvitationUsed(_)
                | Save::Block(_)
                | Save::Unblock(_)
                | Save::Fact { .. }
                | Save::Note { .. }
                | Save::Call { .. }
                | Save::Told { .. }
                | Save::Answers { .. }
                | Save::Pass { .. }
                | Save::Key { .. }
                | Save::NoKey(_)
                | Save::IdentityKey { .. }
                | Save::NoIdentityKey(_)
                | Save::Bound(_)
                | Save::Joined { .. }
                | Save::Erased(_)
                | Save::Deed(_) => {}
                Save::Message { conversation, message } => {
                    self.messages.entry(conversation).or_default().push(message);
                }
            }
        }
        Ok(())
    }
}
