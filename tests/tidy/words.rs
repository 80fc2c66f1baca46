//! What the console says, in all of its languages. `LOCALES=write cargo test -p tests --test tidy words` puts what
//! a language lacks into its file, with nothing for a translation, and takes out what nobody says any more.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tests::workerd::root;

use crate::said::Said;
use crate::{File, files, none, read};

const SOURCES: &str = "www/console/src/";
const LOCALES: &str = "www/console/locales/";
/// What scripts say by `say("…")`.
const SCRIPTS: &[&str] = &["www/console/start.js", "www/console/sw.js"];
/// The service worker says it element by element.
const PAGE: &str = "www/console/offline.html";
/// Sources of the edge whose sentences reach no agent in the console.
const ELSEWHERE: &[&str] = &[
    "edge/desk/src/about.rs",
    "edge/desk/src/identity.rs",
    "edge/desk/src/mail/letter.rs",
    "edge/worker/src/identity.rs",
    "edge/worker/src/mail/intake.rs",
    "edge/worker/src/mail/sign_in.rs",
    "edge/worker/src/operator.rs",
    "edge/worker/src/router.rs",
    "edge/worker/src/visitor.rs",
    "edge/worker/src/visitor/socket.rs",
];

/// Sources below a folder, each with what it says.
fn sources(folder: &str) -> Vec<(String, Said)> {
    let mut sources = Vec::new();
    for file in files() {
        let is_source = file.path.starts_with(folder) && file.is(&["rs"]) && !file.path.contains("/tests/");
        if is_source && !ELSEWHERE.contains(&file.path.as_str()) {
            let said = Said::of(&file.path, &file.text);
            sources.push((file.path, said));
        }
    }
    sources
}

/// Everything that the console says.
fn everything() -> Said {
    let mut all = Said::default();
    for (_, said) in sources(SOURCES) {
        all.texts.extend(said.texts);
        all.counted.extend(said.counted);
    }
    for script in SCRIPTS {
        all.texts.extend(read(script).split("say(\"").skip(1).map(|rest| until(rest, '"')));
    }
    all.texts
        .extend(read(PAGE).split('>').map(|rest| until(rest, '<')).filter(|text| !text.trim().is_empty()));
    all.texts.extend(edge());
    all
}

/// The sentences of the edge: in its sources they stand whole.
fn edge() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (_, said) in sources("edge/desk/src/").into_iter().chain(sources("edge/worker/src/")) {
        let is_sentence = |text: &String| {
            text.starts_with(|c: char| c == '{' || c.is_uppercase())
                && text.ends_with('.')
                && text.contains(' ')
                && !text.contains(":?}")
                && !text.contains('`')
        };
        all.extend(said.bare.into_iter().filter(is_sentence));
    }
    for (_, said) in sources("edge/wire/src/") {
        all.extend(said.forms.into_iter().map(|form| format!("This is not {form}.")));
    }
    all
}

fn until(rest: &str, end: char) -> String {
    rest.split(end).next().unwrap_or_default().to_owned()
}

/// The names in braces.
fn places(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).map(|rest| until(rest, '}')).collect()
}

/// The languages that there are, each with its file.
fn locales() -> Vec<(String, Map<String, Value>)> {
    let locales = files().into_iter().filter(|file| file.path.starts_with(LOCALES) && file.is(&["json"]));
    let read = |file: File| {
        let map = serde_json::from_str(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        (file.path, map)
    };
    locales.map(read).collect()
}

#[test]
fn a3_what_an_agent_reads_is_said_in_the_language_of_the_console() {
    let mut found = Vec::new();
    for (path, said) in sources(SOURCES) {
        found.extend(said.bare.iter().map(|text| format!("{path}: {text:?}")));
    }
    none("give these to say!, count! or weave!, or make them raw strings if nobody reads them", &found);
}

#[test]
fn a3_every_language_says_everything_and_nothing_else() {
    let all = everything();
    assert!(all.texts.len() > 500 && all.counted.len() > 5, "the texts were found");
    let keys: BTreeSet<&String> = all.texts.iter().chain(all.counted.keys()).collect();
    let mut found = Vec::new();
    for (path, mut map) in locales() {
        if std::env::var("LOCALES").is_ok_and(|what| what == "write") {
            map.retain(|key, _| keys.contains(key));
            for key in &keys {
                let nothing = if all.counted.contains_key(*key) {
                    serde_json::json!({ "one": "", "other": "" })
                } else {
                    "".into()
                };
                map.entry(key.as_str()).or_insert(nothing);
            }
            let text = serde_json::to_string_pretty(&map).expect("JSON");
            std::fs::write(root().join(&path), text + "\n").expect("the file");
        }
        for key in &keys {
            found.extend(
                wrong(key, map.get(*key), all.counted.get(*key))
                    .map(|what| format!("{path}: {key:?} {what}")),
            );
        }
        let stale = map.keys().filter(|key| !keys.contains(key));
        found.extend(stale.map(|key| format!("{path}: nobody says {key:?}")));
    }
    none("mend these languages; LOCALES=write puts what they lack into their files", &found);
}

/// What is wrong with the translation of a key.
fn wrong(key: &str, value: Option<&Value>, one: Option<&String>) -> Option<String> {
    let names = places(key);
    let of = |text: &Value, is_one: bool| {
        let Some(text) = text.as_str().filter(|text| !text.is_empty()) else {
            return Some("has no translation".to_owned());
        };
        let kept = places(text);
        // "One message": of one, what English says in words may be said in words.
        let needed = if is_one { one.map(|one| places(one)) } else { Some(names.clone()) };
        let may_lack = |name: &String| is_one && name == "n";
        let lacks = needed.iter().flatten().any(|name| !(kept.contains(name) || may_lack(name)));
        let has_edges = text.trim() != text && key.trim() == key;
        if has_edges {
            return Some(format!("begins or ends with a space: {text:?}"));
        }
        (lacks || !kept.is_subset(&names)).then(|| format!("has other names in braces: {text:?}"))
    };
    match (value, one) {
        (None, _) => Some("is not there".to_owned()),
        (Some(Value::Object(forms)), Some(_)) => {
            if !forms.contains_key("other") {
                return Some("has no form for \"other\"".to_owned());
            }
            forms.iter().find_map(|(category, text)| of(text, category != "other"))
        }
        (Some(_), Some(_)) => Some("needs a form for each plural category".to_owned()),
        (Some(text), None) => of(text, false),
    }
}

#[test]
fn a3_sentences_of_the_edge_with_values_are_known_to_the_console() {
    let edge = edge();
    assert!(edge.contains("There is no such agent."), "the sentences were found");
    let console = read("www/console/src/words/edge.rs");
    let with_values = edge.iter().filter(|text| text.contains('{'));
    let unknown: Vec<String> =
        with_values.filter(|text| !console.contains(&format!("r\"{text}\""))).cloned().collect();
    none("name these in WITH_VALUES of www/console/src/words/edge.rs", &unknown);
}
