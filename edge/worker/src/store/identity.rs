//! Whose tokens are whose, the keys that prove it, and conversations that are joined, as rows.

use desk::identity::{Binding, Person};
use desk::{Pace, VisitorId};
use wire::identity::IdentityKey;
use wire::{ConversationId, Email, KeyId, Name, PersonId, Seq, Timestamp};

use super::word;
use crate::error::Result;
use crate::row::Row;
use crate::sql::Sql;

/// For how long a token counts that no browser keeps.
const PASSING: i64 = 24 * 3_600 * 1_000;
/// How many tokens a person has that browsers keep, and how many that none does.
const TOKENS: u32 = 10;

/// One text.
fn text(sql: &Sql, query: &str) -> Result<String> {
    sql.row(query, &[])?.map_or(Ok(String::new()), |row| row.text("text"))
}

/// All keys, as `jwt.js` reads them.
pub(crate) fn identity_keys(sql: &Sql) -> Result<String> {
    text(
        sql,
        "SELECT json_group_array(json_object('kid', kid, 'algorithm', algorithm, 'secret', secret)) AS text
         FROM identity_key",
    )
}

/// All keys, as admins see them: JSON of [`IdentityKey`].
pub(crate) fn identity_key_list(sql: &Sql) -> Result<String> {
    text(
        sql,
        "SELECT json_group_array(json_object('kid', kid, 'algorithm', algorithm, 'created_at', created_at)
             ORDER BY created_at, kid) AS text FROM identity_key",
    )
}

pub(crate) fn count_identity_keys(sql: &Sql) -> Result<u32> {
    sql.count("SELECT count(*) AS count FROM identity_key", &[])
}

pub(crate) fn has_identity_key(sql: &Sql, kid: &KeyId) -> Result<bool> {
    Ok(sql.row("SELECT 1 FROM identity_key WHERE kid = ?", &[kid.as_str().into()])?.is_some())
}

pub(super) fn add_key(sql: &Sql, key: &IdentityKey, secret: &str) -> Result<()> {
    sql.run(
        "INSERT INTO identity_key (kid, algorithm, secret, created_at) VALUES (?, ?, ?, ?)",
        &[
            key.kid.as_str().into(),
            word(&key.algorithm)?.as_str().into(),
            secret.into(),
            key.created_at.0.into(),
        ],
    )
}

pub(super) fn delete_key(sql: &Sql, kid: &KeyId) -> Result<()> {
    sql.run("DELETE FROM binding WHERE kid = ?", &[kid.as_str().into()])?;
    sql.run("DELETE FROM identity_key WHERE kid = ?", &[kid.as_str().into()])
}

/// Who comes with a token: the person whose it is, else the token itself.
pub(crate) fn visitor(sql: &Sql, token: &VisitorId) -> Result<VisitorId> {
    let row = sql.row("SELECT '@' || sub AS who FROM binding WHERE token = ?", &[token.0.as_str().into()])?;
    row.map_or_else(|| Ok(token.clone()), |row| Ok(VisitorId(row.text("who")?)))
}

/// What the site said of a visitor last, if it knows the visitor.
pub(crate) fn person_behind(sql: &Sql, visitor: &VisitorId) -> Result<Option<Person>> {
    let Some(sub) = visitor.person() else { return Ok(None) };
    let row = sql.row(
        "SELECT person ->> 'name' AS name, person ->> 'email' AS email FROM binding WHERE sub = ?
         ORDER BY at DESC LIMIT 1",
        &[sub.into()],
    )?;
    let person = |row: Row| {
        Ok(Person {
            id: PersonId::parse(sub)?,
            name: row.maybe_text("name")?.map(Name::parse).transpose()?,
            email: row.maybe_text("email")?.map(Email::parse).transpose()?,
        })
    };
    row.map(person).transpose()
}

/// How fast a person's browsers may come.
pub(crate) fn pace_of(sql: &Sql, person: &PersonId) -> Result<Pace> {
    let query = "SELECT coalesce(max(pace), 0) AS pace FROM binding WHERE sub = ?";
    let row = sql.row(query, &[person.as_str().into()])?;
    row.map_or(Ok(Pace::default()), |row| Ok(Pace(row.instant("pace")?)))
}

pub(super) fn bind(sql: &Sql, binding: &Binding) -> Result<()> {
    let Binding { token, person, kid, is_kept, pace, at: Timestamp(at) } = binding;
    let sub = person.id.as_str();
    sql.run(
        "INSERT INTO binding (token, sub, person, kept, pace, at, kid)
         VALUES (?1, ?2, json_object('id', ?2, 'name', ?3, 'email', ?4), ?5, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET person = excluded.person, kept = max(kept, ?5), pace = ?6, at = ?7, kid = ?8",
        &[
            token.0.as_str().into(),
            sub.into(),
            person.name.as_ref().map(Name::as_str).into(),
            person.email.as_ref().map(Email::as_str).into(),
            (*is_kept).into(),
            pace.0.0.into(),
            (*at).into(),
            kid.as_str().into(),
        ],
    )?;
    sql.run(
        "UPDATE conversation SET person = (SELECT person FROM binding WHERE token = ?1) WHERE visitor = '@' || ?2",
        &[token.0.as_str().into(), sub.into()],
    )?;
    sql.run("DELETE FROM binding WHERE kept = 0 AND at < ?", &[(at - PASSING).into()])?;
    // The newest of each kind stay.
    sql.run(
        "DELETE FROM binding WHERE token IN (SELECT token FROM
             (SELECT token, row_number() OVER (PARTITION BY kept ORDER BY at DESC) AS place
              FROM binding WHERE sub = ?) WHERE place > ?)",
        &[sub.into(), TOKENS.into()],
    )
}

/// With how many values each names: `?1` stands behind `?2`, whose last message was `?3`.
const STEPS: &[(usize, &str)] = &[
    // Ids are unique in each of both, and nearly always in both together.
    (3, "INSERT INTO message (conversation, seq, sender, id, name, body, at, file, media, size)
         SELECT ?2, seq + ?3, sender, iif(EXISTS (SELECT 1 FROM message AS other WHERE other.conversation = ?2
             AND other.sender = message.sender AND other.id = message.id), hex(randomblob(16)), id), name, body, at, file, media, size
         FROM message WHERE conversation = ?1"),
    (1, "DELETE FROM message WHERE conversation = ?1"),
    (3, "INSERT INTO note (conversation, agent, id, after, name, body, at)
         SELECT ?2, agent, id, after + ?3, name, body, at FROM note WHERE conversation = ?1 ORDER BY at, id"),
    (1, "DELETE FROM note WHERE conversation = ?1"),
    (3, "INSERT INTO mark (agent, conversation, seq) SELECT agent, ?2, seq + ?3 FROM mark WHERE conversation = ?1
         ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)"),
    (1, "DELETE FROM mark WHERE conversation = ?1"),
    (2, "UPDATE OR REPLACE call SET conversation = ?2 WHERE conversation = ?1"),
    (3, "UPDATE mail SET conversation = ?2, first = first + ?3, last = last + ?3 WHERE conversation = ?1"),
    (3, "UPDATE received SET conversation = ?2, first = iif(last > 0, first + ?3, first), last = iif(last > 0, last + ?3, 0)
         WHERE conversation = ?1"),
    (2, "UPDATE question SET conversation = ?2 WHERE conversation = ?1"),
    // What is told later counts where both tell the same.
    (2, "INSERT INTO about (conversation, about, pace) SELECT ?2, about, pace FROM about WHERE conversation = ?1
         ON CONFLICT DO UPDATE SET about = json_patch(about, excluded.about), pace = max(pace, excluded.pace)"),
    (1, "DELETE FROM about WHERE conversation = ?1"),
    (2, "UPDATE answers SET answers = json_patch((SELECT answers FROM answers WHERE conversation = ?2), answers)
         WHERE conversation = ?1 AND EXISTS (SELECT 1 FROM answers WHERE conversation = ?2)"),
    (2, "DELETE FROM answers WHERE conversation = ?2 AND EXISTS (SELECT 1 FROM answers WHERE conversation = ?1)"),
    (2, "INSERT INTO answers (conversation, answers) SELECT ?2, answers FROM answers WHERE conversation = ?1"),
    (1, "DELETE FROM answers WHERE conversation = ?1"),
    (1, "DELETE FROM words WHERE rowid IN (SELECT id FROM said WHERE conversation = ?1)"),
    (1, "DELETE FROM said WHERE conversation = ?1"),
    (1, "DELETE FROM conversation WHERE id = ?1"),
    (2, "INSERT INTO joined (was, became) VALUES (?1, ?2)"),
];

/// Moves every row of one conversation behind those of another.
pub(super) fn join(sql: &Sql, from: &ConversationId, into: &ConversationId, last: Seq) -> Result<()> {
    let values = [from.as_str().into(), into.as_str().into(), last.0.into()];
    for (named, step) in STEPS {
        sql.run(step, &values[..*named])?;
    }
    Ok(())
}
