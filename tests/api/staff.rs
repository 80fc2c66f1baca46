//! Who comes onto the team and who leaves it (SPEC.md, T); and what is told of changes.

use std::time::{Duration, UNIX_EPOCH};

use reqwest::Method;
use reqwest::header::{ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use tests::site::{random, refused};
use tests::{Agent, Edge, Provider, Site, until};
use wire::agent::Hears;
use wire::audit::{Deed, What};
use wire::http::{Code, Role, Session};
use wire::staff::Invited;
use wire::team::{Member, Team};
use wire::visitor::State;
use wire::{AgentId, Mode, Seq, Status, close, visitor};

const DAY: Duration = Duration::from_hours(24);

async fn send(agent: &Agent, method: Method, path: &str, body: &Value) -> reqwest::Response {
    agent.request(method, path).json(body).send().await.expect("an answer")
}

/// Invites Cid.
async fn invite(admin: &Agent) -> Invited {
    let body = json!({ "name": "Cid", "email": "cid@shop.example", "role": "agent" });
    let answer = send(admin, Method::POST, "team", &body).await;
    assert_eq!(answer.status(), 201, "{:?}", answer.text().await);
    answer.json().await.expect("an invitation")
}

fn secret(invited: &Invited) -> String {
    invited.link.url.split_once("#link=").expect("a secret in the fragment").1.to_owned()
}

async fn open(site: &Site, link: &str) -> reqwest::Response {
    let request = site.request(Method::POST, "session").header(ORIGIN, &site.base);
    request.json(&json!({ "link": link })).send().await.expect("an answer")
}

async fn remove(admin: &Agent, agent: &AgentId) -> reqwest::Response {
    send(admin, Method::DELETE, &format!("team/{agent}"), &json!({})).await
}

async fn members(agent: &Agent) -> Vec<Member> {
    let Team { agents, .. } = agent.get("team").await;
    agents
}

#[tokio::test]
async fn t1_an_invitation_lets_a_colleague_in_once() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (bob, mut console) = site.bob().await;
    let invited = invite(&ada).await;
    assert!(invited.link.url.starts_with(&format!("{}/console/?site={}#link=", site.base, site.id)));
    let until = Duration::from_millis(u64::try_from(invited.link.expires_at.0).expect("after 1970"));
    let left = until.saturating_sub(UNIX_EPOCH.elapsed().expect("a clock"));
    assert!((6 * DAY..=7 * DAY + DAY / 24).contains(&left), "good for seven days: {left:?}");
    console
        .expect("the team", |frame| match frame {
            Hears::Team { team } if team.iter().any(|one| one.name.as_str() == "Cid") => Some(()),
            _ => None,
        })
        .await;
    let listed = |members: Vec<Member>| members.into_iter().find(|one| one.name.as_str() == "Cid");
    let cid = listed(members(&ada).await).expect("on the team");
    assert_eq!((cid.invited, cid.role), (true, Role::Agent));
    assert_eq!(cid.email.map(String::from).as_deref(), Some("cid@shop.example"));
    let cid = listed(members(&bob).await).expect("on the team");
    assert_eq!((cid.invited, cid.email), (false, None), "for admins only");

    let answer = open(&site, &secret(&invited)).await;
    assert_eq!(answer.status(), 200);
    let session: Session = answer.json().await.expect("a session");
    assert_eq!((session.me.name.as_str(), session.me.role), ("Cid", Role::Agent));
    assert!(!listed(members(&ada).await).expect("on the team").invited);
    refused(open(&site, &secret(&invited)).await, 401, Code::Unauthorized).await;
}

#[tokio::test]
async fn t1_an_address_is_on_the_team_once_and_a_new_link_ends_the_old_one() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let body = json!({ "name": "Bob", "email": "BOB@shop.example" });
    refused(send(&ada, Method::POST, "team", &body).await, 409, Code::Conflict).await;
    for body in [
        json!({ "name": "", "email": "cid@shop.example" }),
        json!({ "name": "Cid", "email": "cid" }),
        json!({ "name": "Cid", "email": "cid@shop.example", "role": "king" }),
        json!({ "name": "Cid" }),
    ] {
        refused(send(&ada, Method::POST, "team", &body).await, 400, Code::BadRequest).await;
    }
    let first = invite(&ada).await;
    let path = format!("team/{}/link", first.member.id);
    let answer = send(&ada, Method::POST, &path, &json!({})).await;
    assert_eq!(answer.status(), 201);
    let second: Invited = answer.json().await.expect("an invitation");
    assert_eq!(second.member.id, first.member.id);
    refused(open(&site, &secret(&first)).await, 401, Code::Unauthorized).await;
    assert_eq!(open(&site, &secret(&second)).await.status(), 200);
    refused(send(&ada, Method::POST, &path, &json!({})).await, 409, Code::Conflict).await;
}

#[tokio::test]
async fn t1_an_invitation_is_mailed_where_mail_works() {
    let provider = Provider::open().await;
    let edge = Edge::start_with_mail(&provider, "resend");
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let invited = invite(&ada).await;
    assert!(invited.mailed);
    let mail = provider.mail(1).await;
    assert_eq!(
        (mail.part("to"), mail.part("subject")),
        ("cid@shop.example", "Your invitation to Porchlight")
    );
    for part in ["text", "html"] {
        assert!(mail.part(part).contains(&invited.link.url), "{}", mail.part(part));
        assert!(mail.part(part).contains("Ada invites you") && mail.part(part).contains("seven days"));
    }
}

#[tokio::test]
async fn t2_an_admin_sets_roles_and_an_agent_the_own_name() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (bob, mut console) = site.bob().await;
    let (ada_id, bob_id) = (ada.id_of("Ada").await, ada.id_of("Bob").await);
    let profile = |id: &AgentId| format!("team/{id}/profile");
    let named = send(&bob, Method::PATCH, &profile(&bob_id), &json!({ "name": "Robert" })).await;
    let member: Member = named.json().await.expect("a member");
    assert_eq!(member.name.as_str(), "Robert");
    for (who, body) in [(&bob_id, json!({ "role": "admin" })), (&ada_id, json!({ "name": "Eve" }))] {
        refused(send(&bob, Method::PATCH, &profile(who), &body).await, 403, Code::Forbidden).await;
    }
    let last = send(&ada, Method::PATCH, &profile(&ada_id), &json!({ "role": "agent" })).await;
    refused(last, 409, Code::Conflict).await;
    refused(remove(&ada, &ada_id).await, 409, Code::Conflict).await;

    let answer = send(&ada, Method::PATCH, &profile(&bob_id), &json!({ "role": "admin" })).await;
    assert_eq!(answer.status(), 200);
    console
        .expect("the role", |frame| match frame {
            Hears::Me(me) if me.role == Role::Admin => Some(()),
            _ => None,
        })
        .await;
    bob.configure(&json!({ "when_nobody": "hidden" })).await;
    assert_eq!(send(&ada, Method::PATCH, &profile(&ada_id), &json!({ "role": "agent" })).await.status(), 200);
    refused(
        send(&ada, Method::PATCH, "settings", &json!({ "when_nobody": "messaging" })).await,
        403,
        Code::Forbidden,
    )
    .await;
}

#[tokio::test]
async fn t3_who_is_removed_is_out_at_once_and_what_was_written_stays() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, mut desk) = site.ada().await;
    let (bob, mut console) = site.bob().await;
    let pending = site.link("bob@shop.example").await;
    let visitor = site.visitor();
    visitor.leave("Hello?").await;
    let row = console.conversation("Hello?").await;
    console.answer(&row.id, "From Bob").await;
    visitor.leave("And now?").await;
    desk.conversation("And now?").await;
    let id = ada.id_of("Bob").await;
    let group = json!([{ "id": "sales", "name": "Sales", "agents": [id] }]);
    ada.configure(&json!({ "groups": group })).await;

    assert_eq!(remove(&ada, &id).await.status(), 204);
    assert_eq!(console.closed().await, close::code::UNAUTHORIZED);
    refused(bob.request(Method::GET, "session").send().await.expect("an answer"), 401, Code::Unauthorized)
        .await;
    refused(open(&site, &pending).await, 401, Code::Unauthorized).await;
    let row = desk.row("nobody's", |row| row.members.is_empty() && row.assignee.is_none()).await;
    assert_eq!((row.state, row.waiting), (State::Open, true));
    assert_eq!(visitor.texts().await, ["Hello?", "From Bob", "And now?"]);
    let (_, visit) = visitor.connect(Seq(0)).await;
    let author = serde_json::to_value(&visit.messages[1].author).expect("JSON");
    assert_eq!(author["name"], "Bob", "what was written keeps its author");
    assert!(visit.faces.is_empty());
    let session: Session = ada.get("session").await;
    assert!(session.settings.groups[0].agents.is_empty());
    assert_eq!(members(&ada).await.len(), 1);
    refused(remove(&ada, &id).await, 404, Code::NotFound).await;
}

#[tokio::test]
async fn t3_presence_follows_at_once_and_s3_strangers_hear_nothing_of_an_invisible_one() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (_, mut bob) = site.bob().await;
    bob.choose(Status::Online).await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    let invited = invite(&ada).await;
    let cookie = open(&site, &secret(&invited)).await.headers()[SET_COOKIE].to_str().expect("one").to_owned();
    let cookie = cookie.split(';').next().expect("its value").to_owned();
    let mut cid = Agent { site: site.clone(), cookie }.connect().await;
    cid.choose(Status::Invisible).await;
    assert_eq!(remove(&ada, &invited.member.id).await.status(), 204);
    assert_eq!(cid.closed().await, close::code::UNAUTHORIZED);

    assert_eq!(remove(&ada, &ada.id_of("Bob").await).await.status(), 204);
    let first = page
        .expect("presence", |frame| match frame {
            visitor::Hears::Presence { mode, .. } => Some(*mode),
            _ => None,
        })
        .await;
    assert_eq!(first, Mode::Messaging, "the first frame is about Bob");
    assert_eq!(site.mode().await, "messaging");
}

#[tokio::test]
async fn t3_a_removed_address_comes_back_by_invitation_only() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let before = ada.id_of("Bob").await;
    assert_eq!(remove(&ada, &before).await.status(), 204);
    let put = json!({ "name": "Shop", "agents": [
        { "name": "Bob", "email": "Bob@shop.example", "role": "admin" },
        { "name": "Dan", "email": "dan@shop.example" },
    ] });
    let answer = site.operator(Method::PUT, "", &put).await;
    let created: Value = answer.json().await.expect("JSON");
    assert_eq!(created["agents"], 2, "Ada and Dan: an operator's list brings nobody back");
    let answer = site.operator(Method::POST, "/links", &json!({ "email": "bob@shop.example" })).await;
    refused(answer, 404, Code::NotFound).await;

    let body = json!({ "name": "Bob", "email": "bob@shop.example" });
    let answer = send(&ada, Method::POST, "team", &body).await;
    let invited: Invited = answer.json().await.expect("an invitation");
    assert_ne!(invited.member.id, before, "somebody new");
    assert_eq!(open(&site, &secret(&invited)).await.status(), 200);
    // Removed once more, and invited once more.
    assert_eq!(remove(&ada, &invited.member.id).await.status(), 204);
    assert_eq!(send(&ada, Method::POST, "team", &body).await.status(), 201);
    let created: Value = site.operator(Method::PUT, "", &put).await.json().await.expect("JSON");
    assert_eq!(created["agents"], 3, "who is there, is left as is");
}

#[tokio::test]
async fn t3_a_removal_survives_kill_9() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (bob, _) = site.bob().await;
    assert_eq!(remove(&ada, &ada.id_of("Bob").await).await.status(), 204);
    edge.kill9();
    edge.restart();
    until("Bob is out", async || {
        let answer = bob.request(Method::GET, "session").send().await;
        match answer.map(|answer| answer.status().as_u16()) {
            Ok(401) => Ok(()),
            seen => Err(format!("{seen:?}")),
        }
    })
    .await;
    assert_eq!(members(&ada).await.len(), 1);
}

#[tokio::test]
async fn t4_what_was_changed_is_told_to_admins_newest_first() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (bob, _) = site.bob().await;
    assert_eq!(ada.get::<Vec<Deed>>("audit").await, [], "a new site has not been changed");
    ada.configure(&json!({ "when_nobody": "hidden", "name": "Shop" })).await;
    let bob_id = ada.id_of("Bob").await;
    ada.accustom(&bob_id, &json!({ "overflow": true })).await;
    bob.accustom(&bob_id, &json!({ "overflow": false })).await;
    let key: Value =
        send(&ada, Method::POST, "keys", &json!({ "name": "Telephone" })).await.json().await.expect("JSON");
    let id = key["key"]["id"].as_str().expect("an id");
    send(&ada, Method::DELETE, &format!("keys/{id}"), &json!({})).await;
    let invited = invite(&ada).await;
    remove(&ada, &invited.member.id).await;
    let dan = json!({ "name": "Shop", "agents": [{ "name": "Dan", "email": "dan@shop.example" }] });
    site.operator(Method::PUT, "", &dan).await;

    let deeds: Vec<Deed> = ada.get("audit").await;
    let said: Vec<_> = deeds.iter().map(|deed| (deed.by.as_str(), deed.what, deed.of.as_deref())).collect();
    assert_eq!(
        said,
        [
            ("The operator", What::Invited, Some("Dan")),
            ("Ada", What::Removed, Some("Cid")),
            ("Ada", What::Invited, Some("Cid")),
            ("Ada", What::KeyDeleted, Some("Telephone")),
            ("Ada", What::KeyMade, Some("Telephone")),
            ("Ada", What::Overflow, Some("Bob")),
            ("Ada", What::WhenNobody, None),
        ]
    );
    let last = deeds.last().expect("one");
    assert_eq!((last.from.as_deref(), last.to.as_deref()), (Some("messaging"), Some("hidden")));
    let text = serde_json::to_string(&deeds).expect("JSON");
    for secret in [key["secret"].as_str().expect("a secret"), &secret(&invited), "cid@shop.example"] {
        assert!(!text.contains(secret), "no secret and no address is in it");
    }
    let older: Vec<Deed> = ada.get(&format!("audit?before={}", deeds[4].id)).await;
    assert_eq!(older, deeds[5..]);
    refused(
        ada.request(Method::GET, "audit?before=x").send().await.expect("an answer"),
        400,
        Code::BadRequest,
    )
    .await;
    refused(bob.request(Method::GET, "audit").send().await.expect("an answer"), 403, Code::Forbidden).await;
}

#[tokio::test]
async fn t4_a_page_is_a_hundred_lines() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    for number in 0..103 {
        ada.configure(&json!({ "name": format!("Shop {number}") })).await;
    }
    let first: Vec<Deed> = ada.get("audit").await;
    assert_eq!((first.len(), first[0].to.as_deref()), (100, Some("Shop 102")));
    let rest: Vec<Deed> = ada.get(&format!("audit?before={}", first[99].id)).await;
    assert_eq!(rest.len(), 3);
    let end: Vec<Deed> = ada.get(&format!("audit?before={}", rest[2].id)).await;
    assert!(end.is_empty());
}

#[tokio::test]
async fn t5_nobody_but_an_admin_changes_the_team() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let other = Site::create(&edge, "messaging").await;
    let (ada, _) = site.ada().await;
    let (bob, _) = site.bob().await;
    let key: Value =
        send(&ada, Method::POST, "keys", &json!({ "name": "Telephone" })).await.json().await.expect("JSON");
    let key = key["secret"].as_str().expect("a secret").to_owned();
    let (ada_id, bob_id) = (ada.id_of("Ada").await, ada.id_of("Bob").await);
    let gone = {
        let invited = invite(&ada).await;
        let answer = open(&site, &secret(&invited)).await;
        let cookie = answer.headers()[SET_COOKIE].to_str().expect("a cookie").to_owned();
        assert_eq!(remove(&ada, &invited.member.id).await.status(), 204);
        Agent { site: site.clone(), cookie: cookie.split(';').next().expect("a value").to_owned() }
    };
    let expired = {
        let agent = site.sign_in("ada@shop.example").await;
        agent.request(Method::DELETE, "session").send().await.expect("an answer");
        agent
    };
    let foreign = Agent { site: site.clone(), cookie: other.sign_in("ada@shop.example").await.cookie };
    let stranger = Agent { site: site.clone(), cookie: String::new() };
    let body = json!({ "name": "Dan", "email": "dan@shop.example" });
    let routes = [
        (Method::POST, "team".to_owned(), body),
        (Method::DELETE, format!("team/{bob_id}"), json!({})),
        (Method::DELETE, format!("team/{ada_id}"), json!({})),
        (Method::POST, format!("team/{bob_id}/link"), json!({})),
        (Method::PATCH, format!("team/{ada_id}/profile"), json!({ "name": "Eve" })),
        (Method::PATCH, format!("team/{bob_id}/profile"), json!({ "role": "admin" })),
        (Method::GET, "audit".to_owned(), json!({})),
    ];
    for (method, path, body) in routes {
        for nobody in [&stranger, &gone, &expired, &foreign] {
            refused(send(nobody, method.clone(), &path, &body).await, 401, Code::Unauthorized).await;
        }
        let visitor = site.request(method.clone(), &path).bearer_auth(random(32)).json(&body);
        refused(visitor.send().await.expect("an answer"), 401, Code::Unauthorized).await;
        refused(send(&bob, method.clone(), &path, &body).await, 403, Code::Forbidden).await;
        let system = site.request(method.clone(), &path).bearer_auth(&key).json(&body);
        refused(system.send().await.expect("an answer"), 403, Code::Forbidden).await;
        if method != Method::GET {
            let foreign = ada.site.request(method, &path).header("cookie", &ada.cookie).json(&body);
            let foreign = foreign.header(ORIGIN, tests::site::SHOP).send().await.expect("an answer");
            refused(foreign, 403, Code::ForeignOrigin).await;
        }
    }
    assert_eq!(members(&ada).await.len(), 2, "nothing was changed");
}
