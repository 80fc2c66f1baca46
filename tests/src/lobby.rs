//! The lobby of a site in a test: pages of visitors, and a console that listens.

use std::ops::{Deref, DerefMut};

use reqwest::header::{COOKIE, ORIGIN};
use wire::lobby::{self, Here, Outcome, Says};
use wire::online::{Hears, Visitor};
use wire::{Body, Name, PlaceId, TargetedId};

use crate::site::SHOP;
use crate::{Agent, Site, Socket};

/// What a page says about where it is: a path of the shop and a title.
///
/// # Panics
/// When they are none.
#[must_use]
pub fn here(path: &str, title: &str) -> Says {
    Says::Here(Here {
        page: wire::Page::parse(format!("{SHOP}{path}")).expect("a page"),
        title: wire::Title::parse(title).expect("a title"),
        ago: 0,
        visits: 1,
        wrote: false,
        declined: false,
    })
}

/// A visitor's page in the lobby.
#[derive(Debug)]
pub struct Page(Socket<Says, lobby::Hears>);

impl Deref for Page {
    type Target = Socket<Says, lobby::Hears>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Page {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Page {
    /// Comes in from a page of this origin.
    ///
    /// # Errors
    /// The status that it was refused with.
    pub async fn try_open(site: &Site, origin: &str) -> Result<Self, u16> {
        site.socket("lobby", &[(ORIGIN.as_str(), origin)]).await.map(Self)
    }

    /// Comes in from a page of the shop.
    ///
    /// # Panics
    /// When it is refused for good: right after it was switched on the lobby may not know yet.
    pub async fn open(site: &Site) -> Self {
        crate::until("a place in the lobby", async || Self::try_open(site, SHOP).await).await
    }

    /// The same from a network address.
    ///
    /// # Errors
    /// The status that it was refused with.
    pub async fn open_from(site: &Site, address: &str) -> Result<Self, u16> {
        let headers = [(ORIGIN.as_str(), SHOP), ("cf-connecting-ip", address)];
        site.socket("lobby", &headers).await.map(Self)
    }

    /// Goes to a path of the shop.
    pub async fn is_at(&mut self, path: &str, title: &str) {
        self.0.say(&here(path, title)).await;
        // The answer shows that what was said before is taken in.
        self.0.ping().await;
    }

    /// Waits for what an agent writes.
    pub async fn invitation(&mut self) -> (TargetedId, Name, Body) {
        self.0
            .expect("an invitation", |lobby::Hears::Invitation { id, name, body }| {
                Some((id.clone(), name.clone(), body.clone()))
            })
            .await
    }

    /// Tells what became of it.
    pub async fn answer(&mut self, id: &TargetedId, outcome: Outcome) {
        self.0.say(&Says::Invited { id: id.clone(), outcome }).await;
    }

    /// Leaves.
    pub async fn close(self) {
        self.0.close().await;
    }
}

/// A console that listens.
#[derive(Debug)]
pub struct Console(Socket<(), Hears>);

impl Console {
    /// Opens the socket of an agent.
    ///
    /// # Errors
    /// The status that it was refused with.
    pub async fn try_open(agent: &Agent) -> Result<Self, u16> {
        let headers = [(COOKIE.as_str(), agent.cookie.as_str()), (ORIGIN.as_str(), agent.site.base.as_str())];
        agent.site.socket("visitors", &headers).await.map(Self)
    }

    /// The same, for one who may.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn open(agent: &Agent) -> Self {
        Self::try_open(agent).await.expect("an open socket")
    }

    /// Who is there, when it begins to listen.
    pub async fn list(&mut self) -> Vec<Visitor> {
        self.0
            .expect("who is there", |frame| match frame {
                Hears::Visitors { visitors, done: true, full: false } => Some(visitors.clone()),
                _ => None,
            })
            .await
    }

    /// Whether the lobby is full, when it begins to listen.
    pub async fn is_full(&mut self) -> bool {
        self.0
            .expect("who is there", |frame| match frame {
                Hears::Visitors { full, .. } => Some(*full),
                _ => None,
            })
            .await
    }

    /// Waits for somebody at a path of the shop.
    pub async fn visitor(&mut self, path: &str) -> Visitor {
        let page = format!("{SHOP}{path}");
        self.shows("somebody there", |visitor| visitor.page.as_str() == page).await
    }

    /// Waits for somebody of whom something is true.
    pub async fn shows(&mut self, what: &str, is: impl Fn(&Visitor) -> bool) -> Visitor {
        self.0
            .expect(what, |frame| match frame {
                Hears::Visitor(visitor) if is(visitor) => Some(visitor.clone()),
                _ => None,
            })
            .await
    }

    /// Waits until somebody left.
    pub async fn left(&mut self) -> PlaceId {
        self.0
            .expect("somebody to leave", |frame| match frame {
                Hears::Left { id } => Some(id.clone()),
                _ => None,
            })
            .await
    }

    /// Waits until the edge hangs up.
    pub async fn closed(&mut self) -> u16 {
        self.0.closed().await
    }
}
