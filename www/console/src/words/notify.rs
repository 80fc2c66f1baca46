//! Words about notifications.

use wire::push::Kind;

use crate::say;
use crate::store::device::Permission;

/// A kind of call, and what belongs to it.
#[must_use]
pub fn kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::New => (say!("New conversations"), say!("Those that you may take.")),
        Kind::Message => {
            (say!("Messages in mine"), say!("What visitors write in conversations that you are in."))
        }
        Kind::Mine => {
            (say!("Assigned, added, missed"), say!("When one is given to you, or one of yours was missed."))
        }
    }
}

/// What the browser says of notifications, where they cannot be shown.
#[must_use]
pub fn permission(permission: Permission) -> Option<&'static str> {
    match permission {
        Permission::Granted => None,
        Permission::Open => Some(say!("Your browser has not been asked yet.")),
        Permission::Denied => Some(say!(
            "Your browser blocks notifications of this page. You can allow them in its settings for this site, beside the address."
        )),
        Permission::Absent => Some(say!(
            "This browser shows no notifications here. On an iPhone or iPad, add the console to the Home Screen first."
        )),
    }
}
