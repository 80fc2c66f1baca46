//! What files look like.

use crate::{File, files, none};

/// Code that people read, as opposed to what tools write.
const CODE: &[&str] = &["rs", "ts", "mjs", "js", "css", "html", "sh"];
/// Above this a file is split, or stands here with the reason why not.
const MOST_LINES: usize = 400;
const LONG: &[(&str, &str)] =
    &[("widget/page/panel.css", "one sheet for one panel: its parts share their variables")];

#[test]
fn files_are_short() {
    let mut found = Vec::new();
    for File { path, text } in files().iter().filter(|file| file.is(CODE)) {
        let is_excused = LONG.iter().any(|(long, reason)| long == path && !reason.is_empty());
        // Unit tests stand at the end of their file and do not count.
        let lines = text.lines().take_while(|line| *line != "#[cfg(test)]").count();
        if lines > MOST_LINES && !is_excused {
            found.push(format!("{path} has {lines} lines"));
        }
    }
    none("split these, or say in LONG why not", &found);
}

#[test]
fn modules_say_what_they_decide() {
    let files = files();
    let silent = files.iter().filter(|file| file.is(&["rs"]) && !file.text.starts_with("//!"));
    none("a module begins with //!", &silent.map(|file| file.path.clone()).collect::<Vec<_>>());
}

#[test]
fn names_say_what_a_file_is_for() {
    let vague = ["util", "utils", "helper", "helpers", "common", "manager", "misc"];
    let mut found = Vec::new();
    for file in files() {
        let parts = file.path.split(['/', '.', '-', '_']);
        if parts.into_iter().any(|part| vague.contains(&part)) {
            found.push(file.path);
        }
    }
    none("these names say nothing", &found);
}

#[test]
fn an_exception_from_a_lint_has_a_reason() {
    let mut found = Vec::new();
    for file in files().iter().filter(|file| file.is(&["rs"])) {
        for kind in ["allow", "expect"] {
            for form in ["#[", "#!["] {
                for attribute in file.text.split(&format!("{form}{kind}(")).skip(1) {
                    let attribute = attribute.split(")]").next().unwrap_or_default();
                    if !attribute.contains("reason") {
                        found.push(format!("{}: {kind}({attribute})", file.path));
                    }
                }
            }
        }
    }
    none("say why the lint is wrong here", &found);
}

#[test]
fn tests_wait_for_conditions() {
    let mut found = Vec::new();
    for file in files().iter().filter(|file| file.is(&["rs"])) {
        let is_test = file.path.starts_with("tests/") || file.path.contains("/tests/");
        // There the waiting itself is written; and here its name.
        let is_wait = ["tests/src/wait.rs", "tests/tidy/style.rs"].contains(&file.path.as_str());
        if is_test && !is_wait && file.text.contains("sleep(") {
            found.push(file.path.clone());
        }
    }
    none("no test sleeps for a time that somebody guessed: use `until`", &found);
}

#[test]
fn nothing_names_the_machine_that_it_was_made_on() {
    let places =
        [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["reso", "lved\":"], ["registry.", "npmjs"]];
    let places: Vec<String> = places.iter().map(|halves| halves.concat()).collect();
    let mut found = Vec::new();
    for file in files() {
        for place in places.iter().filter(|place| file.text.contains(*place)) {
            found.push(format!("{}: {place}", file.path));
        }
    }
    none("these hold on one machine only", &found);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["TO", "FIX", "XX"].map(|half| {
        format!(
            "{half}{}",
            if half == "TO" {
                "DO"
            } else if half == "FIX" {
                "ME"
            } else {
                "X"
            }
        )
    });
    let mut found = Vec::new();
    for file in files().iter().filter(|file| file.is(CODE)) {
        for mark in marks.iter().filter(|mark| file.text.contains(*mark)) {
            found.push(format!("{}: {mark}", file.path));
        }
    }
    none("do these, or write an issue", &found);
}
