//! The routes of visitors whom the site knows.

use wire::identity::{Identified, IdentityKey, IdentityKeyCreated, IdentityKeyPost, IdentityPost};

use crate::route::{Route, of};

pub(crate) const ROUTES: &[Route] = &[
    Route {
        method: "post",
        path: "/v1/sites/{site}/identity",
        about: "The site vouches for who the visitor is, by a JWT that one of its identity keys signed. From then on the token is that person's, and what was written under it stands in the person's conversation.",
        who: "visitor",
        body: Some(of::<IdentityPost>),
        answers: &[(200, Some(of::<Identified>))],
        errors: &[400, 401, 403, 404, 409, 413, 415, 429],
    },
    Route {
        method: "get",
        path: "/v1/sites/{site}/identity/keys",
        about: "The keys with which the site signs who its visitors are. For admins.",
        who: "agent",
        body: None,
        answers: &[(200, Some(of::<Vec<IdentityKey>>))],
        errors: &[401, 403, 404],
    },
    Route {
        method: "post",
        path: "/v1/sites/{site}/identity/keys",
        about: "Makes such a key: for HS256 a secret, which is told once; for ES256 of a public key. For admins.",
        who: "agent",
        body: Some(of::<IdentityKeyPost>),
        answers: &[(201, Some(of::<IdentityKeyCreated>))],
        errors: &[400, 401, 403, 404, 413, 415],
    },
    Route {
        method: "delete",
        path: "/v1/sites/{site}/identity/keys/{key}",
        about: "Removes one: a token that it signed is refused from then on. For admins.",
        who: "agent",
        body: None,
        answers: &[(204, None)],
        errors: &[401, 403, 404],
    },
];
