//! The real widget through a network that fails: what a visitor writes arrives once, and the page shows the
//! truth. A link that is silently dead is noticed within 45 s (F1).

use std::time::{Duration, Instant};

use tests::browser::Browser;
use tests::fixture::Fixture;
use tests::wait::until_within;
use tests::widget::{Widget, visit};
use tests::{AgentSocket, Edge, Fault, Proxy, Site};
use wire::{ConversationId, Seq, Status};

/// Within this a dead link is noticed, and what it held up is there.
const NOTICED: Duration = Duration::from_secs(45);

/// A shop behind the proxy, and Ada, whose own link is sound.
struct Shop {
    _edge: Edge,
    proxy: Proxy,
    site: Site,
    browser: Browser,
    fixture: Fixture,
    ada: AgentSocket,
}

impl Shop {
    async fn open() -> Self {
        let edge = Edge::start();
        let fixture = Fixture::open().await;
        let site = Site::create_with(&edge, "messaging", &[&fixture.origin]).await;
        let proxy = Proxy::open(&edge.base());
        let (_, mut ada) = site.ada().await;
        ada.choose(Status::Online).await;
        Self { _edge: edge, proxy, site, browser: Browser::start().await, fixture, ada }
    }

    /// The page, its script and all of its requests come through the proxy.
    async fn widget(&self) -> Widget<'_> {
        let mut site = self.site.clone();
        site.base.clone_from(&self.proxy.base);
        let widget = visit(&self.browser.window, &self.fixture, &site).await;
        widget.is("live").await;
        widget.open().await;
        widget
    }

    /// A conversation that goes over a sound socket, before anything fails.
    async fn begin(&mut self) -> ConversationId {
        let widget = self.widget().await;
        widget.send("Is it oak?").await;
        widget.shows("Is it oak?", "sent").await;
        let id = self.ada.conversation("Is it oak?").await.id;
        self.ada.answer(&id, "It is.").await;
        self.page().shows("It is.", "agent").await;
        id
    }

    fn page(&self) -> Widget<'_> {
        Widget(&self.browser.window)
    }

    /// Waits for what the page shows in the end, each of it once.
    async fn shows(&self, wanted: &[(&str, &str)]) {
        let wanted: Vec<(String, String)> =
            wanted.iter().map(|(text, of)| ((*text).to_owned(), (*of).to_owned())).collect();
        until_within(NOTICED, &format!("{wanted:?}"), async || {
            let seen = self.page().messages().await;
            // What the page says beside them tells why one of them failed.
            if seen == wanted { Ok(()) } else { Err((seen, self.page().text("log").await)) }
        })
        .await;
    }

    /// What the edge has, as a console that was just opened reads it.
    async fn stored(&mut self, id: &ConversationId) -> Vec<String> {
        let messages = self.ada.history(id, Seq(0)).await;
        messages.iter().map(|message| message.body.to_string()).collect()
    }

    /// Both sides write under the fault. All is there once, here and there, within 45 s.
    async fn both_ways(mut self, set: impl FnOnce(&Proxy)) {
        let id = self.begin().await;
        set(&self.proxy);
        let start = Instant::now();
        self.page().send("And the shade?").await;
        self.shows(&[("Is it oak?", "sent"), ("It is.", "agent"), ("And the shade?", "sent")]).await;
        self.ada.answer(&id, "Linen.").await;
        self.shows(&[
            ("Is it oak?", "sent"),
            ("It is.", "agent"),
            ("And the shade?", "sent"),
            ("Linen.", "agent"),
        ])
        .await;
        println!("both ways after {:.1?}, {} sockets", start.elapsed(), self.proxy.asked());
        assert_eq!(self.stored(&id).await, ["Is it oak?", "It is.", "And the shade?", "Linen."]);
    }

    /// No socket ever works on this page.
    async fn without_a_socket(mut self, fault: Fault) {
        self.proxy.set(fault);
        let widget = self.widget().await;
        let start = Instant::now();
        widget.send("Is it oak?").await;
        self.shows(&[("Is it oak?", "sent")]).await;
        let id = self.ada.conversation("Is it oak?").await.id;
        self.ada.answer(&id, "It is.").await;
        self.shows(&[("Is it oak?", "sent"), ("It is.", "agent")]).await;
        println!("{fault:?}: both ways after {:.1?}, {} sockets", start.elapsed(), self.proxy.asked());
        assert_eq!(self.stored(&id).await, ["Is it oak?", "It is."]);
    }
}

#[tokio::test]
async fn f1_a_black_hole_towards_the_edge_is_noticed() {
    Shop::open().await.both_ways(|proxy| proxy.strike(Fault::SilentUp)).await;
}

#[tokio::test]
async fn f1_a_black_hole_towards_the_page_is_noticed() {
    let mut shop = Shop::open().await;
    let id = shop.begin().await;
    shop.proxy.strike(Fault::SilentDown);
    shop.ada.answer(&id, "Of 1950.").await;
    shop.shows(&[("Is it oak?", "sent"), ("It is.", "agent"), ("Of 1950.", "agent")]).await;
}

#[tokio::test]
async fn f1_a_link_that_is_half_open_is_noticed() {
    Shop::open().await.both_ways(|proxy| proxy.strike(Fault::HalfOpen)).await;
}

#[tokio::test]
async fn g2_a_message_whose_acknowledgement_is_lost_is_stored_and_shown_once() {
    Shop::open().await.both_ways(|proxy| proxy.set(Fault::NoAcknowledgement)).await;
}

#[tokio::test]
async fn g2_frames_that_come_twice_are_shown_once() {
    Shop::open().await.both_ways(|proxy| proxy.set(Fault::Twice)).await;
}

#[tokio::test]
async fn g4_a_link_that_is_reset_within_a_frame_loses_nothing() {
    Shop::open().await.both_ways(|proxy| proxy.strike(Fault::Torn)).await;
}

#[tokio::test]
async fn g4_a_slow_link_loses_nothing() {
    Shop::open().await.both_ways(|proxy| proxy.set(Fault::Slow)).await;
}

#[tokio::test]
async fn g1_where_a_socket_opens_and_stays_silent_the_conversation_goes_over_http() {
    Shop::open().await.without_a_socket(Fault::Mute).await;
}

#[tokio::test]
async fn g1_where_sockets_are_refused_the_conversation_goes_over_http() {
    for status in [200, 403, 429, 503] {
        Shop::open().await.without_a_socket(Fault::Refused(status)).await;
    }
}
