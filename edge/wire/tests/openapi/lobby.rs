//! The routes of visitors online.

use wire::online::Invite;

use crate::route::{Route, of};

pub(crate) const ROUTES: &[Route] = &[
    Route {
        method: "get",
        path: "/v1/sites/{site}/lobby",
        about: "The WebSocket of a page, where `GET …/widget` says `lobby`: who is on the site now. It says `LobbySays` and hears `LobbyHears`.",
        who: "",
        body: None,
        answers: &[(101, None)],
        errors: &[403, 404, 409, 426, 429],
    },
    Route {
        method: "get",
        path: "/v1/sites/{site}/visitors",
        about: "The WebSocket at which a console hears who is on the site now. It hears `OnlineHears`.",
        who: "agent",
        body: None,
        answers: &[(101, None)],
        errors: &[401, 403, 404, 409, 426],
    },
    Route {
        method: "post",
        path: "/v1/sites/{site}/invitations",
        about: "Starts a chat with a visitor who is on the site now. 204 once it is on its way to the page.",
        who: "agent",
        body: Some(of::<Invite>),
        answers: &[(204, None)],
        errors: &[400, 401, 403, 404, 409, 413, 415, 429],
    },
];
