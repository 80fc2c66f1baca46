//! Agents, their history, and the keys of other systems, as rows.

use desk::{Agent, Edge, Entry, Public};
use wire::team::{Change, HISTORY, Key};
use wire::{AgentId, KeyId, Name, Timestamp};

use super::{from_word, word};
use crate::auth;
use crate::error::Result;
use crate::row::Row;
use crate::sql::Sql;

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
    })
}

pub(crate) fn agents(sql: &Sql) -> Result<Vec<Agent>> {
    sql.rows("SELECT * FROM agent", &[])?.iter().map(agent).collect()
}

/// Brings the team up to a list: adds who is missing, removes nobody. Answers how many there are.
pub(crate) fn add_agents(sql: &Sql, agents: &[wire::http::NewAgent], now: Timestamp) -> Result<usize> {
    for agent in agents {
        sql.run(
            "INSERT INTO agent (id, email, name, role, since, seen_since) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
             ON CONFLICT DO NOTHING",
            &[
                auth::id()?.as_str().into(),
                agent.email.as_str().into(),
                agent.name.as_str().into(),
                word(&agent.role)?.as_str().into(),
                now.0.into(),
            ],
        )?;
    }
    Ok(self::agents(sql)?.len())
}

pub(super) fn save(sql: &Sql, agent: &Agent) -> Result<()> {
    sql.run(
        "UPDATE agent SET status = ?, cause = ?, since = ?, heard = ?, habits = ?, edge_at = ?, edge_opens = ?,
             present = ?, active = ?, idled = ?, seen_online = ?, seen_cause = ?, seen_since = ?, turn = ?
         WHERE id = ?",
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
            agent.id.as_str().into(),
        ],
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

pub(crate) fn add_key(sql: &Sql, key: &Key, secret: &str) -> Result<()> {
    sql.run(
        "INSERT INTO key (id, name, hash, created_at) VALUES (?, ?, ?, ?)",
        &[
            key.id.as_str().into(),
            key.name.as_str().into(),
            auth::hash(secret).as_str().into(),
            key.created_at.0.into(),
        ],
    )
}

pub(crate) fn delete_key(sql: &Sql, id: &KeyId) -> Result<()> {
    sql.run("DELETE FROM key WHERE id = ?", &[id.as_str().into()])
}
