//! Who gets a conversation, who is called to it, and what becomes of it when nobody answers (S6 to S8, S14).

use serde_json::json;
use tests::site::SHOP;
use tests::{AgentSocket, VisitorSocket};
use tests::{Edge, Site};
use wire::agent::{Call, Hears, Says};
use wire::visitor;
use wire::{Mode, Seq, Status};

/// What a console was called to before it is answered a question.
async fn calls(socket: &mut AgentSocket) -> Vec<Call> {
    let filter = wire::inbox::Filter::default();
    socket.say(&Says::More { view: wire::inbox::View::Closed, filter, before: None }).await;
    let answered = |frame: &Hears| matches!(frame, Hears::Conversations { .. }).then_some(());
    socket.expect("the answer", answered).await;
    let call = |frame| if let Hears::Call { why, .. } = frame { Some(why) } else { None };
    socket.rest().into_iter().filter_map(call).collect()
}

async fn shown(page: &mut VisitorSocket, wanted: Mode, is_missed: bool) {
    page.expect("what is shown", |frame| match frame {
        visitor::Hears::Presence { mode, missed, .. } => {
            (*mode == wanted && *missed == is_missed).then_some(())
        }
        _ => None,
    })
    .await;
}

#[tokio::test]
async fn s6_only_who_is_online_is_called_to_a_new_conversation() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((_, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    ada.choose(Status::Online).await;
    for away in [Status::Offline, Status::Invisible] {
        bob.choose(away).await;
        let (mut page, _) = site.visitor().connect(Seq(0)).await;
        page.write("hello").await;
        page.write("anybody?").await;
        assert_eq!(calls(&mut ada).await, [Call::New], "once, not once a message");
        assert_eq!(calls(&mut bob).await, [], "{away:?}");
    }
}

#[tokio::test]
async fn s7_a_conversation_that_waits_is_offered_to_invisible_agents_who_opted_in() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((admin, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    admin.configure(&json!({ "overflow_after": 1 })).await;
    bob.choose(Status::Invisible).await;
    ada.choose(Status::Online).await;
    let (mut page, _) = site.visitor().connect(Seq(0)).await;
    page.write("first").await;
    let row = ada.row("a slow one", |row| row.slow).await;
    assert_eq!(calls(&mut bob).await, [], "who did not opt in is left alone");
    ada.answer(&row.id, "here").await;

    admin.accustom(&admin.id_of("Bob").await, &json!({ "overflow": true })).await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("second").await;
    let offered = bob.call(Call::Overflow).await;
    ada.row("a slow one", |row| row.slow && row.id == offered).await;
    // S8: the invisible agent joins by answering, and looks online there.
    bob.answer(&offered, "I take it").await;
    page.message("I take it").await;
    let visit = visitor.visit().await;
    assert!(visit.mode == Mode::Live && visit.faces[0].online, "{visit:?}");
    ada.choose(Status::Offline).await;
    assert_eq!(site.mode().await, "messaging", "a stranger sees nobody");
    assert_eq!(visitor.visit().await.mode, Mode::Live);
}

#[tokio::test]
async fn s7_without_online_agents_nothing_overflows() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((admin, _ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    admin.configure(&json!({ "overflow_after": 1, "missed_after": 1 })).await;
    admin.accustom(&admin.id_of("Bob").await, &json!({ "overflow": true })).await;
    bob.choose(Status::Invisible).await;
    let visitor = site.visitor();
    visitor.leave("nobody in").await;
    let (mut page, visit) = visitor.connect(Seq(0)).await;
    assert_eq!((visit.mode, visit.missed), (Mode::Messaging, false), "left as a message: nothing to miss");
    // Two full delays of another conversation, which is live: long enough for the first.
    let (_, mut ada) = site.ada().await;
    ada.choose(Status::Online).await;
    let (mut other, _) = site.visitor().connect(Seq(0)).await;
    other.write("live").await;
    shown(&mut other, Mode::Messaging, true).await;
    assert_eq!(calls(&mut bob).await, []);
    page.write("still there").await;
    assert!(!visitor.visit().await.missed);
}

#[tokio::test]
async fn s8_a_colleague_adds_an_invisible_agent_and_takes_one_out() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((admin, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    ada.choose(Status::Online).await;
    bob.choose(Status::Invisible).await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("hello").await;
    let conversation = ada.call(Call::New).await;
    ada.answer(&conversation, "hello").await;
    let bobs = admin.id_of("Bob").await;
    ada.say(&Says::Add { conversation: conversation.clone(), agent: bobs.clone() }).await;
    assert_eq!(bob.call(Call::Added).await, conversation);
    let row = ada.row("both in it", |row| row.members.len() == 2).await;
    assert_eq!(row.assignee, Some(admin.id_of("Ada").await), "whose it is stays");
    assert_eq!(visitor.visit().await.faces.iter().filter(|face| face.online).count(), 2, "S4");
    ada.say(&Says::Remove { conversation, agent: bobs }).await;
    ada.row("one in it", |row| row.members.len() == 1).await;
    assert_eq!(visitor.visit().await.faces.len(), 1);
}

#[tokio::test]
async fn s14_an_unanswered_conversation_is_missed_and_the_visitor_is_told() {
    let edge = Edge::start();
    let site = Site::create(&edge, "hidden").await;
    let (admin, mut ada) = site.ada().await;
    admin
        .configure(&json!({ "missed_after": 1, "when_missed": "invisible", "assignment": "automatic" }))
        .await;
    ada.choose(Status::Online).await;
    let visitor = site.visitor();
    let (mut page, _) = visitor.connect(Seq(0)).await;
    page.write("anybody?").await;
    assert_eq!(ada.call(Call::Assigned).await, ada.call(Call::Missed).await);
    ada.expect("set invisible", |frame| match frame {
        Hears::Me(me) => (me.status == Status::Invisible && me.cause == wire::Cause::Missed).then_some(()),
        _ => None,
    })
    .await;
    shown(&mut page, Mode::Messaging, true).await;
    // The text is kept, and an address finds its way.
    let email = wire::Email::parse("visitor@home.example").expect("an address");
    page.say(&visitor::Says::Email { email: email.clone() }).await;
    let row = ada.row("the address", |row| row.missed && row.email.is_some()).await;
    assert_eq!((row.email, row.excerpt.as_str()), (Some(email), "anybody?"));
    assert!(visitor.visit().await.has_email);
    // An answer takes it back.
    ada.answer(&row.id, "Sorry, here I am").await;
    shown(&mut page, Mode::Live, false).await;
    ada.row("no longer missed", |row| !row.missed && row.since.is_none()).await;
}

#[tokio::test]
async fn s1_a_group_has_a_presence_of_its_own() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((admin, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    let groups = json!([
        { "id": "sales", "name": "Sales", "agents": [admin.id_of("Ada").await] },
        { "id": "support", "name": "Support", "agents": [admin.id_of("Bob").await] },
        { "id": "board", "name": "Board", "private": true },
    ]);
    admin.configure(&json!({ "groups": groups, "ask_group": true })).await;
    ada.choose(Status::Online).await;
    for (group, mode) in [
        ("sales", "live"),
        ("support", "messaging"),
        ("board", "messaging"),
        ("gone", "live"),
        ("?!", "live"),
    ] {
        let answer = site.request(reqwest::Method::GET, &format!("presence?group={group}")).send().await;
        let presence: wire::Presence = answer.expect("an answer").json().await.expect("presence");
        assert_eq!(serde_json::to_value(presence.mode).expect("JSON"), mode, "{group}");
        assert!(presence.more, "there are groups to pick");
    }
    let widget = site.request(reqwest::Method::GET, "widget").send().await.expect("an answer");
    let widget: wire::settings::Widget = widget.json().await.expect("what a page needs");
    let names: Vec<&str> = widget.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["Sales", "Support"], "a private one cannot be picked");

    bob.choose(Status::Online).await;
    let mut page: VisitorSocket =
        site.socket("socket?group=support", &[("origin", SHOP)]).await.expect("an open socket");
    let visitor = site.visitor();
    page.hello(Some(&visitor.token), Seq(0)).await;
    page.write("my lamp is broken").await;
    let conversation = bob.call(Call::New).await;
    assert_eq!(calls(&mut ada).await, [], "not hers");
    let row = bob.conversation("my lamp is broken").await;
    assert_eq!(row.group.map(String::from).as_deref(), Some("support"));
    // Handed to the other group: its agents are called, and the visitor sees their presence.
    let sales = wire::GroupId::parse("sales").expect("an id");
    bob.say(&Says::Move { conversation: conversation.clone(), group: Some(sales) }).await;
    assert_eq!(ada.call(Call::New).await, conversation);
    bob.choose(Status::Offline).await;
    assert_eq!(visitor.visit().await.mode, Mode::Live);
}

#[tokio::test]
async fn s1_automatic_assignment_goes_in_turn_up_to_the_capacity_and_is_handed_back() {
    let edge = Edge::start();
    let site = Site::create(&edge, "messaging").await;
    let ((admin, mut ada), (_, mut bob)) = (site.ada().await, site.bob().await);
    admin.configure(&json!({ "assignment": "automatic", "capacity": 1 })).await;
    ada.choose(Status::Online).await;
    bob.choose(Status::Online).await;
    let (mut stranger, _) = site.visitor().connect(Seq(0)).await;
    let mut pages = Vec::new();
    for text in ["first", "second"] {
        let (mut page, _) = site.visitor().connect(Seq(0)).await;
        page.write(text).await;
        pages.push(page);
    }
    let (hers, his) = (ada.call(Call::Assigned).await, bob.call(Call::Assigned).await);
    assert_ne!(hers, his, "in turn");
    shown(&mut stranger, Mode::Messaging, false).await;
    assert_eq!(site.mode().await, "messaging", "both have as many as they take");
    bob.answer(&his, "hello").await;
    bob.say(&Says::Close { conversation: his }).await;
    shown(&mut stranger, Mode::Live, false).await;
    // Ada goes before she has answered: it is Bob's now.
    ada.choose(Status::Offline).await;
    assert_eq!(bob.call(Call::Assigned).await, hers);
    let bobs = admin.id_of("Bob").await;
    bob.row("handed over", |row| row.id == hers && row.assignee.as_ref() == Some(&bobs)).await;
}
