//! How visitors found it (B5, R8): asked at the end, told to the team at once, counted.

use reqwest::Method;
use serde_json::{Value, json};
use tests::site::refused;
use tests::{Agent, AgentSocket, Edge, Site, Visitor, VisitorSocket};
use wire::agent::{Hears, Says};
use wire::figures::Figures;
use wire::http::Code;
use wire::rating::Rating;
use wire::visitor::{self, State};
use wire::{ConversationId, Seq, Status};

/// A conversation that Ada answered.
struct Talk {
    admin: Agent,
    ada: AgentSocket,
    visitor: Visitor,
    page: VisitorSocket,
    id: ConversationId,
    _edge: Edge,
}

impl Talk {
    async fn begin() -> Self {
        let edge = Edge::start();
        let site = Site::create(&edge, "messaging").await;
        let (admin, mut ada) = site.ada().await;
        ada.choose(Status::Online).await;
        let visitor = site.visitor();
        visitor.leave("Do you have lamps?").await;
        let (page, visit) = visitor.connect(Seq(0)).await;
        assert_eq!(visit.rating, None, "an open conversation is not to be rated");
        let id = ada.conversation("Do you have lamps?").await.id;
        Self { admin, ada, visitor, page, id, _edge: edge }
    }

    async fn close(&mut self) {
        self.ada.say(&Says::Close { conversation: self.id.clone() }).await;
    }

    /// What the page is told next of a closed conversation.
    async fn asked(&mut self) -> Option<u8> {
        let told = |frame: &visitor::Hears| match frame {
            visitor::Hears::State { state: State::Closed, rating } => Some(*rating),
            _ => None,
        };
        self.page.expect("the end", told).await
    }

    async fn rate(&self, said: &Value) -> reqwest::Response {
        self.visitor.request(Method::POST, "rate").json(said).send().await.expect("an answer")
    }

    async fn hears(&mut self) -> Option<Rating> {
        let told = |frame: &Hears| match frame {
            Hears::About { about, .. } => Some(about.rating.clone()),
            _ => None,
        };
        self.ada.expect("what is known of the visitor", told).await
    }

    async fn counted(&self) -> Figures {
        self.admin.get("figures").await
    }
}

#[tokio::test]
async fn b5_r8_a_visitor_says_how_it_was_and_the_team_hears_it_at_once() {
    let mut talk = Talk::begin().await;
    talk.ada.answer(&talk.id.clone(), "Two kinds.").await;
    refused(talk.rate(&json!({ "score": 5 })).await, 409, Code::Conflict).await;
    talk.close().await;
    assert_eq!(talk.asked().await, Some(0));
    assert_eq!(talk.visitor.visit().await.rating, Some(0));

    assert_eq!(talk.rate(&json!({ "score": 4 })).await.status(), 204);
    assert_eq!(talk.asked().await, Some(4), "each of the visitor's tabs is told");
    assert_eq!(talk.hears().await.map(|rating| (rating.score, rating.comment)), Some((4, None)));
    // What is added takes its place.
    assert_eq!(talk.rate(&json!({ "score": 5, "comment": " Quick and kind. " })).await.status(), 204);
    let rating = talk.hears().await.expect("a rating");
    assert_eq!((rating.score, rating.comment.expect("a comment").as_str()), (5, "Quick and kind."));
    let figures = talk.counted().await;
    assert_eq!(figures.total.ratings, [0, 0, 0, 0, 1]);
    assert_eq!(figures.agents[0].numbers.ratings, [0, 0, 0, 0, 1]);
    assert_eq!(talk.visitor.visit().await.rating, Some(5));

    // Written again it goes on, and is rated anew: the first score stays with what it was about.
    talk.visitor.leave("And shades?").await;
    assert_eq!(talk.visitor.visit().await.rating, None);
    talk.ada.message("And shades?").await;
    talk.ada.answer(&talk.id.clone(), "No shades.").await;
    talk.close().await;
    // The frame about the second score may still be on its way to the page.
    while talk.asked().await != Some(0) {}
    assert_eq!(talk.rate(&json!({ "score": 2 })).await.status(), 204);
    assert_eq!(talk.counted().await.total.ratings, [0, 1, 0, 0, 1]);
}

#[tokio::test]
async fn b5_nothing_is_asked_where_nobody_answered_or_the_site_does_not_ask() {
    let mut talk = Talk::begin().await;
    talk.close().await;
    assert_eq!(talk.asked().await, None, "nobody answered");
    talk.visitor.leave("Hello?").await;
    talk.ada.message("Hello?").await;
    talk.ada.answer(&talk.id.clone(), "Here.").await;
    talk.admin.configure(&json!({ "ask_rating": false })).await;
    talk.close().await;
    assert_eq!(talk.asked().await, None, "the site does not ask");
    refused(talk.rate(&json!({ "score": 5 })).await, 409, Code::Conflict).await;
    // Switched on again, whoever looks is asked.
    talk.admin.configure(&json!({ "ask_rating": true })).await;
    assert_eq!(talk.visitor.visit().await.rating, Some(0));
    talk.ada.say(&Says::Block { conversation: talk.id.clone() }).await;
    talk.ada.row("the block", |row| row.blocked).await;
    refused(talk.rate(&json!({ "score": 5 })).await, 409, Code::Conflict).await;
    assert_eq!(talk.counted().await.total.ratings, [0; 5]);
}

#[tokio::test]
async fn b5_a_bad_rating_is_refused_with_a_reason() {
    let mut talk = Talk::begin().await;
    talk.ada.answer(&talk.id.clone(), "Two kinds.").await;
    talk.close().await;
    assert_eq!(talk.asked().await, Some(0));
    for bad in [
        json!({}),
        json!({ "score": 0 }),
        json!({ "score": 6 }),
        json!({ "score": -1 }),
        json!({ "score": 4.5 }),
        json!({ "score": "5" }),
        json!({ "score": 5, "comment": "" }),
        json!({ "score": 5, "comment": "x".repeat(501) }),
        json!({ "score": 5, "stars": 5 }),
    ] {
        refused(talk.rate(&bad).await, 400, Code::BadRequest).await;
    }
    assert_eq!(talk.rate(&json!({ "score": 5, "comment": "é".repeat(500) })).await.status(), 204);
    let stranger = talk.visitor.site.visitor().request(Method::POST, "rate").json(&json!({ "score": 5 }));
    refused(stranger.send().await.expect("an answer"), 401, Code::Unauthorized).await;
    assert_eq!(talk.counted().await.total.ratings, [0, 0, 0, 0, 1]);
}
