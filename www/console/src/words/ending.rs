//! What the console says of blocking a visitor, of erasing a conversation and of taking it along.

use wire::Name;

use super::edge;

use crate::say;

/// A visitor without an address, by the beginning of the conversation's id.
#[must_use]
pub fn visitor(id: &str) -> String {
    say!("Visitor {id}", id = id.chars().take(4).collect::<String>())
}

/// Why another conversation is open than just now.
#[must_use]
pub fn joined() -> &'static str {
    say!(
        "This visitor turned out to be somebody whom you know: what was written here stands in that conversation."
    )
}

/// What blocking does, before it is done.
#[must_use]
pub fn blocks() -> &'static str {
    say!(
        "The conversation is closed. What this visitor writes is refused, and the visitor is told so; mails into it \
        are kept here without becoming messages; no more mail goes to this visitor. You can unblock at any time. \
        Somebody who comes with another browser is another visitor."
    )
}

/// What erasing takes, before it is done.
#[must_use]
pub fn erases() -> &'static str {
    say!(
        "Its messages, notes, tags and read marks, the mails both ways with their originals and files, and the \
        visitor’s address are deleted for everybody, and nobody finds them any more. A block of this visitor ends. \
        Counts in the figures stay, without anything that was said. This cannot be undone."
    )
}

/// In place of the reply box’s usual hint.
#[must_use]
pub fn blocked() -> &'static str {
    say!(
        "This visitor is blocked: nothing more is taken, and no mail goes there. Notes can still be written."
    )
}

/// Why the visitor's address gets nothing, as the edge said it.
#[must_use]
pub fn no_mail(why: &str) -> String {
    say!("No more mail goes there. {why}", why = edge::said(why))
}

/// Why a conversation leaves the screen.
#[must_use]
pub fn gone(by: Option<&Name>, is_me: bool) -> String {
    match by {
        Some(by) => say!("{name} erased this conversation. Nothing of it is left.", name = by),
        None if is_me => say!("The conversation is erased.").to_owned(),
        None => say!("This conversation is not there any more.").to_owned(),
    }
}

/// Why no transcript can be mailed, as far as it is known here.
#[must_use]
pub fn no_transcript(has_address: bool, is_blocked: bool, mail_block: Option<&str>) -> Option<String> {
    if is_blocked {
        Some(say!("This visitor is blocked.").to_owned())
    } else if !has_address {
        Some(say!("This visitor left no address.").to_owned())
    } else {
        mail_block.map(no_mail)
    }
}
