//! The site's rows: read into what `desk` decides upon, written from what it decided.

mod about;
mod audit;
mod conversation;
mod erase;
mod figures;
mod file;
mod identity;
mod inbox;
mod invitation;
mod mail;
mod note;
mod push;
mod team;

use std::rc::Rc;

use desk::{Desk, Save};
use serde::de::DeserializeOwned;
use wire::Timestamp;
use wire::settings::Settings;

use crate::error::Result;
use crate::sql::Sql;
use crate::zone::Intl;

pub(crate) use about::{about, earlier, told};
pub(crate) use audit::{deeds, invitations};
pub(crate) use conversation::{
    By, conversation, conversation_and_earlier, conversation_of, mark, marks, maybe_conversation, messages,
    messages_between, opened_from,
};
pub(crate) use figures::figures;
pub(crate) use file::{forget_stray, move_stray, next_stray, put_stray, sent, strays};
pub(crate) use identity::{
    count_identity_keys, has_identity_key, identity_key_list, identity_keys, pace_of, person_behind, visitor,
};
pub(crate) use inbox::{conversations, open_of, search};
pub(crate) use invitation::{invitation, open_invitations};
pub(crate) use mail::{
    block, blocked, blocks, count_aside, incoming, last_address, last_test, mail_counts, mails_to, original,
    outgoing, person, person_of, received, received_text, set_aside, transcripts,
};
pub(crate) use note::{note, notes};
pub(crate) use push::{calls, devices, drop_device, drop_endpoint, is_device, put_device};
pub(crate) use team::{add_agents, drop_picture, history, keep_picture, key_of, keys, picture};

/// Those of `schema/`, by `build.rs`: in order, never changed once released; a later step adds.
pub(crate) const MIGRATIONS: &[&str] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

// JSON is read from text and written to text only, here and elsewhere: every other way in or out is another
// copy of the code for each type.

/// A word of one of our enums, as it stands in JSON and in a TEXT column.
fn word<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value)?.trim_matches('"').to_owned())
}

fn from_word<T: DeserializeOwned>(word: &str) -> Result<T> {
    Ok(serde_json::from_str(&format!("\"{word}\""))?)
}

/// The site's one row.
pub(crate) struct SiteRow {
    pub(crate) id: String,
    pub(crate) salt: String,
    pub(crate) settings: Settings,
    pub(crate) number: Option<u32>,
    pub(crate) ours: String,
}

/// The site, if it was created.
pub(crate) fn site(sql: &Sql) -> Result<Option<SiteRow>> {
    let row = sql.row("SELECT * FROM site", &[])?;
    let Some(row) = row else { return Ok(None) };
    let settings = row.text("settings")?;
    let settings = if settings.is_empty() {
        // As the operator created it.
        let name = wire::Name::parse(row.text("name")?)?;
        let origins = serde_json::from_str(&row.text("origins")?)?;
        Settings::new(name, from_word(&row.text("when_nobody")?)?, origins)
    } else {
        serde_json::from_str(&settings)?
    };
    let number = row.maybe_integer("number")?.and_then(|number| u32::try_from(number).ok());
    let (id, salt, ours) = (row.text("id")?, row.text("salt")?, row.text("ours")?);
    Ok(Some(SiteRow { id, salt, settings, number, ours }))
}

/// Writes the site's one row.
pub(crate) fn create_site(sql: &Sql, id: &wire::SiteId, salt: &str, put: &wire::http::SitePut) -> Result<()> {
    sql.run(
        "INSERT INTO site (id, salt, name, when_nobody, origins) VALUES (?, ?, ?, ?, ?)",
        &[
            id.as_str().into(),
            salt.into(),
            put.name.as_str().into(),
            word(&put.when_nobody)?.as_str().into(),
            serde_json::to_string(&put.origins)?.as_str().into(),
        ],
    )
}

fn save_settings(sql: &Sql, settings: &Settings) -> Result<()> {
    sql.run("UPDATE site SET settings = ?", &[serde_json::to_string(settings)?.as_str().into()])
}

/// The desk as it is stored.
pub(crate) fn desk(sql: &Sql, settings: Settings, now: Timestamp) -> Result<Desk> {
    let (owed, last) = mail::owed(sql)?;
    let desk = Desk::new(now, settings, team::agents(sql)?, conversation::cases(sql)?, Rc::new(Intl));
    Ok(desk.with_mails(owed, last))
}

/// Writes one thing. `address` is where a new conversation was opened from.
pub(crate) fn save(sql: &Sql, save: &Save, address: Option<&str>) -> Result<()> {
    match save {
        Save::Agent(agent) => team::save(sql, agent),
        Save::Removed { agent, at } => team::remove(sql, agent, *at),
        Save::Pass { agent, pass } => team::save_pass(sql, agent, pass),
        Save::Key { key, hash } => team::add_key(sql, key, hash),
        Save::NoKey(id) => team::delete_key(sql, id),
        Save::IdentityKey { key, secret } => identity::add_key(sql, key, secret),
        Save::NoIdentityKey(kid) => identity::delete_key(sql, kid),
        Save::Bound(binding) => identity::bind(sql, binding),
        Save::Joined { from, into, last } => identity::join(sql, from, into, *last),
        Save::Deed(deed) => audit::save(sql, deed),
        Save::Entry(entry) => team::save_entry(sql, entry),
        Save::Settings(settings) => save_settings(sql, settings),
        Save::Conversation(conversation) => conversation::save(sql, conversation, address),
        Save::Erased(id) => erase::erase(sql, id),
        Save::Mark { agent, conversation, seq } => conversation::save_mark(sql, agent, conversation, *seq),
        Save::Message { conversation, message } => conversation::save_message(sql, conversation, message),
        Save::Fact { conversation, fact } => figures::save(sql, conversation, fact),
        Save::Note { conversation, note } => note::save(sql, conversation, note),
        Save::Call { agent, conversation, why, at } => push::save_call(sql, agent, conversation, *why, *at),
        Save::Told { conversation, told } => about::save(sql, conversation, told),
        Save::Answers { conversation, answers } => about::save_answers(sql, conversation, answers),
        Save::Mail(mail) => mail::save(sql, mail),
        Save::Received { mail, text, said, original } => mail::save_received(sql, mail, text, said, original),
        Save::Judged(mail) => mail::save_judged(sql, mail),
        Save::Block(blocked) => mail::save_block(sql, blocked),
        Save::Unblock(address) => mail::drop_block(sql, address),
        Save::Invitation(one) => invitation::save(sql, one),
        Save::InvitationUsed(id) => invitation::drop(sql, id),
    }
}
