//! Agents, their history, and the keys of other systems, as rows.

use desk::{Agent, Edge, Entry, Pass, Public};
use wire::team::{Change, HISTORY, Key};
use wire::{AgentId, KeyId, Name, Timestamp};

use super::{from_word, word};
use crate::auth;
use crate::error::Result;
use crate::row::Row;
use crate::sql::{Sql, Value};

/// For how long a line of history is kept.
const KEPT: i64 = 400 * 24 * 3_600 * 1_000;

fn agent(row: &Row) -> Result<Agent> {
    let heard = row.instant("heard")?;
    let opens = row.maybe_integer("edge_opens")?.map(|opens| opens != 0);
    Ok(Agent {
        id: AgentId::parse(row.text("id")?)?,
        name: Name::parse(row.text("name")?)?,
        email: wire::Email::parse(row.text("email")?)?,
        role: from_word(&row.text("role")?)?,
        status: from_word(&row.text("status")?)?,
        cause: from_word(&row.text("cause")?)?,
        since: row.instant("since")?,
        heard,
        saved: heard,
        present: row.flag("present")?,
        active: row.instant("active")?,
        idled: row.maybe_text("idled")?.as_deref().map(from_word).transpose()?,
        habits: serde_json::from_str(&row.text("habits")?)?,
        edge: row.maybe_instant("edge_at")?.map(|at| Edge { at, opens }),
        public: Public {
            online: row.flag("seen_online")?,
            cause: from_word(&row.text("seen_cause")?)?,
            since: row.instant("seen_since")?,
        },
        turn: row.instant("turn")?,
        has_entered: row.flag("entered")?,
    })
}

pub(crate) fn agents(sql: &Sql) -> Result<Vec<Agent>> {
    sql.rows("SELECT * FROM agent WHERE removed IS NULL", &[])?.iter().map(agent).collect()
}

/// Brings the team up to a list: adds who is missing, removes nobody, brings nobody back who was removed.
/// Answers how many there are.
pub(crate) fn add_agents(
    sql: &Sql,
    agents: &[wire::http::NewAgent],
    now: Timestamp,
    is_noted: bool,
) -> Result<usize> {
    for agent in agents {
        let added = sql.row(
            "INSERT INTO agent (id, email, name, role, since, seen_since) SELECT ?1, ?2, ?3, ?4, ?5, ?5
             WHERE NOT EXISTS (SELECT 1 FROM agent WHERE former = ?2) ON CONFLICT DO NOTHING RETURNING id",
            &[
                auth::id()?.as_str().into(),
                agent.email.as_str().into(),
                agent.name.as_str().into(),
                word(&agent.role)?.as_str().into(),
                now.0.into(),
            ],
        )?;
        if added.is_some()
            && is_noted
            && let Some(deed) = desk::added_by_operator(now, agent)
        {
            super::save(sql, &deed, None)?;
        }
    }
    Ok(self::agents(sql)?.len())
}

pub(super) fn save(sql: &Sql, agent: &Agent) -> Result<()> {
    sql.run(
        "INSERT INTO agent (status, cause, since, heard, habits, edge_at, edge_opens, present, active, idled,
             seen_online, seen_cause, seen_since, turn, name, role, entered, email, id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
         ON CONFLICT (id) DO UPDATE SET status = ?1, cause = ?2, since = ?3, heard = ?4, habits = ?5, edge_at = ?6,
             edge_opens = ?7, present = ?8, active = ?9, idled = ?10, seen_online = ?11, seen_cause = ?12,
             seen_since = ?13, turn = ?14, name = ?15, role = ?16, entered = ?17",
        &[
            word(&agent.status)?.as_str().into(),
            word(&agent.cause)?.as_str().into(),
            agent.since.0.into(),
            agent.heard.0.into(),
            serde_json::to_string(&agent.habits)?.as_str().into(),
            agent.edge.map(|edge| edge.at.0).into(),
            agent.edge.and_then(|edge| edge.opens).map(i64::from).into(),
            agent.present.into(),
            agent.active.0.into(),
            agent.idled.map(|status| word(&status)).transpose()?.as_deref().into(),
            agent.public.online.into(),
            word(&agent.public.cause)?.as_str().into(),
            agent.public.since.0.into(),
            agent.turn.0.into(),
            agent.name.as_str().into(),
            word(&agent.role)?.as_str().into(),
            agent.has_entered.into(),
            agent.email.as_str().into(),
            agent.id.as_str().into(),
        ],
    )
}

/// Takes an agent off the team: no session and no link lets that one in any more. The address is free from
/// then on.
pub(super) fn remove(sql: &Sql, agent: &AgentId, at: Timestamp) -> Result<()> {
    let id = agent.as_str().into();
    for query in [
        "DELETE FROM session WHERE agent = ?",
        "DELETE FROM link WHERE agent = ?",
        "DELETE FROM mark WHERE agent = ?",
        "DELETE FROM call WHERE agent = ?",
        "DELETE FROM picture WHERE agent = ?",
    ] {
        sql.run(query, &[id])?;
    }
    // Nothing of the agent's is written any more that would sweep it.
    sql.run("DELETE FROM history WHERE at < ?", &[(at.0 - KEPT).into()])?;
    sql.run("UPDATE agent SET removed = ?, former = email, email = id WHERE id = ?", &[at.0.into(), id])
}

pub(crate) fn keep_picture(sql: &Sql, agent: &AgentId, bytes: &[u8]) -> Result<()> {
    let query = "INSERT OR REPLACE INTO picture (agent, bytes) VALUES (?, ?)";
    sql.run(query, &[agent.as_str().into(), Value::Bytes(bytes)])
}

pub(crate) fn drop_picture(sql: &Sql, agent: &AgentId) -> Result<()> {
    sql.run("DELETE FROM picture WHERE agent = ?", &[agent.as_str().into()])
}

/// What an agent looks like, if there is such an agent and that one shows it.
pub(crate) fn picture(sql: &Sql, agent: &str) -> Result<Option<Vec<u8>>> {
    let row = sql.row("SELECT bytes FROM picture WHERE agent = ?", &[agent.into()])?;
    row.map(|row| row.bytes("bytes")).transpose()
}

/// Lets an agent in by this link and no other. Who is invited is welcome, whatever was before.
pub(super) fn save_pass(sql: &Sql, agent: &AgentId, Pass { hash, until }: &Pass) -> Result<()> {
    let id = agent.as_str().into();
    sql.run("DELETE FROM link WHERE agent = ?", &[id])?;
    sql.run("UPDATE agent SET former = NULL WHERE former = (SELECT email FROM agent WHERE id = ?)", &[id])?;
    sql.run(
        "INSERT INTO link (hash, agent, expires_at) VALUES (?, ?, ?)",
        &[hash.as_str().into(), id, until.0.into()],
    )
}

pub(super) fn save_entry(sql: &Sql, Entry { agent, is_public, change }: &Entry) -> Result<()> {
    let oldest = change.at.0 - KEPT;
    sql.run(
        "DELETE FROM history WHERE agent = ? AND is_public = ? AND at < ?",
        &[agent.as_str().into(), (*is_public).into(), oldest.into()],
    )?;
    sql.run(
        "INSERT INTO history (agent, is_public, at, status, reachable, cause, by_name) VALUES (?, ?, ?, ?, ?, ?, ?)",
        &[
            agent.as_str().into(),
            (*is_public).into(),
            change.at.0.into(),
            word(&change.status)?.as_str().into(),
            change.reachable.into(),
            word(&change.cause)?.as_str().into(),
            change.by.as_ref().map(Name::as_str).into(),
        ],
    )
}

/// The history of an agent before an instant, newest first, one page of it.
pub(crate) fn history(sql: &Sql, agent: &AgentId, is_public: bool, before: Timestamp) -> Result<Vec<Change>> {
    let rows = sql.rows(
        "SELECT at, status, reachable, cause, by_name FROM history WHERE agent = ? AND is_public = ? AND at < ?
         ORDER BY at DESC, rowid DESC LIMIT ?",
        &[agent.as_str().into(), is_public.into(), before.0.into(), HISTORY.into()],
    )?;
    let change = |row: &Row| {
        Ok(Change {
            at: row.instant("at")?,
            status: from_word(&row.text("status")?)?,
            reachable: row.flag("reachable")?,
            cause: from_word(&row.text("cause")?)?,
            by: row.maybe_text("by_name")?.map(Name::parse).transpose()?,
        })
    };
    rows.iter().map(change).collect()
}

fn key(row: &Row) -> Result<Key> {
    Ok(Key {
        id: KeyId::parse(row.text("id")?)?,
        name: Name::parse(row.text("name")?)?,
        created_at: row.instant("created_at")?,
    })
}

pub(crate) fn keys(sql: &Sql) -> Result<Vec<Key>> {
    sql.rows("SELECT id, name, created_at FROM key ORDER BY created_at, id", &[])?.iter().map(key).collect()
}

/// The key with this secret.
pub(crate) fn key_of(sql: &Sql, secret: &str) -> Result<Option<Key>> {
    let query = "SELECT id, name, created_at FROM key WHERE hash = ?";
    sql.row(query, &[auth::hash(secret).as_str().into()])?.as_ref().map(key).transpose()
}

pub(super) fn add_key(sql: &Sql, key: &Key, hash: &str) -> Result<()> {
    sql.run(
        "INSERT INTO key (id, name, hash, created_at) VALUES (?, ?, ?, ?)",
        &[key.id.as_str().into(), key.name.as_str().into(), hash.into(), key.created_at.0.into()],
    )
}

pub(super) fn delete_key(sql: &Sql, id: &KeyId) -> Result<()> {
    sql.run("DELETE FROM key WHERE id = ?", &[id.as_str().into()])
}
