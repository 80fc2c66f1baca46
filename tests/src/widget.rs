//! The widget as a visitor sees it. The names are those of `widget/page/panel.html`.

use crate::browser::Window;
use crate::fixture::Fixture;
use crate::{AgentSocket, Site, axe, until};
use serde_json::{Value, json};
use wire::ConversationId;

/// The widget on a page.
#[derive(Debug)]
pub struct Widget<'a>(pub &'a Window);

/// The HTML of a page with the script tag.
#[must_use]
pub fn shop(site: &Site) -> String {
    format!(
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<h1>Lamps</h1><p>Made of oak.</p><input id="own">
<script async src="{}/porchlight.js" data-site="{}"></script></html>"#,
        site.base, site.id
    )
}

/// Opens a shop page that carries the widget of a site.
pub async fn visit<'a>(window: &'a Window, fixture: &Fixture, site: &Site) -> Widget<'a> {
    fixture.page(&shop(site), &[]);
    window.goto(&fixture.origin).await;
    Widget(window)
}

/// The same, after a script of the page.
pub async fn visit_after<'a>(window: &'a Window, fixture: &Fixture, site: &Site, script: &str) -> Widget<'a> {
    let page = shop(site).replace("<script async", &format!("<script>{script}</script><script async"));
    fixture.page(&page, &[]);
    window.goto(&fixture.origin).await;
    Widget(window)
}

/// What holds the parts of the widget, as an expression; an error while there is no widget.
pub const ROOT: &str = "document.querySelector('porchlight-widget').shadowRoot";

/// A part of the widget, as an expression; nothing while there is no widget.
#[must_use]
pub fn part(id: &str) -> String {
    format!("document.querySelector('porchlight-widget')?.shadowRoot.getElementById('{id}')")
}

impl Widget<'_> {
    /// Waits until the widget shows this mode.
    pub async fn is(&self, mode: &str) {
        self.0.reads("document.querySelector('porchlight-widget')?.getAttribute('mode')", mode).await;
    }

    /// Whether there is nothing on the page.
    pub async fn is_absent(&self) -> bool {
        self.0.run("return !document.querySelector('porchlight-widget')").await == Value::Bool(true)
    }

    /// Whether nothing of it can be seen.
    pub async fn is_unseen(&self) {
        let seen = "[...document.querySelectorAll('porchlight-widget')].some(host => [...host.shadowRoot.children].some(part => part.checkVisibility?.({ visibilityProperty: true }) && part.getClientRects().length))";
        self.0.holds(&format!("!{seen}")).await;
    }

    /// Clicks the launcher and waits for the panel.
    pub async fn open(&self) {
        self.0.click(&part("launcher")).await;
        self.has_opened().await;
    }

    /// Waits until the panel is open.
    pub async fn has_opened(&self) {
        self.0
            .holds(&format!("{}?.hidden === false && !!{}.textContent", part("panel"), part("title")))
            .await;
    }

    /// Whether the panel is open.
    pub async fn is_open(&self) -> bool {
        self.0.run(&format!("return {}.hidden === false", part("panel"))).await == Value::Bool(true)
    }

    /// Looks whether axe finds no fault of the widget's, and whether it stands as its sheets say. The page's own are its
    /// own.
    ///
    /// # Panics
    /// When it finds one.
    pub async fn is_accessible(&self) {
        self.is_styled().await;
        let faults = axe::faults(self.0).await;
        assert!(faults.iter().all(|fault| !fault.contains("porchlight-widget")), "{faults:?}");
    }

    /// Looks whether everything stands as its sheets say: browsers have been seen to miss a change that a selector with
    /// `:has()` is about.
    ///
    /// # Panics
    /// When something does not.
    pub async fn is_styled(&self) {
        let look = "(one) => { const { display, padding } = getComputedStyle(one); return `${one.localName}#${one.id}.${one.className} ${display} ${padding}` }";
        let script = format!(
            "const root = {ROOT}; const look = () => [...root.querySelectorAll('*')].map({look});
            const before = look();
            root.adoptedStyleSheets = root.adoptedStyleSheets.splice(0);
            return look().filter((after, at) => after !== before[at])"
        );
        assert_eq!(self.0.run(&script).await, json!([]));
    }

    /// Asks an agent something in the panel that is open. Gives the conversation.
    pub async fn asks(&self, agent: &mut AgentSocket, text: &str) -> ConversationId {
        self.send(text).await;
        self.shows(text, "sent").await;
        agent.conversation(text).await.id
    }

    /// Types without sending.
    pub async fn draft(&self, text: &str) {
        self.0.write(&part("text"), text).await;
    }

    /// What stands in the field, and whether it has the focus.
    pub async fn drafted(&self) -> (String, bool) {
        let field = part("text");
        let seen = self
            .0
            .run(&format!("const field = {field}; return [field.value, field.matches(':focus')]"))
            .await;
        serde_json::from_value(seen).expect("a text and whether it has the focus")
    }

    /// Types and sends.
    pub async fn send(&self, text: &str) {
        self.draft(&format!("{text}\n")).await;
    }

    /// Fills the e-mail field in.
    pub async fn leave_email(&self, email: &str) {
        self.0.write(&part("email"), email).await;
    }

    /// Waits for a message: what it says, and its state or whose it is.
    pub async fn shows(&self, text: &str, of: &str) {
        until(&format!("the message {text:?}, {of}"), async || {
            let seen = self.messages().await;
            if seen.iter().any(|one| one == &(text.to_owned(), of.to_owned())) { Ok(()) } else { Err(seen) }
        })
        .await;
    }

    /// The messages in the panel: what they say, and `agent` or the state of one's own.
    pub async fn messages(&self) -> Vec<(String, String)> {
        let rows = format!("[...{ROOT}.querySelectorAll('.message')]");
        let seen = self
            .0
            .run(&format!(
                "return {rows}.map(row => [row.querySelector('.bubble').textContent, row.dataset.from === 'agent' ? 'agent' : row.dataset.state])"
            ))
            .await;
        serde_json::from_value(seen).expect("messages")
    }

    /// The text of a part.
    pub async fn text(&self, id: &str) -> String {
        let seen = self.0.run(&format!("return {}?.textContent ?? ''", part(id))).await;
        seen.as_str().expect("a text").to_owned()
    }

    /// Waits until the badge counts this many.
    pub async fn has_unread(&self, count: usize) {
        let badge = part("badge");
        self.0.holds(&format!("!{badge}.hidden && {badge}.textContent === '{count}'")).await;
    }
}
