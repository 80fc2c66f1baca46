//! Devices that are to be woken, and what they tell then, as rows.

use desk::push::MOST_DEVICES;
use wire::agent::Call;
use wire::push::{CALLS, Called, Endpoint, Kind, PushPost};
use wire::{AgentId, ConversationId, Timestamp};

use super::conversation::of_row;
use super::{from_word, word};
use crate::error::Result;
use crate::row::Row;
use crate::session::SignedIn;
use crate::sql::Sql;

/// How long a call is told, in milliseconds.
const FRESH: i64 = 3_600_000;

/// The devices of an agent whose sessions last, that are to be woken for this.
pub(crate) fn devices(sql: &Sql, agent: &AgentId, kind: Kind, now: Timestamp) -> Result<Vec<Endpoint>> {
    let rows = sql.rows(
        "SELECT push.endpoint FROM push JOIN session ON session.hash = push.session
         WHERE push.agent = ? AND session.expires_at > ? AND instr(push.kinds, ?) > 0",
        // Between its quotes it stands in the list where it is one of it, and nowhere else.
        &[agent.as_str().into(), now.0.into(), serde_json::to_string(&kind)?.as_str().into()],
    )?;
    rows.iter().map(|row| Ok(Endpoint::parse(row.text("endpoint")?)?)).collect()
}

/// Whether the device of a session is one of them.
pub(crate) fn is_device(sql: &Sql, session: &str) -> Result<bool> {
    Ok(sql.row("SELECT 1 FROM push WHERE session = ?", &[session.into()])?.is_some())
}

/// Puts the device of a session in. Of one agent's the latest are kept; whoever had this device before, has it
/// no more.
pub(crate) fn put_device(sql: &Sql, who: &SignedIn, post: &PushPost, now: Timestamp) -> Result<()> {
    let (session, agent) = (who.hash.as_str().into(), who.agent.as_str().into());
    let endpoint = post.endpoint.as_str().into();
    let kinds = serde_json::to_string(&post.kinds)?;
    sql.transaction(|| {
        sql.run("DELETE FROM push WHERE endpoint = ?1 OR session = ?2", &[endpoint, session])?;
        sql.run(
            "INSERT INTO push (session, agent, endpoint, kinds, at) VALUES (?, ?, ?, ?, ?)",
            &[session, agent, endpoint, kinds.as_str().into(), now.0.into()],
        )?;
        sql.run(
            "DELETE FROM push WHERE agent = ?1 AND session NOT IN
                 (SELECT session FROM push WHERE agent = ?1 ORDER BY at DESC, session LIMIT ?2)",
            &[agent, MOST_DEVICES.into()],
        )
    })
}

/// Takes the device of a session out.
pub(crate) fn drop_device(sql: &Sql, session: &str) -> Result<()> {
    sql.run("DELETE FROM push WHERE session = ?", &[session.into()])
}

/// The same for one that its push service does not know any more.
pub(crate) fn drop_endpoint(sql: &Sql, endpoint: &Endpoint) -> Result<()> {
    sql.run("DELETE FROM push WHERE endpoint = ?", &[endpoint.as_str().into()])
}

/// Keeps a call for those devices, if there is one.
pub(super) fn save_call(
    sql: &Sql,
    agent: &AgentId,
    conversation: &ConversationId,
    why: Call,
    at: Timestamp,
) -> Result<()> {
    sql.run("DELETE FROM call WHERE agent = ? AND at < ?", &[agent.as_str().into(), (at.0 - FRESH).into()])?;
    sql.run(
        "INSERT INTO call (agent, conversation, why, at) SELECT ?1, ?2, ?3, ?4
         WHERE EXISTS (SELECT 1 FROM push WHERE agent = ?1)
         ON CONFLICT (agent, conversation) DO UPDATE SET why = ?3, at = ?4",
        &[agent.as_str().into(), conversation.as_str().into(), word(&why)?.as_str().into(), at.0.into()],
    )
}

/// What an agent is to be told of since an instant, and has not read, oldest first. What was answered meanwhile
/// tells nothing.
pub(crate) fn calls(sql: &Sql, agent: &AgentId, after: Timestamp, now: Timestamp) -> Result<Vec<Called>> {
    let rows = sql.rows(
        "SELECT * FROM (
             SELECT conversation.*, call.why, call.at AS called_at FROM call
             JOIN conversation ON conversation.id = call.conversation
             LEFT JOIN mark ON mark.agent = call.agent AND mark.conversation = call.conversation
             WHERE call.agent = ? AND call.at > ? AND conversation.state = 'open'
                 AND coalesce(mark.seq, 0) < conversation.last
                 AND (conversation.waiting = 1 OR call.why IN ('assigned', 'added'))
             ORDER BY called_at DESC LIMIT ?
         ) ORDER BY called_at",
        &[agent.as_str().into(), after.0.max(now.0 - FRESH).into(), CALLS.into()],
    )?;
    let call = |row: &Row| {
        let (why, at) = (from_word(&row.text("why")?)?, row.instant("called_at")?);
        Ok(Called { why, at, row: of_row(row)?.row() })
    };
    rows.iter().map(call).collect()
}
