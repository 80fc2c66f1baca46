//! Conversations and their messages, as rows.

use desk::{Assignee, Case, Conversation, Pace, VisitorId, Wait};
use wire::agent::Mark;
use wire::file::{File, Media};
use wire::visitor::State;
use wire::{Author, Message, MessageId, Seq, Timestamp};

use super::{from_word, word};
use crate::error::Result;
use crate::row::Row;
use crate::sql::{Sql, Value};

/// The id of a conversation, by one that it may have had.
const WHERE_IT_IS: &str = "coalesce((SELECT became FROM joined WHERE was = ?1), ?1)";

/// The sender of what the site itself says: no agent's id has this form.
const SITE: &str = "*";

pub(super) fn of_row(row: &Row) -> Result<Conversation> {
    Ok(Conversation {
        id: wire::ConversationId::parse(row.text("id")?)?,
        visitor: VisitorId(row.text("visitor")?),
        state: from_word(&row.text("state")?)?,
        waiting: row.flag("waiting")?,
        members: serde_json::from_str(&row.text("members")?)?,
        name: row.maybe_text("name")?.map(wire::Name::parse).transpose()?,
        is_named: row.flag("is_named")?,
        is_vouched: row.flag("vouched")?,
        email: row.maybe_text("email")?.map(wire::Email::parse).transpose()?,
        page: row.maybe_text("page")?.map(wire::Page::parse).transpose()?,
        last: row.seq("last")?,
        read: row.seq("read")?,
        seen: row.seq("seen")?,
        answered: row.seq("answered")?,
        noticed: row.seq("noticed")?,
        mailed: row.seq("mailed")?,
        at: row.instant("at")?,
        excerpt: row.text("excerpt")?,
        tags: serde_json::from_str(&row.text("tags")?)?,
        is_blocked: row.flag("blocked")?,
        pace: Pace(row.instant("pace")?),
        group: group(row)?,
        assignee: assignee(row)?,
        is_answered: row.flag("is_answered")?,
        wait: wait(row)?,
        missed: row.maybe_instant("missed")?,
        left: row.maybe_instant("left_at")?,
        targeted: serde_json::from_str(&row.text("targeted")?)?,
    })
}

fn group(row: &Row) -> Result<Option<wire::GroupId>> {
    Ok(row.maybe_text("team")?.map(wire::GroupId::parse).transpose()?)
}

fn assignee(row: &Row) -> Result<Option<Assignee>> {
    let Some(agent) = row.maybe_text("assignee")? else { return Ok(None) };
    Ok(Some(Assignee { agent: wire::AgentId::parse(agent)?, was_online: row.flag("assignee_was_online")? }))
}

fn wait(row: &Row) -> Result<Option<Wait>> {
    let Some(since) = row.maybe_instant("wait_since")? else { return Ok(None) };
    Ok(Some(Wait { since, is_live: row.flag("wait_is_live")?, is_slow: row.flag("wait_is_slow")? }))
}

/// What has a clock in the open conversations: of many, only what is needed.
pub(crate) fn cases(sql: &Sql) -> Result<Vec<(wire::ConversationId, Case)>> {
    let rows = sql.rows(
        "SELECT id, team, assignee, assignee_was_online, is_answered, wait_since, wait_is_live, wait_is_slow,
             missed, left_at FROM conversation WHERE state = ?",
        &[word(&State::Open)?.as_str().into()],
    )?;
    let case = |row: &Row| {
        let is_answered = row.flag("is_answered")?;
        let case = Case {
            group: group(row)?,
            assignee: assignee(row)?,
            wait: wait(row)?.filter(|_| !is_answered),
            is_missed: row.maybe_instant("missed")?.is_some(),
            left: row.maybe_instant("left_at")?,
        };
        Ok((wire::ConversationId::parse(row.text("id")?)?, case))
    };
    rows.iter().map(case).collect()
}

/// The columns that [`message`] reads, in SQL, under names that begin with this.
macro_rules! message_columns {
    ($prefix:literal) => {
        message_columns!($prefix: "seq" "name" "body" "at" "file" "media" "size")
    };
    ($prefix:literal: $first:literal $($column:literal)+) => {
        concat!("message.", $first, " AS ", $prefix, $first $(, ", message.", $column, " AS ", $prefix, $column)+)
    };
}
pub(super) use message_columns;

/// A message, from columns whose names begin with `prefix`.
pub(super) fn message(row: &Row, prefix: &str, id: MessageId, sender: String) -> Result<Message> {
    let column = |name: &str| format!("{prefix}{name}");
    let author = match row.maybe_text(&column("name"))? {
        Some(name) if sender == SITE => Author::Site { name: wire::Name::parse(name)? },
        Some(name) => Author::Agent { id: wire::AgentId::parse(sender)?, name: wire::Name::parse(name)? },
        None => Author::Visitor,
    };
    Ok(Message {
        seq: row.seq(&column("seq"))?,
        id,
        author,
        body: wire::Body::parse(row.text(&column("body"))?)?,
        at: row.instant(&column("at"))?,
        file: match row.maybe_text(&column("file"))? {
            Some(key) => Some(Box::new(File {
                key: wire::FileKey::parse(key)?,
                media: Media::of(&row.text(&column("media"))?),
                size: row.count(&column("size"))?,
            })),
            None => None,
        },
    })
}

/// The conversation of a visitor, if there is one.
pub(crate) fn conversation_of(sql: &Sql, visitor: &VisitorId) -> Result<Option<Conversation>> {
    let row = sql.row("SELECT * FROM conversation WHERE visitor = ?", &[visitor.0.as_str().into()])?;
    row.as_ref().map(of_row).transpose()
}

/// The conversation of this id, or the one that it was joined into (K6).
pub(crate) fn conversation(sql: &Sql, id: &wire::ConversationId) -> Result<Option<Conversation>> {
    let query = ["SELECT * FROM conversation WHERE id = ", WHERE_IT_IS].concat();
    let row = sql.row(&query, &[id.as_str().into()])?;
    row.as_ref().map(of_row).transpose()
}

/// The same for what may be about none.
pub(crate) fn maybe_conversation(
    sql: &Sql,
    id: Option<&wire::ConversationId>,
) -> Result<Option<Conversation>> {
    id.map_or(Ok(None), |id| conversation(sql, id))
}

/// How many conversations were opened from an address since an instant (L3).
pub(crate) fn opened_from(sql: &Sql, address: &str, since: Timestamp) -> Result<u32> {
    sql.count(
        "SELECT count(*) AS count FROM conversation WHERE address = ? AND opened_at > ?",
        &[address.into(), since.0.into()],
    )
}

/// The messages that follow, in order, one page of them.
pub(crate) fn messages(sql: &Sql, conversation: &wire::ConversationId, after: Seq) -> Result<Vec<Message>> {
    let rows = sql.rows(
        concat!(
            "SELECT id, sender, ",
            message_columns!(""),
            " FROM message WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?"
        ),
        &[conversation.as_str().into(), after.0.into(), wire::visitor::PAGE.into()],
    )?;
    rows.iter().map(whole).collect()
}

/// The messages from one to another, the newest of them where there are more than a page.
pub(crate) fn messages_between(
    sql: &Sql,
    conversation: &wire::ConversationId,
    first: Seq,
    last: Seq,
) -> Result<Vec<Message>> {
    let rows = sql.rows(
        concat!(
            "SELECT * FROM (SELECT id, sender, ",
            message_columns!(""),
            " FROM message WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?) ORDER BY seq"
        ),
        &[conversation.as_str().into(), first.0.into(), last.0.into(), wire::visitor::PAGE.into()],
    )?;
    rows.iter().map(whole).collect()
}

/// A message from a row of its own.
fn whole(row: &Row) -> Result<Message> {
    message(row, "", MessageId::parse(row.text("id")?)?, row.text("sender")?)
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
    let (column, key, place) = match by {
        By::Id(id) => ("id", id.as_str(), WHERE_IT_IS),
        By::Visitor(visitor) => ("visitor", visitor.0.as_str(), "?1"),
    };
    let query = format!(
        "SELECT conversation.*, {earlier}
         FROM conversation LEFT JOIN message ON message.conversation = conversation.id
             AND message.sender = ?2 AND message.id = ?3
         WHERE conversation.{column} = {place}",
        earlier = message_columns!("earlier_"),
    );
    let row = sql.row(&query, &[key.into(), sender.into(), id.as_str().into()])?;
    let Some(row) = row else { return Ok(None) };
    let is_earlier = row.maybe_integer("earlier_seq")?.is_some();
    let earlier = is_earlier.then(|| message(&row, "earlier_", id.clone(), sender.to_owned())).transpose()?;
    Ok(Some((of_row(&row)?, earlier)))
}

pub(super) fn save(sql: &Sql, conversation: &Conversation, address: Option<&str>) -> Result<()> {
    let wait = conversation.wait;
    sql.run(
        "INSERT INTO conversation (id, visitor, address, opened_at, state, waiting, members, email, page,
             last, read, answered, at, excerpt, pace, team, assignee, assignee_was_online, is_answered,
             wait_since, wait_is_live, wait_is_slow, missed, left_at, targeted, seen, noticed, mailed,
             tags, blocked, name, is_named, vouched)
         VALUES (?1, ?2, ?3, ?13, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
             ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)
         ON CONFLICT (id) DO UPDATE SET visitor = ?2, state = ?4, waiting = ?5, members = ?6, email = ?7, page = ?8,
             last = ?9, read = ?10, answered = ?11, at = ?12, excerpt = ?14, pace = ?15, team = ?16,
             assignee = ?17, assignee_was_online = ?18, is_answered = ?19, wait_since = ?20,
             wait_is_live = ?21, wait_is_slow = ?22, missed = ?23, left_at = ?24, targeted = ?25,
             seen = ?26, noticed = ?27, mailed = ?28, tags = ?29,
             blocked = ?30, name = ?31, is_named = ?32, vouched = ?33",
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
            conversation.seen.0.into(),
            conversation.noticed.0.into(),
            conversation.mailed.0.into(),
            serde_json::to_string(&conversation.tags)?.as_str().into(),
            conversation.is_blocked.into(),
            conversation.name.as_ref().map(wire::Name::as_str).into(),
            conversation.is_named.into(),
            conversation.is_vouched.into(),
        ],
    )
}

/// How far an agent has read the conversations in which somebody waits.
pub(crate) fn marks(sql: &Sql, agent: &wire::AgentId) -> Result<Vec<Mark>> {
    let rows = sql.rows(
        "SELECT mark.conversation, mark.seq FROM conversation JOIN mark ON mark.conversation = conversation.id
         WHERE conversation.waiting = 1 AND mark.agent = ?",
        &[agent.as_str().into()],
    )?;
    let mark = |row: &Row| {
        let conversation = wire::ConversationId::parse(row.text("conversation")?)?;
        Ok(Mark { conversation, seq: row.seq("seq")? })
    };
    rows.iter().map(mark).collect()
}

/// How far an agent has read a conversation.
pub(crate) fn mark(sql: &Sql, agent: &wire::AgentId, conversation: &wire::ConversationId) -> Result<Seq> {
    let row = sql.row(
        "SELECT seq FROM mark WHERE agent = ? AND conversation = ?",
        &[agent.as_str().into(), conversation.as_str().into()],
    )?;
    row.map_or(Ok(Seq(0)), |row| row.seq("seq"))
}

pub(super) fn save_mark(
    sql: &Sql,
    agent: &wire::AgentId,
    conversation: &wire::ConversationId,
    seq: Seq,
) -> Result<()> {
    sql.run(
        "INSERT INTO mark (agent, conversation, seq) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)",
        &[agent.as_str().into(), conversation.as_str().into(), seq.0.into()],
    )
}

pub(super) fn save_message(sql: &Sql, conversation: &wire::ConversationId, message: &Message) -> Result<()> {
    let (sender, name) = match &message.author {
        Author::Visitor => ("", Value::Null),
        Author::Site { name } => (SITE, name.as_str().into()),
        Author::Agent { id, name } => (id.as_str(), name.as_str().into()),
    };
    let file = message.file.as_ref();
    if let Some(file) = file {
        super::forget_stray(sql, &file.key)?;
    }
    sql.run(
        "INSERT INTO message (conversation, seq, sender, id, name, body, at, file, media, size)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &[
            conversation.as_str().into(),
            message.seq.0.into(),
            sender.into(),
            message.id.as_str().into(),
            name,
            message.body.as_str().into(),
            message.at.0.into(),
            file.map(|file| file.key.as_str()).into(),
            file.map(|file| file.media.as_str()).into(),
            file.map(|file| i64::from(file.size)).into(),
        ],
    )
}
