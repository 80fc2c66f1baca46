//! Which sites exist. One object for the whole deployment, asked seldom: each isolate remembers the answers.
//!
//! It stands between strangers and the sites' objects: no object is created for an unknown site (H1).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use wire::{SiteId, Timestamp};
use worker::{DurableObject, Env, Method, Request, Response, State, durable_object};

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
    let stub = env.durable_object("DIRECTORY")?.get_by_name("directory")?;
    let request = Request::new(&format!("https://directory/{site}"), method)?;
    match stub.fetch_with_request(request).await?.status_code() {
        200 => Ok(true),
        404 => Ok(false),
        status => Err(Error::Platform(format!("the directory answered {status}"))),
    }
}

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
        let migrated = sql.migrate(&["CREATE TABLE site (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"]);
        // Fails closed: no answer is better than a wrong one.
        assert!(migrated.is_ok(), "the directory could not be brought up to date: {migrated:?}");
        Self { sql }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.serve(&request) {
            Ok(is_known) => Ok(Response::builder().with_status(if is_known { 200 } else { 404 }).empty()),
            Err(error) => error.into_response(),
        }
    }
}

impl Directory {
    fn serve(&self, request: &Request) -> Result<bool> {
        let path = request.path();
        let site = SiteId::parse(path.trim_matches('/')).map_err(|_| request::unknown_site())?;
        if request.method() == Method::Put {
            self.sql
                .run("INSERT INTO site (id) VALUES (?) ON CONFLICT DO NOTHING", &[site.as_str().into()])?;
        }
        Ok(self.sql.row("SELECT id FROM site WHERE id = ?", &[site.as_str().into()])?.is_some())
    }
}
