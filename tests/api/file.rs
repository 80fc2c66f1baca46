//! Files (U): sent by visitors and agents, fetched by whoever has the key, dropped with the conversation.

use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ORIGIN};
use reqwest::{Method, Response};
use serde_json::json;
use tests::provider::Manner;
use tests::site::{SHOP, message_id, refused};
use tests::{Agent, AgentSocket, Edge, Provider, Site, Visitor, until};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wire::agent::Says;
use wire::file::{File, Media};
use wire::http::Code;
use wire::message::Stored;
use wire::{ConversationId, MessageId, Seq};

use crate::identity;
use crate::inbox::search;
use crate::mail_out::{MINUTE, Post};

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n and so on, for more than sixteen bytes";
const TEXT: &[u8] = b"<script>alert(1)</script>";

async fn send(visitor: &Visitor, id: &MessageId, name: &str, bytes: impl Into<reqwest::Body>) -> Response {
    let path = format!("files?id={id}&name={name}");
    visitor.request(Method::POST, &path).body(bytes).send().await.expect("an answer")
}

async fn send_as(agent: &Agent, to: &ConversationId, name: &str, bytes: &'static [u8]) -> Response {
    let path = format!("conversations/{to}/files?id={}&name={name}", message_id());
    agent.request(Method::POST, &path).body(bytes).send().await.expect("an answer")
}

async fn fetch(site: &Site, file: &File) -> Response {
    site.request(Method::GET, &format!("files/{}", file.key)).send().await.expect("an answer")
}

/// What is answered to a file of this length, before a byte of it is sent.
async fn announce(shop: &Shop, id: &MessageId, length: usize) -> String {
    let host = shop.site.base.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(host).await.expect("the edge");
    let head = format!(
        "POST /v1/sites/{}/files?id={id}&name=large.bin HTTP/1.1\r\nHost: {host}\r\nOrigin: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {length}\r\n\r\n",
        shop.site.id, shop.visitor.origin, shop.visitor.token
    );
    stream.write_all(head.as_bytes()).await.expect("the head");
    let mut answer = String::new();
    until("the refusal", async || {
        let mut buffer = [0; 4_096];
        let read = stream.read(&mut buffer).await.expect("the answer");
        answer += &String::from_utf8_lossy(&buffer[..read]);
        if answer.contains('}') || read == 0 { Ok(()) } else { Err(answer.clone()) }
    })
    .await;
    answer
}

/// The file of the visitor's newest message.
async fn newest(visitor: &Visitor) -> File {
    visitor.visit().await.messages.pop().and_then(|message| message.file).map(|file| *file).expect("a file")
}

/// A visitor who has written, and a console that has heard of it.
struct Shop {
    edge: Edge,
    site: Site,
    ada: Agent,
    console: AgentSocket,
    visitor: Visitor,
    conversation: ConversationId,
}

impl Shop {
    async fn open() -> Self {
        Self::open_on(Edge::start()).await
    }

    async fn open_on(edge: Edge) -> Self {
        let site = Site::create(&edge, "messaging").await;
        let (ada, mut console) = site.ada().await;
        let visitor = site.visitor();
        visitor.leave("My lamp is broken.").await;
        let conversation = console.conversation("My lamp is broken.").await.id;
        Self { edge, site, ada, console, visitor, conversation }
    }

    async fn until_kept(&self, files: usize) {
        until("the bucket to be as it should", async || {
            let kept = self.edge.kept_files();
            if kept == files { Ok(()) } else { Err(kept) }
        })
        .await;
    }
}

#[tokio::test]
async fn u1_a_visitor_sends_a_file_and_the_team_has_it_byte_for_byte() {
    let mut shop = Shop::open().await;
    let (mut page, visit) = shop.visitor.connect(Seq(1)).await;
    assert!(visit.files);
    let id = message_id();
    let answer = send(&shop.visitor, &id, "my%20lamp.png", PNG).await;
    assert_eq!(answer.status(), 201);
    let stored: Stored = answer.json().await.expect("an acknowledgement");
    assert_eq!((&stored.id, stored.seq), (&id, Seq(2)));
    let heard = shop.console.message("my lamp.png").await;
    let file = heard.file.expect("a file");
    assert_eq!((file.media, file.size), (Media::Png, u32::try_from(PNG.len()).expect("small")));
    assert_eq!(page.message("my lamp.png").await.file.as_ref(), Some(&file), "in the visitor's own tabs too");
    assert_eq!(shop.console.conversation("my lamp.png").await.id, shop.conversation);
    assert_eq!(fetch(&shop.site, &file).await.bytes().await.expect("bytes"), PNG);

    // G2: a resend is the same message, whatever it brings; another name is another text.
    let again = send(&shop.visitor, &id, "my%20lamp.png", PNG).await;
    assert_eq!(again.status(), 200);
    assert_eq!(again.json::<Stored>().await.expect("an acknowledgement"), stored);
    refused(send(&shop.visitor, &id, "other.png", PNG).await, 409, Code::IdReused).await;
    shop.until_kept(1).await;
    assert_eq!(shop.visitor.texts().await, ["My lamp is broken.", "my lamp.png"]);
}

#[tokio::test]
async fn u1_an_agent_sends_a_file_and_joins_by_it() {
    let mut shop = Shop::open().await;
    let (mut page, _) = shop.visitor.connect(Seq(1)).await;
    let answer = send_as(&shop.ada, &shop.conversation, "manual.pdf", b"%PDF-1.7 and so on and on").await;
    assert_eq!(answer.status(), 201);
    let message = page.message("manual.pdf").await;
    let file = message.file.expect("a file");
    assert_eq!(file.media, Media::Other);
    let visit = shop.visitor.visit().await;
    assert_eq!(visit.faces.iter().map(|face| face.name.as_str()).collect::<Vec<_>>(), ["Ada"]);
    assert_eq!(
        fetch(&shop.site, &file).await.bytes().await.expect("bytes").as_ref(),
        b"%PDF-1.7 and so on and on"
    );
    // It is in the history of both.
    assert_eq!(newest(&shop.visitor).await, *file);
    let listed = shop.console.history(&shop.conversation, Seq(1)).await.pop().expect("a message");
    assert_eq!(listed.file.as_ref(), Some(&file));
    let hit = search(&mut shop.console, "manual").await.remove(0).message.expect("a message");
    assert_eq!(hit.file, Some(file), "and the search finds it");
}

#[tokio::test]
async fn u2_a_file_is_what_its_bytes_say_and_nothing_in_it_runs() {
    let shop = Shop::open().await;
    for (name, bytes, kind, disposition) in [
        ("shop.png", TEXT, "application/octet-stream", "attachment; filename*=UTF-8''shop.png"),
        (
            "a.svg",
            b"<svg onload='alert(1)'/>",
            "application/octet-stream",
            "attachment; filename*=UTF-8''a.svg",
        ),
        ("page.html", PNG, "image/png", "inline; filename*=UTF-8''page.html"),
        ("x", b"x", "application/octet-stream", "attachment; filename*=UTF-8''x"),
        (
            "..%2F..%2F%C3%A4%20%27(1)%27.gif%0D%0Aset-cookie:a",
            b"GIF89a and so on",
            "image/gif",
            "inline; filename*=UTF-8''%C3%A4%20%271%29%27.gifset-cookie_a",
        ),
    ] {
        let answer = send(&shop.visitor, &message_id(), name, bytes).await;
        assert_eq!(answer.status(), 201, "{name}: {:?}", answer.text().await);
        let shown = fetch(&shop.site, &newest(&shop.visitor).await).await;
        let header = |name: &str| shown.headers()[name].to_str().expect("text").to_owned();
        assert_eq!(header(CONTENT_TYPE.as_str()), kind, "{name}");
        assert_eq!(header(CONTENT_DISPOSITION.as_str()).replace("%28", ""), disposition, "{name}");
        assert_eq!(
            header("content-security-policy"),
            "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("access-control-allow-origin"), "*");
        assert!(!shown.headers().contains_key("set-cookie"));
        assert_eq!(shown.bytes().await.expect("bytes"), bytes, "{name}");
    }
}

#[tokio::test]
async fn u2_ten_megabytes_are_taken_and_what_cannot_be_is_told_why() {
    let shop = Shop::open().await;
    let most = usize::try_from(File::MOST_BYTES).expect("a length");
    let large: Vec<u8> = (0..most).map(|at| u8::try_from(at % 251).expect("a byte")).collect();
    assert_eq!(send(&shop.visitor, &message_id(), "large.bin", large.clone()).await.status(), 201);
    let kept = fetch(&shop.site, &newest(&shop.visitor).await).await.bytes().await.expect("bytes");
    assert!(kept == large, "byte for byte");

    let path = |id: &str, name: &str| format!("files?id={id}&name={name}");
    let id = message_id();
    let refusal = announce(&shop, &id, most + 1).await;
    assert!(
        refusal.starts_with("HTTP/1.1 413 ") && refusal.contains("A file has 10 MB at most."),
        "{refusal}"
    );
    let bad = |path: String, body: Vec<u8>| shop.visitor.request(Method::POST, &path).body(body).send();
    for (path, body) in [
        (path(id.as_str(), "empty"), Vec::new()),
        (path("short", "a.txt"), vec![1]),
        (path(id.as_str(), "%E4%ZZ"), vec![1]),
        ("files".to_owned(), vec![1]),
    ] {
        refused(bad(path.clone(), body).await.expect("an answer"), 400, Code::BadRequest).await;
    }
    assert_eq!(shop.visitor.texts().await.len(), 2, "nothing of it is there");
    shop.until_kept(1).await;
    let nowhere = shop.site.request(Method::GET, "files/AAAAAAAAAAAAAAAAAAAAAA").send().await;
    refused(nowhere.expect("an answer"), 404, Code::NotFound).await;
    let nothing = shop.site.request(Method::GET, "files/..%2Fother").send().await;
    refused(nothing.expect("an answer"), 404, Code::NotFound).await;
}

#[tokio::test]
async fn u3_a_visitor_sends_twenty_files_a_day() {
    let shop = Shop::open().await;
    let mut sent = 0;
    while sent < 20 {
        let answer = send(&shop.visitor, &message_id(), "a.txt", "a").await;
        match answer.status().as_u16() {
            201 => sent += 1,
            // What is written has a pace of its own (L1).
            429 => assert!(answer.text().await.expect("a text").contains("faster")),
            other => panic!("{other}"),
        }
    }
    let last = async || {
        let answer = send(&shop.visitor, &message_id(), "a.txt", "a").await;
        assert!(answer.headers().contains_key("retry-after"));
        answer.json::<wire::http::Problem>().await.expect("a problem").message
    };
    assert_eq!(last().await, "Too many files were sent today. Please send this one tomorrow.");
    assert_eq!(send_as(&shop.ada, &shop.conversation, "a.txt", b"a").await.status(), 201, "the team may");
}

#[tokio::test]
async fn u4_what_a_scanner_refuses_or_cannot_look_at_is_not_taken() {
    let scanner = Provider::open().await;
    let shop = Shop::open_on(Edge::start_with_scanner(&scanner)).await;
    assert_eq!(send(&shop.visitor, &message_id(), "clean.txt", TEXT).await.status(), 201);
    let seen = scanner.taken().remove(0);
    assert_eq!(seen.secret, "Bearer test-scanner-key");
    assert!(seen.head.contains("filename*=UTF-8''clean.txt"), "{}", seen.head);
    assert!(
        seen.head.contains(&format!("ontent-length: {}", TEXT.len()))
            || seen.head.contains(&format!("ontent-Length: {}", TEXT.len())),
        "{}",
        seen.head
    );
    scanner.behaves(Manner::Answers(422));
    let harm = send(&shop.visitor, &message_id(), "virus.txt", TEXT).await;
    refused(harm, 403, Code::Forbidden).await;
    for broken in [Manner::Answers(500), Manner::TakesAndDrops] {
        scanner.behaves(broken);
        refused(send(&shop.visitor, &message_id(), "a.txt", TEXT).await, 429, Code::TooMany).await;
    }
    shop.until_kept(1).await;
    assert_eq!(shop.visitor.texts().await, ["My lamp is broken.", "clean.txt"]);
}

#[tokio::test]
async fn u5_files_go_with_their_conversation_and_what_became_no_message_goes_too() {
    let scanner = Provider::open().await;
    let mut shop = Shop::open_on(Edge::start_with_scanner(&scanner)).await;
    for name in ["a.txt", "b.txt"] {
        assert_eq!(send(&shop.visitor, &message_id(), name, TEXT).await.status(), 201);
    }
    shop.until_kept(2).await;
    let file = newest(&shop.visitor).await;
    shop.console.say(&Says::Erase { conversation: shop.conversation.clone() }).await;
    shop.until_kept(0).await;
    refused(fetch(&shop.site, &file).await, 404, Code::NotFound).await;

    // The edge ends while a file is looked at: nobody has it, and it does not stay.
    scanner.behaves(Manner::Hangs);
    shop.visitor.leave("Once more.").await;
    let (visitor, id) = (shop.visitor.clone(), message_id());
    let sending = tokio::spawn(async move {
        let path = format!("files?id={id}&name=c.txt");
        visitor.request(Method::POST, &path).body(TEXT).send().await.is_err()
    });
    shop.until_kept(1).await;
    scanner.until_asked(3).await;
    shop.edge.kill9();
    assert!(sending.await.expect("the end of it"));
    shop.edge.restart();
    assert_eq!(shop.visitor.texts().await, ["Once more."]);
    shop.until_kept(1).await;
    shop.site.move_clock(MINUTE * 60 * 25).await;
    shop.until_kept(0).await;
}

#[tokio::test]
async fn u6_who_may_send_a_file() {
    let shop = Shop::open().await;
    let stranger = shop.site.visitor();
    refused(send(&stranger, &message_id(), "a.txt", TEXT).await, 401, Code::Unauthorized).await;
    let mut foreign = shop.visitor.clone();
    foreign.origin = "http://elsewhere.example".to_owned();
    refused(send(&foreign, &message_id(), "a.txt", TEXT).await, 403, Code::ForeignOrigin).await;
    let path = format!("conversations/{}/files?id={}&name=a.txt", shop.conversation, message_id());
    let unsigned = shop.site.request(Method::POST, &path).header(ORIGIN, &shop.site.base).body(TEXT);
    refused(unsigned.send().await.expect("an answer"), 401, Code::Unauthorized).await;
    let elsewhere = shop.site.request(Method::POST, &path).header("cookie", &shop.ada.cookie);
    let elsewhere = elsewhere.header(ORIGIN, SHOP).body(TEXT).send().await.expect("an answer");
    refused(elsewhere, 403, Code::ForeignOrigin).await;
    let nowhere = ConversationId::parse("nowhere").expect("an id");
    refused(send_as(&shop.ada, &nowhere, "a.txt", TEXT).await, 404, Code::NotFound).await;

    shop.ada.configure(&json!({ "visitor_files": false })).await;
    assert!(!shop.visitor.visit().await.files);
    refused(send(&shop.visitor, &message_id(), "a.txt", TEXT).await, 403, Code::Forbidden).await;
    assert_eq!(send_as(&shop.ada, &shop.conversation, "a.txt", TEXT).await.status(), 201);
    shop.ada.configure(&json!({ "visitor_files": true })).await;
    let mut console = shop.console;
    console.say(&Says::Block { conversation: shop.conversation.clone() }).await;
    console.row("that it is blocked", |row| row.blocked).await;
    refused(send(&shop.visitor, &message_id(), "a.txt", TEXT).await, 403, Code::Blocked).await;
    refused(send_as(&shop.ada, &shop.conversation, "b.txt", TEXT).await, 403, Code::Blocked).await;
}

#[tokio::test]
async fn u6_without_a_bucket_there_are_no_files() {
    let shop = Shop::open_on(Edge::start_without_bucket()).await;
    assert!(!shop.visitor.visit().await.files);
    refused(send(&shop.visitor, &message_id(), "a.txt", TEXT).await, 503, Code::NotConfigured).await;
    let nowhere = shop.site.request(Method::GET, "files/AAAAAAAAAAAAAAAAAAAAAA").send().await;
    refused(nowhere.expect("an answer"), 404, Code::NotFound).await;
}

#[tokio::test]
async fn u1_a_mail_leads_to_the_file() {
    let post = Post::open().await;
    assert_eq!(send(&post.visitor, &message_id(), "lamp.png", PNG).await.status(), 201);
    let file = newest(&post.visitor).await;
    let mail = post.notice().await;
    let address = format!("{}/v1/sites/{}/files/{}", post.site.base, post.site.id, file.key);
    assert!(mail.part("text").contains(&format!("lamp.png\n{address}\n")), "{}", mail.part("text"));
    assert!(
        mail.part("html").contains(&format!("<a href=\"{address}\">lamp.png</a>")),
        "{}",
        mail.part("html")
    );
    let fetched = reqwest::get(address).await.expect("an answer");
    assert_eq!(fetched.bytes().await.expect("bytes"), PNG);
}

#[tokio::test]
async fn u1_a_file_stays_with_its_message_when_two_conversations_become_one() {
    let shop = identity::Shop::open().await;
    shop.browser_of("42").await.leave("On the phone.").await;
    let laptop = shop.site.visitor();
    laptop.leave("On the laptop.").await;
    assert_eq!(send(&laptop, &message_id(), "lamp.png", PNG).await.status(), 201);
    let file = newest(&laptop).await;
    assert_eq!(laptop.identify(&shop.key.token("42"), true).await.status(), 200);
    let grace = shop.browser_of("42").await;
    assert_eq!(grace.texts().await, ["On the phone.", "On the laptop.", "lamp.png"]);
    assert_eq!(newest(&grace).await, file);
    assert_eq!(fetch(&shop.site, &file).await.bytes().await.expect("bytes"), PNG);
}
