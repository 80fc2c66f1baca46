//! The console as an agent sees it. The names are its `data-testid` attributes.

use serde_json::Value;

use crate::browser::Window;
use crate::{Site, until};

/// The console in a window.
#[derive(Debug)]
pub struct Console<'a>(pub &'a Window);

/// An element of the console, as an expression.
fn at(name: &str) -> String {
    format!("document.querySelector('[data-testid=\"{name}\"]')")
}

/// An element of a page, by its id, as an expression.
#[must_use]
pub fn by_id(id: &str) -> String {
    format!("document.getElementById('{id}')")
}

impl<'a> Console<'a> {
    /// Opens a sign-in link in a window and signs in by its button.
    pub async fn sign_in(window: &'a Window, site: &Site, email: &str) -> Self {
        let link = site.link(email).await;
        window.goto(&format!("{}/console/?site={}#link={link}", site.base, site.id)).await;
        let console = Self(window);
        console.click("signin-button").await;
        console.has("status-menu").await;
        console
    }

    /// Clicks what has this name, once it can be clicked: what needs a connection waits for it.
    pub async fn click(&self, name: &str) {
        self.0.holds(&format!("{}?.disabled !== true", at(name))).await;
        self.0.click(&at(name)).await;
    }

    /// Waits for what has this name.
    pub async fn has(&self, name: &str) {
        self.0.holds(&format!("!!{}", at(name))).await;
    }

    /// Chooses a status in the menu.
    pub async fn choose(&self, status: &str) {
        self.click("status-menu").await;
        self.click(&format!("status-{status}")).await;
        self.says("status-current", status).await;
    }

    /// Waits until nothing has this name.
    pub async fn lacks(&self, name: &str) {
        self.0.holds(&format!("!{}", at(name))).await;
    }

    /// Presses Tab until the focus is on what has this name, as somebody without a mouse does.
    ///
    /// # Panics
    /// When it cannot be reached.
    pub async fn tab_to(&self, name: &str) {
        for _ in 0..150 {
            let is_there = self.0.run(&format!("return document.activeElement === {}", at(name))).await;
            if is_there == Value::Bool(true) {
                return;
            }
            self.0.keys("\u{e004}").await;
        }
        panic!("{name} cannot be reached by the Tab key");
    }

    /// Chooses from the menu of who has the open conversation: `assign`, `add` or `move`, and to whom.
    pub async fn hand(&self, what: &str, whom: &str) {
        self.click("hand").await;
        self.0
            .click(&format!("document.querySelector('[data-testid=\"{what}\"][data-name=\"{whom}\"]')"))
            .await;
    }

    /// What the tab is called.
    pub async fn title(&self) -> String {
        self.0.run("return document.title").await.as_str().expect("a title").to_owned()
    }

    /// Waits until what has this name says this, whatever the case.
    pub async fn says(&self, name: &str, text: &str) {
        let text = Value::from(text.to_lowercase());
        self.0.holds(&format!("!!{}?.textContent.toLowerCase().includes({text})", at(name))).await;
    }

    /// Opens the conversation whose line says this.
    pub async fn open(&self, excerpt: &str) {
        let excerpt = Value::from(excerpt);
        let row = format!(
            "[...document.querySelectorAll('[data-testid=\"row\"]')].find(row => row.textContent.includes({excerpt}))"
        );
        self.0.click(&row).await;
        self.has("reply").await;
    }

    /// Writes a reply and sends it.
    pub async fn reply(&self, text: &str) {
        self.0.write(&at("reply"), &format!("{text}\n")).await;
    }

    /// Waits for a message in the open conversation: what it says, and `visitor`, `agent` or so.
    pub async fn shows(&self, text: &str, from: &str) {
        until(&format!("the message {text:?} from {from}"), async || {
            let seen = self.messages().await;
            let is_there = seen.iter().any(|(said, by)| said.contains(text) && by == from);
            if is_there { Ok(()) } else { Err(seen) }
        })
        .await;
    }

    /// The messages of the open conversation: what they say, and whose they are.
    pub async fn messages(&self) -> Vec<(String, String)> {
        let rows = "[...document.querySelectorAll('[data-testid=\"message\"]')]";
        let seen =
            self.0.run(&format!("return {rows}.map(row => [row.textContent, row.dataset.from])")).await;
        serde_json::from_value(seen).expect("messages")
    }

    /// How many lines the list has.
    pub async fn has_rows(&self, count: usize) {
        self.0.holds(&format!("document.querySelectorAll('[data-testid=\"row\"]').length === {count}")).await;
    }
}
