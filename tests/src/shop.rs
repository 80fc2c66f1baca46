//! A shop on an origin of its own, with the widget on its page, and a browser to look at it.

use wire::Status;

use crate::browser::{Browser, Window};
use crate::fixture::Fixture;
use crate::widget::{Widget, shop, visit, visit_after};
use crate::{AgentSocket, Edge, Site};

/// All of them. Dropping it ends them.
#[derive(Debug)]
pub struct Shop {
    /// The edge.
    pub edge: Edge,
    /// The shop's server.
    pub fixture: Fixture,
    /// The site at the edge.
    pub site: Site,
    /// A visitor's browser, with nothing in it yet.
    pub browser: Browser,
}

impl Shop {
    /// What a visitor sees while nobody is in: `messaging` or `hidden`.
    pub async fn open(when_nobody: &str) -> Self {
        Self::on(Edge::start(), when_nobody).await
    }

    /// The same on an edge that is there.
    pub async fn on(edge: Edge, when_nobody: &str) -> Self {
        let fixture = Fixture::open().await;
        let site = Site::create_with(&edge, when_nobody, &[&fixture.origin]).await;
        Self { edge, fixture, site, browser: Browser::start().await }
    }

    /// Ada, who is in.
    pub async fn ada_is_in(&self) -> AgentSocket {
        let (_, mut ada) = self.site.ada().await;
        ada.choose(Status::Online).await;
        ada
    }

    /// The visitor's window.
    #[must_use]
    pub fn window(&self) -> &Window {
        &self.browser.window
    }

    /// The widget on the page that is open.
    #[must_use]
    pub fn widget(&self) -> Widget<'_> {
        Widget(self.window())
    }

    /// Opens its page.
    pub async fn visit(&self) -> Widget<'_> {
        visit(self.window(), &self.fixture, &self.site).await
    }

    /// The same, after a script of the page.
    pub async fn visit_after(&self, script: &str) -> Widget<'_> {
        visit_after(self.window(), &self.fixture, &self.site, script).await
    }

    /// The same, after a change to the HTML, with headers such as `Content-Security-Policy: …`.
    pub async fn visit_changed(&self, change: impl FnOnce(String) -> String, headers: &[&str]) -> Widget<'_> {
        self.fixture.page(&change(shop(&self.site)), headers);
        self.window().goto(&self.fixture.origin).await;
        self.widget()
    }
}
