//! Files that are no message's, and what visitors sent of files.

use desk::file::{Sent, WINDOW};
use wire::{ConversationId, FileKey, Timestamp};

use crate::error::Result;
use crate::sql::Sql;

/// Files that are dropped in one go: as many as R2 takes at once.
const AT_ONCE: u32 = 1_000;

/// Notes that a file is to be dropped at an instant, unless it has become a message's by then.
pub(crate) fn put_stray(sql: &Sql, key: &FileKey, due: Timestamp) -> Result<()> {
    sql.run("INSERT INTO stray_file (key, due) VALUES (?, ?)", &[key.as_str().into(), due.0.into()])
}

/// Drops it at another instant, if it is still to be dropped.
pub(crate) fn move_stray(sql: &Sql, key: &FileKey, due: Timestamp) -> Result<()> {
    sql.run("UPDATE stray_file SET due = ? WHERE key = ?", &[due.0.into(), key.as_str().into()])
}

/// A message has it from now on, or it is dropped.
pub(crate) fn forget_stray(sql: &Sql, key: &FileKey) -> Result<()> {
    sql.run("DELETE FROM stray_file WHERE key = ?", &[key.as_str().into()])
}

/// Those to be dropped by now.
pub(crate) fn strays(sql: &Sql, now: Timestamp) -> Result<Vec<FileKey>> {
    let rows = sql.rows(
        "SELECT key FROM stray_file WHERE due <= ? ORDER BY due LIMIT ?",
        &[now.0.into(), AT_ONCE.into()],
    )?;
    rows.iter().map(|row| Ok(FileKey::parse(row.text("key")?)?)).collect()
}

/// When the next one is to be dropped.
pub(crate) fn next_stray(sql: &Sql) -> Result<Option<Timestamp>> {
    match sql.row("SELECT due FROM stray_file ORDER BY due LIMIT 1", &[])? {
        Some(row) => Ok(Some(row.instant("due")?)),
        None => Ok(None),
    }
}

/// What visitors sent of late (U3).
pub(crate) fn sent(sql: &Sql, conversation: &ConversationId, now: Timestamp) -> Result<Sent> {
    let since = now.0 - i64::try_from(WINDOW.as_millis()).unwrap_or(0);
    let row = sql.row(
        "SELECT count(*) FILTER (WHERE conversation = ?1) AS here, coalesce(sum(size), 0) AS bytes
         FROM message WHERE at > ?2 AND file IS NOT NULL AND sender = ''",
        &[conversation.as_str().into(), since.into()],
    )?;
    let Some(row) = row else { return Ok(Sent::default()) };
    let bytes = u64::try_from(row.maybe_integer("bytes")?.unwrap_or(0)).unwrap_or(u64::MAX);
    Ok(Sent { here: row.count("here")?, bytes })
}
