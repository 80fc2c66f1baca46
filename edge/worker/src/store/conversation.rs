//! Conversations and their messages, as rows.

use desk::{Assignee, Case, Conversation, Pace, VisitorId, Wait};
use serde::Deserialize;
use wire::visitor::State;
use wire::{Author, Message, MessageId, Seq, Timestamp};

use super::{from_word, word};
use crate::error::Result;
use crate::sql::{Sql, Value};

/// The sender of what the site itself says: no agent's id has this form.
const SITE: &str = "*";

#[derive(Deserialize)]
struct ConversationRow {
    id: String,
    visitor: String,
    state: String,
    waiting: u8,
    members: String,
    email: Option<String>,
    page: Option<String>,
    last: u32,
    read: u32,
    answered: u32,
    at: i64,
    excerpt: String,
    pace: i64,
    team: Option<String>,
    assignee: Option<String>,
    assignee_was_online: u8,
    is_answered: u8,
    wait_since: Option<i64>,
    wait_is_live: u8,
    wait_is_slow: u8,
    missed: Option<i64>,
    left_at: Option<i64>,
    targeted: String,
}

impl ConversationRow {
    fn conversation(self) -> Result<Conversation> {
        Ok(Conversation {
            id: wire::ConversationId::parse(self.id)?,
            visitor: VisitorId(self.visitor),
            state: from_word(&self.state)?,
            waiting: self.waiting != 0,
            members: serde_json::from_str(&self.members)?,
            email: self.email.map(wire::Email::parse).transpose()?,
            page: self.page.map(wire::Page::parse).transpose()?,
            last: Seq(self.last),
            read: Seq(self.read),
            answered: Seq(self.answered),
            at: Timestamp(self.at),
            excerpt: self.excerpt,
            pace: Pace(Timestamp(self.pace)),
            group: self.team.map(wire::GroupId::parse).transpose()?,
            assignee: assignee(self.assignee, self.assignee_was_online)?,
            is_answered: self.is_answered != 0,
            wait: wait(self.wait_since, self.wait_is_live, self.wait_is_slow),
            missed: self.missed.map(Timestamp),
            left: self.left_at.map(Timestamp),
            targeted: serde_json::from_str(&self.targeted)?,
        })
    }
}

fn assignee(agent: Option<String>, was_online: u8) -> Result<Option<Assignee>> {
    let Some(agent) = agent else { return Ok(None) };
    Ok(Some(Assignee { agent: wire::AgentId::parse(agent)?, was_online: was_online != 0 }))
}

fn wait(since: Option<i64>, is_live: u8, is_slow: u8) -> Option<Wait> {
    Some(Wait { since: Timestamp(since?), is_live: is_live != 0, is_slow: is_slow != 0 })
}

/// What has a clock in an open conversation: of many, only what is needed.
#[derive(Deserialize)]
struct CaseRow {
    id: String,
    team: Option<String>,
    assignee: Option<String>,
    assignee_was_online: u8,
    is_answered: u8,
    wait_since: Option<i64>,
    wait_is_live: u8,
    wait_is_slow: u8,
    missed: Option<i64>,
    left_at: Option<i64>,
}

impl CaseRow {
    fn case(self) -> Result<(wire::ConversationId, Case)> {
        let wait = wait(self.wait_since, self.wait_is_live, self.wait_is_slow);
        let case = Case {
            group: self.team.map(wire::GroupId::parse).transpose()?,
            assignee: assignee(self.assignee, self.assignee_was_online)?,
            wait: wait.filter(|_| self.is_answered == 0),
            is_missed: self.missed.is_some(),
            left: self.left_at.map(Timestamp),
        };
        Ok((wire::ConversationId::parse(self.id)?, case))
    }
}

/// What has a clock in the open conversations.
pub(crate) fn cases(sql: &Sql) -> Result<Vec<(wire::ConversationId, Case)>> {
    let rows: Vec<CaseRow> = sql.rows(
        "SELECT id, team, assignee, assignee_was_online, is_answered, wait_since, wait_is_live, wait_is_slow,
             missed, left_at FROM conversation WHERE state = ?",
        &[word(&State::Open)?.as_str().into()],
    )?;
    rows.into_iter().map(CaseRow::case).collect()
}

#[derive(Deserialize)]
struct MessageRow {
    seq: u32,
    id: String,
    sender: String,
    name: Option<String>,
    body: String,
    at: i64,
}

impl MessageRow {
    fn message(self) -> Result<Message> {
        let author = match self.name {
            Some(name) if self.sender == SITE => Author::Site { name: wire::Name::parse(name)? },
            Some(name) => {
                Author::Agent { id: wire::AgentId::parse(self.sender)?, name: wire::Name::parse(name)? }
            }
            None => Author::Visitor,
        };
        Ok(Message {
            seq: Seq(self.seq),
            id: MessageId::parse(self.id)?,
            author,
            body: wire::Body::parse(self.body)?,
            at: Timestamp(self.at),
        })
    }
}

/// The columns of a message that may not be there.
#[derive(Deserialize)]
struct EarlierRow {
    #[serde(rename = "earlier_seq")]
    seq: Option<u32>,
    #[serde(rename = "earlier_name")]
    name: Option<String>,
    #[serde(rename = "earlier_body")]
    body: Option<String>,
    #[serde(rename = "earlier_at")]
    at: Option<i64>,
}

impl EarlierRow {
    fn message(self, sender: &str, id: &MessageId) -> Result<Option<Message>> {
        let (Some(seq), Some(body), Some(at)) = (self.seq, self.body, self.at) else {
            return Ok(None);
        };
        let (sender, id) = (sender.to_owned(), id.to_string());
        MessageRow { seq, id, sender, name: self.name, body, at }.message().map(Some)
    }
}

#[derive(Deserialize)]
struct Count {
    count: u32,
}

/// The conversation of a visitor, if there is one.
pub(crate) fn conversation_of(sql: &Sql, visitor: &VisitorId) -> Result<Option<Conversation>> {
    let row: Option<ConversationRow> =
        sql.row("SELECT * FROM conversation WHERE visitor = ?", &[visitor.0.as_str().into()])?;
    row.map(ConversationRow::conversation).transpose()
}

pub(crate) fn conversation(sql: &Sql, id: &wire::ConversationId) -> Result<Option<Conversation>> {
    let row: Option<ConversationRow> =
        sql.row("SELECT * FROM conversation WHERE id = ?", &[id.as_str().into()])?;
    row.map(ConversationRow::conversation).transpose()
}

/// The conversations that changed last, newest first; `before` the one of that instant and id.
pub(crate) fn conversations(
    sql: &Sql,
    before: Option<(Timestamp, &wire::ConversationId)>,
) -> Result<Vec<Conversation>> {
    let (at, id) = before.map_or((i64::MAX >> 11, ""), |(at, id)| (at.0, id.as_str()));
    let rows: Vec<ConversationRow> = sql.rows(
        "SELECT * FROM conversation WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?",
        &[at.into(), id.into(), wire::agent::PAGE.into()],
    )?;
    rows.into_iter().map(ConversationRow::conversation).collect()
}

/// How many conversations were opened from an address since an instant (L3).
pub(crate) fn opened_from(sql: &Sql, address: &str, since: Timestamp) -> Result<u32> {
    let row: Option<Count> = sql.row(
        "SELECT count(*) AS count FROM conversation WHERE address = ? AND opened_at > ?",
        &[address.into(), since.0.into()],
    )?;
    Ok(row.map_or(0, |row| row.count))
}

/// The messages that follow, in order, one page of them.
pub(crate) fn messages(sql: &Sql, conversation: &wire::ConversationId, after: Seq) -> Result<Vec<Message>> {
    let rows: Vec<MessageRow> = sql.rows(
        "SELECT seq, id, sender, name, body, at FROM message WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?",
        &[conversation.as_str().into(), after.0.into(), wire::visitor::PAGE.into()],
    )?;
    rows.into_iter().map(MessageRow::message).collect()
}

/// Which conversation.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    Id(&'a wire::ConversationId),
    Visitor(&'a VisitorId),
}

/// A conversation, and the message that a sender stored in it under this id (G2): what every message needs,
/// in one query. The visitor's sender is the empty text.
pub(crate) fn conversation_and_earlier(
    sql: &Sql,
    by: By<'_>,
    sender: &str,
    id: &MessageId,
) -> Result<Option<(Conversation, Option<Message>)>> {
    let (column, key) = match by {
        By::Id(id) => ("id", id.as_str()),
        By::Visitor(visitor) => ("visitor", visitor.0.as_str()),
    };
    let query = format!(
        "SELECT conversation.*, message.seq AS earlier_seq, message.name AS earlier_name,
             message.body AS earlier_body, message.at AS earlier_at
         FROM conversation LEFT JOIN message ON message.conversation = conversation.id
             AND message.sender = ? AND message.id = ?
         WHERE conversation.{column} = ?"
    );
    let found: Option<(ConversationRow, EarlierRow)> =
        sql.joined(&query, &[sender.into(), id.as_str().into(), key.into()])?;
    let Some((conversation, earlier)) = found else { return Ok(None) };
    Ok(Some((conversation.conversation()?, earlier.message(sender, id)?)))
}

pub(super) fn save(sql: &Sql, conversation: &Conversation, address: Option<&str>) -> Result<()> {
    let wait = conversation.wait;
    sql.run(
        "INSERT INTO conversation (id, visitor, address, opened_at, state, waiting, members, email, page,
             last, read, answered, at, excerpt, pace, team, assignee, assignee_was_online, is_answered,
             wait_since, wait_is_live, wait_is_slow, missed, left_at, targeted)
         VALUES (?1, ?2, ?3, ?13, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
             ?21, ?22, ?23, ?24, ?25)
         ON CONFLICT (id) DO UPDATE SET state = ?4, waiting = ?5, members = ?6, email = ?7, page = ?8,
             last = ?9, read = ?10, answered = ?11, at = ?12, excerpt = ?14, pace = ?15, team = ?16,
             assignee = ?17, assignee_was_online = ?18, is_answered = ?19, wait_since = ?20,
             wait_is_live = ?21, wait_is_slow = ?22, missed = ?23, left_at = ?24, targeted = ?25",
        &[
            conversation.id.as_str().into(),
            conversation.visitor.0.as_str().into(),
            address.into(),
            word(&conversation.state)?.as_str().into(),
            conversation.waiting.into(),
            serde_json::to_string(&conversation.members)?.as_str().into(),
            conversation.email.as_ref().map(wire::Email::as_str).into(),
            conversation.page.as_ref().map(wire::Page::as_str).into(),
            conversation.last.0.into(),
            conversation.read.0.into(),
            conversation.answered.0.into(),
            conversation.at.0.into(),
            conversation.at.0.into(),
            conversation.excerpt.as_str().into(),
            conversation.pace.0.0.into(),
            conversation.group.as_ref().map(wire::GroupId::as_str).into(),
            conversation.assignee().map(wire::AgentId::as_str).into(),
            conversation.assignee.as_ref().is_some_and(|assignee| assignee.was_online).into(),
            conversation.is_answered.into(),
            wait.map(|wait| wait.since.0).into(),
            wait.is_some_and(|wait| wait.is_live).into(),
            wait.is_some_and(|wait| wait.is_slow).into(),
            conversation.missed.map(|at| at.0).into(),
            conversation.left.map(|at| at.0).into(),
            serde_json::to_string(&conversation.targeted)?.as_str().into(),
        ],
    )
}

pub(super) fn save_message(sql: &Sql, conversation: &wire::ConversationId, message: &Message) -> Result<()> {
    let (sender, name) = match &message.author {
        Author::Visitor => ("", Value::Null),
        Author::Site { name } => (SITE, name.as_str().into()),
        Author::Agent { id, name } => (id.as_str(), name.as_str().into()),
    };
    sql.run(
        "INSERT INTO message (conversation, seq, sender, id, name, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        &[
            conversation.as_str().into(),
            message.seq.0.into(),
            sender.into(),
            message.id.as_str().into(),
            name,
            message.body.as_str().into(),
            message.at.0.into(),
        ],
    )
}
