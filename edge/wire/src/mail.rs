//! Mail both ways: who gets which, what became of each, and what came in.

use serde::{Deserialize, Serialize};

use crate::text::{Invalid, checked};
use crate::{AgentId, ConversationId, Email, Seq, Timestamp};

/// Which mail an agent gets of what visitors write (M1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgentMail {
    /// None.
    Off,
    /// What was written while nobody was in, or was missed.
    #[default]
    Missed,
    /// That, and the transcript of each closed conversation that the agent joined.
    Transcripts,
}

/// Which mail a visitor gets who left an address (M2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitorMail {
    /// None.
    Nothing,
    /// Answers that were not read within five minutes.
    #[default]
    Unread,
    /// That, and the transcript when the conversation is closed.
    Transcripts,
}

/// A mail that goes out: its number at its site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct MailId(pub u32);

checked! {
    /// A mail that came in: the hash of all its bytes and of the address that it came to (M8).
    ReceivedId,
    |text| {
        let is_fine = text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if is_fine { Ok(text) } else { Err(Invalid::Form("the id of a mail")) }
    }
}

/// What a mail that goes out is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Tells an agent what a visitor wrote.
    Notice,
    /// Brings a visitor the answers that were not read.
    Answer,
    /// The whole conversation, after it was closed or when an agent sends it.
    Transcript,
    /// Shows an admin that mail works.
    Test,
}

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its time has not come, or the last try failed and another follows.
    Waiting,
    /// It is being handed over.
    Sending,
    /// It was handed over.
    Sent,
    /// It will not be sent: see [`Outgoing::problem`].
    Failed,
    /// It was not needed any more: read, answered or closed before its time came.
    Dropped,
}

/// A mail that goes out, as the console shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outgoing {
    /// Which one.
    pub id: MailId,
    /// To which agent; absent for the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<AgentId>,
    /// What for.
    pub purpose: Purpose,
    /// The first message in it.
    pub first: Seq,
    /// The last message in it.
    pub last: Seq,
    /// How far it has come.
    pub stage: Stage,
    /// Since when; while it waits, when the next try is.
    pub at: Timestamp,
    /// What went wrong, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What was decided about a mail that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It stands in the conversation.
    Taken,
    /// It speaks as an agent, and nothing proves that the agent wrote it: an agent confirms it, or not (M6).
    Unverified,
    /// A machine wrote it: an absence note, a list (M7).
    Automatic,
    /// It could not be delivered where we sent it (M7).
    Bounced,
    /// Its address bears no token of ours.
    Forged,
    /// The conversation or the person that its token names is gone.
    Unknown,
    /// Its token is too old.
    Expired,
    /// There is nothing in it to show.
    Empty,
    /// An agent looked at it and set it aside for good.
    Discarded,
    /// Its visitor is blocked (B1): it stands in the conversation, and is nobody's to look at.
    Blocked,
}

/// A mail that came in, as the console shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incoming {
    /// Which one.
    pub id: ReceivedId,
    /// When it came.
    pub at: Timestamp,
    /// Who says to have written it: an address, not proved.
    pub from: String,
    /// Its subject, as it came.
    pub subject: String,
    /// What was decided about it.
    pub judgement: Judgement,
    /// The conversation that its token names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    /// The agent that its token names; absent for the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// The first message that it became, and the last one; 0 while it is none.
    #[serde(default)]
    pub first: Seq,
    /// See `first`.
    #[serde(default)]
    pub last: Seq,
    /// The names of the files that came with it. They stay in the original.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

/// `GET …/mails/{mail}`: a mail that came in, with all of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncomingText {
    /// The mail.
    pub mail: Incoming,
    /// Its whole text, what it quotes included.
    pub text: String,
}

/// `POST …/mails/{mail}`: what becomes of a mail that was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// `true`: the agent did write it, and it is an answer. `false`: it is put away.
    pub confirm: bool,
}

/// `GET …/mail`: how mail is set up at this deployment, and how it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MailSetup {
    /// Who takes mail over: `binding`, `brevo`, `resend` or `postmark`.
    pub provider: String,
    /// The sender of all mail.
    pub from: String,
    /// The address that answers go to, before the token is put into it; absent where none is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Email>,
    /// What keeps mail from going out at all, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Mails that wait for their time or for another try.
    pub waiting: u32,
    /// Mails of the last seven days that will not be sent.
    pub failed: u32,
    /// The last test, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<Outgoing>,
    /// The addresses that get no more mail, those of the last days first; 100 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<Blocked>,
}

/// An address that gets no more mail (M7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Blocked {
    /// In lower case.
    pub address: Email,
    /// Why, in a sentence.
    pub why: String,
    /// Since when.
    pub at: Timestamp,
    /// Its owner asked for that, so nobody here may take it back.
    pub stopped: bool,
}

/// `POST …/mail/allow`: an address that is to get mail again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allowed {
    /// One of [`MailSetup::blocked`].
    pub address: Email,
}

/// `GET /v1/operator/mails`: a mail to an address that leads to no site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stray {
    /// When it came.
    pub at: Timestamp,
    /// To which address.
    pub to: String,
    /// Who says to have written it.
    pub from: String,
    /// Its subject, as it came.
    pub subject: String,
    /// The beginning of its text, 2,000 characters at most.
    pub text: String,
}

/// The answer to a mail that the operator handed in: what was decided about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judged {
    /// The decision; absent where its address leads to no site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// It had come before: nothing was done.
    #[serde(default)]
    pub again: bool,
}
