//! Figures: facts as rows, and the rows as numbers (R). SQLite counts.

use desk::figures::{Fact, Stretch};
use wire::ConversationId;
use wire::hours::Zone;

use crate::error::{Error, Result};
use crate::sql::{Sql, Value};

pub(super) fn save(sql: &Sql, conversation: &ConversationId, fact: &Fact) -> Result<()> {
    let id = Value::Text(conversation.as_str());
    match fact {
        Fact::Asked { at, opens, is_live, group } => sql.run(
            "INSERT INTO question (conversation, at, opens, is_live, team) VALUES (?, ?, ?, ?, ?)",
            &[
                id,
                at.0.into(),
                (*opens).into(),
                (*is_live).into(),
                group.as_ref().map(wire::GroupId::as_str).into(),
            ],
        ),
        Fact::Missed { whose } => sql.run(
            "UPDATE question SET missed = 1, missed_by = ?2
             WHERE id = (SELECT max(id) FROM question WHERE conversation = ?1) AND answered IS NULL",
            &[id, whose.as_ref().map(wire::AgentId::as_str).into()],
        ),
        Fact::Answered { at, by } => sql.run(
            "UPDATE question SET answered = ?2, agent = ?3 WHERE conversation = ?1 AND answered IS NULL",
            &[id, at.0.into(), by.as_str().into()],
        ),
        Fact::Closed { at } => sql.run(
            "UPDATE question SET closed = ?2 WHERE conversation = ?1 AND closed IS NULL",
            &[id, at.0.into()],
        ),
        Fact::Rated { score } => sql.run(
            "UPDATE question SET rating = ?2
             WHERE id = (SELECT max(id) FROM question WHERE conversation = ?1 AND opens)",
            &[id, u32::from(*score).into()],
        ),
    }
}

/// [`wire::figures::Figures`] of these stretches, as JSON: SQLite writes it by itself, since a reader and a
/// writer of these types would be a fiftieth of the Worker. `tests/api/figures.rs` reads it as what it is.
///
/// `span` has the questions; `share` what each counts for: for the site (0; with a row of nothing, so that
/// there is one), for who answered it first and for whose it was when it was missed (1), for its group (2). Who
/// answers late keeps no promise, and breaks none. `spread` takes the nearest rank: a span that there was.
/// `hour` numbers hours as the zone's clock shows them.
pub(crate) fn figures(sql: &Sql, zone: &Zone, stretches: &[Stretch]) -> Result<String> {
    let mut times = String::new();
    for Stretch { from, to, east } in stretches {
        times.push(if times.is_empty() { '[' } else { ',' });
        for (sign, number) in [("[", from.0), (",", to.0), (",", *east)] {
            times.push_str(sign);
            times.push_str(&number.to_string());
        }
        times.push(']');
    }
    times.push(']');
    let values = [Value::Text(&times), Value::Text(zone.as_str())];
    let row = sql.row(include_str!("figures.sql"), &values)?;
    row.map_or_else(|| Err(Error::not_found()), |row| row.text("told"))
}
