//! What is known of visitors, as rows.

use desk::{Pace, Told};
use wire::ConversationId;
use wire::about::{About, EARLIER, Earlier, Passed};

use super::from_word;
use crate::error::Result;
use crate::row::Row;
use crate::sql::Sql;

/// What the pages of a conversation's visitor told; nothing until they do.
pub(crate) fn told(sql: &Sql, conversation: &ConversationId) -> Result<Told> {
    let row = sql.row("SELECT * FROM about WHERE conversation = ?", &[conversation.as_str().into()])?;
    let Some(row) = row else { return Ok(Told::default()) };
    Ok(Told { about: serde_json::from_str(&row.text("about")?)?, pace: Pace(row.instant("pace")?) })
}

pub(super) fn save(sql: &Sql, conversation: &ConversationId, told: &Told) -> Result<()> {
    sql.run(
        "INSERT INTO about (conversation, about, pace) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET about = ?2, pace = ?3",
        &[
            conversation.as_str().into(),
            serde_json::to_string(&told.about)?.as_str().into(),
            told.pace.0.0.into(),
        ],
    )
}

/// All of it, with what the visitor answered before writing, and who the visitor is.
pub(crate) fn about(sql: &Sql, conversation: &ConversationId) -> Result<About> {
    let row = sql.row(
        "SELECT json_set(coalesce((SELECT about FROM about WHERE conversation = ?1), '{}'), '$.answers',
             json(coalesce((SELECT answers FROM answers WHERE conversation = ?1), '{}')),
             '$.person', (SELECT person ->> 'id' FROM conversation WHERE id = ?1)) AS about",
        &[conversation.as_str().into()],
    )?;
    match row {
        Some(row) => Ok(serde_json::from_str(&row.text("about")?)?),
        None => Ok(About::default()),
    }
}

/// In place of any before: the words of the search follow.
pub(super) fn save_answers(sql: &Sql, conversation: &ConversationId, answers: &Passed) -> Result<()> {
    sql.run("DELETE FROM answers WHERE conversation = ?", &[conversation.as_str().into()])?;
    sql.run(
        "INSERT INTO answers (conversation, answers) VALUES (?, ?)",
        &[conversation.as_str().into(), serde_json::to_string(answers)?.as_str().into()],
    )
}

/// The other conversations with the address of this one, in whatever case, newest first.
pub(crate) fn earlier(sql: &Sql, conversation: &ConversationId) -> Result<Vec<Earlier>> {
    let rows = sql.rows(
        "SELECT other.id, other.state, other.at, other.excerpt
         FROM conversation AS this JOIN conversation AS other
             ON other.email = this.email COLLATE NOCASE AND other.id <> this.id
         WHERE this.id = ? AND other.email IS NOT NULL ORDER BY other.at DESC LIMIT ?",
        &[conversation.as_str().into(), EARLIER.into()],
    )?;
    let earlier = |row: &Row| {
        Ok(Earlier {
            id: ConversationId::parse(row.text("id")?)?,
            state: from_word(&row.text("state")?)?,
            at: row.instant("at")?,
            excerpt: row.text("excerpt")?,
        })
    };
    rows.iter().map(earlier).collect()
}
