//! `make dev` itself, on wrangler: what plain workerd does not have is the edge cache, the mail simulation
//! and the platform's own service for static files.

mod dev;

use reqwest::header::{AGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, ORIGIN};
use serde_json::{Value, json};
use tests::site::{message_id, random};
use tests::until;

use crate::dev::Dev;

const FILE: &str = "What stands in a file, kept by the bucket of wrangler.";

#[tokio::test]
async fn make_dev_runs_the_product_keeps_its_data_and_leaves_nothing_behind() {
    let state = tempfile::tempdir().expect("a folder for the data");
    let mut dev = Dev::start(state.path()).await;
    assert!(dev.said("The site \"demo\" was created").is_some(), "{}", dev.output());
    static_files(&dev).await;
    presence(&dev).await;
    mailed_link(&dev).await;
    mail_comes_in(&dev).await;
    let token = leave_message(&dev).await;
    send_file(&dev, &token).await;
    dev.stop().await;

    let mut again = Dev::start(state.path()).await;
    assert!(again.said("Kept the data of the last time").is_some(), "{}", again.output());
    let url = format!("{}/v1/sites/demo/conversation", again.base());
    let visit: Value =
        again.http.get(url).bearer_auth(token).send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(visit["messages"][0]["body"], "Still there tomorrow?");
    let file =
        format!("/v1/sites/demo/files/{}", visit["messages"][1]["file"]["key"].as_str().expect("a key"));
    assert_eq!(again.get(&file).await.bytes().await.expect("bytes"), FILE);
    again.stop().await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_so() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port();
    let state = tempfile::tempdir().expect("a folder for the data");
    let (success, said) = Dev::refused(port, state.path()).await;
    assert!(!success);
    assert!(said.contains(&format!("Port {port} is taken.")), "{said}");
}

async fn static_files(dev: &Dev) {
    for (path, kind) in [
        ("/", "text/html"),
        ("/demo/", "text/html"),
        ("/console/", "text/html"),
        ("/demo/mail/", "text/html"),
        ("/chat/demo", "text/html"),
        ("/chat/page/chat.js", "text/javascript"),
        ("/porchlight.js", "text/javascript"),
        ("/status.js", "text/javascript"),
    ] {
        let answer = dev.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        let seen = answer.headers()[CONTENT_TYPE].to_str().expect("a type").to_owned();
        assert!(seen.starts_with(kind), "{path}: {seen}");
    }
    assert_eq!(dev.get("/nothing-here").await.status(), 404);
}

/// The second of two requests comes out of the edge cache, and an unchanged answer costs no body.
async fn presence(dev: &Dev) {
    let path = "/v1/sites/demo/presence";
    let tag = until("an answer out of the cache", async || {
        let answer = dev.get(path).await;
        assert_eq!(answer.status(), 200);
        let headers = answer.headers().clone();
        if headers.contains_key(AGE) { Ok(headers[ETAG].clone()) } else { Err(headers) }
    })
    .await;
    let request = dev.http.get(format!("{}{path}", dev.base())).header(IF_NONE_MATCH, tag);
    assert_eq!(request.send().await.expect("an answer").status(), 304);
    assert_eq!(dev.get("/v1/sites/nobody/presence").await.status(), 404);
}

/// A link that an agent asks for comes by mail, and signs in.
async fn mailed_link(dev: &Dev) {
    let url = format!("{}/v1/sites/demo/links", dev.base());
    let request =
        dev.http.post(url).header(ORIGIN, dev.base()).json(&json!({ "email": "grace@demo.example" }));
    assert_eq!(request.send().await.expect("an answer").status(), 202);
    let path = until("the mail", async || {
        dev.said("Text: ").map(|line| line["Text: ".len()..].to_owned()).ok_or_else(|| dev.output())
    })
    .await;
    let mail = std::fs::read_to_string(path).expect("the mail");
    let (_, link) = mail.split_once("#link=").expect("a link");
    let link = link.split_whitespace().next().expect("its secret");
    sign_in(dev, link, "Grace Hopper").await;
    // So does the one that was printed.
    let printed = dev.said("  Sign in as Ada Lovelace").expect("a link");
    sign_in(dev, printed.split_once("#link=").expect("its secret").1, "Ada Lovelace").await;
}

async fn sign_in(dev: &Dev, link: &str, name: &str) {
    let url = format!("{}/v1/sites/demo/session", dev.base());
    let answer = dev.http.post(url).header(ORIGIN, dev.base()).json(&json!({ "link": link })).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 200);
    let session: Value = answer.json().await.expect("JSON");
    assert_eq!(session["me"]["name"], name);
}

async fn leave_message(dev: &Dev) -> String {
    let token = random(32);
    let url = format!("{}/v1/sites/demo/messages", dev.base());
    let say = json!({ "id": message_id(), "body": "Still there tomorrow?" });
    let request = dev.http.post(url).bearer_auth(&token).header(ORIGIN, dev.base()).json(&say);
    assert_eq!(request.send().await.expect("an answer").status(), 201);
    token
}

/// The platform brings a mail to the Worker's handler. Its address leads to no site: it is kept for the operator.
async fn send_file(dev: &Dev, token: &str) {
    let url = format!("{}/v1/sites/demo/files?id={}&name=lamp.txt", dev.base(), message_id());
    let sent = dev.http.post(url).bearer_auth(token).header(ORIGIN, dev.base()).body(FILE).send().await;
    assert_eq!(sent.expect("an answer").status(), 201);
}

async fn mail_comes_in(dev: &Dev) {
    let url = format!("{}/cdn-cgi/handler/email", dev.base());
    let to = "reply+nobody@mail.example";
    let request = dev.http.post(url).query(&[("from", "visitor@home.example"), ("to", to)]);
    let raw = tests::mail::plain("visitor@home.example", to, "Is anybody there?");
    assert_eq!(request.body(raw).send().await.expect("an answer").status(), 200);
    let url = format!("{}/v1/operator/mails", dev.base());
    let answer = dev.http.get(url).bearer_auth(dev.key()).send().await.expect("an answer");
    let strays: Vec<wire::mail::Stray> = answer.json().await.expect("a list");
    assert_eq!((strays.len(), strays[0].text.trim()), (1, "Is anybody there?"));
}
