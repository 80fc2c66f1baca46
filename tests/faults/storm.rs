//! A restart with many open pages: all are back soon, and a newcomer is served meanwhile.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::bugs::is_planted;
use tests::site::{SHOP, message_id, random};
use tests::wait::{back_off, until_within};
use tests::{Edge, Site, Socket};
use tokio::sync::watch;

/// The platform's header with the visitor's address.
const ADDRESS: &str = "cf-connecting-ip";
/// Pages of one address: below what the edge allows one (L2).
const OF_ONE_ADDRESS: usize = 15;
/// Those of them who have a conversation (L3).
const WITH_A_CONVERSATION: usize = 5;
/// All are back within this.
const BACK: Duration = Duration::from_secs(10);

/// How pages wait between two tries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pause {
    FullJitter,
    /// The bug that jitter is there for.
    Always(Duration),
}

const WITHOUT_JITTER: Pause = Pause::Always(Duration::from_millis(500));

#[derive(Default)]
struct Seen {
    /// When each try after the cut began.
    tries: Vec<Instant>,
    /// When each page was greeted, again and again.
    greeted: Vec<Instant>,
}

type Shared = Arc<Mutex<Seen>>;

/// A visitor's page: comes back whenever it is cut.
async fn page(site: Site, number: usize, pause: Pause, seen: Shared, end: watch::Receiver<bool>) {
    let token = random(32);
    let address = address(number);
    if number % OF_ONE_ADDRESS < WITH_A_CONVERSATION {
        let body = json!({ "id": message_id(), "body": "Is it oak?" });
        let request = site.request(reqwest::Method::POST, "messages").bearer_auth(&token);
        let answer = request.header("origin", SHOP).header(ADDRESS, &address).json(&body).send().await;
        assert_eq!(answer.expect("an answer").status(), 201);
    }
    let hello = json!({ "type": "hello", "protocol": wire::PROTOCOL, "token": token }).to_string();
    let mut attempt = 0;
    let mut is_first = true;
    while !*end.borrow() {
        if !is_first {
            seen.lock().expect("what was seen").tries.push(Instant::now());
        }
        let headers = [("origin", SHOP), (ADDRESS, address.as_str())];
        let line: Option<Socket<Value, Value>> = site.try_socket("socket", &headers).await;
        if let Some(mut line) = line
            && line.try_text(&hello).await.is_ok()
        {
            while let Some(text) = line.text_or_end().await {
                if text.contains(r#""type":"welcome""#) {
                    seen.lock().expect("what was seen").greeted.push(Instant::now());
                    attempt = 0;
                }
            }
        }
        is_first = false;
        match pause {
            // As the widget: up to one second, then two, up to thirty.
            Pause::FullJitter => back_off(Duration::from_secs(1), attempt, Duration::from_secs(30)).await,
            Pause::Always(span) => {
                drop(tokio::time::timeout(span, std::future::pending::<()>()).await);
            }
        }
        attempt += 1;
    }
}

fn address(number: usize) -> String {
    let network = number / OF_ONE_ADDRESS;
    format!("10.{}.{}.1", network / 250, network % 250)
}

/// What a restart did.
struct Storm {
    /// From the kill until the edge listens again.
    restart: Duration,
    /// Of each page, from the kill.
    back: Vec<Duration>,
    /// The newcomer's message, from the listening edge to its acknowledgement.
    newcomer: Duration,
    /// The largest part of all pages that tried within the same 50 ms after the cut.
    crest: f64,
}

#[expect(clippy::cast_precision_loss, reason = "thousands")]
async fn storm(pages: usize, pause: Pause) -> Storm {
    may_open(pages);
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let seen = Shared::default();
    let (end, mark) = watch::channel(false);
    let mut running = tokio::task::JoinSet::new();
    for number in 0..pages {
        running.spawn(page(site.clone(), number, pause, Arc::clone(&seen), mark.clone()));
        // A few at a time: this is not the storm yet.
        if number % 50 == 49 {
            greeted(&seen, number + 1, Duration::from_mins(1)).await;
        }
    }
    greeted(&seen, pages, Duration::from_mins(1)).await;
    *seen.lock().expect("what was seen") = Seen::default();
    let cut = Instant::now();
    edge.kill9();
    tokio::task::block_in_place(|| edge.restart());
    let restart = cut.elapsed();
    let listening = Instant::now();
    site.visitor().leave("Is anybody there?").await;
    let newcomer = listening.elapsed();
    greeted(&seen, pages, Duration::from_mins(1)).await;
    end.send_replace(true);
    running.shutdown().await;
    let seen = std::mem::take(&mut *seen.lock().expect("what was seen"));
    let back = seen.greeted.iter().take(pages).map(|at| at.duration_since(cut)).collect();
    let mut tries: Vec<u128> = seen.tries.iter().map(|at| at.duration_since(cut).as_millis() / 50).collect();
    tries.sort_unstable();
    let crest = tries.chunk_by(|one, other| one == other).map(<[u128]>::len).max().unwrap_or(0);
    Storm { restart, back, newcomer, crest: crest as f64 / pages as f64 }
}

async fn greeted(seen: &Shared, wanted: usize, deadline: Duration) {
    until_within(deadline, "the pages to be greeted", async || {
        let count = seen.lock().expect("what was seen").greeted.len();
        if count >= wanted { Ok(()) } else { Err(count) }
    })
    .await;
}

/// Says in plain words when the machine allows too few open files.
fn may_open(pages: usize) {
    let limits = std::fs::read_to_string("/proc/self/limits").expect("Linux");
    let line = limits.lines().find(|line| line.starts_with("Max open files")).expect("the limit");
    let most = line.split_whitespace().nth(3).and_then(|word| word.parse().ok()).unwrap_or(usize::MAX);
    let needed = pages * 2 + 200;
    assert!(
        most >= needed,
        "{pages} pages need {needed} open files, {most} are allowed: `ulimit -n {needed}`"
    );
}

fn pages() -> usize {
    std::env::var("PAGES").map_or(200, |text| text.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_pages_are_back_within_ten_seconds_of_a_restart_and_a_newcomer_is_served() {
    let pause = if is_planted("no jitter") { WITHOUT_JITTER } else { Pause::FullJitter };
    let storm = storm(pages(), pause).await;
    let within = |seconds| storm.back.iter().filter(|at| **at <= Duration::from_secs(seconds)).count();
    println!(
        "{} pages; the edge listens again after {:.2?}; a newcomer's message takes {:.2?}; back after 1 s {}, 2 s {}, 5 s {}, 10 s {}; the last one after {:.2?}; at most {:.0} % within 50 ms",
        storm.back.len(),
        storm.restart,
        storm.newcomer,
        within(1),
        within(2),
        within(5),
        within(10),
        storm.back.iter().max().expect("pages"),
        storm.crest * 100.0
    );
    assert!(storm.back.iter().all(|at| *at < BACK), "{:?}", storm.back.iter().max());
    assert!(storm.newcomer < Duration::from_secs(5), "{:?}", storm.newcomer);
    assert!(storm.crest < STAMPEDE, "a stampede: {:.2}", storm.crest);
}

/// From this part of all pages on, tries within 50 ms are a stampede. With full jitter over a second one
/// twentieth is to be expected.
const STAMPEDE: f64 = 0.3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutant_of_a_client_no_jitter_is_caught() {
    let storm = storm(200, WITHOUT_JITTER).await;
    assert!(storm.crest >= STAMPEDE, "pages without jitter passed: {:.2}", storm.crest);
}
