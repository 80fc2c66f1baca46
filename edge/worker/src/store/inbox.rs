//! The lists of a console and its search, as queries.

use desk::Conversation;
use wire::inbox::{Cursor, Filter, HITS, Hit, View, Words};
use wire::{AgentId, MessageId};

use super::conversation::{message, message_columns, of_row};
use crate::error::Result;
use crate::sql::{Sql, Value};

/// Of an agent, by id and by its JSON: between its quotes an id, or a tag, occurs in a list of them where it is
/// one of it, and nowhere else.
const OF: &str = " AND (assignee = ? OR instr(members, ?) > 0)";

/// Every open conversation that an agent is in, or has.
pub(crate) fn open_of(sql: &Sql, agent: &AgentId) -> Result<Vec<Conversation>> {
    let query = ["SELECT * FROM conversation WHERE state = 'open'", OF].concat();
    sql.rows(&query, &[agent.as_str().into(), quoted(Some(agent.as_str()))?.as_str().into()])?
        .iter()
        .map(of_row)
        .collect()
}

/// A page of a list of this agent's, newest first, from the one before on.
pub(crate) fn conversations(
    sql: &Sql,
    agent: &AgentId,
    view: View,
    filter: &Filter,
    before: Option<&Cursor>,
) -> Result<Vec<Conversation>> {
    let (at, id) = before.map_or((i64::MAX >> 11, ""), |before| (before.at.0, before.id.as_str()));
    let mut query = String::from("SELECT * FROM conversation WHERE (at, id) < (?, ?)");
    let mut values: Vec<Value<'_>> = vec![at.into(), id.into()];
    query.push_str(match view {
        View::Unassigned => " AND state = 'open' AND members = '[]'",
        View::Mine => " AND state = 'open'",
        View::All => "",
        View::Missed => " AND missed IS NOT NULL",
        View::Closed => " AND state = 'closed'",
    });
    let (me, other) = (quoted(Some(agent.as_str()))?, quoted(filter.agent.as_ref().map(AgentId::as_str))?);
    if view == View::Mine {
        query.push_str(OF);
        values.extend([Value::Text(agent.as_str()), Value::Text(&me)]);
    }
    if let Some(of) = &filter.agent {
        query.push_str(OF);
        values.extend([Value::Text(of.as_str()), Value::Text(&other)]);
    }
    if let Some(group) = &filter.group {
        query.push_str(" AND team = ?");
        values.push(group.as_str().into());
    }
    let tag = quoted(filter.tag.as_ref().map(wire::inbox::Tag::as_str))?;
    if filter.tag.is_some() {
        query.push_str(" AND instr(tags, ?) > 0");
        values.push(tag.as_str().into());
    }
    query.push_str(" ORDER BY at DESC, id DESC LIMIT ?");
    values.push(wire::agent::PAGE.into());
    sql.rows(&query, &values)?.iter().map(of_row).collect()
}

fn quoted(text: Option<&str>) -> Result<String> {
    Ok(serde_json::to_string(text.unwrap_or_default())?)
}

/// The conversations in which all these words stand in one message or in the visitor's address, each with its
/// latest match; the last word may be the beginning of one.
pub(crate) fn search(sql: &Sql, words: &Words) -> Result<Vec<Hit>> {
    let Some(query) = fts(words) else { return Ok(Vec::new()) };
    index(sql)?;
    let rows = sql.rows(
        concat!(
            "SELECT conversation.*, message.sender AS hit_sender, message.id AS hit_id, ",
            message_columns!("hit_"),
            "
         FROM (SELECT said.conversation, max(said.id) AS latest FROM words JOIN said ON said.id = words.rowid
             WHERE words MATCH ? GROUP BY said.conversation ORDER BY latest DESC LIMIT ?) AS found
         JOIN said ON said.id = found.latest
         JOIN conversation ON conversation.id = said.conversation
         LEFT JOIN message ON message.conversation = said.conversation AND message.seq = said.seq
         ORDER BY found.latest DESC"
        ),
        &[query.as_str().into(), HITS.into()],
    )?;
    let hit = |row: &crate::row::Row| {
        let message = match row.maybe_text("hit_id")? {
            Some(id) => Some(message(row, "hit_", MessageId::parse(id)?, row.text("hit_sender")?)?),
            None => None,
        };
        Ok(Hit { row: of_row(row)?.row(), message })
    };
    rows.iter().map(hit).collect()
}

/// Brings the messages that were written since the last search among the words.
fn index(sql: &Sql) -> Result<()> {
    const UNINDEXED: &str = "SELECT 1 FROM conversation WHERE last > indexed LIMIT 1";
    if sql.row(UNINDEXED, &[])?.is_none() {
        return Ok(());
    }
    sql.transaction(|| {
        for step in [
            "INSERT INTO said (conversation, seq) SELECT message.conversation, message.seq
             FROM conversation JOIN message ON message.conversation = conversation.id AND message.seq > indexed
             WHERE last > indexed ORDER BY message.at, message.conversation, message.seq",
            "INSERT INTO words (rowid, text) SELECT said.id, message.body
             FROM conversation JOIN said ON said.conversation = conversation.id AND said.seq > indexed
             JOIN message ON message.conversation = said.conversation AND message.seq = said.seq
             WHERE last > indexed",
            "UPDATE conversation SET indexed = last WHERE last > indexed",
        ] {
            sql.run(step, &[])?;
        }
        Ok(())
    })
}

/// As FTS5 wants it: each word between quotes, so that none of them is an operator, and the last one as a
/// prefix. <https://sqlite.org/fts5.html#full_text_query_syntax>
fn fts(words: &Words) -> Option<String> {
    let mut query = String::new();
    for word in words.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !query.is_empty() {
            query.push(' ');
        }
        query.push('"');
        query.push_str(word);
        query.push('"');
    }
    if query.is_empty() {
        return None;
    }
    query.push('*');
    Some(query)
}
