//! Every frame times every role (T5). A frame of `openapi.json` without a row fails, and so does a row without
//! a frame: who adds one says who may.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::site::{message_id, random};
use tests::{Agent, AgentSocket, Edge, Site, Visitor, VisitorSocket};
use wire::ConversationId;

/// Who asks, or tries to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Without anything.
    Stranger,
    /// The visitor whose conversation it is.
    Owner,
    /// Another visitor of the site, with a conversation.
    Other,
    /// With what opens the same at another site: an admin's session, a visitor's token.
    Foreign,
    /// Bob, who is in the conversation's group.
    Agent,
    /// Cid, who is not.
    Outside,
    /// With the session of an agent who was removed.
    Removed,
    /// Ada.
    Admin,
    /// With a session that ended.
    Expired,
    /// With an API key.
    Key,
}

use Role::{Admin, Agent as Member, Expired, Foreign, Key, Other, Outside, Owner, Removed, Stranger};

const ROLES: [Role; 10] = [Stranger, Owner, Other, Foreign, Member, Outside, Removed, Admin, Expired, Key];
/// Every agent handles every conversation: groups say who is called, not who may.
const TEAM: &[Role] = &[Member, Outside, Admin];
const ADMINS: &[Role] = &[Admin];
const ANYBODY: &[Role] = &ROLES;
/// Any 256 bits begin a visit, and no visit is another's.
const TOKENS: &[Role] = &[Owner, Other, Foreign, Key];
/// Those whose token has a conversation here.
const VISITORS: &[Role] = &[Owner, Other];

/// A frame, what else stands in it, and who is not turned away.
type Row = (&'static str, &'static str, &'static [Role]);

/// What consoles say: `{c}` is the conversation, `{id}` a new message, `{bob}` an agent.
const AGENTS: &[Row] = &[
    ("hello", r#""protocol":1"#, TEAM),
    ("status", r#""status":"offline""#, TEAM),
    ("active", r#""ago":0"#, TEAM),
    ("open", r#""conversation":"{c}""#, TEAM),
    ("say", r#""conversation":"{c}","id":"{id}","body":"We do.""#, TEAM),
    ("note", r#""conversation":"{c}","id":"{id}","body":"Ask Bob.""#, TEAM),
    ("assign", r#""conversation":"{c}","agent":"{bob}""#, TEAM),
    ("add", r#""conversation":"{c}","agent":"{bob}""#, TEAM),
    ("remove", r#""conversation":"{c}","agent":"{bob}""#, TEAM),
    ("move", r#""conversation":"{c}","group":null"#, TEAM),
    ("read", r#""conversation":"{c}","seq":1"#, TEAM),
    ("typing", r#""conversation":"{c}""#, TEAM),
    ("close", r#""conversation":"{c}""#, TEAM),
    ("reopen", r#""conversation":"{c}""#, TEAM),
    ("tag", r#""conversation":"{c}","tag":"lamps""#, TEAM),
    ("untag", r#""conversation":"{c}","tag":"lamps""#, TEAM),
    ("block", r#""conversation":"{c}""#, TEAM),
    ("unblock", r#""conversation":"{c}""#, TEAM),
    ("transcript", r#""conversation":"{c}""#, TEAM),
    ("describe", r#""conversation":"{c}","name":"Grace","email":null"#, TEAM),
    ("more", r#""view":"all""#, TEAM),
    ("search", r#""words":"peru""#, TEAM),
    ("erase", r#""conversation":"{c}""#, ADMINS),
];

/// What visitors' pages say, after a `hello` with what the role holds. What begins a conversation comes last.
const PAGES: &[Row] = &[
    ("hello", r#""protocol":1"#, ANYBODY),
    ("email", r#""email":"eve@evil.example""#, VISITORS),
    ("read", r#""seq":1"#, VISITORS),
    ("typing", "", TOKENS),
    ("say", r#""id":"{id}","body":"Me, too.""#, TOKENS),
];

#[test]
fn t5_each_frame_has_a_row_and_each_row_a_frame() {
    let document: Value =
        serde_json::from_str(include_str!("../../edge/wire/openapi.json")).expect("openapi.json");
    for (schema, table) in [("AgentSays", AGENTS), ("VisitorSays", PAGES)] {
        let frames = document["components"]["schemas"][schema]["oneOf"].as_array().expect("its frames");
        let kind = |frame: &Value| frame["properties"]["type"]["enum"][0].as_str().map(ToOwned::to_owned);
        let known: BTreeSet<String> = frames.iter().map(|frame| kind(frame).expect("its type")).collect();
        let rows: BTreeSet<String> = table.iter().map(|(kind, ..)| (*kind).to_owned()).collect();
        assert_eq!(known, rows, "{schema}: say who may use each frame, and name no other");
    }
}

struct People {
    site: Site,
    elsewhere: Site,
    bob: String,
    key: String,
    cookies: Vec<(Role, String)>,
}

impl People {
    async fn of(edge: &Edge) -> Self {
        let (site, elsewhere) =
            (Site::create(edge, "messaging").await, Site::create(edge, "messaging").await);
        let admin = site.sign_in("ada@shop.example").await;
        for (name, email) in [("Cid", "cid@shop.example"), ("Dan", "dan@shop.example")] {
            let invited = admin.request(Method::POST, "team").json(&json!({ "name": name, "email": email }));
            assert_eq!(invited.send().await.expect("an answer").status(), 201);
        }
        let removed = site.sign_in("dan@shop.example").await;
        let path = format!("team/{}", admin.id_of("Dan").await);
        admin.request(Method::DELETE, &path).json(&json!({})).send().await.expect("an answer");
        let bob = admin.id_of("Bob").await.to_string();
        admin.configure(&json!({ "groups": [{ "id": "sales", "name": "Sales", "agents": [bob] }] })).await;
        let expired = site.sign_in("ada@shop.example").await;
        expired.request(Method::DELETE, "session").send().await.expect("an answer");
        let foreign = elsewhere.sign_in("ada@shop.example").await.cookie;
        let foreign = foreign.split_once('=').expect("a value").1;
        let key = admin.request(Method::POST, "keys").json(&json!({ "name": "Telephone" }));
        let key: Value = key.send().await.expect("an answer").json().await.expect("a key");
        Self {
            bob,
            key: key["secret"].as_str().expect("a secret").to_owned(),
            cookies: vec![
                (Member, site.sign_in("bob@shop.example").await.cookie),
                (Outside, site.sign_in("cid@shop.example").await.cookie),
                (Removed, removed.cookie),
                (Admin, admin.cookie),
                (Expired, expired.cookie),
                (Foreign, format!("__Host-porchlight-{}={foreign}", site.id)),
            ],
            site,
            elsewhere,
        }
    }

    /// A visitor with a conversation for the group.
    async fn owner(&self) -> Visitor {
        let visitor = self.site.visitor();
        let say = json!({ "id": message_id(), "body": "Do you ship to Peru?" });
        let answer = visitor.request(Method::POST, "messages?group=sales").json(&say).send().await;
        assert_eq!(answer.expect("an answer").status(), 201);
        visitor
    }

    fn cookie(&self, role: Role) -> Option<&str> {
        self.cookies.iter().find(|(one, _)| *one == role).map(|(_, cookie)| cookie.as_str())
    }

    /// What a role shows at the door of the consoles.
    fn proof(&self, role: Role, owner: &Visitor) -> Vec<(&'static str, String)> {
        let bearer = |token: &str| vec![("authorization", format!("Bearer {token}"))];
        match role {
            Stranger => Vec::new(),
            Owner => bearer(owner.token.as_str()),
            Other => bearer(self.site.visitor().token.as_str()),
            Key => bearer(&self.key),
            _ => self.cookie(role).map(|cookie| ("cookie", cookie.to_owned())).into_iter().collect(),
        }
    }
}

fn frame((kind, rest, _): Row, conversation: &str, bob: &str) -> String {
    let rest = rest.replace("{c}", conversation).replace("{bob}", bob);
    let rest = rest.replace("{id}", message_id().as_str());
    let comma = if rest.is_empty() { "" } else { "," };
    format!(r#"{{"type":"{kind}"{comma}{rest}}}"#)
}

/// Whether a role is turned away: at the door, by a close, or by an error that says so. Reads up to the frame of
/// this type that comes `count` times.
macro_rules! is_refused {
    ($socket:expr, $end:literal, $count:expr) => {{
        let mut refused = false;
        let mut left = $count;
        while left > 0 {
            let next = tokio::time::timeout(Duration::from_secs(30), $socket.text_or_end()).await;
            let Some(text) = next.expect("an answer in time") else {
                refused = true;
                break;
            };
            let said: Value = serde_json::from_str(&text).unwrap_or_default();
            left -= u8::from(said["type"] == $end);
            let codes = ["unauthorized", "forbidden", "not_found"];
            refused |= said["type"] == "error" && codes.iter().any(|code| said["code"] == *code);
        }
        refused
    }};
}

#[tokio::test]
async fn t5_every_frame_of_a_console_is_taken_from_those_who_may_and_nobody_else() {
    let edge = Edge::start();
    let people = People::of(&edge).await;
    let (_, mut watch) = people.site.ada().await;
    let mut wrong = Vec::new();
    for row in AGENTS {
        for role in ROLES {
            let owner = people.owner().await;
            let conversation = watch
                .row("the new conversation", |row| {
                    row.excerpt == "Do you ship to Peru?" && row.members.is_empty() && row.tags.is_empty()
                })
                .await
                .id;
            let refused = says_as_agent(&people, role, &owner, *row, &conversation).await;
            if refused == row.2.contains(&role) {
                wrong.push(format!("{role:?} {}: {refused}", row.0));
            }
            watch.rest();
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

async fn says_as_agent(
    people: &People,
    role: Role,
    owner: &Visitor,
    row: Row,
    conversation: &ConversationId,
) -> bool {
    let proof = people.proof(role, owner);
    let mut headers = vec![("origin", people.site.base.as_str())];
    headers.extend(proof.iter().map(|(name, text)| (*name, text.as_str())));
    let opened: Result<AgentSocket, u16> = people.site.socket("agent/socket", &headers).await;
    let mut socket = match opened {
        Ok(socket) => socket,
        Err(status) => {
            assert_eq!(status, 401, "{role:?}");
            return true;
        }
    };
    socket.text(r#"{"type":"hello","protocol":1}"#).await;
    socket.text(&frame(row, conversation.as_str(), &people.bob)).await;
    socket.text(r#"{"type":"search","words":"theend"}"#).await;
    let count = if row.0 == "search" { 2 } else { 1 };
    is_refused!(socket, "found", count)
}

#[tokio::test]
async fn t5_every_frame_of_a_page_is_taken_from_those_who_may_and_concerns_nobody_else() {
    let edge = Edge::start();
    let people = People::of(&edge).await;
    let mut wrong = Vec::new();
    for row in PAGES {
        for role in ROLES {
            let owner = people.owner().await;
            let before = owner.visit().await;
            let refused = says_as_visitor(&people, role, &owner, *row).await;
            if refused == row.2.contains(&role) {
                wrong.push(format!("{role:?} {}: {refused}", row.0));
            }
            if role != Owner && owner.visit().await != before {
                wrong.push(format!("{role:?} {} changed another's conversation", row.0));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

async fn says_as_visitor(people: &People, role: Role, owner: &Visitor, row: Row) -> bool {
    let site = if role == Foreign { &people.elsewhere } else { &people.site };
    let other = people.owner().await;
    let token = match role {
        Owner | Foreign => Some(owner.token.as_str()),
        Other => Some(other.token.as_str()),
        Key => Some(people.key.as_str()),
        _ => None,
    };
    let mut headers = vec![("origin", owner.origin.as_str())];
    headers.extend(people.cookie(role).filter(|_| role != Foreign).map(|cookie| ("cookie", cookie)));
    let mut socket: VisitorSocket = site.socket("socket", &headers).await.expect("an open socket");
    let hello = json!({ "type": "hello", "protocol": 1, "token": token });
    socket.text(&hello.to_string()).await;
    socket.text(&frame(row, "", "")).await;
    socket.text(&hello.to_string()).await;
    let count = if row.0 == "hello" { 3 } else { 2 };
    let refused = is_refused!(socket, "welcome", count);
    // A visitor has three at most (L2).
    socket.close().await;
    refused
}

#[tokio::test]
async fn t5_a_socket_that_was_open_when_its_agent_was_removed_takes_no_frame() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let admin = site.sign_in("ada@shop.example").await;
    let (_, mut bobs): (Agent, AgentSocket) = site.bob().await;
    let path = format!("team/{}", admin.id_of("Bob").await);
    admin.request(Method::DELETE, &path).json(&json!({})).send().await.expect("an answer");
    drop(bobs.try_text(&format!(r#"{{"type":"open","conversation":"{}"}}"#, random(16))).await);
    assert_eq!(bobs.closed().await, wire::close::code::UNAUTHORIZED);
}
