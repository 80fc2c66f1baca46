//! The words about the team: roles, invitations, removals.

use wire::http::Role;
use wire::staff::Invited;

use crate::say;

#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Agent => say!("Agent"),
        Role::Admin => say!("Admin"),
    }
}

/// The word on the wire, for a list to choose from.
#[must_use]
pub fn role_id(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Admin => "admin",
    }
}

/// Beneath the link of an invitation: what is known of its mail, and no more.
#[must_use]
pub fn mailed(invited: &Invited) -> String {
    if invited.mailed {
        let to = invited.member.email.as_ref().map_or_else(|| say!("the address"), wire::Email::as_str);
        say!(
            "A mail with this link is on its way to {to}. If it does not arrive, send the link yourself.",
            to = to
        )
    } else {
        say!(
            "No mail was sent: either mail is not set up, or this address takes none. Send the link yourself."
        )
        .to_owned()
    }
}

/// What removing somebody does, before it is done.
#[must_use]
pub fn removal(name: &str, is_invited: bool) -> String {
    if is_invited {
        return say!(
            "{name} has never signed in. The link of the invitation opens nothing any more.",
            name = name
        );
    }
    say!(
        "{name} is signed out on every device at once. Open conversations that {name} has go back to the \
         team. What {name} wrote stays where it is, under this name.",
        name = name
    )
}

/// What stands for somebody without a picture.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let letter = |word: Option<&str>| word.and_then(|word| word.chars().find(|c| c.is_alphanumeric()));
    let all = [letter(words.next()), letter(words.next_back())];
    all.into_iter().flatten().flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::http::Link;
    use wire::team::{Habits, Member};
    use wire::{AgentId, Cause, Email, Name, Timestamp};

    #[test]
    fn t6_initials_are_of_the_first_and_the_last_word() {
        let all = ["Ada", "Ada King Lovelace", "  émile  zola ", "王 小明", "(42)", ""].map(initials);
        assert_eq!(all, ["A", "AL", "ÉZ", "王小", "4", ""]);
    }

    #[test]
    fn a_mail_is_told_of_only_where_one_goes_out() {
        let member = Member {
            id: AgentId::parse("cid").expect("an id"),
            name: Name::parse("Cid").expect("a name"),
            online: false,
            cause: Cause::Admin,
            since: Timestamp(0),
            habits: Habits::default(),
            role: Role::Agent,
            email: Email::parse("cid@shop.example").ok(),
            invited: true,
        };
        let link = Link { url: String::new(), expires_at: Timestamp(0) };
        let invited = Invited { member, link, mailed: true };
        assert!(mailed(&invited).contains("on its way to cid@shop.example"));
        assert!(mailed(&Invited { mailed: false, ..invited }).starts_with("No mail was sent"));
    }
}
