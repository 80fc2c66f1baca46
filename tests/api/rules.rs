//! What changes a status by itself, why, and for whom that can be asked (S9, S10, S13, S15); the keys.

use std::time::{Duration, SystemTime};

use reqwest::Method;
use serde_json::{Value, json};
use tests::AgentSocket;
use tests::site::refused;
use tests::{Agent, Edge, Site};
use wire::agent::{Hears, Says};
use wire::http::Code;
use wire::team::{Change, HoursAnswer, Key, KeyCreated, Me, Team, Why};
use wire::visitor;
use wire::{Cause, Mode, Presence, Seq, Status, Timestamp};

fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("fits")
}

/// Hours of every day in UTC: from and to so many minutes from the current one.
fn hours(from: i64, to: i64) -> Value {
    let wall = |minutes: i64| {
        let minute = (now() / 60_000 + minutes).rem_euclid(24 * 60);
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly: Vec<Value> =
        week.map(|day| json!({ "day": day, "from": wall(from), "to": wall(to) })).to_vec();
    json!({ "zone": "Etc/UTC", "weekly": weekly })
}

async fn me(socket: &mut AgentSocket, what: &str, is: impl Fn(&Me) -> bool) -> Me {
    socket
        .expect(what, |frame| match frame {
            Hears::Me(me) if is(me) => Some(me.clone()),
            _ => None,
        })
        .await
}

async fn key(admin: &Agent) -> KeyCreated {
    let answer = admin.request(Method::POST, "keys").json(&json!({ "name": "Telephone" })).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 201);
    answer.json().await.expect("a key")
}

#[tokio::test]
async fn s9_hours_say_what_comes_next_and_an_unknown_zone_is_refused() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (agent, mut ada) = site.ada().await;
    let id = agent.id_of("Ada").await;
    agent.accustom(&id, &json!({ "hours": hours(60, 120) })).await;
    let next = me(&mut ada, "what comes next", |me| me.next.is_some()).await.next.expect("is there");
    assert_eq!(next.status, Status::Online);
    assert_eq!(next.at.0, (now() / 60_000 + 60) * 60_000, "at the minute");
    for (zone, status) in [("Europe/Nowhere", 400), ("+01:00", 400), ("Europe/Paris", 200)] {
        let hours = json!({ "zone": zone, "weekly": [] });
        let answer = agent.request(Method::POST, "hours").json(&json!({ "hours": hours })).send().await;
        let answer = answer.expect("an answer");
        if status == 400 {
            refused(answer, 400, Code::BadRequest).await;
            let patch = agent.request(Method::PATCH, &format!("team/{id}")).json(&json!({ "hours": hours }));
            refused(patch.send().await.expect("an answer"), 400, Code::BadRequest).await;
        } else {
            let answer: HoursAnswer = answer.json().await.expect("what it means");
            assert_eq!(answer, HoursAnswer { open: false, next_change: None });
        }
    }
    agent.accustom(&id, &json!({ "hours": null })).await;
    me(&mut ada, "no hours", |me| me.next.is_none() && me.habits.hours.is_none()).await;
}

#[tokio::test]
async fn s10_idle_sets_offline_and_input_on_any_device_counts() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (agent, mut laptop) = site.ada().await;
    let mut phone = agent.connect().await;
    agent.accustom(&agent.id_of("Ada").await, &json!({ "idle_after": 5, "returns": true })).await;
    laptop.choose(Status::Online).await;
    let chosen = now();
    // Word from the other device, of input a second ago.
    phone.say(&Says::Active { ago: 0 }).await;
    let idle = me(&mut laptop, "set offline", |me| me.cause == Cause::Idle).await;
    assert_eq!(idle.status, Status::Offline);
    assert!(idle.since.0 - chosen >= 5_000, "not before the delay: {idle:?}, chosen at {chosen}");
    phone.say(&Says::Active { ago: 0 }).await;
    let back = me(&mut laptop, "online again", |me| me.status == Status::Online).await;
    assert_eq!(back.cause, Cause::Idle, "asked for, so it comes back by input");
}

#[tokio::test]
async fn s13_published_hours_say_when_somebody_is_back() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (admin, mut ada) = site.ada().await;
    let presence = || async {
        let answer = site.request(Method::GET, "presence").send().await.expect("an answer");
        answer.json::<Presence>().await.expect("presence")
    };
    assert_eq!(presence().await.back_at, None);
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    admin.configure(&json!({ "hours": hours(60, 120) })).await;
    let opens = Timestamp((now() / 60_000 + 60) * 60_000);
    assert_eq!(presence().await.back_at, Some(opens));
    page.expect("when somebody is back", |frame| match frame {
        visitor::Hears::Presence { back_at, .. } => (*back_at == Some(opens)).then_some(()),
        _ => None,
    })
    .await;
    admin.configure(&json!({ "hours": hours(-60, 60) })).await;
    assert_eq!(presence().await.back_at, None, "open, and nobody in: no promise");
    admin.configure(&json!({ "hours": hours(60, 120) })).await;
    ada.choose(Status::Online).await;
    let live = presence().await;
    assert_eq!((live.mode, live.back_at), (Mode::Live, None));
}

#[tokio::test]
async fn s15_why_and_what_will_be() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    let ((agent, mut ada), (colleague, _bob)) = (site.ada().await, site.bob().await);
    let texts = |why: &Why| -> Vec<String> {
        let agents = why.agents.iter().flat_map(|agent| &agent.because);
        why.because.iter().chain(agents).map(|reason| format!("{} {}", reason.rule, reason.text)).collect()
    };
    let why: Why = agent.get("why").await;
    assert_eq!(why.mode, Mode::Hidden);
    assert!(texts(&why).iter().any(|text| text.starts_with("S2 ")), "{why:?}");

    ada.choose(Status::Invisible).await;
    let own: Why = agent.get("why").await;
    let others: Why = colleague.get("why").await;
    assert!(texts(&own).iter().any(|text| text.contains("Invisible, chosen by hand")), "{own:?}");
    assert!(!texts(&others).iter().any(|text| text.contains("nvisible")), "S3: {others:?}");

    agent.accustom(&agent.id_of("Ada").await, &json!({ "hours": hours(60, 120) })).await;
    let opens = (now() / 60_000 + 60) * 60_000;
    let next = agent.get::<Why>("why").await.next.expect("known ahead");
    assert_eq!((next.at.0, next.mode), (opens, Mode::Live));
    let then: Why = agent.get(&format!("why?at={}", opens + 1_000)).await;
    assert_eq!(then.mode, Mode::Live);
    assert!(texts(&then).iter().any(|text| text.starts_with("S9 ")), "{then:?}");
    assert_eq!(then.next.expect("and the closing").at.0, opens + 60 * 60_000);
    for bad in ["at=soon", "at=-1", "at=99999999999999"] {
        let answer = agent.request(Method::GET, &format!("why?{bad}")).send().await.expect("an answer");
        refused(answer, 400, Code::BadRequest).await;
    }
    let stranger = site.request(Method::GET, "why").send().await.expect("an answer");
    refused(stranger, 401, Code::Unauthorized).await;
}

#[tokio::test]
async fn s15_the_history_is_kept_with_causes() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((agent, mut ada), (colleague, _bob)) = (site.ada().await, site.bob().await);
    for status in [Status::Online, Status::Invisible, Status::Offline, Status::Online] {
        ada.choose(status).await;
    }
    let path = format!("team/{}/history", agent.id_of("Ada").await);
    let statuses = |changes: &[Change]| changes.iter().map(|change| change.status).collect::<Vec<_>>();
    let own: Vec<Change> = agent.get(&path).await;
    assert_eq!(statuses(&own), [Status::Online, Status::Offline, Status::Invisible, Status::Online]);
    assert!(own.iter().all(|change| change.cause == Cause::Manual && change.reachable), "{own:?}");
    let seen: Vec<Change> = colleague.get(&path).await;
    assert_eq!(statuses(&seen), [Status::Online, Status::Offline, Status::Online], "S3");
    let older: Vec<Change> = agent.get(&format!("{path}?before={}", own[0].at.0)).await;
    assert!(older.len() < own.len());
    let nobody = agent.request(Method::GET, "team/nobody/history").send().await.expect("an answer");
    refused(nobody, 404, Code::NotFound).await;
}

#[tokio::test]
async fn s15_another_system_sets_a_status_with_a_key() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((admin, mut ada), (colleague, _bob)) = (site.ada().await, site.bob().await);
    let KeyCreated { key, secret } = key(&admin).await;
    let id = admin.id_of("Ada").await;
    let put = |status: &str| {
        let path = format!("team/{id}/status");
        site.request(Method::PUT, &path).bearer_auth(&secret).json(&json!({ "status": status })).send()
    };
    assert_eq!(put("online").await.expect("an answer").status(), 200);
    let set = me(&mut ada, "set online", |me| me.status == Status::Online).await;
    assert_eq!(set.cause, Cause::Admin);
    assert_eq!(site.mode().await, "live");
    let team: Team = site
        .request(Method::GET, "team")
        .bearer_auth(&secret)
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("the team");
    assert!(team.mode == Mode::Live && team.agents[0].online, "{team:?}");
    let history: Vec<Change> = admin.get(&format!("team/{id}/history")).await;
    assert_eq!(history[0].by.as_ref().map(wire::Name::as_str), Some("Telephone"));
    refused(put("asleep").await.expect("an answer"), 400, Code::BadRequest).await;

    // A key does nothing else.
    for (method, path, body) in [
        (Method::PATCH, format!("team/{id}"), json!({ "overflow": true })),
        (Method::POST, "keys".to_owned(), json!({ "name": "Another" })),
        (Method::POST, "hours".to_owned(), json!({ "hours": hours(0, 1) })),
    ] {
        let answer = site.request(method, &path).bearer_auth(&secret).json(&body).send().await;
        refused(answer.expect("an answer"), 403, Code::Forbidden).await;
    }
    let settings = site.request(Method::PATCH, "settings").bearer_auth(&secret).json(&json!({})).send().await;
    assert!(settings.expect("an answer").status().is_client_error());
    // Nor does an agent what admins do; but for a colleague's status nobody but an admin.
    for (method, path, body) in [
        (Method::POST, "keys".to_owned(), json!({ "name": "Mine" })),
        (Method::PUT, format!("team/{id}/status"), json!({ "status": "offline" })),
        (Method::PATCH, format!("team/{id}"), json!({ "overflow": true })),
        (Method::PATCH, format!("team/{}", admin.id_of("Bob").await), json!({ "capacity": 3 })),
    ] {
        let answer = colleague.request(method, &path).json(&body).send().await.expect("an answer");
        refused(answer, 403, Code::Forbidden).await;
    }
    let keys: Vec<Key> = admin.get("keys").await;
    assert_eq!(keys, std::slice::from_ref(&key));
    let deleted = admin.request(Method::DELETE, &format!("keys/{}", key.id)).send().await;
    assert_eq!(deleted.expect("an answer").status(), 204);
    refused(put("offline").await.expect("an answer"), 401, Code::Unauthorized).await;
}

#[tokio::test]
async fn bad_settings_and_habits_are_refused_whole() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (admin, _ada) = site.ada().await;
    let chat = |fields: Value| {
        let mut chat = json!({ "id": "chat", "text": "Can we help?" });
        chat.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
        json!({ "targeted": [chat] })
    };
    let sales = json!({ "id": "sales", "name": "Sales" });
    for bad in [
        json!({ "groups": [sales, sales] }),
        json!({ "groups": [{ "id": "sales", "name": "Sales", "agents": ["nobody"] }] }),
        json!({ "groups": [{ "id": "Sales!", "name": "Sales" }] }),
        json!({ "groups": vec![sales.clone(); 31] }),
        json!({ "capacity": 0 }),
        json!({ "capacity": 70_000 }),
        json!({ "overflow_after": 0 }),
        json!({ "missed_after": 86_401 }),
        json!({ "assignment": "by lot" }),
        json!({ "hours": { "zone": "Europe/Nowhere", "weekly": [] } }),
        json!({ "hours": { "zone": "Europe/Paris", "weekly": [{ "day": "mon", "from": "24:00", "to": "01:00" }] } }),
        chat(json!({ "text": "" })),
        chat(json!({ "text": "x".repeat(1_001) })),
        chat(json!({ "page": "pricing" })),
        chat(json!({ "after": 3_601 })),
        chat(json!({ "languages": ["german!"] })),
        chat(json!({ "group": "gone" })),
        chat(json!({ "colour": "red" })),
    ] {
        let answer = admin.request(Method::PATCH, "settings").json(&bad).send().await.expect("an answer");
        let problem = refused(answer, 400, Code::BadRequest).await;
        assert!(problem.message.len() > 10, "{bad}: {problem:?}");
    }
    let id = admin.id_of("Ada").await;
    for bad in [
        json!({ "idle_after": 4 }),
        json!({ "idle_after": -1 }),
        json!({ "capacity": 0 }),
        json!({ "returns": "yes" }),
        json!({ "status": "online" }),
    ] {
        let answer = admin.request(Method::PATCH, &format!("team/{id}")).json(&bad).send().await;
        refused(answer.expect("an answer"), 400, Code::BadRequest).await;
    }
    let good = json!({ "groups": [sales], "targeted": [{ "id": "chat", "text": "Hi", "group": "sales" }] });
    admin.configure(&good).await;
}

#[tokio::test]
async fn s6_a_targeted_chat_stands_before_the_answer_to_it() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (admin, mut ada) = site.ada().await;
    let chat =
        json!({ "id": "prices", "on": true, "text": "Can we help?", "page": "/pricing*", "after": 20 });
    let off = json!({ "id": "off", "text": "Not yet" });
    admin.configure(&json!({ "targeted": [chat, off] })).await;
    let widget: Value =
        site.request(Method::GET, "widget").send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!((&widget["name"], widget["targeted"].as_array().map(Vec::len)), (&json!("Shop"), Some(1)));
    let visitor = site.visitor();
    let say = |id: &str, body: &str| json!({ "id": id, "body": body, "targeted": "prices" });
    let first = visitor.post(&say("message-000000001", "Yes, please")).await;
    assert_eq!(first.status(), 201);
    let first: Value = first.json().await.expect("an acknowledgement");
    assert_eq!(first["seq"], 2, "the chat stands before it");
    visitor.post(&say("message-000000002", "And more")).await;
    visitor.post(&say("message-000000001", "Yes, please")).await;
    let visit = visitor.visit().await;
    let texts: Vec<&str> = visit.messages.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(texts, ["Can we help?", "Yes, please", "And more"], "once");
    let wire::Author::Site { name } = &visit.messages[0].author else { panic!("the site's: {visit:?}") };
    assert_eq!(name.as_str(), "Shop");
    ada.message("Can we help?").await;
    ada.message("Yes, please").await;
    let unknown = json!({ "id": "message-000000003", "body": "Hello", "targeted": "gone" });
    assert_eq!(site.visitor().post(&unknown).await.status(), 201, "a rule that is gone loses no message");
}

#[tokio::test]
async fn s14_who_leaves_unanswered_is_missed_and_a_reload_is_no_leaving() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let (gone, back) = (site.visitor(), site.visitor());
    for visitor in [&gone, &back] {
        let (mut page, _) = visitor.connect(Seq(0)).await;
        page.write("anybody?").await;
        page.close().await;
    }
    let (_page, _) = back.connect(Seq(1)).await;
    // Half a minute, and not the five of a visitor who waits.
    let row = ada
        .expect_within(Duration::from_secs(40), "the missed one", |frame| match frame {
            Hears::Conversation(row) if row.missed => Some(row.clone()),
            _ => None,
        })
        .await;
    assert_eq!(row.excerpt, "anybody?");
    assert!(gone.visit().await.missed);
    assert!(!back.visit().await.missed);
}
