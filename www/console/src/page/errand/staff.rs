//! What the page of the team wants from the edge.

use console::store::staff::{Answer, Effect};
use wire::SiteId;
use wire::staff::PicturePut;

use super::{NOTHING, http};

pub(super) async fn run(site: &SiteId, effect: Effect) -> Answer {
    match effect {
        Effect::Invite(agent) => {
            Answer::Invited(http::ask("POST", site, "team", Some(&agent)).await.map(Box::new))
        }
        Effect::InviteAgain(agent) => {
            let answer = http::ask("POST", site, &format!("team/{agent}/link"), NOTHING).await;
            Answer::Invited(answer.map(Box::new))
        }
        Effect::Change(agent, patch) => {
            let answer = http::ask("PATCH", site, &format!("team/{agent}/profile"), Some(&patch)).await;
            Answer::Changed(agent, answer.map(Box::new))
        }
        Effect::Picture(agent, picture) => {
            let put = PicturePut { picture };
            let done = http::tell("PUT", site, &format!("team/{agent}/picture"), Some(&put)).await;
            Answer::Pictured(agent, done)
        }
        Effect::Remove(agent) => {
            let done = http::tell("DELETE", site, &format!("team/{agent}"), NOTHING).await;
            Answer::Removed(agent, done)
        }
    }
}
