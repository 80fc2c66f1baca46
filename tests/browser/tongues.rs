//! The widget in each of its languages (V19).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use tests::browser::{ANYBODY, Browser, Person, Window};
use tests::fixture::Fixture;
use tests::widget::{ROOT, Widget, part, shop};
use tests::workerd::root;
use tests::{Edge, Site};

/// A file of `widget/locales`.
fn texts(file: &str) -> Map<String, Value> {
    let text = std::fs::read_to_string(root().join("widget/locales").join(file)).expect("readable");
    serde_json::from_str(&text).expect("flat JSON")
}

/// A site that shows the widget, asks for a name first, and has one language on a page as another.
async fn furnish(edge: &Edge) -> (Site, Fixture) {
    let fixture = Fixture::open().await;
    let site = Site::create_with(edge, "messaging", &[&fixture.origin]).await;
    let (admin, _) = site.ada().await;
    admin.configure(&json!({ "questions_messaging": [{ "ask": "name" }] })).await;
    // Its language stands behind `#`: the page that is sent is always the same.
    let page = shop(&site).replace(
        "<h1>",
        "<script>document.documentElement.lang = location.hash.slice(1)</script><porchlight-status></porchlight-status><h1>",
    );
    let status = format!(r#"<script async src="{}/status.js" data-site="{}"></script>"#, site.base, site.id);
    fixture.page(&page.replace("</html>", &status), &[]);
    (site, fixture)
}

/// Opens the panel on a page that says it is in this language: the files of languages that were fetched for it.
async fn open(window: &Window, fixture: &Fixture, said: &str) -> BTreeSet<String> {
    window.goto("about:blank").await;
    window.goto(&format!("{}/#{said}", fixture.origin)).await;
    let widget = Widget(window);
    widget.is("messaging").await;
    widget.open().await;
    window.holds(&format!("!!{}", part("ask-0"))).await;
    let loaded = window.loaded().await;
    let names = loaded.iter().filter_map(|address| address.rsplit('/').next());
    names.filter(|name| name.split('.').nth(1) == Some("json")).map(str::to_owned).collect()
}

/// The two files of a language.
fn both(tag: &str) -> BTreeSet<String> {
    [format!("{tag}.json"), format!("more-{tag}.json")].into()
}

/// What of the open panel is cut off, or reaches out of it.
async fn cut_off(window: &Window) -> Vec<String> {
    let look = format!(
        r#"
        const panel = {};
        const edge = panel.getBoundingClientRect();
        const shown = [panel, ...panel.querySelectorAll("*")].filter((one) => one.checkVisibility() && getComputedStyle(one).clipPath === "none");
        const isOut = (one) => {{
            const {{ left, right, bottom }} = one.getBoundingClientRect();
            return left < edge.left - 1 || right > edge.right + 1 || (bottom > edge.bottom + 1 && !one.closest("[role=log]"));
        }};
        // A button's word stands in one line.
        const isParted = (one) => {{
            const range = new Range();
            range.selectNodeContents(one);
            return one.tagName === "BUTTON" && range.getClientRects().length > 1;
        }};
        return shown
            .filter((one) => isParted(one) || (one.clientWidth && one.scrollWidth > one.clientWidth) || isOut(one))
            .map((one) => `${{one.id || one.className || one.tagName}}: ${{one.scrollWidth}} > ${{one.clientWidth}}, ${{one.textContent.trim().slice(0, 80)}}`);
        "#,
        part("panel")
    );
    serde_json::from_value(window.run(&look).await).expect("a list")
}

#[tokio::test]
async fn v19_each_language_fits_a_phone_runs_its_way_and_is_fetched_alone() {
    let edge = Edge::start();
    let (_site, fixture) = furnish(&edge).await;
    let browser = Browser::start().await;
    let window = &browser.window;
    window.resize(320, 640).await;
    let files = std::fs::read_dir(root().join("widget/locales")).expect("the folder is there");
    let names = files.map(|file| file.expect("readable").file_name().into_string().expect("a name"));
    let mut faults = Vec::new();
    let mut languages = 0;
    for tag in names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)) {
        let fetched = open(window, &fixture, &tag).await;
        assert_eq!(fetched, both(&tag));
        assert_eq!(window.run("return innerWidth").await, json!(320));
        let (own, more) = (texts(&format!("{tag}.json")), texts(&format!("more/{tag}.json")));
        let seen = format!(
            "const root = {ROOT}; const text = (id) => root.getElementById(id).textContent; const panel = root.getElementById('panel'); const head = root.querySelector('header');
             return [panel.lang, head.dir, getComputedStyle(head).direction, getComputedStyle(root.getElementById('text')).direction, text('title'), text('email-save'), root.querySelector('[for=ask-0]').textContent,
                 document.querySelector('porchlight-status').shadowRoot.querySelector('[part=text]').textContent]"
        );
        let wanted = json!([
            tag,
            own["dir"],
            own["dir"],
            own["dir"],
            own["title_messaging"],
            own["email_save"],
            more["ask_name"],
            more["status_messaging"]
        ]);
        assert_eq!(window.run(&seen).await, wanted);
        // What is said while nobody answered in time is the longest, and the address can be saved then.
        let longest = format!(
            "{ROOT}.getElementById('status').textContent = {}; {ROOT}.getElementById('email-save').style.display = 'block'",
            own["status_missed"]
        );
        window.run(&longest).await;
        faults.extend(cut_off(window).await.into_iter().map(|fault| format!("{tag}: {fault}")));
        languages += 1;
    }
    assert!(languages >= 20, "{languages} languages");
    assert_eq!(faults, Vec::<String>::new());
}

#[tokio::test]
async fn v19_the_pages_language_then_the_browsers_whatever_they_call_it() {
    let edge = Edge::start();
    let (_site, fixture) = furnish(&edge).await;
    let browser = Browser::of(Person { languages: "xx,fi-FI,de", ..ANYBODY }).await;
    // WebKit tells a page the first language alone.
    let is_second_told = browser.window.run("return navigator.languages.length").await != 1;
    let second = if is_second_told { "fi" } else { "en" };
    for (said, tag) in [
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("pt-BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("EN-gb", "en"),
        ("he-IL", "he"),
        ("xx", second),
        ("", second),
    ] {
        let fetched = open(&browser.window, &fixture, said).await;
        assert_eq!(fetched, both(tag), "a page in {said:?}");
        let line =
            "document.querySelector('porchlight-status').shadowRoot.querySelector('[part=text]').textContent";
        let more = texts(&format!("more/{tag}.json"));
        browser.window.reads(line, more["status_messaging"].as_str().expect("a text")).await;
    }
    let browser = Browser::of(Person { languages: "xx", ..ANYBODY }).await;
    assert_eq!(open(&browser.window, &fixture, "yy").await, both("en"), "for everybody else");
}
