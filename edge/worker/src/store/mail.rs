//! Mails both ways, as rows.

use desk::mail::Mail;
use wire::mail::{Blocked, Incoming, Outgoing};
use wire::{AgentId, ConversationId, Email, MailId, ReceivedId, Timestamp};

use super::{from_word, word};
use crate::error::Result;
use crate::row::Row;
use crate::sql::{Sql, Value};

/// The most mails of a conversation, or that were set aside, in one answer: the newest.
const MOST: u32 = 200;
/// The most bytes in one part of an original; the platform's limit is 2 MB.
const PART: usize = 1_000_000;
const DAY: i64 = 24 * 3_600 * 1_000;

fn of_row(row: &Row) -> Result<Mail> {
    Ok(Mail {
        id: MailId(row.count("id")?),
        conversation: row.maybe_text("conversation")?.map(ConversationId::parse).transpose()?,
        to: row.maybe_text("agent")?.map(AgentId::parse).transpose()?,
        purpose: from_word(&row.text("purpose")?)?,
        first: row.seq("first")?,
        last: row.seq("last")?,
        stage: from_word(&row.text("stage")?)?,
        due: row.instant("due")?,
        began: row.instant("began")?,
        tried: row.maybe_instant("tried")?,
        attempts: row.count("attempts")?,
        address: row.maybe_text("address")?,
        problem: row.maybe_text("problem")?,
    })
}

/// The mails that are owed, and the number of the newest mail.
pub(super) fn owed(sql: &Sql) -> Result<(Vec<Mail>, MailId)> {
    let rows = sql.rows("SELECT * FROM mail WHERE stage IN ('waiting', 'sending') ORDER BY id", &[])?;
    let last = sql.row("SELECT coalesce(max(id), 0) AS last FROM mail", &[])?;
    Ok((
        rows.iter().map(of_row).collect::<Result<_>>()?,
        MailId(last.map_or(Ok(0), |row| row.count("last"))?),
    ))
}

pub(super) fn save(sql: &Sql, mail: &Mail) -> Result<()> {
    sql.run(
        "INSERT INTO mail (id, conversation, agent, purpose, first, last, stage, due, began, tried, attempts,
             address, problem)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (id) DO UPDATE SET first = ?5, last = ?6, stage = ?7, due = ?8, tried = ?10,
             attempts = ?11, address = ?12, problem = ?13",
        &[
            mail.id.0.into(),
            mail.conversation.as_ref().map(ConversationId::as_str).into(),
            mail.to.as_ref().map(AgentId::as_str).into(),
            word(&mail.purpose)?.as_str().into(),
            mail.first.0.into(),
            mail.last.0.into(),
            word(&mail.stage)?.as_str().into(),
            mail.due.0.into(),
            mail.began.0.into(),
            mail.tried.map(|at| at.0).into(),
            mail.attempts.into(),
            mail.address.as_deref().into(),
            mail.problem.as_deref().into(),
        ],
    )
}

/// The mails that went out or will about a conversation, oldest first.
pub(crate) fn outgoing(sql: &Sql, conversation: &ConversationId) -> Result<Vec<Outgoing>> {
    let rows = sql.rows(
        "SELECT * FROM (SELECT * FROM mail WHERE conversation = ? ORDER BY id DESC LIMIT ?) ORDER BY id",
        &[conversation.as_str().into(), MOST.into()],
    )?;
    rows.iter().map(|row| Ok(of_row(row)?.outgoing())).collect()
}

/// How many transcripts of a conversation were owed to its visitor within a day (B6).
pub(crate) fn transcripts(sql: &Sql, conversation: &ConversationId, now: Timestamp) -> Result<u32> {
    sql.count(
        "SELECT count(*) AS count FROM mail
         WHERE conversation = ? AND agent IS NULL AND purpose = 'transcript' AND began > ?",
        &[conversation.as_str().into(), (now.0 - DAY).into()],
    )
}

/// The last test of mail.
pub(crate) fn last_test(sql: &Sql) -> Result<Option<Outgoing>> {
    let row = sql.row("SELECT * FROM mail WHERE conversation IS NULL ORDER BY id DESC LIMIT 1", &[])?;
    row.map(|row| Ok(of_row(&row)?.outgoing())).transpose()
}

/// How many mails wait, and how many of the last seven days will not be sent.
pub(crate) fn mail_counts(sql: &Sql, now: Timestamp) -> Result<(u32, u32)> {
    let row = sql.row(
        "SELECT count(*) FILTER (WHERE stage IN ('waiting', 'sending')) AS waiting,
             count(*) FILTER (WHERE stage = 'failed' AND due > ?) AS failed FROM mail",
        &[(now.0 - 7 * DAY).into()],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.count("waiting")?, row.count("failed")?)))
}

/// How many mails were handed over to an address within a day, and when the first of them was (M9).
pub(crate) fn mails_to(sql: &Sql, address: &str, now: Timestamp) -> Result<(u32, Option<Timestamp>)> {
    let row = sql.row(
        "SELECT count(*) AS count, min(tried) AS since FROM mail
         WHERE address = ? AND tried > ? AND stage <> 'failed'",
        &[address.into(), (now.0 - DAY).into()],
    )?;
    row.map_or(Ok((0, None)), |row| Ok((row.count("count")?, row.maybe_instant("since")?)))
}

/// The number of a person in a conversation, made where there is none: an agent, or the visitor.
pub(crate) fn person(sql: &Sql, conversation: &ConversationId, agent: Option<&AgentId>) -> Result<u32> {
    let key = [conversation.as_str().into(), agent.map_or("", AgentId::as_str).into()];
    sql.run("INSERT INTO person (conversation, agent) VALUES (?, ?) ON CONFLICT DO NOTHING", &key)?;
    let row = sql.row("SELECT number FROM person WHERE conversation = ? AND agent = ?", &key)?;
    row.map_or(Ok(0), |row| row.count("number"))
}

/// The conversation of a person, and the agent unless it is the visitor.
pub(crate) fn person_of(sql: &Sql, number: u32) -> Result<Option<(ConversationId, Option<AgentId>)>> {
    let row = sql.row("SELECT conversation, agent FROM person WHERE number = ?", &[number.into()])?;
    let Some(row) = row else { return Ok(None) };
    let agent = row.text("agent")?;
    let agent = if agent.is_empty() { None } else { Some(AgentId::parse(agent)?) };
    Ok(Some((ConversationId::parse(row.text("conversation")?)?, agent)))
}

/// Where mail to a person went last.
pub(crate) fn last_address(
    sql: &Sql,
    conversation: &ConversationId,
    agent: Option<&AgentId>,
) -> Result<Option<Email>> {
    let row = sql.row(
        "SELECT address FROM mail WHERE conversation = ? AND agent IS ? AND address IS NOT NULL
         ORDER BY tried DESC LIMIT 1",
        &[conversation.as_str().into(), agent.map(AgentId::as_str).into()],
    )?;
    row.map(|row| Ok(Email::parse(row.text("address")?)?)).transpose()
}

/// Why an address, in whatever case, gets no more mail.
pub(crate) fn block(sql: &Sql, address: &str) -> Result<Option<String>> {
    let address = address.to_ascii_lowercase();
    let row = sql.row("SELECT why FROM block WHERE address = ?", &[address.as_str().into()])?;
    row.map(|row| row.text("why")).transpose()
}

/// The addresses that get no more mail, the latest first.
pub(crate) fn blocks(sql: &Sql) -> Result<Vec<Blocked>> {
    let rows = sql.rows("SELECT * FROM block ORDER BY at DESC, address LIMIT 100", &[])?;
    rows.iter().map(blocked_of).collect()
}

/// The same of one address.
pub(crate) fn blocked(sql: &Sql, address: &Email) -> Result<Option<Blocked>> {
    let row = sql.row("SELECT * FROM block WHERE address = ?", &[address.as_str().into()])?;
    row.as_ref().map(blocked_of).transpose()
}

fn blocked_of(row: &Row) -> Result<Blocked> {
    Ok(Blocked {
        address: Email::parse(row.text("address")?)?,
        why: row.text("why")?,
        at: row.instant("at")?,
        stopped: row.flag("stopped")?,
    })
}

/// What its owner said is not overruled by a bounce.
pub(super) fn save_block(sql: &Sql, blocked: &Blocked) -> Result<()> {
    let Blocked { address, why, at, stopped } = blocked;
    sql.run(
        "INSERT INTO block (address, why, at, stopped) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET why = ?2, at = ?3, stopped = ?4 WHERE stopped <= ?4",
        &[address.as_str().into(), why.as_str().into(), at.0.into(), (*stopped).into()],
    )
}

pub(super) fn drop_block(sql: &Sql, address: &Email) -> Result<()> {
    sql.run("DELETE FROM block WHERE address = ?", &[address.as_str().into()])
}

fn incoming_of(row: &Row) -> Result<Incoming> {
    Ok(Incoming {
        id: ReceivedId::parse(row.text("id")?)?,
        at: row.instant("at")?,
        from: row.text("sender")?,
        subject: row.text("subject")?,
        judgement: from_word(&row.text("judgement")?)?,
        conversation: row.maybe_text("conversation")?.map(ConversationId::parse).transpose()?,
        agent: row.maybe_text("agent")?.map(AgentId::parse).transpose()?,
        first: row.seq("first")?,
        last: row.seq("last")?,
        attachments: serde_json::from_str(&row.text("attachments")?)?,
    })
}

const INCOMING: &str =
    "SELECT id, at, sender, subject, judgement, conversation, agent, first, last, attachments FROM received";

/// A mail that came in, if it did.
pub(crate) fn received(sql: &Sql, id: &ReceivedId) -> Result<Option<Incoming>> {
    let row = sql.row(&format!("{INCOMING} WHERE id = ?"), &[id.as_str().into()])?;
    row.as_ref().map(incoming_of).transpose()
}

/// Its whole text, and what of it is new.
pub(crate) fn received_text(sql: &Sql, id: &ReceivedId) -> Result<(String, String)> {
    let row = sql.row("SELECT text, said FROM received WHERE id = ?", &[id.as_str().into()])?;
    row.map_or(Ok(Default::default()), |row| Ok((row.text("text")?, row.text("said")?)))
}

/// All its bytes.
pub(crate) fn original(sql: &Sql, id: &ReceivedId) -> Result<Vec<u8>> {
    let rows =
        sql.rows("SELECT bytes FROM original WHERE received = ? ORDER BY part", &[id.as_str().into()])?;
    let mut bytes = Vec::new();
    for row in &rows {
        bytes.extend(row.bytes("bytes")?);
    }
    Ok(bytes)
}

/// The mails that came in to a conversation, oldest first.
pub(crate) fn incoming(sql: &Sql, conversation: &ConversationId) -> Result<Vec<Incoming>> {
    let query =
        format!("SELECT * FROM ({INCOMING} WHERE conversation = ? ORDER BY at DESC LIMIT ?) ORDER BY at, id");
    let rows = sql.rows(&query, &[conversation.as_str().into(), MOST.into()])?;
    rows.iter().map(incoming_of).collect()
}

/// The first term is that of the index, to the letter.
const ASIDE: &str = "judgement NOT IN ('taken', 'discarded') AND judgement <> 'blocked'";

/// The mails that were set aside and that nobody has looked at yet, newest first.
pub(crate) fn set_aside(sql: &Sql) -> Result<Vec<Incoming>> {
    let query = format!("{INCOMING} WHERE {ASIDE} ORDER BY at DESC LIMIT ?");
    sql.rows(&query, &[MOST.into()])?.iter().map(incoming_of).collect()
}

/// How many those are.
pub(crate) fn count_aside(sql: &Sql) -> Result<u32> {
    let query = format!("SELECT count(*) AS count FROM received WHERE {ASIDE}");
    sql.count(&query, &[])
}

pub(super) fn save_received(
    sql: &Sql,
    mail: &Incoming,
    text: &str,
    said: &str,
    original: &[u8],
) -> Result<()> {
    sql.run(
        "INSERT INTO received (id, at, sender, subject, judgement, conversation, agent, first, last,
             attachments, text, said) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &[
            mail.id.as_str().into(),
            mail.at.0.into(),
            mail.from.as_str().into(),
            mail.subject.as_str().into(),
            word(&mail.judgement)?.as_str().into(),
            mail.conversation.as_ref().map(ConversationId::as_str).into(),
            mail.agent.as_ref().map(AgentId::as_str).into(),
            mail.first.0.into(),
            mail.last.0.into(),
            serde_json::to_string(&mail.attachments)?.as_str().into(),
            text.into(),
            said.into(),
        ],
    )?;
    for (part, bytes) in (0_u32..).zip(original.chunks(PART)) {
        sql.run(
            "INSERT INTO original (received, part, bytes) VALUES (?, ?, ?)",
            &[mail.id.as_str().into(), part.into(), Value::Bytes(bytes)],
        )?;
    }
    Ok(())
}

pub(super) fn save_judged(sql: &Sql, mail: &Incoming) -> Result<()> {
    sql.run(
        "UPDATE received SET judgement = ?, first = ?, last = ? WHERE id = ?",
        &[
            word(&mail.judgement)?.as_str().into(),
            mail.first.0.into(),
            mail.last.0.into(),
            mail.id.as_str().into(),
        ],
    )
}
