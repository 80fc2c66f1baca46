//! Notes: the team's own, in a conversation, and never the visitor's.

use tests::site::message_id;
use tests::{AgentSocket, Edge, Site};
use wire::agent::{Hears, Says};
use wire::http::Code;
use wire::note::Note;
use wire::{Body, ConversationId, MessageId, Seq, Status};

async fn write(console: &mut AgentSocket, conversation: &ConversationId, id: &MessageId, text: &str) {
    let body = Body::parse(text).expect("a text");
    console.say(&Says::Note { conversation: conversation.clone(), id: id.clone(), body }).await;
}

async fn hears(console: &mut AgentSocket, id: &MessageId) -> Note {
    console
        .expect("the note", |frame| match frame {
            Hears::Note { note, .. } => (note.id == *id).then(|| note.clone()),
            _ => None,
        })
        .await
}

async fn notes(console: &mut AgentSocket, conversation: &ConversationId) -> Vec<String> {
    console.say(&Says::Open { conversation: conversation.clone(), after: Seq(0) }).await;
    console
        .expect("the notes", |frame| match frame {
            Hears::Notes { notes, .. } => Some(notes.iter().map(|note| note.body.to_string()).collect()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn i5_a_note_reaches_the_team_once_and_the_visitor_never() {
    let mut edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let (ada, mut console) = site.ada().await;
    let bob = site.sign_in("bob@shop.example").await;
    let mut bobs = bob.connect().await;
    let visitor = site.visitor();
    visitor.leave("Do you ship to Peru?").await;
    let (mut page, _) = visitor.connect(Seq(1)).await;
    let id = console.conversation("Do you ship to Peru?").await.id;
    bobs.choose(Status::Invisible).await;

    let first = message_id();
    write(&mut bobs, &id, &first, "I know somebody in Lima.").await;
    let note = hears(&mut console, &first).await;
    assert_eq!((note.after, note.name.as_str()), (Seq(1), "Bob"));
    hears(&mut bobs, &first).await;
    // The same again is the same note; another text under its id is refused.
    write(&mut bobs, &id, &first, "I know somebody in Lima.").await;
    hears(&mut bobs, &first).await;
    write(&mut bobs, &id, &first, "Something else.").await;
    let refused = bobs
        .expect("a refusal", |frame| match frame {
            Hears::Error(refusal) => Some((refusal.problem.code, refusal.about.clone())),
            _ => None,
        })
        .await;
    assert_eq!(refused, (Code::IdReused, Some(first.clone())));

    // Of all that, the visitor hears the answer, in the place behind the question; and nobody joined by a note.
    assert_eq!(console.answer(&id, "We do.").await, Seq(2));
    loop {
        let frame = page.raw("the answer").await;
        if frame.contains("We do.") {
            break;
        }
        assert!(frame.contains(r#""type":"presence""#) && !frame.contains("Bob"), "{frame}");
    }
    assert_eq!(visitor.texts().await, ["Do you ship to Peru?", "We do."]);
    let (_, welcome) = visitor.connect(Seq(0)).await;
    assert!(welcome.faces.iter().all(|face| face.name.as_str() == "Ada"), "{:?}", welcome.faces);

    edge.kill9();
    edge.restart();
    let mut console = ada.connect().await;
    assert_eq!(notes(&mut console, &id).await, ["I know somebody in Lima."]);
}
