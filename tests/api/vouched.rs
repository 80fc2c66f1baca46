//! Which tokens vouch for a visitor (K1), and the keys that sign them (K2).

use reqwest::Method;
use serde_json::{Value, json};
use tests::Site;
use tests::jwt::{Signer, pair, seconds};
use tests::site::{random, refused};
use wire::Seq;
use wire::audit::{Deed, What};
use wire::http::Code;
use wire::identity::{Algorithm, Bound, Identified, IdentityKey};

use crate::identity::{Shop, is_nobodys, taken};

impl Shop {
    /// An admin pastes a key.
    async fn public(&self, key: &Value) -> reqwest::Response {
        let body = json!({ "public_key": key });
        let request = self.admin.request(Method::POST, "identity/keys").json(&body);
        request.send().await.expect("an answer")
    }
}

#[tokio::test]
async fn k1_what_does_not_vouch_is_refused_with_a_sentence_that_says_why() {
    let shop = Shop::open().await;
    let other = Site::create(&shop.edge, "messaging").await;
    let foreign = Signer::make(&other.sign_in("ada@shop.example").await).await;
    let keys = pair();
    let made: Value = shop.public(&keys["pem"]).await.json().await.expect("a key");
    let kid = made["key"]["kid"].as_str().expect("an id").to_owned();
    let es = Signer { kid: kid.clone(), by: json!({ "private": keys["private"] }), ..shop.key.clone() };
    let gone = Signer::make(&shop.admin).await;
    let path = format!("identity/keys/{}", gone.kid);
    shop.admin.request(Method::DELETE, &path).json(&json!({})).send().await.expect("an answer");
    // Someone has a conversation as this person: nothing of what follows opens it.
    shop.browser_of("42").await.leave("Is it there?").await;

    let key = &shop.key;
    let (header, claims) = (key.header(), key.claims("42"));
    let with = |of: &Value, name: &str, value: Value| {
        let mut of = of.clone();
        of[name] = value;
        of
    };
    let without = |of: &Value, name: &str| {
        let mut of = of.clone();
        of.as_object_mut().expect("an object").remove(name);
        of
    };
    let claim = |name: &str, value: Value| key.sign(&header, &with(&claims, name, value));
    let unsigned = Signer { by: json!({}), ..key.clone() };
    let guess = Signer { by: json!({ "secret": random(32) }), ..key.clone() };
    // The public key is no secret: whoever has it must not sign by taking it for one.
    let confused = |secret: &str| Signer { by: json!({ "secret": secret }), ..es.clone() };
    let as_hmac = json!({ "alg": "HS256", "typ": "JWT", "kid": kid });
    let whole = key.token("42");
    let parts: Vec<&str> = whole.split('.').collect();
    let swapped =
        [parts[0], claim("sub", json!("43")).split('.').nth(1).expect("claims"), parts[2]].join(".");
    let rows = [
        ("no JWT", "hello".to_owned(), "no JWT"),
        ("two parts", parts[..2].join("."), "no JWT"),
        ("a list for a header", format!("W10.{}.{}", parts[1], parts[2]), "no JWT"),
        ("no base64url", format!("{}.{}!.{}", parts[0], parts[1], parts[2]), "no JWT"),
        ("no kid", key.sign(&without(&header, "kid"), &claims), "`kid`"),
        ("an unknown kid", key.sign(&with(&header, "kid", json!("k2")), &claims), "“k2”"),
        ("another site's key", Signer { site: key.site.clone(), ..foreign }.token("42"), "no identity key"),
        ("a removed key", gone.token("42"), "or no longer"),
        ("alg none", unsigned.sign(&with(&header, "alg", json!("none")), &claims), "says “none”"),
        ("no alg", key.sign(&without(&header, "alg"), &claims), "HS256"),
        ("no signature", unsigned.sign(&header, &claims), "signature"),
        ("another HMAC", key.sign(&with(&header, "alg", json!("HS512")), &claims), "says “HS512”"),
        ("PEM as a secret", confused(keys["pem"].as_str().expect("PEM")).sign(&as_hmac, &claims), "ES256"),
        ("JWK as a secret", confused(&keys["jwk"].to_string()).sign(&as_hmac, &claims), "ES256"),
        ("a secret for an ES256 key", confused("x").sign(&es.header(), &claims), "signature"),
        ("ES256 for a secret", Signer { by: es.by.clone(), ..key.clone() }.token("42"), "HS256"),
        ("another secret", guess.token("42"), "signature"),
        ("other claims under it", swapped, "signature"),
        ("crit", key.sign(&with(&header, "crit", json!(["exp"])), &claims), "`crit`"),
        ("another aud", claim("aud", json!(other.id)), "`aud`"),
        ("no aud", key.sign(&header, &without(&claims, "aud")), "`aud`"),
        ("no exp", key.sign(&header, &without(&claims, "exp")), "no `exp`"),
        ("exp as text", claim("exp", json!(seconds(60).to_string())), "no `exp`"),
        ("expired", claim("exp", json!(seconds(-40))), "expired"),
        ("good for too long", claim("exp", json!(seconds(345))), "too long"),
        ("not good yet", claim("nbf", json!(seconds(60))), "not good yet"),
        ("no sub", key.sign(&header, &without(&claims, "sub")), "`sub`"),
        ("an empty sub", claim("sub", json!("")), "`sub`"),
        ("a sub with space around", claim("sub", json!("42 ")), "`sub`"),
        ("a long sub", claim("sub", json!("4".repeat(129))), "`sub`"),
        ("a sub of two lines", claim("sub", json!("4\n2")), "`sub`"),
    ];
    for (what, jwt, why) in rows {
        let visitor = shop.site.visitor();
        let problem = refused(visitor.identify(&jwt, true).await, 401, Code::Unauthorized).await;
        assert!(problem.message.contains(why), "{what}: {}", problem.message);
        assert!(is_nobodys(&visitor).await, "{what}");
    }
    let visitor = shop.site.visitor_from("https://evil.example");
    refused(visitor.identify(&whole, true).await, 403, Code::ForeignOrigin).await;
}

#[tokio::test]
async fn k1_what_vouches_is_taken_by_either_algorithm_with_some_leeway_for_clocks() {
    let shop = Shop::open().await;
    shop.browser_of("42").await.leave("Here I am.").await;
    let mut all = Vec::new();
    for form in ["pem", "jwk"] {
        let keys = pair();
        let text = keys[form].as_str().map_or_else(|| keys[form].to_string(), str::to_owned);
        let made: Value = shop.public(&json!(text)).await.json().await.expect("a key");
        assert_eq!((&made["key"]["algorithm"], &made["secret"]), (&json!("ES256"), &Value::Null));
        let kid = made["key"]["kid"].as_str().expect("an id").to_owned();
        let key = Signer { kid, by: json!({ "private": keys["private"] }), ..shop.key.clone() };
        all.push((form, key.token("42")));
    }
    let key = &shop.key;
    let claim = |name: &str, value: Value| {
        let mut claims = key.claims("42");
        claims[name] = value;
        key.sign(&key.header(), &claims)
    };
    all.extend([
        ("a secret", key.token("42")),
        ("several aud", claim("aud", json!(["https://shop.example", shop.site.id]))),
        ("a number", claim("sub", json!(42))),
        ("just ended", claim("exp", json!(seconds(-20)))),
        ("five minutes, and the server's clock is ahead", claim("exp", json!(seconds(320)))),
        ("a name that is too long", claim("name", json!("é".repeat(500)))),
        ("an address that is none", claim("email", json!("ada"))),
    ]);
    for (what, jwt) in all {
        let visitor = shop.site.visitor();
        let told = taken(visitor.identify(&jwt, true).await).await;
        assert_eq!(told, Identified { token: Bound::New, conversation: true }, "{what}");
        assert_eq!(visitor.texts().await, ["Here I am."], "{what}");
        let again = taken(visitor.identify(&jwt, true).await).await;
        assert_eq!(again.token, Bound::Known, "{what}");
    }
}

#[tokio::test]
async fn k2_a_secret_is_told_once_a_private_key_is_not_taken_and_each_change_is_a_line() {
    let shop = Shop::open().await;
    let keys = pair();
    for bad in [&keys["private_pem"], &json!(keys["private"].to_string())] {
        let problem = refused(shop.public(bad).await, 400, Code::BadRequest).await;
        assert!(problem.message.starts_with("This is the private key."), "{}", problem.message);
    }
    for bad in ["", "key", "{}", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"] {
        let problem = refused(shop.public(&json!(bad)).await, 400, Code::BadRequest).await;
        assert!(problem.message.starts_with("This is no public key"), "{bad}: {}", problem.message);
    }
    let answer = shop.admin.request(Method::GET, "identity/keys").send().await.expect("an answer");
    let list = answer.text().await.expect("a list");
    let secret = shop.key.by["secret"].as_str().expect("a secret");
    assert!(secret.len() == 43 && !list.contains(secret));
    let list: Vec<IdentityKey> = serde_json::from_str(&list).expect("a list");
    let kids: Vec<_> = list.iter().map(|key| (key.kid.as_str(), key.algorithm)).collect();
    assert_eq!(kids, [(shop.key.kid.as_str(), Algorithm::Hs256)]);

    // While it is changed for another one both count; then the old one does not, at once.
    let new = Signer::make(&shop.admin).await;
    let visitor = shop.site.visitor();
    for key in [&shop.key, &new] {
        taken(visitor.identify(&key.token("42"), true).await).await;
    }
    visitor.leave("Hello.").await;
    let thief = shop.browser_of("42").await;
    let (mut stolen, _) = thief.connect(Seq(0)).await;
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let path = format!("identity/keys/{}", shop.key.kid);
    for _ in 0..2 {
        let gone = shop.admin.request(Method::DELETE, &path).json(&json!({})).send().await;
        assert_eq!(gone.expect("an answer").status(), 204);
    }
    // For whom the other key vouched last, it goes on.
    assert_eq!((stolen.closed().await, page.closed().await), (1012, 1012));
    assert!(is_nobodys(&thief).await && !is_nobodys(&visitor).await);
    refused(visitor.identify(&shop.key.token("42"), true).await, 401, Code::Unauthorized).await;
    taken(visitor.identify(&new.token("42"), true).await).await;
    let deeds: Vec<Deed> = shop.admin.get("audit").await;
    assert!(!serde_json::to_string(&deeds).expect("JSON").contains(secret));
    let deeds: Vec<_> =
        deeds.iter().map(|deed| (deed.what, deed.of.as_deref().unwrap_or_default())).collect();
    let (first, second) = (shop.key.kid.as_str(), new.kid.as_str());
    let made = What::IdentityKeyMade;
    assert_eq!(deeds, [(What::IdentityKeyRemoved, first), (made, second), (made, first)]);
    for _ in 0..9 {
        Signer::make(&shop.admin).await;
    }
    let eleventh = shop.admin.request(Method::POST, "identity/keys").json(&json!({})).send().await;
    refused(eleventh.expect("an answer"), 400, Code::BadRequest).await;
}
