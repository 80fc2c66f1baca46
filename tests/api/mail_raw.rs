//! Raw mail at the door: whatever its bytes, and whoever brings it (M8).

use tests::mail::recorded;
use tests::site::refused;
use wire::http::Code;

use crate::mail_in::visitors_address;
use crate::mail_out::Post;

#[tokio::test]
async fn m8_bad_bytes_are_no_500_and_spoil_nothing() {
    let mut post = Post::open().await;
    let address = visitors_address(&mut post).await;
    let mails: Vec<Vec<u8>> = recorded(&address).into_iter().map(|(_, raw)| raw.into_bytes()).collect();
    // As many as FUZZ says: 100,000 in the full run.
    let runs = std::env::var("FUZZ").map_or(300, |text| text.parse().expect("a number"));
    // The same run each time.
    let mut rng = fastrand::Rng::with_seed(5);
    let mut draw = |below: usize| rng.usize(..below);
    let mut taken = 0;
    for run in 0..runs {
        let mut raw = mails[draw(mails.len())].clone();
        for _ in 0..=draw(12) {
            let at = draw(raw.len().max(1));
            match draw(5) {
                0 => raw.truncate(at),
                1 => raw.insert(at.min(raw.len()), u8::try_from(draw(256)).expect("a byte")),
                2 => drop(raw.drain(at.min(raw.len())..(at + draw(60)).min(raw.len()))),
                3 => {
                    let piece = raw[at.min(raw.len())..(at + draw(200)).min(raw.len())].to_vec();
                    raw.splice(0..0, piece);
                }
                _ => {
                    if let Some(byte) = raw.get_mut(at) {
                        *byte = u8::try_from(draw(256)).expect("a byte");
                    }
                }
            }
        }
        let answer = post.site.bring("visitor@home.example", &address, raw.clone()).await;
        let status = answer.status();
        assert!(status == 200 || status == 429, "run {run}: {status}: {}", String::from_utf8_lossy(&raw));
        taken += usize::from(status == 200);
    }
    assert!(taken >= runs.min(200), "{taken} of {runs}");
    post.visitor.leave("Still there?").await;
    let (_, mut console) = post.site.ada().await;
    let conversation = post.conversation.clone();
    console.answer(&conversation, "Still here.").await;
}

#[tokio::test]
async fn m8_the_door_for_raw_mail_is_the_operators() {
    let post = Post::open().await;
    let url = format!("{}/v1/operator/mail?from=a%40b.co&to=c%40d.co", post.site.base);
    refused(post.site.http.post(&url).body("x").send().await.expect("an answer"), 401, Code::Unauthorized)
        .await;
    let operator = |url: &str| post.site.http.post(url).bearer_auth(tests::workerd::OPERATOR_KEY);
    let without = format!("{}/v1/operator/mail", post.site.base);
    refused(operator(&without).body("x").send().await.expect("an answer"), 400, Code::BadRequest).await;
    let bad = format!("{without}?to=%E0%A4%A");
    refused(operator(&bad).body("x").send().await.expect("an answer"), 400, Code::BadRequest).await;
    let large = vec![b'x'; 25 * 1024 * 1024 + 1];
    // The edge reads no further than it must: a client that goes on writing may find the connection closed.
    if let Ok(answer) = operator(&url).body(large).send().await {
        refused(answer, 413, Code::TooLarge).await;
    }
    let strays = post.site.http.get(format!("{}/v1/operator/mails", post.site.base));
    let strays = strays.bearer_auth(tests::workerd::OPERATOR_KEY).send().await.expect("an answer");
    assert_eq!(strays.text().await.expect("a list"), "[]", "nothing of it was taken");
    let get = post.site.http.get(&url).bearer_auth(tests::workerd::OPERATOR_KEY);
    refused(get.send().await.expect("an answer"), 405, Code::MethodNotAllowed).await;
    // The object's own door is not to be reached from outside.
    let inside = post.site.http.post(format!("{}/mail", post.site.base)).body("x").send().await;
    assert_eq!(inside.expect("an answer").status(), 404);
}
