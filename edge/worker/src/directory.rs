//! Which sites exist. One object for the whole deployment, asked seldom: each isolate remembers the answers.
//!
//! It stands between strangers and the sites' objects: no object is created for an unknown site (H1).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use wasm_bindgen::JsValue;
use wire::mail::Stray;
use wire::{SiteId, Timestamp};
use worker::{DurableObject, Env, Method, Request, RequestInit, Response, State, durable_object};

use crate::error::{Error, Result};
use crate::sql::Sql;
use crate::{clock, request};

/// A site is never removed, so this is only for a forgetful day.
const KNOWN_FOR: Duration = Duration::from_hours(1);
/// How long a new site may look unknown where somebody asked for it before it was there.
const UNKNOWN_FOR: Duration = Duration::from_secs(5);
/// Above this the memory of the isolate is emptied: an attacker who makes names up must not fill it.
const MOST: usize = 2_000;

thread_local! {
    /// What this isolate was told, and until when it holds.
    static TOLD: RefCell<BTreeMap<SiteId, (bool, Timestamp)>> = const { RefCell::new(BTreeMap::new()) };
}

/// Passes if the site exists.
pub(crate) async fn check(env: &Env, site: &SiteId) -> Result<()> {
    let now = clock::now();
    let told = TOLD
        .with_borrow(|told| told.get(site).filter(|(_, until)| now < *until).map(|(is_known, _)| *is_known));
    let is_known = match told {
        Some(is_known) => is_known,
        None => ask(env, site, Method::Get).await?,
    };
    remember(site, is_known, now);
    if is_known { Ok(()) } else { Err(request::unknown_site()) }
}

/// Enters a site.
pub(crate) async fn enter(env: &Env, site: &SiteId) -> Result<()> {
    let is_known = ask(env, site, Method::Put).await?;
    remember(site, is_known, clock::now());
    Ok(())
}

fn remember(site: &SiteId, is_known: bool, now: Timestamp) {
    let until = now + if is_known { KNOWN_FOR } else { UNKNOWN_FOR };
    TOLD.with_borrow_mut(|told| {
        if told.len() >= MOST {
            told.clear();
        }
        told.insert(site.clone(), (is_known, until));
    });
}

async fn ask(env: &Env, site: &SiteId, method: Method) -> Result<bool> {
    Ok(call(env, method, &format!("sites/{site}"), None).await?.is_some())
}

/// The site's number: it stands in addresses, where its name has no room.
pub(crate) async fn number(env: &Env, site: &SiteId) -> Result<u32> {
    let text =
        call(env, Method::Get, &format!("sites/{site}"), None).await?.ok_or_else(request::unknown_site)?;
    text.parse().map_err(|_| Error::Platform("the directory gave no number".to_owned()))
}

/// The site that has this number.
pub(crate) async fn site(env: &Env, number: u32) -> Result<Option<SiteId>> {
    let text = call(env, Method::Get, &format!("numbers/{number}"), None).await?;
    Ok(text.map(SiteId::parse).transpose()?)
}

/// Whether an address, by its hash, may have one more mail today, of whichever site (M9). If so, it counts.
pub(crate) async fn may_mail(env: &Env, address: &str) -> Result<bool> {
    Ok(call(env, Method::Post, &format!("addresses/{address}"), None).await?.is_some())
}

/// Keeps a mail that leads to no site. Answers whether there was room.
pub(crate) async fn keep_stray(env: &Env, stray: &Stray) -> Result<bool> {
    let stray = serde_json::to_string(stray)?;
    Ok(call(env, Method::Post, "strays", Some(&stray)).await?.is_some())
}

/// Those mails, the newest first.
pub(crate) async fn strays(env: &Env) -> Result<Vec<Stray>> {
    let text = call(env, Method::Get, "strays", None).await?.unwrap_or_default();
    Ok(serde_json::from_str(&text)?)
}

/// Asks the directory's object. `None` where it says no.
async fn call(env: &Env, method: Method, path: &str, body: Option<&str>) -> Result<Option<String>> {
    let stub = env.durable_object("DIRECTORY")?.get_by_name("directory")?;
    let mut init = RequestInit::new();
    init.with_method(method).with_body(body.map(JsValue::from_str));
    let request = Request::new_with_init(&format!("https://directory/{path}"), &init)?;
    let mut response = stub.fetch_with_request(request).await?;
    match response.status_code() {
        200 => Ok(Some(response.text().await?)),
        404 => Ok(None),
        status => Err(Error::Platform(format!("the directory answered {status}"))),
    }
}

const MIGRATIONS: &[&str] = &[
    "CREATE TABLE site (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE number (number INTEGER PRIMARY KEY, site TEXT NOT NULL UNIQUE REFERENCES site (id)) STRICT;
     INSERT INTO number (site) SELECT id FROM site ORDER BY id;
     -- Mails to an address, by its hash, of a day.
     CREATE TABLE mailed (address TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
     CREATE INDEX mailed_by_address ON mailed (address, at);
     CREATE TABLE stray (at INTEGER NOT NULL, json TEXT NOT NULL) STRICT",
];

/// Mails a day that an address which a visitor named gets from all sites together (M9).
const MAILS_A_DAY: u32 = 20;
const DAY: i64 = 24 * 3_600 * 1_000;
/// Mails to nobody that are kept; then their senders are told that there is no such address.
const MOST_STRAYS: u32 = 1_000;

#[durable_object]
pub struct Directory {
    sql: Sql,
}

/// It holds nothing but the database.
impl std::panic::UnwindSafe for Directory {}
impl std::panic::RefUnwindSafe for Directory {}

impl DurableObject for Directory {
    fn new(state: State, _env: Env) -> Self {
        let sql = Sql::new(&state);
        let migrated = sql.migrate(MIGRATIONS);
        // Fails closed: no answer is better than a wrong one.
        assert!(migrated.is_ok(), "the directory could not be brought up to date: {migrated:?}");
        Self { sql }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let body = request.text().await?;
        let path = request.path();
        let path: Vec<&str> = path.trim_matches('/').split('/').collect();
        match self.serve(&request.method(), &path, &body) {
            Ok(Some(text)) => Response::ok(text),
            Ok(None) => Ok(Response::builder().with_status(404).empty()),
            Err(error) => error.into_response(),
        }
    }
}

impl Directory {
    fn serve(&self, method: &Method, path: &[&str], body: &str) -> Result<Option<String>> {
        match (method, path) {
            (_, ["sites", site]) => {
                let site = SiteId::parse(*site).map_err(|_| request::unknown_site())?;
                if *method == Method::Put {
                    self.enter(&site)?;
                }
                let row =
                    self.sql.row("SELECT number FROM number WHERE site = ?", &[site.as_str().into()])?;
                row.map(|row| Ok(row.count("number")?.to_string())).transpose()
            }
            (_, ["numbers", number]) => {
                let number: i64 = number.parse().unwrap_or(0);
                let row = self.sql.row("SELECT site FROM number WHERE number = ?", &[number.into()])?;
                row.map(|row| row.text("site")).transpose()
            }
            (_, ["addresses", address]) => self.count(address),
            (Method::Post, ["strays"]) => {
                if self.sql.count("SELECT count(*) AS count FROM stray", &[])? >= MOST_STRAYS {
                    return Ok(None);
                }
                let values = [clock::now().0.into(), body.into()];
                self.sql.run("INSERT INTO stray (at, json) VALUES (?, ?)", &values)?;
                Ok(Some(String::new()))
            }
            (_, ["strays"]) => {
                let query = "SELECT json FROM stray ORDER BY at DESC, rowid DESC LIMIT 100";
                let rows = self.sql.rows(query, &[])?;
                let strays: Vec<String> = rows.iter().map(|row| row.text("json")).collect::<Result<_>>()?;
                Ok(Some(format!("[{}]", strays.join(","))))
            }
            _ => Ok(None),
        }
    }

    fn enter(&self, site: &SiteId) -> Result<()> {
        let key = [site.as_str().into()];
        self.sql.transaction(|| {
            self.sql.run("INSERT INTO site (id) VALUES (?) ON CONFLICT DO NOTHING", &key)?;
            self.sql.run("INSERT INTO number (site) VALUES (?) ON CONFLICT DO NOTHING", &key)
        })
    }

    /// One more mail to an address, unless it has had its share.
    fn count(&self, address: &str) -> Result<Option<String>> {
        let now = clock::now();
        self.sql.run("DELETE FROM mailed WHERE at <= ?", &[(now.0 - DAY).into()])?;
        let query = "SELECT count(*) AS count FROM mailed WHERE address = ?";
        if self.sql.count(query, &[address.into()])? >= MAILS_A_DAY {
            return Ok(None);
        }
        self.sql.run("INSERT INTO mailed (address, at) VALUES (?, ?)", &[address.into(), now.0.into()])?;
        Ok(Some(String::new()))
    }
}
