//! A page says who its visitor is (K), by its script.

use serde_json::{Value, json};
use tests::console::{Console, by_id};
use tests::jwt::Signer;
use tests::widget::part;
use tests::{AgentSocket, Shop, Visitor, until};
use wire::ConversationId;

const KEEP: &str = "window.Porchlight ??= function () { (Porchlight.q ??= []).push(arguments) };";

/// A shop whose server signs.
struct Known {
    shop: Shop,
    key: Signer,
    ada: AgentSocket,
}

impl Known {
    async fn open(when_nobody: &str) -> Self {
        let shop = Shop::open(when_nobody).await;
        let (admin, ada) = shop.site.ada().await;
        let key = Signer::make(&admin).await;
        Self { shop, key, ada }
    }

    /// Who wrote on a phone, and was answered.
    async fn phone(&mut self, sub: &str, said: &str) -> (Visitor, ConversationId) {
        let phone = self.shop.site.visitor_from(&self.shop.fixture.origin);
        assert_eq!(phone.identify(&self.key.token(sub), true).await.status(), 200);
        phone.leave(said).await;
        let id = self.ada.conversation(said).await.id;
        self.ada.answer(&id, "We see.").await;
        (phone, id)
    }

    /// What `identify` gives, or why it was refused.
    async fn identify(&self, jwt: &str) -> Value {
        let call = format!("Porchlight('identify', '{jwt}')");
        self.shop.window().run(&format!("return {call}.then(() => null, (error) => error.message)")).await
    }

    async fn stored(&self) -> Value {
        self.shop
            .window()
            .run("return (async () => [Object.keys(localStorage).length, (await indexedDB.databases()).length])()")
            .await
    }
}

fn sent(texts: &[&str]) -> Vec<(String, String)> {
    let of = |text: &str| if text == "We see." { "agent" } else { "sent" };
    texts.iter().map(|text| ((*text).to_owned(), of(text).to_owned())).collect()
}

#[tokio::test]
async fn k8_history_follows_a_person_and_nothing_is_stored_before_the_visitor_writes() {
    let mut known = Known::open("hidden").await;
    known.phone("42", "On the phone.").await;
    // Before the tag, by a function that the page's server answers; nobody is in, and the site shows nothing then.
    let script = format!(
        "{KEEP} window.news = []; Porchlight('on', 'message', (said) => news.push(said.text)); Porchlight('identify', async () => '{}')",
        known.key.token("42")
    );
    let widget = known.shop.visit_after(&script).await;
    widget.has_unread(1).await;
    widget.open().await;
    widget.shows("We see.", "agent").await;
    assert_eq!(widget.messages().await, sent(&["On the phone.", "We see."]));
    assert_eq!(known.stored().await, json!([0, 0]));
    widget.send("On the laptop.").await;
    known.ada.message("On the laptop.").await;
    widget.shows("On the laptop.", "sent").await;
    known.shop.window().holds("news.length === 1").await;
    assert_eq!(known.shop.window().run("return news").await, json!(["On the laptop."]), "history is no news");
    known.shop.window().holds("Object.keys(localStorage).length === 1").await;
    // From then on the browser keeps it.
    let widget = known.shop.visit().await;
    widget.open().await;
    widget.shows("On the laptop.", "sent").await;
    assert_eq!(known.shop.window().uncaught().await, Vec::<String>::new());
}

#[tokio::test]
async fn k8_what_was_written_before_what_is_typed_and_an_open_panel_stay() {
    let mut known = Known::open("messaging").await;
    known.phone("42", "On the phone.").await;
    let widget = known.shop.visit().await;
    widget.open().await;
    widget.send("Who am I?").await;
    widget.shows("Who am I?", "sent").await;
    widget.draft("Half a").await;
    assert_eq!(known.identify(&known.key.token("42")).await, Value::Null);
    widget.has_opened().await;
    let all = sent(&["On the phone.", "We see.", "Who am I?"]);
    until("both in one", async || {
        let seen = widget.messages().await;
        if seen == all { Ok(()) } else { Err(seen) }
    })
    .await;
    until("what was typed", async || {
        let (typed, _) = widget.drafted().await;
        if typed == "Half a" { Ok(()) } else { Err(typed) }
    })
    .await;
    // Once more changes nothing: the page is not torn down under the visitor.
    known.shop.window().run("document.querySelector('porchlight-widget').same = true").await;
    assert_eq!(known.identify(&known.key.token("42")).await, Value::Null);
    assert_eq!(
        known.shop.window().run("return document.querySelector('porchlight-widget').same").await,
        json!(true)
    );
    widget.send(" lamp.").await;
    widget.shows("Half a lamp.", "sent").await;
    assert_eq!(known.ada.message("Half a lamp.").await.seq, wire::Seq(4));
}

#[tokio::test]
async fn k8_no_address_is_asked_for_that_the_site_has_said() {
    let known = Known::open("messaging").await;
    let widget = known.shop.visit().await;
    widget.open().await;
    let window = known.shop.window();
    window.holds(&format!("!{}.hidden", part("email-row"))).await;
    let mut claims = known.key.claims("42");
    claims["email"] = json!("ada@navy.example");
    assert_eq!(known.identify(&known.key.sign(&known.key.header(), &claims)).await, Value::Null);
    window.holds(&format!("{}?.hidden", part("email-row"))).await;
    widget.send("Where is my lamp?").await;
    widget.shows("Where is my lamp?", "sent").await;
    window.holds(&format!("{}.hidden", part("email-row"))).await;
}

#[tokio::test]
async fn k7_who_comes_next_on_the_same_browser_sees_nothing_of_it() {
    let mut known = Known::open("messaging").await;
    known.phone("42", "I am Grace.").await;
    let widget = known.shop.visit().await;
    widget.is("messaging").await;
    assert_eq!(known.identify(&known.key.token("42")).await, Value::Null);
    widget.open().await;
    widget.shows("We see.", "agent").await;
    widget.send("Still Grace.").await;
    widget.shows("Still Grace.", "sent").await;
    // The page's server signs for somebody else, and nobody has said that Grace left.
    assert_eq!(known.identify(&known.key.token("43")).await, Value::Null);
    widget.is("messaging").await;
    widget.open().await;
    widget.send("I am Ben.").await;
    widget.shows("I am Ben.", "sent").await;
    assert_eq!(widget.messages().await, sent(&["I am Ben."]));
    let phone = known.shop.site.visitor_from(&known.shop.fixture.origin);
    phone.identify(&known.key.token("43"), true).await;
    assert_eq!(phone.texts().await, ["I am Ben."]);
    // Logged out: the next one is nobody.
    known.shop.window().run("return Porchlight('logout')").await;
    widget.is("messaging").await;
    assert_eq!(known.shop.window().run("return localStorage.length").await, json!(0));
    widget.open().await;
    widget.send("Who am I?").await;
    widget.shows("Who am I?", "sent").await;
    assert_eq!(widget.messages().await.len(), 1);
    assert_eq!(phone.texts().await, ["I am Ben."]);
    // What was on its way when the page logged out does not bring anybody back.
    let late = format!(
        "const late = Porchlight('identify', new Promise((done) => setTimeout(done, 200, '{}'))).catch((error) => error.message); return Porchlight('logout').then(() => late)",
        known.key.token("42")
    );
    let said = known.shop.window().run(&late).await;
    assert!(said.as_str().is_some_and(|said| said.contains("logged out since")), "{said}");
}

#[tokio::test]
async fn k8_a_token_that_is_refused_says_why_and_the_widget_goes_on() {
    let known = Known::open("messaging").await;
    let widget = known.shop.visit().await;
    widget.is("messaging").await;
    let old = json!({ "aud": known.key.site, "exp": tests::jwt::seconds(-60), "sub": "42" });
    for (jwt, why) in [
        (known.key.sign(&known.key.header(), &old), "Porchlight: The token has expired."),
        ("x".to_owned(), "Porchlight: This is no JWT"),
    ] {
        let said = known.identify(&jwt).await;
        assert!(said.as_str().is_some_and(|said| said.starts_with(why)), "{said}");
    }
    let said = known
        .shop
        .window()
        .run("return Porchlight('identify', { sub: 42 }).catch((error) => error.message)")
        .await;
    assert!(said.as_str().is_some_and(|said| said.contains("wants a JWT")), "{said}");
    widget.open().await;
    widget.send("Hello?").await;
    widget.shows("Hello?", "sent").await;
}

#[tokio::test]
async fn k2_an_admin_makes_a_key_the_team_sees_who_is_known_by_it_and_removes_it() {
    let shop = Shop::open("messaging").await;
    let window = shop.window();
    let console = Console::sign_in(window, &shop.site, "ada@shop.example").await;
    console.click("settings-link").await;
    console.has("no-identity-keys").await;
    console.click("make-identity-key").await;
    console.has("identity-secret").await;
    let read = async |name: &str| {
        let text = window
            .run(&format!("return document.querySelector('[data-testid=\"{name}\"]').textContent"))
            .await;
        text.as_str().expect("a text").to_owned()
    };
    let secret = read("identity-secret").await;
    let token = read("identity-token").await;
    let (header, claims) = token.split_once('\n').expect("two parts");
    // What is shown is what is to be signed, but for who it is.
    let header: Value = serde_json::from_str(header).expect("a header");
    let mut claims: Value = serde_json::from_str(claims).expect("claims");
    claims["sub"] = json!("user-7");
    let key = Signer {
        site: shop.site.id.clone(),
        kid: header["kid"].as_str().expect("an id").to_owned(),
        by: json!({ "secret": secret }),
    };
    let visitor = shop.site.visitor_from(&shop.fixture.origin);
    assert_eq!(visitor.identify(&key.sign(&header, &claims), true).await.status(), 200);
    visitor.leave("Where is my lamp?").await;
    console.click("identity-key-seen").await;
    console.lacks("identity-secret").await;
    // One of one's own; a private one is told to stay where it is.
    let keys = tests::jwt::pair();
    console.click("paste-identity-key").await;
    for (key, then) in [("private_pem", "This is the private key."), ("pem", "")] {
        let pasted = serde_json::to_string(keys[key].as_str().expect("PEM")).expect("JSON");
        let set = format!(
            "const area = {}; area.value = {pasted}; area.dispatchEvent(new Event('input', {{ bubbles: true }}))",
            by_id("identity-public")
        );
        window.run(&set).await;
        console.click("add-identity-key").await;
        if then.is_empty() {
            console.has("identity-key-made").await;
        } else {
            window.holds(&format!("document.body.textContent.includes('{then}')")).await;
        }
    }
    window.holds("document.querySelectorAll('[data-testid=\"identity-key\"]').length === 2").await;
    console.click("remove-identity-key").await;
    console.click("remove-identity-key-yes").await;
    window.holds("document.querySelectorAll('[data-testid=\"identity-key\"]').length === 1").await;
    assert_eq!(visitor.identify(&key.token("user-7"), true).await.status(), 401);

    window.goto(&format!("{}/console/?site={}", shop.site.base, shop.site.id)).await;
    console.open("Where is my lamp?").await;
    console
        .says("vouched", "Signed in at your site as user-7. Name and address are what the site says.")
        .await;
    window.reads("document.querySelector('[data-testid=\"about-name\"]').value", "Ada").await;
    assert_eq!(window.uncaught().await, Vec::<String>::new());
}

#[tokio::test]
async fn k6_who_reads_a_conversation_that_is_joined_goes_along() {
    let mut known = Known::open("messaging").await;
    let (_, id) = known.phone("42", "On the phone.").await;
    let laptop = known.shop.site.visitor_from(&known.shop.fixture.origin);
    laptop.leave("On the laptop.").await;
    let console = Console::sign_in(known.shop.window(), &known.shop.site, "bob@shop.example").await;
    console.open("On the laptop.").await;
    let field = "document.querySelector('[data-testid=\"reply\"]')";
    known.shop.window().write(field, "One moment").await;
    assert_eq!(laptop.identify(&known.key.token("42"), true).await.status(), 200);
    console.shows("On the phone.", "visitor").await;
    console.shows("On the laptop.", "visitor").await;
    known
        .shop
        .window()
        .holds("document.querySelector('.notice').textContent.includes('somebody whom you know')")
        .await;
    known.shop.window().reads(&format!("{field}.value"), "One moment").await;
    known.shop.window().click(field).await;
    known.shop.window().keys("\u{e007}").await;
    let said = known.ada.message("One moment").await;
    assert_eq!(said.seq, wire::Seq(4));
    known.ada.row("the answer", |row| row.id == id && row.last == wire::Seq(4)).await;
}
