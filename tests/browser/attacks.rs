//! What strangers write is text everywhere (V7): more than 600 attacks through each field that a visitor has, to each
//! place that shows it. Planted bugs show that these tests can fail.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::attacks::attacks;
use tests::browser::{Browser, Window};
use tests::console::Console;
use tests::fixture::Fixture;
use tests::site::message_id;
use tests::widget::ROOT;
use tests::{Agent, AgentSocket, Edge, Provider, Shop, Site, Visitor, until};
use wire::agent::Says;
use wire::visitor::State;
use wire::{ConversationId, Seq};

/// A bug: what was text becomes markup.
const PLANTED: &str = "Object.defineProperty(Element.prototype, 'textContent', { get() { return this.innerText }, set(text) { this.innerHTML = text } }); Document.prototype.createTextNode = function (text) { const made = this.createElement('span'); made.innerHTML = text; return made };";

/// What can run, or load something, and is not ours: elements that only markup brings, and attributes with programs.
const FOREIGN: &str = "(root) => [...root.querySelectorAll('*')].filter((one) =>
    ['script', 'iframe', 'object', 'embed', 'base', 'math', 'marquee', 'details', 'video', 'audio', 'image', 'animate', 'template'].includes(one.localName) && !one.src?.startsWith(location.origin) && one.id !== 'row'
    || [...one.attributes].some(({ name, value }) => name.startsWith('on') || /^\\s*(javascript|vbscript|data:text)/i.test(value))
).map((one) => one.outerHTML)";

async fn is_unharmed(window: &Window, root: &str) {
    let seen = window.run(&format!("return [window.harmed ?? 0, ({FOREIGN})({root})]")).await;
    assert_eq!(seen, json!([0, []]));
}

#[tokio::test]
async fn v7_no_attack_runs_in_the_widget_and_each_is_shown_to_the_byte() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let (widget, window) = (shop.visit().await, shop.window());
    widget.open().await;
    let all = attacks();
    assert!(all.len() > 500);
    widget.send(&all[0]).await;
    widget.shows(&all[0], "sent").await;
    let id = ada.conversation(&all[0]).await.id;
    for attack in &all {
        ada.answer(&id, attack).await;
    }
    let bubbles = format!("[...{ROOT}.querySelectorAll('[data-from=agent] .bubble')]");
    window.holds(&format!("{bubbles}.length === {}", all.len())).await;
    let seen = window.run(&format!("return {bubbles}.map((bubble) => bubble.textContent)")).await;
    assert_eq!(serde_json::from_value::<Vec<String>>(seen).expect("texts"), all);
    is_unharmed(window, ROOT).await;
    let inside = format!(
        "[...{ROOT}.querySelectorAll('.bubble *')].filter((one) => one.localName !== 'a' || !/^(https?|mailto):/.test(one.href) || one.attributes.length !== 3).length"
    );
    assert_eq!(window.run(&format!("return {inside}")).await, json!(0));
    assert_eq!(window.run("return document.title").await, json!("Shop"));
}

#[tokio::test]
async fn v7_no_attack_runs_as_the_name_of_a_file() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let (widget, window) = (shop.visit().await, shop.window());
    widget.open().await;
    widget.send("Hello?").await;
    let id = ada.conversation("Hello?").await.id;
    let agent = shop.site.sign_in("ada@shop.example").await;
    let all = attacks();
    for attack in &all {
        let request = agent.request(Method::POST, &format!("conversations/{id}/files"));
        let request = request.query(&[("id", message_id().as_str()), ("name", attack)]).body("a file");
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 201, "{attack:?}");
    }
    let names = ada.history(&id, Seq(1)).await;
    let names: Vec<&str> = names.iter().map(|message| message.body.as_str()).collect();
    let links = format!("[...{ROOT}.querySelectorAll('[data-from=agent] .bubble')]");
    window.holds(&format!("{links}.filter((one) => one.querySelector('a')).length === {}", all.len())).await;
    let seen = window.run(&format!("return {links}.map((link) => link.textContent)")).await;
    let seen: Vec<String> = serde_json::from_value(seen).expect("texts");
    assert_eq!(seen[..names.len()], names[..]);
    is_unharmed(window, ROOT).await;
}

#[tokio::test]
async fn v7_a_widget_that_makes_markup_of_texts_is_caught() {
    let shop = Shop::open("messaging").await;
    let mut ada = shop.ada_is_in().await;
    let (widget, window) = (shop.visit_after(PLANTED).await, shop.window());
    widget.is("live").await;
    window.holds(&format!("!!{ROOT}.getElementById('panel')")).await;
    widget.open().await;
    widget.send("Hello?").await;
    let id = ada.conversation("Hello?").await.id;
    ada.answer(&id, "<img src=x onerror=harmed=1>").await;
    window.holds("window.harmed === 1").await;
}

/// As many attacks as one visitor may write at once.
const BURST: usize = 10;

/// Writes attacks into everything that a visitor's page sends, and gives back the conversation.
async fn attack(site: &Site, ada: &mut AgentSocket, number: usize, all: &[String]) -> ConversationId {
    let visitor = site.visitor();
    let first = &all[0];
    let (short, long) = (line(first, 80), line(first, 200));
    let answers = json!({ "name": short, "Order": long });
    let say = json!({ "id": message_id(), "body": format!("{number}: {first}"), "answers": answers });
    assert_eq!(visitor.post(&say).await.status(), 201, "{say}");
    let id = ada.conversation(&format!("{number}: {first}")).await.id;
    for attack in &all[1..] {
        visitor.leave(attack).await;
    }
    let look = json!({ "page": "https://shop.example/", "title": long, "passed": { short.clone(): long, "name": short } });
    post(&visitor, "look", &look).await;
    ada.answer(&id, first).await;
    ada.say(&Says::Close { conversation: id.clone() }).await;
    ada.row("a closed one", |row| row.id == id && row.state == State::Closed).await;
    post(&visitor, "rate", &json!({ "score": 1, "comment": long })).await;
    id
}

/// As pages send what is one line, cut.
fn line(text: &str, most: usize) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most).collect()
}

async fn post(visitor: &Visitor, path: &str, body: &Value) {
    let answer = visitor.request(Method::POST, path).json(body).send().await.expect("an answer");
    assert!(answer.status().is_success(), "{path} {body}: {}", answer.text().await.unwrap_or_default());
}

async fn ask(agent: &Agent) {
    agent.configure(&json!({ "questions_messaging": [{ "ask": "name" }, { "ask": "Order" }] })).await;
}

#[tokio::test]
async fn v7_no_attack_runs_in_the_console_and_each_is_shown_to_the_byte() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (agent, mut ada) = site.ada().await;
    ask(&agent).await;
    let all = attacks();
    let mut talks = Vec::new();
    for (number, some) in all.chunks(BURST).enumerate() {
        talks.push((attack(&site, &mut ada, number, some).await, some));
    }
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, "bob@shop.example").await;
    console.click("tab-all").await;
    console.has("row").await;
    is_unharmed(window, "document").await;
    for (number, (id, some)) in talks.iter().enumerate() {
        window.run(&format!("location.hash = 'conversation={id}'")).await;
        let mut wanted = vec![format!("{number}: {}", some[0])];
        wanted.extend_from_slice(&some[1..]);
        wanted.push(some[0].clone());
        let bodies =
            "[...document.querySelectorAll('[data-testid=message] .body')].map((body) => body.textContent)";
        until(&some[0], async || {
            let seen = window.run(&format!("return {bodies}")).await;
            if seen == json!(wanted) { Ok(()) } else { Err(seen) }
        })
        .await;
        let beside = "document.querySelector('[data-testid=about]').textContent";
        for what in [line(&some[0], 200), line(&some[0], 80)] {
            window.holds(&format!("{beside}.includes({})", json!(what))).await;
        }
        is_unharmed(window, "document").await;
        let inside = "document.querySelectorAll('.body *, .passed dd *, .row .excerpt *').length";
        assert_eq!(window.run(&format!("return {inside}")).await, json!(0), "{}", some[0]);
    }
    // What is found is marked, and nothing else is made of it.
    window.keys("/").await;
    window.keys("harmed").await;
    console.says("hits", "50").await;
    is_unharmed(window, "document").await;
    let made = "[...document.querySelectorAll('[data-testid=hit] .excerpt *')].every((one) => one.localName === 'mark')";
    window.holds(made).await;
}

#[tokio::test]
async fn v7_a_console_that_makes_markup_of_texts_is_caught() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let text = "<iframe srcdoc=\"<script>parent.harmed=1</script>\"></iframe>";
    site.visitor().leave(text).await;
    let browser = Browser::start().await;
    let window = &browser.window;
    let console = Console::sign_in(window, &site, "bob@shop.example").await;
    console.click("tab-all").await;
    console.has("row").await;
    // The console's policy keeps programs from running; that there is markup is what is seen.
    window.run(PLANTED).await;
    window.run("document.querySelector('[data-testid=row]').click()").await;
    window.holds(&format!("({FOREIGN})(document).length > 0")).await;
    assert_eq!(window.run("return window.harmed ?? 0").await, json!(0));
}

#[tokio::test]
async fn v7_m1_no_attack_runs_in_a_mail() {
    let provider = Provider::open().await;
    let edge = Edge::start_with_mail(&provider, "resend");
    let site = Site::create(&edge, "messaging").await;
    let browser = Browser::start().await;
    let all = attacks();
    let (mut ahead, mut notices) = (Duration::ZERO, 0);
    for some in all.chunks(BURST) {
        let visitor = site.visitor();
        for attack in some {
            visitor.leave(attack).await;
        }
        ahead += Duration::from_hours(1);
        site.move_clock(ahead).await;
        // One to each agent.
        notices += 2;
        let notice = provider.mail(notices).await;
        assert!(!notice.part("subject").contains(['\r', '\n', '<']), "{}", notice.part("subject"));
        let plain = notice.part("text").replace("\r\n", "\n");
        // A browser may have opened a connection ahead, which has the page of before.
        let fixture = Fixture::open().await;
        fixture.page(notice.part("html"), &[]);
        browser.window.goto(&fixture.origin).await;
        is_unharmed(&browser.window, "document").await;
        let shown = browser.window.run("return document.body.textContent").await;
        let shown = blank(shown.as_str().expect("a text"));
        for attack in some {
            assert!(plain.contains(attack), "{attack}: {plain}");
            assert!(shown.contains(&blank(attack)), "{attack}: {shown}");
        }
    }
}

/// Without what HTML shows as it likes.
fn blank(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
