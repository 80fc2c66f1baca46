//! What the settings of identity want from the edge.

use console::store::identity::{Answer, Effect};
use wire::SiteId;
use wire::identity::IdentityKeyPost;

use super::{NOTHING, http};

pub(super) async fn run(site: &SiteId, effect: Effect) -> Answer {
    match effect {
        Effect::Ask => Answer::Keys(http::ask("GET", site, "identity/keys", NOTHING).await),
        Effect::Make(public_key) => {
            let post = IdentityKeyPost { public_key };
            Answer::Made(http::ask("POST", site, "identity/keys", Some(&post)).await.map(Box::new))
        }
        Effect::Drop(kid) => {
            let done = http::tell("DELETE", site, &format!("identity/keys/{kid}"), NOTHING).await;
            Answer::Dropped(kid, done)
        }
    }
}
