//! What the store wants from the edge over HTTP, and the answer as an event.

mod identity;
mod staff;

use console::store::device::Device;
use console::store::figures::Period;
use console::store::people::Subject;
use console::store::{Answer, Effect, Failure, online};
use wire::SiteId;
use wire::http::{LinkRequest, SignIn};
use wire::install::InstallQuestion;
use wire::mail::{Allowed, Verdict};
use wire::push::PushPost;
use wire::team::{HoursQuestion, KeyPost};

use super::{clock, device, http};

const NOTHING: Option<&()> = None;

pub(super) async fn run(site: &SiteId, effect: Effect) -> Option<Answer> {
    Some(match effect {
        Effect::AskSession => Answer::Session(http::ask("GET", site, "session", NOTHING).await),
        Effect::SignIn(link) => {
            Answer::SignedIn(http::ask("POST", site, "session", Some(&SignIn { link })).await)
        }
        Effect::AskLink(email) => {
            Answer::Mailed(http::tell("POST", site, "links", Some(&LinkRequest { email })).await)
        }
        Effect::SignOut => Answer::SignedOut(http::tell("DELETE", site, "session", NOTHING).await),
        Effect::Save(section, patch) => {
            Answer::Saved(section, http::ask("PATCH", site, "settings", Some(&patch)).await)
        }
        Effect::AskTeam => Answer::Team(http::ask("GET", site, "team", NOTHING).await),
        Effect::SaveHabits(agent, patch) => {
            let done = http::ask("PATCH", site, &format!("team/{agent}"), Some(&patch)).await;
            Answer::Habits(agent, done)
        }
        Effect::AskHistory { agent, before } => {
            let query = before.map(|at| format!("?before={}", at.0)).unwrap_or_default();
            let answer = http::ask("GET", site, &format!("team/{agent}/history{query}"), NOTHING).await;
            Answer::History { agent, before, answer }
        }
        Effect::AskWhy(subject) => {
            let answer = http::ask("GET", site, &why(&subject), NOTHING).await;
            Answer::Why(subject, answer)
        }
        Effect::AskFigures(period) => {
            let answer = http::ask("GET", site, &figures(period), NOTHING).await;
            Answer::Figures(period, answer)
        }
        Effect::AskHours(hours) => {
            let question = HoursQuestion { hours, at: None };
            let answer = http::ask("POST", site, "hours", Some(&question)).await;
            Answer::Hours(question.hours, answer)
        }
        Effect::AskKeys => Answer::Keys(http::ask("GET", site, "keys", NOTHING).await),
        Effect::MakeKey(name) => {
            Answer::KeyMade(http::ask("POST", site, "keys", Some(&KeyPost { name })).await)
        }
        Effect::DropKey(id) => {
            let done = http::tell("DELETE", site, &format!("keys/{id}"), NOTHING).await;
            Answer::KeyDropped(id, done)
        }
        Effect::Identity(effect) => Answer::Identity(identity::run(site, effect).await),
        Effect::Judge(mail, confirm) => {
            let verdict = Verdict { confirm };
            let done = http::tell("POST", site, &format!("mails/{mail}"), Some(&verdict)).await;
            Answer::Judged(mail, confirm, done)
        }
        Effect::AskMailSetup => Answer::MailSetup(http::ask("GET", site, "mail", NOTHING).await),
        Effect::TestMail => Answer::MailTested(http::ask("POST", site, "mail/test", NOTHING).await),
        Effect::AllowMail(address) => {
            Answer::MailSetup(http::ask("POST", site, "mail/allow", Some(&Allowed { address })).await)
        }
        Effect::AskAside => Answer::Aside(http::ask("GET", site, "mails", NOTHING).await),
        Effect::AskMail(mail) => {
            let answer = http::ask("GET", site, &format!("mails/{mail}"), NOTHING).await;
            Answer::Mail(mail, answer)
        }
        Effect::AskPush => Answer::Push(http::ask("GET", site, "push", NOTHING).await),
        Effect::StartPush { key, device } => Answer::PushTurned(true, push(site, &key, &device).await),
        Effect::StopPush => {
            device::stop_push(site.as_str()).await;
            Answer::PushTurned(false, http::tell("DELETE", site, "push", NOTHING).await)
        }
        Effect::Inspect(page) => {
            Answer::Inspected(http::ask("POST", site, "install", Some(&InstallQuestion { page })).await)
        }
        Effect::Staff(effect) => Answer::Staff(staff::run(site, effect).await),
        Effect::AskChanges(before) => {
            let query = before.map(|id| format!("?before={id}")).unwrap_or_default();
            Answer::Changes(before, http::ask("GET", site, &format!("audit{query}"), NOTHING).await)
        }
        Effect::Online(online::Effect::Invite(invite)) => {
            let done = http::tell("POST", site, "invitations", Some(&invite)).await;
            Answer::Invited(invite.visitor, done)
        }
        Effect::Online(_)
        | Effect::Upload(_)
        | Effect::Connect
        | Effect::Disconnect
        | Effect::Send(_)
        | Effect::Ping
        | Effect::Recall(_)
        | Effect::Keep(..)
        | Effect::Forget(_)
        | Effect::Announce(_)
        | Effect::KeepDevice(_)
        | Effect::CleanAddress => return None,
    })
}

/// Subscribes at the browser's push service, then tells the edge.
async fn push(site: &SiteId, key: &str, device: &Device) -> Result<(), Failure> {
    let endpoint = device::start_push(site, key, device).await.ok_or(Failure::Unreachable)?;
    let post = PushPost { endpoint, kinds: device.kinds.clone() };
    http::tell("POST", site, "push", Some(&post)).await
}

/// From the first midnight of the period until now, by the clock that hangs here. A zone's name needs no
/// escaping.
fn figures(period: Period) -> String {
    let from = clock::midnight(period.days() - 1);
    format!("figures?from={}&zone={}", from.0, clock::zone())
}

/// Ids need no escaping.
fn why(subject: &Subject) -> String {
    let group = subject.group.as_ref().map(|group| format!("group={group}"));
    let at = subject.at.map(|at| format!("at={}", at.0));
    let query: Vec<String> = group.into_iter().chain(at).collect();
    if query.is_empty() { "why".to_owned() } else { format!("why?{}", query.join("&")) }
}
