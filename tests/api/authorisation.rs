//! Every route times every role (T5). A route of `openapi.json` without a row fails, and so does a row without
//! a route: who adds one says who may.

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, COOKIE, ORIGIN};
use serde_json::{Value, json};
use tests::site::random;
use tests::workerd::OPERATOR_KEY;
use tests::{AgentSocket, Edge, Site, VisitorSocket};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Without anything.
    Stranger,
    /// With the token of a visitor who has a conversation.
    Visitor,
    /// Bob, whom `{agent}` names where the row does not say otherwise.
    Agent,
    /// Ada.
    Admin,
    /// With the session of an agent who was removed.
    Removed,
    /// With a session that ended.
    Expired,
    /// With the session of another site's admin, under this site's name.
    Foreign,
    /// With an API key.
    Key,
    /// With the operator's key.
    Operator,
}

use Role::{Admin, Agent, Expired, Foreign, Key, Operator, Removed, Stranger, Visitor};

const ROLES: [Role; 9] = [Stranger, Visitor, Agent, Admin, Removed, Expired, Foreign, Key, Operator];
const NOBODY: &[Role] = &[];
/// A bearer that is none is refused where a visitor's token may be.
const ANYBODY: &[Role] = &ROLES;
const TOKENS: &[Role] = &[Stranger, Visitor, Agent, Admin, Removed, Expired, Foreign, Key];
/// Any 256 bits begin a visit, and no visit is another's.
const VISITORS: &[Role] = &[Visitor, Key];
const VISITOR: &[Role] = &[Visitor];
const TEAM: &[Role] = &[Agent, Admin];
const SYSTEMS: &[Role] = &[Agent, Admin, Key];
const DIRECTORS: &[Role] = &[Admin, Key];
const ADMINS: &[Role] = &[Admin];
const OPERATOR: &[Role] = &[Operator];

/// A route, what is sent, and who is not turned away. What is sent need not be good: who asks is looked at
/// first, so that a bad body is 400 for those alone who may.
type Row = (&'static str, &'static str, &'static str, &'static [Role]);

/// `{other}` is Ada, `{agent}` is Bob. What ends sessions comes last.
const TABLE: &[Row] = &[
    ("get", "/v1/sites/{site}/presence", "", TOKENS),
    ("get", "/v1/sites/{site}/widget", "", ANYBODY),
    ("get", "/v1/sites/{site}/conversation", "", VISITOR),
    ("post", "/v1/sites/{site}/messages", "{}", VISITORS),
    ("post", "/v1/sites/{site}/email", "{}", VISITORS),
    ("post", "/v1/sites/{site}/read", "{}", VISITORS),
    ("post", "/v1/sites/{site}/look", "{}", VISITORS),
    ("post", "/v1/sites/{site}/rate", "{}", VISITORS),
    ("post", "/v1/sites/{site}/identity", "{}", VISITORS),
    ("get", "/v1/sites/{site}/identity/keys", "", ADMINS),
    ("post", "/v1/sites/{site}/identity/keys", "{}", ADMINS),
    ("delete", "/v1/sites/{site}/identity/keys/{nobody}", "{}", ADMINS),
    ("post", "/v1/sites/{site}/transcript", "", VISITOR),
    ("post", "/v1/sites/{site}/files", "a file", VISITORS),
    ("post", "/v1/sites/{site}/conversations/{nobody}/files", "a file", TEAM),
    // The key is what counts.
    ("get", "/v1/sites/{site}/files/{nobody}", "", ANYBODY),
    ("get", "/v1/sites/{site}/socket", "", ANYBODY),
    ("get", "/v1/sites/{site}/lobby", "", ANYBODY),
    ("get", "/v1/sites/{site}/visitors", "", TEAM),
    ("post", "/v1/sites/{site}/invitations", "{}", TEAM),
    ("post", "/v1/sites/{site}/links", "{}", ANYBODY),
    // The link is what lets in, whoever one was before.
    ("post", "/v1/sites/{site}/session", r#"{"link":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#, NOBODY),
    ("get", "/v1/sites/{site}/session", "", TEAM),
    ("patch", "/v1/sites/{site}/settings", r#"{"king":true}"#, ADMINS),
    ("get", "/v1/sites/{site}/team", "", SYSTEMS),
    ("post", "/v1/sites/{site}/team", "{}", ADMINS),
    ("patch", "/v1/sites/{site}/team/{agent}", "{}", TEAM),
    ("patch", "/v1/sites/{site}/team/{other}", "{}", ADMINS),
    ("patch", "/v1/sites/{site}/team/{agent}", r#"{"capacity":3}"#, ADMINS),
    ("delete", "/v1/sites/{site}/team/{nobody}", "{}", ADMINS),
    ("post", "/v1/sites/{site}/team/{agent}/link", "{}", ADMINS),
    ("patch", "/v1/sites/{site}/team/{agent}/profile", "{}", TEAM),
    ("patch", "/v1/sites/{site}/team/{other}/profile", "{}", ADMINS),
    ("patch", "/v1/sites/{site}/team/{agent}/profile", r#"{"role":"agent"}"#, ADMINS),
    ("put", "/v1/sites/{site}/team/{agent}/picture", "{}", TEAM),
    ("put", "/v1/sites/{site}/team/{other}/picture", "{}", ADMINS),
    ("get", "/v1/sites/{site}/faces/{agent}", "", ANYBODY),
    ("put", "/v1/sites/{site}/team/{agent}/status", "{}", DIRECTORS),
    ("get", "/v1/sites/{site}/team/{agent}/history", "", SYSTEMS),
    ("get", "/v1/sites/{site}/why", "", SYSTEMS),
    ("get", "/v1/sites/{site}/figures", "", TEAM),
    ("post", "/v1/sites/{site}/hours", "{}", TEAM),
    ("post", "/v1/sites/{site}/install", "{}", ADMINS),
    ("get", "/v1/sites/{site}/keys", "", ADMINS),
    ("post", "/v1/sites/{site}/keys", "{}", ADMINS),
    ("delete", "/v1/sites/{site}/keys/{nobody}", "{}", ADMINS),
    ("get", "/v1/sites/{site}/audit", "", ADMINS),
    ("get", "/v1/sites/{site}/agent/socket", "", TEAM),
    ("get", "/v1/sites/{site}/mail", "", ADMINS),
    ("post", "/v1/sites/{site}/mail/test", "{}", ADMINS),
    ("post", "/v1/sites/{site}/mail/allow", "{}", ADMINS),
    // The token of a mail is what counts.
    ("post", "/v1/sites/{site}/mail/stop", "{}", NOBODY),
    ("get", "/v1/sites/{site}/mails", "", TEAM),
    ("get", "/v1/sites/{site}/mails/{nobody}", "", TEAM),
    ("post", "/v1/sites/{site}/mails/{nobody}", "{}", TEAM),
    ("get", "/v1/sites/{site}/mails/{nobody}/original", "", TEAM),
    ("post", "/v1/operator/mail", "{}", OPERATOR),
    ("get", "/v1/sites/{site}/calls", "", TEAM),
    ("get", "/v1/sites/{site}/push", "", TEAM),
    ("post", "/v1/sites/{site}/push", "{}", TEAM),
    ("delete", "/v1/sites/{site}/push", "{}", TEAM),
    ("get", "/v1/operator/mails", "", OPERATOR),
    ("put", "/v1/operator/sites/{site}", "{}", OPERATOR),
    ("post", "/v1/operator/sites/{site}/links", "{}", OPERATOR),
    ("delete", "/v1/sites/{site}/session", "{}", TEAM),
];

/// The route as `openapi.json` names it: `{}` for whatever stands in braces.
fn plain(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}" } else { part }.to_owned();
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn t5_each_route_has_a_row_and_each_row_a_route() {
    let document: Value =
        serde_json::from_str(include_str!("../../edge/wire/openapi.json")).expect("openapi.json");
    let mut known = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let methods = methods.as_object().expect("methods").keys().filter(|key| *key != "parameters");
        known.extend(methods.map(|method| (method.clone(), plain(path))));
    }
    let rows: BTreeSet<_> =
        TABLE.iter().map(|(method, path, ..)| ((*method).to_owned(), plain(path))).collect();
    let without: Vec<_> = known.difference(&rows).collect();
    assert!(without.is_empty(), "say in TABLE who may use these routes: {without:?}");
    let gone: Vec<_> = rows.difference(&known).collect();
    assert!(gone.is_empty(), "TABLE names routes that are not there: {gone:?}");
}

/// What each role sends along.
struct People {
    site: Site,
    /// Bob and Ada.
    ids: [String; 2],
    bearer: Vec<(Role, String)>,
    cookie: Vec<(Role, String)>,
}

impl People {
    async fn of(edge: &Edge) -> Self {
        let site = Site::create(edge, "messaging").await;
        let other = Site::create(edge, "messaging").await;
        let admin = site.sign_in("ada@shop.example").await;
        let agent = site.sign_in("bob@shop.example").await;
        let ids = [admin.id_of("Bob").await.to_string(), admin.id_of("Ada").await.to_string()];
        let visitor = site.visitor();
        visitor.leave("Hello?").await;
        let cid = json!({ "name": "Cid", "email": "cid@shop.example" });
        let invited = admin.request(Method::POST, "team").json(&cid).send().await.expect("an answer");
        let invited: Value = invited.json().await.expect("an invitation");
        let removed = site.sign_in("cid@shop.example").await;
        let path = format!("team/{}", invited["member"]["id"].as_str().expect("an id"));
        admin.request(Method::DELETE, &path).json(&json!({})).send().await.expect("an answer");
        let expired = site.sign_in("ada@shop.example").await;
        expired.request(Method::DELETE, "session").send().await.expect("an answer");
        let foreign = other.sign_in("ada@shop.example").await.cookie;
        let foreign = foreign.split_once('=').expect("a value").1;
        let key = admin.request(Method::POST, "keys").json(&json!({ "name": "Telephone" }));
        let key: Value = key.send().await.expect("an answer").json().await.expect("a key");
        Self {
            ids,
            bearer: vec![
                (Visitor, visitor.token.to_string()),
                (Key, key["secret"].as_str().expect("a secret").to_owned()),
                (Operator, OPERATOR_KEY.to_owned()),
            ],
            cookie: vec![
                (Agent, agent.cookie),
                (Admin, admin.cookie),
                (Removed, removed.cookie),
                (Expired, expired.cookie),
                (Foreign, format!("__Host-porchlight-{}={foreign}", site.id)),
            ],
            site,
        }
    }

    /// The headers that show who asks.
    fn proof(&self, role: Role) -> Option<(&'static str, String)> {
        let of =
            |all: &[(Role, String)]| all.iter().find(|(one, _)| *one == role).map(|(_, text)| text.clone());
        let bearer = of(&self.bearer).map(|token| (AUTHORIZATION.as_str(), format!("Bearer {token}")));
        bearer.or_else(|| of(&self.cookie).map(|cookie| (COOKIE.as_str(), cookie)))
    }

    async fn status(&self, role: Role, (method, path, body, _): Row) -> u16 {
        let proof = self.proof(role);
        let path = path
            .replace("{site}", &self.site.id)
            .replace("{agent}", &self.ids[0])
            .replace("{other}", &self.ids[1])
            .replace("{nobody}", &random(32));
        let proof = proof.as_ref().map(|(name, text)| (*name, text.as_str()));
        let headers: Vec<_> = [("origin", self.site.base.as_str())].into_iter().chain(proof).collect();
        if let Some(socket) = path.strip_prefix(&format!("/v1/sites/{}/", self.site.id))
            && ["socket", "agent/socket", "lobby", "visitors"].contains(&socket)
        {
            let refused = if socket == "socket" {
                self.site.socket(socket, &headers).await.map(|_: VisitorSocket| ()).err()
            } else {
                self.site.socket(socket, &headers).await.map(|_: AgentSocket| ()).err()
            };
            return refused.unwrap_or(101);
        }
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
        let request = self.site.http.request(method, format!("{}{path}", self.site.base));
        let mut request = request.header(ORIGIN, &self.site.base);
        if let Some((name, text)) = proof {
            request = request.header(name, text);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json").body(body);
        }
        request.send().await.expect("an answer").status().as_u16()
    }
}

#[tokio::test]
async fn t5_every_route_answers_those_who_may_and_nobody_else() {
    let edge = Edge::start();
    let people = People::of(&edge).await;
    let mut wrong = Vec::new();
    for row in TABLE {
        let (method, path, body, may) = *row;
        // Those who may not go first: what the others do may change who is there.
        let mut roles = ROLES;
        roles.sort_by_key(|role| may.contains(role));
        for role in roles {
            let status = people.status(role, *row).await;
            let is_refused = matches!(status, 401 | 403);
            // Known and not allowed is 403; everybody else is nobody.
            let is_known = matches!(role, Agent | Admin | Key) && !path.starts_with("/v1/operator");
            let is_well = match (may.contains(&role), is_refused) {
                (true, false) => status < 500,
                (false, true) => is_known || status == 401,
                _ => false,
            };
            if !is_well {
                wrong.push(format!("{role:?} {method} {path} {body}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
