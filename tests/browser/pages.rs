//! At home on any page (V17): one page for each thing that a page may do to what is on it.

use serde_json::json;
use tests::widget::part;
use tests::{AgentSocket, Shop};

struct Page {
    shop: Shop,
    ada: AgentSocket,
}

impl Page {
    /// A page, made from the shop's by changing it.
    async fn open(change: impl FnOnce(String) -> String) -> Self {
        let shop = Shop::open("messaging").await;
        let ada = shop.ada_is_in().await;
        shop.visit_changed(change, &[]).await;
        Self { shop, ada }
    }

    /// Writes, is answered, and sees both; nothing was thrown, nothing moved, and the page has one global more.
    async fn talks(&mut self) {
        let widget = self.shop.widget();
        widget.is("live").await;
        widget.open().await;
        widget.send("Is it oak?").await;
        widget.shows("Is it oak?", "sent").await;
        let id = self.ada.conversation("Is it oak?").await.id;
        self.ada.answer(&id, "It is.").await;
        widget.shows("It is.", "agent").await;
        assert_eq!(self.shop.window().shift().await, json!(0));
        self.is_unharmed().await;
    }

    async fn is_unharmed(&self) {
        assert_eq!(self.shop.window().uncaught().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn v17_a_page_that_unsets_everything() {
    let style = "<style>* { all: unset !important; display: inline !important; opacity: 0.2 !important; font-size: 3px !important } porchlight-widget, div, button { position: static !important; z-index: -1 !important; visibility: hidden }</style>";
    let mut page = Page::open(|html| html.replace("<h1>", &format!("{style}<h1>"))).await;
    page.talks().await;
    let seen = page
        .shop
        .window()
        .run(&format!(
            "const host = document.querySelector('porchlight-widget'); const panel = {}; return [getComputedStyle(host).position, getComputedStyle(host).opacity, panel.checkVisibility({{ visibilityProperty: true, opacityProperty: true }}), panel.getBoundingClientRect().width]",
            part("panel")
        ))
        .await;
    assert_eq!(seen, json!(["fixed", "1", true, 376]));
}

#[tokio::test]
async fn v17_a_page_with_patched_prototypes() {
    // As libraries of old did it: what they add is found by every loop over names.
    let script = "<script>
        Array.prototype.last = function () { return this[this.length - 1] };
        Object.prototype.extend = function () { return this };
        Function.prototype.bind = function (to) { const that = this; return function () { return that.apply(to, arguments) } };
        window.$ = window._ = undefined;
        Number.prototype.toJSON = undefined;
    </script>";
    let mut page = Page::open(|html| html.replace("<h1>", &format!("{script}<h1>"))).await;
    page.talks().await;
}

#[tokio::test]
async fn v17_a_page_with_another_base_in_quirks_mode() {
    let change = |html: String| {
        html.replace("<!doctype html>", "")
            .replace("<title>", "<base href=\"https://elsewhere.example/old/\"><title>")
    };
    let mut page = Page::open(change).await;
    assert_eq!(page.shop.window().run("return document.compatMode").await, json!("BackCompat"));
    page.talks().await;
}

#[tokio::test]
async fn v17_a_page_that_shows_another_without_loading_it() {
    let mut page = Page::open(|html| html).await;
    page.talks().await;
    let window = page.shop.window();
    let widget = page.shop.widget();
    widget.draft("Half a sent").await;
    // As Turbo does it: another body in the place of this one; then an address of its own.
    window
        .run("const next = document.createElement('body'); next.innerHTML = '<h1>Shades</h1>'; document.documentElement.replaceChild(next, document.body); history.pushState({}, '', '/shades')")
        .await;
    widget.is("live").await;
    assert_eq!(widget.drafted().await.0, "Half a sent");
    widget.send("ence").await;
    widget.shows("Half a sentence", "sent").await;
    // By a view transition, where the browser has them.
    window
        .run("const turn = () => { document.body.innerHTML = '<h1>Bulbs</h1>'; history.pushState({}, '', '/bulbs') }; return document.startViewTransition?.(turn).finished ?? turn()")
        .await;
    widget.is("live").await;
    widget.send("Or a bulb").await;
    widget.shows("Or a bulb", "sent").await;
    let count = window.run("return document.querySelectorAll('porchlight-widget').length").await;
    assert_eq!(count, json!(1));
    page.is_unharmed().await;
}

#[tokio::test]
async fn v17_a_page_that_runs_from_right_to_left() {
    // A language of its own, and one that runs the other way.
    for language in ["ar", "en"] {
        let change = |html: String| {
            html.replace("<html lang=\"en\"", &format!("<html lang=\"{language}\" dir=\"rtl\""))
        };
        let mut page = Page::open(change).await;
        page.talks().await;
        let window = page.shop.window();
        let seen = window
            .run(&format!(
                "const box = (one) => one.getBoundingClientRect(); const [launcher, panel] = [box({}), box({})]; return [document.dir, getComputedStyle({}).direction, launcher.left < 60, panel.left < 60, document.scrollingElement.scrollWidth <= innerWidth]",
                part("launcher"),
                part("panel"),
                part("log")
            ))
            .await;
        let runs = if language == "ar" { "rtl" } else { "ltr" };
        assert_eq!(seen, json!(["rtl", runs, true, true, true]), "{language}");
    }
}

#[tokio::test]
async fn v17_a_page_that_was_left_and_comes_back() {
    let mut page = Page::open(|html| html).await;
    page.talks().await;
    let window = page.shop.window();
    window.goto(&format!("{}/demo/", page.shop.site.base)).await;
    let id = page.ada.conversation("It is.").await.id;
    page.ada.answer(&id, "And ash.").await;
    window.run("history.back()").await;
    window.holds(&format!("location.origin === '{}'", page.shop.fixture.origin)).await;
    let widget = page.shop.widget();
    widget.is("live").await;
    // Some browsers load it anew: the panel comes a little later then.
    window.holds(&format!("!!{}", part("panel"))).await;
    if !widget.is_open().await {
        widget.open().await;
    }
    widget.shows("And ash.", "agent").await;
    widget.send("Thank you").await;
    widget.shows("Thank you", "sent").await;
    page.is_unharmed().await;
}

#[tokio::test]
async fn v17_g5_a_frame_that_may_store_nothing() {
    // In a sandbox without an origin of its own, every storage throws; and the edge does not know the origin "null".
    let change = |html: String| {
        let inner = html.replace('&', "&amp;").replace('"', "&quot;");
        format!(
            "<!doctype html><title>Frame</title><iframe sandbox=\"allow-scripts\" srcdoc=\"{inner}\" width=800 height=700></iframe>"
        )
    };
    let page = Page::open(change).await;
    page.is_unharmed().await;
}

#[tokio::test]
async fn v17_g5_a_page_whose_storage_is_denied_says_so() {
    let script = "<script>for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })</script>";
    let mut page = Page::open(|html| html.replace("<h1>", &format!("{script}<h1>"))).await;
    page.talks().await;
    page.shop.window().holds(&format!("{}.textContent.length > 0", part("notice"))).await;
}

#[tokio::test]
async fn v17_a_page_with_high_layers_that_is_zoomed_and_printed() {
    let style = "<style>nav { position: fixed; inset: auto 0 0 0; height: 60px; z-index: 2147482999; background: #eee } body { zoom: 2 }</style><nav>Always on top</nav>";
    let mut page = Page::open(|html| html.replace("<h1>", &format!("{style}<h1>"))).await;
    page.talks().await;
    let window = page.shop.window();
    let on_top = "(() => { const host = document.querySelector('porchlight-widget'); const { left, top, width, height } = host.shadowRoot.getElementById('launcher').getBoundingClientRect(); return document.elementFromPoint(left + width / 2, top + height / 2) === host })()";
    window.holds(on_top).await;
    // On paper there is nothing to click: the rules for paper hold everywhere now.
    window
        .run("for (const sheet of document.querySelector('porchlight-widget').shadowRoot.adoptedStyleSheets) for (const rule of sheet.cssRules) if (rule.media?.mediaText === 'print') rule.media.mediaText = 'all'")
        .await;
    page.shop.widget().is_unseen().await;
}
