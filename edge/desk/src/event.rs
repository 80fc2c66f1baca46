//! What can happen.

use wire::about::Look;
use wire::file::File;
use wire::mail::{Blocked, Incoming};
use wire::note::Note;
use wire::rating::RatingPost;
use wire::settings::SettingsPatch;
use wire::team::HabitsPatch;
use wire::visitor::Say;
use wire::{
    AgentId, Body, Cause, Email, GroupId, MailId, Message, MessageId, Name, Seq, Status, TargetedId,
    Timestamp,
};

use crate::identity::Binding;
use crate::mail::{Allowance, Arrival, Outcome};
use crate::{Conversation, Handling, Invitation, Staffing, Told};

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
        /// The invitation that this answers, as it is stored.
        invitation: Option<Invitation>,
        /// The file that it brings.
        file: Option<File>,
    },
    /// An agent starts a chat with somebody who is on the site (O2).
    Invited {
        /// Who.
        agent: AgentId,
        /// Made at the edge.
        id: TargetedId,
        /// What the agent wrote.
        body: Body,
        /// The site's invitations of the last [`crate::INVITATION`].
        open: u32,
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
    /// A visitor looks at a page.
    VisitorLooked {
        /// Whose.
        conversation: Conversation,
        /// What was told before.
        told: Told,
        /// What is told now.
        look: Look,
    },
    /// A visitor says how it was.
    VisitorRated {
        /// Whose.
        conversation: Conversation,
        /// What was told before.
        told: Told,
        /// What is said now.
        said: RatingPost,
    },
    /// The site vouched for who a visitor is.
    Identified {
        /// What becomes of the token; a join is none of it.
        binding: Box<Binding>,
        /// The conversation that the token has, while it is nobody's.
        here: Option<Box<Conversation>>,
        /// The last message of that one.
        newest: Option<Message>,
        /// The person's conversation.
        theirs: Option<Box<Conversation>>,
    },
    /// A visitor wants the whole conversation by mail (B6).
    VisitorTranscript {
        /// Which one.
        conversation: Conversation,
        /// How many of its transcripts went to the visitor within a day, or will.
        sent: u32,
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
        /// The file that it brings.
        file: Option<File>,
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
        /// [`crate::mail::Mail::attempts`] of the try.
        attempt: u32,
        /// What it said.
        outcome: Outcome,
    },
    /// An agent wrote a note for the team.
    Noted {
        /// Where.
        conversation: Conversation,
        /// Who.
        agent: AgentId,
        /// Made by the client.
        id: MessageId,
        /// What it says.
        body: Body,
        /// The note that this agent stored under this id.
        earlier: Option<Note>,
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
