//! What the clients know, written down as they learn it, for a judge that knows nothing else.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use serde_json::{Value, json};
use tempfile::{NamedTempFile, TempDir};
use tests::workerd::root;

/// The journal.
#[derive(Debug)]
pub(crate) struct Journal {
    file: Mutex<NamedTempFile>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    written: usize,
    acknowledged: BTreeSet<String>,
}

impl Journal {
    pub(crate) fn create() -> Self {
        Self { file: Mutex::new(NamedTempFile::new().expect("a file")), known: Mutex::default() }
    }

    fn note(&self, line: &Value) {
        writeln!(self.file.lock().expect("the file"), "{line}").expect("room for the journal");
    }

    pub(crate) fn wrote(&self, who: &str, conversation: &str, id: &str, body: &str) {
        self.known.lock().expect("what is known").written += 1;
        self.note(
            &json!({ "is": "wrote", "who": who, "conversation": conversation, "id": id, "body": body }),
        );
    }

    pub(crate) fn acknowledge(&self, who: &str, conversation: &str, id: &str, seq: u64) {
        self.note(
            &json!({ "is": "acknowledged", "who": who, "conversation": conversation, "id": id, "seq": seq }),
        );
        self.known.lock().expect("what is known").acknowledged.insert(id.to_owned());
    }

    pub(crate) fn history(&self, who: &str, conversation: &str, whole: bool, messages: &[Value]) {
        self.note(&json!({ "is": "history", "who": who, "conversation": conversation, "whole": whole, "messages": messages }));
    }

    pub(crate) fn written(&self) -> usize {
        self.known.lock().expect("what is known").written
    }

    pub(crate) fn acknowledged(&self) -> usize {
        self.known.lock().expect("what is known").acknowledged.len()
    }

    pub(crate) fn text(&self) -> String {
        std::fs::read_to_string(self.file.lock().expect("the file").path()).expect("the journal")
    }
}

/// What the judge found.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) counts: Value,
    pub(crate) faults: String,
    pub(crate) is_clean: bool,
}

/// Lets the judge look at copies: a database (with its log), into which `plant` is run as SQL first, and a
/// journal.
pub(crate) fn judge(database: &Path, journal: &str, plant: &str) -> Verdict {
    let folder = TempDir::new().expect("a folder");
    let copy = folder.path().join("site.sqlite");
    std::fs::copy(database, &copy).expect("the database");
    let log = |path: &Path| path.with_extension("sqlite-wal");
    if log(database).exists() {
        std::fs::copy(log(database), log(&copy)).expect("its log");
    }
    if !plant.is_empty() {
        let script = "const { DatabaseSync } = require('node:sqlite'); new DatabaseSync(process.argv[1]).exec(process.argv[2])";
        let done = node().arg("-e").arg(script).arg(&copy).arg(plant).output().expect("node");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let written = folder.path().join("journal.jsonl");
    std::fs::write(&written, journal).expect("the journal");
    let said =
        node().arg(root().join("tests/faults/check.mjs")).arg(&copy).arg(&written).output().expect("node");
    let faults = String::from_utf8_lossy(&said.stderr).into_owned();
    let counts =
        serde_json::from_slice(&said.stdout).unwrap_or_else(|_| panic!("the judge failed: {faults}"));
    Verdict { counts, faults, is_clean: said.status.success() }
}

fn node() -> Command {
    let mut node = Command::new(root().join("node_modules/.bin/node"));
    node.arg("--no-warnings");
    node
}
