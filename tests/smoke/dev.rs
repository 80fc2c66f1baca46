//! `make dev`, without the building before it.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tests::until;
use tests::wait::until_within;
use tests::workerd::root;

/// A running one. Dropping it ends it.
pub(crate) struct Dev {
    process: Child,
    port: u16,
    state: PathBuf,
    lines: Arc<Mutex<Vec<String>>>,
    pub(crate) http: reqwest::Client,
}

fn command(port: u16, state: &Path) -> Command {
    let bin = root().join("node_modules/.bin");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(bin.join("node"));
    command
        .arg(root().join("edge/worker/dev.mjs"))
        .env("PATH", path)
        .env("PORT", port.to_string())
        .env("STATE", state)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Dev {
    /// Starts one on a free port and waits until it says that it is ready.
    pub(crate) async fn start(state: &Path) -> Self {
        let probe = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = probe.local_addr().expect("its address").port();
        drop(probe);
        let mut process = command(port, state).spawn().expect("node; run `make setup` first");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let out = process.stdout.take().expect("its output");
        let errors = process.stderr.take().expect("its errors");
        let (said, failed) = (Arc::clone(&lines), Arc::clone(&lines));
        std::thread::spawn(move || keep(BufReader::new(out), &said));
        std::thread::spawn(move || keep(BufReader::new(errors), &failed));
        let dev = Self { process, port, state: state.to_owned(), lines, http: reqwest::Client::new() };
        let ready = format!("Porchlight is ready: {}/", dev.base());
        until_within(Duration::from_mins(1), "wrangler", async || {
            // The last line comes when the links are there.
            if dev.said(&ready).is_some() && dev.said("Ctrl-C stops it.").is_some() {
                Ok(())
            } else {
                Err(dev.output())
            }
        })
        .await;
        dev
    }

    /// Starts one that cannot, and waits for its end: whether it succeeded, and what it said.
    pub(crate) async fn refused(port: u16, state: &Path) -> (bool, String) {
        let child = command(port, state).spawn().expect("node; run `make setup` first");
        let ended = tokio::task::spawn_blocking(move || child.wait_with_output());
        let ended = tokio::time::timeout(tests::wait::DEADLINE, ended).await;
        let output = ended.expect("an end").expect("a thread").expect("its output");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    pub(crate) fn base(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The deployment's key, as it is kept beside the data.
    pub(crate) fn key(&self) -> String {
        let key = std::fs::read_to_string(self.state.join("operator-key")).expect("the key");
        key.trim().to_owned()
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        self.http.get(format!("{}{path}", self.base())).send().await.expect("an answer")
    }

    /// The first line that begins like this.
    pub(crate) fn said(&self, begin: &str) -> Option<String> {
        let lines = self.lines.lock().expect("the lines");
        lines.iter().find(|line| line.starts_with(begin)).cloned()
    }

    /// Everything that it said.
    pub(crate) fn output(&self) -> String {
        self.lines.lock().expect("the lines").join("\n")
    }

    /// Presses Ctrl-C and waits until neither it nor anything that it started is left.
    pub(crate) async fn stop(&mut self) {
        let id = self.process.id().to_string();
        let asked = Command::new("kill").args(["-INT", &id]).status().expect("kill");
        assert!(asked.success());
        until("the end of make dev", async || match self.process.try_wait() {
            Ok(Some(status)) if status.success() => Ok(()),
            seen => Err(seen),
        })
        .await;
        until("the end of all that it started", async || {
            let left = self.left();
            if left.is_empty() { Ok(()) } else { Err(left) }
        })
        .await;
    }

    /// The command lines of processes that work on our data.
    fn left(&self) -> Vec<String> {
        let state = self.state.display().to_string();
        let processes = std::fs::read_dir("/proc").expect("processes");
        processes
            .filter_map(|entry| std::fs::read(entry.ok()?.path().join("cmdline")).ok())
            .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
            .filter(|line| line.contains(&state) || line.contains(&format!("--port {} ", self.port)))
            .collect()
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(Some(_))) {
            return;
        }
        // Asked, so that it can end what it started; it forces that by itself.
        drop(Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status());
        drop(self.process.wait());
    }
}

fn keep(lines: impl std::io::BufRead, kept: &Mutex<Vec<String>>) {
    for line in lines.lines().map_while(Result::ok) {
        kept.lock().expect("the lines").push(line);
    }
}
