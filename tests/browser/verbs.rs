//! What a page's own script says to the widget and hears from it (V10 to V12), as `porchlight.d.ts` promises.

use serde_json::{Value, json};
use tests::Shop;
use tests::browser::Window;
use tests::widget::{part, visit};
use wire::Status;

/// The line before the tag that keeps calls.
const KEEP: &str = "window.Porchlight ??= function () { (Porchlight.q ??= []).push(arguments) };";

/// What a call gives, or why it is refused.
async fn call(window: &Window, words: &str) -> Value {
    window
        .run(&format!("return Porchlight({words}).then((said) => said ?? null, (error) => error.message)"))
        .await
}

#[tokio::test]
async fn v10_calls_made_before_the_tag_are_carried_out_in_their_order() {
    let shop = Shop::open("messaging").await;
    let window = &shop.browser.window;
    let script = format!(
        "{KEEP} window.heard = []; for (const event of ['ready', 'mode', 'open', 'close']) Porchlight('on', event, (said) => heard.push([event, said.mode, said.open])); Porchlight('open'); Porchlight('set', {{ visitor: {{ plan: 'pro' }} }})"
    );
    let widget = shop.visit_after(&script).await;
    widget.has_opened().await;
    widget.send("Hello?").await;
    widget.shows("Hello?", "sent").await;
    assert_eq!(call(window, "'close'").await, Value::Null);
    assert!(!widget.is_open().await);
    let events = json!([
        ["mode", "messaging", false],
        ["ready", "messaging", true],
        ["open", "messaging", true],
        ["close", "messaging", false]
    ]);
    window.holds("heard.length === 4").await;
    assert_eq!(window.run("return heard").await, events);
    // Who comes later is told that it is ready.
    assert_eq!(
        window
            .run("return new Promise((done) => Porchlight('on', 'ready', (said) => done(said.ready)))")
            .await,
        json!(true)
    );
    assert_eq!(call(window, "'toggle'").await, json!(true));
    assert!(widget.is_open().await);
    assert_eq!(
        call(window, "'state'").await,
        json!({ "ready": true, "mode": "messaging", "open": true, "shown": true, "unread": 0, "group": null })
    );
}

#[tokio::test]
async fn v10_what_is_not_known_is_refused_with_a_sentence() {
    let shop = Shop::open("messaging").await;
    let window = &shop.browser.window;
    shop.visit().await.is("messaging").await;
    for (words, begin) in [
        ("'fly'", "Porchlight: no verb \"fly\": there are open, close, "),
        ("'toString'", "Porchlight: no verb \"toString\""),
        ("", "Porchlight: no verb \"undefined\""),
        ("'on', 'hover', () => {}", "Porchlight: no event \"hover\": there are ready, mode, "),
        ("'on', 'open'", "Porchlight: on wants a function"),
        ("'set', { grup: 'sales' }", "Porchlight: no setting \"grup\": there are group, visitor, consent"),
        ("'set', { visitor: 'Eve' }", "Porchlight: visitor is an object"),
        ("'set', { consent: false }", "Porchlight: consent can only be given"),
        ("'track', ' '", "Porchlight: track wants a name"),
    ] {
        let said = call(window, words).await;
        assert!(said.as_str().is_some_and(|said| said.starts_with(begin)), "{words}: {said}");
    }
    // A listener that throws spoils nothing but its own.
    window.run("window.others = 0; Porchlight('on', 'open', () => { throw Error('mine') }); return Porchlight('on', 'open', () => window.others++)").await;
    assert_eq!(call(window, "'open'").await, json!(true));
    window.holds("others === 1").await;
    assert_eq!(call(window, "'off', 'open'").await, Value::Null);
    call(window, "'close'").await;
    assert_eq!(call(window, "'open'").await, json!(true));
    assert_eq!(window.run("return others").await, json!(1));
}

#[tokio::test]
async fn v11_a_message_is_told_once_and_what_was_there_before_is_no_news() {
    let shop = Shop::open("messaging").await;
    let window = &shop.browser.window;
    let mut ada = shop.ada_is_in().await;
    let script = format!(
        "{KEEP} window.heard = []; Porchlight('on', 'message', (said) => heard.push([said.from, said.text, said.name ?? null])); Porchlight('on', 'unread', (said) => heard.push(said.unread));"
    );
    let widget = shop.visit_after(&script).await;
    widget.open().await;
    widget.send("Is it oak?").await;
    let id = ada.conversation("Is it oak?").await.id;
    ada.answer(&id, "It is.").await;
    window.holds("heard.length === 2").await;
    call(window, "'close'").await;
    ada.answer(&id, "And ash.").await;
    window.holds("heard.length === 4").await;
    let seen = window.run("return JSON.stringify(heard.toSorted())").await;
    assert_eq!(
        seen,
        r#"[1,["agent","And ash.","Ada"],["agent","It is.","Ada"],["visitor","Is it oak?",null]]"#
    );
    window.reload().await;
    widget.has_unread(1).await;
    window.holds("heard.length === 1").await;
    ada.answer(&id, "Or elm.").await;
    window.holds("heard.length === 3").await;
    let seen = window.run("return JSON.stringify(heard.toSorted())").await;
    assert_eq!(seen, r#"[1,2,["agent","Or elm.","Ada"]]"#);
}

#[tokio::test]
async fn v10_a_page_hides_and_shows_it_and_asks_who_is_in() {
    let shop = Shop::open("hidden").await;
    let window = &shop.browser.window;
    let (_, mut ada) = shop.site.ada().await;
    let script = format!("{KEEP} Porchlight('hide')");
    let widget = shop.visit_after(&script).await;
    // Nobody is in, and the site shows nothing then: the page can offer something else.
    window.holds("!!window.Porchlight && !Porchlight.q").await;
    assert_eq!(call(window, "'open'").await, json!(false));
    assert_eq!(call(window, "'state'").await["mode"], "hidden");
    ada.choose(Status::Online).await;
    widget.is("live").await;
    widget.is_unseen().await;
    assert_eq!(call(window, "'show'").await, Value::Null);
    window.holds(&format!("{}.checkVisibility()", part("launcher"))).await;
    assert_eq!(call(window, "'hide'").await, Value::Null);
    widget.is_unseen().await;
    // To open it is to want to see it.
    assert_eq!(call(window, "'open'").await, json!(true));
    window.holds(&format!("{}.checkVisibility()", part("panel"))).await;
}

#[tokio::test]
async fn v12_a_link_opens_the_panel_each_time_it_is_clicked() {
    let shop = Shop::open("messaging").await;
    let window = &shop.browser.window;
    let link = r##"<a id="ask" href="#porchlight">Ask us</a><h1>"##;
    let widget = shop.visit_changed(|html| html.replace("<h1>", link), &[]).await;
    widget.is("messaging").await;
    for _ in 0..2 {
        window.click("document.getElementById('ask')").await;
        widget.has_opened().await;
        call(window, "'close'").await;
    }
    // From another page, by its address.
    window.goto("about:blank").await;
    window.goto(&format!("{}/#porchlight", shop.fixture.origin)).await;
    widget.has_opened().await;
}

#[tokio::test]
async fn v10_logout_forgets_and_destroy_leaves_nothing() {
    let mut shop = Shop::open("messaging").await;
    let window = &shop.browser.window;
    let mut ada = shop.ada_is_in().await;
    let widget = visit(window, &shop.fixture, &shop.site).await;
    widget.open().await;
    widget.send("Is it oak?").await;
    let id = ada.conversation("Is it oak?").await.id;
    assert_eq!(call(window, "'logout'").await, Value::Null);
    widget.is("live").await;
    assert_eq!(window.run("return [localStorage.length, sessionStorage.length]").await, json!([0, 0]));
    window.holds("indexedDB.databases().then((all) => all.length === 0)").await;
    widget.open().await;
    ada.answer(&id, "It is.").await;
    widget.send("Somebody else").await;
    widget.shows("Somebody else", "sent").await;
    assert_eq!(widget.messages().await.len(), 1);
    let other = ada.conversation("Somebody else").await.id;
    assert_ne!(other, id);

    // It has told which page is looked at, in both conversations.
    let asked = "performance.getEntriesByType('resource').map(({ name }) => name)";
    window.holds(&format!("{asked}.filter(name => name.endsWith('/look')).length === 2")).await;
    assert_eq!(call(window, "'destroy'").await, Value::Null);
    assert!(widget.is_absent().await);
    assert_eq!(window.run("return typeof Porchlight").await, json!("undefined"));
    // It asks for nothing more, whatever happens.
    let before = window.run(&format!("return {asked}")).await;
    window.run("dispatchEvent(new Event('offline')); dispatchEvent(new Event('online')); document.dispatchEvent(new Event('visibilitychange'))").await;
    shop.edge.kill9();
    shop.edge.restart();
    let tag = format!(
        "const tag = document.createElement('script'); tag.src = '{}/porchlight.js'; tag.dataset.site = '{}'; document.body.append(tag)",
        shop.site.base, shop.site.id
    );
    assert_eq!(window.run(&format!("return {asked}")).await, before);
    // A tag that is added later finds the conversation again.
    window.run(&tag).await;
    widget.open().await;
    widget.shows("Somebody else", "sent").await;
    widget.send("Back again").await;
    widget.shows("Back again", "sent").await;
}

#[tokio::test]
async fn v10_what_a_visitor_did_stands_among_the_pages() {
    let shop = Shop::open("messaging").await;
    let window = &shop.browser.window;
    let (_, mut ada) = shop.site.ada().await;
    let widget = shop.visit().await;
    widget.open().await;
    assert_eq!(call(window, "'track', 'Added to cart'").await, json!(false));
    widget.send("Is it oak?").await;
    widget.shows("Is it oak?", "sent").await;
    let id = ada.conversation("Is it oak?").await.id;
    tests::until("it is told", async || {
        let said = call(window, "'track', 'Added to cart', { lamp: 'Oak', price: 80 }").await;
        if said == json!(true) { Ok(()) } else { Err(said) }
    })
    .await;
    tests::until("the page", async || {
        ada.say(&wire::agent::Says::Open { conversation: id.clone(), after: wire::Seq(0) }).await;
        let about = ada
            .expect("the visitor", |frame| match frame {
                wire::agent::Hears::About { about, .. } => Some(about.clone()),
                _ => None,
            })
            .await;
        let is_there = about.pages.iter().any(|page| {
            page.title.as_ref().is_some_and(|title| title.as_str() == "Added to cart: lamp Oak, price 80")
        });
        if is_there { Ok(()) } else { Err(about) }
    })
    .await;
}

#[tokio::test]
async fn v13_nothing_is_asked_before_the_page_says_yes() {
    let shop = Shop::open("messaging").await;
    let window = &shop.browser.window;
    let waits = |html: String| html.replace("data-site", "data-consent=\"wait\" data-site");
    let widget = shop.visit_changed(waits, &[]).await;
    window.holds("!!window.Porchlight").await;
    assert_eq!(call(window, "'open'").await, json!(false));
    let asked = window.loaded().await;
    assert!(!asked.iter().any(|address| address.contains("/v1/")), "{asked:?}");
    assert_eq!(call(window, "'set', { consent: true }").await, Value::Null);
    widget.is("messaging").await;
    widget.open().await;
}

#[tokio::test]
async fn v18_a_page_made_for_another_widget_goes_on() {
    for (file, name, link) in [
        ("brevo.js", "BrevoConversations", "#brevoConversationsExpanded"),
        ("chatra.js", "Chatra", "#chatraChatExpanded"),
    ] {
        let shop = Shop::open("messaging").await;
        let window = &shop.browser.window;
        let mut ada = shop.ada_is_in().await;
        // As their own snippets do it.
        let snippet = format!(
            "window.heard = []; window.{name}Setup = {{ startHidden: true, buttonPosition: 'bl', colors: {{ buttonBg: '#2266ee' }}, integration: {{ plan: 'pro' }}, onNewMessage: (message) => heard.push(message.type + ': ' + message.text) }};
             (function (d, w, c) {{
               w[c] = w[c] || function () {{ (w[c].q = w[c].q || []).push(arguments) }};
               var s = d.createElement('script'); s.async = true; s.src = '{}/{file}?site={}';
               d.head.appendChild(s);
             }})(document, window, '{name}');
             {name}('updateIntegrationData', {{ seats: 3 }}); {name}('setChatWidth', 400);",
            shop.site.base, shop.site.id
        );
        let page = format!(
            "<!doctype html><html lang=\"en\"><title>Shop</title><a id=\"ask\" href=\"{link}\">Ask</a><script>{snippet}</script>"
        );
        shop.fixture.page(&page, &[]);
        window.goto(&shop.fixture.origin).await;
        let widget = shop.widget();
        widget.is("live").await;
        widget.is_unseen().await;
        window.run(&format!("{name}('show')")).await;
        window
            .holds(&format!(
                "{}.checkVisibility() && {}.getBoundingClientRect().left < 100",
                part("launcher"),
                part("launcher")
            ))
            .await;
        window.click("document.getElementById('ask')").await;
        widget.has_opened().await;
        widget.send("Is it oak?").await;
        let id = ada.conversation("Is it oak?").await.id;
        ada.answer(&id, "It is.").await;
        window.holds("heard.length === 2").await;
        assert_eq!(window.run("return heard").await, json!(["client: Is it oak?", "agent: It is."]));
        let passed = window.run("return document.querySelector('script[data-site]').dataset.visitor").await;
        assert_eq!(passed, json!(r#"{"plan":"pro","seats":3}"#));
        window.run(&format!("{name}('minimizeWidget')")).await;
        window.holds(&format!("{}.hidden", part("panel"))).await;
        assert_eq!(window.uncaught().await, Vec::<String>::new());
        window.run(&format!("{name}('kill')")).await;
        window.holds("!document.querySelector('porchlight-widget')").await;
    }
}
