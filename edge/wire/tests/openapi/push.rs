//! The routes of web push.

use wire::push::{Called, PushPost, PushSetup};

use crate::route::{Route, of};

pub(crate) const ROUTES: &[Route] = &[
    Route {
        method: "get",
        path: "/v1/sites/{site}/push",
        about: "Whether this deployment can wake devices, and whether it is to wake this session's.",
        who: "agent",
        body: None,
        answers: &[(200, Some(of::<PushSetup>))],
        errors: &[401, 404],
    },
    Route {
        method: "post",
        path: "/v1/sites/{site}/push",
        about: "This session's device is to be woken by web push, in place of what it said before. The subscription ends with the session.",
        who: "agent",
        body: Some(of::<PushPost>),
        answers: &[(204, None)],
        errors: &[400, 401, 403, 404, 413, 415],
    },
    Route {
        method: "delete",
        path: "/v1/sites/{site}/push",
        about: "This session's device is not to be woken any more.",
        who: "agent",
        body: None,
        answers: &[(204, None)],
        errors: &[401, 403, 404],
    },
    Route {
        method: "get",
        path: "/v1/sites/{site}/calls",
        about: "What a device that was woken is to tell: the calls of the last hour after the instant `after`, 20 at most, oldest first, that are neither read nor settled. Empty while the agent is offline or in quiet.",
        who: "agent",
        body: None,
        answers: &[(200, Some(of::<Vec<Called>>))],
        errors: &[400, 401, 404],
    },
];
