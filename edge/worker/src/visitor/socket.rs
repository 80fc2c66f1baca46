//! A visitor's socket: what it says, and what it hears first.

use desk::{Event, VisitorId};
use wire::http::Code;
use wire::visitor::{Hears, Says};
use wire::{Secret, Seq, Timestamp, close};
use worker::{Response, WebSocket, WebSocketPair};

use super::{Written, came_back, frame_of, leave_email, read, take, visit, visitor};
use crate::error::{Error, Result};
use crate::lines::{Line, Who};
use crate::perform::Source;
use crate::request::Asked;
use crate::site::{Core, Site};
use crate::{clock, frame, store};

/// Open pages that one visitor may have on a socket (L2), and a person in all browsers.
const SOCKETS_PER_VISITOR: usize = 3;
const SOCKETS_PER_PERSON: usize = 12;
/// Sockets from one address (L2).
const SOCKETS_PER_ADDRESS: usize = 20;

/// Opens a visitor's socket.
pub(crate) fn upgrade(site: &Site, asked: &Asked) -> Result<Response> {
    Site::expect_upgrade(asked)?;
    site.with(|core| {
        asked.check_origin(&core.desk.settings().origins)?;
        let address = asked.address(&core.salt)?;
        if address.as_deref().is_some_and(|address| core.lines.of_address(address) >= SOCKETS_PER_ADDRESS) {
            return Err(Error::Problem {
                code: Code::TooMany,
                message: "Too many pages of your network are connected. Please close some.".into(),
                retry_after: Some(std::time::Duration::from_secs(30)),
            });
        }
        let pair = WebSocketPair::new()?;
        let who = Who::Visitor { visitor: None, conversation: None, group: asked.group() };
        core.lines.open(&site.state, pair.server, who, address, clock::now())?;
        Ok(Response::from_websocket(pair.client)?)
    })
}

/// A frame of a visitor's page.
pub(crate) fn hear(site: &Site, socket: &WebSocket, line: u32, text: &str, now: Timestamp) -> Result<()> {
    let Some(says) = frame::read(site, socket, text, &["hello", "say", "read", "email", "typing"])? else {
        return Ok(());
    };
    match says {
        Says::Hello { protocol, token, after } => {
            if protocol != wire::PROTOCOL {
                site.hang_up(socket, close::code::RELOAD, "another version of the protocol");
                return Ok(());
            }
            hello(site, socket, line, token.as_ref(), after, now)
        }
        Says::Say(say) => {
            let id = say.id.clone();
            let taken = site.with(|core| {
                let (visitor, address) = of_line(core, line)?;
                let group = core.lines.get(line).and_then(Line::group).cloned();
                let from = Source { line: Some(line), address: address.as_deref() };
                take(site, core, &visitor, Written { say, file: None, group }, from, now)?.settle()
            });
            taken.or_else(|error| frame::refuse(socket, error, Some(id)))
        }
        Says::Email { email } => {
            let done = site.with(|core| {
                let (visitor, _) = of_line(core, line)?;
                leave_email(site, core, &visitor, email, now)
            });
            done.or_else(|error| frame::refuse(socket, error, None))
        }
        Says::Typing {} => {
            let done = site.with(|core| {
                let (visitor, _) = of_line(core, line)?;
                site.hear(core, now)?;
                // Before the first message there is nobody to tell it to.
                let Some(conversation) = store::conversation_of(&site.sql, &visitor)? else { return Ok(()) };
                site.decide(core, now, Event::VisitorTyped { conversation }, Source::default()).map(drop)
            });
            done.or_else(|error| frame::refuse(socket, error, None))
        }
        Says::Read { seq } => {
            let done = site.with(|core| {
                let (visitor, _) = of_line(core, line)?;
                read(site, core, &visitor, seq, now)
            });
            done.or_else(|error| frame::refuse(socket, error, None))
        }
    }
}

/// Whose page a line is, and where it came from.
fn of_line(core: &Core, line: u32) -> Result<(VisitorId, Option<String>)> {
    let line = core.lines.get(line).ok_or_else(Error::not_found)?;
    let visitor = line
        .visitor()
        .ok_or_else(|| Error::new(Code::Unauthorized, "Say hello with a token before the first message."))?;
    Ok((visitor, line.address().map(str::to_owned)))
}

fn hello(
    site: &Site,
    socket: &WebSocket,
    line: u32,
    token: Option<&Secret>,
    after: Seq,
    now: Timestamp,
) -> Result<()> {
    let welcome = site.with(|core| {
        site.hear(core, now)?;
        let visitor = token.map(|token| store::visitor(&site.sql, &visitor(token))).transpose()?;
        let mut conversation = None;
        if let Some(visitor) = &visitor {
            let others = core.lines.of_visitor(visitor).filter(|(id, _)| *id != line).count();
            let most = if visitor.person().is_some() { SOCKETS_PER_PERSON } else { SOCKETS_PER_VISITOR };
            if others >= most {
                return Ok(Err((close::code::TOO_MANY, "too many pages of one visitor")));
            }
            conversation = store::conversation_of(&site.sql, visitor)?;
            // The page has messages of a conversation that was erased (B3).
            match &conversation {
                None if after > Seq(0) => {
                    return Ok(Err((close::code::UNAUTHORIZED, "the conversation is gone")));
                }
                // Another page has begun anew: this one must not forget what the browser knows of it.
                Some(found) if after > found.last => {
                    return Ok(Err((close::code::RELOAD, "another conversation has begun")));
                }
                _ => {}
            }
            if let Some(found) = conversation.take() {
                conversation = Some(came_back(site, core, found, now)?);
            }
            core.lines.identify(line, visitor, conversation.as_ref().map(|found| found.id.clone()))?;
        }
        let group = core.lines.get(line).and_then(Line::group).cloned();
        let welcome = visit(site, core, group.as_ref(), visitor.as_ref(), conversation.as_ref(), after, now)?;
        let told = frame_of(core.desk.view(now, group.as_ref(), conversation.as_ref()));
        if let Some(line) = core.lines.get_mut(line) {
            line.attachment.is_greeted = true;
            line.note_presence(&told)?;
            line.keep()?;
        }
        Ok(Ok(welcome))
    })?;
    match welcome {
        Ok(welcome) => frame::send(socket, &Hears::Welcome(welcome)),
        Err((code, why)) => {
            site.hang_up(socket, code, why);
            Ok(())
        }
    }
}
