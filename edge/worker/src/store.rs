//! The site's rows: read into what `desk` decides upon, written from what it decided.

use desk::{Agent, Conversation, Desk, Pace, Save, VisitorId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wire::http::Settings;
use wire::{Author, Message, MessageId, Seq, Timestamp};

use crate::auth;
use crate::error::Result;
use crate::sql::{Sql, Value};

/// In order, never changed once released: a later step adds.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("schema/1.sql")];

/// A word of one of our enums, as it stands in JSON and in a TEXT column.
fn word<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

fn from_word<T: DeserializeOwned>(word: String) -> Result<T> {
    Ok(serde_json::from_value(serde_json::Value::String(word))?)
}

/// The site's one row.
#[derive(Deserialize)]
pub(crate) struct SiteRow {
    pub(crate) id: String,
    pub(crate) salt: String,
    name: String,
    when_nobody: String,
    origins: String,
}

impl SiteRow {
    pub(crate) fn settings(&self) -> Result<Settings> {
        Ok(Settings {
            name: wire::Name::parse(self.name.clone())?,
            when_nobody: from_word(self.when_nobody.clone())?,
            origins: serde_json::from_str(&self.origins)?,
        })
    }
}

#[derive(Deserialize)]
struct AgentRow {
    id: String,
    name: String,
    email: String,
    role: String,
    status: String,
    cause: String,
    since: i64,
    heard: i64,
}

impl AgentRow {
    fn agent(self) -> Result<Agent> {
        Ok(Agent {
            id: wire::AgentId::parse(self.id)?,
            name: wire::Name::parse(self.name)?,
            email: wire::Email::parse(self.email)?,
            role: from_word(self.role)?,
            status: from_word(self.status)?,
            cause: from_word(self.cause)?,
            since: Timestamp(self.since),
            heard: Timestamp(self.heard),
            saved: Timestamp(self.heard),
        })
    }
}

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
}

impl ConversationRow {
    fn conversation(self) -> Result<Conversation> {
        Ok(Conversation {
            id: wire::ConversationId::parse(self.id)?,
            visitor: VisitorId(self.visitor),
            state: from_word(self.state)?,
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
        })
    }
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

/// The site, if it was created.
pub(crate) fn site(sql: &Sql) -> Result<Option<SiteRow>> {
    sql.row("SELECT id, salt, name, when_nobody, origins FROM site", &[])
}

/// Writes the site's one row.
pub(crate) fn create_site(sql: &Sql, id: &wire::SiteId, salt: &str, put: &wire::http::SitePut) -> Result<()> {
    sql.run(
        "INSERT INTO site (id, salt, name, when_nobody, origins) VALUES (?, ?, ?, ?, ?)",
        &[
            id.as_str().into(),
            salt.into(),
            put.name.as_str().into(),
            word(&put.when_nobody)?.as_str().into(),
            serde_json::to_string(&put.origins)?.as_str().into(),
        ],
    )
}

/// Brings the team up to a list: adds who is missing, removes nobody. Answers how many there are.
pub(crate) fn add_agents(sql: &Sql, agents: &[wire::http::NewAgent], now: Timestamp) -> Result<usize> {
    for agent in agents {
        sql.run(
            "INSERT INTO agent (id, email, name, role, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            &[
                auth::id()?.as_str().into(),
                agent.email.as_str().into(),
                agent.name.as_str().into(),
                word(&agent.role)?.as_str().into(),
                now.0.into(),
            ],
        )?;
    }
    Ok(team(sql)?.len())
}

/// The desk as it is stored.
pub(crate) fn desk(sql: &Sql, site: &SiteRow) -> Result<Desk> {
    Ok(Desk::new(site.settings()?, team(sql)?))
}

fn team(sql: &Sql) -> Result<Vec<Agent>> {
    let rows: Vec<AgentRow> =
        sql.rows("SELECT id, name, email, role, status, cause, since, heard FROM agent", &[])?;
    rows.into_iter().map(AgentRow::agent).collect()
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

/// Writes one thing. `address` is where a new conversation was opened from.
pub(crate) fn save(sql: &Sql, save: &Save, address: Option<&str>) -> Result<()> {
    match save {
        Save::Agent(agent) => save_agent(sql, agent),
        Save::Settings(settings) => sql.run(
            "UPDATE site SET name = ?, when_nobody = ?, origins = ?",
            &[
                settings.name.as_str().into(),
                word(&settings.when_nobody)?.as_str().into(),
                serde_json::to_string(&settings.origins)?.as_str().into(),
            ],
        ),
        Save::Conversation(conversation) => save_conversation(sql, conversation, address),
        Save::Message { conversation, message } => save_message(sql, conversation, message),
    }
}

fn save_agent(sql: &Sql, agent: &Agent) -> Result<()> {
    sql.run(
        "UPDATE agent SET status = ?, cause = ?, since = ?, heard = ? WHERE id = ?",
        &[
            word(&agent.status)?.as_str().into(),
            word(&agent.cause)?.as_str().into(),
            agent.since.0.into(),
            agent.heard.0.into(),
            agent.id.as_str().into(),
        ],
    )
}

fn save_conversation(sql: &Sql, conversation: &Conversation, address: Option<&str>) -> Result<()> {
    sql.run(
        "INSERT INTO conversation (id, visitor, address, opened_at, state, waiting, members, email, page,
             last, read, answered, at, excerpt, pace)
         VALUES (?1, ?2, ?3, ?13, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?14, ?15)
         ON CONFLICT (id) DO UPDATE SET state = ?4, waiting = ?5, members = ?6, email = ?7, page = ?8,
             last = ?9, read = ?10, answered = ?11, at = ?12, excerpt = ?14, pace = ?15",
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
        ],
    )
}

fn save_message(sql: &Sql, conversation: &wire::ConversationId, message: &Message) -> Result<()> {
    let (sender, name) = match &message.author {
        Author::Visitor => ("", Value::Null),
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
