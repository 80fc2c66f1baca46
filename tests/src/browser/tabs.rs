//! The tabs of a browser in the order of opening, which a driver need not know.

use std::sync::{Arc, Mutex};

use fantoccini::Client;
use fantoccini::wd::WindowHandle;

use super::Window;
use crate::until;

/// The tabs that were seen, the oldest first. Copies are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Tabs(Arc<Mutex<Vec<WindowHandle>>>);

impl Tabs {
    /// Begins with those that are there.
    pub(super) async fn of(client: &Client) -> Self {
        let tabs = Self::default();
        tabs.look(client).await;
        tabs
    }

    /// Opens one, or a window of its own, and goes there.
    pub(super) async fn open(&self, client: &Client, is_tab: bool) {
        self.look(client).await;
        let tab = client.new_window(is_tab).await.expect("a tab").handle;
        client.switch_to_window(tab).await.expect("the tab");
        self.look(client).await;
    }

    /// Goes to the one of this number, once it is there.
    pub(super) async fn go(&self, client: &Client, number: usize) {
        let tab = until("the tab", async || {
            let tabs = self.look(client).await;
            tabs.get(number).cloned().ok_or(tabs.len())
        })
        .await;
        client.switch_to_window(tab).await.expect("the tab");
    }

    /// Those that are there now: what is new was opened since the last look.
    async fn look(&self, client: &Client) -> Vec<WindowHandle> {
        let there = client.windows().await.expect("the tabs");
        let mut seen = self.0.lock().expect("no panic");
        seen.retain(|tab| there.contains(tab));
        let new: Vec<_> = there.into_iter().filter(|tab| !seen.contains(tab)).collect();
        seen.extend(new);
        seen.clone()
    }
}

impl Window {
    /// Opens another tab of the same browser, and goes there.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn new_tab(&self, url: &str) {
        self.tabs.open(&self.client, true).await;
        self.goto(url).await;
    }

    /// Opens another window of the same browser, so that both are seen, and goes there. It is one of the tabs.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn new_window(&self, url: &str) {
        self.tabs.open(&self.client, false).await;
        self.goto(url).await;
    }

    /// Closes the tab, and goes to the first that is left.
    ///
    /// # Panics
    /// When the driver fails.
    pub async fn close_tab(&self) {
        self.client.close_window().await.expect("the tab to close");
        self.tab(0).await;
    }

    /// Goes to the tab of this number, in the order of opening, once it is there.
    ///
    /// # Panics
    /// When it cannot be gone to.
    pub async fn tab(&self, number: usize) {
        self.tabs.go(&self.client, number).await;
    }
}
