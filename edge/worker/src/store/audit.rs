//! What was changed, and by whom, as rows.

use wire::Timestamp;
use wire::audit::{AUDIT, Deed, What};

use super::word;
use crate::error::Result;
use crate::sql::Sql;

/// For how long a line is kept.
const KEPT: i64 = 365 * 24 * 3_600 * 1_000;
/// How many lines are kept.
const MOST: u32 = 10_000;

pub(super) fn save(sql: &Sql, deed: &Deed) -> Result<()> {
    sql.run(
        "INSERT INTO audit (at, by_name, what, of_name, was, became) VALUES (?, ?, ?, ?, ?, ?)",
        &[
            deed.at.0.into(),
            deed.by.as_str().into(),
            word(&deed.what)?.as_str().into(),
            deed.of.as_deref().into(),
            deed.from.as_deref().into(),
            deed.to.as_deref().into(),
        ],
    )?;
    sql.run(
        "DELETE FROM audit WHERE at < ? OR id <= (SELECT max(id) FROM audit) - ?",
        &[(deed.at.0 - KEPT).into(), MOST.into()],
    )
}

/// What was changed before a line of this number, newest first, one page of it: as JSON, a list of [`Deed`].
/// Nobody but whoever asks wants to read it.
pub(crate) fn deeds(sql: &Sql, before: u32) -> Result<String> {
    let row = sql.row(
        "SELECT json_group_array(json_object('id', id, 'at', at, 'by', by_name, 'what', what, 'of', of_name,
             'from', was, 'to', became)) AS list
         FROM (SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?)",
        &[before.into(), AUDIT.into()],
    )?;
    row.map_or(Ok(String::new()), |row| row.text("list"))
}

/// How many invitations were made since an instant.
pub(crate) fn invitations(sql: &Sql, since: Timestamp) -> Result<u32> {
    sql.count(
        "SELECT count(*) AS count FROM audit WHERE at > ? AND what IN (?, ?)",
        &[since.0.into(), word(&What::Invited)?.as_str().into(), word(&What::InvitedAgain)?.as_str().into()],
    )
}
