//! The values that the golden files show.

use wire::about::{About, Earlier, Label, Look, Passed, Value, Viewed};
use wire::file::{File, Media};
use wire::hours::Hours;
use wire::http::{Code, Problem, Role};
use wire::identity::{Algorithm, IdentityKey};
use wire::inbox::{Filter, Tag};
use wire::mail::{AgentMail, Incoming, Judgement, Outgoing, Purpose, Stage, VisitorMail};
use wire::message::Stored;
use wire::question::Question;
use wire::rating::{Rating, RatingPost};
use wire::settings::{Assignment, Group, Once, SavedReply, Settings, Targeted, WhenMissed};
use wire::style::{Color, Icon, Side, Style, Theme};
use wire::team::{Habits, Key, Me, Next, Reason};
use wire::visitor::{Say, State, Visit};
use wire::{
    AgentId, Author, Body, Cause, ConversationId, Email, Face, FileKey, GroupId, KeyId, Language, MailId,
    Message, MessageId, Mode, Name, Origin, Page, PagePattern, PersonId, PlaceId, ReceivedId, Secret, Seq,
    Status, TargetedId, Timestamp, Title, WhenNobody, agent,
};
pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

pub(crate) fn body(text: &str) -> Body {
    Body::parse(text).expect("a text")
}

pub(crate) fn message_id() -> MessageId {
    MessageId::parse("bWVzc2FnZS1pZC0wMDAx").expect("an id")
}

pub(crate) fn conversation() -> ConversationId {
    ConversationId::parse("Y29udmVyc2F0aW9uLTE").expect("an id")
}

pub(crate) fn ada() -> AgentId {
    AgentId::parse("YWdlbnQtYWRh").expect("an id")
}

pub(crate) fn secret() -> Secret {
    Secret::parse("A".repeat(43)).expect("a secret")
}

pub(crate) fn email() -> Email {
    Email::parse("visitor@home.example").expect("an address")
}

pub(crate) fn page() -> Page {
    Page::parse("https://shop.example/lamps").expect("a page")
}

pub(crate) fn place() -> PlaceId {
    PlaceId::parse("cGxhY2UtMQ").expect("an id")
}

pub(crate) fn title() -> Title {
    Title::parse("Lamps made of oak").expect("a title")
}

pub(crate) fn origin() -> Origin {
    Origin::parse("https://shop.example").expect("an origin")
}

pub(crate) const AT: Timestamp = Timestamp(1_790_000_000_000);

pub(crate) fn messages() -> Vec<Message> {
    vec![
        Message {
            seq: Seq(1),
            id: message_id(),
            author: Author::Visitor,
            body: body("Do you ship to <b>Peru</b>? \"Yes\" or no\n\u{1f3ee}"),
            at: AT,
            file: None,
        },
        Message {
            seq: Seq(2),
            id: message_id(),
            author: Author::Agent { id: ada(), name: name("Ada Lovelace") },
            body: body("We do."),
            at: AT,
            file: None,
        },
    ]
}

pub(crate) fn from_site() -> Message {
    let author = Author::Site { name: name("Shop") };
    Message { seq: Seq(3), id: message_id(), author, body: body("Can we help?"), at: AT, file: None }
}

pub(crate) fn with_file() -> Message {
    let key = FileKey::parse("AAAAAAAAAAAAAAAAAAAAAA").expect("a key");
    let file = File { key, media: Media::Png, size: 2_048 };
    Message { body: body("lamp.png"), file: Some(Box::new(file)), ..from_site() }
}

pub(crate) fn face() -> Face {
    Face { name: name("Ada Lovelace"), online: true }
}

pub(crate) fn visit() -> Visit {
    Visit {
        mode: Mode::Live,
        fresh_for: 10,
        back_at: None,
        missed: false,
        faces: vec![face()],
        state: State::Open,
        rating: None,
        files: true,
        has_email: true,
        read: Seq(1),
        last: Seq(2),
        seen: Seq(1),
        messages: messages(),
    }
}

pub(crate) fn problem() -> Problem {
    Problem {
        code: Code::TooMany,
        id: "b2NjdXJy".to_owned(),
        message: "Please wait a moment.".to_owned(),
        retry_after: Some(3),
    }
}

pub(crate) fn stored() -> Stored {
    Stored { id: message_id(), seq: Seq(2), at: AT }
}

pub(crate) fn say() -> Say {
    Say {
        id: message_id(),
        body: body("Nobody in?"),
        email: Some(email()),
        page: Some(page()),
        targeted: Some(chat()),
        answers: answers(),
    }
}

pub(crate) fn me() -> Me {
    Me {
        id: ada(),
        name: name("Ada Lovelace"),
        email: Email::parse("ada@shop.example").expect("an address"),
        role: Role::Admin,
        status: Status::Invisible,
        cause: Cause::Manual,
        since: AT,
        habits: habits(),
        next: Some(Next { at: AT, status: Status::Online }),
    }
}

pub(crate) fn habits() -> Habits {
    Habits {
        hours: Some(hours()),
        idle_after: Some(600),
        returns: true,
        overflow: true,
        capacity: Some(3),
        mail: AgentMail::Transcripts,
        quiet: Some(hours()),
    }
}

pub(crate) fn hours() -> Hours {
    serde_json::from_str(
        r#"{
            "zone": "Europe/Paris",
            "weekly": [{ "day": "mon", "from": "22:00", "to": "06:00" }],
            "exceptions": [{ "date": "2026-12-25", "intervals": [{ "from": "10:00", "to": "14:00" }] }]
        }"#,
    )
    .expect("hours")
}

pub(crate) fn sales() -> GroupId {
    GroupId::parse("sales").expect("an id")
}

pub(crate) fn chat() -> TargetedId {
    TargetedId::parse("prices").expect("an id")
}

pub(crate) fn targeted() -> Targeted {
    Targeted {
        id: chat(),
        on: true,
        text: body("Can we help?"),
        page: Some(PagePattern::parse("/pricing*").expect("a pattern")),
        after: 20,
        visits: 2,
        languages: vec![Language::parse("de").expect("a language")],
        group: Some(sales()),
        online_only: true,
        once: Once::PerVisit,
    }
}

pub(crate) fn reason() -> Reason {
    Reason { rule: "S9".to_owned(), text: "Set online.".to_owned(), since: Some(AT), until: Some(AT) }
}

pub(crate) fn key() -> Key {
    Key { id: KeyId::parse("a2V5").expect("an id"), name: name("Telephone"), created_at: AT }
}

pub(crate) fn settings() -> Settings {
    Settings {
        groups: vec![Group { id: sales(), name: name("Sales"), private: true, agents: vec![ada()] }],
        ask_group: true,
        assignment: Assignment::Automatic,
        capacity: Some(5),
        when_missed: WhenMissed::Invisible,
        targeted: vec![targeted()],
        hours: Some(hours()),
        visitor_mail: VisitorMail::Transcripts,
        replies: vec![SavedReply { name: name("Thanks"), text: body("Thank you, {visitor}!") }],
        visitors_online: true,
        style: style(),
        texts: texts(),
        questions_live: vec![question()],
        questions_messaging: vec![question()],
        ..Settings::new(name("Shop"), WhenNobody::Hidden, vec![origin()])
    }
}

pub(crate) fn answers() -> Passed {
    let answer = (question().ask, Value::parse("Walnut").expect("an answer"));
    [answer].into_iter().collect()
}

pub(crate) fn question() -> Question {
    let options = ["Oak", "Walnut"].map(|option| Value::parse(option).expect("an option")).to_vec();
    Question { ask: Label::parse("Which lamp?").expect("a question"), required: true, options }
}

pub(crate) fn texts() -> Passed {
    let text = (Label::parse("de.launcher").expect("a name"), Value::parse("Frag uns").expect("a text"));
    [text].into_iter().collect()
}

pub(crate) fn style() -> Style {
    Style {
        color: Color::parse("#2266ee").ok(),
        theme: Theme::Dark,
        side: Side::Start,
        x: 24,
        y: 24,
        size: 64,
        radius: Some(12),
        icon: Icon::Lamp,
    }
}

pub(crate) fn tag() -> Tag {
    Tag::parse("wholesale").expect("a tag")
}

pub(crate) fn filter() -> Filter {
    Filter { group: Some(sales()), agent: Some(ada()), tag: Some(tag()) }
}

pub(crate) fn row() -> agent::Row {
    agent::Row {
        id: conversation(),
        state: State::Open,
        waiting: true,
        members: vec![ada()],
        group: Some(sales()),
        assignee: Some(ada()),
        since: Some(AT),
        slow: true,
        missed: true,
        name: Some(name("Grace")),
        email: Some(email()),
        page: Some(page()),
        last: Seq(2),
        read: Seq(1),
        at: AT,
        excerpt: "We do.".to_owned(),
        tags: vec![tag()],
        blocked: false,
    }
}

pub(crate) fn look() -> Look {
    serde_json::from_str(
        r#"{
            "page": "https://shop.example/lamps",
            "title": "Lamps",
            "language": "pt-BR",
            "zone": "America/Lima",
            "passed": { "name": "Grace", "plan": "pro" }
        }"#,
    )
    .expect("a look")
}

pub(crate) fn about() -> About {
    let Look { page, title, language, zone, passed } = look();
    let RatingPost { score, comment } = rating();
    let rating = Some(Rating { score, comment, at: AT });
    let (answers, pages, person) = (answers(), vec![Viewed { page, title, at: AT }], Some(person()));
    About { language, zone, passed, answers, pages, person, rating }
}

pub(crate) fn person() -> PersonId {
    PersonId::parse("user-42").expect("an id")
}

pub(crate) fn identity_key(algorithm: Algorithm) -> IdentityKey {
    IdentityKey { kid: key().id, algorithm, created_at: AT }
}

pub(crate) fn rating() -> RatingPost {
    RatingPost { score: 4, comment: Some(body("Quick and kind.")) }
}

pub(crate) fn earlier() -> Earlier {
    let id = ConversationId::parse("c2").expect("an id");
    Earlier { id, state: State::Closed, at: AT, excerpt: "Thank you.".to_owned() }
}

pub(crate) fn team() -> Vec<agent::Colleague> {
    vec![agent::Colleague { id: ada(), name: name("Ada Lovelace"), online: true }]
}

pub(crate) fn mark() -> agent::Mark {
    agent::Mark { conversation: conversation(), seq: Seq(2) }
}

pub(crate) fn outgoing() -> Outgoing {
    Outgoing {
        id: MailId(7),
        to: Some(ada()),
        purpose: Purpose::Notice,
        first: Seq(1),
        last: Seq(2),
        stage: Stage::Waiting,
        at: AT,
        problem: Some("The provider answered 503.".to_owned()),
    }
}

pub(crate) fn incoming() -> Incoming {
    Incoming {
        id: ReceivedId::parse("B".repeat(43)).expect("an id"),
        at: AT,
        from: "ada@shop.example".to_owned(),
        subject: "Re: Shop: a visitor wrote".to_owned(),
        judgement: Judgement::Unverified,
        conversation: Some(conversation()),
        agent: Some(ada()),
        first: Seq(0),
        last: Seq(0),
        attachments: vec!["lamp.jpg".to_owned()],
    }
}
