//! What the operator of a deployment does: creates sites, and links to sign in with.
//! The router lets nobody else through.

use wire::http::{Code, Link, LinkRequest, SiteCreated, SitePut};
use worker::Response;

use crate::body::Body;
use crate::error::{Error, Result};
use crate::request::Asked;
use crate::site::Site;
use crate::{auth, clock, reply, session, store};

/// Above this the team is not one any more; and the list would not fit a body.
const MOST_AGENTS: usize = 100;

pub(crate) fn serve(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    match asked.segments().as_slice() {
        [_, _, _, _] => {
            let put: SitePut = body.json()?;
            put_site(site, asked, &put)
        }
        [_, _, _, _, "links"] => {
            let LinkRequest { email } = body.json()?;
            link(site, asked, &email)
        }
        _ => Err(Error::not_found()),
    }
}

fn put_site(site: &Site, asked: &Asked, put: &SitePut) -> Result<Response> {
    if put.agents.len() > MOST_AGENTS {
        return Err(Error::new(Code::BadRequest, "A team has 100 agents at most."));
    }
    let id = asked.site()?;
    let now = clock::now();
    let is_there = store::site(&site.sql)?.is_some();
    let agents = site.sql.transaction(|| {
        if !is_there {
            store::create_site(&site.sql, &id, &auth::id()?, put)?;
        }
        // Of a new site everything is new: that is no change.
        store::add_agents(&site.sql, &put.agents, now, is_there)
    })?;
    site.reload()?;
    let agents = u32::try_from(agents).unwrap_or(u32::MAX);
    let created = SiteCreated { site: id, created: !is_there, agents };
    reply::json(if is_there { 200 } else { 201 }, &created)
}

fn link(site: &Site, asked: &Asked, email: &wire::Email) -> Result<Response> {
    site.with(|core| {
        let agent = core
            .desk
            .agent_at(email)
            .ok_or_else(|| Error::new(Code::NotFound, "No agent of this site has this address."))?;
        let (secret, expires_at) = session::make_link(site, agent, clock::now())?;
        reply::json(201, &Link { url: session::link_url(asked, core, &secret), expires_at })
    })
}
