//! Whether a page carries the widget as it should (W1).

use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::fixture::Fixture;
use tests::{Agent, Edge, Site};
use wire::install::{Finding, InstallAnswer};

async fn ask(admin: &Agent, page: &str) -> reqwest::Response {
    let answer = admin.request(Method::POST, "install").json(&json!({ "page": page })).send().await;
    answer.expect("an answer")
}

async fn look(admin: &Agent, page: &str) -> Vec<Finding> {
    let answer = ask(admin, page).await;
    assert_eq!(answer.status(), StatusCode::OK, "{page}");
    answer.json::<InstallAnswer>().await.expect("what was found").findings
}

fn policy(directive: &str, add: &str) -> Finding {
    Finding::Policy { directive: directive.to_owned(), add: add.to_owned() }
}

#[tokio::test]
async fn w1_a_page_is_looked_at_and_what_it_lacks_is_named() {
    let edge = Edge::start();
    let fixture = Fixture::open().await;
    let site = Site::create_with(&edge, "messaging", &[&fixture.origin, "http://127.0.0.1:9"]).await;
    let admin = site.sign_in("ada@shop.example").await;
    let page = format!("{}/", fixture.origin);
    let ours = &site.base;
    let tag = format!("<script async src='{ours}/porchlight.js' data-site='{}'></script>", site.id);

    for (html, headers, wanted) in [
        (format!("<!doctype html><title>Shop</title>{tag}"), vec![], vec![]),
        ("<!doctype html><title>Shop</title>".to_owned(), vec![], vec![Finding::NoTag]),
        (format!("{tag}<script src='http://['></script>{tag}"), vec![], vec![Finding::Twice]),
        (tag.replace(&site.id, "other"), vec![], vec![Finding::OtherSite { site: "other".to_owned() }]),
        (
            "<script src='https://old.example/porchlight.js'></script>".to_owned(),
            vec![],
            vec![
                Finding::OtherServer { script: "https://old.example/porchlight.js".to_owned() },
                Finding::OtherSite { site: String::new() },
            ],
        ),
        (
            format!("<meta http-equiv='Content-Security-Policy' content=\"script-src {ours}\">{tag}"),
            vec!["Content-Security-Policy: img-src 'none', connect-src *"],
            vec![policy("script-src", "'wasm-unsafe-eval'")],
        ),
    ] {
        fixture.page(&html, &headers);
        assert_eq!(look(&admin, &page).await, wanted, "{html}");
    }

    assert_eq!(look(&admin, &format!("{page}gone")).await, [Finding::Status { status: 404 }]);
    assert_eq!(look(&admin, "http://127.0.0.1:9/").await, [Finding::Unreachable]);
    // Our own pages are files of this deployment.
    assert_eq!(
        look(&admin, &format!("{ours}/demo/")).await,
        [Finding::OtherSite { site: "demo".to_owned() }]
    );
}

#[tokio::test]
async fn w1_nobody_else_is_asked() {
    let edge = Edge::start();
    let (listed, other) = (Fixture::open().await, Fixture::open().await);
    let site = Site::create_with(&edge, "messaging", &[&listed.origin]).await;
    let admin = site.sign_in("ada@shop.example").await;
    other.page("<title>Secret</title>", &[]);
    let foreign =
        [Finding::ForeignOrigin { origin: wire::Origin::parse(&*other.origin).expect("an origin") }];
    assert_eq!(look(&admin, &other.origin).await, foreign);
    listed.redirect(&other.origin);
    assert_eq!(look(&admin, &listed.origin).await, foreign);
    listed.redirect(&listed.origin);
    assert_eq!(look(&admin, &listed.origin).await, [Finding::Unreachable], "in circles");
    let admin = &admin;
    for page in ["http://shop.example/", "ftp://shop.example/", "https://ada@shop.example/", ""] {
        let answer = ask(admin, page).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{page}");
    }
}
