//! Notes, as rows.

use wire::note::{NOTES, Note};
use wire::{AgentId, Body, ConversationId, MessageId, Name};

use crate::error::Result;
use crate::row::Row;
use crate::sql::Sql;

fn of_row(row: &Row) -> Result<Note> {
    Ok(Note {
        id: MessageId::parse(row.text("id")?)?,
        after: row.seq("after")?,
        agent: AgentId::parse(row.text("agent")?)?,
        name: Name::parse(row.text("name")?)?,
        body: Body::parse(row.text("body")?)?,
        at: row.instant("at")?,
    })
}

/// The newest notes of a conversation, oldest first.
pub(crate) fn notes(sql: &Sql, conversation: &ConversationId) -> Result<Vec<Note>> {
    let rows = sql.rows(
        "SELECT * FROM (SELECT * FROM note WHERE conversation = ? ORDER BY at DESC, id DESC LIMIT ?) ORDER BY at, id",
        &[conversation.as_str().into(), NOTES.into()],
    )?;
    rows.iter().map(of_row).collect()
}

/// The note that an agent stored under this id.
pub(crate) fn note(
    sql: &Sql,
    conversation: &ConversationId,
    agent: &AgentId,
    id: &MessageId,
) -> Result<Option<Note>> {
    let row = sql.row(
        "SELECT * FROM note WHERE conversation = ? AND agent = ? AND id = ?",
        &[conversation.as_str().into(), agent.as_str().into(), id.as_str().into()],
    )?;
    row.as_ref().map(of_row).transpose()
}

pub(super) fn save(sql: &Sql, conversation: &ConversationId, note: &Note) -> Result<()> {
    sql.run(
        "INSERT INTO note (conversation, agent, id, after, name, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        &[
            conversation.as_str().into(),
            note.agent.as_str().into(),
            note.id.as_str().into(),
            note.after.0.into(),
            note.name.as_str().into(),
            note.body.as_str().into(),
            note.at.0.into(),
        ],
    )
}
