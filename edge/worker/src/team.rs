//! The team over HTTP: for consoles by their session, for other systems by a key.

use desk::access::{Action, Actor, Resource, allow};
use desk::hours::{is_open, next_change};
use desk::{Event, Staffing, hours};
use wire::http::{Code, Role};
use wire::team::{HabitsPatch, HoursAnswer, HoursQuestion, Key, KeyCreated, KeyPost, StatusPut, Team};
use wire::{AgentId, Cause, KeyId, Name, Timestamp};
use worker::{Method, Response};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::perform::Source;
use crate::request::Asked;
use crate::site::{Core, Site};
use crate::{auth, clock, figures, identity, reply, session, staff, store};

/// Keys that a site may have.
const MOST_KEYS: usize = 20;

/// Who asks, as the session or the key says.
pub(crate) struct Asker {
    role: Option<Role>,
    agent: Option<AgentId>,
    pub(crate) name: Name,
}

impl Asker {
    /// Whoever proves to be an agent of the site, or another system of it.
    pub(crate) fn of(site: &Site, core: &Core, asked: &Asked, now: Timestamp) -> Result<Self> {
        if let Some(secret) = auth::bearer(&asked.headers)? {
            let key = store::key_of(&site.sql, &secret)?.ok_or_else(Error::unauthorized)?;
            return Ok(Self { role: None, agent: None, name: key.name });
        }
        asked.check_cookie_use()?;
        let signed_in = session::of(site, core, asked, now)?;
        let name = core.desk.agent(&signed_in.agent).ok_or_else(Error::unauthorized)?.name.clone();
        Ok(Self { role: Some(signed_in.role), agent: Some(signed_in.agent), name })
    }

    fn can(&self, action: Action) -> bool {
        allow(self.role.map_or(Actor::Key, Actor::Agent), action, Resource::Site)
    }

    pub(crate) fn may(&self, action: Action) -> Result<()> {
        if self.can(action) {
            return Ok(());
        }
        Err(Error::new(
            Code::Forbidden,
            match action {
                Action::Configure => "Only an admin can change this.",
                Action::Staff => "Only an admin can change who is on the team.",
                Action::Audit => "Only an admin can read what was changed.",
                Action::Direct => "Only an admin, or a system with an admin's key, can set another's status.",
                _ => "This is for the agents of the site.",
            },
        ))
    }

    /// For oneself, or as an admin for anybody.
    fn may_change(&self, agent: &AgentId) -> Result<()> {
        self.may(if self.is(agent) { Action::Work } else { Action::Configure })
    }

    /// For oneself, or as an admin for anybody on the team.
    pub(crate) fn may_see_to(&self, agent: &AgentId) -> Result<()> {
        self.may(if self.is(agent) { Action::Work } else { Action::Staff })
    }

    fn is(&self, agent: &AgentId) -> bool {
        self.agent.as_ref() == Some(agent)
    }
}

pub(crate) fn serve(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    // Who asks is looked at first: what a stranger sends is not even read.
    let who = site.with(|core| Asker::of(site, core, asked, clock::now()))?;
    let segments = asked.segments();
    match (&asked.method, &segments[3..]) {
        (Method::Get, ["team"]) => {
            who.may(Action::Observe)?;
            list(site, who.can(Action::Staff))
        }
        (Method::Patch, ["team", agent]) => {
            let agent = agent_of(site, agent)?;
            who.may_change(&agent)?;
            let patch: HabitsPatch = body.json()?;
            if patch.capacity.is_some() {
                who.may(Action::Configure)?;
            }
            accustom(site, &who, &agent, patch)
        }
        (Method::Put, ["team", agent, "status"]) => {
            who.may(Action::Direct)?;
            let agent = agent_of(site, agent)?;
            let put: StatusPut = body.json()?;
            direct(site, &who, &agent, put)
        }
        (Method::Get, ["team", agent, "history"]) => {
            who.may(Action::Observe)?;
            let agent = agent_of(site, agent)?;
            let before = instant(asked, "before")?.unwrap_or(Timestamp(i64::MAX >> 11));
            let is_public = !who.is(&agent);
            site.with(|core| site.hear(core, clock::now()))?;
            reply::json(200, &store::history(&site.sql, &agent, is_public, before)?)
        }
        (Method::Get, ["why"]) => {
            who.may(Action::Observe)?;
            let at = instant(asked, "at")?;
            site.with(|core| {
                let now = clock::now();
                site.hear(core, now)?;
                let group = asked.group();
                let why = core.desk.why(now, at.unwrap_or(now), group.as_ref(), who.agent.as_ref());
                reply::json(200, &why)
            })
        }
        (Method::Get, ["figures"]) => {
            who.may(Action::Handle)?;
            figures::serve(site, asked)
        }
        (Method::Post, ["hours"]) => {
            who.may(Action::Work)?;
            let question: HoursQuestion = body.json()?;
            explain_hours(site, &question)
        }
        (_, ["keys", ..]) => {
            who.may(Action::Configure)?;
            keys(site, &who, asked, body)
        }
        (_, ["identity", ..]) => identity::keys::serve(site, &who, asked),
        _ => staff::serve(site, &who, asked, body),
    }
}

fn list(site: &Site, is_for_admin: bool) -> Result<Response> {
    site.with(|core| {
        let now = clock::now();
        site.hear(core, now)?;
        let member = if is_for_admin { desk::Agent::member_for_admin } else { desk::Agent::member };
        let agents = core.desk.team_by_name().into_iter().map(member).collect();
        reply::json(200, &Team { mode: core.desk.mode(now, None), agents })
    })
}

/// An agent of this site; else there is nothing at the address.
pub(crate) fn agent_of(site: &Site, id: &str) -> Result<AgentId> {
    let id = AgentId::parse(id).map_err(|_| Error::not_found())?;
    site.with(|core| core.desk.agent(&id).map(|agent| agent.id.clone()).ok_or_else(Error::not_found))
}

/// An instant in the query, in milliseconds.
pub(crate) fn instant(asked: &Asked, name: &str) -> Result<Option<Timestamp>> {
    /// The year 2100: later nobody knows what clocks show.
    const LAST: i64 = 4_102_444_800_000;
    let Some(text) = asked.parameter(name) else { return Ok(None) };
    match text.parse::<i64>() {
        Ok(at) if (0..=LAST).contains(&at) => Ok(Some(Timestamp(at))),
        _ => Err(Error::new(
            Code::BadRequest,
            format!("The parameter `{name}` is an instant in milliseconds since 1970, up to the year 2100."),
        )),
    }
}

pub(crate) fn unknown_zone() -> Error {
    Error::new(Code::BadRequest, hours::UNKNOWN_ZONE)
}

fn accustom(site: &Site, who: &Asker, id: &AgentId, patch: HabitsPatch) -> Result<Response> {
    site.with(|core| {
        let by = (!who.is(id)).then(|| who.name.clone());
        let event = Event::Accustomed { agent: id.clone(), patch, by };
        site.apply(core, clock::now(), event, Source::default())?.settle()?;
        let agent = core.desk.agent(id).ok_or_else(Error::not_found)?;
        reply::json(200, &agent.habits)
    })
}

fn direct(site: &Site, who: &Asker, id: &AgentId, StatusPut { status }: StatusPut) -> Result<Response> {
    site.with(|core| {
        let event =
            Event::Chose { agent: id.clone(), status, cause: Cause::Admin, by: Some(who.name.clone()) };
        site.apply(core, clock::now(), event, Source::default())?.settle()?;
        let agent = core.desk.agent(id).ok_or_else(Error::not_found)?;
        reply::json(200, &agent.member())
    })
}

fn explain_hours(site: &Site, question: &HoursQuestion) -> Result<Response> {
    let HoursQuestion { hours, at } = question;
    let at = at.unwrap_or_else(clock::now);
    site.with(|core| {
        let zones = core.desk.zones();
        let unknown = |hours::UnknownZone| unknown_zone();
        let open = is_open(hours, zones, at).map_err(unknown)?;
        let next_change = next_change(hours, zones, at).map_err(unknown)?;
        reply::json(200, &HoursAnswer { open, next_change })
    })
}

fn keys(site: &Site, who: &Asker, asked: &Asked, body: Body) -> Result<Response> {
    match (&asked.method, asked.path.get(4)) {
        (Method::Get, None) => reply::json(200, &store::keys(&site.sql)?),
        (Method::Post, None) => {
            let KeyPost { name } = body.json()?;
            if store::keys(&site.sql)?.len() >= MOST_KEYS {
                return Err(Error::new(Code::BadRequest, "A site has 20 keys at most. Delete one first."));
            }
            let secret = auth::secret()?;
            let key = Key { id: KeyId::parse(auth::id()?)?, name, created_at: clock::now() };
            let hash = auth::hash(secret.as_str());
            staff::apply(site, who, Staffing::MakeKey { key: key.clone(), hash })?;
            reply::json(201, &KeyCreated { key, secret })
        }
        (Method::Delete, Some(id)) => {
            let id = KeyId::parse(id.as_str()).map_err(|_| Error::not_found())?;
            // One that is not there is deleted already.
            if let Some(key) = store::keys(&site.sql)?.into_iter().find(|key| key.id == id) {
                staff::apply(site, who, Staffing::DropKey(key))?;
            }
            reply::empty(204)
        }
        _ => Err(Error::not_found()),
    }
}
