//! Which browser is driven, and how each of them is started.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use fantoccini::wd::Capabilities;
use serde_json::json;
use tokio::net::TcpStream;

use super::Person;
use crate::until;
use crate::workerd::{free_port, root};

/// How Firefox begins what it says of a policy.
const POLICY: &str = "Content-Security-Policy: ";

/// A browser, as the variable `BROWSER` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Chromium,
    Firefox,
    Webkit,
}

impl Kind {
    pub(super) fn asked() -> Self {
        match std::env::var("BROWSER").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::Webkit,
            Ok(other) => panic!("BROWSER={other}: it is `chromium`, `firefox` or `webkit`"),
        }
    }

    /// What the driver is asked for: a browser of this person, with its data in a folder.
    pub(super) fn capabilities(self, person: Person, profile: &Path) -> Capabilities {
        let asked = match self {
            Self::Chromium => {
                let mut arguments: Vec<String> = [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--window-size=1280,800",
                ]
                .map(str::to_owned)
                .into();
                arguments.push(format!("--user-data-dir={}", profile.display()));
                arguments.push(format!("--accept-lang={}", person.languages));
                if person.dark {
                    arguments.push("--force-dark-mode".to_owned());
                    arguments.push("--blink-settings=preferredColorScheme=0".to_owned());
                }
                json!({
                    "goog:chromeOptions": { "args": arguments },
                    "goog:loggingPrefs": { "browser": "ALL" },
                })
            }
            Self::Firefox => json!({
                "webSocketUrl": true,
                "moz:firefoxOptions": {
                    "args": ["-headless", "-width", "1280", "-height", "800", "-profile", profile],
                    "prefs": {
                        "intl.accept_languages": person.languages,
                        "ui.systemUsesDarkTheme": u8::from(person.dark),
                        // It asks nobody outside whether there is a network.
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                    },
                },
            }),
            Self::Webkit => {
                let profile = profile.display().to_string();
                let mut arguments = vec!["--profile", &profile, "--languages", person.languages];
                if person.dark {
                    arguments.push("--dark");
                }
                let binary = root().join("tests/webkit.py");
                json!({ "webkitgtk:browserOptions": { "binary": binary, "args": arguments } })
            }
        };
        asked.as_object().expect("an object").clone().into_iter().collect()
    }

    /// Whether a line of its console tells of an error that nobody caught.
    pub(super) fn is_uncaught(self, line: &str) -> bool {
        match self {
            Self::Chromium => line.contains("Uncaught"),
            // In these, what a network or a policy refused is said in the same way.
            Self::Firefox => {
                line.starts_with("\"javascript\"")
                    && !line.contains(POLICY)
                    && !line.contains("Cross-Origin Request")
            }
            Self::Webkit => line.contains("CONSOLE JS ERROR") && !line.contains("Fetch API cannot load"),
        }
    }

    /// Whether it tells of what a policy of the page refused.
    pub(super) fn is_refused(self, line: &str) -> bool {
        line.contains(match self {
            Self::Chromium | Self::Webkit => "Content Security Policy",
            Self::Firefox => POLICY,
        })
    }

    /// The driver, and its port where it does not say it by itself.
    fn command(self) -> (Command, Option<u16>) {
        match self {
            Self::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg("--port=0");
                (command, None)
            }
            Self::Firefox => {
                let mut command = Command::new(root().join(".tools/bin/geckodriver"));
                command.args(["--port=0", "--websocket-port=0"]);
                (command, None)
            }
            Self::Webkit => {
                let port = free_port();
                // Line by line, so that what stands in a console can be read at once.
                let mut command = Command::new("stdbuf");
                command.args(["-oL", "WebKitWebDriver"]).arg(format!("--port={port}"));
                command.env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
                (command, Some(port))
            }
        }
    }
}

/// A driver and all that it starts: one group of processes.
#[derive(Debug)]
pub(super) struct Driver {
    pub(super) port: u16,
    /// The first of them leads the group.
    processes: Vec<Child>,
}

impl Driver {
    /// A driver takes a free port of IPv4, and some want the same one of IPv6: somebody else may hold that, and
    /// then it ends at once.
    pub(super) async fn start(kind: Kind) -> Self {
        let started = (0..5).find_map(|_| Self::try_start(kind)).expect("the driver starts");
        let listens = async || TcpStream::connect(("127.0.0.1", started.port)).await.map(drop);
        until("the driver listens", listens).await;
        started
    }

    fn try_start(kind: Kind) -> Option<Self> {
        let mut started = Self { port: 0, processes: Vec::new() };
        let (mut command, port) = kind.command();
        if kind == Kind::Webkit {
            // It has windows only where there is a screen.
            let mut screen = Command::new("Xvfb");
            screen.args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset"]);
            let number: u32 = first(started.spawn(&mut screen), |line| line.trim().parse().ok())?;
            command.env("DISPLAY", format!(":{number}"));
        }
        let said = started.spawn(&mut command);
        started.port = match port {
            None => first(said, port_in)?,
            Some(port) => port,
        };
        Some(started)
    }

    /// Starts a process of the group.
    fn spawn(&mut self, command: &mut Command) -> ChildStdout {
        let leader = self.processes.first().and_then(|first| i32::try_from(first.id()).ok());
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(leader.unwrap_or(0))
            .spawn()
            .expect("the browser's driver; `make browser` and `make browsers` install it");
        let said = process.stdout.take().expect("its output");
        self.processes.push(process);
        said
    }

    /// Sends a signal to all of them.
    pub(super) fn signal(&self, signal: &str) -> bool {
        let group = format!("-{}", self.processes[0].id());
        Command::new("kill").args([signal, "--", &group]).status().is_ok_and(|status| status.success())
    }

    /// Ends all of them at once.
    pub(super) fn kill(&mut self) {
        self.signal("-KILL");
        for process in &mut self.processes {
            drop(process.wait());
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What is found in the lines that a process says, the first of it. What it says later is thrown away.
fn first<T>(said: ChildStdout, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut said = BufReader::new(said);
    let mut line = String::new();
    loop {
        line.clear();
        if said.read_line(&mut line).expect("its output") == 0 {
            return None;
        }
        if let Some(found) = find(&line) {
            std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
            return Some(found);
        }
    }
}

/// The port in a line that says where the driver listens.
fn port_in(line: &str) -> Option<u16> {
    let rest = line.split_once("on port ").or_else(|| line.split_once("Listening on 127.0.0.1:"))?.1;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|port| *port != 0)
}
