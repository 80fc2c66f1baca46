//! Invitations that were not answered yet, as rows.

use desk::{INVITATION, Invitation};
use wire::{AgentId, Body, Name, TargetedId, Timestamp};

use crate::error::Result;
use crate::sql::Sql;

/// The oldest that can still be answered.
fn since(now: Timestamp) -> Timestamp {
    Timestamp(now.0 - i64::try_from(INVITATION.as_millis()).unwrap_or(0))
}

/// The one of this name, while it can be answered.
pub(crate) fn invitation(sql: &Sql, id: &TargetedId, now: Timestamp) -> Result<Option<Invitation>> {
    let query = "SELECT * FROM invitation WHERE id = ? AND at > ?";
    let Some(row) = sql.row(query, &[id.as_str().into(), since(now).0.into()])? else { return Ok(None) };
    Ok(Some(Invitation {
        id: TargetedId::parse(row.text("id")?)?,
        agent: AgentId::parse(row.text("agent")?)?,
        name: Name::parse(row.text("name")?)?,
        body: Body::parse(row.text("body")?)?,
        at: row.instant("at")?,
    }))
}

/// How many there are. Old ones are swept by the way.
pub(crate) fn open_invitations(sql: &Sql, now: Timestamp) -> Result<u32> {
    sql.run("DELETE FROM invitation WHERE at <= ?", &[since(now).0.into()])?;
    sql.count("SELECT count(*) AS count FROM invitation", &[])
}

pub(super) fn save(sql: &Sql, one: &Invitation) -> Result<()> {
    sql.run(
        "INSERT INTO invitation (id, agent, name, body, at) VALUES (?, ?, ?, ?, ?)",
        &[
            one.id.as_str().into(),
            one.agent.as_str().into(),
            one.name.as_str().into(),
            one.body.as_str().into(),
            one.at.0.into(),
        ],
    )
}

pub(super) fn drop(sql: &Sql, id: &TargetedId) -> Result<()> {
    sql.run("DELETE FROM invitation WHERE id = ?", &[id.as_str().into()])
}
