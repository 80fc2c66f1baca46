//! Who reads and who writes: told to those who may know of it, and to nobody else (S3, S4).

use tests::{AgentSocket, Edge, Site, VisitorSocket};
use wire::agent::{Hears as AgentHears, Mark, Says as AgentSays};
use wire::visitor::{Hears, Says};
use wire::{ConversationId, PROTOCOL, Seq, Status};

/// The next hint that a visitor's page hears: who is writing, or how far somebody read.
async fn hint(page: &mut VisitorSocket) -> String {
    page.expect("a hint", |frame| match frame {
        Hears::Typing { name } => Some(format!("{name} is writing")),
        Hears::Seen { seq } => Some(format!("seen {}", seq.0)),
        _ => None,
    })
    .await
}

async fn typing(console: &mut AgentSocket) -> (ConversationId, Option<wire::AgentId>) {
    console
        .expect("somebody writing", |frame| match frame {
            AgentHears::Typing { conversation, agent } => Some((conversation.clone(), agent.clone())),
            _ => None,
        })
        .await
}

async fn marks(console: &mut AgentSocket) -> Vec<Mark> {
    console
        .expect("marks", |frame| match frame {
            AgentHears::Marks { marks } | AgentHears::Welcome { marks, .. } => Some(marks.clone()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn s3_nobody_hears_an_invisible_agent_read_or_write_before_the_agent_joins() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let (_, mut bob) = site.bob().await;
    ada.choose(Status::Online).await;
    bob.choose(Status::Invisible).await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("Hello?").await;
    let conversation = ada.conversation("Hello?").await.id;
    let read = || AgentSays::Read { conversation: conversation.clone(), seq: Seq(1) };
    let writes = || AgentSays::Typing { conversation: conversation.clone() };
    bob.say(&read()).await;
    bob.say(&writes()).await;
    // His own mark is kept: the edge is done with both.
    bob.say(&AgentSays::Hello { protocol: PROTOCOL }).await;
    let mark = Mark { conversation: conversation.clone(), seq: Seq(1) };
    assert_eq!(marks(&mut bob).await, [mark]);
    ada.say(&writes()).await;
    assert_eq!(hint(&mut page).await, "Ada is writing", "nothing of Bob before");
    assert_eq!(typing(&mut bob).await.1.map(|id| id.to_string()), Some(site_id(&mut ada).await));
    ada.say(&read()).await;
    assert_eq!(hint(&mut page).await, "seen 1");
    // Who joined looks online there (S4), and is heard; colleagues still hear nothing.
    bob.answer(&conversation, "Here.").await;
    bob.say(&writes()).await;
    assert_eq!(hint(&mut page).await, "Bob is writing");
    ada.say(&AgentSays::Hello { protocol: PROTOCOL }).await;
    let is_quiet = ada.expect("welcome", |frame| match frame {
        AgentHears::Typing { .. } => Some(false),
        AgentHears::Welcome { .. } => Some(true),
        _ => None,
    });
    assert!(is_quiet.await, "a colleague hears nothing of Bob");
    // Offline is offline, joined or not; what the visitor does is told to those who have the conversation.
    bob.choose(Status::Offline).await;
    bob.say(&writes()).await;
    ada.say(&writes()).await;
    assert_eq!(hint(&mut page).await, "Ada is writing");
    page.say(&Says::Typing {}).await;
    assert!(typing(&mut bob).await.1.is_some(), "Ada");
    assert_eq!(typing(&mut bob).await, (conversation, None), "the visitor");
}

/// The id of the agent at a console.
async fn site_id(console: &mut AgentSocket) -> String {
    console.say(&AgentSays::Hello { protocol: PROTOCOL }).await;
    console
        .expect("welcome", |frame| match frame {
            AgentHears::Welcome { me, .. } => Some(me.id.to_string()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn two_devices_of_one_agent_agree_on_what_is_read() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (agent, mut desk) = site.ada().await;
    let mut phone = agent.connect().await;
    let visitor = site.visitor();
    visitor.leave("One").await;
    visitor.leave("Two").await;
    let conversation = desk.conversation("Two").await.id;
    let mark = |seq| Mark { conversation: conversation.clone(), seq: Seq(seq) };
    desk.say(&AgentSays::Read { conversation: conversation.clone(), seq: Seq(2) }).await;
    assert_eq!(marks(&mut phone).await, [mark(2)]);
    // What arrives late takes nothing back, and beyond the end there is nothing to read.
    desk.say(&AgentSays::Read { conversation: conversation.clone(), seq: Seq(1) }).await;
    desk.say(&AgentSays::Read { conversation: conversation.clone(), seq: Seq(99) }).await;
    let mut later = agent.connect().await;
    later.say(&AgentSays::Hello { protocol: PROTOCOL }).await;
    assert_eq!(marks(&mut later).await, [mark(2)]);
    assert_eq!(visitor.visit().await.seen, Seq(0), "she is offline: it is not told");
    later.choose(Status::Online).await;
    later.say(&AgentSays::Read { conversation: conversation.clone(), seq: Seq(2) }).await;
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.say(&Says::Typing {}).await;
    assert_eq!(typing(&mut later).await, (conversation, None));
    assert_eq!(visitor.visit().await.seen, Seq(2));
}

#[tokio::test]
async fn v20_what_is_read_on_one_page_of_a_visitor_is_read_on_all() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (_, mut ada) = site.ada().await;
    let visitor = site.visitor();
    visitor.leave("One?").await;
    let conversation = ada.conversation("One?").await.id;
    ada.answer(&conversation, "Two.").await;
    let (mut page, _) = visitor.connect(Seq(0)).await;
    let (mut other, _) = visitor.connect(Seq(0)).await;
    page.say(&Says::Read { seq: Seq(99) }).await;
    // What changes nothing is not told.
    page.say(&Says::Read { seq: Seq(1) }).await;
    ada.answer(&conversation, "Three.").await;
    for page in [&mut page, &mut other] {
        let mut read = Vec::new();
        page.expect("the answer", |frame| match frame {
            Hears::Read { seq } => {
                read.push(*seq);
                None
            }
            Hears::Message(message) => Some(message.seq),
            _ => None,
        })
        .await;
        assert_eq!(read, [Seq(2)]);
    }
}

#[tokio::test]
async fn a_visitor_without_a_conversation_writes_to_nobody() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    page.say(&Says::Typing {}).await;
    assert_eq!(page.write("Hello?").await, Seq(1), "the socket is open, and nothing was refused");
}
