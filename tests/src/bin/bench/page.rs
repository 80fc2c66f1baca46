//! What the tag does to a page: the same page with and without it, in turn, in one browser.
//!
//! The edge of the tests sends files as they are; the platform sends them compressed, to a third. So times under a
//! slow network are the worst case; bytes are counted as the platform sends them.

use std::process::Command;

use serde_json::{Value, json};
use tests::browser::{Browser, Window};
use tests::fixture::Fixture;
use tests::widget::shop;
use tests::workerd::root;
use tests::{Edge, Site};

use crate::part;

const ROUNDS: usize = 5;

/// Notes when the launcher and the panel are there, what moves, and which tasks are long.
const WATCH: &str = "
    const seen = (window.seen = { shift: 0, long: 0 });
    const look = () => {
      const root = document.querySelector('porchlight-widget')?.shadowRoot;
      if (root) seen.launcher ??= performance.now();
      if (root?.getElementById('panel')) seen.panel ??= performance.now();
      else setTimeout(look, 1);
    };
    look();
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (seen.shift += value))).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (seen.long = Math.max(seen.long, duration)))).observe({ type: 'longtask', buffered: true });
";

/// One visit, as the browser measured it: milliseconds, and bytes of JavaScript's heap.
#[derive(Default)]
struct Visits {
    launcher: Vec<f64>,
    panel: Vec<f64>,
    main: Vec<f64>,
    long: Vec<f64>,
    shift: Vec<f64>,
    heap: Vec<f64>,
}

/// How the page is looked at.
struct Manner {
    name: &'static str,
    /// How many times slower the processor is.
    slower: u32,
    /// A phone's network: 150 ms, 1.6 Mbit/s down, 750 kbit/s up.
    is_far: bool,
    is_warm: bool,
}

const MANNERS: [Manner; 3] = [
    Manner { name: "cold", slower: 1, is_far: false, is_warm: false },
    Manner { name: "cold, CPU 4x slower, 1.6 Mbit/s", slower: 4, is_far: true, is_warm: false },
    Manner { name: "warm, CPU 4x slower, 1.6 Mbit/s", slower: 4, is_far: true, is_warm: true },
];

async fn metric(window: &Window, name: &str) -> f64 {
    let all = window.devtools("Performance.getMetrics", json!({})).await;
    let all = all["metrics"].as_array().expect("metrics");
    all.iter().find(|one| one["name"] == name).and_then(|one| one["value"].as_f64()).expect("a number")
}

async fn visit(window: &Window, url: &str, has_tag: bool, manner: &Manner, visits: &mut Visits) {
    window.goto("about:blank").await;
    if !manner.is_warm {
        window.devtools("Network.clearBrowserCache", json!({})).await;
    }
    let (latency, down, up) = if manner.is_far { (150, 200_000, 93_750) } else { (0, -1, -1) };
    let network =
        json!({ "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": up });
    window.devtools("Network.emulateNetworkConditions", network).await;
    window.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": manner.slower })).await;
    window.goto(url).await;
    let is_there = if has_tag { "!!seen.panel" } else { "true" };
    window.holds(&format!("document.readyState === 'complete' && {is_there}")).await;
    // Until the browser has nothing to do, twice.
    window.run("return new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)))").await;
    window.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
    let seen = window.run("return seen").await;
    let number = |name: &str| seen[name].as_f64().unwrap_or_default();
    visits.launcher.push(number("launcher"));
    visits.panel.push(number("panel"));
    visits.long.push(number("long"));
    visits.shift.push(number("shift"));
    visits.main.push(metric(window, "TaskDuration").await * 1_000.0);
    window.devtools("HeapProfiler.collectGarbage", json!({})).await;
    visits.heap.push(metric(window, "JSHeapUsedSize").await);
}

/// What was asked of the edge: how many requests, and the bytes of their bodies under brotli.
async fn asked(window: &Window, base: &str) -> (usize, u64) {
    let paths: Vec<String> =
        window.loaded().await.iter().filter_map(|url| url.strip_prefix(base).map(str::to_owned)).collect();
    let script = "const { brotliCompressSync: press } = require('zlib'); const { readFileSync: read } = require('fs');
        const sizes = process.argv.slice(1).map((path) => path.startsWith('/v1/') ? 60 : press(read('dist' + path)).length);
        console.log(sizes.reduce((sum, size) => sum + size, 0))";
    let node = Command::new(root().join("node_modules/.bin/node"))
        .current_dir(root())
        .args(["-e", script])
        .args(&paths)
        .output()
        .expect("node");
    let sum = String::from_utf8_lossy(&node.stdout).trim().parse().expect("a sum");
    (paths.len(), sum)
}

pub(crate) async fn bench() {
    let edge = Edge::start();
    let (with, without) = (Fixture::open().await, Fixture::open().await);
    let site = Site::create_with(&edge, "messaging", &[&with.origin]).await;
    let page = shop(&site);
    let tag = page.find("<script").expect("the tag");
    with.page(&page, &[]);
    without.page(&page[..tag], &[]);
    let browser = Browser::start().await;
    let window = &browser.window;
    for enabled in ["Performance.enable", "Network.enable", "HeapProfiler.enable"] {
        window.devtools(enabled, json!({})).await;
    }
    let watch: Value = json!({ "source": WATCH });
    window.devtools("Page.addScriptToEvaluateOnNewDocument", watch).await;

    println!("\nA page with the tag, beside the same without it; medians of {ROUNDS} visits each\n");
    println!(
        "{:<34} {:>11} {:>9} {:>12} {:>9} {:>7} {:>9}",
        "", "launcher ms", "panel ms", "main +ms (x)", "task ms", "shift", "heap +KB"
    );
    for manner in &MANNERS {
        let (mut there, mut here) = (Visits::default(), Visits::default());
        for round in 0..=ROUNDS {
            if round == 1 {
                // The first one fills the cache, or warms up.
                (there, here) = (Visits::default(), Visits::default());
            }
            visit(window, &without.origin, false, manner, &mut here).await;
            visit(window, &with.origin, true, manner, &mut there).await;
        }
        let middle = |values: &[f64]| part(values, 0.5);
        let (main, bare) = (middle(&there.main), middle(&here.main));
        println!(
            "{:<34} {:>11.0} {:>9.0} {:>6.0} {:>5.2} {:>9.0} {:>7.3} {:>9.0}",
            manner.name,
            middle(&there.launcher),
            middle(&there.panel),
            main - bare,
            main / bare,
            middle(&there.long),
            middle(&there.shift),
            (middle(&there.heap) - middle(&here.heap)) / 1_000.0,
        );
    }
    let (requests, bytes) = asked(window, &site.base).await;
    println!(
        "\nIt asks the edge {requests} times, for {bytes} bytes under brotli, until the panel can be used."
    );
}
