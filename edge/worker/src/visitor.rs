//! A visitor's doors: HTTP here, the socket in `socket.rs`. The same store, the same answers.

pub(crate) mod socket;

use desk::access::{Action, Actor, Resource, allow};
use desk::{CONVERSATIONS_WINDOW, Conversation, Event, View, VisitorId};
use wire::about::Look;
use wire::file::File;
use wire::http::{Code, Read};
use wire::rating::RatingPost;
use wire::visitor::{EmailPost, Hears, Say, State, Visit};
use wire::{Email, GroupId, Presence, Secret, Seq, Timestamp};
use worker::Response;

use crate::agent::check_mail;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::lines::Line;
use crate::perform::{Answer, Source};
use crate::request::Asked;
use crate::site::{Core, Site};
use crate::{auth, clock, file, presence, reply, store};

/// The visitor that a token makes, while it is nobody's whom the site knows.
fn visitor(token: &Secret) -> VisitorId {
    VisitorId(auth::hash(token.as_str()))
}

/// The same for the token of a request.
pub(crate) fn token_of(asked: &Asked) -> Result<VisitorId> {
    let token = auth::bearer(&asked.headers)?.ok_or_else(Error::unauthorized)?;
    Ok(visitor(&Secret::parse(token).map_err(|_| Error::unauthorized())?))
}

/// The visitor of a request.
pub(crate) fn visitor_of(site: &Site, asked: &Asked) -> Result<VisitorId> {
    store::visitor(&site.sql, &token_of(asked)?)
}

pub(crate) fn serve(site: &Site, asked: &Asked, body: Body) -> Result<Response> {
    let now = clock::now();
    match asked.path.get(3).map(String::as_str) {
        Some("presence") => answer_presence(site, asked, now),
        Some("widget") => site.with(|core| reply::json(200, &core.desk.widget())),
        Some("conversation") => answer_conversation(site, asked, now),
        Some(what) => {
            site.with(|core| asked.check_origin(&core.desk.settings().origins))?;
            post(site, asked, &visitor_of(site, asked)?, what, body, now)
        }
        None => Err(Error::not_found()),
    }
}

/// Takes what a visitor sends.
fn post(
    site: &Site,
    asked: &Asked,
    visitor: &VisitorId,
    what: &str,
    body: Body,
    now: Timestamp,
) -> Result<Response> {
    match what {
        "messages" => return post_message(site, asked, visitor, body.json()?),
        "email" => {
            let EmailPost { email } = body.json()?;
            site.with(|core| leave_email(site, core, visitor, email, now))?;
        }
        "read" => {
            let Read { seq } = body.json()?;
            site.with(|core| read(site, core, visitor, seq, now))?;
        }
        "look" => {
            let seen: Look = body.json()?;
            site.with(|core| look(site, core, visitor, seen, now))?;
        }
        "rate" => {
            let said: RatingPost = body.json()?;
            site.with(|core| rate(site, core, visitor, said, now))?;
        }
        "transcript" => site.with(|core| transcript(site, core, visitor, now))?,
        _ => return Err(Error::not_found()),
    }
    reply::empty(204)
}

fn answer_presence(site: &Site, asked: &Asked, now: Timestamp) -> Result<Response> {
    let conversation = match auth::bearer(&asked.headers)? {
        Some(_) => store::conversation_of(&site.sql, &visitor_of(site, asked)?)?,
        None => None,
    };
    site.with(|core| {
        site.hear(core, now)?;
        let view = core.desk.view(now, asked.group().as_ref(), conversation.as_ref());
        let fresh_for = presence::fresh_for(&site.env);
        let no_mail = !core.desk.mails_visitors();
        let mut style = core.desk.settings().style.clone();
        asked.style(&mut style);
        let paint = paint::paint(&style, &core.desk.settings().texts);
        let View { mode, back_at, .. } = view;
        reply::json(200, &Presence { mode, fresh_for, back_at, more: core.desk.has_more(), no_mail, paint })
    })
}

fn answer_conversation(site: &Site, asked: &Asked, now: Timestamp) -> Result<Response> {
    let visitor = visitor_of(site, asked)?;
    let after = match asked.parameter("after") {
        None => Seq(0),
        Some(text) => Seq(text.parse().map_err(|_| {
            Error::new(Code::BadRequest, "The parameter `after` is the sequence number of a message.")
        })?),
    };
    site.with(|core| {
        site.hear(core, now)?;
        let conversation = match store::conversation_of(&site.sql, &visitor)? {
            // A page that asks is open, be it without a socket.
            Some(found) if after <= found.last => Some(came_back(site, core, found, now)?),
            // Whom the site knows it knows before the first word.
            None if after == Seq(0) && visitor.person().is_some() => None,
            // Of a conversation that was erased the page may still know (B3).
            _ => return Err(Error::unauthorized()),
        };
        let group = asked.group();
        reply::json(
            200,
            &visit(site, core, group.as_ref(), Some(&visitor), conversation.as_ref(), after, now)?,
        )
    })
}

fn post_message(site: &Site, asked: &Asked, visitor: &VisitorId, say: Say) -> Result<Response> {
    site.with(|core| {
        let address = asked.address(&core.salt)?;
        let from = Source { line: None, address: address.as_deref() };
        let written = Written { say, file: None, group: asked.group() };
        take(site, core, visitor, written, from, clock::now())?.acknowledgement()
    })
}

/// What a visitor sends.
pub(crate) struct Written {
    pub(crate) say: Say,
    pub(crate) file: Option<File>,
    /// The group that the page names.
    pub(crate) group: Option<GroupId>,
}

/// Takes a visitor's message, whichever way it came.
pub(crate) fn take(
    site: &Site,
    core: &mut Core,
    visitor: &VisitorId,
    Written { say, file, group }: Written,
    from: Source<'_>,
    now: Timestamp,
) -> Result<Answer> {
    site.hear(core, now)?;
    let mut opened = 0;
    let by = store::By::Visitor(visitor);
    let found = store::conversation_and_earlier(&site.sql, by, "", &say.id)?;
    let (conversation, earlier) = if let Some(found) = found {
        found
    } else if file.is_some() {
        // One that was erased meanwhile is not begun anew by a file.
        return Err(Error::unauthorized());
    } else {
        let person = store::person_behind(&site.sql, visitor)?;
        // Whom the site knows it lets in (L3).
        if let Some(address) = from.address.filter(|_| person.is_none()) {
            let since = Timestamp(now.0 - i64::try_from(CONVERSATIONS_WINDOW.as_millis()).unwrap_or(0));
            opened = store::opened_from(&site.sql, address, since)?;
        }
        let mut conversation = Conversation::new(Site::conversation_id()?, visitor.clone());
        if let Some(person) = &person {
            conversation.know(person);
        }
        (conversation, None)
    };
    if !allow(Actor::Visitor(visitor), Action::Converse, Resource::Conversation(&conversation.visitor)) {
        return Err(Error::not_found());
    }
    if conversation.last == Seq(0) {
        // Pages that greeted us with this token have a conversation from now on.
        let lines: Vec<u32> = core.lines.of_visitor(visitor).map(|(line, _)| line).collect();
        for line in lines {
            core.lines.identify(line, visitor, Some(conversation.id.clone()))?;
        }
    }
    let invitation = match &say.targeted {
        Some(id) => store::invitation(&site.sql, id, now)?,
        None => None,
    };
    let event = Event::VisitorSaid { conversation, say, earlier, opened, group, invitation, file };
    site.decide(core, now, event, from)
}

fn read(site: &Site, core: &mut Core, visitor: &VisitorId, seq: Seq, now: Timestamp) -> Result<()> {
    site.hear(core, now)?;
    let conversation = store::conversation_of(&site.sql, visitor)?.ok_or_else(Error::unauthorized)?;
    site.decide(core, now, Event::VisitorRead { conversation, seq }, Source::default())?;
    Ok(())
}

fn look(site: &Site, core: &mut Core, visitor: &VisitorId, look: Look, now: Timestamp) -> Result<()> {
    site.hear(core, now)?;
    let conversation = store::conversation_of(&site.sql, visitor)?.ok_or_else(Error::unauthorized)?;
    let told = store::told(&site.sql, &conversation.id)?;
    let event = Event::VisitorLooked { conversation, told, look };
    site.decide(core, now, event, Source::default())?.settle()
}

fn rate(site: &Site, core: &mut Core, visitor: &VisitorId, said: RatingPost, now: Timestamp) -> Result<()> {
    site.hear(core, now)?;
    let conversation = store::conversation_of(&site.sql, visitor)?.ok_or_else(Error::unauthorized)?;
    let told = store::told(&site.sql, &conversation.id)?;
    let event = Event::VisitorRated { conversation, told, said };
    site.decide(core, now, event, Source::default())?.settle()
}

fn transcript(site: &Site, core: &mut Core, visitor: &VisitorId, now: Timestamp) -> Result<()> {
    site.hear(core, now)?;
    let conversation = store::conversation_of(&site.sql, visitor)?.ok_or_else(Error::unauthorized)?;
    check_mail(site, &conversation)?;
    let sent = store::transcripts(&site.sql, &conversation.id, now)?;
    site.decide(core, now, Event::VisitorTranscript { conversation, sent }, Source::default())?.settle()
}

fn leave_email(
    site: &Site,
    core: &mut Core,
    visitor: &VisitorId,
    email: Email,
    now: Timestamp,
) -> Result<()> {
    site.hear(core, now)?;
    let conversation = store::conversation_of(&site.sql, visitor)?.ok_or_else(Error::unauthorized)?;
    site.decide(core, now, Event::VisitorEmail { conversation, email }, Source::default())?.settle()
}

/// A visitor's page was closed. If it was the last one and nobody has answered, the visitor may have left
/// (S14).
pub(crate) fn parted(site: &Site, core: &mut Core, line: &Line, now: Timestamp) -> Result<()> {
    let (Some(visitor), Some(id)) = (line.visitor(), line.conversation()) else { return Ok(()) };
    if core.lines.of_visitor(&visitor).next().is_some() || !core.desk.minds_leaving(id) {
        return Ok(());
    }
    let Some(conversation) = store::conversation(&site.sql, id)? else { return Ok(()) };
    site.decide(core, now, Event::VisitorLeft { conversation, left: true }, Source::default())?;
    Ok(())
}

/// The visitor is here again. Answers the conversation as it is then.
fn came_back(
    site: &Site,
    core: &mut Core,
    conversation: Conversation,
    now: Timestamp,
) -> Result<Conversation> {
    if !core.desk.is_left(&conversation.id) {
        return Ok(conversation);
    }
    let id = conversation.id.clone();
    site.decide(core, now, Event::VisitorLeft { conversation, left: false }, Source::default())?;
    store::conversation(&site.sql, &id)?.ok_or_else(Error::not_found)
}

/// What a view is told as.
pub(crate) fn frame_of(view: View) -> Hears {
    let View { mode, faces, back_at, missed } = view;
    Hears::Presence { mode, faces, back_at, missed }
}

/// A visit as it stands.
fn visit(
    site: &Site,
    core: &Core,
    group: Option<&GroupId>,
    visitor: Option<&VisitorId>,
    conversation: Option<&Conversation>,
    after: Seq,
    now: Timestamp,
) -> Result<Visit> {
    let view = core.desk.view(now, group, conversation);
    let has_email = match (conversation, visitor) {
        (Some(conversation), _) => conversation.email.is_some(),
        // What the site said goes before the first word.
        (None, Some(visitor)) => {
            store::person_behind(&site.sql, visitor)?.is_some_and(|person| person.email.is_some())
        }
        (None, None) => false,
    };
    let messages = match conversation {
        Some(conversation) => store::messages(&site.sql, &conversation.id, after)?,
        None => Vec::new(),
    };
    Ok(Visit {
        mode: view.mode,
        fresh_for: presence::fresh_for(&site.env),
        back_at: view.back_at,
        missed: view.missed,
        faces: view.faces,
        state: conversation.map_or(State::None, Conversation::told_state),
        rating: match conversation {
            Some(conversation) => rating(site, core, conversation)?,
            None => None,
        },
        files: core.desk.settings().visitor_files && file::is_kept(&site.env),
        has_email,
        read: conversation.map_or(Seq(0), |conversation| conversation.read),
        last: conversation.map_or(Seq(0), |conversation| conversation.last),
        seen: conversation.map_or(Seq(0), |conversation| conversation.seen),
        messages,
    })
}

/// What the visitor is told of a rating: see [`Visit::rating`].
pub(crate) fn rating(site: &Site, core: &Core, conversation: &Conversation) -> Result<Option<u8>> {
    if !core.desk.asks_rating(conversation) {
        return Ok(None);
    }
    let told = store::told(&site.sql, &conversation.id)?;
    Ok(Some(told.rating_of(conversation).map_or(0, |rating| rating.score)))
}
