//! `openapi.json` follows from the types: this writes it (`OPENAPI=write cargo test -p wire --all-features`)
//! and fails while it is not current.
#![cfg(feature = "schema")]

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use wire::http::{
    Link, LinkRequest, Problem, Read, Session, Settings, SettingsPatch, SignIn, SiteCreated, SitePut,
};
use wire::message::Stored;
use wire::visitor::{Say, Visit};
use wire::{Presence, agent, visitor};

/// The name of a type's schema, which is added to the components by the way.
type Schema = fn(&mut SchemaGenerator) -> Value;

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    serde_json::to_value(generator.subschema_for::<T>()).expect("JSON")
}

struct Route {
    method: &'static str,
    path: &'static str,
    about: &'static str,
    /// Who may: the name of a security scheme, or empty.
    who: &'static str,
    body: Option<Schema>,
    answers: &'static [(u16, Option<Schema>)],
    errors: &'static [u16],
}

const ROUTES: &[Route] = &[
    Route {
        method: "get",
        path: "/v1/sites/{site}/presence",
        about: "Who is in: what a visitor sees, and for how long that is good. Edge-cached for strangers; with a visitor's token that visitor's own answer, not cached.",
        who: "",
        body: None,
        answers: &[(200, Some(of::<Presence>)), (304, None)],
        errors: &[401, 404],
    },
    Route {
        method: "get",
        path: "/v1/sites/{site}/conversation",
        about: "The visit as it stands, with the messages that follow `after`, 200 at most.",
        who: "visitor",
        body: None,
        answers: &[(200, Some(of::<Visit>))],
        errors: &[400, 401, 404],
    },
    Route {
        method: "post",
        path: "/v1/sites/{site}/messages",
        about: "Leaves a message. 201 once it is stored; 200 for a resend, with the same acknowledgement.",
        who: "visitor",
        body: Some(of::<Say>),
        answers: &[(201, Some(of::<Stored>)), (200, Some(of::<Stored>))],
        errors: &[400, 401, 403, 404, 409, 413, 415, 429],
    },
    Route {
        method: "post",
        path: "/v1/sites/{site}/read",
        about: "The visitor saw everything up to this message.",
        who: "visitor",
        body: Some(of::<Read>),
        answers: &[(204, None)],
        errors: &[400, 401, 403, 404, 413, 415],
    },
    Route {
        method: "get",
        path: "/v1/sites/{site}/socket",
        about: "A visitor's WebSocket. It says `VisitorSays` and hears `VisitorHears`; the token travels in the first frame.",
        who: "",
        body: None,
        answers: &[(101, None)],
        errors: &[403, 404, 426, 429],
    },
    Route {
        method: "post",
        path: "/v1/sites/{site}/links",
        about: "Mails a sign-in link if the address is an agent's. The answer is the same if it is not.",
        who: "",
        body: Some(of::<LinkRequest>),
        answers: &[(202, None)],
        errors: &[400, 403, 404, 413, 415],
    },
    Route {
        method: "post",
        path: "/v1/sites/{site}/session",
        about: "Uses a sign-in link up and sets the session cookie.",
        who: "",
        body: Some(of::<SignIn>),
        answers: &[(200, Some(of::<Session>))],
        errors: &[400, 401, 403, 404, 413, 415],
    },
    Route {
        method: "get",
        path: "/v1/sites/{site}/session",
        about: "Who is signed in.",
        who: "agent",
        body: None,
        answers: &[(200, Some(of::<Session>))],
        errors: &[401, 404],
    },
    Route {
        method: "delete",
        path: "/v1/sites/{site}/session",
        about: "Signs out: ends the session and closes its sockets.",
        who: "agent",
        body: None,
        answers: &[(204, None)],
        errors: &[401, 403, 404],
    },
    Route {
        method: "patch",
        path: "/v1/sites/{site}/settings",
        about: "Changes settings. For admins.",
        who: "agent",
        body: Some(of::<SettingsPatch>),
        answers: &[(200, Some(of::<Settings>))],
        errors: &[400, 401, 403, 404, 413, 415],
    },
    Route {
        method: "get",
        path: "/v1/sites/{site}/agent/socket",
        about: "A console's WebSocket. It says `AgentSays` and hears `AgentHears`.",
        who: "agent",
        body: None,
        answers: &[(101, None)],
        errors: &[401, 403, 404, 426],
    },
    Route {
        method: "put",
        path: "/v1/operator/sites/{site}",
        about: "Creates a site, or adds agents to its team.",
        who: "operator",
        body: Some(of::<SitePut>),
        answers: &[(201, Some(of::<SiteCreated>)), (200, Some(of::<SiteCreated>))],
        errors: &[400, 401, 404, 413, 415, 503],
    },
    Route {
        method: "post",
        path: "/v1/operator/sites/{site}/links",
        about: "Makes a sign-in link for an agent.",
        who: "operator",
        body: Some(of::<LinkRequest>),
        answers: &[(201, Some(of::<Link>))],
        errors: &[400, 401, 404, 413, 415, 503],
    },
];

fn document() -> Value {
    let mut generator = SchemaSettings::openapi3().into_generator();
    let problem = of::<Problem>(&mut generator);
    let mut paths = Map::new();
    for route in ROUTES {
        let mut answers = Map::new();
        for (status, schema) in route.answers {
            let mut answer = json!({ "description": meaning(*status) });
            if let Some(schema) = schema {
                answer["content"] = json!({ "application/json": { "schema": schema(&mut generator) } });
            }
            answers.insert(status.to_string(), answer);
        }
        for status in route.errors {
            let content = json!({ "application/json": { "schema": problem } });
            answers
                .insert(status.to_string(), json!({ "description": meaning(*status), "content": content }));
        }
        let mut operation = json!({ "summary": route.about, "responses": answers });
        if let Some(schema) = route.body {
            let content = json!({ "application/json": { "schema": schema(&mut generator) } });
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        if !route.who.is_empty() {
            operation["security"] = json!([{ route.who: [] }]);
        }
        let mut parameters = vec![json!({
            "name": "site", "in": "path", "required": true, "schema": { "type": "string" },
        })];
        if route.path.ends_with("/conversation") {
            parameters.push(json!({ "name": "after", "in": "query", "schema": { "type": "integer" } }));
        }
        let path = paths.entry(route.path).or_insert_with(|| json!({ "parameters": parameters }));
        path[route.method] = operation;
    }
    // The frames hang on no route: their schemas are added by name.
    for frames in [of::<visitor::Says>, of::<visitor::Hears>, of::<agent::Says>, of::<agent::Hears>] {
        frames(&mut generator);
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Porchlight",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Generated from the types of `edge/wire`. What the routes promise is in `tests/SPEC.md`.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "visitor": { "type": "http", "scheme": "bearer", "description": "The token that the visitor's browser made." },
                "operator": { "type": "http", "scheme": "bearer", "description": "OPERATOR_KEY of the deployment." },
                "agent": { "type": "apiKey", "in": "cookie", "name": "__Host-porchlight-{site}" },
            },
        },
    })
}

fn meaning(status: u16) -> &'static str {
    match status {
        101 => "The socket is open.",
        200 => "As asked.",
        201 => "Stored just now.",
        202 => "Taken.",
        204 => "Done.",
        304 => "Not changed.",
        400 => "Not JSON, or not of this form.",
        401 => "Without a valid token, session, link or key.",
        403 => "Not from this origin, or not for this role.",
        404 => "Not there, or not yours.",
        409 => "The id was used for another text.",
        413 => "Larger than 16 KiB.",
        415 => "Not declared as application/json.",
        426 => "The address takes a WebSocket.",
        429 => "Too many; see Retry-After.",
        503 => "The operator has not set this up yet.",
        _ => unreachable!("{status} has no meaning here"),
    }
}

#[test]
fn openapi_json_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let json = serde_json::to_string_pretty(&document()).expect("JSON") + "\n";
    if std::env::var_os("OPENAPI").is_some_and(|wish| wish == "write") {
        std::fs::write(path, &json).expect("the file");
    }
    let current = std::fs::read_to_string(path).unwrap_or_default();
    assert!(json == current, "openapi.json is not current: OPENAPI=write cargo test -p wire --all-features");
}

/// SPEC.md is what people read, `openapi.json` what machines read: the same routes.
#[test]
fn the_routes_are_those_of_the_spec() {
    let spec = include_str!("../../../tests/SPEC.md");
    let mut told: Vec<(String, String)> = spec
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, rest)| rest.starts_with("/v1/"))
        .map(|(method, rest)| {
            let path = rest.split(['`', '?']).next().unwrap_or_default();
            (method.to_lowercase(), path.to_owned())
        })
        .collect();
    let mut known: Vec<(String, String)> =
        ROUTES.iter().map(|route| (route.method.to_owned(), route.path.to_owned())).collect();
    told.sort();
    known.sort();
    assert_eq!(told, known);
}
