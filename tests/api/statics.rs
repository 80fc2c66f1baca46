//! What is served besides the interface.

use tests::Edge;

#[tokio::test]
async fn the_loader_the_demo_and_the_console_are_served() {
    let edge = Edge::start();
    let http = reqwest::Client::new();
    for (path, kind) in [
        ("/", "text/html"),
        ("/demo/", "text/html"),
        ("/console/", "text/html"),
        ("/chat/demo", "text/html"),
        ("/chat/page/chat.js", "text/javascript"),
        ("/porchlight.js", "text/javascript"),
        ("/status.js", "text/javascript"),
    ] {
        let answer = http.get(format!("{}{path}", edge.base())).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        let seen = answer.headers()["content-type"].to_str().expect("a type").to_owned();
        assert!(seen.starts_with(kind), "{path}: {seen}");
    }
    let missing = http.get(format!("{}/nothing-here.html", edge.base())).send().await.expect("an answer");
    assert_eq!(missing.status(), 404);
}
