//! Figures over HTTP (R). Who asks was looked at by `team`.

use desk::figures::{FIRST, LONGEST, stretches};
use wire::Timestamp;
use wire::hours::Zone;
use wire::http::Code;
use worker::Response;

use crate::error::{Error, Result};
use crate::request::Asked;
use crate::site::Site;
use crate::{clock, reply, store, team};

/// How long they are about unless said, in milliseconds: 30 days.
const USUAL: i64 = 30 * 24 * 3_600_000;

pub(crate) fn serve(site: &Site, asked: &Asked) -> Result<Response> {
    let now = clock::now();
    let to = team::instant(asked, "to")?.unwrap_or(now);
    let from = team::instant(asked, "from")?.unwrap_or(Timestamp(to.0 - USUAL));
    if from < FIRST || from >= to || to.0 - from.0 > LONGEST {
        let why = "Figures are about a time of this century that ends after it begins, of 366 days at most.";
        return Err(Error::new(Code::BadRequest, why));
    }
    let zone = asked.text("zone")?.unwrap_or_else(|| "UTC".to_owned());
    let zone = Zone::parse(zone).map_err(|_| team::unknown_zone())?;
    site.with(|core| {
        // What is missed by now counts as missed.
        site.hear(core, now)?;
        let times = stretches(&zone, core.desk.zones(), from, to).map_err(|_| team::unknown_zone())?;
        reply::text(200, store::figures(&site.sql, &zone, &times)?)
    })
}
