//! What `widget/identify.md` gives to copy is run as it stands there (K1).

use std::path::Path;
use std::process::Command;

use tests::jwt::Signer;
use tests::workerd::root;
use tests::{Edge, Site};

/// The program of this language.
fn example(language: &str) -> String {
    let guide = std::fs::read_to_string(root().join("widget/identify.md")).expect("the guide");
    let begin = format!("```{language}\n");
    let (_, rest) = guide.split_once(&begin).unwrap_or_else(|| panic!("an example in {language}"));
    rest.split("```").next().expect("its end").to_owned()
}

/// How each is run: by which program, in which file, with which last lines.
const RUN: &[(&str, &str, &str, &str)] = &[
    (
        "js",
        "node",
        "chat.mjs",
        r#"process.stdout.write(chatToken({ id: 42, name: "Adé", email: "ada@shop.example" }));"#,
    ),
    (
        "python",
        "python3",
        "chat.py",
        r#"print(chat_token({"id": 42, "name": "Adé", "email": "ada@shop.example"}), end="")"#,
    ),
    (
        "php",
        "php",
        "chat.php",
        "echo chat_token(['id' => 42, 'name' => 'Adé', 'email' => 'ada@shop.example']);",
    ),
    ("ruby", "ruby", "chat.rb", r#"print chat_token({ id: 42, name: "Adé", email: "ada@shop.example" })"#),
];

#[tokio::test]
async fn k1_the_examples_of_the_guide_vouch_for_a_visitor() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (admin, mut ada) = site.ada().await;
    let key = Signer::make(&admin).await;
    let folder = tempfile::tempdir().expect("a folder");
    let node = root().join("node_modules/.bin/node");
    for (language, program, file, last) in RUN {
        let program = if *program == "node" { node.as_path() } else { Path::new(program) };
        // Node and Python are there wherever the tests run; the others where somebody has them.
        if matches!(*language, "php" | "ruby") && Command::new(program).arg("--version").output().is_err() {
            continue;
        }
        let path = folder.path().join(file);
        let start = if *language == "php" { "<?php\n" } else { "" };
        std::fs::write(&path, [start, &example(language), "\n", last].concat()).expect("a file");
        let done = Command::new(program)
            .arg(&path)
            .env("CHAT_KEY_ID", &key.kid)
            .env("CHAT_SECRET", key.by["secret"].as_str().expect("a secret"))
            .env("CHAT_SITE", &site.id)
            .output()
            .unwrap_or_else(|error| panic!("{language}: {error}"));
        assert!(done.status.success(), "{language}: {}", String::from_utf8_lossy(&done.stderr));
        let jwt = String::from_utf8(done.stdout).expect("text");
        let visitor = site.visitor();
        let answer = visitor.identify(&jwt, true).await;
        assert_eq!(answer.status(), 200, "{language}: {jwt}: {:?}", answer.text().await);
        let said = format!("Hello from {language}.");
        visitor.leave(&said).await;
        let row = ada.conversation(&said).await;
        let known = (row.name.map(String::from), row.email.map(String::from));
        assert_eq!(known, (Some("Adé".to_owned()), Some("ada@shop.example".to_owned())), "{language}");
    }
}
