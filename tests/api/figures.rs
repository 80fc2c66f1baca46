//! Figures: what was counted, by whose clock, and for whom (R).

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::mail::{proof, with};
use tests::site::{message_id, refused};
use tests::{Agent, AgentSocket, Edge, Site, Visitor};
use wire::agent::Says;
use wire::figures::{Count, Figures, Numbers, Spread};
use wire::http::Code;
use wire::visitor::State;
use wire::{ConversationId, Status};

use crate::mail_out::{MINUTE, Post};

const HOUR: i64 = 3_600_000;

/// A shop with Ada and Bob at their consoles, who are in.
struct Shop {
    site: Site,
    admin: Agent,
    ada: AgentSocket,
    bob: AgentSocket,
    _edge: Edge,
}

impl Shop {
    async fn open() -> Self {
        let edge = Edge::start();
        let site = Site::create(&edge, "messaging").await;
        let ((admin, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
        ada.choose(Status::Online).await;
        bob.choose(Status::Offline).await;
        Self { site, admin, ada, bob, _edge: edge }
    }

    /// A newcomer writes.
    async fn question(&mut self, text: &str) -> (Visitor, ConversationId) {
        let visitor = self.site.visitor();
        visitor.leave(text).await;
        let row = self.ada.conversation(text).await;
        (visitor, row.id)
    }

    async fn close(&mut self, id: &ConversationId) {
        self.ada.say(&Says::Close { conversation: id.clone() }).await;
        self.ada.row("a closed one", |row| row.id == *id && row.state == State::Closed).await;
    }

    async fn figures(&self) -> Figures {
        self.admin.get("figures").await
    }
}

#[tokio::test]
async fn r1_r3_r4_what_was_asked_answered_and_closed_is_counted_for_all_whom_it_concerns() {
    let mut shop = Shop::open().await;
    let nothing = shop.figures().await;
    assert_eq!((nothing.total, nothing.agents.len(), nothing.groups.len()), (Numbers::default(), 0, 0));
    let groups = json!([{ "id": "sales", "name": "Sales", "agents": [shop.admin.id_of("Ada").await] }]);
    shop.admin.configure(&json!({ "groups": groups })).await;

    let visitor = shop.site.visitor();
    let say = json!({ "id": message_id(), "body": "For sales." });
    let answer = visitor.request(Method::POST, "messages?group=sales").json(&say).send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::CREATED);
    let id = shop.ada.conversation("For sales.").await.id;
    shop.ada.answer(&id, "Gladly.").await;
    shop.ada.answer(&id, "Here is more.").await;
    shop.close(&id).await;
    visitor.leave("Again!").await;
    let (_, second) = shop.question("For anybody.").await;
    // Who is invisible answers as well as anybody (S8).
    shop.bob.choose(Status::Invisible).await;
    shop.bob.answer(&second, "Hello.").await;
    shop.ada.choose(Status::Offline).await;
    shop.question("Left as a message.").await;

    let figures = shop.figures().await;
    let at_once = Some(Spread { count: 1, median: 0, p90: 0 });
    let total = Numbers {
        conversations: 4,
        live: 3,
        closed: 1,
        // One can still be answered in time.
        promised: 2,
        kept: 2,
        missed: 0,
        live_answer: Some(Spread { count: 2, median: 0, p90: 0 }),
        message_answer: None,
        resolution: at_once,
        ratings: [0; 5],
    };
    assert_eq!(figures.total, total);
    let (ada, bob) = (shop.admin.id_of("Ada").await, shop.admin.id_of("Bob").await);
    let of = |agent| figures.agents.iter().find(|one| one.agent == agent).map(|one| one.numbers);
    let one = Numbers {
        conversations: 1,
        live: 1,
        promised: 1,
        kept: 1,
        live_answer: at_once,
        ..Numbers::default()
    };
    assert_eq!(of(ada), Some(Numbers { closed: 1, resolution: at_once, ..one }));
    assert_eq!(of(bob), Some(one));
    let [sales] = &figures.groups[..] else { panic!("{:?}", figures.groups) };
    assert_eq!((sales.group.as_str(), sales.numbers.conversations), ("sales", 1), "the second time for none");
    let count = Count { live: 3, messaging: 1, missed: 0 };
    assert_eq!(figures.days.iter().map(|day| day.count).filter(|each| *each == count).count(), 1);
    let sum: u32 = figures.hours.iter().map(|hour| hour.live + hour.messaging).sum();
    assert_eq!((figures.hours.len(), sum), (24, 4));
}

#[tokio::test]
async fn r2_a_promise_is_kept_in_time_or_not_at_all() {
    let mut shop = Shop::open().await;
    shop.admin.configure(&json!({ "missed_after": 1, "assignment": "automatic" })).await;
    let (_, id) = shop.question("Hello?").await;
    shop.ada.row("a missed one", |row| row.missed).await;
    let missed = Numbers { conversations: 1, live: 1, promised: 1, missed: 1, ..Numbers::default() };
    let figures = shop.figures().await;
    assert_eq!(figures.total, missed);
    let [ada] = &figures.agents[..] else { panic!("{:?}", figures.agents) };
    assert_eq!(ada.numbers, Numbers { conversations: 0, live: 0, ..missed }, "it was hers");

    shop.bob.answer(&id, "Sorry!").await;
    let figures = shop.figures().await;
    assert_eq!((figures.total.promised, figures.total.kept, figures.total.missed), (1, 0, 1));
    assert!(figures.total.live_answer.is_some_and(|spread| spread.count == 1 && spread.median >= 1));
    let bob = shop.admin.id_of("Bob").await;
    let his = figures.agents.iter().find(|one| one.agent == bob).expect("Bob answered").numbers;
    assert_eq!((his.conversations, his.promised, his.missed), (1, 0, 0), "who answers late breaks none");

    shop.admin.configure(&json!({ "missed_after": 600 })).await;
    let (_, id) = shop.question("Anybody there?").await;
    shop.close(&id).await;
    let total = shop.figures().await.total;
    assert_eq!((total.promised, total.kept, total.missed), (2, 0, 1), "closed without a word");
}

#[tokio::test]
async fn r3_an_answer_by_mail_is_one_and_takes_as_long_as_it_took() {
    let mut post = Post::open().await;
    let notice = post.notice().await;
    post.site.move_clock(MINUTE * 90).await;
    let to = notice.part("reply_to");
    let raw = with(&[&proof("shop.example")], "Ada <ada@shop.example>", to, "We do.");
    post.site.judged("ada@shop.example", to, raw).await;
    post.console.message("We do.").await;
    let (admin, _) = post.site.ada().await;
    let figures: Figures = admin.get("figures").await;
    let spread = figures.total.message_answer.expect("an answer");
    assert_eq!(spread.count, 1);
    assert!((5_400..5_430).contains(&spread.median) && spread.p90 == spread.median, "{spread:?}");
    assert_eq!(figures.agents.len(), 1);
    assert_eq!((figures.total.promised, figures.total.live_answer), (0, None), "nothing was promised");
    post.site.move_clock(Duration::from_hours(24 * 31)).await;
    // The session is over by then, too.
    let (admin, _) = post.site.ada().await;
    let later: Figures = admin.get("figures").await;
    assert_eq!(later.total, Numbers::default(), "of the last 30 days");
}

#[tokio::test]
async fn r5_figures_are_for_every_agent_and_nobody_else_and_know_of_no_status() {
    let mut shop = Shop::open().await;
    shop.question("Hello?").await;
    let (bob, _console) = shop.site.bob().await;
    let asked = shop.figures().await;
    let path = format!("figures?from={}&to={}", asked.from.0, asked.to.0);
    let mut seen = Vec::new();
    for status in [Status::Invisible, Status::Offline] {
        shop.bob.choose(status).await;
        let answer = bob.request(Method::GET, &path).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert!(!answer.headers().contains_key("access-control-allow-origin"));
        seen.push(answer.text().await.expect("a body"));
    }
    assert_eq!(seen[0], seen[1], "S3");
    let stranger = shop.site.request(Method::GET, "figures").send().await.expect("an answer");
    refused(stranger, 401, Code::Unauthorized).await;
    let visitor = shop.site.visitor().request(Method::GET, "figures").send().await.expect("an answer");
    refused(visitor, 401, Code::Unauthorized).await;
    let post = shop.admin.request(Method::POST, "figures").send().await.expect("an answer");
    refused(post, 405, Code::MethodNotAllowed).await;
}

#[tokio::test]
async fn r6_days_and_hours_are_told_by_the_clock_of_the_zone() {
    let mut shop = Shop::open().await;
    let (visitor, _) = shop.question("Hello?").await;
    let at = visitor.visit().await.messages[0].at.0;
    for (zone, east) in [("UTC", 0), ("Asia/Kolkata", 330), ("Pacific%2FMarquesas", -570)] {
        let path = format!("figures?from={}&to={}&zone={zone}", at - 2 * HOUR, at + 1);
        let figures: Figures = shop.admin.get(&path).await;
        assert_eq!(figures.zone.as_str(), zone.replace("%2F", "/"));
        let hour = usize::try_from((at + east * 60_000) / HOUR % 24).expect("an hour");
        let one = Count { live: 1, messaging: 0, missed: 0 };
        assert_eq!(figures.hours[hour], one, "{zone}");
        let last = figures.days.last().expect("today");
        assert_eq!(last.count, one, "{zone}");
        let date = figures.days[0].date.calendar();
        assert!(last.date.calendar().to_julian_day() - date.to_julian_day() < 2, "{zone}");
    }
    let later: Figures = shop.admin.get(&format!("figures?from={}&to={}", at + 1, at + HOUR)).await;
    assert_eq!(later.total, Numbers::default(), "`from` counts, `to` does not");
    // Three days of Paris, of which one has 25 hours.
    let path = "figures?from=1792792800000&to=1793055600000&zone=Europe/Paris";
    let autumn: Figures = shop.admin.get(path).await;
    let dates: Vec<String> = autumn.days.iter().map(|day| day.date.to_string()).collect();
    assert_eq!(dates, ["2026-10-24", "2026-10-25", "2026-10-26"]);
    let year = shop.admin.get::<Figures>("figures?from=1700000000000&to=1731622400000&zone=Europe/Paris");
    assert_eq!(year.await.days.len(), 367);
}

#[tokio::test]
async fn r6_what_cannot_be_is_refused() {
    let shop = Shop::open().await;
    for bad in [
        "from=soon",
        "to=-1",
        "from=1.5",
        "from=99999999999999999999",
        "from=1790000000000&to=1790000000000",
        "from=1790000000001&to=1790000000000",
        "from=1700000000000&to=1731622400001",
        "from=0",
        "from=946771199999&to=946771200001",
        "to=0",
        "zone=Europe/Atlantis",
        "zone=",
        "zone=%",
        "zone=%27%3B+DROP+TABLE+question",
        "zone=+01:00",
    ] {
        let answer = shop.admin.request(Method::GET, &format!("figures?{bad}")).send().await;
        refused(answer.expect("an answer"), 400, Code::BadRequest).await;
    }
}
