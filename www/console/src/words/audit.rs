//! What was changed, as sentences.

use wire::audit::{Deed, What};

use super::ending::visitor;

/// "Changed the name of the site".
#[must_use]
pub fn done(deed: &Deed) -> String {
    let of = deed.of.as_deref();
    let whose = of.unwrap_or("an agent");
    let thing = match deed.what {
        What::Invited => {
            let role = deed.to.as_ref().map(|role| format!(" as {role}")).unwrap_or_default();
            return format!("Invited {whose}{role}");
        }
        What::InvitedAgain => return format!("Invited {whose} again"),
        What::Removed => return format!("Removed {whose} from the team"),
        What::KeyMade => return format!("Made the key \"{whose}\""),
        What::KeyDeleted => return format!("Deleted the key \"{whose}\""),
        What::Blocked => return format!("Blocked {}", visitor(whose)),
        What::Unblocked => return format!("Unblocked {}", visitor(whose)),
        What::Erased => return format!("Erased the conversation of {}", visitor(whose)),
        What::SiteName => "the name of the site".to_owned(),
        What::WhenNobody => "what visitors see while nobody is in".to_owned(),
        What::Origins => "which pages may carry the widget".to_owned(),
        What::Groups => "the groups".to_owned(),
        What::AskGroup => "whether visitors pick a group".to_owned(),
        What::Assignment => "how conversations are assigned".to_owned(),
        What::Capacity => match of {
            Some(name) => format!("how many open conversations {name} takes"),
            None => "how many open conversations an agent takes".to_owned(),
        },
        What::OverflowAfter => "after how long invisible agents are asked".to_owned(),
        What::MissedAfter => "after how long a conversation is missed".to_owned(),
        What::WhenMissed => "what follows for the agent of a missed conversation".to_owned(),
        What::Targeted => "the targeted chats".to_owned(),
        What::Style => "how the widget looks".to_owned(),
        What::Replies => "the saved replies".to_owned(),
        What::Hours => match of {
            Some(name) => format!("the activity hours of {name}"),
            None => "the opening hours".to_owned(),
        },
        What::VisitorMail => "which mail visitors get".to_owned(),
        What::VisitorsOnline => "whether the team sees who is on the site".to_owned(),
        What::IdleAfter => format!("the idle delay of {whose}"),
        What::Returns => format!("whether {whose} is set online again after a pause"),
        What::Overflow => format!("whether {whose} is asked while invisible"),
        What::Quiet => format!("the quiet hours of {whose}"),
        What::AgentMail => format!("which mail {whose} gets"),
        What::AgentName => format!("the name of {whose}"),
        What::Role => format!("the role of {whose}"),
    };
    format!("Changed {thing}")
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
