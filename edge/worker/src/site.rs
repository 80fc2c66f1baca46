//! One site's object: loads what an event is about, lets [`desk`] decide, saves, then tells.
//!
//! Nothing lives only in memory: the desk and the lines are what SQL and the attachments say, kept at hand.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use desk::{Desk, Event};
use futures_util::FutureExt as _;
use wire::{SiteId, Timestamp};
use worker::{
    DurableObject, Env, Method, Request, Response, State, WebSocket, WebSocketIncomingMessage, console_error,
    durable_object,
};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::lines::{Lines, Who};
use crate::perform::Source;
use crate::request::{self, Asked};
use crate::sql::Sql;
use crate::{
    agent, auth, clock, file, frame, identity, install, lobby, mail, operator, picture, push, reply, session,
    store, team, visitor,
};

#[durable_object]
pub struct Site {
    pub(crate) state: State,
    pub(crate) env: Env,
    pub(crate) sql: Sql,
    /// `None` until the operator creates the site. Never borrowed across an await.
    core: RefCell<Option<Core>>,
    /// When the alarm is set for.
    armed: Cell<Option<Timestamp>>,
    /// Something was saved and those whom it concerns may not have been told.
    pub(crate) untold: Cell<bool>,
}

/// After a panic the site at hand is read anew (see `recover`), so nothing half changed is ever seen.
impl std::panic::UnwindSafe for Site {}
impl std::panic::RefUnwindSafe for Site {}

/// The site at hand.
pub(crate) struct Core {
    pub(crate) id: SiteId,
    pub(crate) salt: String,
    pub(crate) desk: Desk,
    pub(crate) lines: Lines,
    /// The site's number in the directory, once it was asked for.
    pub(crate) number: Option<u32>,
    /// Where browsers reach us, as agents' browsers did last.
    pub(crate) ours: String,
}

impl DurableObject for Site {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::new(&state);
        let migrated = sql.migrate(store::MIGRATIONS);
        // Fails closed: no answer is better than a wrong one.
        assert!(migrated.is_ok(), "the site could not be brought up to date: {migrated:?}");
        match worker::WebSocketRequestResponsePair::new("ping", "pong") {
            Ok(pair) => state.set_websocket_auto_response(&pair),
            Err(error) => console_error!("no automatic answer to heartbeats: {error:?}"),
        }
        let site = Self {
            state,
            env,
            sql,
            core: RefCell::new(None),
            armed: Cell::new(None),
            untold: Cell::new(false),
        };
        if let Err(error) = site.reload() {
            console_error!("the site could not be read: {error:?}");
        }
        site
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let asked = Asked::new(&request, &self.env);
        let served = match (&asked.method, asked.segments().as_slice()) {
            (_, ["mail"]) => {
                // From our own Worker: the router lets nobody else come here.
                let bytes = request.bytes().await?;
                catch_unwind(AssertUnwindSafe(|| mail::intake::accept(self, &bytes)))
            }
            // These wait for somebody else, and change nothing: no panic leaves anything half done.
            (Method::Get, [_, _, _, "push"]) => Ok(push::setup(self, &asked).await),
            (_, [_, _, _, "install"]) => Ok(install::serve(self, &asked, Body::of(&mut request).await).await),
            (Method::Post, [_, _, _, "files"] | [_, _, _, "conversations", _, "files"]) => {
                AssertUnwindSafe(file::take(self, &asked, &request)).catch_unwind().await
            }
            (Method::Post, [_, _, _, "identity", ..]) => {
                let begun = identity::begin(self, &asked, Body::of(&mut request).await);
                let told = identity::wait(&begun).await;
                catch_unwind(AssertUnwindSafe(|| identity::finish(self, begun, told)))
            }
            _ => {
                let body = Body::of(&mut request).await;
                catch_unwind(AssertUnwindSafe(|| self.serve(&asked, body)))
            }
        };
        let response = match served.unwrap_or_else(|_| Err(self.recover("a request"))) {
            Ok(response) => response,
            Err(error) => error.into_response()?,
        };
        self.catch_up();
        self.arm().await;
        reply::finish(&asked, response)
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        // A panic that got out of here would leave the client without an answer to its frame.
        let handled = catch_unwind(AssertUnwindSafe(|| self.frame(&socket, &message)));
        if let Err(error) = handled.unwrap_or_else(|_| Err(self.recover("a frame"))) {
            // Who hears which message it was can send it again; nobody else would tell.
            let about = match &message {
                WebSocketIncomingMessage::String(text) => frame::about(text),
                WebSocketIncomingMessage::Binary(_) => None,
            };
            drop(frame::refuse(&socket, error, about));
        }
        self.catch_up();
        self.arm().await;
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        code: usize,
        _reason: String,
        _was_clean: bool,
    ) -> worker::Result<()> {
        // Without it the browser's side stays in CLOSING. 1005 and 1006 may not be sent.
        let code =
            u16::try_from(code).ok().filter(|code| !matches!(code, 1005 | 1006 | 1015)).unwrap_or(1000);
        drop(socket.close(Some(code), Some("")));
        self.gone(&socket);
        self.catch_up();
        self.arm().await;
        Ok(())
    }

    async fn websocket_error(&self, socket: WebSocket, _error: worker::Error) -> worker::Result<()> {
        self.gone(&socket);
        self.catch_up();
        self.arm().await;
        Ok(())
    }

    /// Never fails: an alarm that keeps failing is dropped for good by the platform.
    async fn alarm(&self) -> worker::Result<Response> {
        self.armed.set(None);
        let ticked = catch_unwind(AssertUnwindSafe(|| {
            self.with(|core| self.apply(core, clock::now(), Event::Ticked, Source::default()))
        }));
        if let Err(error) = ticked.unwrap_or_else(|_| Err(self.recover("the alarm"))) {
            console_error!("the alarm: {error:?}");
        }
        mail::post::drain(self).await;
        file::sweep(self).await;
        self.catch_up();
        self.arm().await;
        Response::empty()
    }
}

impl Site {
    /// Reads the site anew from what is stored.
    pub(crate) fn reload(&self) -> Result<()> {
        let core = match store::site(&self.sql)? {
            None => None,
            Some(row) => Some(Core {
                id: SiteId::parse(row.id)?,
                salt: row.salt,
                desk: store::desk(&self.sql, row.settings, clock::now())?,
                lines: Lines::wake(&self.state),
                number: row.number,
                ours: row.ours,
            }),
        };
        *self.core.try_borrow_mut().map_err(|_| Error::Platform("the site is in use".to_owned()))? = core;
        Ok(())
    }

    /// A panic costs the request at hand and nothing else (G11): what is at hand may be half changed, what
    /// is stored is not.
    pub(crate) fn recover(&self, during: &str) -> Error {
        if let Err(error) = self.reload() {
            console_error!("the site could not be read again: {error:?}");
        }
        Error::Platform(format!("a panic during {during}"))
    }

    /// Where something was saved and the telling of it failed, no client knows that it misses something: all
    /// come back, and get what follows their last sequence (G4).
    fn catch_up(&self) {
        if !self.untold.take() {
            return;
        }
        let open = |core: &mut Core| Ok(core.lines.sockets());
        self.restart(&self.with(open).unwrap_or_default(), "please come back");
    }

    /// Does something with the site at hand. Synchronous on purpose.
    pub(crate) fn with<T>(&self, body: impl FnOnce(&mut Core) -> Result<T>) -> Result<T> {
        let mut core =
            self.core.try_borrow_mut().map_err(|_| Error::Platform("the site is in use".to_owned()))?;
        body(core.as_mut().ok_or_else(request::unknown_site)?)
    }

    fn serve(&self, asked: &Asked, body: Body) -> Result<Response> {
        let segments = asked.segments();
        match segments.as_slice() {
            ["v1", "operator", ..] => operator::serve(self, asked, body),
            ["v1", "sites", _, "session" | "links" | "settings"] => session::serve(self, asked, body),
            ["v1", "sites", _, "team" | "why" | "hours" | "keys" | "identity" | "figures" | "audit", ..] => {
                team::serve(self, asked, body)
            }
            ["v1", "sites", _, "faces", agent] => picture::show(self, agent),
            ["v1", "sites", _, "push" | "calls"] => push::serve(self, asked, body),
            ["v1", "sites", _, "mail" | "mails", ..] => mail::routes::serve(self, asked, body),
            // From our own Worker, too.
            ["lobby"] => lobby::known(self, asked),
            ["v1", "sites", _, "agent", "socket"] => agent::upgrade(self, asked),
            ["v1", "sites", _, "visitors"] => lobby::listen(self, asked),
            ["v1", "sites", _, "invitations"] => lobby::invite(self, asked, body),
            ["v1", "sites", _, "socket"] => visitor::socket::upgrade(self, asked),
            ["v1", "sites", _, ..] => visitor::serve(self, asked, body),
            _ => Err(Error::not_found()),
        }
    }

    fn frame(&self, socket: &WebSocket, message: &WebSocketIncomingMessage) -> Result<()> {
        let id = Lines::id_of(socket)?;
        let now = clock::now();
        let is_agent = self.with(|core| {
            let line = core.lines.get_mut(id).ok_or_else(Error::not_found)?;
            Ok(match line.count_frame(now) {
                Ok(()) => Some(matches!(line.attachment.who, Who::Agent { .. })),
                Err(_) => None,
            })
        })?;
        let text = match message {
            WebSocketIncomingMessage::String(text) => text,
            WebSocketIncomingMessage::Binary(_) => {
                self.hang_up(socket, wire::close::code::NOT_TEXT, "text only");
                return Ok(());
            }
        };
        if text.len() > wire::http::MOST_BYTES {
            self.hang_up(socket, wire::close::code::TOO_LARGE, "larger than 16 KiB");
            return Ok(());
        }
        match is_agent {
            None => {
                self.hang_up(socket, wire::close::code::TOO_MANY, "too many frames");
                Ok(())
            }
            Some(true) => agent::hear(self, socket, id, text, now),
            Some(false) => visitor::socket::hear(self, socket, id, text, now),
        }
    }

    /// These come back, each by itself.
    pub(crate) fn restart(&self, sockets: &[WebSocket], reason: &str) {
        /// Service restart: clients reconnect.
        const RESTART: u16 = 1012;
        for socket in sockets {
            self.hang_up(socket, RESTART, reason);
        }
    }

    /// Closes a socket from our side.
    pub(crate) fn hang_up(&self, socket: &WebSocket, code: u16, reason: &str) {
        drop(socket.close(Some(code), Some(reason)));
        self.gone(socket);
    }

    /// A socket is gone. An agent stays reachable for the rest of the lease: what counts is the age of the
    /// last heartbeat, and that would be gone with the socket.
    fn gone(&self, socket: &WebSocket) {
        let now = clock::now();
        let done = Lines::id_of(socket).and_then(|id| {
            self.with(|core| {
                self.hear(core, now)?;
                match core.lines.close(id) {
                    Some(line) => visitor::parted(self, core, &line, now),
                    None => Ok(()),
                }
            })
        });
        if let Err(error) = done {
            console_error!("a socket closed: {error:?}");
        }
    }

    /// There is a file to be dropped, maybe before the alarm rings: it is set anew after this request.
    pub(crate) fn disarm(&self) {
        self.armed.set(None);
    }

    /// Sets the one alarm, if it would ring too late.
    async fn arm(&self) {
        /// Late enough that the lease is over when it rings.
        const GRACE: Duration = Duration::from_millis(20);
        const AGAIN: Duration = Duration::from_secs(1);
        let now = clock::now();
        let Ok(of_desk) = self.with(|core| Ok(core.desk.next_wakeup(now))) else { return };
        // What is overdue could not be done just now: not at once again.
        let rings = |due: Timestamp| if due + GRACE > now { due + GRACE } else { now + AGAIN };
        let armed = self.armed.get().filter(|armed| *armed > now);
        // It rings for files too, which are asked about once it has rung or was disarmed.
        if armed.is_some_and(|armed| of_desk.is_none_or(|due| armed <= rings(due))) {
            return;
        }
        let Some(due) = of_desk.into_iter().chain(file::next_wakeup(self)).min().map(rings) else { return };
        let wait = due.since(now);
        match self.state.storage().set_alarm(wait).await {
            Ok(()) => self.armed.set(Some(due)),
            Err(error) => console_error!("the alarm could not be set: {error}"),
        }
    }

    /// Notes where browsers reach us, as one of an agent did just now.
    pub(crate) fn note_ours(&self, core: &mut Core, asked: &Asked) -> Result<()> {
        if core.ours != asked.ours {
            self.sql.run("UPDATE site SET ours = ?", &[asked.ours.as_str().into()])?;
            core.ours.clone_from(&asked.ours);
        }
        Ok(())
    }

    /// A new id, in the type that it names.
    pub(crate) fn conversation_id() -> Result<wire::ConversationId> {
        Ok(wire::ConversationId::parse(auth::id()?)?)
    }

    /// Refuses what is no upgrade.
    pub(crate) fn expect_upgrade(asked: &Asked) -> Result<()> {
        if asked.headers.get("upgrade")?.is_some_and(|value| value.eq_ignore_ascii_case("websocket")) {
            return Ok(());
        }
        Err(Error::new(wire::http::Code::UpgradeRequired, "This address takes a WebSocket."))
    }
}
