//! Who may do what. One function for HTTP and sockets alike; what it does not name is denied.

use wire::http::Role;

use crate::VisitorId;

/// Who asks, as proved by a token, a session or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor<'a> {
    /// Nothing was proved.
    Stranger,
    /// Holds the token of this visitor.
    Visitor(&'a VisitorId),
    /// Holds a session of an agent of this site.
    Agent(Role),
    /// Holds a key of this site.
    Key,
    /// Holds the deployment's key.
    Operator,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read the state, the messages, or write one.
    Converse,
    /// Close a conversation, block its visitor, list them all, or count them.
    Handle,
    /// Erase a conversation.
    Erase,
    /// Read the settings and the team; choose an own status; end the own session.
    Work,
    /// Read who of the team is in, and why.
    Observe,
    /// Set another's status.
    Direct,
    /// Change the settings.
    Configure,
    /// Invite and remove agents, and set their roles.
    Staff,
    /// Read what was changed, and by whom.
    Audit,
    /// Create sites and sign-in links.
    Operate,
}

/// On what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource<'a> {
    /// The conversation of this visitor.
    Conversation(&'a VisitorId),
    /// The site as a whole.
    Site,
}

/// Whether the actor may. "Not yours" and "not there" are answered alike by the caller.
#[must_use]
pub fn allow(actor: Actor<'_>, action: Action, resource: Resource<'_>) -> bool {
    match (actor, action, resource) {
        (Actor::Visitor(visitor), Action::Converse, Resource::Conversation(owner)) => visitor == owner,
        (Actor::Agent(_), Action::Converse | Action::Handle, Resource::Conversation(_))
        | (Actor::Agent(Role::Admin), Action::Erase, Resource::Conversation(_))
        | (Actor::Agent(_), Action::Work | Action::Handle | Action::Observe, Resource::Site)
        | (
            Actor::Agent(Role::Admin),
            Action::Configure | Action::Direct | Action::Staff | Action::Audit,
            Resource::Site,
        )
        | (Actor::Key, Action::Observe | Action::Direct, Resource::Site)
        | (Actor::Operator, Action::Operate, Resource::Site) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every actor times every action, on the site and on one visitor's conversation.
    #[test]
    fn the_whole_table() {
        use Action::{Audit, Configure, Converse, Direct, Erase, Handle, Observe, Operate, Staff, Work};
        let (mine, other) = (VisitorId("mine".into()), VisitorId("other".into()));
        let conversation = Resource::Conversation(&mine);
        let on_conversation: &[(Actor<'_>, &[Action])] = &[
            (Actor::Stranger, &[]),
            (Actor::Visitor(&mine), &[Converse]),
            (Actor::Visitor(&other), &[]),
            (Actor::Agent(Role::Agent), &[Converse, Handle]),
            (Actor::Agent(Role::Admin), &[Converse, Handle, Erase]),
            (Actor::Key, &[]),
            (Actor::Operator, &[]),
        ];
        let on_site: &[(Actor<'_>, &[Action])] = &[
            (Actor::Stranger, &[]),
            (Actor::Visitor(&mine), &[]),
            (Actor::Agent(Role::Agent), &[Work, Handle, Observe]),
            (Actor::Agent(Role::Admin), &[Work, Handle, Observe, Direct, Configure, Staff, Audit]),
            (Actor::Key, &[Observe, Direct]),
            (Actor::Operator, &[Operate]),
        ];
        for (resource, table) in [(conversation, on_conversation), (Resource::Site, on_site)] {
            for (actor, allowed) in table {
                for action in
                    [Converse, Handle, Erase, Work, Observe, Direct, Configure, Staff, Audit, Operate]
                {
                    assert_eq!(
                        allow(*actor, action, resource),
                        allowed.contains(&action),
                        "{actor:?} {action:?} {resource:?}"
                    );
                }
            }
        }
    }
}
