//! `openapi.json` follows from the types: this writes it (`OPENAPI=write cargo test -p wire --all-features`)
//! and fails while it is not current.
#![cfg(feature = "schema")]

mod identity;
mod lobby;
mod mail;
mod push;
mod route;
mod routes;

use route::of;
use routes::ROUTES;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use wire::http::Problem;
use wire::{agent, online, visitor};

fn document() -> Value {
    let mut generator = SchemaSettings::openapi3().into_generator();
    let problem = of::<Problem>(&mut generator);
    let mut paths = Map::new();
    for route in
        ROUTES.iter().chain(mail::ROUTES).chain(push::ROUTES).chain(lobby::ROUTES).chain(identity::ROUTES)
    {
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
        let mut parameters = Vec::new();
        if route.path.contains("{site}") {
            parameters.push(
                json!({ "name": "site", "in": "path", "required": true, "schema": { "type": "string" } }),
            );
        }
        for (end, name, kind) in [
            ("/{agent}", "agent", "path"),
            ("/{agent}/status", "agent", "path"),
            ("/{agent}/history", "agent", "path"),
            ("/{agent}/link", "agent", "path"),
            ("/{agent}/profile", "agent", "path"),
            ("/{key}", "key", "path"),
            ("/{mail}", "mail", "path"),
            ("/{mail}/original", "mail", "path"),
            ("/mail/stop", "t", "query"),
            ("/operator/mail", "from", "query"),
            ("/operator/mail", "to", "query"),
            ("/conversation", "after", "query"),
            ("/history", "before", "query"),
            ("/audit", "before", "query"),
            ("/why", "at", "query"),
            ("/why", "group", "query"),
            ("/figures", "from", "query"),
            ("/figures", "to", "query"),
            ("/figures", "zone", "query"),
            ("/presence", "group", "query"),
            ("/presence", "color", "query"),
            ("/presence", "theme", "query"),
            ("/presence", "side", "query"),
            ("/presence", "x", "query"),
            ("/presence", "y", "query"),
            ("/presence", "size", "query"),
            ("/presence", "radius", "query"),
            ("/presence", "icon", "query"),
            ("/conversation", "group", "query"),
            ("/messages", "group", "query"),
            ("{site}/socket", "group", "query"),
        ] {
            if route.path.ends_with(end) {
                let is_instant = end == "/figures" && matches!(name, "from" | "to");
                let is_number = is_instant || matches!(name, "after" | "before" | "at");
                let schema = json!({ "type": if is_number { "integer" } else { "string" } });
                let required = kind == "path";
                parameters.push(json!({ "name": name, "in": kind, "required": required, "schema": schema }));
            }
        }
        let path = paths.entry(route.path).or_insert_with(|| json!({ "parameters": parameters }));
        path[route.method] = operation;
    }
    // The frames hang on no route: their schemas are added by name.
    let visitors =
        [of::<visitor::Says>, of::<visitor::Hears>, of::<wire::lobby::Says>, of::<wire::lobby::Hears>];
    for frames in visitors.into_iter().chain([of::<agent::Says>, of::<agent::Hears>, of::<online::Hears>]) {
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
                "key": { "type": "http", "scheme": "bearer", "description": "A key that an admin made; or an admin's session." },
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
        409 => "It does not go together with what is there already.",
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
    let spec = include_str!("../../../../tests/SPEC.md");
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
    let mut known: Vec<(String, String)> = ROUTES
        .iter()
        .chain(mail::ROUTES)
        .chain(push::ROUTES)
        .chain(lobby::ROUTES)
        .chain(identity::ROUTES)
        .map(|route| (route.method.to_owned(), route.path.to_owned()))
        .collect();
    told.sort();
    known.sort();
    assert_eq!(told, known);
}
