//! Chromium, driven through its WebDriver.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::until;

/// What makes a browser of somebody who prefers the dark.
pub const DARK: &[&str] = &["--force-dark-mode", "--blink-settings=preferredColorScheme=0"];

/// A browser with a profile of its own. Dropping it ends the browser and its driver.
#[derive(Debug)]
pub struct Browser {
    /// The first window.
    pub window: Window,
    port: u16,
    driver: Child,
    arguments: Vec<String>,
    _profile: TempDir,
}

/// A window of a browser.
#[derive(Clone, Debug)]
pub struct Window {
    client: Client,
    port: u16,
}

impl Browser {
    /// Starts one.
    ///
    /// # Panics
    /// When Chromium or its driver is missing.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts one with more arguments.
    ///
    /// # Panics
    /// When Chromium or its driver is missing.
    pub async fn start_with(arguments: &[&str]) -> Self {
        let (driver, port) = driver();
        let profile = tempfile::tempdir().expect("a profile");
        let data = format!("--user-data-dir={}", profile.path().display());
        let mut all: Vec<String> = [
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
            &data,
        ]
        .map(str::to_owned)
        .into();
        all.extend(arguments.iter().map(|&argument| argument.to_owned()));
        let window = Window::open(port, &all).await;
        Self { window, port, driver, arguments: all, _profile: profile }
    }

    /// Ends every process of it at once, as a power cut would, and starts it again with the same profile.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn kill9_and_restart(&mut self) {
        self.kill9();
        (self.driver, self.port) = driver();
        self.window = Window::open(self.port, &self.arguments).await;
    }

    fn kill9(&mut self) {
        // The group: the browser is a child of the driver.
        let group = format!("-{}", self.driver.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.driver.wait());
    }

    /// Stops every process of it where it stands, as closing a laptop does: its connections stay open, and
    /// nothing is sent any more. For good.
    ///
    /// # Panics
    /// When there is no `kill`.
    pub fn stop(&self) {
        let group = format!("-{}", self.driver.id());
        let status = Command::new("kill").args(["-STOP", "--", &group]).status().expect("kill");
        assert!(status.success(), "the browser is there to be stopped");
    }

    /// The driver's port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.kill9();
    }
}

/// A driver takes a free port of IPv4 and wants the same one of IPv6: somebody else may hold that, and then
/// it ends at once.
fn driver() -> (Child, u16) {
    (0..5).find_map(|_| try_driver()).expect("chromedriver starts")
}

fn try_driver() -> Option<(Child, u16)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("chromedriver; `make browser` installs it");
    let mut said = BufReader::new(driver.stdout.take().expect("its output"));
    let mut line = String::new();
    let port = loop {
        line.clear();
        if said.read_line(&mut line).expect("its output") == 0 {
            drop(driver.wait());
            return None;
        }
        let port = line
            .split("on port ")
            .nth(1)
            .and_then(|rest| rest.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<u16>().ok());
        if let Some(port) = port.filter(|port| *port != 0) {
            break port;
        }
    };
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    Some((driver, port))
}

impl Window {
    async fn open(port: u16, arguments: &[String]) -> Self {
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": arguments }));
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser");
        Self { client, port }
    }

    /// Goes to an address.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.expect("the page");
    }

    /// Loads the page again.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page");
    }

    /// Opens another tab of the same browser, and goes there.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn new_tab(&self, url: &str) {
        let tab = self.client.new_window(true).await.expect("a tab");
        self.client.switch_to_window(tab.handle).await.expect("the tab");
        self.goto(url).await;
    }

    /// Goes to the tab of this number, in the order of opening.
    ///
    /// # Panics
    /// When there is none.
    pub async fn tab(&self, number: usize) {
        let tabs = self.client.windows().await.expect("the tabs");
        self.client.switch_to_window(tabs[number].clone()).await.expect("the tab");
    }

    /// Runs the body of a function. `return` gives a value.
    ///
    /// # Panics
    /// When it throws.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// The size of the window, in CSS pixels.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("another size");
    }

    /// Lets nothing be loaded from addresses like this one, with `*` for anything.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn block(&self, address: &str) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.setBlockedURLs", json!({ "urls": [address] })).await;
    }

    /// A command of Chromium's own protocol, for what WebDriver has no word: <https://chromedevtools.github.io/devtools-protocol/>.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let session = self.client.session_id().await.expect("a session").expect("its id");
        let url = format!("http://127.0.0.1:{}/session/{session}/goog/cdp/execute", self.port);
        let request =
            reqwest::Client::new().post(&url).json(&json!({ "cmd": command, "params": parameters }));
        let answer: Value = request.send().await.expect("the driver").json().await.expect("JSON");
        assert!(answer["value"].get("error").is_none(), "{command}: {answer}");
        answer["value"].clone()
    }

    /// A picture of the page, as PNG.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.expect("a picture")
    }

    /// Waits until an expression is true.
    pub async fn holds(&self, expression: &str) {
        until(expression, async || {
            let seen = self.run(&format!("return ({expression})")).await;
            if seen == Value::Bool(true) { Ok(()) } else { Err(seen) }
        })
        .await;
    }

    /// Waits until an expression has this value.
    pub async fn reads(&self, expression: &str, wanted: &str) {
        until(expression, async || {
            let seen = self.run(&format!("return ({expression})")).await;
            if seen == Value::String(wanted.to_owned()) { Ok(()) } else { Err(seen) }
        })
        .await;
    }

    /// The element that an expression finds, once it is there, also inside a shadow root.
    async fn element(&self, expression: &str) -> Element {
        /// The key under which WebDriver hands out elements.
        const KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
        let id = until(expression, async || {
            let seen = self.client.execute(&format!("return ({expression})"), Vec::new()).await;
            match &seen {
                Ok(Value::Object(found)) => match found.get(KEY) {
                    Some(Value::String(id)) => Ok(id.clone()),
                    _ => Err(seen),
                },
                _ => Err(seen),
            }
        })
        .await;
        Element::from_element_id(self.client.clone(), ElementRef::from(id))
    }

    /// Clicks where a person would, once the element can be reached there.
    pub async fn click(&self, expression: &str) {
        until(expression, async || self.element(expression).await.click().await).await;
    }

    /// Clicks an element and types; `\n` is the Enter key.
    pub async fn write(&self, expression: &str, text: &str) {
        self.click(expression).await;
        let text = text.replace('\n', "\u{e007}");
        until(expression, async || self.element(expression).await.send_keys(&text).await).await;
    }

    /// What the page wrote to the console since the last time: uncaught errors and refused policies too.
    pub async fn console(&self) -> Vec<String> {
        let session = self.client.session_id().await.expect("the session").expect("a session");
        let url = format!("http://127.0.0.1:{}/session/{session}/se/log", self.port);
        let request = reqwest::Client::new().post(url).json(&json!({ "type": "browser" }));
        let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        let entries = answer["value"].as_array().expect("entries");
        entries.iter().map(|entry| format!("{} {}", entry["level"], entry["message"])).collect()
    }

    /// The addresses that the page loaded.
    pub async fn loaded(&self) -> Vec<String> {
        let names = self.run("return performance.getEntriesByType('resource').map(one => one.name)").await;
        serde_json::from_value(names).expect("addresses")
    }

    /// Types into what has the focus, as a keyboard does. Asked for again where that was drawn anew meanwhile: then
    /// nothing was typed yet.
    pub async fn keys(&self, text: &str) {
        until("the focus", async || self.client.active_element().await?.send_keys(text).await).await;
    }

    /// Ends the session.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn quit(self) {
        self.client.close().await.expect("the end");
    }
}
