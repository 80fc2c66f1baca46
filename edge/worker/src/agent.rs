//! An agent's console on its socket.

use desk::access::{Action, Actor, Resource, allow};
use desk::{Conversation, Event, Handling};
use wire::agent::{Hears, Says};
use wire::http::Code;
use wire::inbox::{Filter, View};
use wire::{AgentId, Cause, ConversationId, Message, MessageId, Seq, Timestamp};
use worker::{Response, WebSocket, WebSocketPair};

use crate::error::{Error, Result};
use crate::lines::Who;
use crate::mail::Setup;
use crate::perform::Source;
use crate::request::Asked;
use crate::site::{Core, Site};
use crate::{clock, file, frame, session, store};

/// Opens a console's socket.
pub(crate) fn upgrade(site: &Site, asked: &Asked) -> Result<Response> {
    Site::expect_upgrade(asked)?;
    // A browser sends the cookie from any page: only our own may use it.
    asked.check_origin(&[])?;
    site.with(|core| {
        let now = clock::now();
        let signed_in = session::of(site, core, asked, now)?;
        site.note_ours(core, asked)?;
        let pair = WebSocketPair::new()?;
        let who = Who::Agent { agent: signed_in.agent, session: signed_in.hash, until: signed_in.until };
        core.lines.open(&site.state, pair.server, who, None, now)?;
        Ok(Response::from_websocket(pair.client)?)
    })
}

/// A frame of a console.
pub(crate) fn hear(site: &Site, socket: &WebSocket, line: u32, text: &str, now: Timestamp) -> Result<()> {
    const TYPES: &[&str] = &[
        "hello",
        "status",
        "active",
        "open",
        "say",
        "note",
        "assign",
        "add",
        "remove",
        "move",
        "close",
        "reopen",
        "block",
        "unblock",
        "transcript",
        "erase",
        "tag",
        "untag",
        "more",
        "search",
        "read",
        "typing",
        "describe",
    ];
    let Some(says) = frame::read(site, socket, text, TYPES)? else { return Ok(()) };
    let about =
        if let Says::Say { id, .. } | Says::Note { id, .. } = &says { Some(id.clone()) } else { None };
    if let Says::Hello { protocol } = &says
        && *protocol != wire::PROTOCOL
    {
        site.hang_up(socket, wire::close::code::RELOAD, "another version of the protocol");
        return Ok(());
    }
    let done = site.with(|core| {
        let agent = of_line(core, line, now)?;
        take(site, core, socket, line, &agent, says, now)
    });
    match done {
        Err(Error::Problem { code: Code::Unauthorized, .. }) => {
            site.hang_up(socket, wire::close::code::UNAUTHORIZED, "the session ended");
            Ok(())
        }
        Err(error) => frame::refuse(socket, error, about),
        Ok(()) => Ok(()),
    }
}

/// Whose console a line is, while the session lasts.
fn of_line(core: &Core, line: u32, now: Timestamp) -> Result<AgentId> {
    match core.lines.get(line).map(|line| &line.attachment.who) {
        Some(Who::Agent { agent, until, .. }) if now < *until && core.desk.agent(agent).is_some() => {
            Ok(agent.clone())
        }
        _ => Err(Error::unauthorized()),
    }
}

fn take(
    site: &Site,
    core: &mut Core,
    socket: &WebSocket,
    line: u32,
    agent: &AgentId,
    says: Says,
    now: Timestamp,
) -> Result<()> {
    match says {
        Says::Hello { .. } => hello(site, core, socket, line, agent, now),
        Says::Status { status } => {
            let event = Event::Chose { agent: agent.clone(), status, cause: Cause::Manual, by: None };
            site.apply(core, now, event, Source::default())?.settle()
        }
        Says::Active { ago } => {
            const MOST: u32 = 3_600_000;
            let at = Timestamp(now.0 - i64::from(ago.min(MOST)));
            site.apply(core, now, Event::Active { agent: agent.clone(), at }, Source::default())?.settle()
        }
        Says::Open { conversation, after } => {
            let id = conversation;
            let conversation = match load(site, core, agent, &id) {
                Err(Error::Problem { code: Code::NotFound, .. }) => {
                    return frame::send(socket, &Hears::Gone { conversation: id, by: None, into: None });
                }
                loaded => loaded?,
            };
            if conversation.id != id {
                let into = Some(conversation.id);
                return frame::send(socket, &Hears::Gone { conversation: id, by: None, into });
            }
            if after == Seq(0) {
                // It may be in none of the lists that this console has.
                frame::send(socket, &Hears::Conversation(conversation.row()))?;
            }
            open(site, socket, &conversation, after)
        }
        Says::Say { conversation, id, body } => {
            site.hear(core, now)?;
            let (conversation, earlier) = found(site, core, agent, &conversation, &id)?;
            let event =
                Event::AgentSaid { conversation, agent: agent.clone(), id, body, earlier, file: None };
            site.decide(core, now, event, Source { line: Some(line), address: None })?.settle()
        }
        Says::Note { conversation, id, body } => {
            site.hear(core, now)?;
            let conversation = load(site, core, agent, &conversation)?;
            let earlier = store::note(&site.sql, &conversation.id, agent, &id)?;
            let event = Event::Noted { conversation, agent: agent.clone(), id, body, earlier };
            site.decide(core, now, event, Source { line: Some(line), address: None })?.settle()
        }
        Says::Read { conversation, seq } => {
            let of = |conversation, agent| Event::AgentRead { conversation, agent, seq };
            note(site, core, line, agent, &conversation, now, of)
        }
        Says::Typing { conversation } => {
            let of = |conversation, agent| Event::AgentTyped { conversation, agent };
            note(site, core, line, agent, &conversation, now, of)
        }
        Says::Assign { conversation, agent: to } => {
            handle(site, core, agent, &conversation, Handling::Assign(to), now)
        }
        Says::Add { conversation, agent: whom } => {
            handle(site, core, agent, &conversation, Handling::Add(whom), now)
        }
        Says::Remove { conversation, agent: whom } => {
            handle(site, core, agent, &conversation, Handling::Remove(whom), now)
        }
        Says::Move { conversation, group } => {
            handle(site, core, agent, &conversation, Handling::Move(group), now)
        }
        Says::Close { conversation } => handle(site, core, agent, &conversation, Handling::Close, now),
        Says::Reopen { conversation } => handle(site, core, agent, &conversation, Handling::Reopen, now),
        Says::Block { conversation } => handle(site, core, agent, &conversation, Handling::Block, now),
        Says::Unblock { conversation } => handle(site, core, agent, &conversation, Handling::Unblock, now),
        Says::Transcript { conversation } => {
            handle(site, core, agent, &conversation, Handling::Transcript, now)
        }
        Says::Erase { conversation } => handle(site, core, agent, &conversation, Handling::Erase, now),
        Says::Tag { conversation, tag } => handle(site, core, agent, &conversation, Handling::Tag(tag), now),
        Says::Untag { conversation, tag } => {
            handle(site, core, agent, &conversation, Handling::Untag(tag), now)
        }
        Says::Describe { conversation, name, email } => {
            handle(site, core, agent, &conversation, Handling::Describe(name, email), now)
        }
        Says::More { view, filter, before } => {
            let rows = store::conversations(&site.sql, agent, view, &filter, before.as_ref())?;
            let rows = rows.iter().map(Conversation::row).collect();
            frame::send(socket, &Hears::Conversations { view, filter, before, rows })
        }
        Says::Search { words } => {
            let hits = store::search(&site.sql, &words)?;
            frame::send(socket, &Hears::Found { words, hits })
        }
    }
}

/// Does something with a conversation that the agent may handle.
fn handle(
    site: &Site,
    core: &mut Core,
    agent: &AgentId,
    conversation: &ConversationId,
    what: Handling,
    now: Timestamp,
) -> Result<()> {
    site.hear(core, now)?;
    let conversation = load(site, core, agent, conversation)?;
    match what {
        Handling::Transcript => check_mail(site, &conversation)?,
        Handling::Erase if !may(core, agent, Action::Erase, &conversation)? => {
            return Err(Error::new(Code::Forbidden, "Only an admin can erase a conversation."));
        }
        _ => {}
    }
    let event = Event::Handled { conversation, by: agent.clone(), what };
    site.decide(core, now, event, Source::default())?.settle()
}

/// Takes a hint about a conversation, which nobody waits for an answer to.
fn note(
    site: &Site,
    core: &mut Core,
    line: u32,
    agent: &AgentId,
    conversation: &ConversationId,
    now: Timestamp,
    event: impl FnOnce(Conversation, AgentId) -> Event,
) -> Result<()> {
    site.hear(core, now)?;
    let conversation = load(site, core, agent, conversation)?;
    let event = event(conversation, agent.clone());
    site.decide(core, now, event, Source { line: Some(line), address: None })?.settle()
}

/// A conversation that the agent may write in, and what the agent wrote there under this id before.
pub(crate) fn found(
    site: &Site,
    core: &Core,
    agent: &AgentId,
    conversation: &ConversationId,
    id: &MessageId,
) -> Result<(Conversation, Option<Message>)> {
    let by = store::By::Id(conversation);
    let found = store::conversation_and_earlier(&site.sql, by, agent.as_str(), id)?;
    let (conversation, earlier) = found.ok_or_else(Error::not_found)?;
    may_handle(core, agent, &conversation)?;
    Ok((conversation, earlier))
}

/// A conversation that the agent may see; else it is not there.
fn load(site: &Site, core: &Core, agent: &AgentId, id: &ConversationId) -> Result<Conversation> {
    let conversation = store::conversation(&site.sql, id)?.ok_or_else(Error::not_found)?;
    may_handle(core, agent, &conversation)?;
    Ok(conversation)
}

fn may_handle(core: &Core, agent: &AgentId, conversation: &Conversation) -> Result<()> {
    if may(core, agent, Action::Handle, conversation)? { Ok(()) } else { Err(Error::not_found()) }
}

fn may(core: &Core, agent: &AgentId, action: Action, conversation: &Conversation) -> Result<bool> {
    let role = core.desk.agent(agent).ok_or_else(Error::unauthorized)?.role;
    Ok(allow(Actor::Agent(role), action, Resource::Conversation(&conversation.visitor)))
}

/// Whether mail could reach the visitor at all: what is owed would wait for days, or fail later.
pub(crate) fn check_mail(site: &Site, conversation: &Conversation) -> Result<()> {
    let Some(address) = &conversation.email else { return Ok(()) };
    if let Some(why) = Setup::of(&site.env).problem() {
        return Err(Error::new(Code::NotConfigured, why));
    }
    match store::block(&site.sql, address.as_str())? {
        Some(why) => Err(Error::new(Code::Conflict, why)),
        None => Ok(()),
    }
}

fn hello(
    site: &Site,
    core: &mut Core,
    socket: &WebSocket,
    line: u32,
    agent: &AgentId,
    now: Timestamp,
) -> Result<()> {
    let team = core.desk.colleagues(now);
    if let Some(line) = core.lines.get_mut(line) {
        line.attachment.is_greeted = true;
        line.note_presence(&team)?;
        line.keep()?;
    }
    // This device was heard from just now: the agent may be reachable again.
    site.apply(core, now, Event::Heard { agent: agent.clone(), at: now }, Source::default())?;
    let me = core.desk.agent(agent).ok_or_else(Error::unauthorized)?.me();
    let rows = store::conversations(&site.sql, agent, View::All, &Filter::default(), None)?;
    frame::send(
        socket,
        &Hears::Welcome {
            me,
            team: core.desk.colleagues(now),
            settings: core.desk.settings().clone(),
            files: file::is_kept(&site.env),
            conversations: rows.iter().map(Conversation::row).collect(),
            marks: store::marks(&site.sql, agent)?,
        },
    )
}

fn open(site: &Site, socket: &WebSocket, conversation: &Conversation, after: Seq) -> Result<()> {
    frame::send(
        socket,
        &Hears::History {
            conversation: conversation.id.clone(),
            messages: store::messages(&site.sql, &conversation.id, after)?,
            last: conversation.last,
        },
    )?;
    frame::send(socket, &site.about(conversation.id.clone())?)?;
    let notes = store::notes(&site.sql, &conversation.id)?;
    if !notes.is_empty() {
        frame::send(socket, &Hears::Notes { conversation: conversation.id.clone(), notes })?;
    }
    let mails = site.mails(conversation.id.clone())?;
    match &mails {
        Hears::Mails { outgoing, incoming, blocked: None, .. }
            if outgoing.is_empty() && incoming.is_empty() =>
        {
            Ok(())
        }
        mails => frame::send(socket, mails),
    }
}
