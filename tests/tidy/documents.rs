//! What the documents claim.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::workerd::root;

use crate::{File, files, none, read};

#[test]
fn every_path_in_the_architecture_exists() {
    let text = read("ARCHITECTURE.md");
    let mut found = Vec::new();
    // What stands between backticks and looks like a path of ours.
    for name in text.split('`').skip(1).step_by(2) {
        let first = name.split('/').next().unwrap_or_default();
        let is_path = name.contains('/')
            && ["edge", "widget", "www", "tests", ".ci"].contains(&first)
            && !name.contains([' ', '*', '{', '<', ':']);
        if is_path && !root().join(name.trim_end_matches('/')).exists() {
            found.push(name.to_owned());
        }
    }
    none("ARCHITECTURE.md names what is not there", &found);
}

#[test]
fn every_route_of_the_contract_is_described() {
    let spec = read("tests/SPEC.md");
    let openapi: Value = serde_json::from_str(&read("edge/wire/openapi.json")).expect("JSON");
    let mut found = Vec::new();
    let mut routes = 0;
    for row in spec.lines().filter(|line| line.starts_with("| `")) {
        let route = row.trim_start_matches("| `").split('`').next().unwrap_or_default();
        let Some((method, path)) = route.split_once(' ') else { continue };
        let path = path.split('?').next().unwrap_or_default();
        routes += 1;
        if !openapi["paths"][path][method.to_lowercase()].is_object() {
            found.push(route.to_owned());
        }
    }
    assert!(routes > 10, "the table of routes was found");
    none("openapi.json lacks these routes of SPEC.md", &found);
}

#[test]
fn what_a_browser_skips_is_there_and_has_a_reason() {
    let mut found = Vec::new();
    for line in read("tests/browser/skipped").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.splitn(3, ' ');
        let (browser, test) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let is_known = ["firefox", "webkit"].contains(&browser);
        let is_there = test.split_once("::").is_some_and(|(file, name)| {
            std::fs::read_to_string(root().join(format!("tests/browser/{file}.rs")))
                .is_ok_and(|text| text.contains(&format!("async fn {name}()")))
        });
        if !is_known || !is_there || words.next().is_none_or(str::is_empty) {
            found.push(line.to_owned());
        }
    }
    none("tests/browser/skipped: `BROWSER FILE::TEST why`", &found);
}

/// The ids of the rules in `SPEC.md`, as they begin a line: `- **S1** …`.
fn rules(spec: &str) -> BTreeSet<String> {
    spec.lines()
        .filter_map(|line| line.strip_prefix("- **")?.split("**").next())
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn every_rule_is_quoted_by_a_test_or_listed_as_not_yet_proved() {
    let spec = read("tests/SPEC.md");
    let (rules_of, open) = spec.split_once("ot yet proved\n").unwrap_or((&spec, ""));
    let files = files();
    let code: Vec<&File> = files.iter().filter(|file| file.is(&["rs", "mjs", "ts"])).collect();
    let mut found = Vec::new();
    for rule in rules(rules_of) {
        let is_quoted = code.iter().any(|file| {
            [format!("fn {rule}_"), format!("_{rule}_")].iter().any(|name| file.text.contains(name))
        });
        let is_open =
            open.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.to_lowercase() == rule);
        if !is_quoted && !is_open {
            found.push(rule.to_uppercase());
        }
    }
    none("no test names these rules of SPEC.md, and its section \"Not yet proved\" does not either", &found);
}
