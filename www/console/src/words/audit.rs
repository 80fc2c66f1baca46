//! What was changed, as sentences.

use wire::audit::{Deed, What};

use super::ending::visitor;

use crate::say;

/// "Changed the name of the site".
#[must_use]
pub fn done(deed: &Deed) -> String {
    let of = deed.of.as_deref();
    let whose = of.unwrap_or_else(|| say!("an agent"));
    let who = || visitor(whose);
    let text = match deed.what {
        What::Invited => {
            return match deed.to.as_deref() {
                Some("admin") => say!("Invited {name} as an admin", name = whose),
                Some("agent") => say!("Invited {name} as an agent", name = whose),
                _ => say!("Invited {name}", name = whose),
            };
        }
        What::InvitedAgain => return say!("Invited {name} again", name = whose),
        What::Removed => return say!("Removed {name} from the team", name = whose),
        What::KeyMade => return say!("Made the key \"{name}\"", name = whose),
        What::KeyDeleted => return say!("Deleted the key \"{name}\"", name = whose),
        What::IdentityKeyMade => return say!("Made the identity key {id}", id = whose),
        What::IdentityKeyRemoved => return say!("Removed the identity key {id}", id = whose),
        What::Blocked => return say!("Blocked {visitor}", visitor = who()),
        What::Unblocked => return say!("Unblocked {visitor}", visitor = who()),
        What::Erased => return say!("Erased the conversation of {visitor}", visitor = who()),
        What::SiteName => say!("Changed the name of the site"),
        What::WhenNobody => say!("Changed what visitors see while nobody is in"),
        What::Origins => say!("Changed which pages may carry the widget"),
        What::Groups => say!("Changed the groups"),
        What::AskGroup => say!("Changed whether visitors pick a group"),
        What::Assignment => say!("Changed how conversations are assigned"),
        What::Capacity if of.is_some() => {
            return say!("Changed how many open conversations {name} takes", name = whose);
        }
        What::Capacity => say!("Changed how many open conversations an agent takes"),
        What::OverflowAfter => say!("Changed after how long invisible agents are asked"),
        What::MissedAfter => say!("Changed after how long a conversation is missed"),
        What::WhenMissed => say!("Changed what follows for the agent of a missed conversation"),
        What::AskRating => say!("Changed whether visitors are asked how it was"),
        What::VisitorFiles => say!("Changed whether visitors may send files"),
        What::Targeted => say!("Changed the targeted chats"),
        What::Style => say!("Changed how the widget looks"),
        What::Texts => say!("Changed what visitors read"),
        What::Questions => say!("Changed what visitors are asked first"),
        What::Replies => say!("Changed the saved replies"),
        What::Hours if of.is_some() => return say!("Changed the activity hours of {name}", name = whose),
        What::Hours => say!("Changed the opening hours"),
        What::VisitorMail => say!("Changed which mail visitors get"),
        What::VisitorsOnline => say!("Changed whether the team sees who is on the site"),
        What::IdleAfter => return say!("Changed the idle delay of {name}", name = whose),
        What::Returns => {
            return say!("Changed whether {name} is set online again after a pause", name = whose);
        }
        What::Overflow => return say!("Changed whether {name} is asked while invisible", name = whose),
        What::Quiet => return say!("Changed the quiet hours of {name}", name = whose),
        What::AgentMail => return say!("Changed which mail {name} gets", name = whose),
        What::AgentName => return say!("Changed the name of {name}", name = whose),
        What::Role => return say!("Changed the role of {name}", name = whose),
    };
    text.to_owned()
}

/// What it was and what it became, where it was something before.
#[must_use]
pub fn difference(deed: &Deed) -> Option<(&str, &str)> {
    Some((deed.from.as_deref()?, deed.to.as_deref()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Name, Timestamp};

    #[test]
    fn a_line_says_what_and_whose() {
        let deed = |what, of: Option<&str>| Deed {
            id: 1,
            at: Timestamp(0),
            by: Name::parse("Ada").expect("a name"),
            what,
            of: of.map(str::to_owned),
            from: None,
            to: None,
        };
        for (what, of, wanted) in [
            (What::Hours, None, "Changed the opening hours"),
            (What::Hours, Some("Bob"), "Changed the activity hours of Bob"),
            (What::KeyMade, Some("Telephone"), "Made the key \"Telephone\""),
            (What::Removed, Some("Bob"), "Removed Bob from the team"),
            (What::Erased, Some("k3fPq9"), "Erased the conversation of Visitor k3fP"),
        ] {
            assert_eq!(done(&deed(what, of)), wanted);
        }
        assert_eq!(difference(&deed(What::Removed, None)), None);
    }
}
