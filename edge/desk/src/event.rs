//! What happens to a site, and what follows from it. Both lists are closed.

use std::rc::Rc;
use std::time::Duration;

use wire::agent::Call;
use wire::audit::Deed;
use wire::http::Code;
use wire::mail::{Blocked, Incoming};
use wire::message::Stored;
use wire::settings::{Settings, SettingsPatch};
use wire::team::{HabitsPatch, Key};
use wire::visitor::Say;
use wire::{
    AgentId, Body, Cause, ConversationId, Email, GroupId, KeyId, MailId, Message, MessageId, Name, Seq,
    Status, Timestamp,
};

use crate::figures::Fact;
use crate::mail::{Allowance, Arrival, Mail, Outcome};
use crate::{Agent, Conversation, Entry, Handling, Pass, Staffing, VisitorId};

/// Something happened. A conversation comes as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A device of an agent was heard from.
    Heard {
        /// Whose device.
        agent: AgentId,
        /// When.
        at: Timestamp,
    },
    /// There was input on a device of an agent (S10).
    Active {
        /// Whose device.
        agent: AgentId,
        /// When.
        at: Timestamp,
    },
    /// A status was chosen: by hand (S11), or by a system or an admin for the agent.
    Chose {
        /// Whose.
        agent: AgentId,
        /// What.
        status: Status,
        /// `Manual` or `Admin`.
        cause: Cause,
        /// The key or the admin, if it was not the agent.
        by: Option<Name>,
    },
    /// An agent's habits were changed.
    Accustomed {
        /// Whose.
        agent: AgentId,
        /// What.
        patch: HabitsPatch,
        /// The admin, if it was not the agent.
        by: Option<Name>,
    },
    /// An admin changed settings.
    Configured {
        /// What.
        patch: SettingsPatch,
        /// Who did it.
        by: Name,
    },
    /// An agent signed in.
    Entered(AgentId),
    /// Somebody comes, leaves or is called otherwise; or a system does.
    Staff {
        /// What.
        what: Staffing,
        /// Who did it.
        by: Name,
    },
    /// Time passed: [`crate::Desk::next_wakeup`] is due, or the shell looks after something else.
    Ticked,
    /// A visitor wrote.
    VisitorSaid {
        /// Where; [`Conversation::new`] for the first message.
        conversation: Conversation,
        /// What.
        say: Say,
        /// The message that this visitor sent with the same id before.
        earlier: Option<Message>,
        /// Conversations opened from the same address within [`crate::CONVERSATIONS_WINDOW`].
        opened: u32,
        /// The group that the visitor's page named.
        group: Option<GroupId>,
    },
    /// A visitor saw messages.
    VisitorRead {
        /// Where.
        conversation: Conversation,
        /// Up to which one.
        seq: Seq,
    },
    /// A visitor is writing.
    VisitorTyped {
        /// Where.
        conversation: Conversation,
    },
    /// A visitor left an address, without a message.
    VisitorEmail {
        /// Where.
        conversation: Conversation,
        /// The address.
        email: Email,
    },
    /// A visitor's last page was closed (`true`), or one is open again.
    VisitorLeft {
        /// Where.
        conversation: Conversation,
        /// Which of both.
        left: bool,
    },
    /// One of [`crate::Desk::due`].
    Due {
        /// Which one.
        conversation: Conversation,
    },
    /// An agent answered.
    AgentSaid {
        /// Where.
        conversation: Conversation,
        /// Who.
        agent: AgentId,
        /// The client's id.
        id: MessageId,
        /// What.
        body: Body,
        /// The message that this agent sent with the same id before.
        earlier: Option<Message>,
    },
    /// An agent saw messages.
    AgentRead {
        /// Where.
        conversation: Conversation,
        /// Who.
        agent: AgentId,
        /// Up to which one.
        seq: Seq,
    },
    /// An agent is writing.
    AgentTyped {
        /// Where.
        conversation: Conversation,
        /// Who.
        agent: AgentId,
    },
    /// An agent did something else with a conversation.
    Handled {
        /// Which one.
        conversation: Conversation,
        /// Who did it.
        by: AgentId,
        /// What.
        what: Handling,
    },
    /// The time of a mail has come: see [`crate::Desk::mail_due`].
    MailDue {
        /// Which one.
        id: MailId,
        /// The conversation that it is about, if that is still there.
        conversation: Option<Conversation>,
        /// How far whoever it is for has read.
        read: Seq,
        /// What is known of the address that it goes to.
        allowance: Allowance,
    },
    /// A provider said what becomes of a mail, or did not.
    Posted {
        /// Which one.
        id: MailId,
        /// [`Mail::attempts`] of the try.
        attempt: u32,
        /// What it said.
        outcome: Outcome,
    },
    /// A mail came in.
    MailCame(Box<Arrival>),
    /// An agent looked at a mail that was set aside.
    MailJudged {
        /// Which one.
        mail: Incoming,
        /// The conversation that its token names, if that is still there.
        conversation: Option<Conversation>,
        /// What of it is new.
        said: String,
        /// Whether it is to be taken, as whoever its token names.
        is_confirmed: bool,
    },
    /// An admin wants to see whether mail works.
    MailTested {
        /// Who: the mail goes there.
        by: AgentId,
    },
    /// Whoever has this address wants no more mail.
    MailStopped {
        /// The address, in lower case.
        address: Email,
    },
    /// An admin says that an address works again.
    MailAllowed(Blocked),
}

/// What follows. The shell saves first, in one transaction, then answers, then tells, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// To be stored before anything else happens.
    Save(Save),
    /// The answer to a message: it is stored. Only to the one who sent it.
    Stored {
        /// Where.
        conversation: ConversationId,
        /// The acknowledgement.
        stored: Stored,
        /// It was stored before.
        resent: bool,
    },
    /// The answer to what is not allowed. Nothing else follows from the event then.
    Refused(Refused),
    /// For others.
    Tell(Tell),
    /// Who is in may have changed: the shell compares each open page's [`crate::View`] with what it was told.
    Presence,
    /// The same for the pages of one visitor, whose conversation changed.
    View(VisitorId),
    /// A mail to hand over, once what was saved is stored. What comes of it is [`Event::Posted`].
    Post {
        /// The mail.
        mail: Mail,
        /// To which address.
        address: Email,
    },
}

/// Something to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Save {
    /// An agent, who may be new.
    Agent(Agent),
    /// An agent is on the team no more: without sessions, links and read marks. What was written keeps its
    /// author.
    Removed {
        /// Who.
        agent: AgentId,
        /// Since when.
        at: Timestamp,
    },
    /// What lets an agent in, in place of all that did before.
    Pass {
        /// Whom.
        agent: AgentId,
        /// The link.
        pass: Pass,
    },
    /// A new key.
    Key {
        /// The key.
        key: Key,
        /// The hash of its secret.
        hash: String,
    },
    /// A key that is no more.
    NoKey(KeyId),
    /// What was changed, and by whom.
    Deed(Deed),
    /// A line of an agent's history.
    Entry(Entry),
    /// The settings.
    Settings(Settings),
    /// A conversation's row.
    Conversation(Conversation),
    /// How far an agent has read; never less far than before.
    Mark {
        /// Who.
        agent: AgentId,
        /// What.
        conversation: ConversationId,
        /// Up to which message.
        seq: Seq,
    },
    /// A message of it.
    Message {
        /// Where.
        conversation: ConversationId,
        /// The message.
        message: Message,
    },
    /// What figures are made of.
    Fact {
        /// Of which conversation.
        conversation: ConversationId,
        /// What happened.
        fact: Fact,
    },
    /// A mail that is owed, or was.
    Mail(Mail),
    /// A mail that came in.
    Received {
        /// The mail.
        mail: Incoming,
        /// Its whole text.
        text: Rc<str>,
        /// What of it is new.
        said: Rc<str>,
        /// All its bytes.
        original: Rc<[u8]>,
    },
    /// The same mail, when somebody has looked at it.
    Judged(Incoming),
    /// An address that gets no more mail.
    Block(Blocked),
    /// An address that gets mail again.
    Unblock(Email),
}

/// Something to tell to those who have a page open, but for the page that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tell {
    /// A message, to the visitor's pages and to the team.
    Message {
        /// Whose conversation.
        visitor: VisitorId,
        /// Where.
        conversation: ConversationId,
        /// The message.
        message: Message,
    },
    /// A conversation's row, to the team; its state, to the visitor, if that changed.
    Conversation {
        /// As it is now.
        conversation: Conversation,
        /// Whether it was opened or closed.
        state_changed: bool,
    },
    /// An agent's status, to that agent's devices, the asking one too.
    Me(AgentId),
    /// That a conversation wants this agent, to that agent's devices (S6).
    Call {
        /// Whom.
        agent: AgentId,
        /// Which one.
        conversation: ConversationId,
        /// Why.
        why: Call,
    },
    /// The settings, to the team, the asking one too.
    Settings,
    /// How far an agent has read, to the agent's other devices.
    Mark {
        /// Who.
        agent: AgentId,
        /// What.
        conversation: ConversationId,
        /// Up to which message.
        seq: Seq,
    },
    /// How far somebody has read whose presence the visitor may know of, to the visitor's pages.
    Seen {
        /// Whose conversation.
        visitor: VisitorId,
        /// Up to which message.
        seq: Seq,
    },
    /// An agent is writing, to the visitor's pages.
    AgentTyping {
        /// Who.
        agent: AgentId,
        /// As the visitor knows the agent.
        name: Name,
        /// To the colleagues too.
        to_team: bool,
        /// Whose conversation.
        visitor: VisitorId,
        /// Which one.
        conversation: ConversationId,
    },
    /// The visitor is writing, to these agents, or to the whole team where it is nobody's.
    VisitorTyping {
        /// Where.
        conversation: ConversationId,
        /// To whom.
        to: Vec<AgentId>,
    },
    /// The mails of a conversation, to the team.
    Mails(ConversationId),
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// For machines.
    pub code: Code,
    /// For people.
    pub message: &'static str,
    /// How long to wait before the next try.
    pub retry_after: Option<Duration>,
}
