//! The rules of style and of the documents, as tests. Each failure names the file and what to do about it.

mod documents;
mod said;
mod style;
mod words;

use std::path::PathBuf;
use std::process::Command;

use tests::workerd::root;

/// A file of the repository: its path from the root, and what it says.
struct File {
    path: String,
    text: String,
}

impl File {
    fn is(&self, extensions: &[&str]) -> bool {
        extensions.iter().any(|extension| self.path.ends_with(&format!(".{extension}")))
    }
}

/// Every text file that git knows or would take.
fn files() -> Vec<File> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git");
    let names = String::from_utf8(listed.stdout).expect("names");
    let mut files = Vec::new();
    for path in names.split('\0').filter(|path| !path.is_empty()) {
        // A file that was removed but not yet committed, or one that is no text.
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
        files.push(File { path: path.to_owned(), text });
    }
    assert!(files.len() > 50, "git lists the repository");
    files
}

fn read(path: &str) -> String {
    let path: PathBuf = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fails with all that was found, not only the first.
fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}
