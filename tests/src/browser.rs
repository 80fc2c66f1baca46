//! A real browser, driven through its WebDriver: Chromium, or the one that `BROWSER` names.

mod bidi;
pub mod keys;
mod kind;
mod tabs;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fantoccini::actions::{
    InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::until;
use bidi::Bidi;
use kind::{Driver, Kind};
use tabs::Tabs;

/// Who sits before a browser.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Whether they prefer the dark.
    pub dark: bool,
    /// The languages that they read, as `Accept-Language` has them: the best first.
    pub languages: &'static str,
}

/// Shift, Control, Alt and Meta, as WebDriver calls them.
const HELD: [char; 4] = ['\u{e008}', '\u{e009}', '\u{e00a}', '\u{e03d}'];

/// Reads English, and likes the light.
pub const ANYBODY: Person = Person { dark: false, languages: "en-US,en" };

/// A browser with a profile of its own. Dropping it ends the browser and its driver.
#[derive(Debug)]
pub struct Browser {
    /// The first window.
    pub window: Window,
    driver: Driver,
    person: Person,
    profile: TempDir,
}

/// A window of a browser.
#[derive(Clone, Debug)]
pub struct Window {
    client: Client,
    console: Console,
    tabs: Tabs,
}

/// Where it is read what stands in the console of the browser.
#[derive(Clone, Debug)]
enum Console {
    /// A driver that keeps it, on this port.
    Driver(u16),
    Bidi(Bidi),
    /// A file, and how much of it was read.
    File(PathBuf, Arc<AtomicUsize>),
}

/// Whether the browser that is driven takes `Secure` cookies from this machine without TLS.
pub(crate) fn keeps_secure_cookies() -> bool {
    Kind::asked() != Kind::Webkit
}

impl Browser {
    /// Starts one.
    ///
    /// # Panics
    /// When the browser or its driver is missing.
    pub async fn start() -> Self {
        Self::of(ANYBODY).await
    }

    /// Starts the one of somebody.
    ///
    /// # Panics
    /// When the browser or its driver is missing.
    pub async fn of(person: Person) -> Self {
        let profile = tempfile::tempdir().expect("a profile");
        let driver = Driver::start(Kind::asked()).await;
        let window = Window::open(driver.port, person, profile.path()).await;
        Self { window, driver, person, profile }
    }

    /// Ends every process of it at once, as a power cut would, and starts it again with the same profile.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn kill9_and_restart(&mut self) {
        self.driver.kill();
        self.driver = Driver::start(Kind::asked()).await;
        self.window = Window::open(self.driver.port, self.person, self.profile.path()).await;
    }

    /// Stops every process of it where it stands, as closing a laptop does: its connections stay open, and
    /// nothing is sent any more. For good.
    ///
    /// # Panics
    /// When there is no `kill`.
    pub fn stop(&self) {
        assert!(self.driver.signal("-STOP"), "the browser is there to be stopped");
    }
}

impl Window {
    async fn open(port: u16, person: Person, profile: &Path) -> Self {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(Kind::asked().capabilities(person, profile))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser");
        let console = match Kind::asked() {
            Kind::Chromium => Console::Driver(port),
            Kind::Firefox => {
                let url = client.capabilities().and_then(|all| all.get("webSocketUrl"));
                Console::Bidi(Bidi::open(url.and_then(Value::as_str).expect("its socket")).await)
            }
            Kind::Webkit => Console::File(profile.join("console"), Arc::default()),
        };
        let tabs = Tabs::of(&client).await;
        Self { client, console, tabs }
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

    /// Runs the body of a function. `return` gives a value.
    ///
    /// # Panics
    /// When it throws.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Gives a page so much room, in CSS pixels.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn resize(&self, width: u32, height: u32) {
        if let Console::Bidi(bidi) = &self.console {
            // A window of Firefox is at least 500 pixels wide; what it shows is not.
            let context = self.client.window().await.expect("the window");
            let viewport = json!({ "width": width, "height": height });
            let asked = json!({ "context": String::from(context), "viewport": viewport });
            bidi.ask("browsingContext.setViewport", asked).await;
        } else {
            let frame = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight]").await;
            let (across, down): (u32, u32) = serde_json::from_value(frame).expect("pixels");
            self.client.set_window_size(width + across, height + down).await.expect("another size");
        }
    }

    /// Puts the window away, so that nobody sees its page, or takes it out again.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn put_away(&self, is_away: bool) {
        let client = &self.client;
        let put = if is_away { client.minimize_window().await } else { client.maximize_window().await };
        put.expect("the window");
        self.holds(&format!("document.hidden === {is_away}")).await;
    }

    /// A command of Chromium's own protocol, for what WebDriver has no word: <https://chromedevtools.github.io/devtools-protocol/>.
    /// A test that needs one is not run in other browsers, as `tests/browser/skipped` says.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let Console::Driver(port) = self.console else { panic!("{command}: Chromium alone has it") };
        let session = self.client.session_id().await.expect("a session").expect("its id");
        let url = format!("http://127.0.0.1:{port}/session/{session}/goog/cdp/execute");
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

    /// Brings the focus back into the page. In Firefox it begins in the bar of addresses, and goes there from the
    /// last element by the Tab key; keys still come to the page then, but click nothing.
    async fn attend(&self) {
        if Kind::asked() == Kind::Firefox
            && self.run("return document.hasFocus()").await == Value::Bool(false)
        {
            let here = self.client.window().await.expect("the window");
            self.client.switch_to_window(here).await.expect("the focus");
        }
    }

    /// Clicks where a person would, once the element can be reached there.
    pub async fn click(&self, expression: &str) {
        self.attend().await;
        until(expression, async || {
            let clicked = self.element(expression).await.click().await;
            // To the driver of WebKit a field in a shadow tree is covered, by what it is made of.
            if clicked.is_err() && Kind::asked() == Kind::Webkit && self.press(expression).await {
                return Ok(());
            }
            clicked
        })
        .await;
    }

    /// Presses the button of the mouse over an element, where nothing lies upon it.
    async fn press(&self, expression: &str) -> bool {
        let look = format!(
            "const one = {expression}; one.scrollIntoView({{ block: 'nearest' }}); const root = one.getRootNode(), box = one.getClientRects()[0]; const at = [box.left + box.width / 2, box.top + box.height / 2]; return one.contains(root.elementsFromPoint(...at).find((found) => found !== root.host)) && at"
        );
        let Ok(Ok((x, y))) = self.client.execute(&look, Vec::new()).await.map(serde_json::from_value) else {
            return false;
        };
        let button = MOUSE_BUTTON_LEFT;
        let actions = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo { duration: None, x, y })
            .then(PointerAction::Down { button })
            .then(PointerAction::Up { button });
        self.client.perform_actions(actions).await.is_ok()
    }

    /// Clicks an element and types.
    pub async fn write(&self, expression: &str, text: &str) {
        self.click(expression).await;
        self.holds(&format!("{expression}?.matches(':focus')")).await;
        self.keys(text).await;
    }

    /// Chooses a file of this machine in a field for files, which may be hidden behind a button.
    pub async fn choose(&self, expression: &str, path: &str) {
        until("the choice", async || self.element(expression).await.send_keys(path).await).await;
    }

    /// What stands in the console of the browser since the last time: what the page wrote there, errors that
    /// nobody caught, what a policy refused.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn console(&self) -> Vec<String> {
        match &self.console {
            Console::Driver(port) => {
                let session = self.client.session_id().await.expect("the session").expect("a session");
                let url = format!("http://127.0.0.1:{port}/session/{session}/se/log");
                let request = reqwest::Client::new().post(url).json(&json!({ "type": "browser" }));
                let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
                let entries = answer["value"].as_array().expect("entries");
                entries.iter().map(|entry| format!("{} {}", entry["level"], entry["message"])).collect()
            }
            Console::Bidi(bidi) => {
                let entries = bidi.heard().await;
                entries.iter().map(|entry| format!("{} {}", entry["type"], entry["text"])).collect()
            }
            Console::File(path, read) => {
                // Written line by line before the page answers.
                self.run("return 0").await;
                let text = std::fs::read_to_string(path).expect("the console");
                let from = read.swap(text.len(), Ordering::Relaxed);
                text[from..].lines().filter(|line| line.contains("CONSOLE ")).map(str::to_owned).collect()
            }
        }
    }

    /// Those lines of the console that tell of errors which nobody caught.
    pub async fn uncaught(&self) -> Vec<String> {
        let mut lines = self.console().await;
        lines.retain(|line| Kind::asked().is_uncaught(line));
        lines
    }

    /// Those that tell of what a policy refused.
    pub async fn refused(&self) -> Vec<String> {
        let mut lines = self.console().await;
        lines.retain(|line| Kind::asked().is_refused(line));
        lines
    }

    /// How much the page moved by itself, as the browser counts it; nothing where it does not count.
    pub async fn shift(&self) -> Value {
        self.run(
            "return performance.getEntriesByType('layout-shift').reduce((sum, one) => sum + one.value, 0)",
        )
        .await
    }

    /// The addresses that the page loaded.
    pub async fn loaded(&self) -> Vec<String> {
        let names = self.run("return performance.getEntriesByType('resource').map(one => one.name)").await;
        serde_json::from_value(names).expect("addresses")
    }

    /// Types into what has the focus, as a keyboard does: key by key. `\n` is the Enter key; Shift and its like are held
    /// to the end.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn keys(&self, text: &str) {
        self.attend().await;
        let mut keys = KeyActions::new("keyboard".to_owned());
        let text = text.replace('\n', "\u{e007}");
        for value in text.chars() {
            keys = keys.then(KeyAction::Down { value });
            if !HELD.contains(&value) {
                keys = keys.then(KeyAction::Up { value });
            }
        }
        for value in text.chars().filter(|value| HELD.contains(value)) {
            keys = keys.then(KeyAction::Up { value });
        }
        self.client.perform_actions(keys).await.expect("the keys");
    }

    /// Ends the session.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn quit(self) {
        self.client.close().await.expect("the end");
    }
}
